"""One pair tested by itself: one test behind its numbers, within events, at any size."""

import math

import numpy as np
import pandas as pd
import pytest

from helpers.analysis import pair_test
from helpers.analysis.notes import Note
from helpers.stats import exact

CROSSED = pd.DataFrame([[5, 14, 23, 15], [4, 6, 7, 3]])


def test_scores_and_mid_p_change_the_test_and_what_it_could_detect():
    """Fails when only p is the other test's: its smallest p, its interval and its detectable gamma
    are its own."""
    equal = pair_test.examine(CROSSED)
    ranked = pair_test.examine(CROSSED, scores=exact.midranks)
    scores = exact.midranks(CROSSED.sum())
    assert ranked.p == pytest.approx(
        exact.linear_by_linear(CROSSED, column_scores=scores).p_value, rel=1e-12
    )
    assert ranked.p_smallest != equal.p_smallest and ranked.gamma == equal.gamma
    halved = pair_test.examine(CROSSED, mid_p=True)
    assert halved.p == pytest.approx(exact.linear_by_linear(CROSSED).p_mid, rel=1e-12)
    assert halved.p_smallest == equal.p_smallest / 2
    gammas = [pair.detectable(0.05).gamma for pair in (equal, ranked, halved)]
    assert len(set(gammas)) == 3 and max(gammas) - min(gammas) < 0.1
    assert len({pair.effect.low for pair in (equal, ranked, halved)}) == 3
    assert halved.effect.high - halved.effect.low < equal.effect.high - equal.effect.low


@pytest.mark.parametrize("counts", [[[0, 0], [0, 0]], [[3, 4], [0, 0]], [[3, 0], [4, 0]]])
def test_a_pair_of_one_level_is_not_tested(counts):
    """Fails when nobody, or answers that are all alike, give an effect or a p below 1."""
    pair = pair_test.examine(pd.DataFrame(counts))
    assert (pair.note, pair.p, pair.p_smallest) == (Note.SINGLE_LEVEL, 1.0, 1.0)
    assert (
        math.isnan(pair.gamma)
        and math.isnan(pair.effect.low)
        and pair.base == sum(map(sum, counts))
    )


@pytest.mark.slow
@pytest.mark.parametrize("count", [300, pytest.param(2_000, marks=pytest.mark.slow)])
def test_p_and_interval_are_one_test_in_thousands_of_tables(count):
    """Fails when a p of at most 5 % stands beside an interval that holds 0, or the reverse; or when
    the interval is not there."""
    random = np.random.default_rng(7)
    seen = {True: 0, False: 0}
    while sum(seen.values()) < count:
        shape = random.integers(2, 4), random.integers(2, 6)
        weights = random.dirichlet(np.full(np.prod(shape), 0.7))
        table = random.multinomial(random.integers(8, 60), weights).reshape(shape)
        pair = pair_test.examine(pd.DataFrame(table))
        if pair.trend is None:
            continue
        for alpha in (0.05, 0.01):
            low, high = pair.interval(alpha)
            assert -1 <= low < high <= 1
            assert (pair.p <= alpha) == (low > 0 or high < 0), table.tolist()
        seen[pair.p <= 0.05] += 1
    assert min(seen.values()) > count // 20


@pytest.mark.parametrize(
    "table",
    [
        [[5, 15, 2, 0], [1, 2, 1, 4]],  # gamma and its own interval used to hold 0 beside p = .01
        [[1, 6, 0], [0, 1, 5]],
        [[54, 2], [20, 0]],
    ],
)
def test_the_interval_is_every_slope_that_the_test_does_not_reject(table):
    """By trying slopes one by one. Fails when a limit is one of another test, such as the one-sided
    of Clopper and Pearson."""
    null = exact.distribution(table)
    low, high = exact.limits(null)
    slopes = np.linspace(-8, 8, 3_201)
    inside = slopes[[exact.p_of_slope(null, beta) > 0.05 for beta in slopes]]
    assert max(low, -8) == pytest.approx(inside.min(), abs=0.005)
    assert min(high, 8) == pytest.approx(inside.max(), abs=0.005)


def test_people_are_compared_within_their_event():
    """Two events without any association, which differ in both answers. Fails when they are pooled,
    or gamma, p and interval are not all of people within events."""
    first, second = pd.DataFrame([[27, 9], [9, 3]]), pd.DataFrame([[3, 9], [9, 27]])
    pooled = pair_test.examine(first + second)
    within = pair_test.examine([first, second])
    assert pooled.p < 0.05 and pooled.effect.low > 0
    assert (within.gamma, within.p, within.base) == (0, 1, 96)
    assert within.effect.low == pytest.approx(-within.effect.high, abs=0.01)
    assert within.detectable(0.05).gamma > pooled.detectable(0.05).gamma


def test_one_test_is_not_done_twice(monkeypatch):
    """Fails when a pair whose family is judged again is tested again."""
    tests, real = [], pair_test.trend.trend

    def trend(table, **options):
        tests.append(table)
        return real(table, **options)

    monkeypatch.setattr(pair_test.trend, "trend", trend)
    counts = pd.DataFrame([[6, 11, 4], [3, 2, 9]])
    pair_test.examine(counts)
    pair_test.examine(counts.copy())
    assert len(tests) == 1


@pytest.mark.slow
def test_every_number_is_there_at_seven_by_seven_and_thousands():
    """Fails when a table too large for exact work is without a limit, or takes many seconds."""
    random = np.random.default_rng(1)
    counts = np.add.outer(np.arange(7), np.arange(7)) + 1
    table = pd.DataFrame(random.multinomial(2_900, counts.ravel() / counts.sum()).reshape(7, 7))
    pair = pair_test.examine(table)
    assert pair.test == "linear-by-linear, saddlepoint"
    numbers = [
        pair.p,
        pair.p_smallest + 1,
        *pair.odds,
        *pair.interval(0.01),
        *pair.detectable(0.01),
    ]
    assert np.isfinite(numbers).all() and min(pair.odds) > 0
