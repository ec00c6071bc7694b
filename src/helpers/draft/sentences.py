"""What a draft says, in the language of the questions."""

import tomllib
from functools import cache
from pathlib import Path

PATH = Path(__file__).with_name("sentences.toml")


@cache
def _sentences():
    return tomllib.loads(PATH.read_text(encoding="utf-8"))


def languages() -> list[str]:
    """The languages in which a draft can be written."""
    return sorted(_sentences())


def say(key: str, language: str, **values: object) -> str:
    """One sentence of ``sentences.toml``.

    >>> say("own_words", "en", count=3)
    'answers in own words (3 different) are counted here'
    """
    return _sentences()[language][key].format_map(values)
