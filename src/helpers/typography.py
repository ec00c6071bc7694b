"""How each language sets spaces and apostrophes, and writes numbers: ``typography.toml``."""

import functools
import re
import tomllib
from pathlib import Path

PATH = Path(__file__).with_suffix(".toml")
# Of a language that has no table.
DEFAULTS = {
    "decimal_comma": True,
    "day_first": False,
    "percent": None,
    "range": (),
    "spacing": (),
    "junctions": (),
}


@functools.cache
def conventions(language: str) -> dict:
    """The table of a language, what it leaves out included; the head of the file says what is what.

    Examples
    --------
    >>> conventions("fr")["locale"], conventions("en")["decimal_comma"]
    ('fr_CA', False)
    >>> conventions("de")["locale"]
    'de'
    """
    return {"locale": language} | DEFAULTS | _tables().get(language, {})


def range_words() -> list[str]:
    """The words before the ends of a range of numbers, in all languages.

    >>> {"de", "à", "from", "to"} <= set(range_words())
    True
    """
    return sorted({word for table in _tables().values() for word in table["range"]})


@functools.cache
def _tables():
    return tomllib.loads(PATH.read_text(encoding="utf-8"))


@functools.cache
def _spacing(language):
    """The rules of a language, ready to be applied."""
    return [(re.compile(rule), instead) for rule, instead in conventions(language)["spacing"]]


def typeset(text: str, language: str) -> str:
    """Set the no-break spaces and apostrophes of prose; text already set is returned as it is.

    Parameters
    ----------
    text : str
        Prose or Markdown prose; never code.
    language : str
        A language code; one without rules of its own keeps its spaces.

    Returns
    -------
    str

    Examples
    --------
    >>> typeset("« Oui » : 26 % des 1 250 réponses", "fr")
    '«\\xa0Oui\\xa0»\\xa0: 26\\xa0% des 1\\xa0250\\xa0réponses'
    >>> typeset("Table 2: n = 77 people, it's 26%", "en")
    'Table\\xa02: n\\xa0=\\xa077\\xa0people, it’s 26%'
    """
    for pattern, replacement in _spacing(language):
        text = pattern.sub(replacement, text)
    return text


def link(head: str, item: str, language: str) -> str:
    """The words before the last item of a list, with the one that the item's first sound asks for.

    Spanish says *padres e hijos*, *siete u ocho*; most languages have one word for all.

    >>> link("a, b et ", "c", "fr")
    'a, b et '
    """
    first = re.sub(r"^\W+", "", item)
    for word, beginning, instead in conventions(language)["junctions"]:
        if re.match(beginning, first):
            head = re.sub(rf"\b{word} $", f"{instead} ", head)
    return head
