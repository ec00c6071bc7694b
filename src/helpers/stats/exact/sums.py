"""From a table to a statistic in whole numbers that adds up along the columns of two blocks."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln

Scores = Sequence[float] | None  # of the levels; None: 0, 1, 2, ...


def as_counts(table: ArrayLike) -> np.ndarray:
    """`table` as integers, shape (r, c); ValueError says where it is not a table of counts.

    >>> as_counts([[3, 1], [0, 2.5]])
    Traceback (most recent call last):
    ValueError: row 1, column 1 holds 2.5, not a count
    """
    try:
        values = np.asarray(table, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"not a table of counts: {error}") from error
    if values.ndim != 2:
        raise ValueError(f"a table has rows and columns, this has {values.ndim} dimension(s)")
    wrong = ~((values >= 0) & (values < 2**53) & (values == np.floor(values)))
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        raise ValueError(f"row {row}, column {column} holds {values[row, column]:g}, not a count")
    if not values.any():
        raise ValueError("the table is empty: no count above zero")
    return values.astype(np.int64)


def midranks(counts: ArrayLike) -> np.ndarray:
    """Mid-rank of each level: the mean rank of those who hold it; shape of `counts`, (k,).

    >>> midranks([9, 20, 30, 18])
    array([ 5. , 19.5, 44.5, 68.5])
    """
    counts = np.asarray(counts)
    return np.cumsum(counts) - (counts - 1) / 2


def kept(table):
    """Counts without empty levels."""
    counts = as_counts(table)
    return counts[np.ix_(counts.any(1), counts.any(0))]


def scored(table, row_scores, column_scores):
    """Counts without empty levels; scores, as integers, of the levels kept; what one step of T is worth; T and its mean
    in the units of the scores."""
    counts = as_counts(table)
    rows, columns = counts.any(1), counts.any(0)
    a, u, row_unit = _whole(row_scores, len(rows), "row_scores")
    b, v, column_unit = _whole(column_scores, len(columns), "column_scores")
    expected = float((a @ counts.sum(1)) * (b @ counts.sum(0)) / counts.sum())
    return (
        counts[np.ix_(rows, columns)],
        u[rows],
        v[columns],
        row_unit * column_unit,
        float(a @ counts @ b),
        expected,
    )


def _whole(scores, levels, name):
    """Scores as they are; as integers from 0; and the unit that gives back their differences."""
    if scores is None:
        return np.arange(levels), np.arange(levels), 1.0
    values = np.asarray(scores, dtype=float)
    if values.shape != (levels,) or not np.isfinite(values).all():
        raise ValueError(f"{name} must be {levels} finite numbers, one a level, got {scores}")
    steps = [Fraction(value).limit_denominator(10**6) for value in values - values.min()]
    unit = Fraction(
        math.gcd(*(x.numerator for x in steps)), math.lcm(*(x.denominator for x in steps))
    ) or Fraction(1)
    if (
        max(steps) / unit > 2**20
    ):  # no common unit, as of normal scores: a grid finer than anybody scores
        unit = max(steps) / 2**20
    return values, np.array([round(x / unit) for x in steps]), float(unit)


def upright(table, *scores):
    """Table and its two scores, turned so that rows are the shorter side: nodes live on rows."""
    return (table, *scores) if table.shape[0] <= table.shape[1] else (table.T, *scores[::-1])


def by_size(table):
    """Counts of nominal variables, upright, rows by size so that rows of one size are neighbours."""
    (counts,) = upright(kept(table))
    return counts[np.argsort(counts.sum(1), kind="stable")]


def ways(total, caps):
    """How many ways `blocks.spread` lists."""
    count = np.zeros(total + 1)
    count[0] = 1
    for cap in caps.tolist():  # convolved with cap + 1 ones
        count = count.cumsum()
        count[cap + 1 :] -= count[: -cap - 1]
    return float(count[total])


@dataclass(frozen=True)
class Sum:
    """An integer statistic that adds up along the columns of either block, plus a term where the blocks meet."""

    table: np.ndarray
    left: list[int]
    right: list[int]
    score: Callable  # (row totals of the block so far, counts of the column, column) -> what the column adds
    kinds: np.ndarray  # rows of one kind, neighbours, may be exchanged without changing anything
    join: Callable = lambda S: np.zeros(
        S.shape[:-1], np.int64
    )  # row totals of the left block -> what the meeting adds
    slack: int = 0  # how far apart two equal values may be
    width: float = math.inf  # how many values there can be, where that is known
    least: Callable | None = (
        None  # (row totals, sizes of some columns) -> what these columns add, or less
    )

    @cached_property
    def rows(self):
        return self.table.sum(1)

    @cached_property
    def caps(self):
        """Most people in each row of a node, whatever rows were exchanged."""
        return np.array([self.rows[self.kinds == kind].max() for kind in self.kinds])

    @cached_property
    def radix(self):
        """What makes a node one number, ``node @ radix``: the last row follows from the others."""
        return np.append(np.cumprod(np.append(1, self.caps[:-1] + 1))[: len(self.caps) - 1], 0)

    @cached_property
    def codes(self):
        """Above every ``node @ radix``."""
        return math.prod((self.caps[:-1] + 1).tolist())

    def nodes(self, code, used):
        """The nodes of ``node @ radix``, with so many people used."""
        nodes = code[:, None] // np.maximum(self.radix, 1) % (self.caps + 1)
        nodes[:, -1] = used - nodes[:, :-1].sum(1)
        return nodes

    @cached_property
    def symmetric(self):
        return len(np.unique(self.kinds)) < len(self.kinds)

    def representative(self, nodes):
        """One node for all that exchanging rows of one kind turns into each other."""
        if not self.symmetric:
            return nodes
        offset = self.kinds * (int(nodes.max(initial=0)) + 1)
        return np.sort(nodes + offset, axis=-1) - offset

    def representatives(self, nodes):
        """The different representatives, and which one each node has."""
        if not self.symmetric:
            return nodes, np.arange(len(nodes))
        nodes = self.representative(nodes)
        _, first, place = np.unique(nodes @ self.radix, return_index=True, return_inverse=True)
        return nodes[first], place

    @cached_property
    def log_shares(self):
        """People weigh as if they chose rows independently, by the shares of rows of their kind: nothing overflows."""
        log = np.log(self.rows / self.rows.sum())
        return np.array(
            [
                np.average(log[here], weights=self.rows[here])
                for here in self.kinds[:, None] == self.kinds
            ]
        )

    @cached_property
    def total(self):
        """Weight of all tables where two blocks meet: exchanges of rows are counted in either one."""
        exchanges = gammaln(np.unique(self.kinds, return_counts=True)[1] + 1).sum()
        ways = gammaln(self.rows.sum() + 1) - gammaln(self.rows + 1).sum()
        return math.exp(ways + self.rows @ self.log_shares + 2 * exchanges)

    @cached_property
    def cost(self):
        """Partial tables that the blocks would look at: an upper estimate from the margins."""
        if self.codes >= 2**63:
            return math.inf
        # k equal rows make k! nodes one; of unequal rows the larger can take what the smaller has,
        # not the reverse
        alike = [np.sort(self.rows[self.kinds == kind]) for kind in np.unique(self.kinds)]
        exchanges, total = math.prod(float(np.prod(np.cumsum(x) / x)) for x in alike), 0.0
        for columns in (self.left, self.right):
            used, nodes, sums = 0, 1 / exchanges, 1.0
            for size in self.table[:, columns].sum(0).tolist():
                used += size
                reached = max(1.0, ways(used, self.rows) / exchanges)
                seen = ways(size, self.caps) * min(nodes, reached) * sums
                total, nodes, sums = (
                    total + seen,
                    reached,
                    min(max(1.0, seen / reached), self.width),
                )
        return total

    def value(self, tables):
        """The statistic of one table or of a stack of tables."""
        total = self.join(tables[..., self.left].sum(-1))
        for block in (self.left, self.right):
            used = np.zeros(tables.shape[:-1], np.int64)
            for j in block:
                total = total + self.score(used, tables[..., j], j)
                used = used + tables[..., j]
        return total


def _halves(columns):
    """Columns in any order, cut so that both blocks have about as many partial tables; large ones first, because the
    first column of a block multiplies nothing."""
    blocks, sizes = ([], []), [1, 1]
    for j in np.argsort(-columns, kind="stable").tolist():
        smaller = int(sizes[1] < sizes[0])
        blocks[smaller].append(j)
        sizes[smaller] *= int(columns[j]) + 1
    return blocks


def additive(table, gain, least, kinds, slack):
    """A statistic that is a sum over columns, `gain(counts, column)` each, none negative."""
    return Sum(
        table, *_halves(table.sum(0)), lambda P, K, j: gain(K, j), kinds, slack=slack, least=least
    )


def linear(table, u, v):
    """Sum of u_i v_j n_ij.  With v counted from the last score of a block few distinct sums remain, and what that
    leaves out depends on the node alone."""
    left, right = _halves(table.sum(0))
    rows, a, b = table.sum(1), v[left[-1]], v[right[-1]] if right else 0
    relative = v - a
    relative[right] += a - b
    return Sum(
        table,
        left,
        right,
        lambda P, K, j: (K @ u) * relative[j],
        np.arange(len(rows)),
        lambda S: a * (S @ u) + b * ((rows - S) @ u),
        width=float(np.ptp(u) * np.ptp(v) * rows.sum() + 1),
    )


def concordance(table):
    """Concordant minus discordant pairs.  Here the order of the columns counts, so the blocks are contiguous."""

    def score(P, K, j=None):
        below = np.cumsum(P, axis=-1) - P
        return np.vecdot(2 * below + P - P.sum(-1, keepdims=True), K)

    rows, columns = table.sum(1), list(range(table.shape[1]))
    sums = [
        Sum(
            table,
            columns[:k],
            columns[k:],
            score,
            np.arange(len(rows)),
            lambda S: score(S, rows - S),
        )
        for k in range(1, max(2, len(columns)))
    ]
    return min(sums, key=lambda some: some.cost)


def common_unit(divisors, largest, terms):
    """What makes a sum of fractions, at most `largest`, whole; and how far apart rounding then moves equal sums."""
    unit = math.lcm(*np.ravel(divisors).tolist())
    return (float(unit), 0) if unit * largest < 2**52 else (2.0**50 / largest, terms)
