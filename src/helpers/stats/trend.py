"""One test behind p, interval and what could have been detected: the linear-by-linear one.

By which way it is worked out depends on the size alone: exactly; where that is too much work by the
saddlepoint; and of so many people that a formula serves, by the normal law.  All three take a
table, or a stack of strata, shape (s, r, c), whose people are compared within their stratum only.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from numpy.typing import ArrayLike

from helpers.stats import asymptotic, exact, saddlepoint
from helpers.stats.exact.counts import Scores, strata

VALUES = 100_000  # of an exact law, which is tilted hundreds of times for its limits
NAME = "linear-by-linear, {}"


@dataclass(frozen=True)
class Trend:
    """The test of a monotone trend, all of it from one law.

    Slopes are log odds ratios per unit of the scores.

    Attributes
    ----------
    method : str
        ``"exact"``, ``"saddlepoint"`` or ``"asymptotic"``.
    p : float
        Two-sided.
    p_smallest : float
        The smallest that these margins allow, exact by any method.
    slope : float
        The estimate; infinite where the table is the furthest possible.
    limits : callable
        From alpha to the lowest and the highest slope that the test does not reject.
    detectable : callable
        From alpha and power to the smallest positive slope that the test finds; or infinite.
    """

    method: str
    p: float
    p_smallest: float
    slope: float
    limits: Callable[[float], tuple[float, float]]
    detectable: Callable[[float, float], float]


def trend(
    table: ArrayLike,
    *,
    row_scores: Scores = None,
    column_scores: Scores = None,
    mid_p: bool = False,
    budget: float = exact.BUDGET,
) -> Trend | None:
    """Test a table, or a stack of strata; None where no other table has these margins.

    Parameters
    ----------
    table : array_like, shape (r, c) or (s, r, c)
    row_scores, column_scores : sequence of float, optional
        One a level; 0, 1, 2, ... by default.
    mid_p : bool
        Whether what is exactly as extreme counts half.
    budget : float
        Partial tables that exact work may look at.

    Examples
    --------
    Two events without any association, of which the second has more of both; pooled, they show one:

    >>> import numpy as np
    >>> events = np.array([[[27, 9], [9, 3]], [[3, 9], [9, 27]]])
    >>> for name, table in (("pooled", events.sum(0)), ("within events", events)):
    ...     test = trend(table)
    ...     low, high = test.limits(0.05)
    ...     print(f"{name}: {test.method} p = {test.p:.3f}, slope {low:.2f} to {high:.2f}")
    pooled: exact p = 0.024, slope 0.17 to 1.85
    within events: exact p = 1.000, slope -1.07 to 1.06
    """
    parts = strata(table)
    if not any(min((part.any(0).sum(), part.any(1).sum())) > 1 for part in parts):
        return None
    scores = {"row_scores": row_scores, "column_scores": column_scores}
    if asymptotic.serves(table):
        return _asymptotic(table, scores)
    try:
        null = exact.distribution(table, **scores, budget=budget, most=VALUES)
    except ValueError:  # too large for exact work: the counts themselves have been taken
        null = saddlepoint.distribution(table, **scores)
    return Trend(
        method=null.method,
        p=exact.p_of_slope(null, mid_p=mid_p),
        p_smallest=saddlepoint.smallest_p(table, **scores) / (2 if mid_p else 1),
        slope=exact.slope(null),
        limits=lambda alpha: exact.limits(null, alpha=alpha, mid_p=mid_p),
        detectable=lambda alpha, power: exact.detectable_slope(
            null, alpha=alpha, power=power, mid_p=mid_p
        ),
    )


def _asymptotic(table: ArrayLike, scores: dict[str, Scores]) -> Trend:
    """The same by the normal law, where nothing is exactly as extreme."""

    def limits(alpha: float) -> tuple[float, float]:
        _, low, high = asymptotic.odds_ratio(table, alpha=alpha, **scores)
        return _log(low), _log(high)

    return Trend(
        method="asymptotic",
        p=asymptotic.linear_by_linear(table, **scores),
        p_smallest=saddlepoint.smallest_p(table, **scores),
        slope=_log(asymptotic.odds_ratio(table, **scores)[0]),
        limits=limits,
        detectable=lambda alpha, power: asymptotic.detectable(
            table, alpha=alpha, power=power, **scores
        ),
    )


def _log(odds: float) -> float:
    return math.log(odds) if odds > 0 else -math.inf
