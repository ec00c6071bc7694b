"""The normal law against R, and against the exact tests where both can answer."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from helpers.stats import asymptotic, exact
from helpers.stats.asymptotic import EXPECTED, PEOPLE

CASES = json.loads(
    (Path(__file__).parents[1] / "oracles/asymptotic.json").read_text(encoding="utf-8")
)["cases"]
MANY = [[900, 420, 310, 120], [1700, 1100, 900, 550]]  # 6,000 people


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_p_is_that_of_r(case):
    """Fails when n stands where n - 1 belongs, or levels are not one apart."""
    p = asymptotic.linear_by_linear(case["table"])
    assert stats.norm.isf(p / 2) == pytest.approx(abs(case["z"]), rel=1e-9)
    assert p == pytest.approx(case["p"], rel=1e-3)  # R takes small ones from 1


def test_it_serves_where_there_are_enough_people_everywhere():
    """Fails when one of the two limits moves, is left out, or an empty level counts."""
    half = [[PEOPLE // 4] * 2] * 2
    assert asymptotic.serves(half) and not asymptotic.serves(
        [half[0], [PEOPLE // 4, PEOPLE // 4 - 1]]
    )
    few = [[PEOPLE - 2 * EXPECTED, 0, EXPECTED], [PEOPLE - 2 * EXPECTED, 0, EXPECTED]]
    assert asymptotic.serves(few) and not asymptotic.serves(
        [[row[0] + 1, 0, row[2] - 1] for row in few]
    )


def test_two_rows_are_a_logistic_regression():
    """Fails when the slope is not the maximum-likelihood one, or rows and columns leave it too much
    information."""
    table = np.array(MANY)
    fit = sm.GLM(table[::-1].T, sm.add_constant(np.arange(4)), family=sm.families.Binomial()).fit(
        tol=1e-12
    )
    assert np.log(asymptotic.odds_ratio(table)) == pytest.approx(
        [fit.params[1], *fit.conf_int()[1]], rel=1e-6
    )
    assert asymptotic.odds_ratio(table.T) == pytest.approx(asymptotic.odds_ratio(table), rel=1e-9)


def test_three_rows_are_a_poisson_regression():
    """Fails when the slope of larger tables is another one, or an empty level is no step of the
    scale."""
    table = np.array([[300, 0, 250, 80], [200, 0, 330, 110], [90, 0, 210, 160]])
    i, j = (axis.ravel() for axis in np.indices(table.shape))
    there = j != 1
    design = np.column_stack([*(i == k for k in range(3)), *(j == k for k in (2, 3)), i * j])[
        there
    ].astype(float)
    fit = sm.GLM(table.ravel()[there], design, family=sm.families.Poisson()).fit(tol=1e-12)
    assert np.log(asymptotic.odds_ratio(table)) == pytest.approx(
        [fit.params[-1], *fit.conf_int()[-1]], rel=1e-6
    )


@pytest.mark.slow
def test_without_a_discordant_pair_there_is_no_finite_estimate():
    """Fails when the search for the slope runs for ever, or ends where it gave up."""
    assert asymptotic.odds_ratio([[50, 0], [0, 50]]) == (math.inf, 0.0, math.inf)
    assert asymptotic.odds_ratio([[0, 50], [50, 0]]) == (0.0, 0.0, math.inf)


@pytest.mark.slow
def test_near_the_exact_answers_where_both_can_answer():
    """Fails when p, odds ratio or detectable slope of a table that the rule lets pass is not what
    exact work gives."""
    table = [
        [480, 300, 260, 60],
        [770, 510, 480, 160],
    ]  # 3,020 people: the exact law takes two seconds
    assert asymptotic.serves(table)
    p = exact.linear_by_linear(table)
    assert p.method == "exact" and asymptotic.linear_by_linear(table) == pytest.approx(
        p.p_value, rel=0.05
    )
    odds = exact.odds_ratio(table)
    assert asymptotic.odds_ratio(table) == pytest.approx(
        (odds.estimate, odds.low, odds.high), rel=0.005
    )
    assert asymptotic.detectable(table, alpha=0.01) == pytest.approx(
        exact.detectable(table, alpha=0.01), rel=0.02
    )
