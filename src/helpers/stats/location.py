"""The middle of numbers and of scores: mean, median, quartiles, promoters less detractors."""

import math
from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike


@dataclass(frozen=True)
class Estimate:
    """A number and its 95 % interval; NaN where there is none."""

    value: float
    low: float = math.nan
    high: float = math.nan


def mean(values: ArrayLike) -> Estimate:
    """The mean, with Student's interval; none of one value, or of values that are all the same.

    Examples
    --------
    >>> estimate = mean([4, 5, 5, 6, 7, 9])
    >>> [round(x, 2) for x in (estimate.value, estimate.low, estimate.high)]
    [6.0, 4.12, 7.88]
    """
    values = np.asarray(values, float)
    middle, spread = float(values.mean()), float(values.std(ddof=1)) if len(values) > 1 else 0.0
    if not spread:
        return Estimate(middle)
    reach = float(scipy.stats.t.ppf(0.975, len(values) - 1)) * spread / math.sqrt(len(values))
    return Estimate(middle, middle - reach, middle + reach)


def median(values: ArrayLike) -> Estimate:
    """The median, with an exact interval between two of the values; none of fewer than six.

    Its ends are the k-th value from below and from above, k as large as coverage of at least 95 %
    allows, by the binomial law, whatever the values are distributed like.

    References
    ----------
    Conover (1999), *Practical Nonparametric Statistics*, 3.2.

    Examples
    --------
    >>> median([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    Estimate(value=5.5, low=2.0, high=9.0)
    """
    values = np.sort(np.asarray(values, float))
    middle = float(np.median(values))
    rank = int(scipy.stats.binom.ppf(0.025, len(values), 0.5))
    if scipy.stats.binom.cdf(rank - 1, len(values), 0.5) > 0.025:
        rank -= 1
    if rank < 1:
        return Estimate(middle)
    return Estimate(middle, float(values[rank - 1]), float(values[-rank]))


def quartiles(values: ArrayLike) -> tuple[float, float]:
    """The first and the third quartile, between values where they fall there (R's type 7).

    >>> quartiles([1, 2, 3, 4])
    (1.75, 3.25)
    """
    first, third = np.quantile(np.asarray(values, float), [0.25, 0.75])
    return float(first), float(third)


def net_promoter(promoters: int, detractors: int, people: int) -> Estimate:
    """Promoters less detractors, in points of a hundred, with the adjusted Wald interval.

    References
    ----------
    Rocks (2016), *The American Statistician* 70:365: three answers are added for the interval,
    three quarters of one a promoter and as much a detractor.

    Examples
    --------
    >>> estimate = net_promoter(10, 4, 20)
    >>> [round(x) for x in (estimate.value, estimate.low, estimate.high)]
    [30, -6, 58]
    """
    share = (promoters - detractors) / people
    size = people + 3
    up, down = (promoters + 0.75) / size, (detractors + 0.75) / size
    reach = scipy.stats.norm.ppf(0.975) * math.sqrt((up + down - (up - down) ** 2) / size)
    # Of a few who all agree, the adjusted interval alone would leave their own score out.
    ends = max(-1.0, min(share, up - down - reach)), min(1.0, max(share, up - down + reach))
    return Estimate(*(100 * x for x in (share, *ends)))
