"""The null distribution of a statistic: value by value, or as two blocks that meet."""

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from helpers.stats.exact.blocks import Block, build_block
from helpers.stats.exact.compositions import bounded_compositions, ranges
from helpers.stats.exact.fillings import fillings
from helpers.stats.exact.statistic import AdditiveStatistic

SEARCHES = 200_000  # at once: arrays that stay in the processor's cache


class Tails(NamedTuple):
    """Probabilities at two ends: P(T < low), P(T <= high), P(T >= low), P(T > high)."""

    below_low: float
    to_high: float
    from_low: float
    above_high: float


class NullDistribution:
    """A distribution known value by value; a Monte Carlo sample is one too.

    Examples
    --------
    >>> distribution = NullDistribution(np.array([0, 1, 2]), np.array([1, 2, 1]))
    >>> [float(p) for p in distribution.tails(1, 1)]
    [0.25, 0.75, 0.75, 0.25]
    """

    def __init__(self, values: np.ndarray, weights: np.ndarray) -> None:
        self.values, index = np.unique(values[weights > 0], return_inverse=True)
        total = np.zeros(len(self.values), weights.dtype)
        np.add.at(total, index, weights[weights > 0])
        self.probability = total / total.sum()
        self.minimum, self.maximum = int(self.values[0]), int(self.values[-1])

    def tails(self, low: int, high: int) -> Tails:
        """The probabilities on either side of `low` and of `high`."""
        p = self.probability
        i, j = np.searchsorted(self.values, low), np.searchsorted(self.values, high, "right")
        return Tails(p[:i].sum(), p[:j].sum(), p[i:].sum(), p[j:].sum())


def convolved(parts: Sequence[NullDistribution]) -> NullDistribution:
    """The distribution of a sum of independent statistics.

    Examples
    --------
    >>> coin = NullDistribution(np.array([0, 1]), np.array([1, 1]))
    >>> convolved([coin, coin, coin]).probability.tolist()
    [0.125, 0.375, 0.375, 0.125]
    """
    total, low = np.ones(1), 0
    for part in parts:
        dense = np.zeros(part.maximum - part.minimum + 1, part.probability.dtype)
        dense[part.values - part.minimum] = part.probability
        total, low = np.convolve(total, dense), low + part.minimum
    return NullDistribution(low + np.arange(len(total)), total)


class MeetInTheMiddle:
    """The distribution of a statistic as two blocks that meet; with `high`, only up to there.

    A meeting is a node of the left block and the node of the right one that takes what it leaves of
    the rows.

    Examples
    --------
    Two rows of 2 and 1 people, columns of 1, 1 and 1.  The left block holds one column; it uses up
    (1, 0) or (0, 1) of the rows, and the right one the (1, 1) or (2, 0) that are left.  There are
    three tables; the sum of row x column x count is 0, 1 or 2:

    >>> from helpers.stats.exact.statistic import linear
    >>> table = np.array([[1, 1, 0], [0, 0, 1]])
    >>> meeting = MeetInTheMiddle(linear(table, np.arange(2), np.arange(3)))
    >>> len(meeting.left.codes), len(meeting.right.codes), meeting.minimum, meeting.maximum
    (2, 2, 0, 2)
    >>> [round(float(p), 3) for p in meeting.tails(1, 1)]
    [0.333, 0.667, 0.667, 0.333]
    """

    def __init__(self, statistic: AdditiveStatistic, high: int | None = None) -> None:
        filled, self.left_out = fillings(statistic, high)
        self.left = build_block(statistic, statistic.left, filled, high)
        self.right = build_block(statistic, statistic.right, filled, high)
        self.total = statistic.total_weight

        used = bounded_compositions(
            int(statistic.columns[statistic.left].sum()), statistic.rows
        )  # row totals of the left block
        left_node, in_left = self.left.find(used @ statistic.radix)
        right_node, in_right = self.right.find((statistic.rows - used) @ statistic.radix)
        # with thousands of people some nodes weigh less than any number
        both = in_left & in_right
        self.left_node, self.right_node = left_node[both], right_node[both]
        self.join = statistic.join(used)[both]
        self.mass = self.left.mass[self.left_node] * self.right.mass[self.right_node]
        self.lowest = (
            self.join + self.left.lowest[self.left_node] + self.right.lowest[self.right_node]
        )
        self.highest = (
            self.join + self.left.highest[self.left_node] + self.right.highest[self.right_node]
        )

    @property
    def minimum(self) -> int:
        """The lowest value."""
        return int(self.lowest.min())

    @property
    def maximum(self) -> int:
        """The highest value."""
        return int(self.highest.max())

    @property
    def cells(self) -> int:
        """Numbers in the larger matrix of nodes x sums that `tabulate` makes."""
        return max(len(side.codes) * len(np.unique(side.sums)) for side in (self.left, self.right))

    def tails(self, low: int, high: int) -> Tails:
        """The probabilities on either side of `low` and of `high`."""
        under, over = self.highest < low, self.lowest > high
        weights = (
            np.array([1, 1, 0, 0]) * self.mass[under].sum()
            + np.array([0, 0, 1, 1]) * self.mass[over].sum()
        )
        between = np.flatnonzero(~under & ~over)
        between = between[np.argsort(self.right_node[between], kind="stable")]
        for meetings in self._portions(between):
            weights += self._between(meetings, low, high)
        if self.left_out:
            return Tails(*np.append(weights[:2], self.total - weights[:2]) / self.total)
        return Tails(*weights / (weights[0] + weights[2]))

    def _portions(self, meetings: np.ndarray) -> list[np.ndarray]:
        """Meetings in portions whose searches are few, and whose keys stay below 2**62."""
        searches = int(self.left.sizes[self.left_node[meetings]].sum())
        keys = len(meetings) * (int(np.ptp(self.right.sums)) + 2)
        portions = np.array_split(meetings, 1 + max(searches // SEARCHES, keys >> 61))
        return [portion for portion in portions if len(portion)]

    def _between(self, meetings: np.ndarray, low: int, high: int) -> np.ndarray:
        """Weights of the four tails at meetings that reach to both sides.

        The sums of all right nodes stand in one sorted array of keys, ``node * span + sum``, in
        which everything that a left sum still needs is searched at once.
        """
        left, left_node = self.left, self.left_node[meetings]
        nodes, node_of_meeting = np.unique(self.right_node[meetings], return_inverse=True)
        sizes = self.right.sizes[nodes]
        sums = self.right.sums[ranges(self.right.start[nodes], sizes)]
        below, onwards = _cumulated(self.right, nodes)

        count = left.sizes[left_node]
        left_sum = ranges(left.start[left_node], count)  # of each meeting, one after the other
        meeting = np.repeat(np.arange(len(meetings)), count)
        node = node_of_meeting[meeting]

        least, span = sums.min(), int(np.ptp(sums)) + 2
        keys = np.repeat(np.arange(len(nodes)), sizes) * span + sums - least
        needed = low - least - self.join[meetings][meeting] - left.sums[left_sum]
        from_low = np.searchsorted(keys, node * span + needed.clip(0, span - 1))
        to_high, needed = from_low.copy(), needed + high - low
        # a second search only where the first does not tell: it is most of the work
        last = node * span + needed.clip(-1, span - 1)
        near = np.flatnonzero(keys.take(from_low, mode="clip") <= last)
        to_high[near] = np.searchsorted(keys, last[near], "right")
        tails = np.array(
            [
                below[from_low + node],
                below[to_high + node],
                onwards[from_low + node],
                onwards[to_high + node],
            ]
        )
        return tails @ left.weights[left_sum]

    def tabulate(self) -> NullDistribution:
        """Value by value: nodes that meet at the same term make one matrix product."""
        left, left_sums = self.left.dense()
        right, right_sums = self.right.dense()
        low = int(self.join.min() + left_sums[0] + right_sums[0])
        high = int(self.join.max() + left_sums[-1] + right_sums[-1])
        total = np.zeros(high - low + 1)
        order = np.argsort(self.join, kind="stable")
        for meetings in np.split(order, np.flatnonzero(np.diff(self.join[order])) + 1):
            p, q = left[self.left_node[meetings]], right[self.right_node[meetings]]
            i, j = p.any(0), q.any(0)
            join = int(self.join[meetings[0]])
            values = join - low + np.add.outer(left_sums[i], right_sums[j])
            np.add.at(total, values, p[:, i].T @ q[:, j])
        return NullDistribution(low + np.arange(len(total)), total)


def _cumulated(block: Block, nodes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Weights below each sum of each node, and from it on; a node has one number more than sums."""
    sizes = block.sizes[nodes]
    weights = block.weights[ranges(block.start[nodes], sizes)]
    below, onwards = np.zeros((2, len(weights) + len(nodes)))
    edges = np.append(0, np.cumsum(sizes)).tolist()
    for i, (begin, end) in enumerate(itertools.pairwise(edges)):
        np.cumsum(weights[begin:end], out=below[begin + i + 1 : end + i + 1])
        np.cumsum(weights[begin:end][::-1], out=onwards[begin + i : end + i][::-1])
    return below, onwards
