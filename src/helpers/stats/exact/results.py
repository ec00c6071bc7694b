"""What the tests and the odds ratio hand back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np


@dataclass(frozen=True)
class ExactTest:
    """Outcome of a conditional test.

    Attributes
    ----------
    name : str
    statistic : float
    expected : float or None
        Mean of the statistic given the margins, where it has a direction.
    p_value : float
        Two-sided, ``P(|T - E| >= |t - E|)``; where there is no direction, ``P(T at least as extreme
        as t)``.
    p_mid : float
        Mid-p version of `p_value`: what is exactly as extreme counts half.  A sensitivity, not the
        test.
    p_less, p_greater : float or None
        One-sided ``P(T <= t)`` and ``P(T >= t)``, where there is a direction.
    p_smallest : float or None
        Smallest `p_value` that a table with these margins can have; None if by Monte Carlo.  Worked
        out when it is first asked for: without a direction it may take longer than the test.
    method : str
        ``"exact"`` or ``"monte carlo"``.
    low, high : float or None
        99 % Clopper-Pearson interval of a Monte Carlo `p_value` (which may be 0: then quote
        `high`); None if exact.
    draws, seed : int or None
        Of the Monte Carlo; None if exact.
    """

    name: str
    statistic: float
    expected: float | None
    p_value: float
    p_mid: float
    p_less: float | None
    p_greater: float | None
    method: str
    low: float | None = None
    high: float | None = None
    draws: int | None = None
    seed: int | None = None
    smallest: Callable[[], float] | None = field(default=None, repr=False, compare=False)

    @cached_property
    def p_smallest(self) -> float | None:
        """Smallest `p_value` of all tables with these margins, where it is exact."""
        return self.smallest and self.smallest()

    def p_to_report(self, *, mid_p: bool = False) -> float:
        """The p to print: the upper end of a Monte Carlo interval where no draw is as extreme.

        Examples
        --------
        >>> drawn = ("monte carlo", 0.0, 5e-6, 10**6)
        >>> ExactTest("trend", 3.0, 0.0, 0.0, 0.0, None, None, *drawn).p_to_report()
        5e-06
        """
        p = self.p_mid if mid_p else self.p_value
        return self.high if p == 0 and self.draws else p


@dataclass(frozen=True)
class OddsRatio:
    """Conditional odds ratio per unit of the scores: Clopper-Pearson-type and mid-p limits."""

    estimate: float
    low: float
    high: float
    low_mid: float
    high_mid: float


@dataclass(frozen=True)
class Distribution:
    """Null distribution of the linear-by-linear statistic given both margins.

    Attributes
    ----------
    support, probability : numpy.ndarray, shape (k,)
        Attainable values, increasing, in the units of the scores, and their probabilities.
    observed, expected : float
    """

    support: np.ndarray
    probability: np.ndarray
    observed: float
    expected: float

    def tilt(self, beta: float) -> np.ndarray:
        """Probabilities of `support` when the log odds ratio per unit of the scores is `beta`."""
        exponent = np.log(self.probability) + beta * (self.support - self.observed)
        weights = np.exp(exponent - exponent.max())
        return weights / weights.sum()
