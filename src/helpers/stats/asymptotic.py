"""The tests of `exact` by the normal law, for so many people that exact work takes long and a formula serves.

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

PEOPLE = 3000  # an exact law of so many takes seconds, of three times as many a minute
EXPECTED = 25  # people in the cell where independence expects fewest


def serves(table: ArrayLike) -> bool:
    """Whether there are `PEOPLE`, and every count expected under independence is at least `EXPECTED`.

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
    """Two-sided p of the linear-by-linear test; parameters and errors as in `exact.linear_by_linear`.

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
    """Odds ratio per level, all local ones being equal, and its limits: maximum likelihood, Wald on the logarithm.

    Infinite, or 0, where the table has no finite estimate.  Raises as `exact.odds_ratio`.

    References
    ----------
    Goodman (1979), JASA 74:537 (uniform association).

    Examples
    --------
    >>> [round(value, 3) for value in odds_ratio([[80, 81, 171, 41, 55], [30, 46, 148, 84, 99]])]
    [1.545, 1.373, 1.737]
    """
    counts = exact.as_counts(table)
    rows, columns, scores = counts.sum(1), counts.sum(0), np.outer(*map(np.arange, counts.shape))

    def short(beta):
        fitted = np.zeros(counts.shape)
        fitted[np.ix_(rows > 0, columns > 0)] = expected_table(rows, columns, beta)
        return float((scores * (fitted - counts)).sum()), fitted

    end = 1.0
    while end < 64 and not short(-end)[0] < 0 < short(end)[0]:
        end *= 2
    if end == 64:
        return (math.inf, 0.0, math.inf) if short(0.0)[0] < 0 else (0.0, 0.0, math.inf)
    beta = optimize.brentq(lambda beta: short(beta)[0], -end, end, xtol=1e-12)
    weights = np.sqrt(short(beta)[1])
    # what rows and columns leave of the scores carries the information
    effects = np.hstack(
        [
            np.repeat(np.eye(len(rows)), len(columns), 0),
            np.tile(np.eye(len(columns)), (len(rows), 1)),
        ]
    )
    design, target = effects * weights.reshape(-1, 1), (scores * weights).ravel()
    rest = target - design @ np.linalg.lstsq(design, target, rcond=None)[0]
    reach = stats.norm.ppf((1 + confidence) / 2) / math.sqrt(rest @ rest)
    return math.exp(beta), math.exp(beta - reach), math.exp(beta + reach)


def detectable(
    table: ArrayLike,
    *,
    alpha: float = 0.05,
    power: float = 0.8,
    row_scores: Scores = None,
    column_scores: Scores = None,
) -> float:
    """Smallest positive log odds ratio per level that the test finds with this power, given the margins.

    Raises as `exact.detectable`.

    Examples
    --------
    >>> round(detectable([[80, 81, 171, 41, 55], [30, 46, 148, 84, 99]]), 3)
    0.155
    """
    # the variance of T is also what its mean gains by a unit of slope
    _, variance = _standard(exact.as_counts(table), row_scores, column_scores)
    return float((stats.norm.ppf(1 - alpha / 2) + stats.norm.ppf(power)) / math.sqrt(variance))


def _standard(counts, *scores):
    """The linear-by-linear statistic less its mean, and its variance, given the margins."""
    n, table = counts.sum(), counts.astype(float)
    given = (
        np.arange(size) if some is None else some
        for size, some in zip(table.shape, scores, strict=True)
    )
    u, v = (np.asarray(some) - some @ table.sum(1 - side) / n for side, some in enumerate(given))
    return float(u @ table @ v), float((u**2 @ table.sum(1)) * (v**2 @ table.sum(0)) / (n - 1))
