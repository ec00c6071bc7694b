"""Tests of independence given both margins, and the smallest p that margins allow."""

import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import scipy
from numpy.typing import ArrayLike

from helpers.stats.exact import engine
from helpers.stats.exact.counts import (
    ScoredTable,
    Scores,
    drop_empty,
    midranks,
    orient_rows_short,
    with_integer_scores,
)
from helpers.stats.exact.distributions import MeetInTheMiddle, NullDistribution, Tails
from helpers.stats.exact.engine import BUDGET, SEED
from helpers.stats.exact.results import ExactTest
from helpers.stats.exact.statistic import AdditiveStatistic, linear, rank_sums


def linear_by_linear(
    table: ArrayLike,
    *,
    row_scores: Scores = None,
    column_scores: Scores = None,
    budget: float = BUDGET,
    seed: int = SEED,
    draws: int | None = None,
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
    draws : int, optional
        Tables of that Monte Carlo; `DRAWS` if not given.

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
    scored = with_integer_scores(table, row_scores, column_scores)
    return _judge_linear("linear-by-linear", scored, budget, seed, draws)


def cost(table: ArrayLike, *, row_scores: Scores = None, column_scores: Scores = None) -> float:
    """Partial tables that an exact `linear_by_linear` looks at: an upper estimate, by the margins.

    Parameters and errors as in `linear_by_linear`.

    Examples
    --------
    >>> cost([[29, 7, 7], [13, 7, 21]]) < BUDGET < cost([[20] * 10] * 10)
    True
    """
    scored = with_integer_scores(table, row_scores, column_scores)
    return engine.linear_cost(scored.counts, scored.row_scores, scored.column_scores)


def kruskal_wallis(
    table: ArrayLike, *, budget: float = BUDGET, seed: int = SEED, draws: int | None = None
) -> ExactTest:
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
    counts = drop_empty(table).T  # levels x groups: the statistic is a sum over groups
    levels, groups, n = counts.sum(1), counts.sum(0), int(counts.sum())
    ranks = np.rint(2 * midranks(levels)).astype(np.int64)
    untied = float(n**3 - n - (levels**3 - levels).sum())
    distance = 3 * ((ranks @ counts) ** 2 / groups).sum() - 3 * n * (n + 1) ** 2
    h = float(distance * (n - 1) / (untied or 1.0))
    if len(groups) == 2:  # H grows with the distance of either rank sum from its mean
        scored = with_integer_scores(counts.T, None, ranks)
        test = _judge_linear("kruskal-wallis", scored, budget, seed, draws)
        return replace(test, statistic=h, expected=None, p_less=None, p_greater=None)
    statistic = rank_sums(counts, ranks)
    exact = statistic.cost <= budget
    value = int(statistic.value(counts))
    low, high = value - statistic.slack, value + statistic.slack
    distribution = (
        MeetInTheMiddle(statistic, high) if exact else engine.sample(statistic, seed, draws)
    )
    *_, p, beyond = distribution.tails(low, high)
    test = undirected("kruskal-wallis", h, p, beyond)
    if exact:
        return replace(test, smallest=lambda: _smallest_rank_sums(statistic))
    return drawn(test, seed, engine.DRAWS if draws is None else draws)


def smallest_p(
    table: ArrayLike,
    column_margin: ArrayLike | None = None,
    *,
    row_scores: Scores = None,
    column_scores: Scores = None,
) -> float:
    """Smallest two-sided linear-by-linear p that any table with these margins can have.

    Where that is above the level, nothing can be shown (Tarone's testability).

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
    scored = with_integer_scores(table, row_scores, column_scores)
    counts = scored.counts
    distribution = engine.linear_tails(counts, scored.row_scores, scored.column_scores)
    if distribution is None:
        raise ValueError(f"a {counts.shape} table of {counts.sum()} people is above the budget")
    return _smallest(distribution, scored.mean)


def _judge_linear(
    name: str, scored: ScoredTable, budget: float, seed: int, draws: int | None = None
) -> ExactTest:
    """Read p-values off the distribution of T: exact where that is in the budget, else drawn."""
    counts, u, v = scored.counts, scored.row_scores, scored.column_scores
    distribution = engine.linear_tails(counts, u, v, budget)
    exact = distribution is not None
    draws = engine.DRAWS if draws is None else draws
    if not exact:
        distribution = engine.sample(linear(*orient_rows_short(counts, u, v)), seed, draws)
    centre, value = scored.mean, scored.value
    p, beyond, tails = _two_sided(distribution, centre, value)
    test = replace(
        undirected(name, scored.observed, p, beyond),
        expected=scored.expected,
        p_less=min(1.0, float(tails.to_high)),
        p_greater=min(1.0, float(tails.from_low)),
    )
    if exact:
        return replace(test, smallest=lambda: _smallest(distribution, centre))
    return drawn(test, seed, draws)


def undirected(name: str, statistic: float, p: float, beyond: float) -> ExactTest:
    """A test without direction; `beyond` is the probability of what is strictly more extreme."""
    p, beyond = min(1.0, float(p)), min(1.0, float(beyond))
    return ExactTest(name, statistic, None, p, (p + beyond) / 2, None, None, "exact")


def drawn(test: ExactTest, seed: int, draws: int) -> ExactTest:
    """The same, drawn: with the interval of its p."""
    extreme = scipy.stats.binomtest(round(test.p_value * draws), draws)
    low, high = extreme.proportion_ci(0.99, "exact")
    return replace(
        test, method="monte carlo", low=float(low), high=float(high), draws=draws, seed=seed
    )


def _two_sided(
    distribution: NullDistribution | MeetInTheMiddle, centre: Fraction, value: int
) -> tuple[float, float, Tails]:
    """P(|T - E| >= |t - E|), P(|T - E| > |t - E|), and the tails at t itself."""
    low, high = centre - abs(value - centre), centre + abs(value - centre)
    down, up = math.floor(low), math.ceil(high)  # T is whole, E need not be
    left, right = distribution.tails(down, down), distribution.tails(up, up)
    below = left.below_low if low == down else left.to_high
    above = right.above_high if high == up else right.from_low
    return left.to_high + right.from_low, below + above, left if value <= centre else right


def _smallest(distribution: NullDistribution | MeetInTheMiddle, centre: Fraction) -> float:
    """The two-sided p of the most extreme table."""
    ends = distribution.minimum, distribution.maximum
    furthest = max(ends, key=lambda value: abs(value - centre))
    p, *_ = _two_sided(distribution, centre, furthest)
    return min(1.0, float(p))


def _smallest_rank_sums(statistic: AdditiveStatistic) -> float:
    """The p of the tables whose groups differ most."""
    meeting = MeetInTheMiddle(statistic)
    most = meeting.maximum
    return min(1.0, float(meeting.tails(most - statistic.slack, most).from_low))
