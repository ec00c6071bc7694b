"""Partial tables of a block of columns: the sums attained at each node, and what they weigh.

Where only "above `high` or not" is asked, most partial tables need not be told apart.  One whose
sum, with the least that the other columns must add, is above `high` is settled: whatever completes
it.  All that is settled at a node is one sum, ``high + 1``, which no further column lowers.

References
----------
Mehta & Patel (1983), JASA 78:427: the shortest path from a node.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from helpers.stats.exact.fillings import Filling, headroom
from helpers.stats.exact.statistic import AdditiveStatistic

CHUNK = 200_000  # pairs handled at once: arrays that stay in the processor's cache


@dataclass(frozen=True)
class Entries:
    """Partial tables told apart only by node and sum: three arrays of one length.

    Attributes
    ----------
    codes : numpy.ndarray of int
        ``node @ radix``.
    sums : numpy.ndarray of int
    weights : numpy.ndarray of float
    """

    codes: np.ndarray
    sums: np.ndarray
    weights: np.ndarray

    def __len__(self) -> int:
        return len(self.codes)

    def where(self, mask: np.ndarray) -> "Entries":
        """Some of the entries."""
        return Entries(self.codes[mask], self.sums[mask], self.weights[mask])


@dataclass(frozen=True)
class Block:
    """Partial tables of one block of columns: per node the attainable sums, and their weights.

    The sums of node i are ``sums[start[i]:start[i + 1]]``, increasing.

    Attributes
    ----------
    codes : numpy.ndarray of int, shape (nodes,)
        Increasing.
    start : numpy.ndarray of int, shape (nodes + 1,)
    sums, weights : numpy.ndarray
    """

    codes: np.ndarray
    start: np.ndarray
    sums: np.ndarray
    weights: np.ndarray

    @property
    def sizes(self) -> np.ndarray:
        """How many sums each node has."""
        return np.diff(self.start)

    @property
    def lowest(self) -> np.ndarray:
        """The lowest sum of each node."""
        return self.sums[self.start[:-1]]

    @property
    def highest(self) -> np.ndarray:
        """The highest sum of each node."""
        return self.sums[self.start[1:] - 1]

    @property
    def mass(self) -> np.ndarray:
        """Weight of each node."""
        return np.add.reduceat(self.weights, self.start[:-1])

    def find(self, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where the nodes of these codes are, and which of them there are."""
        index = np.searchsorted(self.codes, codes).clip(max=len(self.codes) - 1)
        return index, self.codes[index] == codes

    def dense(self) -> tuple[np.ndarray, np.ndarray]:
        """Weights as a matrix of nodes x sums, and the sums."""
        sums, column = np.unique(self.sums, return_inverse=True)
        matrix = np.zeros((len(self.codes), len(sums)))
        matrix[np.repeat(np.arange(len(self.codes)), self.sizes), column] = self.weights
        return matrix, sums


def build_block(
    statistic: AdditiveStatistic,
    columns: list[int],
    filled: dict[int, Filling],
    high: int | None = None,
) -> Block:
    """Add one column after the other; with `high`, settle what can only end above it.

    Examples
    --------
    Rows of 3 and 3 people, columns of 2, 2 and 2.  The first two columns use up 1, 2 or 3 people of
    the first row (and of the second what makes 4), and at each of these nodes attain some sums:

    >>> from helpers.stats.exact.fillings import fillings
    >>> from helpers.stats.exact.statistic import linear
    >>> statistic = linear(np.array([[2, 0, 1], [0, 2, 1]]), np.arange(2), np.arange(3))
    >>> block = build_block(statistic, [0, 1], fillings(statistic)[0])
    >>> for code, begin, end in zip(block.codes, block.start, block.start[1:], strict=False):
    ...     print(code, block.sums[begin:end], block.weights[begin:end])
    1 [-4 -2] [0.125 0.125]
    2 [-4 -2  0] [0.0625 0.25   0.0625]
    3 [-2  0] [0.125 0.125]
    """
    entries = Entries(np.zeros(1, np.int64), np.zeros(1, np.int64), np.ones(1))
    used = 0
    for added, column in enumerate(columns, 1):
        nodes = statistic.nodes(entries.codes, used)
        used += int(statistic.columns[column])
        limits = None
        if high is not None and added > 1 and statistic.codes <= 8 * CHUNK:
            limits = _limits(statistic, columns[:added], used, high)
        entries = _add_column(statistic, entries, nodes, filled[column], limits, high)
    start = np.flatnonzero(np.append(True, np.diff(entries.codes) != 0))
    return Block(
        entries.codes[start], np.append(start, len(entries)), entries.sums, entries.weights
    )


def _limits(statistic: AdditiveStatistic, columns: list[int], used: int, high: int) -> np.ndarray:
    """By code of a node, the largest sum of these columns that may still end at `high` or below."""
    nodes = statistic.nodes(np.arange(statistic.codes), used)
    possible = (nodes[:, -1] >= 0) & (nodes[:, -1] <= statistic.rows[-1])
    limits = np.zeros(statistic.codes, np.int64)
    limits[possible] = headroom(statistic, nodes[possible], columns, high)
    return limits


def _add_column(
    statistic: AdditiveStatistic,
    entries: Entries,
    nodes: np.ndarray,
    filling: Filling,
    limits: np.ndarray | None,
    high: int | None,
) -> Entries:
    """All that entries become when a column is filled in each way that still fits their node."""
    span = int(np.ptp(entries.sums) + np.ptp(filling.gains)) + 1
    pairs = len(entries) * len(filling.ways)
    if statistic.width < math.inf and statistic.codes * span < 8 * pairs:
        return _binned(statistic, entries, nodes, filling, span)
    parts, most = [], 30 * CHUNK
    for some, fits in _fitting(statistic, nodes, filling.ways):
        part = Entries(
            np.add.outer(entries.codes[some], filling.steps)[fits],
            np.add.outer(entries.sums[some], filling.gains)[fits],
            np.multiply.outer(entries.weights[some], filling.weights)[fits],
        )
        parts += [part] if limits is None else _settle(part, limits, high)
        if sum(map(len, parts)) > most:
            parts = [_merge(parts, statistic.codes)]
            most = 30 * CHUNK + 2 * len(parts[0])  # what did not merge now will not merge soon
    return _merge(parts, statistic.codes)


def _fitting(
    statistic: AdditiveStatistic, nodes: np.ndarray, ways: np.ndarray
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Entries in portions, and which `ways` to fill the next column fit the node of each."""
    small = np.min_scalar_type(statistic.people)
    needed = np.ascontiguousarray(ways.T, small)
    free = (statistic.rows - nodes).T.astype(small)
    for some in np.array_split(np.arange(len(nodes)), 1 + len(nodes) * len(ways) // CHUNK):
        fits = np.ones((len(some), len(ways)), bool)
        for people, room in zip(needed, free[:, some], strict=True):
            fits &= people <= room[:, None]
        yield some, fits


def _settle(entries: Entries, limits: np.ndarray, high: int) -> list[Entries]:
    """Those that may end on either side of `high`; and all others, one sum for each node."""
    is_open = entries.sums <= limits[entries.codes]
    settled = entries.where(~is_open)
    weights = np.bincount(settled.codes, settled.weights)
    codes = np.flatnonzero(weights)
    return [
        entries.where(is_open),
        Entries(codes, np.full(len(codes), high + 1), weights[codes]),
    ]


def _binned(
    statistic: AdditiveStatistic,
    entries: Entries,
    nodes: np.ndarray,
    filling: Filling,
    span: int,
) -> Entries:
    """Add a column where sums are few: a bin for each node and sum."""
    low = entries.sums.min() + filling.gains.min()
    total = np.zeros(statistic.codes * span)
    begin, add = entries.codes * span + entries.sums - low, filling.steps * span + filling.gains
    for some, fits in _fitting(statistic, nodes, filling.ways):
        weights = np.multiply.outer(entries.weights[some], filling.weights)
        np.add.at(total, np.add.outer(begin[some], add)[fits], weights[fits])
    bins = np.flatnonzero(total)
    return Entries(bins // span, bins % span + low, total[bins])


def _merge(parts: list[Entries], codes: int) -> Entries:
    """Add up the weights of equal (node, sum), ordered by node and sum."""
    code = np.concatenate([part.codes for part in parts])
    sums = np.concatenate([part.sums for part in parts])
    weights = np.concatenate([part.weights for part in parts])
    low = sums.min()
    span = int(sums.max() - low) + 1
    if codes * span <= 8 * len(sums) + 100_000:  # few bins: counting is faster than sorting
        total = np.bincount(code * span + sums - low, weights, codes * span)
        bins = np.flatnonzero(total)
        return Entries(bins // span, bins % span + low, total[bins])
    if codes * span < 2**63:
        order = np.argsort(code * span + (sums - low))
    else:
        order = np.lexsort((sums, code))
    code, sums, weights = code[order], sums[order], weights[order]
    changed = (np.diff(code) != 0) | (np.diff(sums) != 0)
    first = np.flatnonzero(np.append(True, changed))
    return Entries(code[first], sums[first], np.add.reduceat(weights, first))
