"""The tests of `exact` by the normal distribution, for so many people that a formula serves.

There is one rule for that, `serves`, and what rests on it says so in its name: "linear-by-linear,
asymptotic".  Where people are fewer, or independence expects few of them in some cell, `exact`
answers, by a Monte Carlo if need be.
"""

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, stats

from helpers.stats import exact
from helpers.stats.exact.counts import Scores
from helpers.stats.uniform_association import expected_table

PEOPLE = 3000  # an exact distribution of so many takes seconds, of three times as many a minute
EXPECTED = 25  # people in the cell where independence expects fewest
STEEPEST = 64  # log odds ratio per level; what is steeper has no finite estimate


def serves(table: ArrayLike) -> bool:
    """Whether there are `PEOPLE`, and `EXPECTED` of them in every cell under independence.

    Empty levels count for nothing.

    Examples
    --------
    >>> serves([[4000, 2000], [3000, 3000]]), serves([[5000, 20], [3000, 30]])
    (True, False)
    """
    counts = exact.as_counts(table)
    n, rows, columns = counts.sum(), counts.sum(1), counts.sum(0)
    return bool(n >= PEOPLE and rows[rows > 0].min() * columns[columns > 0].min() >= EXPECTED * n)


def linear_by_linear(
    table: ArrayLike, *, row_scores: Scores = None, column_scores: Scores = None
) -> float:
    """Two-sided p of the linear-by-linear test.

    Parameters and errors as in `exact.linear_by_linear`.

    References
    ----------
    Agresti, Mehta & Patel (1990), JASA 85:453.

    Examples
    --------
    >>> round(linear_by_linear([[80, 81, 171, 41, 55], [30, 46, 148, 84, 99]]), 15)
    1.02e-13
    """
    statistic, variance = _standard(exact.as_counts(table), row_scores, column_scores)
    return float(2 * stats.norm.sf(abs(statistic) / math.sqrt(variance)))


def odds_ratio(table: ArrayLike, *, confidence: float = 0.95) -> tuple[float, float, float]:
    """Odds ratio per level, all local ones being equal, and its limits.

    By maximum likelihood, with Wald's interval on the logarithm.  Infinite, or 0, where the table
    has no finite estimate.  Raises as `exact.odds_ratio`.

    References
    ----------
    Goodman (1979), JASA 74:537 (uniform association).

    Examples
    --------
    >>> [round(value, 3) for value in odds_ratio([[80, 81, 171, 41, 55], [30, 46, 148, 84, 99]])]
    [1.545, 1.373, 1.737]
    """
    counts = exact.as_counts(table)
    scores = np.outer(*map(np.arange, counts.shape))

    def excess(beta: float) -> float:
        """What the fitted table has more of row x column than the table: increases with beta."""
        return float((scores * (_fitted(counts, beta) - counts)).sum())

    end = 1.0
    while end < STEEPEST and not excess(-end) < 0 < excess(end):
        end *= 2
    if end == STEEPEST:
        return (math.inf, 0.0, math.inf) if excess(0.0) < 0 else (0.0, 0.0, math.inf)
    beta = optimize.brentq(excess, -end, end, xtol=1e-12)
    information = _information(scores, np.sqrt(_fitted(counts, beta)))
    half_width = stats.norm.ppf((1 + confidence) / 2) / math.sqrt(information)
    return math.exp(beta), math.exp(beta - half_width), math.exp(beta + half_width)


def _fitted(counts: np.ndarray, beta: float) -> np.ndarray:
    """The expected table with these margins and this slope, empty levels included."""
    rows, columns = counts.sum(1), counts.sum(0)
    fitted = np.zeros(counts.shape)
    fitted[np.ix_(rows > 0, columns > 0)] = expected_table(rows, columns, beta)
    return fitted


def _information(scores: np.ndarray, weights: np.ndarray) -> float:
    """What rows and columns leave of the scores, weighted and squared."""
    r, c = scores.shape
    levels = np.hstack([np.repeat(np.eye(r), c, 0), np.tile(np.eye(c), (r, 1))])
    design, target = levels * weights.reshape(-1, 1), (scores * weights).ravel()
    rest = target - design @ np.linalg.lstsq(design, target, rcond=None)[0]
    return float(rest @ rest)


def detectable(
    table: ArrayLike,
    *,
    alpha: float = 0.05,
    power: float = 0.8,
    row_scores: Scores = None,
    column_scores: Scores = None,
) -> float:
    """Smallest positive log odds ratio per level that the test finds with this power.

    Given the margins; raises as `exact.detectable`.

    Examples
    --------
    >>> round(detectable([[80, 81, 171, 41, 55], [30, 46, 148, 84, 99]]), 3)
    0.155
    """
    # the variance of T is also what its mean gains by a unit of slope
    _, variance = _standard(exact.as_counts(table), row_scores, column_scores)
    return float((stats.norm.ppf(1 - alpha / 2) + stats.norm.ppf(power)) / math.sqrt(variance))


def _standard(counts: np.ndarray, row_scores: Scores, column_scores: Scores) -> tuple[float, float]:
    """The linear-by-linear statistic less its mean, and its variance, given the margins."""
    table, n = counts.astype(float), counts.sum()
    rows, columns = table.sum(1), table.sum(0)
    u = np.arange(len(rows)) if row_scores is None else np.asarray(row_scores)
    v = np.arange(len(columns)) if column_scores is None else np.asarray(column_scores)
    u, v = u - u @ rows / n, v - v @ columns / n
    return float(u @ table @ v), float((u**2 @ rows) * (v**2 @ columns) / (n - 1))
