"""Dates as people and tools write them: which day a text is, if it is one by rule."""

import datetime
import re
from collections.abc import Sequence

from helpers.codebook import Question
from helpers.codebook.folding import fold_spaces

YEAR_FIRST = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d")  # nobody reads these in two ways
OTHERS = tuple(
    mark.join(parts)
    for mark in "/-. "
    for parts in (("%d", "%m", "%Y"), ("%m", "%d", "%Y"), ("%d", "%m", "%y"), ("%m", "%d", "%y"))
)
HOUR = re.compile(r"[T ]\d{1,2}:\d{2}.*$")  # that a workbook adds to a day


class DateReader:
    """Reads the dates of one question.

    Parameters
    ----------
    question : Question

    Examples
    --------
    >>> reader = DateReader(Question("q", "date", "context", {}, {}, date_format="%d/%m/%Y"))
    >>> [reader.read(text) for text in ("3/2/2025", "2025-02-03 00:00:00", "31/2/2025", "May")]
    ['2025-02-03', '2025-02-03', None, None]
    """

    def __init__(self, question: Question) -> None:
        self._form = question.date_format

    def read(self, text: str) -> str | None:
        """The day that a text is, as ISO writes it; None if it is none.

        A date with the year first is read whatever `date_format` says: workbooks write so what
        they took for a date.
        """
        words = fold_spaces(text)
        day = self._form and _parsed(words, self._form)
        forms = YEAR_FIRST if not day else ()
        without_hour = HOUR.sub("", words)
        return day or next(filter(None, (_parsed(without_hour, form) for form in forms)), None)


def forms_of(texts: Sequence[str]) -> dict[str, str]:
    """The formats of which each reads all of some texts, and the day that the first text is then.

    >>> forms_of(["03/04/2024", "05/06/2024"])
    {'%d/%m/%Y': '2024-04-03', '%m/%d/%Y': '2024-03-04'}
    >>> forms_of(["03/04/2024", "May"])
    {}
    """
    words = [fold_spaces(text) for text in texts]
    days = {form: [_parsed(text, form) for text in words] for form in OTHERS}
    return {form: read[0] for form, read in days.items() if read and all(read)}


def _parsed(text, form):
    try:
        return datetime.datetime.strptime(text, form).date().isoformat()
    except ValueError:
        return None
