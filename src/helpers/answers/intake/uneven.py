"""Rows with fewer cells than the header, or more."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from helpers.codebook import SurveyError, shown

ROWS_NAMED = 10


@dataclass(frozen=True)
class Uneven:
    """What was found looking at every row of a file.

    Attributes
    ----------
    short : list of int
        The numbers of the rows with fewer cells, which are blank at the end; blank lines are none.
    has_surplus : bool
        Whether a row has more cells, all of them blank.
    cells_missing : int
        How many cells fewer there are in all than if no row was uneven, blank lines among them.
    """

    short: list[int]
    has_surplus: bool
    cells_missing: int


def find_uneven(rows: Iterable[list[str]], width: int, first: int, path: Path) -> Uneven:
    """Look at every row.

    Parameters
    ----------
    rows : iterable of list of str
    width : int
        Cells in the header.
    first : int
        The number of the first row.
    path : Path
        For messages.

    Raises
    ------
    SurveyError
        If rows hold something beyond the last column; all are named.

    Examples
    --------
    >>> find_uneven([["a", "b"], ["c"], [" "], ["d", "e", ""]], 2, 2, "a.csv")
    Uneven(short=[3], has_surplus=True, cells_missing=1)
    """
    short, beyond, has_surplus, missing = [], {}, False, 0
    for number, row in enumerate(rows, start=first):
        missing += width - max(len(row), 1)
        if len(row) > width:
            has_surplus = True
            if words := next((cell for cell in row[width:] if cell.strip()), ""):
                beyond[number] = words
        elif len(row) < width and any(map(str.strip, row)):
            short.append(number)
    if beyond:
        named = ", ".join(map(str, [*beyond][:ROWS_NAMED]))
        more = f" and {len(beyond) - ROWS_NAMED} more" if len(beyond) > ROWS_NAMED else ""
        words = shown(next(iter(beyond.values())))
        raise SurveyError(
            f"{path}, row {named}{more}: more cells than the header has, {width}; the first is "
            f"{words}; is a quotation mark or a delimiter out of place?"
        )
    return Uneven(short, has_surplus, missing)
