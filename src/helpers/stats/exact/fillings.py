"""Ways to fill each column of a table, and whether those beyond a limit need a look."""

from dataclasses import dataclass

import numpy as np

from helpers.stats.exact.compositions import bounded_compositions, log_factorial
from helpers.stats.exact.statistic import AdditiveStatistic

SAFE = 1e-5  # for each person: above it 1 - q has ten digits, whatever rounding log n! costs


@dataclass(frozen=True)
class Filling:
    """The ways to fill one column with its people.

    Attributes
    ----------
    ways : numpy.ndarray, shape (k, r)
        People of the column in each row.
    steps : numpy.ndarray of int, shape (k,)
        What each way adds to the code of a node.
    gains : numpy.ndarray of int, shape (k,)
        What it adds to the statistic.
    weights : numpy.ndarray of float, shape (k,)
        How probable it is, people choosing rows by the rows' shares.
    """

    ways: np.ndarray
    steps: np.ndarray
    gains: np.ndarray
    weights: np.ndarray


def fillings(
    statistic: AdditiveStatistic, high: int | None = None
) -> tuple[dict[int, Filling], bool]:
    """The ways to fill each column; and whether those that alone are beyond `high` were left out.

    They are where this makes the probability beyond `high` large enough to be had as 1 minus the
    rest.
    """
    sizes = statistic.columns.tolist()
    ways = {size: bounded_compositions(size, statistic.rows) for size in set(sizes)}
    left_out = False
    if high is not None:
        close = {
            size: _below(statistic, sizes.index(size), every, high) for size, every in ways.items()
        }
        beyond = max(1 - _probability(statistic, size, some) for size, some in close.items())
        left_out = bool(beyond > SAFE * statistic.people)
        ways = close if left_out else ways
    filled = {column: _filling(statistic, column, ways[size]) for column, size in enumerate(sizes)}
    return filled, left_out


def headroom(
    statistic: AdditiveStatistic, nodes: np.ndarray, columns: list[int], high: int
) -> np.ndarray:
    """The largest sum of `columns`, per node, from which all others may still lead to `high`."""
    others = [j for j in statistic.left + statistic.right if j not in columns]
    if not others:
        fewest = np.zeros(len(nodes))
    else:
        fewest = statistic.lower_bound(statistic.rows - nodes, statistic.columns[others])
    rounding = statistic.table.size + 16  # cells, and the bound, were rounded
    return high - np.floor(fewest).astype(np.int64) + rounding


def _below(statistic: AdditiveStatistic, column: int, ways: np.ndarray, high: int) -> np.ndarray:
    """The ways to fill a column from which the other columns may still lead to `high` or less."""
    gains = statistic.score(ways, column)
    return ways[gains <= headroom(statistic, ways, [column], high)]


def _probability(statistic: AdditiveStatistic, size: int, ways: np.ndarray) -> float:
    """How probable it is that a column of `size` people is filled in one of these ways."""
    rows, n = statistic.rows, statistic.people
    log = (log_factorial(rows) - log_factorial(ways) - log_factorial(rows - ways)).sum(1)
    log += log_factorial(size) + log_factorial(n - size) - log_factorial(n)
    return np.exp(log).sum()


def _filling(statistic: AdditiveStatistic, column: int, ways: np.ndarray) -> Filling:
    size = int(statistic.columns[column])
    log = log_factorial(size) - log_factorial(ways).sum(1) + ways @ statistic.log_shares
    return Filling(
        ways=ways,
        steps=ways @ statistic.radix,
        gains=statistic.score(ways, column),
        weights=np.exp(log),
    )
