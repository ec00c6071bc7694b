"""The law of a statistic over all tables with the same margins: convolved, met in the middle or sampled."""

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats
from scipy.special import gammaln

from helpers.exact.sums import cost, linear, upright

BUDGET = 20_000_000  # partial tables looked at before a Monte Carlo takes over: seconds, and a gigabyte at most
DRAWS = 1_000_000  # tables of a Monte Carlo
SEED = 2015
CHUNK = 200_000  # pairs handled at once: arrays that stay in the processor's cache


class Law:
    """A law known value by value; a Monte Carlo sample is one too."""

    def __init__(self, values, weights):
        self.values, place = np.unique(values[weights > 0], return_inverse=True)
        total = np.zeros(len(self.values), weights.dtype)
        np.add.at(total, place, weights[weights > 0])
        self.least, self.most, self.probability = self.values, self.values, total / total.sum()

    def tails(self, low, high):
        """P(T < low), P(T <= high), P(T >= low), P(T > high)."""
        i, j, p = np.searchsorted(self.values, low), np.searchsorted(self.values, high, "right"), self.probability
        return p[:i].sum(), p[:j].sum(), p[i:].sum(), p[j:].sum()


@dataclass(frozen=True)
class _Block:
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


def spread(total, caps):
    """Every way to spread `total` over the rows, none above its cap; shape (ways, r)."""
    room = np.append(np.cumsum(caps[::-1])[-2::-1], 0)
    ways, rest = np.zeros((1, 0), np.int64), np.array([total])
    for cap, behind in zip(caps, room, strict=True):
        least = np.maximum(0, rest - behind)
        count = np.maximum(np.minimum(cap, rest) - least + 1, 0)
        which = np.repeat(np.arange(len(rest)), count)
        k = least[which] + np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
        ways, rest = np.column_stack([ways[which], k]), rest[which] - k
    return ways


def _representative(nodes, kinds):
    """One node for all that exchanging rows of one kind turns into each other."""
    offset = kinds * (nodes.max(initial=0) + 1)
    return np.sort(nodes + offset, axis=-1) - offset


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
    order = np.argsort(node * span + (sums - low)) if nodes * span < 2**63 else np.lexsort((sums, node))
    node, sums, weights = node[order], sums[order], weights[order]
    first = np.flatnonzero(np.append(True, (np.diff(node) != 0) | (np.diff(sums) != 0)))
    return node[first], sums[first], np.add.reduceat(weights, first)


def _block(statistic, columns):
    """Partial tables of `columns`, one column after the other."""
    rows, caps, kinds, radix = statistic.rows, statistic.caps, statistic.kinds, statistic.radix
    # People of a column weigh as if they chose rows independently, by the rows' own shares: nothing overflows.
    log = [np.average(np.log(rows / rows.sum())[kinds == kind], weights=rows[kinds == kind]) for kind in kinds]
    symmetric = len(np.unique(kinds)) < len(kinds)
    codes, small = int(np.prod(caps[:-1] + 1)), np.min_scalar_type(int(rows.sum()))
    code, sums, weights, used = np.zeros(1, np.int64), np.zeros(1, np.int64), np.ones(1), 0

    def decode(code):
        nodes = code[:, None] // np.maximum(radix, 1) % (caps + 1)
        nodes[:, -1] = used - nodes[:, :-1].sum(1)
        return nodes

    for j in columns:
        size = int(statistic.table[:, j].sum())
        K, P = spread(size, caps), decode(code)
        chance = np.exp(gammaln(size + 1) - gammaln(K + 1).sum(1) + K @ log)
        step, thin = K @ radix, np.ascontiguousarray(K.T, small)

        def fitting(some, P=P, thin=thin):
            fits = np.ones((len(some), thin.shape[1]), bool)
            for k, room in zip(thin, (caps - P[some]).T.astype(small), strict=True):
                fits &= k <= room[:, None]
            return fits

        portions = np.array_split(np.arange(len(code)), 1 + len(code) * len(K) // CHUNK)
        gain = statistic.score(P[:1], K, j)
        span = int(np.ptp(sums) + np.ptp(gain)) + 1
        if statistic.width < math.inf and codes * span < 8 * len(code) * len(K):  # few sums: a bin for each
            total, low = np.zeros(codes * span), sums.min() + gain.min()
            have, add = code * span + sums - low, step * span + gain
            for some in portions:
                fits = fitting(some)
                np.add.at(total, np.add.outer(have[some], add)[fits], np.multiply.outer(weights[some], chance)[fits])
            bins = np.flatnonzero(total)
            code, sums, weights = bins // span, bins % span + low, total[bins]
        else:
            parts, limit = [], 30 * CHUNK
            for some in portions:
                fits = fitting(some)
                reached = np.add.outer(code[some], step)
                gained = sums[some, None] + statistic.score(P[some, None], K[None], j)
                if symmetric:
                    p, k = np.nonzero(fits)
                    nodes = _representative(P[some[p]] + K[k], kinds)
                    reached[p, k], fits[p, k] = nodes @ radix, (nodes <= rows).all(1)
                parts.append((reached[fits], gained[fits], np.multiply.outer(weights[some], chance)[fits]))
                if sum(len(part[0]) for part in parts) > limit:
                    parts = [_collect(parts, codes)]
                    limit = 30 * CHUNK + 2 * len(parts[0][0])  # what did not merge now will not merge soon
            code, sums, weights = _collect(parts, codes)
        used += size
    start = np.flatnonzero(np.append(True, np.diff(code) != 0))
    nodes, end = decode(code[start]), np.append(start, len(code))
    run = np.ones(nodes.shape)
    for i in range(1, len(rows)):  # k equal totals in rows of one kind: the node stands for k! times fewer others
        run[:, i] += (kinds[i] == kinds[i - 1]) * (nodes[:, i] == nodes[:, i - 1]) * run[:, i - 1]
    return _Block(nodes, end, sums, weights * np.repeat(run.prod(1), np.diff(end)))


class Meeting:
    """The law of a statistic as two blocks that meet at their common nodes."""

    def __init__(self, statistic):
        rows, kinds = statistic.rows, statistic.kinds
        self.left, self.right = (_block(statistic, block) for block in (statistic.left, statistic.right))
        nodes = spread(int(statistic.table[:, statistic.left].sum()), rows)
        meetings, found = [], True
        for block, totals in ((self.left, nodes), (self.right, rows - nodes)):
            codes, wanted = (nodes @ statistic.radix for nodes in (block.nodes, _representative(totals, kinds)))
            place = np.searchsorted(codes, wanted).clip(max=len(codes) - 1)
            meetings.append(place)
            found &= codes[place] == wanted  # with thousands of people some nodes weigh less than any number
        meetings = np.column_stack([*meetings, statistic.join(nodes)])[found]
        times = np.ones(len(meetings))
        if len(np.unique(kinds)) < len(kinds):
            meetings, times = np.unique(meetings, axis=0, return_counts=True)
        self.a, self.b, self.join = meetings.T
        mass = [np.add.reduceat(block.weights, block.start[:-1]) for block in (self.left, self.right)]
        self.times, self.mass = times, times * mass[0][self.a] * mass[1][self.b]
        self.least = self.join + self.left.sums[self.left.start[self.a]] + self.right.sums[self.right.start[self.b]]
        self.most = (self.join + self.left.sums[self.left.start[self.a + 1] - 1]
                     + self.right.sums[self.right.start[self.b + 1] - 1])

    def tails(self, low, high):
        """P(T < low), P(T <= high), P(T >= low), P(T > high)."""
        left, right, a, b = self.left, self.right, self.a, self.b
        under, over = self.most < low, self.least > high
        result = np.array([1, 1, 0, 0]) * self.mass[under].sum() + np.array([0, 0, 1, 1]) * self.mass[over].sum()
        for i in np.flatnonzero(~under & ~over).tolist():
            here, there = (slice(*x.start[k : k + 2]) for x, k in ((left, a[i]), (right, b[i])))
            sums, weights = right.sums[there], right.weights[there]
            up, down = np.zeros(len(sums) + 1), np.zeros(len(sums) + 1)
            np.cumsum(weights, out=up[1:])
            np.cumsum(weights[::-1], out=down[-2::-1])
            rest = -self.join[i] - left.sums[here][::-1]  # increasing: the search then stays in cache
            x = np.searchsorted(sums, low + rest)
            # a second search only where the first does not tell: it is most of the work
            equal = sums.take(x, mode="clip") == low + rest
            y = np.searchsorted(sums, high + rest, "right") if low < high else x + equal
            result += self.times[i] * (np.array([up[x], up[y], down[x], down[y]]) @ left.weights[here][::-1])
        return result / (result[0] + result[2])

    def law(self):
        """Value by value: nodes that meet at the same term make one matrix product."""
        (left, x), (right, y) = (block.dense() for block in (self.left, self.right))
        low = int(self.join.min() + x[0] + y[0])
        total = np.zeros(int(self.join.max() + x[-1] + y[-1]) - low + 1)
        order = np.argsort(self.join, kind="stable")
        for some in np.split(order, np.flatnonzero(np.diff(self.join[order])) + 1):
            p, q = left[self.a[some]], right[self.b[some]]
            i, j = p.any(0), q.any(0)
            np.add.at(total, int(self.join[some[0]]) - low + np.add.outer(x[i], y[j]), p[:, i].T @ q[:, j])
        return Law(low + np.arange(len(total)), total)


def linear_law(table, u, v, budget=BUDGET, whole=None):
    """The linear-by-linear statistic and its exact law, None above the budget.  `whole`, a type of number, asks for
    every value; otherwise tails will do."""
    table, u, v = upright(table, u, v)
    statistic = linear(table, u, v)
    if len(table) == 2:
        # adding two numbers of an array is some hundred times cheaper than looking at a partial table
        others, fewer = float(np.sort(table.sum(0))[:-1].sum()), float(table.sum(1).min())
        if others**2 * fewer * np.ptp(v) / 500 <= (budget if whole else min(budget, 2e6)):
            return statistic, _convolve(table, u, v, whole or float)
    if cost(statistic) > budget or (whole and statistic.width > 1e7):
        return statistic, None
    meeting = Meeting(statistic)
    if not whole and statistic.width > 5_000:  # finely spaced scores: tails are cheaper than values
        return statistic, meeting
    largest = max(len(block.nodes) * len(np.unique(block.sums)) for block in (meeting.left, meeting.right))
    return statistic, meeting.law() if largest < 5e7 else None  # numbers in a matrix


def _convolve(table, u, v, real):
    """Law for a 2 x c table: columns are convolved, the largest one last and only where it must end."""
    row = int(table[0].sum() > table[1].sum())  # the row with fewer people
    (m, n), columns = (int(table[row].sum()), int(table.sum())), table.sum(0)
    log = gammaln(np.arange(columns.max() + 1) + 1)
    shares = [np.exp((log[size] - log[k] - log[size - k] + k * math.log(m / n) + (size - k) * math.log(1 - m / n)
                      ).astype(real)) for size in columns for k in [np.arange(min(m, size) + 1)]]
    *order, last = np.argsort(columns, kind="stable")
    law, low = np.ones((1, 1), real), int(m * v[last])  # people of the row so far x sum so far
    for j in order:
        step, reach = int(v[j] - v[last]), len(shares[j]) - 1
        rows, width = law.shape
        wider = np.zeros((min(m + 1, rows + reach), width + abs(step) * reach), real)
        origin = max(0, -step * reach)
        for k, share in enumerate(shares[j]):
            kept = law[: len(wider) - k]
            wider[k : k + len(kept), origin + step * k : origin + step * k + width] += share * kept
        law, low = wider, low - origin
    rest = np.pad(shares[last], (0, m + 1 - len(shares[last])))
    weights = rest[m - np.arange(len(law))] @ law
    slope = int(u[row] - u[1 - row])
    return Law(slope * (low + np.arange(len(weights))) + int(u[1 - row] * (v @ columns)), weights)


def sample(statistic, seed):
    """Law of the statistic in random tables, in portions that fit in memory."""
    margins, random = stats.random_table(*(statistic.table.sum(axis) for axis in (1, 0))), np.random.default_rng(seed)
    portions = (margins.rvs(DRAWS // 20, random_state=random).astype(np.int64) for _ in range(20))
    return Law(*np.unique(np.concatenate([statistic.value(tables) for tables in portions]), return_counts=True))
