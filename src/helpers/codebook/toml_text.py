"""Texts as TOML writes them, whatever they hold."""

import re
import unicodedata
from collections.abc import Iterable

from helpers.codebook.checks import shown

ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # control, direction, surrogates, separators of lines


def quote(text: str) -> str:
    r"""A text between quotation marks; what cannot be seen is written by its number.

    >>> print(quote('He said "\u202eno"\n'))
    "He said \"\u202Eno\"\n"
    """
    return '"' + "".join(ESCAPES.get(sign) or _visible(sign) for sign in text) + '"'


def _visible(sign):
    if unicodedata.category(sign) not in INVISIBLE:
        return sign
    number = ord(sign)
    return f"\\u{number:04X}" if number < 0x10000 else f"\\U{number:08X}"


def quote_all(texts: Iterable[str]) -> str:
    """A list of texts.

    >>> quote_all(["a", "b"])
    '["a", "b"]'
    """
    return f"[{', '.join(map(quote, texts))}]"


def comment(text: str) -> str:
    r"""A text that may stand after ``#``: in one line, without what cannot be seen.

    >>> comment("two\nlines\x07")
    'two lines'
    """
    kept = (sign for sign in " ".join(text.split()) if unicodedata.category(sign) not in INVISIBLE)
    return "".join(kept)


# What a line that is no TOML shows → what was likely meant.
SLIPS = (
    (re.compile("[“”„«»]"), 'quotation marks are straight, as "a"'),
    (re.compile(r"=\s*\d{1,2}[/.]\d{1,2}[/.]\d{2,4}"), "a date is written 2026-01-31"),
    (re.compile(r"^\s*\[\s*questions\s*\]"), "each question begins with [[questions]]"),
    (re.compile(r"=\s*(?!true|false|inf|nan)[^\W\d]"), "a text stands between quotation marks"),
    (re.compile(r"\\"), "a backslash in a text is written twice"),
)


def slip(text: str, error: ValueError) -> str:
    """The line of a file that is no TOML, and what was likely meant by it.

    >>> import tomllib
    >>> text = 'id = "a"\\ndate = 31/01/2026'
    >>> try:
    ...     tomllib.loads(text)
    ... except ValueError as error:
    ...     print(slip(text, error))
    : 'date = 31/01/2026'; a date is written 2026-01-31
    """
    place = re.search(r"at line (\d+)", str(error))
    lines = text.splitlines()
    if not place or int(place[1]) > len(lines):
        return ""
    line = lines[int(place[1]) - 1]
    meant = next((words for sign, words in SLIPS if sign.search(line)), "")
    if "overwrite" in str(error) and re.search(r"(?m)^\s*\[questions\]", text):
        meant = SLIPS[2][1]
    return f": {shown(line.strip())}" + (f"; {meant}" if meant else "")
