"""The odds ratio per level, its null distribution, and what such margins could show."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize

from helpers.stats.exact.counts import Scores, with_integer_scores
from helpers.stats.exact.engine import linear_values
from helpers.stats.exact.results import Distribution, OddsRatio


def distribution(
    table: ArrayLike, *, row_scores: Scores = None, column_scores: Scores = None
) -> Distribution:
    """Null distribution of the linear-by-linear statistic given both margins, value by value.

    Parameters and result as in `linear_by_linear` and `Distribution`.

    Raises
    ------
    ValueError
        As in `linear_by_linear`; also if the distribution is too large (finely spaced scores, many
        people), or gives the table itself a probability that is not a number of this machine.

    Examples
    --------
    >>> null = distribution([[29, 7, 7], [13, 7, 21]])
    >>> len(null.support), null.observed, round(null.expected, 3)
    (70, 49.0, 34.167)
    """
    scored = with_integer_scores(table, row_scores, column_scores)
    counts, u, v = scored.counts, scored.row_scores, scored.column_scores
    for real in (float, np.longdouble):  # the wider range only where it is needed, it is slow
        null = linear_values(counts, u, v, real)
        if null is None:
            raise ValueError(
                f"the distribution of a {counts.shape} table of {counts.sum()} people with these "
                f"scores is too large; linear_by_linear still tests it"
            )
        steps = null.values - int(u @ counts @ v)
        if null.probability[steps == 0].sum() > 1e-100:
            break
    if 0 not in steps:
        raise ValueError(
            "the table is too improbable: its probability is 0 in the precision of this machine"
        )
    support = scored.observed + scored.unit * steps
    return Distribution(support, null.probability, scored.observed, scored.expected)


def odds_ratio(
    table: ArrayLike,
    *,
    row_scores: Scores = None,
    column_scores: Scores = None,
    confidence: float = 0.95,
) -> OddsRatio:
    """Exact conditional odds ratio per unit of the scores, all local odds ratios being equal.

    Given the margins, ``P(T = t)`` is proportional to ``P_0(t) exp(beta t)``: the estimate makes
    the observed T the mean, the limits make its tails ``(1 - confidence) / 2``.  They are infinite,
    or 0, when T is at its own limit; where only one table is possible the estimate is NaN.

    Parameters, errors as in `distribution`.

    Returns
    -------
    OddsRatio

    References
    ----------
    Cornfield (1956), 3rd Berkeley Symposium 4:135.  Agresti (1992), Statistical Science 7:131.

    Examples
    --------
    >>> result = odds_ratio([[29, 7, 7], [13, 7, 21]])
    >>> round(result.estimate, 3), round(result.low, 3), round(result.high, 3)
    (2.535, 1.468, 4.559)
    """
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, got {confidence}")
    null = distribution(table, row_scores=row_scores, column_scores=column_scores)
    away = null.support - null.observed
    index, observed = np.arange(len(away)), int(np.argmin(np.abs(away)))
    is_smallest, is_largest = observed == 0, observed == len(away) - 1
    if is_smallest and is_largest:
        return OddsRatio(math.nan, 0.0, math.inf, 0.0, math.inf)

    error = (1 - confidence) / 2
    if is_smallest or is_largest:
        betas = [-np.inf if is_smallest else np.inf]
    else:
        betas = [_root(lambda beta: null.tilt(beta) @ away)]
    for share in (1.0, 0.5):  # of the table itself, in either tail
        above = (index > observed) + share * (index == observed)
        below = (index < observed) + share * (index == observed)
        low = -np.inf if is_smallest else _root(lambda x, tail: null.tilt(x) @ tail - error, above)
        high = np.inf if is_largest else _root(lambda x, tail: error - null.tilt(x) @ tail, below)
        betas += [low, high]
    with np.errstate(over="ignore"):
        return OddsRatio(*np.exp(betas).tolist())


def detectable(
    table: ArrayLike,
    *,
    row_scores: Scores = None,
    column_scores: Scores = None,
    alpha: float = 0.05,
    power: float = 0.8,
    mid_p: bool = False,
) -> float:
    """Smallest positive log odds ratio per unit of the scores that the exact test finds.

    With this power, given the margins: of `table` nothing else counts.  Infinite when none is found
    with it.  Parameters and errors as in `distribution`; `mid_p` asks it of the test by
    `ExactTest.p_mid`.

    References
    ----------
    Hirji (2006), Exact Analysis of Discrete Data, ch. 7.

    Examples
    --------
    >>> round(detectable([[5, 14, 23, 15], [4, 6, 7, 3]]), 3)
    0.889
    >>> detectable([[54, 2], [20, 0]])
    inf
    """
    null = distribution(table, row_scores=row_scores, column_scores=column_scores)
    rejected = _rejected(null, alpha, mid_p=mid_p)
    if not rejected[-1]:
        return math.inf
    if null.probability[rejected].sum() >= power:
        return 0.0
    return _root(lambda beta: null.tilt(max(beta, 0.0))[rejected].sum() - power)


def _root(function: Callable[..., float], *arguments: np.ndarray) -> float:
    """Where an increasing function of a log odds ratio crosses zero."""
    end = 1.0
    while function(-end, *arguments) > 0 or function(end, *arguments) < 0:
        end *= 2
    return optimize.brentq(function, -end, end, arguments, xtol=1e-13, rtol=1e-14)


def _rejected(null: Distribution, alpha: float, *, mid_p: bool) -> np.ndarray:
    """Which values of the support the two-sided test at level `alpha` rejects."""
    away = np.abs(null.support - null.expected)
    order, tie = np.argsort(away), 1e-9 * away.max()
    further = np.append(np.cumsum(null.probability[order][::-1])[::-1], 0.0)
    p = further[np.searchsorted(away[order], away - tie)]
    if mid_p:
        p = (p + further[np.searchsorted(away[order], away + tie)]) / 2
    return p <= alpha
