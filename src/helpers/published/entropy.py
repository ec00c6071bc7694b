"""The most probable whole counts under limits: maximum entropy in whole numbers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np
import scipy

from helpers.codebook import SurveyError

Limit = tuple[set[str], int, int]  # levels, the lowest and the highest sum of their counts
SCALE = 1e3  # of the cost of a place
TIE = 1e-3  # what the last level costs more than the first


def most_entropic(levels: Sequence[str], n: int, limits: Sequence[Limit]) -> dict[str, int]:
    """The counts with the most arrangements of n people, under limits on sums of levels.

    There are n! / Π counts! arrangements of n people over the levels.  They are most where
    Σ log counts! is least, and log count! = log 1 + log 2 + … + log count: the j-th person on a
    level costs log j.  So each level has n *places* of costs log 1 ≤ log 2 ≤ …, each place is
    filled or not, and the places filled are to cost least in all.  Costs grow along a level, hence
    a solution fills each level from its first place on, and the number of its places filled is its
    count.  A limit on a sum of counts is one on how many places of some levels are filled: all is
    linear, in variables of 0 and 1.

    Levels that all limits treat alike share their places, the cheapest first, of which no more than
    n can be filled.  A small term breaks ties in favour of earlier levels, whatever path the solver
    takes: far above its tolerance, far below the least difference between two arrangements.

    Raises
    ------
    SurveyError
        If no counts meet the limits.

    References
    ----------
    Jaynes (1957), Information theory and statistical mechanics, *Physical Review* 106:620.

    Examples
    --------
    >>> levels = ["never", "rarely", "mostly", "always"]
    >>> most_entropic(levels, 77, [({"never", "rarely"}, 61, 61)])
    {'never': 31, 'rarely': 30, 'mostly': 8, 'always': 8}
    """
    even = _even(levels, n)
    if all(low <= sum(even[level] for level in chosen) <= high for chosen, low, high in limits):
        return even  # nothing is more probable: no search
    sums = [(set(levels), n, n), *limits]
    kinds = {}  # which sums a level is in → the places of such levels
    for rank, level in enumerate(levels):
        tie = TIE * rank / len(levels)
        places = [(SCALE * math.log(place) + tie, level) for place in range(1, n + 1)]
        kinds.setdefault(tuple(level in chosen for chosen, _, _ in sums), []).extend(places)
    cheapest = [place for places in kinds.values() for place in sorted(places)[:n]]
    members = scipy.sparse.csr_array(np.array(list(kinds), dtype=float).T)  # sums x kinds
    solution = scipy.optimize.milp(
        [cost for cost, _ in cheapest],
        integrality=np.ones(len(cheapest)),
        options={"mip_rel_gap": 0},
        bounds=scipy.optimize.Bounds(0, 1),
        constraints=scipy.optimize.LinearConstraint(
            scipy.sparse.kron(members, np.ones((1, n)), format="csr"),
            [low for _, low, _ in sums],
            [high for *_, high in sums],
        ),
    )
    if not solution.success:
        raise SurveyError(f"no counts of {n} people over {levels} meet what was published")
    filled = np.round(solution.x).astype(bool)
    counts = Counter(level for (_, level), place in zip(cheapest, filled, strict=True) if place)
    return {level: counts[level] for level in levels}


def _even(levels, n):
    """As many people on each level, one more on the first ones."""
    share, rest = divmod(n, len(levels))
    return {level: share + (rank < rest) for rank, level in enumerate(levels)}
