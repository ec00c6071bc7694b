"""`helpers.stats.effects` against R, against scipy, and against the definitions."""

import itertools
import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from draws import draws
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from helpers.stats import effects

ORACLES = Path(__file__).parents[1] / "oracles"
CASES = {
    case["id"]: case for case in json.loads((ORACLES / "two_way_tables.json").read_text())["cases"]
}
SMALL = json.loads((ORACLES / "margins_and_samples.json").read_text())
Z = stats.norm.ppf(0.975)


def holding(key):
    return [name for name, case in CASES.items() if key in case["R"]]


def limits(effect):
    return [effect.estimate, effect.low, effect.high]


def standard_error(effect):
    """ASE1, recovered from a Fisher-z interval."""
    return (math.atanh(effect.high) - math.atanh(effect.estimate)) / Z * (1 - effect.estimate**2)


# ------------------------------------------------------------------------------------------------ R
@pytest.mark.parametrize("name", holding("gamma_ase1"))
def test_gamma_is_r_s(name):
    """R: vcdExtra::GKgamma and Fisher's z of its sigma.  Fails with ASE0 for ASE1, or with the
    interval of g itself."""
    r, effect = CASES[name]["R"], effects.gamma(CASES[name]["table"])
    low, high = (
        np.nan if x is None else x
        for x in (r["gamma_fisher_z"]["lower"], r["gamma_fisher_z"]["upper"])
    )
    assert limits(effect) == pytest.approx(
        [r["gamma_ase1"]["gamma"], low, high], rel=1e-10, nan_ok=True
    )


@pytest.mark.parametrize("name", holding("yule_q"))
def test_gamma_of_four_cells_is_yule_s_q(name):
    """R: psych::Yule.  Fails if the sign is that of the other diagonal."""
    assert effects.gamma(CASES[name]["table"]).estimate == pytest.approx(
        CASES[name]["R"]["yule_q"], rel=1e-10
    )


@pytest.mark.parametrize("name", holding("tau_b_ase1"))
def test_tau_b_is_r_s(name):
    """R: DescTools::KendallTauB's estimate, ASE1 of Brown & Benedetti (its own interval is wrong).
    Fails if ties of one side are counted for the other."""
    r, effect = CASES[name]["R"], effects.tau_b(CASES[name]["table"])
    expected = [
        r["tau_b_ase1"]["tau_b"],
        r["tau_b_fisher_z"]["lower"],
        r["tau_b_fisher_z"]["upper"],
    ]
    assert limits(effect) == pytest.approx(expected, rel=1e-10)
    assert standard_error(effect) == pytest.approx(r["tau_b_ase1"]["ase"], rel=1e-9)


@pytest.mark.parametrize("name", holding("somers_column"))
@pytest.mark.parametrize("direction", ["somers_column", "somers_row_via_transpose"])
def test_somers_d_is_r_s(name, direction):
    """R: DescTools::SomersDelta(direction = "column"); its Wald limits give the ASE1.  Fails if the
    dependent variable is the row."""
    r, table = CASES[name]["R"][direction], np.array(CASES[name]["table"])
    effect = effects.somers_d(table if direction == "somers_column" else table.T)
    assert effect.estimate == pytest.approx(r["somers"], rel=1e-10)
    if r["upr.ci"] < 1:  # R clips there
        assert effect.estimate + Z * standard_error(effect) == pytest.approx(r["upr.ci"], rel=1e-9)


@pytest.mark.parametrize("name", holding("cliffs_delta"))
def test_somers_d_of_two_rows_is_cliff_s_delta(name):
    """R: wilcox.test's W, of the first row against the second.  Fails if ties are dropped."""
    delta = effects.somers_d(CASES[name]["table"]).estimate
    assert delta == pytest.approx(-CASES[name]["R"]["cliffs_delta"], rel=1e-10)


def test_thirty_levels_are_no_matter():
    """R: DescTools::SomersDelta and wilcox.test's W, 34 measured values.  Fails if levels follow
    appearance."""
    case = SMALL["asat"]
    table = pd.crosstab(pd.Categorical(case["g"], categories=case["g_levels"]), np.array(case["y"]))
    r, effect = case["R"]["somers_d_y_given_g"]["value"], effects.somers_d(table)
    assert effect.estimate == pytest.approx(r["somers"], rel=1e-10)
    assert effect.estimate + Z * standard_error(effect) == pytest.approx(r["upr.ci"], rel=1e-9)
    assert effect.estimate == pytest.approx(-case["R"]["cliffs_delta"]["value"], rel=1e-10)


@pytest.mark.parametrize("number", range(8))
def test_risk_difference_is_newcombe_s(number):
    """R: DescTools::BinomDiffCI(method = "score") on Newcombe's eight examples, which it solves to
    1e-8.  Fails if rows are exchanged or the limits are Wald's."""
    case = SMALL["newcombe_diff"]
    x1, n1, x2, n2 = case["cases"][number]
    effect = effects.risk_difference([[n2 - x2, x2], [n1 - x1, x1]])
    assert limits(effect) == pytest.approx(
        case["R"]["diff_score"]["value"]["values"][number], rel=1e-7, abs=1e-8
    )


# ---------------------------------------------------------------------------------- other libraries
@st.composite
def ordered_tables(draw, rows=(2, 4), columns=(2, 4), people=40):
    r, c = draw(st.integers(*rows)), draw(st.integers(*columns))
    cells = draw(st.lists(st.integers(0, r * c - 1), min_size=2, max_size=people))
    return np.bincount(cells, minlength=r * c).reshape(r, c)


def columns_of_people(table):
    rows, columns = np.indices(table.shape)
    return np.repeat(rows.ravel(), table.ravel()), np.repeat(columns.ravel(), table.ravel())


@draws(50)
@given(table=ordered_tables())
def test_estimates_are_the_definitions(table):
    """Pairs counted one by one; scipy's tau-b and Somers' D.  Fails if a corner of the table is
    summed twice."""
    x, y = columns_of_people(table)
    signs = [
        (np.sign(x[i] - x[j]), np.sign(y[i] - y[j]))
        for i, j in itertools.combinations(range(len(x)), 2)
    ]
    products = [int(a * b) for a, b in signs]
    untied = sum(map(abs, products))
    expected = sum(products) / untied if untied else np.nan
    assert effects.gamma(table).estimate == pytest.approx(expected, rel=1e-12, nan_ok=True)
    if len(set(x)) > 1:
        rows, columns = table.any(1), table.any(0)
        if columns.sum() > 1:
            tau = stats.kendalltau(x, y).statistic
            assert effects.tau_b(table).estimate == pytest.approx(tau, rel=1e-9, abs=1e-12)
            somers = stats.somersd(table[rows][:, columns]).statistic
            assert effects.somers_d(table).estimate == pytest.approx(somers, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("measure", [effects.gamma, effects.tau_b, effects.somers_d])
def test_the_standard_error_is_the_delta_method(measure):
    """By numerical derivatives of the estimate with respect to each share.  Fails if a term of the
    variance is lost."""
    table = np.array([[9, 5, 1, 2], [4, 8, 6, 3], [2, 3, 9, 8]])
    n, big = table.sum(), 10**9  # `big` people with the same shares make a share as good as real
    base = table * big
    step = big // 1000
    slopes = np.array(
        [
            (
                measure(base + step * (np.arange(12) == k).reshape(3, 4)).estimate
                - measure(base - step * (np.arange(12) == k).reshape(3, 4)).estimate
            )
            / (2 * step)
            * base.sum()
            for k in range(12)
        ]
    )
    shares = (table / n).ravel()
    variance = (shares @ slopes**2 - (shares @ slopes) ** 2) / n
    assert standard_error(measure(table)) == pytest.approx(math.sqrt(variance), rel=1e-5)


# --------------------------------------------------------------------------------------- properties
MEASURES = [effects.gamma, effects.tau_b, effects.somers_d]


@pytest.mark.parametrize("measure", MEASURES)
@draws(20)
@given(table=ordered_tables())
def test_a_reversed_scale_and_empty_levels(measure, table):
    """Fails if low and high are not exchanged with the sign, or if an empty level counts as a
    tie."""
    here, there = measure(table), measure(table[:, ::-1])
    expected = [-here.estimate, -here.high, -here.low]
    assert limits(there) == pytest.approx(expected, rel=1e-9, abs=1e-12, nan_ok=True)
    wider = np.insert(np.insert(table, 1, 0, axis=0), 1, 0, axis=1)
    assert limits(measure(wider)) == pytest.approx(limits(here), rel=1e-9, abs=1e-12, nan_ok=True)


@draws(20)
@given(table=ordered_tables())
def test_symmetric_measures_may_be_transposed(table):
    """Fails if gamma or tau-b has a dependent variable."""
    for measure in (effects.gamma, effects.tau_b):
        assert limits(measure(table.T)) == pytest.approx(
            limits(measure(table)), rel=1e-9, abs=1e-12, nan_ok=True
        )


def test_confidence_widens_the_interval():
    """Fails if `confidence` is not handed on."""
    table = [[8, 5, 2], [3, 6, 6]]
    for measure in MEASURES:
        some, more = measure(table, confidence=0.9), measure(table, confidence=0.99)
        assert more.low < some.low < some.estimate < some.high < more.high
    some, more = (effects.risk_difference([[8, 5], [3, 6]], confidence=c) for c in (0.9, 0.99))
    assert more.low < some.low < some.high < more.high


def test_plus_and_minus_one_have_no_interval_and_say_why():
    """Fails if the interval collapses to the estimate, or the two notes are exchanged."""
    table = np.array([[10, 5, 0, 0], [0, 6, 12, 0], [0, 0, 9, 20]])
    up, down = effects.gamma(table), effects.gamma(table[::-1])
    assert (up.estimate, up.note, down.estimate, down.note) == (
        1,
        "no discordant pair",
        -1,
        "no concordant pair",
    )
    assert np.isnan([up.low, up.high, down.low, down.high]).all()
    delta = effects.somers_d([[5, 4, 0], [0, 0, 6]])
    assert (delta.estimate, delta.note) == (1, "no discordant pair")


def test_no_pair_is_said():
    """Fails if 0 / 0 is reported as 0."""
    for measure in MEASURES:
        effect = measure([[3, 4, 5]])
        assert math.isnan(effect.estimate)
        assert effect.note
    assert effects.gamma([[3, 0], [5, 0]]).note == "no pair differs in both variables"
    assert effects.risk_difference([[0, 0], [2, 3]]).note == "a row is empty"


def test_wrong_shapes_are_refused():
    """Fails if a larger table is silently cut to four cells."""
    with pytest.raises(ValueError, match="2 x 2"):
        effects.risk_difference([[1, 2, 3], [3, 4, 5]])
    with pytest.raises(ValueError, match="holds -1"):
        effects.gamma([[1, -1], [2, 2]])
