"""The two-sided test of any slope, and the interval of the slopes that it does not reject.

The slope is the log odds ratio per unit of the scores.  One test says how probable the table is
under no association (slope 0), and which other slopes would make it improbable: so the interval
leaves 0 out exactly where p is at most its error.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import scipy

from helpers.stats.exact.results import Distribution

NEIGHBOURS = 8  # steps of p looked at beyond the outermost that a bisection finds
CLOSE = 1e-9  # steps from the mean of a slope, and slopes beside 0, that are not told apart
NEWTON = 200  # steps; a few are the rule
LONGEST = 3.0  # standard deviations of a step
TINY = 1e-200
STEEPEST = 700.0  # its exponential is still a number


def p_of_slope(null: Distribution, beta: float = 0.0, *, mid_p: bool = False) -> float:
    """Two-sided p of the table if the slope were `beta`: P(|T - E| >= |t - E|), E under `beta`.

    With `mid_p` what is exactly as far away counts half.

    Examples
    --------
    >>> from helpers.stats.exact.odds import distribution
    >>> null = distribution([[29, 7, 7], [13, 7, 21]])
    >>> round(p_of_slope(null), 7), round(p_of_slope(null, 1.0), 3)
    (0.0003752, 0.891)
    """
    weights, mean, tie = null.probability, float(null.centre), null.tie
    if beta:
        weights = null.tilt(beta)
        mean, tie = float((weights * null.distance).sum()), CLOSE
    excess = np.abs(null.distance - mean) - abs(mean)
    extreme = excess >= -tie
    p = 1.0 if extreme.all() else weights[extreme].sum()
    if mid_p:
        p -= weights[np.abs(excess) <= tie].sum() / 2
    return float(min(1.0, p))


def slope(null: Distribution) -> float:
    """The slope under which the statistic of the table is what is expected; infinite at an end.

    Examples
    --------
    >>> from helpers.stats.exact.odds import distribution
    >>> round(slope(distribution([[29, 7, 7], [13, 7, 21]])), 3)
    0.93
    """
    if null.is_lowest and null.is_highest:
        return math.nan
    if null.is_lowest or null.is_highest:
        return -math.inf if null.is_lowest else math.inf
    return _slope_of_mean(null, 0.0)


def limits(null: Distribution, *, alpha: float = 0.05, mid_p: bool = False) -> tuple[float, float]:
    """The lowest and the highest slope that the two-sided test does not reject.

    Infinite on the side where the statistic is at its own end.  Slopes on the other side of 0 are
    left out where 0 is rejected itself, which makes `p <= alpha` and "0 is not between the limits"
    one statement.

    Raises
    ------
    ValueError
        If `alpha` is not between 0 and 1.

    References
    ----------
    Agresti & Min (2001), Biometrics 57:963 (why two-sided tests are inverted).  Fay (2010),
    Biostatistics 11:373 (what becomes of p and interval of different tests).

    Examples
    --------
    >>> from helpers.stats.exact.odds import distribution
    >>> low, high = limits(distribution([[29, 7, 7], [13, 7, 21]]))
    >>> round(low, 3), round(high, 3)
    (0.405, 1.476)
    """
    if not 0 < alpha < 1:
        raise ValueError(f"alpha must lie between 0 and 1, got {alpha}")
    if null.is_lowest and null.is_highest:
        return -math.inf, math.inf
    rejected = p_of_slope(null, mid_p=mid_p) <= alpha
    high = -_lower(null.turned(), alpha, mid_p, rejected)
    return _lower(null, alpha, mid_p, rejected), high


def detectable_slope(
    null: Distribution, *, alpha: float = 0.05, power: float = 0.8, mid_p: bool = False
) -> float:
    """The smallest positive slope that the test at level `alpha` finds with this power.

    Infinite when none is found with it; of `null`, the table itself does not count.

    Examples
    --------
    >>> from helpers.stats.exact.odds import distribution
    >>> round(detectable_slope(distribution([[5, 14, 23, 15], [4, 6, 7, 3]])), 3)
    0.889
    """
    rejected = _rejected(null, alpha, mid_p=mid_p)
    if not rejected[-1]:
        return math.inf
    if null.probability[rejected].sum() >= power:
        return 0.0
    return root(lambda beta: null.tilt(max(beta, 0.0))[rejected].sum() - power)


def _rejected(null: Distribution, alpha: float, *, mid_p: bool) -> np.ndarray:
    """Which values of the support the two-sided test at level `alpha` rejects."""
    distances = np.abs(null.distance - float(null.centre))
    order = np.argsort(distances)
    further = np.append(np.cumsum(null.probability[order][::-1])[::-1], 0.0)
    p = further[np.searchsorted(distances[order], distances - null.tie)]
    if mid_p:
        p = (p + further[np.searchsorted(distances[order], distances + null.tie)]) / 2
    return p <= alpha


def _lower(null: Distribution, alpha: float, mid_p: bool, zero_is_rejected: bool) -> float:
    """The lower limit.

    Below the estimate, p is what lies at the table or above, and what lies as far below the mean:
    as the slope grows, the mean does, and one value after the other joins from the lower end.
    """
    if null.is_lowest:
        return -math.inf
    steps = null.distance
    observed = int(np.searchsorted(steps, 0))
    half = 0.5 if mid_p else 0.0  # of the table itself, which does not count

    def p(beta: float, joined: int) -> float:
        """With so many of the lowest values joined."""
        weights = null.tilt(beta)
        return (
            float(weights[:joined].sum() + weights[observed:].sum() - half * weights[observed])
            - alpha
        )

    @_remembered
    def joins(value: int) -> float:
        """The slope at which a value joins: the mean is half way between it and the table."""
        half_way = steps[value] / 2
        return _slope_of_mean(null, half_way)

    first = 0
    positive = null.centre < 0  # the table is above the mean of no association
    if zero_is_rejected and positive:
        first = int(np.searchsorted(steps[:observed], float(2 * null.centre) + null.tie, "right"))
        if p(0.0, first) >= 0:  # rejected at 0 only, where a value joins or counts half
            return CLOSE
    inside = _first(lambda value: p(joins(value), value + 1) > 0, first, observed - 1)
    for value in range(max(first, inside - NEIGHBOURS), inside):
        if p(joins(value), value + 1) > 0:
            inside = value
            break
    end = joins(inside)
    if p(end, inside) > 0:  # inside before the value joins
        begin = 0.0 if first and inside == first else None
        begin = joins(inside - 1) if inside > first else begin
        if begin is None:
            begin = min(end, 0.0) - 1.0
            while p(begin, inside) > 0 and begin > -STEEPEST:
                begin = 2 * begin - end
        if p(begin, inside) < 0:
            end = scipy.optimize.brentq(p, begin, end, (inside,), xtol=1e-13)
    if positive:
        return max(end, CLOSE) if zero_is_rejected else min(end, -CLOSE)
    return end


def _slope_of_mean(null: Distribution, mean: float) -> float:
    """The slope under which this is expected, by Newton's steps within what is known."""
    beta, low, high = 0.0, -math.inf, math.inf
    close = CLOSE * 1e-4 * max(1.0, float(np.ptp(null.steps)))
    for _ in range(NEWTON):
        expected, gain = null.moments(beta)
        gap = mean - expected
        if abs(gap) <= close:
            break
        low, high = (beta, high) if gap > 0 else (low, beta)
        step = LONGEST / math.sqrt(max(gain, TINY) / null.unit) / null.unit
        beta += float(np.clip(gap / max(gain, TINY), -step, step))
        if not low < beta < high:
            beta = (low + high) / 2
    return beta


def _first(holds: Callable[[int], bool], low: int, high: int) -> int:
    """The first whole number from `low` on for which it holds; it does for `high`."""
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low


def _remembered(function: Callable[[int], float]) -> Callable[[int], float]:
    """A function that works a number out once."""
    values: dict[int, float] = {}

    def value(argument: int) -> float:
        if argument not in values:
            values[argument] = function(argument)
        return values[argument]

    return value


def root(function: Callable[..., float], *arguments: np.ndarray) -> float:
    """Where an increasing function of a slope crosses zero."""
    end = 1.0
    while function(-end, *arguments) > 0 or function(end, *arguments) < 0:
        end *= 2
    return scipy.optimize.brentq(function, -end, end, arguments, xtol=1e-13, rtol=1e-14)
