"""Days that people were asked for, told from those that a tool wrote down."""

import re

from helpers.codebook.toml_text import quote
from helpers.draft.column import Column
from helpers.draft.known_wordings import missing_texts
from helpers.draft.question import Doubt, DraftQuestion
from helpers.draft.times import guess_format

BIRTH = re.compile(r"birth|born|naissance|naissez|né\b|née\b|nacimiento|geburt", re.I)
ASKED = re.compile(r".*\?\s*$|(when|quand|depuis quand|since when)\b", re.I | re.DOTALL)


def date_question(column: Column, text: str, language: str) -> DraftQuestion | None:
    """The question that asks for a day; None where nobody seems to be asked, or not all are days.

    A day of birth says who answered, and so may a moment: neither is a question of a draft.

    Parameters
    ----------
    column : Column
    text : str
        The question as asked.
    language : str
        Some write the day before the month, if nothing else tells.

    Examples
    --------
    >>> days = Column("When did you move in?", ("2019-05-01", "2021-11-30", "N/A"))
    >>> question = date_question(days, days.name, "en")
    >>> question.kind, question.entries, question.missing
    ('date', {'date_format': '"%Y-%m-%d"'}, {'not_asked': ['N/A']})
    >>> date_question(Column("Day of birth?", days.cells), "Day of birth?", "en")
    """
    if not ASKED.match(text) or BIRTH.search(text):
        return None
    missing = missing_texts(column.counts)
    left_out = {answer for answers in missing.values() for answer in answers}
    days = [answer for answer in column.answers if answer not in left_out]
    stamps = guess_format(days, language) if days else None
    if stamps is None or re.search("%[HI]", stamps.format):
        return None
    doubts = [Doubt("asked_date")] if stamps.is_certain else [Doubt("asked_date"), Doubt("stamps")]
    entries = {"date_format": quote(stamps.format)}
    return DraftQuestion(column.name, text, "date", (), missing, tuple(doubts), entries=entries)
