"""What the tests and the odds ratio hand back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
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

    Of several strata, each has its own margins, and the statistic is their sum.

    Attributes
    ----------
    support, probability : numpy.ndarray, shape (k,)
        Attainable values, increasing, in the units of the scores, and their probabilities.
    observed, expected : float
    steps : numpy.ndarray of int, shape (k,)
        How many steps each value is from the observed one.
    centre : Fraction
        How many the mean is.
    unit : float
        What a step is worth.
    method : str
        ``"exact"`` or ``"saddlepoint"``.
    """

    support: np.ndarray
    probability: np.ndarray
    observed: float
    expected: float
    steps: np.ndarray
    centre: Fraction
    unit: float
    method: str = "exact"

    @cached_property
    def distance(self) -> np.ndarray:
        """The steps as decimal numbers, of which products are quick."""
        return self.steps.astype(float)

    @cached_property
    def away(self) -> np.ndarray:
        """How far each value is from the observed one, in the units of the scores."""
        return self.support - self.observed

    @cached_property
    def log_probability(self) -> np.ndarray:
        """Logarithms of the probabilities."""
        return np.log(self.probability).astype(float)

    @cached_property
    def tie(self) -> float:
        """Steps; distances from the mean on either side that differ, differ by more."""
        beyond = 2 * self.centre % 1  # values are whole
        return max(float(min(beyond, 1 - beyond) or Fraction(1)) / 2, 1e-12)

    @property
    def is_lowest(self) -> bool:
        """Whether no value is below the observed one."""
        return bool(self.steps[0] == 0)

    @property
    def is_highest(self) -> bool:
        """Whether no value is above the observed one."""
        return bool(self.steps[-1] == 0)

    def tilt(self, beta: float) -> np.ndarray:
        """Probabilities of `support` when the log odds ratio per unit of the scores is `beta`."""
        exponent = self.log_probability + beta * self.away
        weights = np.exp(exponent - exponent.max())
        return weights / weights.sum()

    def moments(self, beta: float) -> tuple[float, float]:
        """What is expected when the slope is `beta`, in steps from the observed value; and what a
        unit of slope adds to it."""
        # a product of long vectors waits for threads, which a sum does not
        weights = self.tilt(beta)
        mean = float((weights * self.distance).sum())
        return mean, float((weights * (self.distance - mean) ** 2).sum()) * self.unit

    def turned(self) -> Distribution:
        """The distribution of the statistic with its sign turned."""
        return replace(
            self,
            support=-self.support[::-1],
            probability=self.probability[::-1],
            observed=-self.observed,
            expected=-self.expected,
            steps=-self.steps[::-1],
            centre=-self.centre,
        )
