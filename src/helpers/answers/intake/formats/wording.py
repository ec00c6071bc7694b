"""Headers as the tools write them: mark-up, parts of a question, words for one thing."""

import html
import re
from collections.abc import Iterable, Sequence

from helpers.codebook.folding import fold_case

TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
PART = re.compile(r"(.*\S)\s*\[([^\[\]]+)\]")


def without_markup(text: str) -> str:
    """A text without HTML.

    >>> without_markup("<b>How&nbsp;old</b> are you?")
    'How\\xa0old are you?'
    """
    return html.unescape(TAG.sub("", text))


def with_part(name: str) -> str:
    """A header that names a part in brackets, in normal form.

    >>> with_part("Q1[SQ001]"), with_part("Channels [Mail]"), with_part("Age")
    ('Q1 [SQ001]', 'Channels [Mail]', 'Age')
    """
    return PART.sub(r"\1 [\2]", name.strip())


def names_among(header: Sequence[str], words: Iterable[str]) -> tuple[str, ...]:
    """The names of a header that are among some words, whatever their case and spaces."""
    folded = {fold_case(word) for word in words}
    return tuple(name for name in header if fold_case(name) in folded)


def first_among(header: Sequence[str], words: Sequence[str]) -> str:
    """The name of a header that is the first of some words to be there; empty if none is.

    >>> first_among(["Start", "End"], ["completed", "end", "start"])
    'End'
    """
    return next((name for word in words for name in names_among(header, [word])), "")
