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
    """Fails when the slope is not the maximum-likelihood one, or a limit is not where the score
    test of the model with that slope is at its quantile."""
    table = np.array(MANY)
    counts, levels = table[::-1].T, sm.add_constant(np.arange(4))
    fit = sm.GLM(counts, levels, family=sm.families.Binomial()).fit(tol=1e-12)
    odds, *limits = asymptotic.odds_ratio(table)
    assert math.log(odds) == pytest.approx(fit.params[1], rel=1e-6)
    for limit, side in zip(np.log(limits), (1, -1), strict=True):
        offset = limit * np.arange(4)
        none = sm.GLM(counts, np.ones(4), offset=offset, family=sm.families.Binomial()).fit()
        people, fitted = counts.sum(1), none.fittedvalues
        score = np.arange(4) @ (counts[:, 0] - people * fitted)
        weights = people * fitted * (1 - fitted)
        centred = np.arange(4) - np.average(np.arange(4), weights=weights)
        variance = weights @ centred**2 * 6000 / 5999
        assert score / math.sqrt(variance) == pytest.approx(side * stats.norm.ppf(0.975), rel=1e-6)
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
    odds, *limits = np.log(asymptotic.odds_ratio(table))
    assert odds == pytest.approx(fit.params[-1], rel=1e-6)
    assert limits == pytest.approx(fit.conf_int()[-1], abs=0.002)  # Wald's, of as many people


def test_strata_are_the_sum_of_their_scores():
    """By hand, Mantel's extension test. Fails when strata are pooled, or one counts for another."""
    tables = np.array([[[90, 42, 31], [70, 110, 90]], [[10, 20, 60], [30, 20, 80]]])
    difference, variance = 0.0, 0.0
    for table in tables:
        rows, columns, n = table.sum(1), table.sum(0), table.sum()
        v = np.arange(3) - np.arange(3) @ columns / n
        difference += v @ table[1]
        variance += (v**2 @ columns) * rows[0] * rows[1] / n / (n - 1)
    p = asymptotic.linear_by_linear(tables)
    assert p == pytest.approx(2 * stats.norm.sf(abs(difference) / math.sqrt(variance)), rel=1e-9)


@pytest.mark.slow
def test_without_a_discordant_pair_there_is_no_finite_estimate():
    """Fails when the search for the slope runs for ever, or a limit is on the wrong side."""
    odds, low, high = asymptotic.odds_ratio([[50, 0], [0, 50]])
    assert (odds, high) == (math.inf, math.inf) and 100 < low < 10_000
    assert asymptotic.odds_ratio([[0, 50], [50, 0]]) == pytest.approx((0.0, 0.0, 1 / low))


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
