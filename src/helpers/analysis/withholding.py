"""May a verdict be told of a table whose counts are hidden?

The shares of both questions are published, so a verdict leaves of all tables with these totals only
those that are judged alike.  It is told if these still leave every protected count open: between
two values as far apart as the smallest count that may be told, or as the totals alone allow.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Iterator

import numpy as np

MAX_TABLES = 200  # looked at; if they do not show that all is open, the verdict is withheld

WITHHELD = "withheld"

Counts = tuple[tuple[int, ...], ...]


def is_told(
    counts: np.ndarray,
    protected: np.ndarray,
    smallest: int,
    is_judged_alike: Callable[[np.ndarray], bool],
) -> bool:
    """Whether tables that are judged alike leave every protected count open.

    Parameters
    ----------
    counts : numpy.ndarray of int, shape (rows, columns)
    protected : numpy.ndarray of bool
        Which counts are protected.
    smallest : int
        The smallest count that may be told.
    is_judged_alike : callable
        Whether a table with the same totals has the same verdict.

    Examples
    --------
    Of a table that is known to have some one in every cell, one count is 1 to 7; of one that is
    known to be itself, nothing is open:

    >>> counts = np.array([[4, 4], [4, 12]])
    >>> is_told(counts, counts == 4, 5, lambda table: table.min() > 0)
    True
    >>> is_told(counts, counts == 4, 5, lambda table: table[0, 0] == 4)
    False
    """
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    lowest = np.maximum(0, np.add.outer(rows, columns) - counts.sum())
    allowed = np.minimum.outer(rows, columns) - lowest
    needed = np.where(protected, np.minimum(smallest, allowed), 0)
    least, most = counts.copy(), counts.copy()
    start = _key(counts)
    seen, waiting = {start}, [(0, start)]
    while waiting and len(seen) <= MAX_TABLES:
        _, table = heapq.heappop(waiting)
        for other in _neighbours(table):
            if other in seen:
                continue
            seen.add(other)
            cells = np.array(other)
            if not is_judged_alike(cells):
                continue
            least, most = np.minimum(least, cells), np.maximum(most, cells)
            if (most - least >= needed).all():
                return True
            distance = int(np.abs(cells - counts)[protected].max())
            heapq.heappush(waiting, (-distance, other))
    return bool((most - least >= needed).all())


def _neighbours(table: Counts) -> Iterator[Counts]:
    """The tables with the same totals in which two people have exchanged an answer."""
    counts = np.array(table)
    pairs = [itertools.combinations(range(size), 2) for size in counts.shape]
    for (i, j), (k, m), sign in itertools.product(*pairs, (1, -1)):
        other = counts.copy()
        other[i, k] += sign
        other[j, m] += sign
        other[i, m] -= sign
        other[j, k] -= sign
        if other.min() >= 0:
            yield _key(other)


def _key(counts):
    return tuple(map(tuple, counts.tolist()))
