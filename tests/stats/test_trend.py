"""One test behind p, interval and what could be detected, by whichever way; and in strata."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest

from helpers.stats import asymptotic, trend
from helpers.stats.effects import gamma
from helpers.stats.uniform_association import gamma_of_slope

STRATA = np.array([[[3, 1, 0], [1, 2, 2]], [[1, 2, 1], [0, 1, 3]]])


def laws(table):
    """Every table with the margins of a 2 x 3 one: its statistic, and its probability."""
    rows, columns = table.sum(1), table.sum(0)
    total = Fraction(math.comb(int(rows.sum()), int(rows[1])))
    for second in itertools.product(*(range(size + 1) for size in columns)):
        if sum(second) == rows[1]:
            ways = math.prod(math.comb(int(c), k) for c, k in zip(columns, second, strict=True))
            yield sum(j * k for j, k in enumerate(second)), ways / total


def test_the_stratified_test_is_complete_enumeration():
    """Every combination of tables of two strata, in fractions. Fails when the strata are pooled,
    the mean is that of one, or ties are not counted."""
    both = list(itertools.product(*(list(laws(table)) for table in STRATA)))
    value = sum(int(table[1] @ np.arange(3)) for table in STRATA)
    mean = sum(
        Fraction(int(t[1].sum()) * int(t.sum(0) @ np.arange(3)), int(t.sum())) for t in STRATA
    )
    p = sum(a * b for (s, a), (t, b) in both if abs(s + t - mean) >= abs(value - mean))
    test = trend.trend(STRATA)
    assert (test.method, test.p) == ("exact", pytest.approx(float(p), rel=1e-12))
    furthest = max(abs(s + t - mean) for (s, _), (t, _) in both)
    smallest = sum(a * b for (s, a), (t, b) in both if abs(s + t - mean) == furthest)
    assert test.p_smallest == pytest.approx(float(smallest), rel=1e-9)


def test_a_stratum_that_tells_nothing_changes_nothing():
    """Fails when a stratum of one answer, or of nobody, moves a number or stops the work."""
    alike = np.array([[4, 0, 0], [3, 0, 0]])
    more = np.concatenate([STRATA, [alike, np.zeros((2, 3), int)]])
    one, other = trend.trend(STRATA), trend.trend(more)
    assert other.p == pytest.approx(one.p) and other.limits(0.05) == pytest.approx(one.limits(0.05))
    assert trend.trend([alike]) is None


@pytest.mark.parametrize("scale", [1, 400])
def test_p_and_interval_say_the_same_by_every_method(scale):
    """Fails when a limit is one of another test, as Wald's beside a score test is."""
    random = np.random.default_rng(5)
    for _ in range(60 if scale == 1 else 6):
        table = scale * random.multinomial(12, np.full(6, 1 / 6)).reshape(2, 3) + 2 * scale
        if scale > 1:
            table[1, 2] += random.integers(0, 300)
        test = trend.trend(table)
        assert test.method == ("exact" if scale == 1 else "asymptotic")
        for alpha in (0.05, 0.01, test.p * 1.001, test.p * 0.999):
            if 0 < alpha < 1:
                low, high = test.limits(alpha)
                assert (test.p <= alpha) == (low > 0 or high < 0)


def test_the_ways_agree_where_they_meet():
    """Fails when crossing from one method to the next moves a number by more than it is read by."""
    table = np.array([[240, 150, 130, 30], [385, 255, 240, 80]])
    whole, near = trend.trend(table), trend.trend(table, budget=0)
    assert (whole.method, near.method) == ("exact", "saddlepoint")
    odds = np.log(asymptotic.odds_ratio(table))
    for test in (near, whole):
        assert [test.slope, *test.limits(0.05)] == pytest.approx(odds, abs=0.003)
    assert near.p == pytest.approx(whole.p, rel=0.002)
    assert near.detectable(0.01, 0.8) == pytest.approx(whole.detectable(0.01, 0.8), rel=0.005)


@pytest.mark.slow
@pytest.mark.parametrize("beta", [0.0, 0.4, 1.0])
def test_the_interval_covers_as_often_as_it_says(beta):
    """Samples of 77 with one odds ratio. Fails when limits are those of one tail: then the interval
    misses more often than it may."""
    random, missed = np.random.default_rng(8), 0
    weights = np.outer([0.7, 0.3], [0.15, 0.3, 0.35, 0.2])
    weights = weights * np.exp(beta * np.outer(np.arange(2), np.arange(4)))
    for _ in range(400):
        table = random.multinomial(77, (weights / weights.sum()).ravel()).reshape(2, 4)
        low, high = trend.trend(table).limits(0.05)
        missed += not low < beta < high
    assert missed <= 0.05 * 400 + 3 * math.sqrt(400 * 0.05 * 0.95)


def test_gamma_of_the_limits_holds_gamma():
    """Fails when the slope is pushed through other margins."""
    table = np.array([[14, 20, 18, 5], [2, 6, 7, 5]])
    low, high = trend.trend(table).limits(0.05)
    margins = table.sum(1), table.sum(0)
    assert gamma_of_slope(*margins, low) < gamma(table).estimate < gamma_of_slope(*margins, high)
