"""The linear-by-linear test by the normal distribution, for so many people that a formula serves.

There is one rule for that, `serves`, and what rests on it says so in its name: "linear-by-linear,
asymptotic".  The test of any slope compares the statistic with its mean and variance under that
slope; its interval are the slopes that this one test does not reject.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy
from numpy.typing import ArrayLike

from helpers.stats.exact.counts import Scores, scored_strata, strata
from helpers.stats.tilted import Tilt, TiltedLaws

PEOPLE = 3000  # an exact distribution of so many takes seconds, of three times as many a minute
EXPECTED = 25  # people in the cell where independence expects fewest
STEEPEST = 64  # standard deviations; what is steeper has no finite estimate
FLAT = 1e-6  # of its deviation under independence: a statistic that varies less is at its end


def serves(table: ArrayLike) -> bool:
    """Whether there are `PEOPLE`, and `EXPECTED` of them in every cell under independence.

    Empty levels count for nothing.  Of a stack of strata, the sums over them count.

    References
    ----------
    Mantel & Fleiss (1980), American Journal of Epidemiology 112:129 (sums over strata).

    Examples
    --------
    >>> serves([[4000, 2000], [3000, 3000]]), serves([[5000, 20], [3000, 30]])
    (True, False)
    """
    expected = sum(
        np.multiply.outer(part.sum(1), part.sum(0)) / part.sum() for part in strata(table)
    )
    held = expected[np.ix_(expected.any(1), expected.any(0))]
    return bool(expected.sum() >= PEOPLE and held.min() >= EXPECTED)


@dataclass(frozen=True)
class NormalTest:
    """The test of one table, or of a stack of strata.

    Attributes
    ----------
    laws : TiltedLaws
    value : int
        The statistic.
    unit : float
        What a step of it is worth.
    """

    laws: TiltedLaws
    value: int
    unit: float

    @cached_property
    def null(self) -> Tilt:
        """The law of no association."""
        return self.laws.tilt(0.0)

    def deviation(self, tilt: Tilt) -> float:
        """Standard deviation of the statistic; at a slope of 0 the one of all permutations."""
        people = self.laws.people
        return math.sqrt((tilt.variances * people / np.maximum(people - 1, 1)).sum())

    def z(self, beta: float) -> float:
        """Standard deviations from the statistic to its mean under a slope, per unit of scores."""
        tilt = self.laws.reach(beta * self.unit)
        return (self.value - tilt.mean) / self.deviation(tilt)


def normal_test(
    table: ArrayLike, *, row_scores: Scores = None, column_scores: Scores = None
) -> NormalTest:
    """What the functions below read; parameters and errors as in `linear_by_linear`."""
    parts = scored_strata(strata(table), row_scores, column_scores)
    return NormalTest(TiltedLaws.of(parts), sum(part.value for part in parts), parts[0].unit)


def linear_by_linear(
    table: ArrayLike, *, row_scores: Scores = None, column_scores: Scores = None
) -> float:
    """Two-sided p of the linear-by-linear test.

    Parameters, a stack of strata included, and errors as in `exact.distribution`.

    References
    ----------
    Agresti, Mehta & Patel (1990), JASA 85:453.  Mantel (1963), JASA 58:690 (strata).

    Examples
    --------
    >>> round(linear_by_linear([[80, 81, 171, 41, 55], [30, 46, 148, 84, 99]]), 15)
    1.02e-13
    """
    test = normal_test(table, row_scores=row_scores, column_scores=column_scores)
    return float(2 * scipy.stats.norm.sf(abs(test.z(0.0))))


def odds_ratio(
    table: ArrayLike,
    *,
    alpha: float = 0.05,
    row_scores: Scores = None,
    column_scores: Scores = None,
) -> tuple[float, float, float]:
    """Odds ratio per level, all local ones being equal, and its limits.

    By maximum likelihood; the limits are those of the slopes that the test does not reject.
    Infinite, or 0, where there is no finite one.  Raises as `exact.distribution`.

    References
    ----------
    Goodman (1979), JASA 74:537 (uniform association).

    Examples
    --------
    >>> [round(value, 3) for value in odds_ratio([[80, 81, 171, 41, 55], [30, 46, 148, 84, 99]])]
    [1.545, 1.374, 1.737]
    """
    test = normal_test(table, row_scores=row_scores, column_scores=column_scores)
    quantile = float(scipy.stats.norm.isf(alpha / 2))
    return tuple(math.exp(_slope(test, z)) for z in (0.0, quantile, -quantile))


def _slope(test: NormalTest, z: float) -> float:
    """The slope at which the statistic is so many standard deviations above its mean."""
    end = 1 / test.deviation(test.null) / test.unit
    steepest = STEEPEST * end * math.sqrt(test.laws.people.sum())
    while test.z(end) > z or test.z(-end) < z:
        end *= 2
        if end > steepest:
            return math.inf if test.z(0.0) > z else -math.inf
    slope = scipy.optimize.brentq(lambda beta: test.z(beta) - z, -end, end, xtol=1e-9 * end)
    left = test.deviation(test.laws.reach(slope * test.unit)) / test.deviation(test.null)
    return slope if left > FLAT else math.copysign(math.inf, slope)


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
    test = normal_test(table, row_scores=row_scores, column_scores=column_scores)
    # the variance of T is also what its mean gains by a unit of slope
    quantiles = scipy.stats.norm.isf(alpha / 2) + scipy.stats.norm.ppf(power)
    return float(quantiles / test.deviation(test.null) / test.unit)
