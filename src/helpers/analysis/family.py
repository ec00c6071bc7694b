"""A family of tests judged together: who can be tested, Holm over these, a verdict for each."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from helpers.analysis.notes import Note
from helpers.analysis.pair_test import UNKNOWN, Detectable, PairTest

ALPHA = 0.05  # over a whole family of tests
# A gamma; a survey that could see only stronger ones cannot speak against an association.
STRONG = 0.5


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
    """

    pair: PairTest
    alpha: float
    p_adjusted: float

    @property
    def is_tested(self) -> bool:
        """Whether its margins allow a p small enough for its family."""
        return not np.isnan(self.p_adjusted)

    @cached_property  # an exact law each: only worked out where a table or a verdict needs it
    def detectable(self) -> Detectable:
        """The smallest association that the pair could have shown at this level."""
        return self.pair.detectable(self.alpha) if self.is_tested else UNKNOWN

    @property
    def note(self) -> str:
        """What is to be said of the pair, now that it is judged."""
        if self.is_tested or self.pair.note == Note.SINGLE_LEVEL:
            return self.pair.note
        return Note.UNTESTABLE

    @cached_property
    def verdict(self) -> str:
        """What the pair shows of « more of the behaviour goes with more of the outcome ».

        - ``supported``: the adjusted p is at most 0.05 and the association is positive;
        - ``not supported``: the interval leaves out every association as strong as the detectable
          one, and the survey could see more than very strong ones (the detectable gamma is at most
          0.5). Or the adjusted p is at most 0.05 and the association is negative;
        - ``cannot be decided``: otherwise. It is never "no link".
        """
        if self.p_adjusted <= ALPHA:
            return "supported" if self.pair.effect.estimate > 0 else "not supported"
        high = self.pair.effect.high
        if high < STRONG and high < self.detectable.gamma <= STRONG:
            return "not supported"
        return "cannot be decided"


def judge(pairs: Sequence[PairTest]) -> list[JudgedPair]:
    """Judge the pairs of one family, in their order.

    Examples
    --------
    Two pairs, and a third in which so few are active that it can show nothing:

    >>> import pandas as pd
    >>> from helpers.analysis.pair_test import examine
    >>> tables = [[[52, 4], [13, 7]], [[40, 16], [8, 12]], [[56, 0], [18, 2]]]
    >>> for judged in judge([examine(pd.DataFrame(table)) for table in tables]):
    ...     print(round(judged.pair.p, 4), round(judged.p_adjusted, 4), judged.verdict)
    0.0056 0.0113 supported
    0.0164 0.0164 supported
    0.0667 nan cannot be decided
    """
    smallest = np.array([pair.p_smallest for pair in pairs])
    count = count_testable(smallest)
    testable = ~(smallest > ALPHA / count)  # one whose smallest p is not known may be tested
    adjusted = np.full(len(pairs), np.nan)
    adjusted[testable] = holm(
        [pair.p for pair, tested in zip(pairs, testable, strict=True) if tested]
    )
    alpha = ALPHA / (int(testable.sum()) or count)
    return [JudgedPair(pair, alpha, float(p)) for pair, p in zip(pairs, adjusted, strict=True)]


def judge_families(pairs: Sequence[PairTest], families: Sequence[Hashable]) -> list[JudgedPair]:
    """Judge pairs of several families, each within its own, in their order."""
    judged = {}
    for family in dict.fromkeys(families):
        members = [place for place, name in enumerate(families) if name == family]
        judged |= zip(members, judge([pairs[place] for place in members]), strict=True)
    return [judged[place] for place in range(len(pairs))]


def holm(p: ArrayLike) -> np.ndarray:
    """Holm's step-down adjustment; statsmodels' own collects garbage at each call, for 40 ms.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03]).round(2).tolist()
    [0.03, 0.06, 0.06]
    """
    p = np.asarray(p, float)
    order = np.argsort(p, kind="stable")
    steps = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(steps, 1)
    return adjusted


def count_testable(p_smallest: np.ndarray) -> int:
    """How many hypotheses a family keeps: the smallest k such that at most k can reach p ≤ α/k.

    One whose smallest p is not known can.

    References
    ----------
    Tarone (1990), *Biometrics* 46:515.

    Examples
    --------
    >>> count_testable(np.array([1e-9, 1e-8, 0.067]))
    2
    """
    return next(k for k in range(1, len(p_smallest) + 1) if (~(p_smallest > ALPHA / k)).sum() <= k)
