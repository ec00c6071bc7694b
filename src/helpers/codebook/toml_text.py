"""Texts as TOML writes them, whatever they hold."""

import unicodedata
from collections.abc import Iterable

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
