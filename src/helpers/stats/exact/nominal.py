"""The test of two variables without order, given both margins: Fisher's, for tables of any size."""

import math

import numpy as np
from numpy.typing import ArrayLike

from helpers.stats.exact import engine
from helpers.stats.exact.compositions import log_factorial
from helpers.stats.exact.counts import drop_empty, orient_rows_short
from helpers.stats.exact.distributions import MeetInTheMiddle
from helpers.stats.exact.engine import BUDGET, SEED
from helpers.stats.exact.p_values import drawn, undirected
from helpers.stats.exact.results import ExactTest
from helpers.stats.exact.statistic import AdditiveStatistic, halves

UNIT = 2.0**30  # log-factorials are whole numbers of its parts
# Tables whose probabilities differ by less, as a ratio, are equally probable (R's `fisher.test`).
EQUAL = 1e-7


def fisher_freeman_halton(
    table: ArrayLike, *, budget: float = BUDGET, seed: int = SEED, draws: int | None = None
) -> ExactTest:
    """Test independence of two nominal variables: p adds up all tables that are no more probable.

    Parameters
    ----------
    table : array_like, shape (r, c)
        Counts; empty rows and columns are dropped.
    budget : float
        Partial tables that may be looked at; above it a Monte Carlo with `seed` answers.
    seed : int
    draws : int, optional
        Tables of that Monte Carlo; `engine.DRAWS` if not given.

    Returns
    -------
    ExactTest
        Its statistic is the sum of the logarithms of all counts' factorials, which grows as the
        table gets less probable.

    Raises
    ------
    ValueError
        If `table` is not a non-empty table of counts.

    References
    ----------
    Freeman & Halton (1951), *Biometrika* 38:141; Mehta & Patel (1983), *JASA* 78:427.

    Examples
    --------
    >>> test = fisher_freeman_halton([[29, 7, 7], [13, 7, 21]])
    >>> round(test.p_value, 7), test.method
    (0.0013932, 'exact')
    """
    counts = drop_empty(table)
    counts, *_ = orient_rows_short(counts, *map(np.arange, counts.shape))
    statistic = _log_factorials(counts)
    value = int(statistic.value(counts))
    low, high = value - statistic.slack, value + statistic.slack
    is_exact = statistic.cost <= budget
    if is_exact:
        distribution = MeetInTheMiddle(statistic, high)
    else:
        distribution = engine.sample(statistic, seed, draws)
    *_, p, beyond = distribution.tails(low, high)
    test = undirected("fisher-freeman-halton", value / UNIT, p, beyond)
    return test if is_exact else drawn(test, seed, engine.DRAWS if draws is None else draws)


def _log_factorials(table: np.ndarray) -> AdditiveStatistic:
    """Sum of log n_ij!, in whole numbers."""
    of_count = np.rint(UNIT * log_factorial(np.arange(table.sum() + 1))).astype(np.int64)
    return AdditiveStatistic(
        table,
        *halves(table.sum(0)),
        score=lambda counts, column: of_count[counts].sum(-1),
        lower_bound=_least,
        slack=math.ceil(UNIT * EQUAL) + table.size,
    )


def _least(totals: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """What columns of some sizes add at least: log n! is convex, so that even counts add least."""
    columns, rows = len(sizes), totals.shape[1]
    by_rows = columns * log_factorial(totals / columns).sum(1)
    by_columns = rows * log_factorial(sizes / rows).sum()
    return UNIT * np.maximum(by_rows, by_columns)
