"""Exact conditional tests of small ordered tables.

Under independence, and once both margins are known, nothing unknown is left: every r x c table with these margins has
probability ``prod R_i! prod C_j! / (n! prod n_ij!)``.  The room adds these up without listing the tables.  A 2 x c
table is a convolution of its columns.  Otherwise the columns are cut into a left and a right block, and what the blocks
must agree on is only the *node*: the row totals that the left one has used up.  At each node the sums of either block
are collected, equal sums merged, and the two joined ("meet in the middle").  Above a stated budget a seeded Monte Carlo
answers instead, and the result says so.

Two decisions keep small p-values right.  Only positive numbers are added, so that 1e-15 has all its digits.  And every
statistic is an integer inside, so that "as extreme as observed" is decided without rounding.

References
----------
Mehta & Patel (1983), JASA 78:427.  Agresti, Mehta & Patel (1990), JASA 85:453.  Hirji (2006), Exact Analysis of
Discrete Data, Chapman & Hall.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, stats
from scipy.special import gammaln

BUDGET = 20_000_000  # partial tables looked at before a Monte Carlo takes over: seconds, and a gigabyte at most
DRAWS = 1_000_000  # tables of a Monte Carlo
SEED = 2015
TIE = 1e-7  # Fisher-Freeman-Halton: probabilities closer than this, relatively, are equal, as in R's fisher.test
GRID = 2**32  # steps of the integers that stand for logarithms: 500 cells stay within a tie
CHUNK = 200_000  # pairs handled at once: arrays that stay in the processor's cache


# ------------------------------------------------------------------------------------------------- results
@dataclass(frozen=True)
class ExactTest:
    """Outcome of a conditional test.

    Attributes
    ----------
    name : str
    statistic : float
    expected : float or None
        Mean of the statistic given the margins, where it has a direction.
    p_value : float
        Two-sided, ``P(|T - E| >= |t - E|)``; where there is no direction, ``P(T at least as extreme as t)``.
    p_mid : float
        Mid-p version of `p_value`: what is exactly as extreme counts half.  A sensitivity, not the test.
    p_less, p_greater : float or None
        One-sided ``P(T <= t)`` and ``P(T >= t)``, where there is a direction.
    p_smallest : float or None
        Smallest `p_value` that a table with these margins can have; None if by Monte Carlo.
    method : str
        ``"exact"`` or ``"monte carlo"``.
    low, high : float or None
        99 % Clopper-Pearson interval of a Monte Carlo `p_value` (which may be 0: then quote `high`); None if exact.
    draws, seed : int or None
        Of the Monte Carlo; None if exact.
    """

    name: str
    statistic: float
    expected: float | None
    p_value: float
    p_mid: float
    p_less: float | None
    p_greater: float | None
    p_smallest: float | None
    method: str
    low: float | None = None
    high: float | None = None
    draws: int | None = None
    seed: int | None = None


@dataclass(frozen=True)
class OddsRatio:
    """Conditional odds ratio per unit of the scores: estimate, Clopper-Pearson-type limits and mid-p limits."""

    estimate: float
    low: float
    high: float
    low_mid: float
    high_mid: float


@dataclass(frozen=True)
class Distribution:
    """Null distribution of the linear-by-linear statistic given both margins.

    Attributes
    ----------
    support, probability : numpy.ndarray, shape (k,)
        Attainable values, increasing, in the units of the scores, and their probabilities.
    observed, expected : float
    """

    support: np.ndarray
    probability: np.ndarray
    observed: float
    expected: float

    def tilt(self, beta: float) -> np.ndarray:
        """Probabilities of `support` when the log odds ratio per unit of the scores is `beta`."""
        exponent = np.log(self.probability) + beta * (self.support - self.observed)
        weights = np.exp(exponent - exponent.max())
        return weights / weights.sum()


# ------------------------------------------------------------------------------------------------- tests
def linear_by_linear(
    table: ArrayLike,
    *,
    row_scores: Sequence[float] | None = None,
    column_scores: Sequence[float] | None = None,
    budget: float = BUDGET,
    seed: int = SEED,
) -> ExactTest:
    """Test independence against a monotone trend, by T = sum of row score x column score x count.

    With two rows it is the exact Cochran-Armitage test; with `midranks`, the exact Wilcoxon (two rows) or Spearman one.

    Parameters
    ----------
    table : array_like, shape (r, c)
        Counts; rows and columns in order.  Empty ones are dropped after scores have been assigned.
    row_scores, column_scores : sequence of float, optional
        One a level; 0, 1, 2, ... by default.
    budget : float
        Partial tables that may be looked at; above it a Monte Carlo with `seed` answers.
    seed : int

    Returns
    -------
    ExactTest

    Raises
    ------
    ValueError
        If `table` is not a non-empty table of counts, or scores do not fit it.

    References
    ----------
    Agresti, Mehta & Patel (1990), JASA 85:453.

    Examples
    --------
    Treatment and improvement of 84 patients with arthritis (Koch & Edwards 1988):

    >>> test = linear_by_linear([[29, 7, 7], [13, 7, 21]])
    >>> round(test.p_value, 7), round(test.p_mid, 7), test.method
    (0.0003752, 0.000306, 'exact')
    """
    counts, u, v, _, shown, expected = _scored(table, row_scores, column_scores)
    return _linear_test("linear-by-linear", shown, expected, counts, u, v, budget, seed)


def kendall(table: ArrayLike, *, budget: float = BUDGET, seed: int = SEED) -> ExactTest:
    """Test by Kendall's S, concordant minus discordant pairs, ties included.

    Given the margins, tau-a, tau-b, tau-c, Somers' D and the Jonckheere-Terpstra statistic order the tables as S does,
    so this is the exact test of all of them (not of gamma).  Parameters, result and errors as in `linear_by_linear`.

    References
    ----------
    Kendall (1945), Biometrika 33:239.  Jonckheere (1954), Biometrika 41:133.

    Examples
    --------
    >>> kendall([[29, 7, 7], [13, 7, 21]]).statistic
    728.0
    """
    (counts,) = _upright(_kept(table)[0])
    if len(counts) == 2:  # S is then linear: a person counts the others below minus the others above
        scores = np.rint(2 * midranks(counts.sum(0))).astype(np.int64) - counts.sum() - 1
        return _linear_test("kendall", counts[1] @ scores, 0, counts, np.arange(2), scores, budget, seed)
    statistic = _concordance(counts)
    return _test("kendall", statistic.value(counts), 0, statistic, Fraction(0), budget, seed)


def fisher_freeman_halton(table: ArrayLike, *, budget: float = BUDGET, seed: int = SEED) -> ExactTest:
    """Test nominal variables: tables at most as probable as this one are as extreme.

    `ExactTest.statistic` is the probability of the table.  Parameters, result and errors as in `linear_by_linear`.

    References
    ----------
    Freeman & Halton (1951), Biometrika 38:141.  Mehta & Patel (1983), JASA 78:427.

    Examples
    --------
    >>> round(fisher_freeman_halton([[1, 3, 10, 6], [2, 3, 10, 7], [1, 6, 14, 12], [0, 1, 9, 11]]).p_value, 6)
    0.782685
    """
    counts = _by_size(table)
    rows, columns, n = counts.sum(1), counts.sum(0), int(counts.sum())
    cell = np.rint(gammaln(np.arange(n + 1) + 1) * GRID).astype(np.int64)
    sums = [_additive(counts, lambda K, j: cell[K].sum(-1), kinds, round(TIE * GRID))
            for kinds in (np.zeros(len(rows), int), rows)]
    logs = [gammaln(x + 1.0).sum() for x in (rows, columns, n, counts)]
    shown = math.exp(logs[0] + logs[1] - logs[2] - logs[3])
    return _test("fisher-freeman-halton", shown, None, min(sums, key=_cost), None, budget, seed)


def pearson(table: ArrayLike, *, budget: float = BUDGET, seed: int = SEED) -> ExactTest:
    """Test nominal variables by Pearson's chi-square.  Parameters, result and errors as in `linear_by_linear`.

    References
    ----------
    Agresti (1992), Statistical Science 7:131.

    Examples
    --------
    >>> test = pearson([[29, 7, 7], [13, 7, 21]])
    >>> round(test.statistic, 3), round(test.p_value, 6)
    (13.055, 0.001346)
    """
    counts = _by_size(table)
    rows, n = counts.sum(1), counts.sum()
    products = np.outer(rows, counts.sum(0))
    unit, slack = _unit(products, len(counts), counts.size)
    statistic = _additive(
        counts, lambda K, j: np.rint(K**2 * (unit / products[:, j])).astype(np.int64).sum(-1), rows, slack)
    return _test("pearson", n * ((counts**2 / products).sum() - 1), None, statistic, None, budget, seed)


def kruskal_wallis(table: ArrayLike, *, budget: float = BUDGET, seed: int = SEED) -> ExactTest:
    """Test whether groups (rows, nominal) differ on an ordered variable (columns).

    `ExactTest.statistic` is H, corrected for ties.  Parameters, result and errors as in `linear_by_linear`.

    References
    ----------
    Kruskal & Wallis (1952), JASA 47:583.

    Examples
    --------
    >>> test = kruskal_wallis([[10, 5, 0, 0], [0, 6, 12, 0], [0, 0, 9, 20]])
    >>> round(test.statistic, 3), float(f"{test.p_value:.3g}")
    (47.614, 1.49e-18)
    """
    counts = _kept(table)[0].T  # levels x groups: the statistic is a sum over groups
    levels, groups, n = counts.sum(1), counts.sum(0), int(counts.sum())
    ranks = np.rint(2 * midranks(levels)).astype(np.int64)
    untied = float(n**3 - n - (levels**3 - levels).sum())
    h = (3 * ((ranks @ counts) ** 2 / groups).sum() - 3 * n * (n + 1) ** 2) * (n - 1) / (untied or 1.0)
    if len(groups) == 2:  # H grows with the distance of either rank sum from its mean
        test = _linear_test("kruskal-wallis", h, None, counts.T, np.arange(2), ranks, budget, seed)
        return replace(test, p_less=None, p_greater=None)
    unit, slack = _unit(groups, 4 * n**3, len(groups))
    statistic = _additive(counts, lambda K, j: np.rint((K @ ranks) ** 2 * (unit / groups[j])).astype(np.int64),
                          np.arange(len(levels)), slack)
    return _test("kruskal-wallis", h, None, statistic, None, budget, seed)


# ------------------------------------------------------------------------------------------------- the whole law
def distribution(
    table: ArrayLike,
    *,
    row_scores: Sequence[float] | None = None,
    column_scores: Sequence[float] | None = None,
) -> Distribution:
    """Null distribution of the linear-by-linear statistic given both margins, value by value.

    Parameters and result as in `linear_by_linear` and `Distribution`.

    Raises
    ------
    ValueError
        As in `linear_by_linear`; also if the distribution is too large (finely spaced scores, many people), or
        gives the table itself a probability that is not a number of this machine.

    Examples
    --------
    >>> law = distribution([[29, 7, 7], [13, 7, 21]])
    >>> len(law.support), law.observed, round(law.expected, 3)
    (70, 49.0, 34.167)
    """
    counts, u, v, unit, observed, expected = _scored(table, row_scores, column_scores)
    for real in (float, np.longdouble):  # the wider range only where it is needed, it is slow
        _, law = _linear_law(counts, u, v, BUDGET, whole=real)
        if law is None:
            raise ValueError(f"the distribution of a {counts.shape} table of {counts.sum()} people with these scores "
                             f"is too large; linear_by_linear still tests it")
        steps = law.values - int(u @ counts @ v)
        if law.probability[steps == 0].sum() > 1e-100:
            break
    if 0 not in steps:
        raise ValueError("the table is too improbable: its probability is 0 in the precision of this machine")
    return Distribution(observed + unit * steps, law.probability, observed, expected)


def odds_ratio(
    table: ArrayLike,
    *,
    row_scores: Sequence[float] | None = None,
    column_scores: Sequence[float] | None = None,
    confidence: float = 0.95,
) -> OddsRatio:
    """Exact conditional odds ratio per unit of the scores: per level, all local odds ratios being equal.

    Given the margins, ``P(T = t)`` is proportional to ``P_0(t) exp(beta t)``: the estimate makes the observed T the
    mean, the limits make its tails ``(1 - confidence) / 2``.  They are infinite, or 0, when T is at its own limit;
    where only one table is possible the estimate is NaN.

    Parameters, errors as in `distribution`.

    Returns
    -------
    OddsRatio

    References
    ----------
    Cornfield (1956), 3rd Berkeley Symposium 4:135.  Agresti (1992), Statistical Science 7:131.

    Examples
    --------
    >>> result = odds_ratio([[29, 7, 7], [13, 7, 21]])
    >>> round(result.estimate, 3), round(result.low, 3), round(result.high, 3)
    (2.535, 1.468, 4.559)
    """
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, got {confidence}")
    law = distribution(table, row_scores=row_scores, column_scores=column_scores)
    away, error = law.support - law.observed, (1 - confidence) / 2
    at = int(np.argmin(np.abs(away)))
    smallest, largest = at == 0, at == len(away) - 1
    if smallest and largest:
        return OddsRatio(math.nan, 0.0, math.inf, 0.0, math.inf)

    def above(beta, share):
        p = law.tilt(beta)
        return p[at + 1 :].sum() + share * p[at] - error

    def below(beta, share):
        p = law.tilt(beta)
        return error - p[:at].sum() - share * p[at]

    betas = [-np.inf if smallest else np.inf if largest else _root(lambda beta: law.tilt(beta) @ away)]
    for share in (1.0, 0.5):
        betas.append(-np.inf if smallest else _root(above, share))
        betas.append(np.inf if largest else _root(below, share))
    with np.errstate(over="ignore"):
        return OddsRatio(*np.exp(betas).tolist())


def smallest_p(
    table: ArrayLike,
    column_margin: ArrayLike | None = None,
    *,
    row_scores: Sequence[float] | None = None,
    column_scores: Sequence[float] | None = None,
) -> float:
    """Smallest two-sided linear-by-linear p that any table with these margins can have (Tarone's testability).

    Parameters
    ----------
    table : array_like, shape (r, c) or (r,)
        A table, or its row margin when `column_margin` is given.
    column_margin : array_like, shape (c,), optional
    row_scores, column_scores : sequence of float, optional

    Returns
    -------
    float

    Raises
    ------
    ValueError
        As in `linear_by_linear`; also if the margins have different sums, or the table is above the budget.

    References
    ----------
    Tarone (1990), Biometrics 46:515.

    Examples
    --------
    Two active people of 76, of whom 20 have results, cannot show anything at 5 %:

    >>> round(smallest_p([56, 20], [74, 2]), 4)
    0.0667
    """
    if column_margin is not None:
        rows, columns = (np.asarray(margin) for margin in (table, column_margin))
        if rows.sum() != columns.sum():
            raise ValueError(f"rows hold {rows.sum()} people, columns {columns.sum()}")
        corner = np.minimum.outer(np.cumsum(rows), np.cumsum(columns))
        table = np.diff(np.diff(corner, axis=0, prepend=0), axis=1, prepend=0)
    counts, u, v, *_ = _scored(table, row_scores, column_scores)
    _, law = _linear_law(counts, u, v, BUDGET)
    if law is None:
        raise ValueError(f"a {counts.shape} table of {counts.sum()} people is above the budget")
    return _smallest(law, _centre(counts, u, v))


def power(table: ArrayLike, beta: float, *, alpha: float = 0.05) -> float:
    """Power of the two-sided exact linear-by-linear test, given the margins of `table`.

    Parameters
    ----------
    table : array_like, shape (r, c)
        Only its margins count.
    beta : float
        Log odds ratio per level; 0 gives the actual size of the test.
    alpha : float

    Returns
    -------
    float

    Raises
    ------
    ValueError
        As in `distribution`.

    References
    ----------
    Hirji (2006), Exact Analysis of Discrete Data, ch. 7.

    Examples
    --------
    >>> table = [[5, 14, 23, 15], [4, 6, 7, 3]]
    >>> [round(power(table, beta), 3) for beta in (0, 0.5, 1)]
    [0.039, 0.342, 0.881]
    """
    law = distribution(table)
    return float(law.tilt(beta)[_rejected(law, alpha)].sum())


def detectable(table: ArrayLike, *, alpha: float = 0.05, power: float = 0.8) -> float:
    """Smallest positive log odds ratio per level that the exact test finds with this power, given the margins.

    Parameters
    ----------
    table : array_like, shape (r, c)
        Only its margins count.
    alpha, power : float

    Returns
    -------
    float
        Infinite when no log odds ratio is found with this power.

    Raises
    ------
    ValueError
        As in `distribution`.

    References
    ----------
    Hirji (2006), Exact Analysis of Discrete Data, ch. 7.

    Examples
    --------
    >>> round(detectable([[5, 14, 23, 15], [4, 6, 7, 3]]), 3)
    0.889
    >>> detectable([[54, 2], [20, 0]])
    inf
    """
    law = distribution(table)
    rejected = _rejected(law, alpha)
    if not rejected[-1]:
        return math.inf
    if law.probability[rejected].sum() >= power:
        return 0.0
    return _root(lambda beta: law.tilt(max(beta, 0.0))[rejected].sum() - power)


def midranks(counts: ArrayLike) -> np.ndarray:
    """Mid-rank of each level: the mean rank of those who hold it; shape of `counts`, (k,).

    >>> midranks([9, 20, 30, 18])
    array([ 5. , 19.5, 44.5, 68.5])
    """
    counts = np.asarray(counts)
    return np.cumsum(counts) - (counts - 1) / 2


def checked(table: ArrayLike) -> np.ndarray:
    """`table` as integers, shape (r, c); ValueError says where it is not a table of counts.

    >>> checked([[3, 1], [0, 2.5]])
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


# ------------------------------------------------------------------------------------------------- from table to p
def _kept(table, row_scores=None, column_scores=None):
    """Counts without empty levels; scores, as integers, of the levels kept; what one step of T is worth."""
    counts = checked(table)
    rows, columns = counts.any(1), counts.any(0)
    u, a = _whole(row_scores, len(rows), "row_scores")
    v, b = _whole(column_scores, len(columns), "column_scores")
    return counts[np.ix_(rows, columns)], u[rows], v[columns], a * b


def _whole(scores, levels, name):
    """Scores as integers from 0, and the unit that gives back their differences."""
    if scores is None:
        return np.arange(levels), 1.0
    values = np.asarray(scores, dtype=float)
    if values.shape != (levels,) or not np.isfinite(values).all():
        raise ValueError(f"{name} must be {levels} finite numbers, one a level, got {scores}")
    steps = [Fraction(value).limit_denominator(10**6) for value in values - values.min()]
    unit = Fraction(math.gcd(*(x.numerator for x in steps)), math.lcm(*(x.denominator for x in steps))) or Fraction(1)
    if max(steps) / unit > 2**20:  # no common unit, as of normal scores: a grid finer than anybody scores
        unit = max(steps) / 2**20
    return np.array([round(x / unit) for x in steps]), float(unit)


def _scored(table, row_scores, column_scores):
    """What `_kept` gives, and T and its mean in the units of the scores."""
    counts, u, v, unit = _kept(table, row_scores, column_scores)
    full = checked(table)
    a, b = (np.arange(k) if x is None else np.asarray(x, float)
            for x, k in zip((row_scores, column_scores), full.shape, strict=True))
    expected = float((a @ full.sum(1)) * (b @ full.sum(0)) / full.sum())
    return counts, u, v, unit, float(a @ full @ b), expected


def _upright(table, *scores):
    """Table and its two scores, turned so that rows are the shorter side: nodes live on rows."""
    return (table, *scores) if table.shape[0] <= table.shape[1] else (table.T, *scores[::-1])


def _by_size(table):
    """Counts of nominal variables, upright, rows by size so that rows of one size are neighbours."""
    (counts,) = _upright(_kept(table)[0])
    return counts[np.argsort(counts.sum(1), kind="stable")]


def _centre(counts, u, v):
    return Fraction(int(u @ counts.sum(1)) * int(v @ counts.sum(0)), int(counts.sum()))


def _linear_test(name, shown, expected, counts, u, v, budget, seed):
    statistic, law = _linear_law(counts, u, v, budget)
    return _test(name, shown, expected, statistic, _centre(counts, u, v), budget, seed, law)


def _test(name, shown, expected, statistic, centre, budget, seed, law=None):
    """Read p-values off the law of `statistic`, exact if it may cost as much; without direction, `centre` is None."""
    exact = law is not None or _cost(statistic) <= budget
    law = law or (_Meeting(statistic) if exact else _sample(statistic, seed))
    value, less, greater = int(statistic.value(statistic.table)), None, None
    if centre is None:
        *_, reach, beyond = law.tails(value - statistic.slack, value + statistic.slack)
    else:
        reach, beyond, (_, less, greater, _) = _both(law, centre, value)
    p, beyond, less, greater = (x if x is None else min(1.0, float(x)) for x in (reach, beyond, less, greater))
    expected = None if expected is None else float(expected)
    result = ExactTest(name, float(shown), expected, p, (p + beyond) / 2, less, greater, None, "exact")
    if exact:
        return replace(result, p_smallest=_smallest(law, centre, statistic.slack))
    low, high = stats.binomtest(round(p * DRAWS), DRAWS).proportion_ci(0.99, "exact")
    return replace(result, method="monte carlo", low=float(low), high=float(high), draws=DRAWS, seed=seed)


def _both(law, centre, value):
    """P(|T - E| >= |t - E|), P(|T - E| > |t - E|), and the tails at t itself."""
    low, high = centre - abs(value - centre), centre + abs(value - centre)
    down, up = math.floor(low), math.ceil(high)  # T is whole, E need not be
    left, right = law.tails(down, down), law.tails(up, up)
    beyond = left[0 if low == down else 1] + right[3 if high == up else 2]
    return left[1] + right[2], beyond, left if value <= centre else right


def _smallest(law, centre, slack=0):
    """The p-value of the most extreme table."""
    least, most = law.extremes()
    if centre is None:
        return min(1.0, float(law.tails(most - slack, most)[2]))
    return min(1.0, float(_both(law, centre, max(least, most, key=lambda value: abs(value - centre)))[0]))


def _root(function, *arguments):
    """Where an increasing function of a log odds ratio crosses zero."""
    end = 1.0
    while function(-end, *arguments) > 0 or function(end, *arguments) < 0:
        end *= 2
    return optimize.brentq(function, -end, end, arguments, xtol=1e-13, rtol=1e-14)


def _rejected(law, alpha):
    """Which values of the support the two-sided test at level `alpha` rejects."""
    away = np.abs(law.support - law.expected)
    order = np.argsort(away)
    further = np.cumsum(law.probability[order][::-1])[::-1]
    return further[np.searchsorted(away[order], away - 1e-9 * away.max())] <= alpha


def _sample(statistic, seed):
    """Law of the statistic in random tables, in portions that fit in memory."""
    margins, random = stats.random_table(*(statistic.table.sum(axis) for axis in (1, 0))), np.random.default_rng(seed)
    portions = (margins.rvs(DRAWS // 20, random_state=random).astype(np.int64) for _ in range(20))
    return _Law(*np.unique(np.concatenate([statistic.value(tables) for tables in portions]), return_counts=True))


# ------------------------------------------------------------------------------------------------- statistics as sums
@dataclass(frozen=True)
class _Sum:
    """An integer statistic that adds up along the columns of either block, plus a term where the blocks meet."""

    table: np.ndarray
    left: list[int]
    right: list[int]
    score: Callable  # (row totals of the block so far, counts of the column, column) -> what the column adds
    kinds: np.ndarray  # rows of one kind, neighbours, may be exchanged without changing anything
    join: Callable = lambda S: np.zeros(S.shape[:-1], np.int64)  # row totals of the left block -> what the meeting adds
    slack: int = 0  # how far apart two equal values may be
    width: float = math.inf  # how many values there can be, where that is known

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


def _additive(table, gain, kinds, slack):
    """A statistic that is a sum over columns, `gain(counts, column)` each."""
    return _Sum(table, *_halves(table.sum(0)), lambda P, K, j: gain(K, j), kinds, slack=slack)


def _linear(table, u, v):
    """Sum of u_i v_j n_ij.  With v counted from the last score of a block few distinct sums remain, and what that
    leaves out depends on the node alone."""
    left, right = _halves(table.sum(0))
    rows, a, b = table.sum(1), v[left[-1]], v[right[-1]] if right else 0
    relative = v - a
    relative[right] += a - b
    return _Sum(table, left, right, lambda P, K, j: (K @ u) * relative[j], np.arange(len(rows)),
                lambda S: a * (S @ u) + b * ((rows - S) @ u), width=float(np.ptp(u) * np.ptp(v) * rows.sum() + 1))


def _concordance(table):
    """Concordant minus discordant pairs.  Here the order of the columns counts, so the blocks are contiguous."""

    def score(P, K, j=None):
        below = np.cumsum(P, axis=-1) - P
        return np.vecdot(2 * below + P - P.sum(-1, keepdims=True), K)

    rows, columns = table.sum(1), list(range(table.shape[1]))
    sums = [_Sum(table, columns[:k], columns[k:], score, np.arange(len(rows)), lambda S: score(S, rows - S))
            for k in range(1, max(2, len(columns)))]
    return min(sums, key=_cost)


def _unit(divisors, largest, terms):
    """What makes a sum of fractions, at most `largest`, whole; and how far apart rounding then moves equal sums."""
    unit = math.lcm(*np.ravel(divisors).tolist())
    return (float(unit), 0) if unit * largest < 2**52 else (2.0**50 / largest, terms)


def _caps(statistic):
    """Most people in each row of a node, whatever rows were exchanged."""
    rows, kinds = statistic.table.sum(1), statistic.kinds
    return rows, np.array([rows[kinds == kind].max() for kind in kinds])


def _ways(total, caps):
    """How many ways `_columns` lists."""
    ways = np.ones(1)
    for cap in caps.tolist():
        ways = np.convolve(ways, np.ones(cap + 1))[: total + 1]
    return float(ways[total])


def _cost(statistic):
    """Partial tables that the blocks would look at: an upper estimate from the margins."""
    rows, caps = _caps(statistic)
    # k equal rows make k! nodes one; of unequal rows the larger one can take what the smaller one has, not the reverse
    alike = [np.sort(rows[statistic.kinds == kind]) for kind in np.unique(statistic.kinds)]
    exchanges, cost = math.prod(float(np.prod(np.cumsum(x) / x)) for x in alike), 0.0
    for block in (statistic.left, statistic.right):
        used, nodes, sums = 0, 1 / exchanges, 1.0
        for size in statistic.table[:, block].sum(0).tolist():
            used += size
            reached = max(1.0, _ways(used, rows) / exchanges)
            seen = _ways(size, caps) * min(nodes, reached) * sums
            cost, nodes, sums = cost + seen, reached, min(max(1.0, seen / reached), statistic.width)
    return cost


# ------------------------------------------------------------------------------------------------- the engine
class _Law:
    """A law known value by value; a Monte Carlo sample is one too."""

    def __init__(self, values, weights):
        self.values, place = np.unique(values[weights > 0], return_inverse=True)
        total = np.zeros(len(self.values), weights.dtype)
        np.add.at(total, place, weights[weights > 0])
        self.probability = total / total.sum()

    def extremes(self):
        """Smallest and largest attainable value."""
        return int(self.values[0]), int(self.values[-1])

    def tails(self, low, high):
        """P(T < low), P(T <= high), P(T >= low), P(T > high)."""
        i, j, p = np.searchsorted(self.values, low), np.searchsorted(self.values, high, "right"), self.probability
        return p[:i].sum(), p[:j].sum(), p[i:].sum(), p[j:].sum()


def _linear_law(table, u, v, budget, whole=None):
    """The linear-by-linear statistic and its exact law, None above the budget.  `whole`, a type of number, asks for
    every value; otherwise tails will do."""
    table, u, v = _upright(table, u, v)
    statistic = _linear(table, u, v)
    if len(table) == 2:
        # adding two numbers of an array is some hundred times cheaper than looking at a partial table
        others, fewer = float(np.sort(table.sum(0))[:-1].sum()), float(table.sum(1).min())
        if others**2 * fewer * np.ptp(v) / 500 <= (budget if whole else min(budget, 2e6)):
            return statistic, _convolve(table, u, v, whole or float)
    if _cost(statistic) > budget or (whole and statistic.width > 1e7):
        return statistic, None
    meeting = _Meeting(statistic)
    if not whole and statistic.width > 5_000:  # finely spaced scores: tails are cheaper than values
        return statistic, meeting
    return statistic, meeting.law() if meeting.size() < 5e7 else None


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
    rest = np.zeros(m + 1, real)
    rest[: len(shares[last])] = shares[last]
    weights = rest[m - np.arange(len(law))] @ law
    slope = int(u[row] - u[1 - row])
    return _Law(slope * (low + np.arange(len(weights))) + int(u[1 - row] * (v @ columns)), weights)


@dataclass(frozen=True)
class _Block:
    """Partial tables of one block of columns: per node the attainable sums, increasing, and their weights."""

    nodes: np.ndarray  # (nodes, r) row totals used up
    start: np.ndarray  # (nodes + 1) where the sums of a node begin
    sums: np.ndarray
    weights: np.ndarray


def _columns(total, caps):
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


def _collect(node, sums, weights, nodes):
    """Add up the weights of equal (node, sum), ordered by node and sum."""
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
    (rows, caps), kinds = _caps(statistic), statistic.kinds
    symmetric = len(np.unique(kinds)) < len(kinds)
    # People of a column weigh as if they chose rows independently, by the rows' own shares: nothing overflows.
    log = [np.average(np.log(rows / rows.sum())[kinds == kind], weights=rows[kinds == kind]) for kind in kinds]
    radix = np.append(1, np.cumprod(caps[:-1] + 1))
    codes, radix[-1] = int(radix[-1]), 0  # the last row follows from the others
    small = np.min_scalar_type(int(rows.sum()))
    code, sums, weights, used = np.zeros(1, np.int64), np.zeros(1, np.int64), np.ones(1), 0

    def decode(code):
        nodes = code[:, None] // np.maximum(radix, 1) % (caps + 1)
        nodes[:, -1] = used - nodes[:, :-1].sum(1)
        return nodes

    for j in columns:
        size = int(statistic.table[:, j].sum())
        K, P = _columns(size, caps), decode(code)
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
                    parts = [_collect(*map(np.concatenate, zip(*parts, strict=True)), codes)]
                    limit = 30 * CHUNK + 2 * len(parts[0][0])  # what did not merge now will not merge soon
            code, sums, weights = _collect(*map(np.concatenate, zip(*parts, strict=True)), codes)
        used += size
    start = np.flatnonzero(np.append(True, np.diff(code) != 0))
    nodes, end = decode(code[start]), np.append(start, len(code))
    run = np.ones(nodes.shape)
    for i in range(1, len(rows)):  # k equal totals in rows of one kind: the node stands for k! times fewer others
        run[:, i] += (kinds[i] == kinds[i - 1]) * (nodes[:, i] == nodes[:, i - 1]) * run[:, i - 1]
    return _Block(nodes, end, sums, weights * np.repeat(run.prod(1), np.diff(end)))


class _Meeting:
    """The law of a statistic as two blocks that meet at their common nodes."""

    def __init__(self, statistic):
        rows, kinds = statistic.table.sum(1), statistic.kinds
        self.left, self.right = (_block(statistic, block) for block in (statistic.left, statistic.right))
        nodes = _columns(int(statistic.table[:, statistic.left].sum()), rows)
        radix = np.append(1, np.cumprod(_caps(statistic)[1][:-1] + 1)) * (np.arange(len(rows)) < len(rows) - 1)
        meetings, found = [], True
        for block, totals in ((self.left, nodes), (self.right, rows - nodes)):
            codes, wanted = block.nodes @ radix, _representative(totals, kinds) @ radix
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

    def extremes(self):
        """Smallest and largest attainable value."""
        return int(self.least.min()), int(self.most.max())

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
        (left, x), (right, y) = (self._dense(block) for block in (self.left, self.right))
        low = int(self.join.min() + x[0] + y[0])
        total = np.zeros(int(self.join.max() + x[-1] + y[-1]) - low + 1)
        order = np.argsort(self.join, kind="stable")
        for some in np.split(order, np.flatnonzero(np.diff(self.join[order])) + 1):
            p, q = left[self.a[some]], right[self.b[some]]
            i, j = p.any(0), q.any(0)
            np.add.at(total, int(self.join[some[0]]) - low + np.add.outer(x[i], y[j]), p[:, i].T @ q[:, j])
        return _Law(low + np.arange(len(total)), total)

    def size(self):
        """Numbers in the larger matrix that `law` needs."""
        return max(len(block.nodes) * len(np.unique(block.sums)) for block in (self.left, self.right))

    @staticmethod
    def _dense(block):
        """Weights as a matrix of nodes x sums, and the sums."""
        sums, place = np.unique(block.sums, return_inverse=True)
        matrix = np.zeros((len(block.nodes), len(sums)))
        matrix[np.repeat(np.arange(len(block.nodes)), np.diff(block.start)), place] = block.weights
        return matrix, sums
