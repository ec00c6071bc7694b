"""What two margins leave open of their table and of its association (Fréchet-Hoeffding bounds)."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from helpers.stats import effects, exact
from helpers.stats.exact.counts import Scores


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
    row_margin: ArrayLike,
    column_margin: ArrayLike,
    *,
    row_scores: Scores = None,
    column_scores: Scores = None,
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
    ----------
    Fréchet (1951), *Annales de l'Université de Lyon* A 14:53.  Hoeffding (1940), *Schriften des
    Mathematischen Instituts der Universität Berlin* 5:181.  Tarone (1990), *Biometrics* 46:515.

    Examples
    --------
    Of 76 people 20 have results, and 2 are active:

    >>> margins = bounds([56, 20], [74, 2])
    >>> int(margins.cells_low[1, 1]), int(margins.cells_high[1, 1]), round(margins.p_smallest, 4)
    (0, 2, 0.0667)
    >>> margins.measures.low.round(3)[["somers_row", "odds_ratio"]].tolist()
    [-0.27, 0.0]
    >>> margins.measures.high.round(3)[["somers_row", "odds_ratio"]].tolist()
    [0.757, inf]
    """
    rows, columns = _margin(row_margin, "rows"), _margin(column_margin, "columns")
    n = int(rows.sum())
    if n != columns.sum():
        raise ValueError(f"rows hold {n} people, columns {columns.sum()}")
    u = _scores(row_scores, len(rows), "row_scores")
    v = _scores(column_scores, len(columns), "column_scores")
    reverse, in_order = _paired(rows, columns[::-1])[:, ::-1], _paired(rows, columns)
    try:
        smallest = exact.smallest_p(rows, columns, row_scores=u, column_scores=v)
    except ValueError:  # above the budget: the margins and scores have been checked
        smallest = np.nan
    return FrechetBounds(
        cells_low=np.maximum(0, np.add.outer(rows, columns) - n),
        cells_high=np.minimum.outer(rows, columns),
        counter_monotone=reverse,
        comonotone=in_order,
        measures=_measures(reverse, in_order, u, v),
        p_smallest=smallest,
    )


def _measures(
    counter_monotone: np.ndarray, comonotone: np.ndarray, u: np.ndarray, v: np.ndarray
) -> pd.DataFrame:
    """The range of each measure, from its value in one table to that in the other."""
    rows, columns, n = comonotone.sum(1), comonotone.sum(0), int(comonotone.sum())
    several_levels = bool((rows < n).all() and (columns < n).all())
    two, four_cells = np.arange(2), comonotone.shape == (2, 2)
    row_ranks, column_ranks = exact.midranks(rows), exact.midranks(columns)

    def ends(measure: Callable[[np.ndarray], float]) -> list[float]:
        return [measure(counter_monotone), measure(comonotone)]

    # every pair that is untied on both sides goes one way
    discordant, concordant = ends(_untied_pairs)
    ranges = {
        "T": ends(lambda table: float(u @ table @ v)),
        "S": [-discordant, concordant],
        "score_correlation": ends(lambda table: _correlation(table, u, v)),
        "phi": ends(lambda table: _correlation(table, two, two) if four_cells else np.nan),
        "spearman": ends(lambda table: _correlation(table, row_ranks, column_ranks)),
        "tau_b": ends(lambda table: effects.tau_b(table).estimate),
        "somers_column": ends(lambda table: effects.somers_d(table).estimate),
        "somers_row": ends(lambda table: effects.somers_d(table.T).estimate),
        "gamma": [-1.0, 1.0] if several_levels else [np.nan, np.nan],
        "odds_ratio": [0.0, np.inf] if several_levels else [np.nan, np.nan],
    }
    measures = pd.DataFrame.from_dict(ranges, orient="index", columns=["low", "high"])
    measures["bounded"] = ~measures.index.isin(["gamma", "odds_ratio"])
    return measures.rename_axis("measure")


def _margin(margin: ArrayLike, name: str) -> np.ndarray:
    if np.ndim(margin) != 1:
        dimensions = f"this has {np.ndim(margin)} dimension(s)"
        raise ValueError(f"the margin of the {name} is one count a level, {dimensions}")
    try:
        return exact.as_counts([margin])[0]
    except ValueError as error:
        raise ValueError(f"the margin of the {name} is no margin: {error}") from error


def _scores(scores: Scores, levels: int, name: str) -> np.ndarray:
    values = np.arange(levels, dtype=float) if scores is None else np.asarray(scores, dtype=float)
    if values.shape != (levels,) or not np.isfinite(values).all() or (np.diff(values) < 0).any():
        wanted = f"{levels} finite numbers, one a level, not decreasing"
        raise ValueError(f"{name} must be {wanted}, got {scores}")
    return values


def _paired(rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """The table of people paired in order, first row with first column: r + c steps.

    >>> _paired(np.array([2, 3]), np.array([4, 1]))
    array([[2, 0],
           [2, 1]])
    """
    table = np.zeros((len(rows), len(columns)), dtype=np.int64)
    rows_left, columns_left, i, j = rows.copy(), columns.copy(), 0, 0
    while i < len(rows) and j < len(columns):
        table[i, j] = people = min(rows_left[i], columns_left[j])
        rows_left[i] -= people
        columns_left[j] -= people
        i, j = (i + 1, j) if rows_left[i] == 0 else (i, j + 1)
    return table


def _untied_pairs(table: np.ndarray) -> float:
    """Pairs of people who differ on both sides."""
    n, rows, columns = table.sum(), table.sum(1), table.sum(0)
    return float((n**2 - (rows**2).sum() - (columns**2).sum() + (table**2).sum()) / 2)


def _correlation(table: np.ndarray, u: np.ndarray, v: np.ndarray) -> float:
    """Pearson's correlation of the scores of the people in a table."""
    rows, columns = np.repeat(u, len(v)), np.tile(v, len(u))
    covariances = np.cov(rows, columns, fweights=table.ravel(), ddof=0)
    deviations = np.sqrt(covariances[0, 0] * covariances[1, 1])
    return float(covariances[0, 1] / deviations) if deviations else np.nan
