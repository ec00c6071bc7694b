"""The interval of a share of a known group, of whom some were drawn at random and asked."""

from __future__ import annotations

from collections.abc import Callable

import scipy


def limits(count: int, drawn: int, group: int, alpha: float = 0.05) -> tuple[float, float]:
    """The shares of a group that a sample of it does not reject, at either end by itself.

    The exact (hypergeometric) limits: the lowest and the highest number of people of the group with
    whom such a sample, or one further out, has a probability above half of `alpha`. They cover at
    least as often as they say, are counts of people, and never leave what the sample alone has
    seen. Wilson's interval with the finite population correction is narrower and does none of this:
    of its nominal 95 %, 82 are left for some groups when 77 of 80 are drawn, and 81 when 76 of 400
    are (every count of both enumerated; the exact limits: 97.5 and 95.2).

    Parameters
    ----------
    count : int
        Of those drawn, the people that the share is of.
    drawn, group : int
        People who were drawn, and of how many.
    alpha : float

    Returns
    -------
    tuple of float
        Shares of the group.

    Raises
    ------
    ValueError
        If these are not such counts.

    References
    ----------
    Konijn (1973), *Statistical Theory of Sample Survey Design and Analysis*, North-Holland;
    Buonaccorsi (1987), *The American Statistician* 41:215; Wendell & Schmee (1996), *JASA* 91:825.

    Examples
    --------
    >>> [round(limit, 3) for limit in limits(20, 76, 400)]
    [0.177, 0.365]

    Of nearly everybody, little is open:

    >>> [round(limit * 80) for limit in limits(20, 77, 80)]
    [20, 22]
    """
    if not 0 <= count <= drawn <= group or not group:
        raise ValueError(
            f"{count} of {drawn} people drawn out of {group} is no sample: "
            "0 ≤ count ≤ drawn ≤ group, and somebody in it"
        )
    most = group - (drawn - count)  # all who were not drawn may be such people, or none of them

    def is_low_enough(people):
        return scipy.stats.hypergeom.sf(count - 1, group, people, drawn) > alpha / 2

    def is_too_high(people):
        return scipy.stats.hypergeom.cdf(count, group, people, drawn) <= alpha / 2

    low = _first(is_low_enough, count, most)
    high = _first(is_too_high, low, most + 1) - 1
    return low / group, high / group


def _first(holds: Callable[[int], bool], low: int, high: int) -> int:
    """The first whole number for which something holds that then always does; at most `high`."""
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low
