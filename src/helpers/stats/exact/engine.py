"""What is worked out exactly, by which way, and what is drawn at random instead: the one rule.

The cost of exact work is known from the margins alone, before any of it is done: how many partial
tables would be looked at.  Some four million are looked at in a second.

- A 2 x c table is convolved, where that costs less than `BUDGET` (tails: than `CONVOLVED`).
- Otherwise two blocks of columns meet, where they cost less than `BUDGET`.
- Above it a test draws `DRAWS` random tables, or as many as its caller can wait for; what needs
  every value is refused.
"""

import numpy as np
import scipy

from helpers.stats.exact.convolution import convolution_cost, convolve
from helpers.stats.exact.counts import orient_rows_short
from helpers.stats.exact.distributions import MeetInTheMiddle, NullDistribution
from helpers.stats.exact.statistic import AdditiveStatistic, linear

BUDGET = 20_000_000  # partial tables: seconds, and a gigabyte at most
CONVOLVED = 2_000_000  # above it tails are had sooner from blocks
VALUES = 10_000_000  # of a distribution that is asked for value by value
TABULATED = 5_000  # values up to which a table of them is cheaper than tails
MATRIX = 50_000_000  # numbers in a matrix of nodes x sums
DRAWS = 200_000  # tables of a Monte Carlo: a p of .05 is known to .0013, 99 times of 100
SEED = 2015


def linear_tails(
    table: np.ndarray, u: np.ndarray, v: np.ndarray, budget: float = BUDGET
) -> NullDistribution | MeetInTheMiddle | None:
    """The null distribution of the sum of u_i v_j n_ij, good for tails; None above the budget."""
    table, u, v = orient_rows_short(table, u, v)
    if len(table) == 2 and convolution_cost(table, v) <= min(budget, CONVOLVED):
        return convolve(table, u, v)
    statistic = linear(table, u, v)
    if statistic.cost > budget:
        return None
    meeting = MeetInTheMiddle(statistic)
    tabulated = statistic.width <= TABULATED and meeting.cells < MATRIX
    return meeting.tabulate() if tabulated else meeting


def linear_values(
    table: np.ndarray,
    u: np.ndarray,
    v: np.ndarray,
    real: type = float,
    budget: float = BUDGET,
    most: int = VALUES,
) -> NullDistribution | None:
    """The same distribution value by value, in numbers of type `real`; None where too large."""
    table, u, v = orient_rows_short(table, u, v)
    if len(table) == 2 and convolution_cost(table, v) <= budget:
        return convolve(table, u, v, real)
    statistic = linear(table, u, v)
    if statistic.cost > budget or statistic.width > most:
        return None
    meeting = MeetInTheMiddle(statistic)
    return meeting.tabulate() if meeting.cells < MATRIX else None


def linear_cost(table: np.ndarray, u: np.ndarray, v: np.ndarray) -> float:
    """Partial tables that `linear_tails` looks at, or what costs as much."""
    table, u, v = orient_rows_short(table, u, v)
    cost = linear(table, u, v).cost
    return min(cost, convolution_cost(table, v)) if len(table) == 2 else cost


def sample(statistic: AdditiveStatistic, seed: int, draws: int | None = None) -> NullDistribution:
    """The statistic in `draws` random tables, or `DRAWS`, in portions that fit in memory."""
    draws = DRAWS if draws is None else draws
    margins = scipy.stats.random_table(statistic.rows, statistic.columns)
    random, values = np.random.default_rng(seed), []
    for size in np.diff(np.arange(21) * draws // 20):
        tables = margins.rvs(size, random_state=random).astype(np.int64)
        values.append(statistic.value(tables))
    return NullDistribution(*np.unique(np.concatenate(values), return_counts=True))
