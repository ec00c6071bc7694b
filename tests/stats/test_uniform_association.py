"""Gamma of tables with one odds ratio, against bisection, Yule's Q and what must hold for any."""

import math

import numpy as np
import pytest
from draws import draws
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from helpers.stats import exact
from helpers.stats.uniform_association import gamma_of_slope


@draws(30)
@given(st.integers(1, 76), st.floats(-4, 4), st.lists(st.integers(0, 77), min_size=1, max_size=4))
def test_gamma_of_slope_is_that_of_the_expected_table(second, beta, cuts):
    """Pairs of the expected table by double sums.  Fails if margins are not kept or the odds fall
    with the column."""
    columns = np.diff([0, *sorted(cuts), 77])
    gamma = gamma_of_slope([77 - second, second], columns, beta)
    grid = np.linspace(-60, 60, 2)
    for _ in range(200):  # bisection: slow, and nothing to get wrong
        middle = grid.mean()
        people = columns * special.expit(middle + beta * np.arange(len(columns)))
        grid[int(people.sum() > second)] = middle
    other = columns - people
    above = sum(people[j] * other[:j].sum() for j in range(len(columns)))
    below = sum(people[j] * other[j + 1 :].sum() for j in range(len(columns)))
    expected = (above - below) / (above + below) if (columns > 0).sum() > 1 else np.nan
    assert gamma == pytest.approx(expected, rel=1e-6, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("beta", [-2, 0.4, 3])
def test_gamma_of_slope_takes_any_number_of_rows(beta):
    """Fails if rows are not one unit apart, an empty one is no step, or rows and columns are not
    treated alike."""
    rows, columns = [9, 20, 30, 18], [57, 20]
    assert gamma_of_slope(rows, columns, beta) == pytest.approx(gamma_of_slope(columns, rows, beta))
    skipped = gamma_of_slope([57, 0, 20], rows, beta / 2)
    assert skipped == pytest.approx(gamma_of_slope([57, 20], rows, beta))
    with pytest.raises(ValueError, match="same sum"):
        gamma_of_slope([10, 20], [10, 10], 1)
    with pytest.raises(ValueError, match="two non-empty rows"):
        gamma_of_slope([0, 77, 0], rows, beta)


def test_gamma_of_slope_takes_scores():
    """Fails if scores are not those of the levels, an empty level's included: levels two apart are
    half the slope."""
    rows, columns = [57, 20], [29, 0, 30, 18]
    plain = gamma_of_slope(rows, columns, 0.9)
    spaced = gamma_of_slope(rows, columns, 0.15, row_scores=[5, 7], column_scores=[0, 3, 6, 9])
    assert spaced == pytest.approx(plain)
    uneven = gamma_of_slope(rows, columns, 0.9, column_scores=[0, 1, 2, 9])
    assert uneven != pytest.approx(plain, abs=0.01)


def test_gamma_of_slope_meets_its_limits():
    """Fails if an infinite slope, which `exact.detectable` may return, raises."""
    margins = [57, 20], [9, 20, 30, 18]
    assert gamma_of_slope(*margins, 0) == pytest.approx(0, abs=1e-12)
    assert (
        gamma_of_slope(*margins, math.inf),
        gamma_of_slope(*margins, -math.inf),
    ) == (1, -1)
    assert 0.9 < gamma_of_slope(*margins, 5) < 1


def test_four_cells_have_the_odds_ratio_of_their_slope():
    """Gamma of four cells is (OR - 1) / (OR + 1), Yule's Q.  Fails if a column is a half or two
    units of the slope."""
    table = [[48, 8], [12, 8]]
    slope = math.log(exact.odds_ratio(table).estimate)
    gamma = gamma_of_slope(np.sum(table, 1), np.sum(table, 0), slope)
    assert gamma == pytest.approx(math.tanh(slope / 2), rel=1e-9)
