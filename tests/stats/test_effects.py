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
from scipy import special, stats
from statsmodels.stats.nonparametric import rank_compare_2ordinal

from helpers.stats import effects, exact

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


# ------------------------------------------------------------------------------------------------- R
@pytest.mark.parametrize("name", holding("gamma_ase1"))
def test_gamma_is_r_s(name):
    """R: vcdExtra::GKgamma and Fisher's z of its sigma.  Fails with ASE0 for ASE1, or with the interval of g itself."""
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
    """R: DescTools::KendallTauB's estimate, ASE1 of Brown & Benedetti (its own interval is wrong).  Fails if ties of
    one side are counted for the other."""
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
    """R: DescTools::SomersDelta(direction = "column"); its Wald limits give the ASE1.  Fails if the dependent variable
    is the row."""
    r, table = CASES[name]["R"][direction], np.array(CASES[name]["table"])
    effect = effects.somers_d(table if direction == "somers_column" else table.T)
    assert effect.estimate == pytest.approx(r["somers"], rel=1e-10)
    if r["upr.ci"] < 1:  # R clips there
        assert effect.estimate + Z * standard_error(effect) == pytest.approx(r["upr.ci"], rel=1e-9)


@pytest.mark.parametrize("name", holding("cliffs_delta"))
def test_superiority_is_r_s(name):
    """R: wilcox.test's W, and the Brunner-Munzel estimate.  Fails if it is the first row's superiority, or ties are
    dropped."""
    r, table = CASES[name]["R"], CASES[name]["table"]
    effect, delta = effects.superiority(table), effects.somers_d(table)
    assert effect.estimate == pytest.approx(r["brunner_munzel"]["prob_2_larger"], rel=1e-10)
    assert delta.estimate == pytest.approx(
        -r["cliffs_delta"], rel=1e-10
    )  # R compares the first row to the second
    assert limits(effect) == pytest.approx([(1 + x) / 2 for x in limits(delta)], nan_ok=True)


def test_thirty_levels_are_no_matter():
    """R: DescTools::SomersDelta and wilcox.test's W, 34 measured values.  Fails if levels follow appearance."""
    case = SMALL["asat"]
    table = pd.crosstab(pd.Categorical(case["g"], categories=case["g_levels"]), np.array(case["y"]))
    r, effect = case["R"]["somers_d_y_given_g"]["value"], effects.somers_d(table)
    assert effect.estimate == pytest.approx(r["somers"], rel=1e-10)
    assert effect.estimate + Z * standard_error(effect) == pytest.approx(r["upr.ci"], rel=1e-9)
    assert effect.estimate == pytest.approx(-case["R"]["cliffs_delta"]["value"], rel=1e-10)


@pytest.mark.parametrize("number", range(8))
def test_risk_difference_is_newcombe_s(number):
    """R: DescTools::BinomDiffCI(method = "score") on Newcombe's eight examples, which it solves to 1e-8.  Fails if rows
    are exchanged or the limits are Wald's."""
    case = SMALL["newcombe_diff"]
    x1, n1, x2, n2 = case["cases"][number]
    effect = effects.risk_difference([[n2 - x2, x2], [n1 - x1, x1]])
    assert limits(effect) == pytest.approx(
        case["R"]["diff_score"]["value"]["values"][number], rel=1e-7, abs=1e-8
    )


# ------------------------------------------------------------------------------------------------- other libraries
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
    """Pairs counted one by one; scipy's tau-b and Somers' D.  Fails if a corner of the table is summed twice."""
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


@draws(20)
@given(table=ordered_tables(rows=(2, 2)))
def test_superiority_is_statsmodels_s(table):
    """statsmodels.rank_compare_2ordinal.  Fails if groups are exchanged."""
    if (table.sum(1) > 1).all():
        theirs = rank_compare_2ordinal(table[1], table[0])
        assert effects.superiority(table).estimate == pytest.approx(theirs.prob1, rel=1e-12)


@pytest.mark.parametrize("measure", [effects.gamma, effects.tau_b, effects.somers_d])
def test_the_standard_error_is_the_delta_method(measure):
    """By numerical derivatives of the estimate with respect to each share.  Fails if a term of the variance is lost."""
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


# ------------------------------------------------------------------------------------------------- properties
MEASURES = [effects.gamma, effects.tau_b, effects.somers_d]


@pytest.mark.parametrize("measure", MEASURES)
@draws(20)
@given(table=ordered_tables())
def test_a_reversed_scale_and_empty_levels(measure, table):
    """Fails if low and high are not exchanged with the sign, or if an empty level counts as a tie."""
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
    for measure in (*MEASURES, effects.superiority):
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
    delta, share = (
        effects.somers_d([[5, 4, 0], [0, 0, 6]]),
        effects.superiority([[0, 0, 6], [5, 4, 0]]),
    )
    assert (delta.estimate, delta.note) == (1, "no discordant pair")
    assert (share.estimate, share.note) == (0, "no concordant pair")
    assert math.isnan(share.low) and math.isnan(share.high)


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
    with pytest.raises(ValueError, match="two rows"):
        effects.superiority([[1, 2], [3, 4], [5, 6]])
    with pytest.raises(ValueError, match="2 x 2"):
        effects.risk_difference([[1, 2, 3], [3, 4, 5]])
    with pytest.raises(ValueError, match="holds -1"):
        effects.gamma([[1, -1], [2, 2]])
    with pytest.raises(ValueError, match="same sum"):
        effects.gamma_of_slope([10, 20], [10, 10], 1)


# ------------------------------------------------------------------------------------------------- slope to gamma
@draws(30)
@given(st.integers(1, 76), st.floats(-4, 4), st.lists(st.integers(0, 77), min_size=1, max_size=4))
def test_gamma_of_slope_is_that_of_the_expected_table(second, beta, cuts):
    """Pairs of the expected table by double sums.  Fails if margins are not kept or the odds fall with the column."""
    columns = np.diff([0, *sorted(cuts), 77])
    gamma = effects.gamma_of_slope([77 - second, second], columns, beta)
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
    """Fails if rows are not one unit apart, an empty one is no step, or rows and columns are not treated alike."""
    rows, columns = [9, 20, 30, 18], [57, 20]
    assert effects.gamma_of_slope(rows, columns, beta) == pytest.approx(
        effects.gamma_of_slope(columns, rows, beta)
    )
    skipped = effects.gamma_of_slope([57, 0, 20], rows, beta / 2)
    assert skipped == pytest.approx(effects.gamma_of_slope([57, 20], rows, beta))
    with pytest.raises(ValueError, match="two non-empty rows"):
        effects.gamma_of_slope([0, 77, 0], rows, beta)


def test_gamma_of_slope_takes_scores():
    """Fails if scores are not those of the levels, an empty level's included: levels two apart are half the slope."""
    rows, columns = [57, 20], [29, 0, 30, 18]
    plain = effects.gamma_of_slope(rows, columns, 0.9)
    spaced = effects.gamma_of_slope(
        rows, columns, 0.15, row_scores=[5, 7], column_scores=[0, 3, 6, 9]
    )
    assert spaced == pytest.approx(plain)
    uneven = effects.gamma_of_slope(rows, columns, 0.9, column_scores=[0, 1, 2, 9])
    assert uneven != pytest.approx(plain, abs=0.01)


def test_gamma_of_slope_meets_its_limits():
    """Fails if an infinite slope, which `exact.detectable` may return, raises."""
    margins = [57, 20], [9, 20, 30, 18]
    assert effects.gamma_of_slope(*margins, 0) == pytest.approx(0, abs=1e-12)
    assert (
        effects.gamma_of_slope(*margins, math.inf),
        effects.gamma_of_slope(*margins, -math.inf),
    ) == (1, -1)
    assert 0.9 < effects.gamma_of_slope(*margins, 5) < 1


def test_four_cells_have_the_odds_ratio_of_their_slope():
    """Gamma of four cells is (OR - 1) / (OR + 1), Yule's Q.  Fails if a column is a half or two units of the slope."""
    table = [[48, 8], [12, 8]]
    slope = math.log(exact.odds_ratio(table).estimate)
    gamma = effects.gamma_of_slope(np.sum(table, 1), np.sum(table, 0), slope)
    assert gamma == pytest.approx(math.tanh(slope / 2), rel=1e-9)
