"""Groups compared within strata: against published values, every table listed, and no strata."""

import itertools

import numpy as np
import pytest
from attacks import tables_with
from scipy import stats
from scipy.special import gammaln

from helpers.stats import exact, stratified

STRATA = [[[3, 1, 0], [1, 2, 2]], [[1, 2, 1], [0, 1, 3]]]


def listed(test, tables):
    """The probability of all tables with the margins of each stratum that are as extreme."""
    tables = [np.array(table) for table in tables]
    every = [
        [np.array(other) for other in tables_with(own.sum(1).tolist(), own.sum(0).tolist())]
        for own in tables
    ]
    observed, hits, whole = test(tables, draws=0).statistic, 0.0, 0.0
    for others in itertools.product(*every):
        probability = np.exp(-sum(gammaln(other + 1).sum() for other in others))
        whole += probability
        if test(others, draws=0).statistic >= observed - 1e-9:
            hits += probability
    return hits / whole


@pytest.mark.parametrize("test", [stratified.cochran_mantel_haenszel, stratified.van_elteren])
def test_p_is_that_of_every_table_listed(test):
    """Fails when tables are drawn with other margins than those of each stratum, or counted
    wrongly where they are as extreme."""
    result = test(STRATA)
    assert result.low <= listed(test, STRATA) <= result.high
    assert (result.method, result.draws) == ("monte carlo", stratified.DRAWS)


def test_one_stratum_is_the_test_without_any():
    """Fails when scores or covariances are others than those of Kruskal and Wallis."""
    table = np.array([[8, 3, 2], [2, 5, 9], [4, 4, 4]])
    within, pooled = stratified.van_elteren([table]), exact.kruskal_wallis(table)
    assert within.statistic == pytest.approx(pooled.statistic)
    assert within.low <= pooled.p_value <= within.high
    chi2 = stats.chi2_contingency(table, correction=False).statistic
    nominal = stratified.cochran_mantel_haenszel([table], draws=0)
    assert nominal.statistic == pytest.approx(chi2 * (1 - 1 / table.sum()))


def test_what_sets_strata_apart_is_no_difference_of_groups():
    """Fails when strata are added up before they are compared."""
    strata = np.array([[[24, 6], [8, 2], [8, 2]], [[2, 8], [2, 8], [6, 24]]])
    within = stratified.cochran_mantel_haenszel(strata)
    assert within.p_value > 0.9 and exact.fisher_freeman_halton(strata.sum(0)).p_value < 0.05


def test_strata_without_anything_to_compare_add_nothing():
    """Fails when an event of one person, or of one group, divides by zero or counts."""
    alone = [[[1, 0, 0], [0, 0, 0]], [[2, 3, 1], [0, 0, 0]]]
    for test in (stratified.cochran_mantel_haenszel, stratified.van_elteren):
        with_them, without = (test(tables, draws=0) for tables in (STRATA + alone, STRATA))
        assert with_them.statistic == pytest.approx(without.statistic)
