"""What two margins leave open of their table and of its association (Fréchet-Hoeffding bounds)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from helpers.stats import effects, exact


@dataclass(frozen=True)
class FrechetBounds:
    """What two margins leave open; see `bounds`.

    Attributes
    ----------
    cells_low, cells_high : ndarray, shape (r, c)
        Fewest and most people in each cell.
    counter_monotone, comonotone : ndarray, shape (r, c)
        The tables at the two ends.
    measures : DataFrame
        Index measure; low, high; bounded: False where the margins exclude nothing that the measure
        can be.
    p_smallest : float
        Smallest two-sided linear-by-linear p of all tables with these margins; NaN where it is
        above the budget.
    """

    cells_low: np.ndarray
    cells_high: np.ndarray
    counter_monotone: np.ndarray
    comonotone: np.ndarray
    measures: pd.DataFrame
    p_smallest: float


def bounds(
    row_margin: ArrayLike, column_margin: ArrayLike, *, row_scores=None, column_scores=None
) -> FrechetBounds:
    """What two margins allow of their table, and of the association in it.

    Each range is attained at both ends, by the two tables in which people are paired in order
    (comonotone) and in reverse order (counter-monotone); nothing is searched.  A margin is taken as
    it was published: levels that were published together stay one level, for how they divide is not
    known.

    Parameters
    ----------
    row_margin : array_like, shape (r,)
    column_margin : array_like, shape (c,)
        People at each level, in order; the same sum.
    row_scores, column_scores : sequence of float, optional
        One a level, not decreasing; 0, 1, 2, ... by default.

    Returns
    -------
    FrechetBounds
        Its measures: ``T``, the sum of row score x column score x count; ``S``, concordant minus
        discordant pairs; ``score_correlation`` (T, standardised); ``phi`` (that of a 2 x 2 table);
        ``spearman``; ``tau_b``; ``somers_column`` and ``somers_row``, Somers' D of the column given
        the row and of the row given the column; ``gamma`` and ``odds_ratio``.  **The last two have
        no bounds**: whatever the margins, the two tables have no discordant or no concordant pair,
        so gamma goes from -1 to 1 and the odds ratio from 0 to infinity.  NaN where a margin has
        but one level that anybody is on.

    Raises
    ------
    ValueError
        If a margin is none, their sums differ, or scores do not fit or decrease.

    References
    ---------- Fréchet (1951), *Annales de l'Université de Lyon* A 14:53.  Hoeffding (1940),
    *Schriften des Mathematischen Instituts der Universität Berlin* 5:181.  Tarone (1990),
    *Biometrics* 46:515.

    Examples
    --------
    Of 76 people 20 have results, and 2 are active:

    >>> found = bounds([56, 20], [74, 2])
    >>> int(found.cells_low[1, 1]), int(found.cells_high[1, 1]), round(found.p_smallest, 4)
    (0, 2, 0.0667)
    >>> [(row.Index, round(row.low, 3), round(row.high, 3), row.bounded) for row in found.measures.itertuples()][-3:]
    [('somers_row', -0.27, 0.757, True), ('gamma', -1.0, 1.0, False), ('odds_ratio', 0.0, inf, False)]
    """
    rows, columns = (
        _margin(margin, name) for margin, name in ((row_margin, "rows"), (column_margin, "columns"))
    )
    n = int(rows.sum())
    if n != columns.sum():
        raise ValueError(f"rows hold {n} people, columns {columns.sum()}")
    u, v = (
        _scores(row_scores, len(rows), "row_scores"),
        _scores(column_scores, len(columns), "column_scores"),
    )
    ends = _paired(rows, columns[::-1])[:, ::-1], _paired(rows, columns)
    varied = bool((rows < n).all() and (columns < n).all())
    square = len(rows) == len(columns) == 2
    untied = [
        (n**2 - (rows**2).sum() - (columns**2).sum() + (table**2).sum()) / 2 for table in ends
    ]
    ranks = exact.midranks(rows), exact.midranks(columns)
    ranges = {
        "T": [float(u @ table @ v) for table in ends],
        "S": [
            float(-untied[0]),
            float(untied[1]),
        ],  # every pair that is untied on both sides goes one way
        "score_correlation": [_correlation(table, u, v) for table in ends],
        "phi": [
            _correlation(table, np.arange(2), np.arange(2)) if square else np.nan for table in ends
        ],
        "spearman": [_correlation(table, *ranks) for table in ends],
        "tau_b": [effects.tau_b(table).estimate for table in ends],
        "somers_column": [effects.somers_d(table).estimate for table in ends],
        "somers_row": [effects.somers_d(table.T).estimate for table in ends],
        "gamma": [-1.0, 1.0] if varied else [np.nan, np.nan],
        "odds_ratio": [0.0, np.inf] if varied else [np.nan, np.nan],
    }
    measures = pd.DataFrame.from_dict(ranges, orient="index", columns=["low", "high"]).rename_axis(
        "measure"
    )
    measures["bounded"] = ~measures.index.isin(["gamma", "odds_ratio"])
    try:
        smallest = exact.smallest_p(rows, columns, row_scores=u, column_scores=v)
    except ValueError:  # above the budget: the margins and scores have been checked
        smallest = np.nan
    low, high = np.maximum(0, np.add.outer(rows, columns) - n), np.minimum.outer(rows, columns)
    return FrechetBounds(low, high, *ends, measures, smallest)


def _margin(margin, name):
    if np.ndim(margin) != 1:
        raise ValueError(
            f"the margin of the {name} is one count a level, this has {np.ndim(margin)} dimension(s)"
        )
    try:
        return exact.as_counts([margin])[0]
    except ValueError as error:
        raise ValueError(f"the margin of the {name} is no margin: {error}") from error


def _scores(scores, levels, name):
    values = np.arange(levels, dtype=float) if scores is None else np.asarray(scores, dtype=float)
    if values.shape != (levels,) or not np.isfinite(values).all() or (np.diff(values) < 0).any():
        raise ValueError(
            f"{name} must be {levels} finite numbers, one a level, not decreasing, got {scores}"
        )
    return values


def _paired(rows, columns):
    """The table of people paired in order, first row with first column (north-west corner rule): r + c steps."""
    table = np.zeros((len(rows), len(columns)), dtype=np.int64)
    left, right, i, j = rows.copy(), columns.copy(), 0, 0
    while i < len(rows) and j < len(columns):
        table[i, j] = moved = min(left[i], right[j])
        left[i] -= moved
        right[j] -= moved
        i, j = (i + 1, j) if left[i] == 0 else (i, j + 1)
    return table


def _correlation(table, u, v):
    """Pearson's correlation of the scores of the people in a table."""
    each = np.cov(np.repeat(u, len(v)), np.tile(v, len(u)), fweights=table.ravel(), ddof=0)
    spread = np.sqrt(each[0, 0] * each[1, 1])
    return float(each[0, 1] / spread) if spread else np.nan
