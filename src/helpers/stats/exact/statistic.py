"""Statistics in whole numbers that add up along the columns of two blocks."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from helpers.stats.exact.compositions import count_compositions, log_factorial


@dataclass(frozen=True)
class AdditiveStatistic:
    """An integer statistic that adds up along columns, plus a term where two blocks of them meet.

    Attributes
    ----------
    table : numpy.ndarray, shape (r, c)
        Counts; no row and no column is empty.
    left, right : list of int
        The columns of either block, in the order in which they are added.
    score : callable
        From counts of a column, shape (..., r), and its number to what it adds, shape (...).
    join : callable, optional
        From row totals of the left block, shape (..., r), to what the meeting adds.
    lower_bound : callable, optional
        From row totals, shape (k, r), and the sizes of some columns to what these add, or less.
    slack : int
        How far apart two equal values may be.
    width : float
        How many values there can be, where that is known.
    """

    table: np.ndarray
    left: list[int]
    right: list[int]
    score: Callable[[np.ndarray, int], np.ndarray]
    join: Callable[[np.ndarray], np.ndarray] = lambda totals: np.zeros(totals.shape[:-1], np.int64)
    lower_bound: Callable[[np.ndarray, np.ndarray], np.ndarray] | None = None
    slack: int = 0
    width: float = math.inf

    @cached_property
    def rows(self) -> np.ndarray:
        """People in each row."""
        return self.table.sum(1)

    @cached_property
    def columns(self) -> np.ndarray:
        """People in each column."""
        return self.table.sum(0)

    @cached_property
    def people(self) -> int:
        """People in the table."""
        return int(self.table.sum())

    @cached_property
    def radix(self) -> np.ndarray:
        """What makes a node one number, ``node @ radix``: the last row follows from the others."""
        return np.append(np.cumprod(np.append(1, self.rows[:-1] + 1))[: len(self.rows) - 1], 0)

    @cached_property
    def codes(self) -> int:
        """Above every ``node @ radix``."""
        return math.prod((self.rows[:-1] + 1).tolist())

    def nodes(self, codes: np.ndarray, used: int) -> np.ndarray:
        """The nodes of ``node @ radix``, `used` people in each; shape (k, r)."""
        nodes = codes[:, None] // np.maximum(self.radix, 1) % (self.rows + 1)
        nodes[:, -1] = used - nodes[:, :-1].sum(1)
        return nodes

    @cached_property
    def log_shares(self) -> np.ndarray:
        """Weigh people as if they chose rows by the rows' shares: then nothing overflows."""
        return np.log(self.rows / self.people)

    @cached_property
    def total_weight(self) -> float:
        """Weight of all tables together."""
        ways = log_factorial(self.people) - log_factorial(self.rows).sum()
        return math.exp(ways + self.rows @ self.log_shares)

    @cached_property
    def cost(self) -> float:
        """Partial tables that the blocks would look at: an upper estimate from the margins."""
        if self.codes >= 2**63:
            return math.inf
        total = 0.0
        for block in (self.left, self.right):
            used, nodes, sums = 0, 1.0, 1.0
            for size in self.columns[block].tolist():
                used += size
                reached = max(1.0, count_compositions(used, self.rows))
                partial_tables = count_compositions(size, self.rows) * min(nodes, reached) * sums
                total += partial_tables
                nodes, sums = reached, min(max(1.0, partial_tables / reached), self.width)
        return total

    def value(self, tables: np.ndarray) -> np.ndarray:
        """The statistic of one table or of a stack of tables."""
        total = self.join(tables[..., self.left].sum(-1))
        for column in self.left + self.right:
            total = total + self.score(tables[..., column], column)
        return total


def linear(table: np.ndarray, u: np.ndarray, v: np.ndarray) -> AdditiveStatistic:
    """Sum of u_i v_j n_ij.

    With v counted from the last score of a block few distinct sums remain, and what that leaves out
    depends on the node alone.
    """
    rows, (left, right) = table.sum(1), halves(table.sum(0))
    left_origin, right_origin = v[left[-1]], v[right[-1]] if right else 0
    relative = v - left_origin
    relative[right] += left_origin - right_origin
    return AdditiveStatistic(
        table,
        left,
        right,
        score=lambda counts, column: (counts @ u) * relative[column],
        join=lambda used: left_origin * (used @ u) + right_origin * ((rows - used) @ u),
        width=float(np.ptp(u) * np.ptp(v) * rows.sum() + 1),
    )


def rank_sums(table: np.ndarray, ranks: np.ndarray) -> AdditiveStatistic:
    """Sum over groups (columns) of squared rank sum / size, in units that make it whole.

    `ranks` are twice the mid-ranks of the levels (rows), which are whole.
    """
    groups, n = table.sum(0), int(table.sum())
    unit, slack = _common_unit(groups, largest=4 * n**3)
    return AdditiveStatistic(
        table,
        *halves(groups),
        score=lambda counts, column: np.rint(
            (counts @ ranks) ** 2 * (unit / groups[column])
        ).astype(np.int64),
        # least where the mean ranks of the groups are equal
        lower_bound=lambda totals, sizes: (totals @ ranks) ** 2 * (unit / sizes.sum()),
        slack=slack,
    )


def halves(columns: np.ndarray) -> tuple[list[int], list[int]]:
    """Columns cut so that both blocks have about as many partial tables.

    Large ones come first, because the first column of a block multiplies nothing.
    """
    blocks, sizes = ([], []), [1, 1]
    for column in np.argsort(-columns, kind="stable").tolist():
        smaller = int(sizes[1] < sizes[0])
        blocks[smaller].append(column)
        sizes[smaller] *= int(columns[column]) + 1
    return blocks


def _common_unit(divisors: np.ndarray, largest: float) -> tuple[float, int]:
    """What makes a sum of fractions whole, and how far apart rounding then moves equal sums."""
    unit = math.lcm(*divisors.tolist())
    if unit * largest < 2**52:
        return float(unit), 0
    return 2.0**50 / largest, len(divisors)
