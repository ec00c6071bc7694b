"""A family of tests judged together: who can be tested, Holm over these, a verdict for each."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from helpers.analysis.notes import Note
from helpers.analysis.pair_test import UNKNOWN, Detectable, PairTest

ALPHA = 0.05  # over a whole family of tests
# Of two families of the same five behaviours, each guarded by itself, those with a false finding in
# either: of 1,500 simulated surveys of 76 people (`benchmarks/inference.py`, ± 0.007).
FALSE_IN_TWO = 0.077


class Verdict(StrEnum):
    """What a pair shows of « more of the behaviour goes with more of the outcome »; see `RULE`."""

    SUPPORTED = "supported"
    OPPOSITE = "opposite"
    NOT_STRONG = "no strong association"
    OPEN = "cannot be decided"


@dataclass(frozen=True)
class JudgedPair:
    """One pair as a member of its family.

    Attributes
    ----------
    pair : PairTest
    alpha : float
        The level that the first step of Holm asks for.
    p_adjusted : float
        By Holm; NaN for a pair that cannot be tested.
    smallest_gamma : float
        Of interest, as the codebook declares it.
    """

    pair: PairTest
    alpha: float
    p_adjusted: float
    smallest_gamma: float

    @property
    def is_tested(self) -> bool:
        """Whether its margins allow a p small enough for its family."""
        return not np.isnan(self.p_adjusted)

    # Only worked out where a table or a verdict needs it.
    @cached_property
    def detectable(self) -> Detectable:
        """The smallest association that the pair could have shown at this level."""
        return self.pair.detectable(self.alpha) if self.is_tested else UNKNOWN

    @cached_property
    def simultaneous(self) -> tuple[float, float]:
        """The interval of gamma that holds for all pairs of the family at once."""
        return self.pair.interval(self.alpha)

    @property
    def note(self) -> str:
        """What is to be said of the pair, now that it is judged."""
        if self.is_tested or self.pair.note == Note.SINGLE_LEVEL:
            return self.pair.note
        return Note.UNTESTABLE

    @cached_property
    def verdict(self) -> Verdict:
        """The first of `RULE` that holds."""
        return next(verdict for verdict, holds in RULE.items() if holds(self))


def _is_supported(judged: JudgedPair) -> bool:
    """The adjusted p is at most 0.05, and the interval is above 0."""
    return judged.p_adjusted <= ALPHA and judged.pair.interval(ALPHA)[0] > 0


def _is_opposite(judged: JudgedPair) -> bool:
    """The adjusted p is at most 0.05, and the interval is below 0."""
    return judged.p_adjusted <= ALPHA and judged.pair.interval(ALPHA)[1] < 0


def _is_not_strong(judged: JudgedPair) -> bool:
    """The simultaneous interval lies between minus and plus the smallest gamma of interest."""
    low, high = judged.simultaneous
    return -judged.smallest_gamma < low and high < judged.smallest_gamma


# The one rule: the first that holds.  p and both intervals are of one test, so that no verdict
# stands beside an interval that says otherwise.  What else was tested matters only in that a larger
# family makes the first three harder to reach.  About any pair of a family each of two errors is
# made with a probability of at most 0.05: to see an association, or a direction, where there is
# none, and to call not strong what is as strong as the smallest gamma of interest.  The last is
# never "no link".
RULE: dict[Verdict, Callable[[JudgedPair], bool]] = {
    Verdict.SUPPORTED: _is_supported,
    Verdict.OPPOSITE: _is_opposite,
    Verdict.NOT_STRONG: _is_not_strong,
    Verdict.OPEN: lambda judged: True,
}


def judge(pairs: Sequence[PairTest], smallest_gamma: float) -> list[JudgedPair]:
    """Judge the pairs of one family, in their order.

    A pair is left out where no step of Holm could reach it.

    Examples
    --------
    Two pairs, and a third in which so few are active that it can show nothing:

    >>> import pandas as pd
    >>> from helpers.analysis.pair_test import examine
    >>> tables = [[[52, 4], [13, 7]], [[40, 16], [8, 12]], [[56, 0], [18, 2]]]
    >>> for judged in judge([examine(pd.DataFrame(table)) for table in tables], 0.5):
    ...     print(round(judged.pair.p, 4), round(judged.p_adjusted, 4), judged.verdict)
    0.0056 0.0113 supported
    0.0164 0.0164 supported
    0.0667 nan cannot be decided
    """
    smallest = np.array([pair.p_smallest for pair in pairs])
    adjusted = adjust([pair.p for pair in pairs], smallest)
    alpha = ALPHA / count_testable(smallest)
    return [
        JudgedPair(pair, alpha, float(p), smallest_gamma)
        for pair, p in zip(pairs, adjusted, strict=True)
    ]


def judge_families(
    pairs: Sequence[PairTest], families: Sequence[Hashable], smallest_gamma: float
) -> list[JudgedPair]:
    """Judge pairs of several families, each within its own, in their order."""
    judged = {}
    for family in dict.fromkeys(families):
        members = [place for place, name in enumerate(families) if name == family]
        own = judge([pairs[place] for place in members], smallest_gamma)
        judged |= zip(members, own, strict=True)
    return [judged[place] for place in range(len(pairs))]


def adjust(p: ArrayLike, p_smallest: ArrayLike) -> np.ndarray:
    """Holm's step-down adjustment, each step over those of the rest that could be reached there.

    Where all could, it is Holm's; one that no step reaches, its smallest p being above 0.05, is
    NaN and counts for nothing.

    References
    ----------
    Holm (1979), *Scandinavian Journal of Statistics* 6:65.  Hommel & Krummenauer (1998),
    *Biometrical Journal* 40:673.  Goeman & Solari (2010), *Annals of Statistics* 38:3782.

    Examples
    --------
    >>> adjust([0.01, 0.04, 0.03], [0, 0, 0]).round(2).tolist()
    [0.03, 0.06, 0.06]

    The last can be shown once the others are:

    >>> adjust([0.001, 0.002, 0.03], [0, 0, 0.03]).round(3).tolist()
    [0.002, 0.004, 0.03]
    """
    p, smallest = np.asarray(p, float), np.asarray(p_smallest, float)
    adjusted = np.full(len(p), np.nan)
    rest = [k for k in np.argsort(p, kind="stable") if smallest[k] <= ALPHA]
    step = 0.0
    while rest:
        step = max(step, p[rest[0]] * count_testable(smallest[rest]))
        adjusted[rest.pop(0)] = min(step, 1.0)
    return adjusted


def count_testable(p_smallest: np.ndarray) -> int:
    """How many hypotheses a family keeps: the smallest k such that at most k can reach p ≤ α/k.

    References
    ----------
    Tarone (1990), *Biometrics* 46:515.

    Examples
    --------
    >>> count_testable(np.array([1e-9, 1e-8, 0.067]))
    2
    """
    return next(k for k in range(1, len(p_smallest) + 1) if (p_smallest <= ALPHA / k).sum() <= k)
