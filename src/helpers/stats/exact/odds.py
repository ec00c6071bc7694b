"""The odds ratio per level, its whole null distribution, and what a table of such margins could show."""

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize

from helpers.stats.exact.engine import linear_law
from helpers.stats.exact.results import Distribution, OddsRatio
from helpers.stats.exact.sums import Scores, scored


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
    >>> law = distribution([[29, 7, 7], [13, 7, 21]])
    >>> len(law.support), law.observed, round(law.expected, 3)
    (70, 49.0, 34.167)
    """
    counts, u, v, unit, observed, expected = scored(table, row_scores, column_scores)
    for real in (float, np.longdouble):  # the wider range only where it is needed, it is slow
        _, law = linear_law(counts, u, v, whole=real)
        if law is None:
            raise ValueError(
                f"the distribution of a {counts.shape} table of {counts.sum()} people with these scores "
                f"is too large; linear_by_linear still tests it"
            )
        steps = law.values - int(u @ counts @ v)
        if law.probability[steps == 0].sum() > 1e-100:
            break
    if 0 not in steps:
        raise ValueError(
            "the table is too improbable: its probability is 0 in the precision of this machine"
        )
    return Distribution(observed + unit * steps, law.probability, observed, expected)


def odds_ratio(
    table: ArrayLike,
    *,
    row_scores: Scores = None,
    column_scores: Scores = None,
    confidence: float = 0.95,
) -> OddsRatio:
    """Exact conditional odds ratio per unit of the scores: per level, all local odds ratios being equal.

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
    law = distribution(table, row_scores=row_scores, column_scores=column_scores)
    away, error = law.support - law.observed, (1 - confidence) / 2
    at = int(np.argmin(np.abs(away)))
    smallest, largest = at == 0, at == len(away) - 1
    if smallest and largest:
        return OddsRatio(math.nan, 0.0, math.inf, 0.0, math.inf)

    place = np.arange(len(away))
    betas = [
        -np.inf if smallest else np.inf if largest else _root(lambda beta: law.tilt(beta) @ away)
    ]
    for share in (1.0, 0.5):
        above, below = (place > at) + share * (place == at), (place < at) + share * (place == at)
        betas.append(
            -np.inf if smallest else _root(lambda beta, tail: law.tilt(beta) @ tail - error, above)
        )
        betas.append(
            np.inf if largest else _root(lambda beta, tail: error - law.tilt(beta) @ tail, below)
        )
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
    """Smallest positive log odds ratio per unit of the scores that the exact test finds with this power, given the
    margins.

    Infinite when none is found with this power.  Of `table` only the margins count; parameters and errors
    as in `distribution`, and `mid_p` asks it of the test by `ExactTest.p_mid`.

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
    law = distribution(table, row_scores=row_scores, column_scores=column_scores)
    rejected = _rejected(law, alpha, mid_p)
    if not rejected[-1]:
        return math.inf
    if law.probability[rejected].sum() >= power:
        return 0.0
    return _root(lambda beta: law.tilt(max(beta, 0.0))[rejected].sum() - power)


def _root(function, *arguments):
    """Where an increasing function of a log odds ratio crosses zero."""
    end = 1.0
    while function(-end, *arguments) > 0 or function(end, *arguments) < 0:
        end *= 2
    return optimize.brentq(function, -end, end, arguments, xtol=1e-13, rtol=1e-14)


def _rejected(law, alpha, mid_p=False):
    """Which values of the support the two-sided test at level `alpha` rejects."""
    away = np.abs(law.support - law.expected)
    order, tie = np.argsort(away), 1e-9 * away.max()
    further = np.append(np.cumsum(law.probability[order][::-1])[::-1], 0.0)
    p = further[np.searchsorted(away[order], away - tie)]
    if mid_p:
        p = (p + further[np.searchsorted(away[order], away + tie)]) / 2
    return p <= alpha
