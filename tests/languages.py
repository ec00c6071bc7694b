"""The languages of the catalogues, and a survey that speaks all of them."""

import re
import shutil
from pathlib import Path

from helpers.report import catalogue

LANGUAGES = tuple(sorted(path.stem for path in catalogue.FOLDER.glob("*.toml")))
WORDING = re.compile(
    r'(?P<before>^|[{,] )(?P<name>[\w.]*\b)?en = (?P<text>"(?:[^"\\]|\\.)*")', re.M
)


def speak_all(folder: Path, copy: Path) -> Path:
    """A copy of a survey's folder with English wording for the languages that it does not speak."""
    shutil.copytree(folder, copy)
    for path in copy.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        known = re.search(r"(?m)^languages = .*", text)
        others = [each for each in LANGUAGES if each not in ("fr", "en")]

        def add(match, others=others):
            between = ", " if match["before"] else "\n"
            name, words = match["name"] or "", match["text"].replace("%", "\u00a0%")
            return between.join([match[0], *(f"{name}{each} = {words}" for each in others)])

        text = WORDING.sub(add, text)
        if known:
            text = text.replace(known[0], f"languages = {['fr', 'en', *others]}")
        path.write_text(text, encoding="utf-8")
    return copy
