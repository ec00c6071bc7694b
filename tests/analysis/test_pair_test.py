"""One pair tested by itself: scores, mid-p, what it costs, and what it does not work out twice."""

import math

import pandas as pd
import pytest

from helpers.analysis import pair_test
from helpers.analysis.notes import Note
from helpers.stats import exact

CROSSED = pd.DataFrame([[5, 14, 23, 15], [4, 6, 7, 3]])
LARGE = pd.DataFrame([[40 if x == y else 10 for x in range(6)] for y in range(6)])


def test_scores_and_mid_p_change_the_test_and_what_it_could_detect():
    """Fails when only p is the other test's: its smallest p and its detectable gamma are its
    own."""
    equal = pair_test.examine(CROSSED)
    ranked = pair_test.examine(CROSSED, scores=exact.midranks)
    scores = exact.midranks(CROSSED.sum())
    assert ranked.p == exact.linear_by_linear(CROSSED, column_scores=scores).p_value
    assert ranked.p_smallest != equal.p_smallest and ranked.effect == equal.effect
    halved = pair_test.examine(CROSSED, mid_p=True)
    assert halved.p == exact.linear_by_linear(CROSSED).p_mid
    assert halved.p_smallest == equal.p_smallest / 2
    gammas = [pair.detectable(0.05).gamma for pair in (equal, ranked, halved)]
    assert len(set(gammas)) == 3 and max(gammas) - min(gammas) < 0.1


@pytest.mark.parametrize("counts", [[[0, 0], [0, 0]], [[3, 4], [0, 0]], [[3, 0], [4, 0]]])
def test_a_pair_of_one_level_is_not_tested(counts):
    """Fails when nobody, or answers that are all alike, give an effect or a p below 1."""
    pair = pair_test.examine(pd.DataFrame(counts))
    assert (pair.note, pair.p, pair.p_smallest) == (Note.SINGLE_LEVEL, 1.0, 1.0)
    assert math.isnan(pair.effect.estimate) and pair.base == sum(map(sum, counts))


def test_a_monte_carlo_draws_fewer_tables_the_larger_they_are(monkeypatch):
    """Fails when a large pair draws a million tables, for seconds, in each specification."""
    draws, real = [], exact.linear_by_linear

    def linear_by_linear(counts, **options):
        draws.append(options["draws"])
        return real(counts, **options)

    monkeypatch.setattr(exact, "linear_by_linear", linear_by_linear)
    monkeypatch.setattr(pair_test, "DRAWN_CELLS", 36 * 500)
    pair = pair_test.examine(LARGE)
    assert (pair.test, pair.note) == ("linear-by-linear, monte carlo", Note.TOO_LARGE_FOR_LIMITS)
    assert draws == [500] and math.isnan(pair.p_smallest)


def test_p_and_mid_p_are_two_readings_of_one_test(monkeypatch):
    """Fails when a test is done again for its mid-p, or for a pair whose family is judged again."""
    tests, real = [], exact.linear_by_linear

    def linear_by_linear(counts, **options):
        tests.append(counts)
        return real(counts, **options)

    monkeypatch.setattr(exact, "linear_by_linear", linear_by_linear)
    counts = pd.DataFrame([[6, 11, 4], [3, 2, 9]])
    pair_test.examine(counts)
    pair_test.examine(counts, mid_p=True)
    pair_test.examine(counts.copy())
    assert len(tests) == 1
