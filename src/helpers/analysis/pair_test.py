"""Two questions crossed and tested: effect, p, interval, and what such margins could show."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from helpers.analysis.crossing import pooled
from helpers.analysis.notes import Note
from helpers.stats import exact, trend, uniform_association
from helpers.stats.concordance import gamma_within
from helpers.stats.effects import Effect

POWER = 0.8  # of the smallest association that is called detectable
ALPHA = 0.05  # of an interval by itself

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
    tables : tuple of DataFrame
        Counts of each stratum: outcome in rows, behaviour in columns, both from low to high.
    gamma : float
        Goodman and Kruskal's gamma, of people compared within their stratum.
    trend : Trend or None
        The test; None where one side has one answer only in every stratum.
    scores : callable, optional
        From the counts of the levels of a variable to their scores; equally spaced without.
    """

    tables: tuple[pd.DataFrame, ...]
    gamma: float
    trend: trend.Trend | None
    scores: Scores | None = None

    @cached_property
    def table(self) -> pd.DataFrame:
        """Counts of all strata together."""
        return pooled(self.tables)

    @property
    def base(self) -> int:
        """People who answered both questions."""
        return int(self.table.to_numpy().sum())

    @property
    def test(self) -> str:
        """The test's name, and how p comes about: exact, saddlepoint or asymptotic."""
        return trend.NAME.format(self.trend.method if self.trend else "exact")

    @property
    def p(self) -> float:
        """Two-sided."""
        return self.trend.p if self.trend else 1.0

    @property
    def p_smallest(self) -> float:
        """The smallest p that these margins allow."""
        return self.trend.p_smallest if self.trend else 1.0

    @property
    def note(self) -> str:
        """What is to be known of the test; empty if nothing."""
        return "" if self.trend else Note.SINGLE_LEVEL

    @cached_property
    def effect(self) -> Effect:
        """Gamma with its 95 % interval, of the same test as p."""
        return Effect("gamma", self.gamma, *self.interval(ALPHA), self.note)

    @property
    def odds(self) -> tuple[float, float, float]:
        """Odds ratio per level of both scales, and its 95 % limits."""
        if self.trend is None:
            return math.nan, math.nan, math.nan
        low, high = self.trend.limits(ALPHA)
        return math.exp(self.trend.slope), math.exp(low), math.exp(high)

    def interval(self, alpha: float) -> tuple[float, float]:
        """The lowest and the highest gamma that the test at this level does not reject.

        They are those of tables with these margins in which every local odds ratio is the same; so
        ``p <= alpha`` and "0 is not between them" are one statement.
        """
        if self.trend is None:
            return math.nan, math.nan
        return tuple(self._gamma_of(slope) for slope in self.trend.limits(alpha))

    def detectable(self, alpha: float) -> Detectable:
        """The smallest association seen with power 0.8 at this level, given the margins."""
        if self.trend is None:
            return UNKNOWN
        slope = self.trend.detectable(alpha, POWER)
        return Detectable(self._gamma_of(slope), math.exp(slope))

    def _gamma_of(self, slope: float) -> float:
        """The gamma of tables of this slope with these margins."""
        scores = level_scores(self.table, self.scores)
        margins = tuple((_margin(table, 1), _margin(table, 0)) for table in self.tables)
        return _gamma_of_slope(margins, slope, *(tuple(values) for values in scores.values()))


def examine(
    tables: pd.DataFrame | Sequence[pd.DataFrame],
    *,
    scores: Scores | None = None,
    mid_p: bool = False,
    budget: float = exact.BUDGET,
) -> PairTest:
    """Test one crossed pair, as far as that goes without its family.

    Parameters
    ----------
    tables : DataFrame, or sequence of DataFrame
        Counts: outcome in rows, behaviour in columns, both from low to high. Of several, each is a
        stratum, and people are compared within theirs only.
    scores : callable, optional
        From the counts of the levels of a variable to their scores, such as `exact.midranks`;
        levels are equally spaced by default.
    mid_p : bool
        Whether tables exactly as extreme count half: in p, interval, and what was detectable.
    budget : float
        Partial tables that exact work may look at.

    Returns
    -------
    PairTest

    Examples
    --------
    >>> pair = examine(pd.DataFrame([[5, 14, 23, 15], [4, 6, 7, 3]]))
    >>> pair.base, round(pair.gamma, 3), round(pair.p, 3)
    (77, -0.304, 0.133)
    >>> [round(limit, 3) for limit in pair.interval(0.05)]
    [-0.613, 0.092]
    >>> round(pair.detectable(0.05).gamma, 3)
    0.55
    """
    tables = (tables,) if isinstance(tables, pd.DataFrame) else tuple(tables)
    stack = np.stack([table.to_numpy() for table in tables])
    whole = stack.sum(axis=0)
    test = None
    if whole.any():
        options = level_scores(whole, scores) if scores else {}
        test = _trend(stack.shape, stack.tobytes(), mid_p, budget, **_hashable(options))
    gamma = gamma_within(stack) if test else math.nan
    return PairTest(tables, gamma, test, scores)


def level_scores(table: ArrayLike, scores: Scores | None) -> dict[str, np.ndarray]:
    """The scores of rows and columns, as options of a test."""
    counts = np.asarray(table)
    make = scores or (lambda margin: np.arange(len(margin)))
    return {"row_scores": make(counts.sum(1)), "column_scores": make(counts.sum(0))}


def _hashable(options):
    return {name: tuple(np.asarray(values).tolist()) for name, values in options.items()}


def _margin(table, axis):
    return tuple(table.to_numpy().sum(axis=axis).tolist())


# A family is judged again for each person left out of one of its pairs, and the same tables come
# back under several specifications: nothing is worked out twice.
@functools.lru_cache(maxsize=128)
def _trend(shape, stack, mid_p, budget, row_scores=None, column_scores=None):
    tables = np.frombuffer(stack, np.int64).reshape(shape)
    table = tables[0] if len(tables) == 1 else tables
    return trend.trend(
        table,
        row_scores=row_scores,
        column_scores=column_scores,
        mid_p=mid_p,
        budget=budget,
    )


@functools.lru_cache(maxsize=4096)
def _gamma_of_slope(margins, slope, row_scores, column_scores):
    return uniform_association.gamma_of_slope(
        [rows for rows, _ in margins],
        [columns for _, columns in margins],
        slope,
        row_scores=row_scores,
        column_scores=column_scores,
    )
