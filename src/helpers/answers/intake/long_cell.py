"""A cell too long to be an answer: where it stands."""

import csv
from collections.abc import Callable
from typing import TextIO

from helpers.answers.intake.layout import column_letter

MAX_CHARACTERS = 2**24  # of a cell that is looked for: one without an end may go on for gigabytes


def find_long_cell(open_text: Callable[[], TextIO], delimiter: str) -> str:
    """Say where the first cell stands that is longer than what is read.

    Parameters
    ----------
    open_text : function
        Opens the file, as `delimited.Delimited.text` does.
    delimiter : str

    Examples
    --------
    >>> import io
    >>> limit = csv.field_size_limit(10)
    >>> find_long_cell(lambda: io.StringIO("a,b\\n1,a cell of many words\\n"), ",")
    'row 2, column B'
    >>> _ = csv.field_size_limit(limit)
    """
    limit, row = csv.field_size_limit(MAX_CHARACTERS), 0
    try:
        with open_text() as lines:
            for row, cells in enumerate(csv.reader(lines, delimiter=delimiter), start=1):
                for place, cell in enumerate(cells):
                    if len(cell) > limit:
                        return f"row {row}, column {column_letter(place)}"
    except csv.Error:  # longer still
        row += 1
    finally:
        csv.field_size_limit(limit)
    return f"row {row}"
