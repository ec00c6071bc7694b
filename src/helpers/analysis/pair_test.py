"""Two questions crossed and tested: effect, p, and what people of such margins could show."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from helpers.analysis.notes import Note
from helpers.stats import asymptotic, effects, exact, uniform_association
from helpers.stats.effects import Effect

POWER = 0.8  # of the smallest association that is called detectable
EXACT = "linear-by-linear, exact"
ASYMPTOTIC = "linear-by-linear, asymptotic"
# Cells that a Monte Carlo draws for one pair: a million tables of five cells, 100 000 of fifty.
DRAWN_CELLS = 5_000_000

Scores = Callable[[ArrayLike], np.ndarray]


class Detectable(NamedTuple):
    """The smallest association that a test would see; infinite if there is none, NaN if unknown."""

    gamma: float
    odds: float


UNKNOWN = Detectable(math.nan, math.nan)


@dataclass(frozen=True)
class PairTest:
    """One pair tested by itself; what its family makes of it is a `family.JudgedPair`.

    Attributes
    ----------
    table : DataFrame
        Counts: outcome in rows, behaviour in columns, both from low to high.
    effect : Effect
        Goodman and Kruskal's gamma with its 95 % interval.
    test : str
        The test's name, and how p comes about: exact, asymptotic or by Monte Carlo.
    p, p_smallest : float
        Two-sided; and the smallest that these margins allow, NaN where it is not known.
    note : str
        A `Note`, or that of the effect; empty if there is nothing to say.
    scores : callable, optional
        From the counts of the levels of a variable to their scores; equally spaced without.
    mid_p : bool
        Whether tables exactly as extreme count half.
    """

    table: pd.DataFrame
    effect: Effect
    test: str
    p: float
    p_smallest: float
    note: str
    scores: Scores | None = None
    mid_p: bool = False

    @property
    def base(self) -> int:
        """People who answered both questions."""
        return int(self.table.to_numpy().sum())

    def detectable(self, alpha: float) -> Detectable:
        """The smallest association seen with power 0.8 at this level of the test, given the
        margins."""
        return _detectable(_hashable(self.table), self.scores, self.mid_p, alpha)


def examine(table: pd.DataFrame, *, scores: Scores | None = None, mid_p: bool = False) -> PairTest:
    """Test one crossed pair, as far as that goes without its family.

    Parameters
    ----------
    table : DataFrame
        Counts: outcome in rows, behaviour in columns, both from low to high.
    scores : callable, optional
        From the counts of the levels of a variable to their scores, such as `exact.midranks`;
        levels are equally spaced by default.
    mid_p : bool
        Whether tables exactly as extreme count half, in the test and in what it could have
        detected.

    Returns
    -------
    PairTest

    Examples
    --------
    >>> pair = examine(pd.DataFrame([[5, 14, 23, 15], [4, 6, 7, 3]]))
    >>> pair.base, round(pair.effect.estimate, 3), round(pair.p, 3)
    (77, -0.304, 0.133)
    >>> round(pair.detectable(0.05).gamma, 3)
    0.55
    """
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    if min((rows > 0).sum(), (columns > 0).sum()) < 2:
        nothing = Effect("gamma", math.nan, math.nan, math.nan)
        return PairTest(table, nothing, EXACT, 1.0, 1.0, Note.SINGLE_LEVEL, scores, mid_p)
    gamma = effects.gamma(table)
    if asymptotic.serves(table):
        p = asymptotic.linear_by_linear(table, **_scores(scores, rows, columns))
        return PairTest(table, gamma, ASYMPTOTIC, p, 0.0, gamma.note, scores, mid_p)
    result = _linear_by_linear(_hashable(table), scores, draws(table))
    p = result.p_mid if mid_p else result.p
    note = Note.TOO_LARGE_FOR_LIMITS if math.isnan(result.p_smallest) else gamma.note
    # Nothing is more extreme than the most extreme table: its mid-p is half its p.
    smallest = result.p_smallest / (2 if mid_p else 1)
    return PairTest(table, gamma, result.test, p, smallest, note, scores, mid_p)


def draws(table: ArrayLike) -> int:
    """How many tables a Monte Carlo of a pair draws: the larger the table, the fewer.

    Examples
    --------
    >>> draws(np.ones((2, 2))), draws(np.ones((10, 5)))
    (1000000, 100000)
    """
    return min(exact.DRAWS, DRAWN_CELLS // np.size(table))


def exactly(compute: Callable, table: ArrayLike, **options) -> object | None:
    """What `compute` returns, or None when the table is too large for exact work."""
    try:
        return compute(table, **options)
    except ValueError:  # the table itself is one of counts: `exact.linear_by_linear` has taken it
        return None


def _hashable(table):
    return tuple(map(tuple, table.to_numpy().tolist()))


def _scores(scores, rows, columns):
    """The options of a test by which levels are scored."""
    return {"row_scores": scores(rows), "column_scores": scores(columns)} if scores else {}


class _Result(NamedTuple):
    """What is read off an `exact.ExactTest`, which itself may hold a gigabyte."""

    test: str
    p: float
    p_mid: float
    p_smallest: float


# A family is judged again for each person left out of one of its pairs, and p and mid-p are two
# readings of one test: nothing is worked out twice.
@functools.lru_cache(maxsize=4096)
def _linear_by_linear(counts, scores, draws):
    rows, columns = (np.sum(counts, axis=axis) for axis in (1, 0))
    result = exact.linear_by_linear(counts, **_scores(scores, rows, columns), draws=draws)
    smallest = math.nan if result.p_smallest is None else result.p_smallest
    test = f"linear-by-linear, {result.method}"
    return _Result(test, result.p_to_report(), result.p_to_report(mid_p=True), smallest)


@functools.lru_cache(maxsize=4096)
def _detectable(counts, scores, mid_p, alpha):
    rows, columns = (np.sum(counts, axis=axis) for axis in (1, 0))
    options = _scores(scores, rows, columns) | {"alpha": alpha, "power": POWER}
    if asymptotic.serves(counts):
        slope = asymptotic.detectable(counts, **options)
    else:
        slope = exactly(exact.detectable, counts, mid_p=mid_p, **options)
    if slope is None:
        return UNKNOWN
    if math.isinf(slope):
        return Detectable(math.inf, math.exp(slope))
    gamma = uniform_association.gamma_of_slope(
        rows, columns, slope, **_scores(scores, rows, columns)
    )
    return Detectable(gamma, math.exp(slope))
