"""The rule of a release of real answers, declared once: which counts are protected, and what of.

A count is protected if it is of people who gave two answers at once, or one answer at one event,
and if they are fewer than `smallest_cell`, but somebody.  How many gave one answer, over the whole
survey, is what a report is for, and is told; so is how many did not answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpers.codebook import Codebook

if TYPE_CHECKING:  # a build without changes imports neither
    from collections.abc import Sequence

    import numpy as np
    import pandas as pd

# Of fewer people there is no report: the shares alone, question by question, would be of persons.
FEWEST_PEOPLE = 10
EVERYBODY = 10_000_000_000  # people: a count below it is any
# Of fewer, one number computed within events and the table over all give the tables of each away.
FEW_EVENTS = 5


def smallest(book: Codebook) -> int:
    """The smallest count that may be told: 1 where nothing is protected.

    >>> from helpers import codebook
    >>> smallest(codebook.load("data/raw/linkedin-2015"))
    1
    >>> smallest(codebook.load("tests/surveys/workshop"))
    5
    """
    return 1 if book.synthetic or is_waived(book) else min(max(book.smallest_cell, 1), EVERYBODY)


def is_waived(book: Codebook) -> bool:
    """Whether the codebook says that small counts of real people are told all the same, and why."""
    return not book.synthetic and "waiver" in book.texts


def is_protected(
    counts: int | np.ndarray | pd.Series, book: Codebook
) -> bool | np.ndarray | pd.Series:
    """Whether counts are of somebody, and of fewer people than may be told of.

    >>> import numpy as np
    >>> from helpers import codebook
    >>> is_protected(np.array([0, 1, 4, 5]), codebook.load("tests/surveys/workshop")).tolist()
    [False, True, True, False]
    """
    return (counts > 0) & (counts < smallest(book))


def is_hidden(crossed: np.ndarray, book: Codebook) -> bool:
    """Whether a table of two questions may not be told, for one of its counts.

    Of two rows and two columns, one count gives the others.  If only those with a protected count
    were hidden, to be hidden would tell that it is 1 to 4; so they are hidden up to twice as much.

    Parameters
    ----------
    crossed : numpy.ndarray of int, shape (rows, columns)
        A level that nobody chose is no row, or column.
    book : Codebook

    Examples
    --------
    >>> import numpy as np
    >>> from helpers import codebook
    >>> book = codebook.load("tests/surveys/workshop")
    >>> [is_hidden(np.array(table), book) for table in ([[7, 20], [30, 20]], [[7, 20, 30]])]
    [True, False]
    """
    if smallest(book) == 1:
        return False
    limit = smallest(book) * (2 if is_two_by_two(crossed) else 1)
    return bool(((crossed > 0) & (crossed < limit)).any())


def is_hidden_within(tables: Sequence[np.ndarray], book: Codebook) -> bool:
    """Whether what is computed within events, from a table of each, may not be told.

    >>> import numpy as np
    >>> from helpers import codebook
    >>> book, table = codebook.load("tests/surveys/workshop"), np.array([[4, 20], [30, 20]])
    >>> [is_hidden_within([table] * count, book) for count in (1, 4, 5)]
    [True, True, False]
    """
    few = len(tables) < FEW_EVENTS and any(is_hidden(table, book) for table in tables)
    return few or is_hidden(sum(tables[1:], tables[0]), book)


def is_two_by_two(crossed: np.ndarray) -> bool:
    """Whether a table has two rows and two columns that somebody chose.

    >>> import numpy as np
    >>> is_two_by_two(np.array([[3, 4], [0, 0], [5, 6]]))
    True
    """
    return bool(crossed.any(axis=1).sum() == crossed.any(axis=0).sum() == 2)
