"""The law of a statistic over all tables with the same margins: convolved, met in the middle or sampled."""

import itertools
import math

import numpy as np
from scipy import stats
from scipy.special import gammaln

from helpers.stats.exact.blocks import block, choices, ranges, spread
from helpers.stats.exact.sums import linear, upright, ways

BUDGET = 20_000_000  # partial tables looked at before a Monte Carlo takes over: seconds, and a gigabyte at most
DRAWS = 1_000_000  # tables of a Monte Carlo
SEED = 2015
FEW = 5_000  # tables: sooner listed than blocks are made
SEARCHES = 200_000  # at once: arrays that stay in the processor's cache


class Law:
    """A law known value by value; a Monte Carlo sample is one too."""

    def __init__(self, values, weights):
        self.values, place = np.unique(values[weights > 0], return_inverse=True)
        total = np.zeros(len(self.values), weights.dtype)
        np.add.at(total, place, weights[weights > 0])
        self.least, self.most, self.probability = self.values, self.values, total / total.sum()

    def tails(self, low, high):
        """P(T < low), P(T <= high), P(T >= low), P(T > high)."""
        i, j, p = (
            np.searchsorted(self.values, low),
            np.searchsorted(self.values, high, "right"),
            self.probability,
        )
        return p[:i].sum(), p[:j].sum(), p[i:].sum(), p[j:].sum()


class Meeting:
    """The law of a statistic as two blocks that meet at their common nodes; with `high`, only up to there."""

    def __init__(self, statistic, high=None):
        rows = statistic.rows
        filled, self.left_out = choices(statistic, high)
        self.left, self.right = (
            block(statistic, some, filled, high) for some in (statistic.left, statistic.right)
        )
        self.total = statistic.total
        nodes = spread(int(statistic.table[:, statistic.left].sum()), rows)
        meetings, found = [], True
        for side, totals in ((self.left, nodes), (self.right, rows - nodes)):
            codes, wanted = (
                nodes @ statistic.radix for nodes in (side.nodes, statistic.representative(totals))
            )
            place = np.searchsorted(codes, wanted).clip(max=len(codes) - 1)
            meetings.append(place)
            found &= (
                codes[place] == wanted
            )  # with thousands of people some nodes weigh less than any number
        meetings = np.column_stack([*meetings, statistic.join(nodes)])[found]
        times = np.ones(len(meetings))
        if statistic.symmetric:
            meetings, times = np.unique(meetings, axis=0, return_counts=True)
        self.a, self.b, self.join = meetings.T
        mass = [np.add.reduceat(side.weights, side.start[:-1]) for side in (self.left, self.right)]
        self.times, self.mass = times, times * mass[0][self.a] * mass[1][self.b]
        self.least = (
            self.join
            + self.left.sums[self.left.start[self.a]]
            + self.right.sums[self.right.start[self.b]]
        )
        self.most = (
            self.join
            + self.left.sums[self.left.start[self.a + 1] - 1]
            + self.right.sums[self.right.start[self.b + 1] - 1]
        )

    def tails(self, low, high):
        """P(T < low), P(T <= high), P(T >= low), P(T > high)."""
        under, over = self.most < low, self.least > high
        result = (
            np.array([1, 1, 0, 0]) * self.mass[under].sum()
            + np.array([0, 0, 1, 1]) * self.mass[over].sum()
        )
        between = np.flatnonzero(~under & ~over)
        between = between[np.argsort(self.b[between], kind="stable")]
        searches = int(np.diff(self.left.start)[self.a[between]].sum())
        keys = len(between) * (int(np.ptp(self.right.sums)) + 2)  # of one portion: less than 2**62
        for some in np.array_split(between, 1 + max(searches // SEARCHES, keys >> 61)):
            if len(some):
                result += self._between(some, low, high)
        if self.left_out:
            return np.append(result[:2], self.total - result[:2]) / self.total
        return result / (result[0] + result[2])

    def _between(self, some, low, high):
        """Weights of the four tails at `some` meetings, which reach to both sides."""
        left, right, a = self.left, self.right, self.a[some]
        nodes, b = np.unique(self.b[some], return_inverse=True)
        size, mine = np.diff(right.start)[nodes], np.diff(left.start)[a]
        there, edge = ranges(right.start[nodes], size), np.append(0, np.cumsum(size))
        sums, weights = right.sums[there], right.weights[there]
        up, down = np.zeros(
            (2, len(sums) + len(nodes))
        )  # weights below each sum of a node, and from it on
        for i, (x, y) in enumerate(itertools.pairwise(edge.tolist())):
            np.cumsum(weights[x:y], out=up[x + i + 1 : y + i + 1])
            np.cumsum(weights[x:y][::-1], out=down[x + i : y + i][::-1])
        # One sorted array of all sums of all nodes, one search of all that the left block still
        # needs.
        here, which = ranges(left.start[a], mine), np.repeat(np.arange(len(a)), mine)
        least, span, node = sums.min(), int(np.ptp(sums)) + 2, b[which]
        keys = np.repeat(np.arange(len(nodes)), size) * span + sums - least
        rest = low - least - self.join[some][which] - left.sums[here]
        x = np.searchsorted(keys, node * span + rest.clip(0, span - 1))
        y, rest = x.copy(), rest + high - low
        # a second search only where the first does not tell: it is most of the work
        near = np.flatnonzero(keys.take(x, mode="clip") <= node * span + rest.clip(-1, span - 1))
        y[near] = np.searchsorted(keys, node[near] * span + rest[near].clip(-1, span - 1), "right")
        tails = np.array([up[x + node], up[y + node], down[x + node], down[y + node]])
        return tails @ (self.times[some][which] * left.weights[here])

    def law(self):
        """Value by value: nodes that meet at the same term make one matrix product."""
        (left, x), (right, y) = (side.dense() for side in (self.left, self.right))
        low = int(self.join.min() + x[0] + y[0])
        total = np.zeros(int(self.join.max() + x[-1] + y[-1]) - low + 1)
        order = np.argsort(self.join, kind="stable")
        for some in np.split(order, np.flatnonzero(np.diff(self.join[order])) + 1):
            p, q = left[self.a[some]], right[self.b[some]]
            i, j = p.any(0), q.any(0)
            np.add.at(
                total, int(self.join[some[0]]) - low + np.add.outer(x[i], y[j]), p[:, i].T @ q[:, j]
            )
        return Law(low + np.arange(len(total)), total)


def linear_law(table, u, v, budget=BUDGET, whole=None):
    """The linear-by-linear statistic and its exact law, None above the budget.  `whole`, a type of number, asks for
    every value; otherwise tails will do."""
    table, u, v = upright(table, u, v)
    statistic = linear(table, u, v)
    if len(table) == 2:
        # adding two numbers of an array is some hundred times cheaper than looking at a partial
        # table
        others, fewer = float(np.sort(table.sum(0))[:-1].sum()), float(table.sum(1).min())
        if others**2 * fewer * np.ptp(v) / 500 <= (budget if whole else min(budget, 2e6)):
            return statistic, _convolve(table, u, v, whole or float)
    if statistic.cost > budget or (whole and statistic.width > 1e7):
        return statistic, None
    meeting = Meeting(statistic)
    if not whole and statistic.width > 5_000:  # finely spaced scores: tails are cheaper than values
        return statistic, meeting
    largest = max(
        len(block.nodes) * len(np.unique(block.sums)) for block in (meeting.left, meeting.right)
    )
    return statistic, meeting.law() if largest < 5e7 else None  # numbers in a matrix


def _convolve(table, u, v, real):
    """Law for a 2 x c table: columns are convolved, the largest one last and only where it must end."""
    row = int(table[0].sum() > table[1].sum())  # the row with fewer people
    (m, n), columns = (int(table[row].sum()), int(table.sum())), table.sum(0)
    log = gammaln(np.arange(columns.max() + 1) + 1)
    shares = [
        np.exp(
            (
                log[size]
                - log[k]
                - log[size - k]
                + k * math.log(m / n)
                + (size - k) * math.log(1 - m / n)
            ).astype(real)
        )
        for size in columns
        for k in [np.arange(min(m, size) + 1)]
    ]
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


def listed(statistic):
    """Law of a statistic by its few tables of two rows, or None."""
    rows, columns = statistic.rows, statistic.table.sum(0)
    if len(rows) != 2 or ways(rows.min(), columns) > FEW:
        return None
    row = spread(int(rows[0]), columns)
    tables = np.stack([row, columns - row], axis=1)
    log = -gammaln(tables + 1).sum((1, 2))
    return Law(statistic.value(tables), np.exp(log - log.max()))


def sample(statistic, seed):
    """Law of the statistic in random tables, in portions that fit in memory."""
    margins, random = (
        stats.random_table(*(statistic.table.sum(axis) for axis in (1, 0))),
        np.random.default_rng(seed),
    )
    portions = (margins.rvs(DRAWS // 20, random_state=random).astype(np.int64) for _ in range(20))
    return Law(
        *np.unique(
            np.concatenate([statistic.value(tables) for tables in portions]), return_counts=True
        )
    )
