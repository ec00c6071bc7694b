"""The saddlepoint law against the exact one, where both can answer, and at its ends."""

import math

import numpy as np
import pytest
from draws import draws
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from helpers.stats import exact, saddlepoint

TABLES = [  # sparse and large, of every shape for which exact work is quick
    [[9, 4, 2, 1], [5, 6, 4, 3], [2, 4, 7, 8]],
    [[26, 5, 41, 1, 67], [1, 1, 1, 0, 0], [36, 3, 6, 0, 5]],
    [[7, 2, 8, 2], [7, 14, 10, 5], [3, 4, 6, 5], [1, 2, 2, 6]],
    [[80, 81, 171, 41, 55], [30, 46, 148, 84, 99]],
    [[3, 1, 0, 1], [0, 2, 1, 3]],
]
CELLS = st.lists(st.integers(0, 9), min_size=12, max_size=12).map(lambda x: np.reshape(x, (3, 4)))


@pytest.mark.parametrize("table", TABLES)
def test_p_limits_and_detectable_are_near_the_exact_ones(table):
    """Fails when the density is not made 1, a determinant is left out, or an end is not known."""
    law, near = exact.distribution(table), saddlepoint.distribution(table)
    assert (law.method, near.method) == ("exact", "saddlepoint")
    few = np.sum(table, axis=1).min() < 6
    assert exact.p_of_slope(near) == pytest.approx(exact.p_of_slope(law), rel=0.06 if few else 0.01)
    unit = exact.detectable_slope(law)
    apart = np.subtract(exact.limits(near), exact.limits(law)) / unit
    assert apart == pytest.approx(0, abs=0.1 if few else 0.01)
    assert exact.detectable_slope(near) == pytest.approx(unit, rel=0.1 if few else 0.01)
    assert exact.slope(near) == pytest.approx(exact.slope(law), abs=0.03 * unit)


@pytest.mark.parametrize("table", TABLES[:4])
def test_scores_that_are_no_lattice_are_near_too(table):
    """Mid-ranks. Fails when their sums are taken for whole numbers one apart."""
    rows, columns = exact.midranks(np.sum(table, 1)), exact.midranks(np.sum(table, 0))
    options = {"row_scores": rows, "column_scores": columns}
    near = exact.p_of_slope(saddlepoint.distribution(table, **options))
    assert near == pytest.approx(exact.linear_by_linear(table, **options).p_value, rel=0.02)


@draws(40)
@given(CELLS)
def test_the_smallest_p_is_the_exact_one(table):
    """Fails when the wrong end is the furthest, or both ends count where one is."""
    if min((table.sum(0) > 0).sum(), (table.sum(1) > 0).sum()) > 1:
        smallest = exact.smallest_p(table)
        assert saddlepoint.smallest_p(table) == pytest.approx(smallest, rel=1e-8, abs=0)


def test_strata_have_one_law():
    """Fails when the law of several tables is that of one of them, or of the tables together."""
    tables = np.array([TABLES[0], np.flipud(TABLES[0]), np.roll(TABLES[0], 1, axis=1)])
    law, near = exact.distribution(tables), saddlepoint.distribution(tables)
    assert exact.p_of_slope(near) == pytest.approx(exact.p_of_slope(law), rel=0.01)
    assert exact.limits(near) == pytest.approx(exact.limits(law), abs=0.01)
    assert near.expected == pytest.approx(near.probability @ near.support, rel=1e-4)


@pytest.mark.slow
def test_seven_by_seven_is_the_monte_carlo():
    """Fails when the law of a table far beyond exact work is not the one that is drawn from."""
    random = np.random.default_rng(2)
    weights = np.exp(0.01 * np.outer(np.arange(7), np.arange(7)))
    counts = random.multinomial(1_500, (weights / weights.sum()).ravel()).reshape(7, 7)
    drawn = exact.linear_by_linear(counts, draws=200_000)
    p = exact.p_of_slope(saddlepoint.distribution(counts))
    assert drawn.method == "monte carlo" and 0.001 < p < 0.5
    assert abs(p - drawn.p_value) < 4 * math.sqrt(p * (1 - p) / 200_000)


def test_far_tails_are_those_of_four_cells():
    """Fisher's test of thousands, by the hypergeometric law. Fails when a small p is lost in
    rounding or in the reach of what is worked out."""
    table = [[900, 600], [590, 910]]
    p = exact.p_of_slope(saddlepoint.distribution(table))
    law = stats.hypergeom(3000, 1510, 1500)
    mirrored = round(2 * 1500 * 1510 / 3000 - 910)
    assert p == pytest.approx(law.sf(909) + law.cdf(mirrored), rel=0.02, abs=0) and p < 1e-25


@pytest.mark.slow
def test_the_odds_ratio_of_four_by_four_is_exact_for_a_hundred_and_ten_people():
    """Fails when limits are refused that take a second and a half, or come of another law."""
    table = np.full((4, 4), 7) - np.diag([1, 1, 0, 0])
    result, near = exact.odds_ratio(table), saddlepoint.distribution(table)
    assert exact.cost(table) > exact.BUDGET and table.sum() == 110
    assert math.log(result.estimate) == pytest.approx(exact.slope(near), abs=0.002)
    assert (result.low, result.high) == pytest.approx(tuple(result_of(near)), rel=0.01)


def result_of(law):
    """Limits of the odds ratio, each tail by itself, of any law."""
    from helpers.stats.exact.inversion import root

    away = law.support - law.observed
    tails = (1, away >= -1e-9), (-1, away <= 1e-9)
    for sign, tail in tails:
        yield math.exp(root(lambda x, sign=sign, tail=tail: sign * (law.tilt(x) @ tail - 0.025)))
