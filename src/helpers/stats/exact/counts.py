"""Tables of counts and scores of their levels, checked and made whole numbers."""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

Scores = Sequence[float] | None  # of the levels; None: 0, 1, 2, ...

FINEST = 2**20  # steps between the lowest and the highest score, where they have no common unit


def as_counts(table: ArrayLike) -> np.ndarray:
    """`table` as integers, shape (r, c); ValueError says where it is not a table of counts.

    >>> as_counts([[3, 1], [0, 2.5]])
    Traceback (most recent call last):
    ValueError: row 1, column 1 holds 2.5, not a count
    """
    try:
        values = np.asarray(table, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"not a table of counts: {error}") from error
    if values.ndim != 2:
        raise ValueError(f"a table has rows and columns, this has {values.ndim} dimension(s)")
    wrong = ~((values >= 0) & (values < 2**53) & (values == np.floor(values)))
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        raise ValueError(f"row {row}, column {column} holds {values[row, column]:g}, not a count")
    if not values.any():
        raise ValueError("the table is empty: no count above zero")
    return values.astype(np.int64)


def strata(table: ArrayLike) -> list[np.ndarray]:
    """The tables of a stack that hold anybody; one table is a stack of one.

    >>> [stratum.tolist() for stratum in strata([[[3, 1], [0, 2]], [[0, 0], [0, 0]]])]
    [[[3, 1], [0, 2]]]
    """
    if np.ndim(table) != 3:
        return [as_counts(table)]
    tables = [stratum for stratum in np.asarray(table) if np.any(stratum)]
    return [as_counts(stratum) for stratum in tables or np.asarray(table)[:1]]


def midranks(counts: ArrayLike) -> np.ndarray:
    """Mid-rank of each level: the mean rank of those who hold it; shape of `counts`, (k,).

    >>> midranks([9, 20, 30, 18])
    array([ 5. , 19.5, 44.5, 68.5])
    """
    counts = np.asarray(counts)
    return np.cumsum(counts) - (counts - 1) / 2


def drop_empty(table: ArrayLike) -> np.ndarray:
    """Counts without empty levels."""
    counts = as_counts(table)
    return counts[np.ix_(counts.any(1), counts.any(0))]


class ScoredTable(NamedTuple):
    """A table whose levels have whole scores, beside what stands for it in the units of a person.

    Attributes
    ----------
    counts : numpy.ndarray, shape (r, c)
        Without empty levels.
    row_scores, column_scores : numpy.ndarray of int, shapes (r,) and (c,)
    unit : float
        What one step of the whole statistic is worth.
    observed, expected : float
        Sum of row score x column score x count, as scored by the caller, and its mean.
    """

    counts: np.ndarray
    row_scores: np.ndarray
    column_scores: np.ndarray
    unit: float
    observed: float
    expected: float

    @property
    def value(self) -> int:
        """The whole statistic of the table itself."""
        return int(self.row_scores @ self.counts @ self.column_scores)

    @property
    def mean(self) -> Fraction:
        """Its mean given the margins."""
        rows, columns = (
            self.row_scores @ self.counts.sum(1),
            self.column_scores @ self.counts.sum(0),
        )
        return Fraction(int(rows) * int(columns), int(self.counts.sum()))


def with_integer_scores(table: ArrayLike, row_scores: Scores, column_scores: Scores) -> ScoredTable:
    """Give the levels whole scores, then drop the empty ones.

    Examples
    --------
    >>> with_integer_scores([[3, 0, 1], [0, 0, 2]], None, [0, 0.5, 1.5]).column_scores
    array([0, 3])
    """
    [scored] = scored_strata([as_counts(table)], row_scores, column_scores)
    return scored


def scored_strata(
    parts: Sequence[np.ndarray], row_scores: Scores, column_scores: Scores
) -> list[ScoredTable]:
    """The same of several tables of the same levels, as `strata` returns them.

    >>> [part.column_scores for part in scored_strata(strata([[[1, 0], [0, 2]]]), None, [0, 0.5])]
    [array([0, 1])]
    """
    down, across = parts[0].shape
    u, whole_u, row_unit = _whole(row_scores, down, "row_scores")
    v, whole_v, column_unit = _whole(column_scores, across, "column_scores")
    scored = []
    for counts in parts:
        rows, columns = counts.any(1), counts.any(0)
        scored.append(
            ScoredTable(
                counts=counts[np.ix_(rows, columns)],
                row_scores=whole_u[rows],
                column_scores=whole_v[columns],
                unit=row_unit * column_unit,
                observed=float(u @ counts @ v),
                expected=float((u @ counts.sum(1)) * (v @ counts.sum(0)) / counts.sum()),
            )
        )
    return scored


def _whole(scores: Scores, levels: int, name: str) -> tuple[np.ndarray, np.ndarray, float]:
    """Scores as they are; as integers from 0; and the unit that gives back their differences."""
    if scores is None:
        return np.arange(levels), np.arange(levels), 1.0
    values = np.asarray(scores, dtype=float)
    if values.shape != (levels,) or not np.isfinite(values).all():
        raise ValueError(f"{name} must be {levels} finite numbers, one a level, got {scores}")
    steps = [Fraction(value).limit_denominator(10**6) for value in values - values.min()]
    numerator = math.gcd(*(step.numerator for step in steps))
    denominator = math.lcm(*(step.denominator for step in steps))
    unit = Fraction(numerator, denominator) or Fraction(1)
    if max(steps) / unit > FINEST:  # as of normal scores: a grid finer than anybody scores
        unit = max(steps) / FINEST
    return values, np.array([round(step / unit) for step in steps]), float(unit)


def orient_rows_short(table: np.ndarray, *scores: np.ndarray) -> tuple[np.ndarray, ...]:
    """Table and its two scores, turned so that rows are the shorter side: nodes live on rows."""
    if table.shape[0] <= table.shape[1]:
        return (table, *scores)
    return (table.T, *scores[::-1])
