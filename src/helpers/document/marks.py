"""The mark around a printed number: the cell that it was taken from, and the message that says it.

A mark is inline HTML, ``<data value="0.79" data-cell="shares/q5 · jamais · share">79 %</data>``:
JupyterLab shows the number alone.  The HTML page keeps it, the PDF leaves it out.
"""

import html
import re

from helpers import typography

PAGE = "page"  # title of a link inside a report: print has the number of its page beside it
DIGITS = "%.10g"  # of a number beside a text: further ones differ from machine to machine
GAP = " · "  # between table, row and column
_TAG = r'<data value="[^"]*" data-cell="[^"]*"(?: data-message="[^"]*")?>|</data>'
_UNNAMED = re.compile(r'(<data value="[^"]*" data-cell="[^"]*")>')
# Markdown must find nothing of its own in an attribute.
_ODD = re.compile(r"[^\w .,/=·÷−≤%()+-]|_")


def mark(text: str, value: object, source: str) -> str:
    """Mark a printed number.

    >>> mark("79 %", 0.79, "shares/q5 · jamais · share")
    '<data value="0.79" data-cell="shares/q5 · jamais · share">79 %</data>'
    """
    plain = DIGITS % value if isinstance(value, float) else str(value)
    return f'<data value="{_attribute(plain)}" data-cell="{_attribute(source)}">{text}</data>'


def name(text: str, message: str) -> str:
    """Give the marks in a text, but those that have one, the key of the message that says them."""
    return _UNNAMED.sub(rf'\1 data-message="{_attribute(message)}">', text)


def strip(text: str) -> str:
    """The text without its marks.

    >>> strip(f"{mark('61', 61, 'a · b · c')} people")
    '61 people'
    """
    return re.sub(_TAG, "", text)


def lower_first(text: str) -> str:
    """The text with its first letter small, as it stands after a colon.

    >>> lower_first(mark("Six", 6, "a · b · c") + " verdicts")
    '<data value="6" data-cell="a · b · c">six</data> verdicts'
    """
    parts = pieces(text)
    first = next((place for place, part in enumerate(parts) if part and not place % 2), 0)
    parts[first] = parts[first][:1].lower() + parts[first][1:]
    return "".join(parts)


def pieces(text: str) -> list[str]:
    """What a text is made of: text and tags of marks in turn, text first and last."""
    return re.split(f"({_TAG})", text)


def typeset(text: str, language: str) -> str:
    """Set spaces and apostrophes as if there were no marks.

    >>> typeset(f"question {mark('5', 5, 'a · b · c')}", "en")
    'question\\xa0<data value="5" data-cell="a · b · c">5</data>'
    """
    if "<data " not in text:
        return typography.typeset(text, language)
    return _carry(text, typography.typeset(strip(text), language))


def _carry(marked, plain):
    """Marks of one text around the same numbers of another, which differs in its spaces only."""
    tags, seen = [], 0
    for place, piece in enumerate(pieces(marked)):
        if place % 2:
            tags.append((seen, piece))
        else:
            seen += sum(not character.isspace() for character in piece)
    parts, seen = [], 0
    for character in plain:
        if not character.isspace():
            while tags and tags[0][0] == seen:
                parts.append(tags.pop(0)[1])
            seen += 1
        parts.append(character)
        while tags and tags[0] == (seen, "</data>"):
            parts.append(tags.pop(0)[1])
    return "".join(parts)


def _attribute(text):
    return _ODD.sub(lambda match: f"&#{ord(match[0])};", html.unescape(text))
