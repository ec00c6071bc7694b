"""The odds ratio per level, its null distribution, and what such margins could show."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from helpers.stats.exact import engine
from helpers.stats.exact.counts import ScoredTable, Scores, scored_strata, strata
from helpers.stats.exact.distributions import NullDistribution, convolved
from helpers.stats.exact.inversion import detectable_slope, root
from helpers.stats.exact.results import Distribution, OddsRatio

BUDGET = 2 * engine.BUDGET  # of who asks for this alone: 1.5 s, 180 MB; 4 x 4, n = 112
CHEAP = 500  # numbers of a convolution added in the time of a partial table


def distribution(
    table: ArrayLike,
    *,
    row_scores: Scores = None,
    column_scores: Scores = None,
    budget: float = BUDGET,
    most: int = engine.VALUES,
) -> Distribution:
    """Null distribution of the linear-by-linear statistic given both margins, value by value.

    Parameters and result as in `linear_by_linear` and `Distribution`.  A stack of tables, shape
    (s, r, c), is one of strata: margins are those of each, the statistic is summed over them, and
    its distribution is that of the strata convolved.  `budget` and `most` are the partial tables
    that may be looked at, and the values that there may be.

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
    scored = scored_strata(strata(table), row_scores, column_scores)
    observed = sum(part.value for part in scored)
    for real in (float, np.longdouble):  # the wider range only where it is needed, it is slow
        null = _null(scored, real, budget, most)
        if null is None:
            shape, people = np.shape(table), sum(int(part.counts.sum()) for part in scored)
            raise ValueError(
                f"the distribution of a {shape} table of {people} people with these scores is too "
                f"large; linear_by_linear still tests it"
            )
        steps = null.values - observed
        if null.probability[steps == 0].sum() > 1e-100:
            break
    if 0 not in steps:
        raise ValueError(
            "the table is too improbable: its probability is 0 in the precision of this machine"
        )
    return law(scored, steps, null.probability)


def law(
    scored: Sequence[ScoredTable],
    steps: np.ndarray,
    probability: np.ndarray,
    method: str = "exact",
) -> Distribution:
    """What is known of the null distribution of these tables, with the units of their scores."""
    observed = sum(part.observed for part in scored)
    centre = sum(part.mean - part.value for part in scored)
    return Distribution(
        support=observed + scored[0].unit * steps,
        probability=probability,
        observed=observed,
        expected=sum(part.expected for part in scored),
        steps=steps,
        centre=centre,
        unit=scored[0].unit,
        method=method,
    )


def _null(
    scored: Sequence[ScoredTable], real: type, budget: float, most: int
) -> NullDistribution | None:
    """The distribution of the sum over strata, None where it is too large."""
    parts, cost, width = [], 0.0, 1
    for part in scored:
        counts, u, v = part.counts, part.row_scores, part.column_scores
        wider = int(np.ptp(u) * np.ptp(v) * counts.sum())
        cost += engine.linear_cost(counts, u, v) + width * wider / CHEAP
        width += wider
        if len(scored) > 1 and cost > budget:
            return None
        null = engine.linear_values(counts, u, v, real, budget, most)
        if null is None:
            return None
        parts.append(null)
    return convolved(parts) if len(parts) > 1 else parts[0]


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
        betas = [root(lambda beta: null.tilt(beta) @ away)]
    for share in (1.0, 0.5):  # of the table itself, in either tail
        above = (index > observed) + share * (index == observed)
        below = (index < observed) + share * (index == observed)
        low = -np.inf if is_smallest else root(lambda x, tail: null.tilt(x) @ tail - error, above)
        high = np.inf if is_largest else root(lambda x, tail: error - null.tilt(x) @ tail, below)
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
    return detectable_slope(null, alpha=alpha, power=power, mid_p=mid_p)
