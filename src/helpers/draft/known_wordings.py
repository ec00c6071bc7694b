"""What wordings are known to mean: ``scales.toml`` and ``words.toml``, folded for comparison."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from helpers.codebook.folding import fold_accents

HERE = Path(__file__).parent
SIGNS = re.compile(r"[-–—_]+|\.{2,}|…|\?+")  # that stand for no answer


def bare(text: str) -> str:
    """A wording as scales are compared: folded, without the ``(e)`` of French and end marks.

    >>> bare("Très satisfait(e) ."), bare("D’accord")
    ('tres satisfait', "d'accord")
    """
    folded = re.sub(
        r"\((e|s|es|ne|le|trice)\)|[·.\-](e|es|ne|rice)\b(?=$|[^\w])", "", fold_accents(text)
    )
    return folded.strip(" .:;!*_-–—")


def variants(text: str) -> list[str]:
    """Forms of a wording in which it may be known: whole, then without number, brackets, ends.

    >>> variants("3 - Novice (one semester)")
    ['3 - novice (one semester)', '3 - novice', 'novice (one semester)', 'novice']
    """
    whole = bare(text)
    forms = [whole, bare(re.sub(r"\s*\([^()]*\)\s*", " ", whole))]
    numbered = re.compile(r"^\d{1,2}\s*[-.):=–]\s*")
    forms += [numbered.sub("", form) for form in forms]
    forms += [
        re.sub(r" (or|ou|et) (less|lower|moins|more|higher|above|plus)$", "", f) for f in forms
    ]
    forms += [re.sub(r"^(\w+)/\w+|^(i|je) ", r"\1", form).strip() for form in forms]
    return [form for form in dict.fromkeys(forms) if form]


@cache
def scales_file() -> dict:
    """The content of ``scales.toml``."""
    return tomllib.loads((HERE / "scales.toml").read_text(encoding="utf-8"))


@cache
def words(table: str, key: str = "words") -> frozenset[str]:
    """A list of ``words.toml``.

    >>> "vous" in words("small", "fr")
    True
    """
    tables = tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8"))
    return frozenset(tables[table][key].split())


@cache
def wordings(key: str) -> frozenset[str]:
    """The wordings under one key of the file, folded."""
    return frozenset(bare(text) for text in scales_file()[key])


def means(text: str, key: str) -> bool:
    """Whether a wording is one of those under a key of the file.

    >>> means("Je ne sais pas.", "off_scale"), means("Autre (précisez)", "other")
    (True, True)
    """
    return any(form in wordings(key) for form in variants(text))


def missing_kind(text: str) -> str:
    """The kind of missing, ``refused`` or so, if a wording means that nothing was answered.

    A dash or some dots stand in a cell that somebody left blank; question marks are no answer.

    >>> missing_kind("I prefer not to answer"), missing_kind("N/A"), missing_kind("No")
    ('refused', 'not_asked', '')
    >>> missing_kind("-"), missing_kind("?"), missing_kind("+")
    ('skipped', 'not_codable', '')
    """
    if SIGNS.fullmatch(text.strip()):
        return "not_codable" if "?" in text else "skipped"
    return next((kind for kind in ("refused", "not_asked") if means(text, kind)), "")


def missing_texts(texts: Iterable[str]) -> dict[str, list[str]]:
    """``refused``, ``not_asked`` and so on → those of some wordings that mean it.

    >>> missing_texts(["Oui", "N/A", "n/a"])
    {'not_asked': ['N/A', 'n/a']}
    """
    missing: dict[str, list[str]] = {}
    for text in texts:
        if kind := missing_kind(text):
            missing.setdefault(kind, []).append(text)
    return missing
