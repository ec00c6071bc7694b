"""Texts that stand for themselves inside Markdown: their signs are data, whatever they look like.

A wording that goes into a sentence may hold a star or a bracket. Until the sentence is shown,
others stand in for these signs; then they are escaped in Markdown, and themselves anywhere else.
"""

import re

SIGNS = "\\*_`[]~{}#>+-"
STAND_INS = "".join(chr(0xE700 + place) for place in range(len(SIGNS)))  # of no script
ADDRESS = re.compile(r"(https?://\S+)")  # in which no sign is mark-up
AT_THE_START = "#>+-"  # signs that are mark-up nowhere else
_PROTECTED = str.maketrans(SIGNS, STAND_INS)
_WITHIN = {sign: other for sign, other in _PROTECTED.items() if chr(sign) not in AT_THE_START}
_RESTORED = str.maketrans(STAND_INS, SIGNS)
_ESCAPED = {ord(other): f"\\{sign}" for other, sign in zip(STAND_INS, SIGNS, strict=True)}


def protect(text: str) -> str:
    """A text with others in place of the signs that Markdown may take for its own.

    >>> escape(protect("*new* [x] a_b http://a.org/_x_")), restore(protect("- *new*"))
    ('\\\\*new\\\\* \\\\[x\\\\] a\\\\_b http://a.org/_x_', '- *new*')
    """
    parts = ADDRESS.split(text)
    parts[::2] = [part.translate(_WITHIN) for part in parts[::2]]
    begin = parts[0]
    return "".join([begin[:1].translate(_PROTECTED) + begin[1:], *parts[1:]])


def restore(value: object) -> object:
    """A text as it was; so with those in lists and tables."""
    if isinstance(value, str):
        return value.translate(_RESTORED)
    if isinstance(value, list | tuple):
        return type(value)(map(restore, value))
    if isinstance(value, dict):
        return {restore(key): restore(each) for key, each in value.items()}
    return value


def escape(text: str) -> str:
    """A text for Markdown, each sign that was protected escaped."""
    return text.translate(_ESCAPED)
