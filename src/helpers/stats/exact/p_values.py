"""Tests of independence given both margins, and the smallest p that margins allow."""

import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from helpers.stats.exact import engine, sums
from helpers.stats.exact.engine import BUDGET, SEED
from helpers.stats.exact.results import ExactTest
from helpers.stats.exact.sums import Scores, midranks


def linear_by_linear(
    table: ArrayLike,
    *,
    row_scores: Scores = None,
    column_scores: Scores = None,
    budget: float = BUDGET,
    seed: int = SEED,
) -> ExactTest:
    """Test independence against a monotone trend, by T = sum of row score x column score x count.

    With two rows it is the exact Cochran-Armitage test; with `midranks`, the exact Wilcoxon (two
    rows) or Spearman one.

    Parameters
    ----------
    table : array_like, shape (r, c)
        Counts; rows and columns in order.  Empty ones are dropped after scores have been assigned.
    row_scores, column_scores : sequence of float, optional
        One a level; 0, 1, 2, ... by default.
    budget : float
        Partial tables that may be looked at; above it a Monte Carlo with `seed` answers.
    seed : int

    Returns
    -------
    ExactTest

    Raises
    ------
    ValueError
        If `table` is not a non-empty table of counts, or scores do not fit it.

    References
    ----------
    Agresti, Mehta & Patel (1990), JASA 85:453.

    Examples
    --------
    Treatment and improvement of 84 patients with arthritis (Koch & Edwards 1988):

    >>> test = linear_by_linear([[29, 7, 7], [13, 7, 21]])
    >>> round(test.p_value, 7), round(test.p_mid, 7), test.method
    (0.0003752, 0.000306, 'exact')
    """
    counts, u, v, _, shown, expected = sums.scored(table, row_scores, column_scores)
    return _judge_linear("linear-by-linear", shown, expected, counts, u, v, budget, seed)


def kruskal_wallis(table: ArrayLike, *, budget: float = BUDGET, seed: int = SEED) -> ExactTest:
    """Test whether groups (rows, nominal) differ on an ordered variable (columns).

    `ExactTest.statistic` is H, corrected for ties.  Parameters, result and errors as in
    `linear_by_linear`.

    References
    ----------
    Kruskal & Wallis (1952), JASA 47:583.

    Examples
    --------
    >>> test = kruskal_wallis([[10, 5, 0, 0], [0, 6, 12, 0], [0, 0, 9, 20]])
    >>> round(test.statistic, 3), float(f"{test.p_value:.3g}")
    (47.614, 1.49e-18)
    """
    counts = sums.kept(table).T  # levels x groups: the statistic is a sum over groups
    levels, groups, n = counts.sum(1), counts.sum(0), int(counts.sum())
    ranks = np.rint(2 * midranks(levels)).astype(np.int64)
    untied = float(n**3 - n - (levels**3 - levels).sum())
    h = (
        (3 * ((ranks @ counts) ** 2 / groups).sum() - 3 * n * (n + 1) ** 2)
        * (n - 1)
        / (untied or 1.0)
    )
    if len(groups) == 2:  # H grows with the distance of either rank sum from its mean
        test = _judge_linear("kruskal-wallis", h, None, counts.T, np.arange(2), ranks, budget, seed)
        return replace(test, p_less=None, p_greater=None)
    unit, slack = sums.common_unit(groups, 4 * n**3, len(groups))
    statistic = sums.additive(
        counts,
        lambda K, j: np.rint((K @ ranks) ** 2 * (unit / groups[j])).astype(np.int64),
        lambda S, sizes: (S @ ranks) ** 2 * (unit / sizes.sum()),  # of equal mean ranks
        np.arange(len(levels)),
        slack,
    )
    return _judge("kruskal-wallis", h, None, statistic, None, budget, seed)


def smallest_p(
    table: ArrayLike,
    column_margin: ArrayLike | None = None,
    *,
    row_scores: Scores = None,
    column_scores: Scores = None,
) -> float:
    """Smallest two-sided linear-by-linear p that any table with these margins can have (Tarone's testability).

    Parameters
    ----------
    table : array_like, shape (r, c) or (r,)
        A table, or its row margin when `column_margin` is given.
    column_margin : array_like, shape (c,), optional
    row_scores, column_scores : sequence of float, optional

    Returns
    -------
    float

    Raises
    ------
    ValueError
        As in `linear_by_linear`; also if the margins have different sums, or the table is above the
        budget.

    References
    ----------
    Tarone (1990), Biometrics 46:515.

    Examples
    --------
    Two active people of 76, of whom 20 have results, cannot show anything at 5 %:

    >>> round(smallest_p([56, 20], [74, 2]), 4)
    0.0667
    """
    if column_margin is not None:
        rows, columns = (np.asarray(margin) for margin in (table, column_margin))
        if rows.sum() != columns.sum():
            raise ValueError(f"rows hold {rows.sum()} people, columns {columns.sum()}")
        corner = np.minimum.outer(np.cumsum(rows), np.cumsum(columns))
        table = np.diff(np.diff(corner, axis=0, prepend=0), axis=1, prepend=0)
    counts, u, v, *_ = sums.scored(table, row_scores, column_scores)
    _, law = engine.linear_law(counts, u, v)
    if law is None:
        raise ValueError(f"a {counts.shape} table of {counts.sum()} people is above the budget")
    return _smallest(law, _centre(counts, u, v))


def _centre(counts, u, v):
    return Fraction(int(u @ counts.sum(1)) * int(v @ counts.sum(0)), int(counts.sum()))


def _judge_linear(name, shown, expected, counts, u, v, budget, seed):
    statistic, law = engine.linear_law(counts, u, v, budget)
    return _judge(name, shown, expected, statistic, _centre(counts, u, v), budget, seed, law)


def _judge(name, shown, expected, statistic, centre, budget, seed, law=None):
    """Read p-values off the law of `statistic`, exact if it may cost as much; without direction, `centre` is None."""
    law = law or engine.listed(statistic)
    exact = law is not None or statistic.cost <= budget
    law = law if exact else engine.sample(statistic, seed)
    value, less, greater = int(statistic.value(statistic.table)), None, None
    low, high = value - statistic.slack, value + statistic.slack
    if centre is None:
        *_, reach, beyond = (law or engine.Meeting(statistic, high)).tails(low, high)
    else:
        law = law or engine.Meeting(statistic)
        reach, beyond, (_, less, greater, _) = _both(law, centre, value)
    p, beyond, less, greater = (
        x if x is None else min(1.0, float(x)) for x in (reach, beyond, less, greater)
    )
    expected = None if expected is None else float(expected)
    result = ExactTest(name, float(shown), expected, p, (p + beyond) / 2, less, greater, "exact")
    if exact:
        return replace(
            result,
            smallest=lambda: _smallest(law or engine.Meeting(statistic), centre, statistic.slack),
        )
    low, high = stats.binomtest(round(p * engine.DRAWS), engine.DRAWS).proportion_ci(0.99, "exact")
    return replace(
        result,
        method="monte carlo",
        low=float(low),
        high=float(high),
        draws=engine.DRAWS,
        seed=seed,
    )


def _both(law, centre, value):
    """P(|T - E| >= |t - E|), P(|T - E| > |t - E|), and the tails at t itself."""
    low, high = centre - abs(value - centre), centre + abs(value - centre)
    down, up = math.floor(low), math.ceil(high)  # T is whole, E need not be
    left, right = law.tails(down, down), law.tails(up, up)
    beyond = left[0 if low == down else 1] + right[3 if high == up else 2]
    return left[1] + right[2], beyond, left if value <= centre else right


def _smallest(law, centre, slack=0):
    """The p-value of the most extreme table."""
    least, most = int(law.least.min()), int(law.most.max())
    if centre is None:
        return min(1.0, float(law.tails(most - slack, most)[2]))
    return min(
        1.0, float(_both(law, centre, max(least, most, key=lambda value: abs(value - centre)))[0])
    )
