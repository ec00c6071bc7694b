"""A crossed pair of which some answers are missing: every table, or the extreme ones, that it could have been."""

import itertools
import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.analysis import tables
from helpers.analysis.nonresponse.shares import UNKNOWN
from helpers.stats import effects, exact

LIMIT = 2_000  # completions of a table that are looked at one by one
LAWS = 20  # margins of completions whose exact law is worked out where a law takes a good part of a second
EVERY, CORNERS = "every completion", "extreme allocations"


@dataclass(frozen=True)
class Incomplete:
    """Two questions crossed, and the people of whom one answer, or both, are missing.

    Attributes
    ----------
    crossed : DataFrame, shape (r, c)
        As `tables.two_way` makes it.
    by_row : numpy.ndarray, shape (r,)
        People whose row is known and whose column is missing.
    by_column : numpy.ndarray, shape (c,)
        People whose column is known and whose row is missing.
    neither : int
        People with both missing.
    """

    crossed: pd.DataFrame
    by_row: np.ndarray
    by_column: np.ndarray
    neither: int = 0

    @property
    def missing(self):
        """How many people could still enter the table."""
        return int(self.by_row.sum() + self.by_column.sum() + self.neither)


def incomplete(answers, row, column):
    """Cross two questions, and count who is missing from the table and how.

    Somebody with an answer off the scale, to either question, is out of the table whatever else
    they would have said.

    Parameters
    ----------
    answers : DataFrame
    row, column : Question

    Returns
    -------
    Incomplete

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> answers = pd.DataFrame({"q8": ["oui", "non", "_skipped", "_skipped", "ne_sait_pas"],
    ...                         "q6": ["rarement", "_skipped", "jamais", "_refused", "_skipped"]})
    >>> gaps = incomplete(answers, book.question("q8"), book.question("q6"))
    >>> gaps.by_row.tolist(), gaps.by_column.tolist(), gaps.neither
    ([1, 0], [1, 0, 0, 0], 1)
    """
    down, across = (answers[question.id].isin(UNKNOWN) for question in (row, column))

    def crossed(people, *unknown):
        """These people crossed, with any level where they have none; who has another one missing stays out."""
        return tables.two_way(
            answers[people].assign(**{q.id: q.scale[0] for q in unknown}), row, column
        )

    return Incomplete(
        tables.two_way(answers, row, column),
        crossed(across, column).sum(axis=1).to_numpy(),
        crossed(down, row).sum(axis=0).to_numpy(),
        int(crossed(down & across, row, column).to_numpy().sum()),
    )


@dataclass(frozen=True)
class Bounds:
    """The lowest and the highest value over the completions of a table.

    Attributes
    ----------
    low, high : float
    lowest, highest : DataFrame
        Completions that have them.
    method : str
        ``"every completion"``; or ``"extreme allocations"``, where these are too many.
    """

    low: float
    high: float
    lowest: pd.DataFrame
    highest: pd.DataFrame
    method: str


def gamma_bounds(gaps):
    """Lowest and highest gamma that the people missing could make, each given any levels of the scales.

    People missing in the same way are exchangeable: a completion says how many of them go to each
    level, not who. Up to `LIMIT` completions are all looked at. Beyond that, only those in which
    people missing in the same way go to one end of the other scale together, those below a
    threshold to one end and those above it to the other: what is found can happen, and further out
    little can.

    Parameters
    ----------
    gaps : Incomplete

    Returns
    -------
    Bounds

    References
    ----------
    Horowitz & Manski (1998), *Journal of Econometrics* 84:37.

    Examples
    --------
    >>> gaps = Incomplete(pd.DataFrame([[12, 9, 5], [6, 14, 16]]), np.array([2, 2]), np.zeros(3, int))
    >>> found = gamma_bounds(gaps)
    >>> round(found.low, 3), round(found.high, 3), found.method
    (0.381, 0.597, 'every completion')
    """
    completed, method = _completions(gaps)
    gammas = effects.gammas(completed)
    if np.isnan(gammas).all():
        return _bounds(gaps, completed, gammas, 0, 0, method)
    return _bounds(gaps, completed, gammas, np.nanargmin(gammas), np.nanargmax(gammas), method)


def p_bounds(gaps):
    """Lowest and highest exact linear-by-linear p that the people missing could make.

    Completions as in `gamma_bounds`; of a table with more than two rows and columns, all only where
    they have at most `LAWS` different margins. Among extreme allocations of which some turn one way
    and some the other, the highest p is told to be 1: the completions between them come near it.

    Parameters
    ----------
    gaps : Incomplete

    Returns
    -------
    Bounds

    Examples
    --------
    >>> gaps = Incomplete(pd.DataFrame([[12, 9, 5], [6, 14, 16]]), np.array([2, 2]), np.zeros(3, int))
    >>> found = p_bounds(gaps)
    >>> round(found.low, 5), round(found.high, 5)
    (0.00184, 0.06512)
    """
    completed, method = _completions(gaps)
    candidates = _nearest_and_furthest(completed)
    if method == EVERY and min(gaps.crossed.shape) > 2 and len(candidates) > 2 * LAWS:
        completed, method = _corners(gaps), CORNERS
        candidates = _nearest_and_furthest(completed)
    completed = completed[candidates]
    p = np.array(
        [
            exact.linear_by_linear(counts).p_value if counts.any() else math.nan
            for counts in completed
        ]
    )
    if np.isnan(p).all():
        return _bounds(gaps, completed, p, 0, 0, method)
    found = _bounds(gaps, completed, p, np.nanargmin(p), np.nanargmax(p), method)
    away = _away(completed)
    if method == CORNERS and away.min() < 0 < away.max():
        return Bounds(found.low, 1.0, found.lowest, found.highest, method)
    return found


def _bounds(gaps, completed, values, least, most, method):
    like = {"index": gaps.crossed.index, "columns": gaps.crossed.columns}
    lowest, highest = (pd.DataFrame(completed[k], **like) for k in (least, most))
    return Bounds(float(values[least]), float(values[most]), lowest, highest, method)


def _away(completed):
    """How far T of each table is from its mean given the margins, in whole numbers: n times as far."""
    rows, columns = completed.sum(2), completed.sum(1)
    u, v = np.arange(rows.shape[1]), np.arange(columns.shape[1])
    return rows.sum(1) * (u @ completed @ v) - (rows @ u) * (columns @ v)


def _nearest_and_furthest(completed):
    """Places of the tables that can have the highest and the lowest p: for each pair of margins, the one whose T is
    nearest to its mean and the one whose T is furthest from it."""
    margins = np.hstack([completed.sum(2), completed.sum(1)])
    _, group = np.unique(margins, axis=0, return_inverse=True)
    order = np.lexsort((np.abs(_away(completed)), group.ravel()))
    first = np.flatnonzero(np.append(True, np.diff(group.ravel()[order]) != 0))
    return np.unique([order[first], order[np.append(first[1:], len(order)) - 1]])


def _completions(gaps):
    """Completed tables, shape (k, r, c), and whether these are all."""
    counts = gaps.crossed.to_numpy()
    cells = np.arange(counts.size).reshape(counts.shape)
    groups = [*zip(gaps.by_row, cells, strict=True), *zip(gaps.by_column, cells.T, strict=True)]
    groups = [
        (int(people), places)
        for people, places in [*groups, (gaps.neither, cells.ravel())]
        if people
    ]
    if math.prod(math.comb(people + len(places) - 1, people) for people, places in groups) > LIMIT:
        return _corners(gaps), CORNERS
    completed = counts.reshape(1, -1)
    for people, places in groups:
        added = np.zeros((math.comb(people + len(places) - 1, people), counts.size), int)
        added[:, places] = _spread(people, len(places))
        completed = (completed[:, None] + added).reshape(-1, counts.size)
    return completed.reshape(-1, *counts.shape), EVERY


def _spread(people, places):
    """Every way to put so many people in so many places, shape (ways, places): bars between stars."""
    bars = np.array(list(itertools.combinations(range(people + places - 1), places - 1)), int)
    bars = bars.reshape(-1, places - 1)
    return np.diff(bars, axis=1, prepend=-1, append=people + places - 1) - 1


def _corners(gaps):
    """Completions in which the people of each row up to a threshold go to one end of the columns, of the others to the
    other end; likewise those of each column."""
    counts = gaps.crossed.to_numpy()
    rows, columns = counts.shape
    completed = []
    for across, down, last in itertools.product(range(rows + 1), range(columns + 1), (False, True)):
        for turn in (1, -1):
            filled = counts[:, ::turn].copy()
            filled[:across, 0] += gaps.by_row[:across]
            filled[across:, -1] += gaps.by_row[across:]
            by_column = gaps.by_column[::turn]
            filled[0, :down] += by_column[:down]
            filled[-1, down:] += by_column[down:]
            filled[-1 if last else 0, -1 if last else 0] += gaps.neither
            completed.append(filled[:, ::turn])
    return np.array(completed)
