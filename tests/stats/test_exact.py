"""`helpers.stats.exact` against R, against enumeration in fractions, and against what must hold for
any table."""

import functools
import itertools
import json
import math
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from draws import draws
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from helpers.stats import exact

ORACLES = Path(__file__).parents[1] / "oracles"
CASES = {
    case["id"]: case for case in json.loads((ORACLES / "two_way_tables.json").read_text())["cases"]
}
SMALL = json.loads((ORACLES / "margins_and_samples.json").read_text())
LARGE = "mental_srole"  # 6 x 4, 1,660 people: above the budget
TESTS = {
    "linear-by-linear": exact.linear_by_linear,
    "kruskal-wallis": exact.kruskal_wallis,
}


def holding(key, part="R"):
    """The cases that hold a value of this name."""
    return [name for name, case in CASES.items() if key in case.get(part, {})]


def close(expected, rel=1e-9):
    """pytest's approx without its absolute 1e-12, to which all small p-values are equal."""
    return pytest.approx(expected, rel=rel, abs=0)


def number(value):
    return float(str(value).lower())


METHODS = (
    "lbl_equal_spacing",
    "lbl_scores",
    "lbl_midranks",
    "kruskal_wallis_cols_by_rows",
)


@functools.cache
def run(name, method):
    """Result of one method on one case; computed once, the larger tables take seconds."""
    case = CASES[name]
    table = np.array(case["table"])
    if method == "lbl_scores":
        return exact.linear_by_linear(
            table, row_scores=case["row_scores"], column_scores=case["col_scores"]
        )
    if method == "lbl_midranks":
        rows, columns = exact.midranks(table.sum(1)), exact.midranks(table.sum(0))
        return exact.linear_by_linear(table, row_scores=rows, column_scores=columns)
    return {
        "lbl_equal_spacing": exact.linear_by_linear,
        "kruskal_wallis_cols_by_rows": exact.kruskal_wallis,
    }[method](table)


# ------------------------------------------------------------------------------------------------ R
@pytest.mark.parametrize("name", holding("lbl_exact"))
def test_linear_by_linear_is_coin_s(name):
    """R: coin::independence_test(distribution = "exact").  Fails if two-sided doubles a tail or if
    mid-p counts ties whole."""
    case, test = CASES[name], run(name, "lbl_scores")
    assert test.method == "exact"
    assert test.p_value == close(case["R"]["lbl_exact"]["p.value"])
    assert test.p_mid == close(case["R"]["lbl_midp"])


@pytest.mark.parametrize("name", holding("wilcoxon_exact"))
def test_two_rows_with_midranks_are_the_wilcoxon_test(name):
    """R: coin::wilcox_test.  Fails if mid-ranks are ranks from below; or if `p_less` and
    `p_greater` are exchanged (coin's alternative speaks of the first row, ours of the second)."""
    case = CASES[name]
    table, r = np.array(case["table"]), case["R"]
    test = exact.linear_by_linear(table, column_scores=exact.midranks(table.sum(0)))
    assert test.p_value == close(r["wilcoxon_exact"]["p.value"])
    assert test.p_mid == close(r["wilcoxon_midp"])
    assert test.p_less == close(r["wilcoxon_greater"]["p.value"])
    assert test.p_greater == close(r["wilcoxon_less"]["p.value"])
    if "wilcoxon_exactRankTests" in r:  # another package
        assert test.p_value == close(r["wilcoxon_exactRankTests"]["p.value"])
    groups = run(name, "kruskal_wallis_cols_by_rows")
    assert groups.p_value == close(r["wilcoxon_exact"]["p.value"])


def test_real_scores_are_the_permutation_test():
    """R: coin::oneway_test and wilcox_test on 34 measured values (34 people, 30 levels).  Fails if
    scores with decimals are truncated to integers."""
    case = SMALL["asat"]
    table = pd.crosstab(pd.Categorical(case["g"], categories=case["g_levels"]), np.array(case["y"]))
    test = exact.linear_by_linear(table, column_scores=list(table.columns))
    assert test.p_value == close(case["R"]["perm_exact"]["value"]["p.value"])
    ranked = exact.linear_by_linear(table, column_scores=exact.midranks(table.sum(axis=0)))
    for key in ("wilcoxon_exact", "wilcoxon_exactRankTests"):
        assert ranked.p_value == close(case["R"][key]["value"]["p.value"])
    assert ranked.p_mid == close(case["R"]["wilcoxon_midp"]["value"])


@pytest.mark.parametrize("name", [name for name in holding("kruskal_y_by_x") if name != LARGE])
def test_h_is_r_s(name):
    """R: kruskal.test()$statistic, either way.  Fails without the tie correction of H."""
    r = CASES[name]["R"]
    h = run(name, "kruskal_wallis_cols_by_rows").statistic
    assert h == close(r["kruskal_y_by_x"]["statistic"], rel=1e-10)
    turned = exact.kruskal_wallis(np.transpose(CASES[name]["table"])).statistic
    assert turned == close(r["kruskal_x_by_y"]["statistic"], rel=1e-10)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "enumeration" in case])
def test_every_method_is_the_complete_enumeration(name):
    """Enumeration by an independent program.  Fails if the term where the blocks meet is dropped,
    or if a node is matched with the wrong complement."""
    names = {
        "two_sided": "p_value",
        "pvalue": "p_value",
        "mid_p": "p_mid",
        "greater": "p_greater",
        "less": "p_less",
    }
    for method, oracle in CASES[name]["enumeration"].items():
        if method in METHODS:
            for theirs in sorted(names.keys() & oracle.keys()):
                ours = getattr(run(name, method), names[theirs])
                assert ours == close(oracle[theirs]), (method, theirs)


@pytest.mark.parametrize("name", holding("slope", "enumeration"))
def test_odds_ratio_is_the_tilted_enumeration(name):
    """Estimate and both kinds of limits, infinite ones included.  Fails if the limits use the whole
    error probability on one side, or if an extreme table gets a finite estimate."""
    oracle = CASES[name]["enumeration"]["slope"]
    result = exact.odds_ratio(CASES[name]["table"])
    expected = [oracle["beta"], *oracle["ci"], *oracle["ci_midp"]]
    ours = (result.estimate, result.low, result.high, result.low_mid, result.high_mid)
    assert ours == close([math.exp(number(beta)) for beta in expected])


@pytest.mark.parametrize("name", holding("slope_clogit"))
def test_odds_ratio_is_conditional_logistic_regression(name):
    """R: survival::clogit(method = "exact").  Fails if the unconditional likelihood is maximised
    instead."""
    case, result = CASES[name], exact.odds_ratio(CASES[name]["table"])
    if 0 < result.estimate < math.inf:  # clogit diverges where the estimate is infinite
        assert math.log(result.estimate) == pytest.approx(
            case["R"]["slope_clogit"]["beta"], rel=1e-6
        )


@pytest.mark.parametrize("name", holding("fisher_2x2"))
def test_odds_ratio_of_four_cells_is_fisher_s(name):
    """R: fisher.test()$estimate and $conf.int, which R solves to 1e-4.  Fails if the rows are
    exchanged."""
    oracle, result = CASES[name]["R"]["fisher_2x2"], exact.odds_ratio(CASES[name]["table"])
    expected = [number(x) for x in (oracle["estimate"], *oracle["conf.int"])]
    assert (result.estimate, result.low, result.high) == pytest.approx(expected, rel=1e-2)


@pytest.mark.parametrize("name", holding("fisher_2x2"))
def test_one_side_of_four_cells_is_fisher_s(name):
    """R: fisher.test(alternative = "greater") and "less".  Fails if `p_less` and `p_greater` are
    exchanged."""
    r, test = CASES[name]["R"], exact.linear_by_linear(CASES[name]["table"])
    assert test.p_greater == close(r["fisher_greater"]["p.value"])
    assert test.p_less == close(r["fisher_less"]["p.value"])


@pytest.mark.parametrize("name", holding("or_midp"))
def test_mid_p_limits_of_four_cells_are_r_s(name):
    """R: DescTools::OddsRatio(method = "midp"), limits only: its estimate is another.  Fails if
    limits count the table itself whole."""
    oracle, result = CASES[name]["R"]["or_midp"], exact.odds_ratio(CASES[name]["table"])
    assert (result.low_mid, result.high_mid) == pytest.approx(
        (oracle["lwr.ci"], oracle["upr.ci"]), rel=1e-2
    )


@pytest.mark.parametrize("case", ["tarone_q6_2x2", "tarone_balanced_2x4"])
def test_smallest_p_is_tarone_s(case):
    """R: enumeration of the margins.  Fails if only one of the two extreme tables is looked at."""
    case = SMALL[case]
    margins = case["row_margin"], case["col_margin"]
    r = {key: entry["value"] for key, entry in case["R"].items()}
    assert exact.smallest_p(*margins) == close(r["lbl_min_p"])
    table = stats.random_table(*margins).rvs(random_state=0).astype(int)
    assert exact.smallest_p(table) == close(r["lbl_min_p"])
    assert len(exact.distribution(table).support) == r["lbl_n_support"]


@pytest.mark.slow
@pytest.mark.parametrize("name", holding("lbl_mc"))
def test_coin_s_monte_carlo_agrees(name):
    """R: a million permutations each, or `draws`.  Fails if Kruskal-Wallis groups by columns
    instead of rows."""
    r = CASES[name]["R"]
    keys = {
        "lbl_mc": "lbl_scores",
        "spearman_mc": "lbl_midranks",
        "kruskal_mc": "kruskal_wallis_cols_by_rows",
    }
    for key, method in keys.items():
        p, draws = run(name, method).p_value, r[key].get("draws", 1e6)
        assert abs(r[key]["p.value"] - p) <= 4 * math.sqrt(p * (1 - p) / draws), key


# -------------------------------------------------------------------------------------- Monte Carlo
@pytest.mark.parametrize("name", TESTS)
def test_above_the_budget_a_seeded_monte_carlo_answers_and_says_so(name):
    """Fails if the sample's statistic differs from the exact one's, if the seed is not used, or if
    `method` is not."""
    table = CASES["sparse_q4_q5"]["table"]
    truth, sample = TESTS[name](table), TESTS[name](table, budget=0, seed=5)
    p = truth.p_value
    assert (truth.method, truth.low, truth.high, truth.draws, truth.seed) == (
        "exact",
        None,
        None,
        None,
        None,
    )
    assert (sample.method, sample.draws, sample.seed, sample.p_smallest) == (
        "monte carlo",
        exact.DRAWS,
        5,
        None,
    )
    assert abs(sample.p_value - p) <= 4 * math.sqrt(p * (1 - p) / exact.DRAWS)
    assert sample.low <= p <= sample.high
    assert sample.statistic == truth.statistic
    interval = stats.binomtest(round(sample.p_value * exact.DRAWS), exact.DRAWS).proportion_ci(0.99)
    assert (sample.low, sample.high) == tuple(interval)


def test_a_monte_carlo_repeats_with_its_seed_and_not_with_another(monkeypatch):
    """Fails if the generator is made without the seed."""
    monkeypatch.setattr(exact.engine, "DRAWS", 20_000)
    table = [[5, 4, 3], [3, 4, 5], [2, 4, 6]]
    first, again, other = (exact.linear_by_linear(table, budget=0, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first.p_value != other.p_value


def test_the_statistic_of_a_large_table_is_r_s(monkeypatch):
    """R: kruskal.test()$statistic, either way, n = 1660.  Fails if H overflows, or the cost is not
    estimated before the work."""
    monkeypatch.setattr(exact.engine, "DRAWS", 2_000)
    table, r = np.array(CASES[LARGE]["table"]), CASES[LARGE]["R"]
    for counts, key in ((table, "kruskal_y_by_x"), (table.T, "kruskal_x_by_y")):
        test = exact.kruskal_wallis(counts)
        assert test.method == "monte carlo"
        assert test.statistic == close(r[key]["statistic"], rel=1e-10)


# -------------------------------------------------------------------------------------- brute force
def tables(rows, columns):
    """Every table with these margins."""
    if len(columns) == 1:
        yield np.array(rows)[:, None]
        return
    for first in itertools.product(*(range(min(r, columns[0]) + 1) for r in rows)):
        if sum(first) == columns[0]:
            for rest in tables([r - k for r, k in zip(rows, first, strict=True)], columns[1:]):
                yield np.column_stack([first, rest])


def weight(table):
    """Proportional to the probability of the table given its margins."""
    return Fraction(1, math.prod(math.factorial(k) for k in table.ravel().tolist()))


def linear(table):
    rows, columns = np.indices(table.shape)
    return Fraction(int((rows * columns * table).sum()))


def rank_sums(table):
    ranks = [
        Fraction(2 * int(table[:, :j].sum()) + int(table[:, j].sum()) + 1, 2)
        for j in range(table.shape[1])
    ]
    return sum(
        sum(int(k) * rank for k, rank in zip(row, ranks, strict=True)) ** 2 / int(row.sum())
        for row in table
        if row.sum()
    )


STATISTICS = {
    "linear-by-linear": linear,
    "kruskal-wallis": rank_sums,
}


def brute(name, table):
    """p, mid-p, one-sided p and smallest p by listing every table, in fractions."""
    statistic = STATISTICS[name]
    law = [(statistic(t), weight(t)) for t in tables(table.sum(1).tolist(), table.sum(0).tolist())]
    total = sum(w for _, w in law)
    observed = statistic(table)
    directed = name == "linear-by-linear"
    mean = sum(t * w for t, w in law) / total if directed else 0

    def p(t, strictly=False):
        far = (lambda x: abs(x - mean)) if directed else (lambda x: x)
        return float(
            sum(w for x, w in law if (far(x) > far(t) if strictly else far(x) >= far(t))) / total
        )

    return {
        "p_value": p(observed),
        "p_mid": (p(observed) + p(observed, strictly=True)) / 2,
        "p_less": float(sum(w for x, w in law if x <= observed) / total) if directed else None,
        "p_greater": float(sum(w for x, w in law if x >= observed) / total) if directed else None,
        "p_smallest": min(p(x) for x, _ in law),
    }


@st.composite
def small_tables(draw, rows=(1, 4), columns=(1, 4), people=11):
    r, c = draw(st.integers(*rows)), draw(st.integers(*columns))
    cells = draw(st.lists(st.integers(0, r * c - 1), min_size=1, max_size=people))
    return np.bincount(cells, minlength=r * c).reshape(r, c)


@pytest.mark.parametrize("name", TESTS)
@draws(40)
@given(table=small_tables())
def test_every_method_is_the_enumeration_in_fractions(name, table):
    """Fails if interchangeable rows are counted once too often, if ties are split by rounding, if a
    block of one or no column is mishandled, or if the half-integer mirror of T is rounded
    inwards."""
    result, truth = TESTS[name](table), brute(name, table)
    for key, value in truth.items():
        assert getattr(result, key) == (value if value is None else close(value)), key


@draws(30)
@given(table=small_tables(rows=(2, 3), columns=(2, 4)), data=st.data())
def test_any_scores_are_allowed(table, data):
    """Fails if scores must be integers, increasing, distinct or positive, or if the support loses
    their units."""
    score = st.sampled_from([-2.0, -0.5, 0.0, 0.1, 1.0, 1.5, 10.0, 1 / 3])
    u, v = (data.draw(st.lists(score, min_size=k, max_size=k)) for k in table.shape)
    law = exact.distribution(table, row_scores=u, column_scores=v)
    weights = {}
    for t in tables(table.sum(1).tolist(), table.sum(0).tolist()):
        value = round(float(np.array(u) @ t @ np.array(v)), 6)
        weights[value] = weights.get(value, 0) + weight(t)
    total = sum(weights.values())
    assert np.round(law.support, 6) + 0.0 == pytest.approx(sorted(weights), abs=2e-6)
    assert law.probability == close([float(weights[t] / total) for t in sorted(weights)])
    test = exact.linear_by_linear(table, row_scores=u, column_scores=v)
    assert test.statistic == pytest.approx(law.observed)
    assert test.expected == pytest.approx(law.probability @ law.support, abs=1e-9)


# --------------------------------------------------------------------------------------- properties
def p_values(result):
    return [result.p_value, result.p_mid, result.p_smallest]


@draws(20)
@given(table=small_tables(people=30))
def test_transposing_changes_nothing(table):
    """Fails if scores do not travel with their side when the table is turned."""
    turned = exact.linear_by_linear(table.T)
    assert p_values(turned) == close(p_values(exact.linear_by_linear(table)))


@draws(20)
@given(table=small_tables(people=30), data=st.data())
def test_groups_have_no_order(table, data):
    """Fails if Kruskal-Wallis looks at the order of its groups."""
    rows = data.draw(st.permutations(range(len(table))))
    exchanged = exact.kruskal_wallis(table[rows])
    assert p_values(exchanged) == close(p_values(exact.kruskal_wallis(table)))


@draws(20)
@given(table=small_tables(rows=(2, 4), columns=(2, 4), people=30))
def test_reversing_a_scale_changes_the_sign(table):
    """Fails if one-sided tails are not those of the statistic, or if the two-sided p depends on the
    direction."""
    test, reverse = exact.linear_by_linear(table), exact.linear_by_linear(table[:, ::-1])
    distance = reverse.statistic - reverse.expected
    assert distance == pytest.approx(test.expected - test.statistic, abs=1e-9)
    assert p_values(reverse) == close(p_values(test))
    assert (reverse.p_less, reverse.p_greater) == close((test.p_greater, test.p_less))
    odds, reverse = exact.odds_ratio(table), exact.odds_ratio(table[::-1])
    if len(exact.distribution(table).support) > 1:
        ours = [odds.estimate, odds.low, odds.high, odds.low_mid, odds.high_mid]
        theirs = [
            reverse.estimate,
            *(reverse.high, reverse.low),
            *(reverse.high_mid, reverse.low_mid),
        ]
        assert ours == close([1 / x if x else math.inf for x in theirs])


@pytest.mark.parametrize("name", TESTS)
@draws(15)
@given(table=small_tables(people=25), data=st.data())
def test_empty_levels_change_nothing(name, table, data):
    """Fails if empty levels are dropped before scores are given (the second assertion), or not at
    all (the first)."""
    row, column = data.draw(st.integers(0, len(table))), data.draw(st.integers(0, table.shape[1]))
    wider = np.insert(np.insert(table, row, 0, axis=0), column, 0, axis=1)
    if name != "linear-by-linear":
        assert p_values(TESTS[name](wider)) == close(p_values(TESTS[name](table)))
    else:
        u, v = (
            np.delete(np.arange(size + 1), gone)
            for size, gone in zip(table.shape, (row, column), strict=True)
        )
        with_gaps = exact.linear_by_linear(table, row_scores=u, column_scores=v)
        assert p_values(exact.linear_by_linear(wider)) == close(p_values(with_gaps))


@draws(20)
@given(table=small_tables(rows=(2, 4), columns=(2, 4), people=30), data=st.data())
def test_splitting_a_level_into_two_with_one_score_changes_nothing(table, data):
    """Fails if equal scores are merged by the code in one place and kept apart in another."""
    row = data.draw(st.integers(0, len(table) - 1))
    part = np.array([data.draw(st.integers(0, int(k))) for k in table[row]])
    split = np.insert(table, row, part, axis=0)
    split[row + 1] -= part
    scores = np.insert(np.arange(len(table)), row, row)
    here, there = exact.linear_by_linear(table), exact.linear_by_linear(split, row_scores=scores)
    assert there.p_value == close(here.p_value)
    assert there.p_mid == close(here.p_mid)


@draws(20)
@given(table=small_tables(rows=(2, 3), columns=(2, 4), people=16))
def test_p_falls_as_the_table_moves_away(table):
    """Over all tables with the margins.  Fails if distance is measured from anything but the
    mean."""
    expected = exact.linear_by_linear(table).expected
    by_distance = {}
    for other in tables(table.sum(1).tolist(), table.sum(0).tolist()):
        by_distance.setdefault(round(abs(float(linear(other)) - expected), 9), other)
    some = [by_distance[d] for d in sorted(by_distance)][:: max(1, len(by_distance) // 6)]
    p = [exact.linear_by_linear(other).p_value for other in some]
    assert all(b <= a * (1 + 1e-12) for a, b in itertools.pairwise(p))
    assert p == [] or len(some) == 1 or p[-1] < p[0]


@draws(20)
@given(table=small_tables(people=40), beta=st.floats(-3, 3))
def test_probabilities_sum_to_one(table, beta):
    """Fails if a node is lost or met twice (then the tails of the network no longer agree with the
    law either)."""
    law = exact.distribution(table)
    assert abs(law.probability.sum() - 1) < 1e-12
    assert abs(law.tilt(beta).sum() - 1) < 1e-12
    assert law.expected == pytest.approx(law.probability @ law.support, rel=1e-9, abs=1e-9)
    here = law.probability[np.isclose(law.support, law.observed)].sum()
    test = exact.linear_by_linear(table)
    assert test.p_less + test.p_greater == close(1 + here)


def test_tails_and_whole_law_of_fine_scores_agree():
    """Mid-rank scores are tested by tails, tabulated by products.  Fails if either mistakes a sum
    for its neighbour."""
    table = np.array(CASES["hospital_visits"]["table"])
    scores = {
        "row_scores": exact.midranks(table.sum(1)),
        "column_scores": exact.midranks(table.sum(0)),
    }
    test, law = exact.linear_by_linear(table, **scores), exact.distribution(table, **scores)
    away, observed = np.abs(law.support - law.expected), abs(law.observed - law.expected)
    reach, beyond = (
        law.probability[mask].sum() for mask in (away >= observed - 1e-6, away > observed + 1e-6)
    )
    assert test.p_value == close(reach)
    assert test.p_mid == close((reach + beyond) / 2)


# ----------------------------------------------------------------------------------- size and power
MARGINS = [
    ((13, 7), (3, 6, 7, 4)),
    ((5, 4, 3), (4, 5, 3)),
    ((18, 2), (12, 8)),
    ((4, 4, 2), (1, 3, 3, 3)),
]


@functools.cache
def every(name, rows, columns):
    """Of all tables with these margins: how extreme, how probable, and the p-value."""
    some = list(tables(rows, columns))
    weights = [weight(t) for t in some]
    statistic = [STATISTICS[name](t) for t in some]
    if name == "linear-by-linear":
        mean = sum(x * w for x, w in zip(statistic, weights, strict=True)) / sum(weights)
        statistic = [abs(x - mean) for x in statistic]
    total = sum(weights)
    return (
        statistic,
        np.array([float(w / total) for w in weights]),
        np.array([TESTS[name](t).p_value for t in some]),
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", TESTS)
@pytest.mark.parametrize(("rows", "columns"), MARGINS)
def test_the_size_of_a_test_is_at_most_alpha(name, rows, columns):
    """By listing every table under the null.  Fails if p is that of strictly more extreme tables,
    or the mid-p."""
    _, probability, p = every(name, rows, columns)
    for alpha in (0.001, 0.01, 0.05, 0.1, 0.3, 0.5, *np.unique(p)):
        assert probability[p <= alpha].sum() <= alpha * (1 + 1e-12)
    for attained in np.unique(
        p.round(12)
    ):  # and no less than that where it can be: the test is exact
        assert probability[p <= attained + 1e-11].sum() == pytest.approx(attained, abs=1e-10)


@pytest.mark.slow
@pytest.mark.parametrize("name", TESTS)
@pytest.mark.parametrize(("rows", "columns"), MARGINS)
def test_p_falls_as_tables_become_more_extreme(name, rows, columns):
    """Over every table with the margins; equally extreme ones have one p.  Fails if a tie is split,
    or two values that differ are taken for one."""
    statistic, _, p = every(name, rows, columns)
    order = sorted(range(len(p)), key=statistic.__getitem__)
    for a, b in itertools.pairwise(order):
        if statistic[a] == statistic[b]:
            assert p[a] == pytest.approx(p[b], rel=1e-12)
        else:
            assert p[b] < p[a]


def power(distribution, beta, alpha=0.05):
    """Share of the tilted null distribution that the two-sided test rejects."""
    away = np.abs(distribution.support - distribution.expected)
    p = np.array([distribution.probability[away > x - 1e-9].sum() for x in away])
    return distribution.tilt(beta)[p <= alpha].sum()


def test_power_is_that_of_the_tilted_tables():
    """By listing every table with weight exp(beta T).  Fails if beta is per person, or only one
    tail rejects."""
    listed = list(tables([8, 6], [4, 5, 5]))
    beta = exact.detectable(listed[3])
    weights = np.array([float(weight(t)) * math.exp(beta * float(linear(t))) for t in listed])
    rejected = np.array([exact.linear_by_linear(t).p_value <= 0.05 for t in listed])
    assert weights[rejected].sum() / weights.sum() == close(0.8)


@pytest.mark.parametrize(
    "table",
    [[[48, 8], [12, 8]], [[6, 17, 21, 12], [5, 8, 5, 2]], [[9, 5, 1], [5, 14, 8], [0, 4, 12]]],
)
def test_detectable_has_just_the_power_asked_for(table):
    """Fails if the root is of another power or level; or if the result depends on more than the
    margins."""
    beta = exact.detectable(table)
    distribution = exact.distribution(table)
    assert power(distribution, beta) == pytest.approx(0.8, abs=1e-9)
    assert power(distribution, beta - 0.01) < 0.8
    assert exact.detectable(table, power=0.9) > beta
    assert exact.detectable(table, alpha=0.01) > beta
    other = stats.random_table(np.sum(table, 1), np.sum(table, 0)).rvs(random_state=3)
    assert exact.detectable(other) == pytest.approx(beta, rel=1e-12)


def test_detectable_by_mid_p_counts_half_of_what_is_as_extreme():
    """2 of 2 active with results, of 20 of 76: p 0.067, mid-p 0.033.  Fails if the mid-p option
    changes nothing, or halves what is more extreme too: the mid-p test of many values detects a
    little less than the exact one."""
    rare = [[56, 0], [18, 2]]
    assert exact.linear_by_linear(rare).p_mid == pytest.approx(0.0333333, abs=1e-6)
    assert exact.detectable(rare) == math.inf
    beta = exact.detectable(rare, mid_p=True)
    law = exact.distribution(rare)
    assert law.tilt(beta)[law.support == law.support.max()].sum() == pytest.approx(0.8)
    fine = [[5, 14, 23, 15], [4, 6, 7, 3]]
    assert 0.8 < exact.detectable(fine, mid_p=True) / exact.detectable(fine) <= 1


def test_detectable_is_per_unit_of_the_scores():
    """Fails if scores do not reach the law, or the root is taken in other units."""
    table = [[5, 14, 23, 15], [4, 6, 7, 3]]
    doubled = exact.detectable(table, column_scores=[0, 2, 4, 6])
    assert doubled == pytest.approx(exact.detectable(table) / 2, rel=1e-9)
    ranks = exact.midranks(np.sum(table, 0))
    beta = exact.detectable(table, column_scores=ranks)
    distribution = exact.distribution(table, column_scores=ranks)
    assert power(distribution, beta) == pytest.approx(0.8)


def test_nothing_is_detectable_with_two_active_people():
    """2 of 76 active: the best table has p = .067.  Fails if the search stops at a large finite
    value instead."""
    assert exact.detectable([[54, 2], [20, 0]]) == math.inf
    assert exact.detectable([[10, 0], [5, 0]]) == math.inf
    assert exact.detectable([[54, 2], [20, 0]], alpha=0.07) < math.inf


# --------------------------------------------------------------------------------------- odds ratio
@draws(25)
@given(table=small_tables(rows=(2, 2), columns=(2, 2), people=60))
def test_odds_ratio_of_four_cells_is_scipy_s(table):
    """scipy.stats.contingency.odds_ratio.  Fails if a limit at the edge of the support is not 0 or
    infinite."""
    assume(table.sum(0).all() and table.sum(1).all())
    ours, theirs = exact.odds_ratio(table), stats.contingency.odds_ratio(table)
    interval = theirs.confidence_interval()
    expected = (theirs.statistic, interval.low, interval.high)
    assert (ours.estimate, ours.low, ours.high) == pytest.approx(expected, rel=1e-5)
    assert ours.low <= ours.low_mid <= ours.estimate <= ours.high_mid <= ours.high


def test_one_possible_table_leaves_every_odds_ratio_possible():
    """Fails if a table without information gets an estimate of 0."""
    result = exact.odds_ratio([[3, 4], [0, 0]])
    assert math.isnan(result.estimate)
    assert (result.low, result.high, result.low_mid, result.high_mid) == (0, math.inf, 0, math.inf)


def test_the_limits_say_what_the_test_says():
    """One-sided p at the limits is the error; so 1 is outside the interval just when a tail is
    below it.  Fails if the interval belongs to another confidence."""
    table = CASES["wine_contact_rating"]["table"]
    law = exact.distribution(table)
    for confidence in (0.8, 0.95, 0.99):
        result = exact.odds_ratio(table, confidence=confidence)
        tail = (1 - confidence) / 2
        at = law.support >= law.observed
        assert law.tilt(math.log(result.low))[at].sum() == close(tail)
        assert law.tilt(math.log(result.high))[law.support <= law.observed].sum() == close(tail)
    assert law.tilt(math.log(result.estimate)) @ law.support == close(law.observed)


# ---------------------------------------------------------------------------------------- shortcuts
@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_what_is_settled_early_changes_no_p(monkeypatch, seed):
    """Blocks with nothing settled or left out.  Fails if the bound of a node is not below what its
    columns add, if settled tables are lost where a column follows, or if 1 minus the rest is used
    where p is small."""
    random = np.random.default_rng(seed)
    shape = [(2, 4), (3, 3), (3, 4), (4, 4), (3, 5), (2, 2)][seed % 6]
    rows, columns = (random.multinomial(36, random.dirichlet(np.full(k, 3))) for k in shape)
    some = stats.random_table(rows, columns).rvs(4, random_state=seed).astype(int)
    corner = np.minimum.outer(
        np.cumsum(rows), np.cumsum(columns)
    )  # an association as strong as can be
    some = [*some, np.diff(np.diff(corner, axis=0, prepend=0), axis=1, prepend=0)]
    quick = [exact.kruskal_wallis(table) for table in some]
    monkeypatch.setattr(exact.fillings, "SAFE", math.inf)
    settled = [exact.kruskal_wallis(table) for table in some]
    whole = exact.p_values.MeetInTheMiddle
    monkeypatch.setattr(
        exact.p_values, "MeetInTheMiddle", lambda statistic, high=None: whole(statistic)
    )
    for table, *tests in zip(some, quick, settled, strict=True):
        truth = exact.kruskal_wallis(table)
        for test in tests:
            ours, theirs = ((x.p_value, x.p_mid, x.p_smallest) for x in (test, truth))
            assert ours == close(theirs, rel=1e-10)


# ------------------------------------------------------------------------------------ large and odd
def test_many_levels_do_not_overflow(monkeypatch):
    """Eighty people without ties, of whom one each in two groups.  Fails if the number of a node
    wraps around."""
    monkeypatch.setattr(exact.engine, "DRAWS", 20_000)
    for levels, method in ((40, "exact"), (80, "monte carlo")):
        table = np.zeros((3, levels), int)
        table[0, -1] = table[1, 0] = table[2, 1:-1] = 1
        test = exact.kruskal_wallis(table)
        truth = 6 / (
            levels * (levels - 1)
        )  # both orders of: the two ends, the two lowest, the two highest
        assert test.method == method
        assert test.p_value == close(truth) if method == "exact" else test.low <= truth <= test.high


def test_thousands_of_people_neither_overflow_nor_vanish():
    """scipy's hypergeometric law for n = 3000.  Fails in double precision, where the observed table
    has probability 0; or if nodes whose weight vanishes are taken for their neighbours."""
    table = np.array([[1450, 50], [60, 1440]])
    law = exact.distribution(table)
    theirs = stats.hypergeom.logpmf(law.support.astype(int), 3000, 1490, 1500)
    assert np.log(law.probability).astype(float) == close(theirs)
    ours, theirs = exact.odds_ratio(table), stats.contingency.odds_ratio(table)
    interval = theirs.confidence_interval()
    assert (ours.estimate, ours.low, ours.high) == pytest.approx(
        (theirs.statistic, *interval), rel=1e-6
    )
    test = exact.linear_by_linear([[800, 700], [720, 780]])
    assert test.p_greater == close(stats.hypergeom.sf(799, 3000, 1500, 1520))


def test_both_ways_of_a_2_x_c_table_agree():
    """By convolution and by meeting in the middle, n = 1000.  Fails if the column left for last is
    off by a person."""
    table = np.array([[233, 100, 133, 34], [183, 110, 140, 67]])
    law, test = exact.distribution(table), exact.linear_by_linear(table)
    statistic = exact.statistic.linear(table, np.arange(2), np.arange(4))
    meeting = exact.distributions.MeetInTheMiddle(statistic)
    observed = int(law.observed)
    assert meeting.tails(observed, observed)[1:3] == close([test.p_less, test.p_greater])
    assert test.p_greater == close(law.probability[law.support >= observed].sum())


@pytest.mark.parametrize("name", TESTS)
@pytest.mark.parametrize(
    "table", [[[3, 2, 5]], [[3], [2]], [[4]], [[0, 3, 0], [0, 4, 0]], [[0, 0], [2, 5]]]
)
def test_one_level_leaves_nothing_to_test(name, table):
    """Fails if a margin of one level raises, or gives a p below 1."""
    result = TESTS[name](table)
    assert (result.p_value, result.p_smallest, result.method) == (1.0, 1.0, "exact")


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ([[1, 2], [3, -1]], "row 1, column 1 holds -1"),
        ([[1, 2.5], [3, 1]], "row 0, column 1 holds 2.5"),
        ([[1, np.nan], [3, 1]], "row 0, column 1 holds nan"),
        ([[1, np.inf], [3, 1]], "row 0, column 1 holds inf"),
        ([[0, 0], [0, 0]], "empty"),
        ([1, 2], "1 dimension"),
        ([["a", "b"], ["c", "d"]], "not a table of counts"),
    ],
)
def test_what_is_not_a_table_of_counts_is_refused(table, message):
    """Fails if a fraction is truncated, or a NaN becomes an integer."""
    for test in (*TESTS.values(), exact.distribution, exact.smallest_p):
        with pytest.raises(ValueError, match=message):
            test(table)


def test_bad_arguments_are_refused():
    """Fails if scores of a wrong length are broadcast, or margins of different sums accepted."""
    with pytest.raises(ValueError, match="row_scores must be 2 finite numbers"):
        exact.linear_by_linear([[1, 2], [3, 4]], row_scores=[0, 1, 2])
    with pytest.raises(ValueError, match="column_scores"):
        exact.distribution([[1, 2], [3, 4]], column_scores=[0, np.inf])
    with pytest.raises(ValueError, match="confidence"):
        exact.odds_ratio([[1, 2], [3, 4]], confidence=95)
    with pytest.raises(ValueError, match="rows hold 3 people, columns 4"):
        exact.smallest_p([1, 2], [2, 2])
    with pytest.raises(ValueError, match="too large"):
        exact.distribution(CASES[LARGE]["table"])
    with pytest.raises(ValueError, match="budget"):
        exact.smallest_p(CASES[LARGE]["table"])


def test_no_draw_as_extreme_is_not_a_p_of_zero():
    """Fails when a Monte Carlo p of 0 is printed, or an exact one, too small for a number, has
    none."""
    sure = exact.linear_by_linear([[9, 1], [1, 9]])
    assert replace(sure, p_value=0.0).p_to_report() == 0.0
    drawn = replace(sure, method="monte carlo", draws=1_000, low=0.0, high=0.005)
    assert replace(drawn, p_value=0.0).p_to_report() == 0.005
    assert drawn.p_to_report() == sure.p_to_report() == sure.p_value
    assert sure.p_to_report(mid_p=True) == sure.p_mid < sure.p_value


def test_a_frame_is_a_table():
    """Fails if labels are taken for counts."""
    frame = pd.DataFrame(
        [[29, 7, 7], [13, 7, 21]], index=["placebo", "treated"], columns=["none", "some", "marked"]
    )
    assert exact.linear_by_linear(frame) == exact.linear_by_linear(frame.to_numpy())
    ranks = stats.rankdata(np.repeat([0, 1, 2], frame.sum()))
    assert exact.midranks(frame.sum()).tolist() == ranks[[0, 42, 56]].tolist()
