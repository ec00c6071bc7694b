"""Texts as TOML writes them, whatever they hold; lines of a file that remember what is doubtful."""

import unicodedata
from dataclasses import dataclass, field

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


def comment(text: str) -> str:
    r"""A text that may stand after ``#``: in one line, without what cannot be seen.

    >>> comment("two\nlines\x07")
    'two lines'
    """
    kept = (sign for sign in " ".join(text.split()) if unicodedata.category(sign) not in INVISIBLE)
    return "".join(kept)


@dataclass
class Lines:
    """A file that is being written.

    Attributes
    ----------
    lines : list of str
    doubts : list of (int, str)
        Line numbers, and what should be looked at there.
    """

    check: str
    lines: list[str] = field(default_factory=list)
    doubts: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: str = "", doubt: str = "", *, note: str = "", about: str = "") -> None:
        """Add a line; a doubt stands beside it and is listed, a note only stands there."""
        self.lines.append(line)
        remark = f"{self.check}: {doubt}" if doubt else note
        if remark:
            self.lines[-1] += f"  # {comment(remark)}"
        if doubt:
            self.doubts.append((len(self.lines), comment(f"{about}: {doubt}" if about else doubt)))

    @property
    def text(self) -> str:
        """The whole file."""
        return "\n".join(self.lines) + "\n"
