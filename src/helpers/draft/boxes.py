"""Boxes to tick: columns that hold one answer, or nothing."""

import re

from helpers.draft.column import Column
from helpers.draft.known_wordings import bare, words
from helpers.draft.question import Doubt, DraftLevel, DraftQuestion

FEWEST = 5  # people who ticked it, and who did not
CONSENT = re.compile(
    r"\b(agree|accept|consent|authori[sz]e|subscribe|accepte|autorise|consens|acepto|autorizo)",
    re.I,
)


def box_question(column: Column, base: dict) -> DraftQuestion | None:
    """The box that a column is; None if it is something else.

    Examples
    --------
    >>> base = {"column": "Newsletter", "text": "Newsletter", "missing": {}}
    >>> box_question(Column("Newsletter", ("Oui", "") * 6), base).kind
    'consent'
    >>> box_question(Column("Would you come again?", ("Yes", "") * 6), base)
    """
    ticks = [*column.counts]
    blanks = len(column.texts) - len(column.answers)
    if len(ticks) != 1 or min(blanks, len(column.answers)) < FEWEST:
        return None
    is_mark = bare(ticks[0]) in words("ticks") and "?" not in column.name
    if not (is_mark or CONSENT.search(ticks[0])):
        return None
    levels = (DraftLevel(ticks[0]),)
    return DraftQuestion(kind="consent", levels=levels, doubts=(Doubt("box"),), **base)
