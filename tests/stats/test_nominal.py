"""Tables without order: against R, against every table with these margins, and by simulation."""

import itertools
import json
import math
from pathlib import Path

import numpy as np
import pytest
from attacks import tables_with
from draws import draws
from hypothesis import assume, given
from hypothesis import strategies as some
from scipy import stats

from helpers.stats import effects, exact, nominal

CASES = json.loads((Path(__file__).parents[1] / "oracles/two_way_tables.json").read_text())["cases"]
CASES = CASES if isinstance(CASES, list) else list(CASES.values())
WITH_FISHER = [case for case in CASES if "p.value" in case["R"].get("fisher_freeman_halton", {})]
TABLES = some.integers(2, 3).flatmap(
    lambda width: some.lists(
        some.lists(some.integers(0, 4), min_size=width, max_size=width), min_size=2, max_size=3
    )
)


@pytest.mark.parametrize("case", WITH_FISHER, ids=lambda case: case["id"])
def test_fisher_s_test_of_any_table_is_r_s(case):
    """R: fisher.test(tab).  Fails if a table is called less probable that is as probable."""
    test = exact.fisher_freeman_halton(case["table"])
    assert test.p_value == pytest.approx(case["R"]["fisher_freeman_halton"]["p.value"], rel=1e-9)
    assert test.method == "exact"


@draws(25)
@given(TABLES)
def test_fisher_s_test_adds_up_every_table_that_is_no_more_probable(table):
    """Fails if a partial table is settled that could still be more probable."""
    assume(np.any(table))
    rows, columns = np.sum(table, axis=1), np.sum(table, axis=0)
    logs = [-sum(map(math.lgamma, np.ravel(other) + 1.0)) for other in tables_with(rows, columns)]
    own = -sum(map(math.lgamma, np.ravel(table) + 1.0))
    weights = np.exp(np.array(logs) - max(logs))
    p = weights[np.array(logs) <= own + 1e-7].sum() / weights.sum()
    assert exact.fisher_freeman_halton(table).p_value == pytest.approx(p, rel=1e-9)


def test_above_its_budget_fisher_s_test_is_drawn_and_says_so():
    """Fails if a drawn p is called exact, or the draws ask for another statistic."""
    table = [[12, 3, 9], [5, 14, 6], [8, 8, 10]]
    drawn = exact.fisher_freeman_halton(table, budget=1, draws=20_000)
    assert (drawn.method, drawn.draws) == ("monte carlo", 20_000)
    assert drawn.low <= exact.fisher_freeman_halton(table).p_value <= drawn.high


@pytest.mark.parametrize("case", WITH_FISHER, ids=lambda case: case["id"])
def test_cramers_v_is_of_r_s_chi_squared(case):
    """R: chisq.test(tab, correct = FALSE).  Fails if V is of another number of people or levels."""
    table = np.array(case["table"])
    chi2 = case["R"]["pearson_chi2"]["statistic"]
    expected = math.sqrt(chi2 / table.sum() / (min(table.shape) - 1))
    effect = nominal.cramers_v(table)
    assert effect.estimate == pytest.approx(expected)
    freedom = (table.shape[0] - 1) * (table.shape[1] - 1)
    assert (effect.low == 0) is bool(stats.chi2.sf(chi2, freedom) >= 0.025)


def test_limits_of_v_are_where_the_noncentral_law_says():
    """Fails if either limit is that of the other tail."""
    table = np.array([[25, 10, 10], [5, 20, 5], [5, 5, 15]])
    effect, n = nominal.cramers_v(table), table.sum()
    chi2 = effect.estimate**2 * n * 2
    tails = [stats.ncx2.cdf(chi2, 4, end**2 * n * 2) for end in (effect.low, effect.high)]
    assert tails == pytest.approx([0.975, 0.025], abs=1e-6)


def test_residuals_are_those_of_independence():
    """Against statsmodels.  Fails if a residual is Pearson's, which is too small."""
    from statsmodels.stats.contingency_tables import Table

    table = [[29, 7, 7], [13, 7, 21], [4, 9, 3]]
    expected = Table(np.array(table), shift_zeros=False).standardized_resids
    assert nominal.standardised_residuals(table) == pytest.approx(expected)
    assert np.isnan(nominal.standardised_residuals([[3, 0], [4, 0]])).all()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sizes", "shares"), [((20, 20, 20), (0.3,) * 3), ((30, 10, 30, 10), (0.1, 0.1, 0.2, 0.3))]
)
def test_all_differences_of_groups_hold_at_once(sizes, shares):
    """Fails if each interval holds by itself only: together they would in nine of ten samples."""
    random, hits = np.random.default_rng(2015), 0
    level = nominal.pairwise_confidence(len(sizes))
    for _ in range(400):
        given = random.binomial(sizes, shares)
        hits += all(
            effect.low <= shares[j] - shares[i] <= effect.high
            for i, j in itertools.combinations(range(len(sizes)), 2)
            for effect in [
                effects.risk_difference(
                    [[sizes[i] - given[i], given[i]], [sizes[j] - given[j], given[j]]],
                    confidence=level,
                )
            ]
        )
    assert 0.93 <= hits / 400 <= 0.99
