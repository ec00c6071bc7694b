"""Partial tables of a block of columns: at each node the sums that they attain, and how much these weigh.

Where only "above `high` or not" is asked, most partial tables need not be told apart.  One whose
sum, with the least that the other columns must add, is above `high` is settled: whatever completes
it.  All that is settled at a node is one sum, ``high + 1``, which no further column lowers.

References
----------
Mehta & Patel (1983), JASA 78:427: the shortest path from a node.
"""

import functools
import math
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

CHUNK = 200_000  # pairs handled at once: arrays that stay in the processor's cache
SAFE = 1e-5  # a probability for each person: above it 1 - q is right to ten digits, whatever rounding log n! costs


@dataclass(frozen=True)
class Block:
    """Partial tables of one block of columns: per node the attainable sums, increasing, and their weights."""

    nodes: np.ndarray  # (nodes, r) row totals used up
    start: np.ndarray  # (nodes + 1) where the sums of a node begin
    sums: np.ndarray
    weights: np.ndarray

    def dense(self):
        """Weights as a matrix of nodes x sums, and the sums."""
        sums, place = np.unique(self.sums, return_inverse=True)
        matrix = np.zeros((len(self.nodes), len(sums)))
        matrix[np.repeat(np.arange(len(self.nodes)), np.diff(self.start)), place] = self.weights
        return matrix, sums


def ranges(start, count):
    """Whole numbers from each `start`, `count` of them, one range after the other."""
    return np.repeat(start - np.cumsum(count) + count, count) + np.arange(count.sum())


def spread(total, caps):
    """Every way to spread `total` over the rows, none above its cap; shape (ways, r)."""
    room = np.append(np.cumsum(caps[::-1])[-2::-1], 0)
    ways, rest = np.zeros((1, 0), np.int64), np.array([total])
    for cap, behind in zip(caps, room, strict=True):
        least = np.maximum(0, rest - behind)
        count = np.maximum(np.minimum(cap, rest) - least + 1, 0)
        which, k = np.repeat(np.arange(len(rest)), count), ranges(least, count)
        ways, rest = np.column_stack([ways[which], k]), rest[which] - k
    return ways


def _room(statistic, nodes, columns, high):
    """The largest sum of `columns`, per node, from which the other columns may still lead to `high` or less."""
    others = statistic.table.sum(0)[
        [j for j in statistic.left + statistic.right if j not in columns]
    ]
    least = statistic.least(statistic.rows - nodes, others) if len(others) else np.zeros(len(nodes))
    return (
        high - np.floor(least).astype(np.int64) + statistic.table.size + 16
    )  # cells, and the bound, were rounded


def choices(statistic, high=None):
    """Ways to fill each column; and whether those that alone are beyond `high` were left out.

    They are where this makes the probability beyond `high` large enough to be had as 1 minus the
    rest.
    """
    sizes, rows, n = statistic.table.sum(0).tolist(), statistic.rows, int(statistic.rows.sum())
    every, close, beyond = {}, {}, 0.0  # by size: columns of one size are filled alike
    for size in set(sizes):
        every[size] = K = spread(size, statistic.caps)
        if high is not None:
            j = sizes.index(size)
            nodes, place = statistic.representatives(K)
            here = (nodes <= rows).all(1)
            here[here] = statistic.score(nodes[here], nodes[here], j) <= _room(
                statistic, nodes[here], [j], high
            )
            close[size] = K = K[here[place]]
            log = (gammaln(rows + 1) - gammaln(K + 1) - gammaln(rows - K + 1)).sum(
                1
            )  # K above a row: minus infinity
            log += gammaln(size + 1) + gammaln(n - size + 1) - gammaln(n + 1)
            beyond = max(beyond, 1 - np.exp(log).sum())
    left_out = beyond > SAFE * n
    return [(close if left_out else every)[size] for size in sizes], left_out


def _collect(parts, nodes):
    """Add up the weights of equal (node, sum), ordered by node and sum."""
    node, sums, weights = map(np.concatenate, zip(*parts, strict=True))
    low = sums.min()
    span = int(sums.max() - low) + 1
    if nodes * span <= 8 * len(sums) + 100_000:  # few bins: counting is faster than sorting
        node *= span
        node += sums
        node -= low
        total = np.bincount(node, weights, nodes * span)
        bins = np.flatnonzero(total)
        return bins // span, bins % span + low, total[bins]
    order = (
        np.argsort(node * span + (sums - low)) if nodes * span < 2**63 else np.lexsort((sums, node))
    )
    node, sums, weights = node[order], sums[order], weights[order]
    first = np.flatnonzero(np.append(True, (np.diff(node) != 0) | (np.diff(sums) != 0)))
    return node[first], sums[first], np.add.reduceat(weights, first)


def _fitting(statistic, nodes, ways):
    """Partial tables at `nodes` in portions, and which `ways` to fill the next column still fit each."""
    small = np.min_scalar_type(int(statistic.rows.sum()))
    thin, free = np.ascontiguousarray(ways.T, small), (statistic.caps - nodes).T.astype(small)
    for some in np.array_split(np.arange(len(nodes)), 1 + len(nodes) * len(ways) // CHUNK):
        fits = np.ones((len(some), len(ways)), bool)
        for k, rest in zip(thin, free[:, some], strict=True):
            fits &= k <= rest[:, None]
        yield some, fits


def _binned(statistic, code, sums, weights, nodes, ways, gain, chance):
    """Add a column where sums are few: a bin for each node and sum."""
    span, low = int(np.ptp(sums) + np.ptp(gain)) + 1, sums.min() + gain.min()
    total = np.zeros(statistic.codes * span)
    have, add = code * span + sums - low, ways @ statistic.radix * span + gain
    for some, fits in _fitting(statistic, nodes, ways):
        np.add.at(
            total,
            np.add.outer(have[some], add)[fits],
            np.multiply.outer(weights[some], chance)[fits],
        )
    bins = np.flatnonzero(total)
    return bins // span, bins % span + low, total[bins]


def _sorted(statistic, code, sums, weights, nodes, ways, score, chance, settle):
    """Add a column where sums are many: pairs sorted, what is settled set apart before."""
    parts, limit, step = [], 30 * CHUNK, ways @ statistic.radix
    for some, fits in _fitting(statistic, nodes, ways):
        reached, gained = (
            np.add.outer(code[some], step),
            sums[some, None] + score(nodes[some, None], ways[None]),
        )
        if statistic.symmetric:
            p, k = np.nonzero(fits)
            after = statistic.representative(nodes[some[p]] + ways[k])
            reached[p, k], fits[p, k] = after @ statistic.radix, (after <= statistic.rows).all(1)
        parts += settle(reached[fits], gained[fits], np.multiply.outer(weights[some], chance)[fits])
        if sum(len(part[0]) for part in parts) > limit:
            parts = [_collect(parts, statistic.codes)]
            limit = 30 * CHUNK + 2 * len(parts[0][0])  # what did not merge now will not merge soon
    return _collect(parts, statistic.codes)


def block(statistic, columns, ways, high=None):
    """Partial tables of `columns`, one column after the other, filled in the `ways` of `choices`."""
    codes, kinds, used = statistic.codes, statistic.kinds, 0
    code, sums, weights = np.zeros(1, np.int64), np.zeros(1, np.int64), np.ones(1)
    for place, j in enumerate(columns, 1):
        K, P, size = ways[j], statistic.nodes(code, used), int(statistic.table[:, j].sum())
        chance = np.exp(gammaln(size + 1) - gammaln(K + 1).sum(1) + K @ statistic.log_shares)
        gain, used = statistic.score(P[:1], K, j), used + size

        def settle(code, sums, weights, after=used, done=columns[:place]):
            """The partial tables in two parts: those that may end on either side of `high`, and one sum a node."""
            if high is None or len(done) == 1 or codes > 8 * CHUNK:
                return [(code, sums, weights)]
            here, most = np.flatnonzero(np.bincount(code)), np.zeros(codes, np.int64)
            most[here] = _room(statistic, statistic.nodes(here, after), done, high)
            near = sums <= most[code]
            far = np.bincount(code[~near], weights[~near])
            there = np.flatnonzero(far)
            return [
                (code[near], sums[near], weights[near]),
                (there, np.full(len(there), high + 1), far[there]),
            ]

        if statistic.width < math.inf and codes * int(np.ptp(sums) + np.ptp(gain) + 1) < 8 * len(
            code
        ) * len(K):
            code, sums, weights = _binned(statistic, code, sums, weights, P, K, gain, chance)
        else:
            score = functools.partial(statistic.score, j=j)
            code, sums, weights = _sorted(
                statistic, code, sums, weights, P, K, score, chance, settle
            )
    start = np.flatnonzero(np.append(True, np.diff(code) != 0))
    nodes, end = statistic.nodes(code[start], used), np.append(start, len(code))
    if statistic.symmetric:
        run = np.ones(nodes.shape)
        for i in range(
            1, len(kinds)
        ):  # k equal totals in rows of one kind: the node stands for k! times fewer others
            run[:, i] += (
                (kinds[i] == kinds[i - 1]) * (nodes[:, i] == nodes[:, i - 1]) * run[:, i - 1]
            )
        weights = weights * np.repeat(run.prod(1), np.diff(end))
    return Block(nodes, end, sums, weights)
