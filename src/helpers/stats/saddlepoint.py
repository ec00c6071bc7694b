"""The null distribution of the linear-by-linear statistic where exact work is too much.

Daniels' saddlepoint: the probability of a value t is read off the tilted law under which t is what
is expected, of which margins and variance are all that is needed.  Numerator and denominator both,
given the margins ("double"), and the whole made 1.  Against the exact law of every table of
`make bench` its p-values are within 2 %, most within 0.2 %; it takes the same time however many
people there are.

References
----------
Daniels (1954), Annals of Mathematical Statistics 25:631.  Barndorff-Nielsen & Cox (1979), JRSS B
41:279 (double saddlepoints).  Booth & Butler (1999), Biometrika 86:315 (linear-by-linear).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import scipy
from numpy.typing import ArrayLike

from helpers.stats.exact.compositions import log_factorial
from helpers.stats.exact.counts import ScoredTable, Scores, scored_strata, strata
from helpers.stats.exact.odds import law
from helpers.stats.exact.results import Distribution
from helpers.stats.tilted import TiltedLaws

FINE = 1_000  # values in a standard deviation; more are not told apart
REACH = 14  # standard deviations beyond the table, and beyond the mean, that are worked out
STRIDE = 0.5  # standard deviations between the means of two tilted laws
NEAR = 0.25  # of a step of the statistic, from its end: there its law is known


def distribution(
    table: ArrayLike, *, row_scores: Scores = None, column_scores: Scores = None
) -> Distribution:
    """The distribution as `exact.distribution` has it, approximated, at any size.

    Parameters, a stack of strata included, and result as there.

    Raises
    ------
    ValueError
        As `exact.linear_by_linear`; or where no two tables have these margins.

    Examples
    --------
    >>> from helpers.stats import exact
    >>> from helpers.stats.exact.inversion import limits, p_of_slope
    >>> table = [[9, 4, 2, 1], [5, 6, 4, 3], [2, 4, 7, 8]]
    >>> for law in (exact.distribution(table), distribution(table)):
    ...     print(law.method, f"{p_of_slope(law):.5f}", np.round(limits(law), 3))
    exact 0.00029 [0.246 1.007]
    saddlepoint 0.00029 [0.246 1.007]
    """
    scored = scored_strata(strata(table), row_scores, column_scores)
    scored = [part for part in scored if min(part.counts.shape) > 1]
    if not scored:
        raise ValueError("one table only has these margins")
    value, mean = sum(part.value for part in scored), float(sum(part.mean for part in scored))
    lattice = math.gcd(*(_lattice(part) for part in scored))
    laws = TiltedLaws.of(scored)
    spread = math.sqrt(laws.tilt(0.0).variance)
    step = lattice * max(1, round(spread / lattice / FINE))
    lowest, highest = (sum(_end(part, side).value for part in scored) for side in (-1, 1))
    low = max(lowest, min(value, mean) - REACH * spread)
    high = min(highest, max(value, mean) + REACH * spread)
    values, logs = _densities(laws, (low, high), (lowest, highest))
    steps = np.arange(math.ceil((low - value) / step), math.floor((high - value) / step) + 1) * step
    density = scipy.interpolate.CubicSpline(values, logs)(steps + value)
    for side, end in ((-1, lowest), (1, highest)):  # of the ends the probability is known
        known = sum(_end(part, side).log_probability for part in scored) - math.log(lattice)
        density[steps + value == end] = known
    probability = np.exp((density - density.max()).astype(np.longdouble))
    return law(scored, steps, probability / probability.sum(), "saddlepoint")


def _densities(
    laws: TiltedLaws, reach: tuple[float, float], ends: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """Values as far as they reach, increasing, and the logarithm of the density of each."""
    middle = laws.tilt(0.0)
    constant = middle.log_density + math.log(2 * math.pi * middle.variance) / 2
    tilts = [middle]
    for side, last, end in zip((-1, 1), reach, ends, strict=True):
        tilt = middle
        while side * (last - tilt.mean) > 0 and side * (end - tilt.mean) > NEAR:
            stride = min(STRIDE * math.sqrt(middle.variance), side * (end - tilt.mean) / 2)
            tilt = laws.tilt(tilt.beta + side * stride / tilt.variance, tilt)
            tilts.append(tilt)
    tilts.sort(key=lambda tilt: tilt.mean)
    values = np.array([tilt.mean for tilt in tilts])
    return values, np.array([tilt.log_density for tilt in tilts]) - constant


def smallest_p(
    table: ArrayLike, *, row_scores: Scores = None, column_scores: Scores = None
) -> float:
    """Smallest two-sided p that any table with these margins can have: exact, at any size.

    It is the probability of the table furthest from what is expected, which has no other beside it.
    Parameters and errors as in `distribution`.

    Examples
    --------
    >>> round(smallest_p([[54, 2], [20, 0]]), 4)
    0.0667
    """
    scored = scored_strata(strata(table), row_scores, column_scores)
    ends, mean = [], sum(part.mean for part in scored)
    for side in (-1, 1):
        parts = [_end(part, side) for part in scored]
        log_probability = sum(part.log_probability for part in parts)
        ends.append((abs(sum(part.value for part in parts) - mean), log_probability))
    furthest = max(distance for distance, _ in ends)
    return min(1.0, math.fsum(math.exp(log) for distance, log in ends if distance == furthest))


class _End(NamedTuple):
    """The table with the lowest, or the highest, statistic: there is one only."""

    value: int
    log_probability: float


def _end(part: ScoredTable, side: int) -> _End:
    """The lowest (`side` -1) or the highest (1)."""
    u, rows = _levels(part.row_scores, part.counts.sum(1))
    v, columns = _levels(side * part.column_scores, part.counts.sum(0))
    corner = np.minimum.outer(np.cumsum(rows), np.cumsum(columns))
    table = np.diff(np.diff(corner, axis=0, prepend=0), axis=1, prepend=0)
    margins = log_factorial(rows).sum() + log_factorial(columns).sum() - log_factorial(rows.sum())
    return _End(side * int(u @ table @ v), float(margins - log_factorial(table).sum()))


def _levels(scores: np.ndarray, people: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The scores that differ, increasing, and how many people have each."""
    different, level = np.unique(scores, return_inverse=True)
    counts = np.zeros(len(different), np.int64)
    np.add.at(counts, level, people)
    return different, counts


def _lattice(part: ScoredTable) -> int:
    """What all values of the statistic are apart, or a multiple of it."""
    return math.gcd(*np.diff(part.row_scores).tolist()) * math.gcd(
        *np.diff(part.column_scores).tolist()
    )
