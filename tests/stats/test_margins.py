"""`helpers.margins` against R, and against brute force over every count and every table."""

import itertools
import json
import math
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from draws import draws
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats

from helpers.stats import exact, frechet, grim
from helpers.stats.grim import Percentages

ORACLES = json.loads(
    (Path(__file__).parents[1] / "oracles/published_margins.json").read_text(encoding="utf-8")
)
GRIM = ORACLES["grim_percent_int"]
RANGE = range(GRIM["n_range"][0], GRIM["n_range"][1] + 1)
FRECHET = ["frechet_3x3_small", "frechet_q6_q3"]


def numbers(runs):
    """``"58 63-64"`` as a list."""
    ends = [run.split("-") for run in runs.split()]
    return [n for run in ends for n in range(int(run[0]), int(run[-1]) + 1)]


# ------------------------------------------------------------------------------------------------- counts
@pytest.mark.parametrize(("question", "percents"), GRIM["percentages"].items())
def test_numbers_that_each_percentage_allows_are_r_s(question, percents):
    """Fails when halves are not rounded up, or a count is tried that is no count of n people."""
    expected = numbers(GRIM["R"]["admissible_n_each_percentage"]["value"][question])
    assert [n for n in RANGE if all(grim.counts_of(percent, n) for percent in percents)] == expected
    assert grim.admissible([Percentages(tuple(percents), disjoint=False)], RANGE) == expected


@pytest.mark.parametrize(("question", "percents"), GRIM["percentages"].items())
def test_numbers_at_which_counts_add_up_are_r_s(question, percents):
    """Fails when counts may add up to fewer or more than n where the groups hold everybody."""
    expected = numbers(GRIM["R"]["admissible_n_sum_constraint"]["value"][question])
    assert grim.admissible([Percentages(tuple(percents), whole=True)], RANGE) == expected


def test_numbers_that_all_questions_allow_are_r_s():
    """Fails when one question is enough, or the questions may have different numbers."""
    questions = [
        Percentages(tuple(percents), whole=True) for percents in GRIM["percentages"].values()
    ]
    assert grim.admissible(questions, RANGE) == numbers(
        GRIM["R"]["admissible_n_all_questions"]["value"]
    )


RULES = {"half even": round, "truncation": math.floor}


def printed(k, n, rounding, decimals=0):
    """The percentages that k of n may be printed as, in units of their last digit, by fractions."""
    share = Fraction(100 * 10**decimals * k, n)
    units = RULES.get(rounding, lambda share: math.floor(share + Fraction(1, 2)))(share)
    return {units - 1, units, units + 1} if rounding == "off by one" else {units}


@draws(300)
@given(st.data(), st.sampled_from(list(grim.ROUNDINGS)), st.integers(1, 400), st.integers(0, 2))
def test_counts_are_those_that_round_to_the_percentage(data, rounding, n, decimals):
    """Fails when a share is computed inexactly, a half goes the wrong way, or a count at the edge is lost."""
    steps = 100 * 10**decimals
    near = math.floor(Fraction(steps * data.draw(st.integers(0, n)), n)) + data.draw(
        st.integers(-1, 2)
    )
    units = min(max(near, 0), steps)
    expected = [k for k in range(n + 1) if units in printed(k, n, rounding, decimals)]
    percent = Decimal(units).scaleb(-decimals)
    assert list(grim.counts_of(percent, n, rounding)) == expected
    assert list(grim.counts_of(float(percent), n, rounding, decimals=decimals)) == expected


HALVES = [
    ("half up", 62, []),
    ("half even", 62, [5]),
    ("truncation", 62, [5]),
    ("off by one", 62, [5]),
    ("half up", 63, [5]),
    ("half even", 63, []),
    ("off by one", 64, [5]),
    ("off by one", 65, []),
]


@pytest.mark.parametrize(("rounding", "percent", "counts"), HALVES)
def test_each_rounding_has_its_own_counts(rounding, percent, counts):
    """Fails when the roundings are mixed up: 5 of 8 is 62.5 %, rounded 63, to the even one 62, cut off 62."""
    assert list(grim.counts_of(percent, 8, rounding)) == counts


def test_decimals_are_those_that_were_printed():
    """Fails when 79.0 says no more than 79, or 79 as much as 79.0: 61 of 77 are 79.22 %."""
    assert list(grim.counts_of(79, 77)) == list(grim.counts_of(79.0, 77)) == [61]
    assert list(grim.counts_of("79.0", 77)) == list(grim.counts_of(79, 77, decimals=1)) == []
    assert list(grim.counts_of("79.22", 77)) == list(grim.counts_of(79.22, 77)) == [61]
    assert grim.counts_of(0, 0) == range(0)


WRONG = [
    ((101, 77), {}, "101 is not a percentage from 0 to 100"),
    ((-1, 77), {}, "-1 is not a percentage"),
    (("many", 77), {}, "many is not a percentage"),
    ((math.nan, 77), {}, "nan is not a percentage"),
    ((26.5, 77), {"decimals": 0}, r"26.5 is not a percentage from 0 to 100 with 0 decimal\(s\)"),
    ((26, 77), {"decimals": -1}, r"26 is not a percentage .* -1 decimal"),
    ((26, -1), {}, "whole and not negative, got -1"),
    ((26, 7.5), {}, "whole and not negative, got 7.5"),
    ((26, 77, "up"), {}, r"no rounding 'up', only \['half up', "),
]


@pytest.mark.parametrize(("arguments", "options", "message"), WRONG)
def test_what_is_no_percentage_is_told(arguments, options, message):
    """Fails when a mistake gives an empty range, which would say that no number fits."""
    with pytest.raises(ValueError, match=message):
        grim.counts_of(*arguments, **options)


def brute_possible(percents, n, rounding, whole, disjoint):
    found = [[k for k in range(n + 1) if p in printed(k, n, rounding)] for p in percents]
    sums = {sum(counts) for counts in itertools.product(*found)}
    return bool(sums) and (
        not disjoint or any(total == n if whole else total <= n for total in sums)
    )


@given(
    st.lists(st.integers(0, 100), min_size=1, max_size=3),
    st.integers(1, 45),
    st.sampled_from(list(grim.ROUNDINGS)),
    st.sampled_from([(True, True), (False, True), (False, False)]),
)
def test_percentages_are_possible_when_some_counts_are(percents, n, rounding, kind):
    """Fails when the sum is not held to n, when groups that overlap are, or when another base is missed or made up."""
    question = Percentages(tuple(percents), *kind)
    fits = [base for base in range(1, n + 1) if brute_possible(percents, base, rounding, *kind)]
    assert question.possible(n, rounding) is (n in fits)
    assert question.blanks(n, rounding) == (n - fits[-1] if fits else None)


def test_blanks_let_each_question_have_its_own_base():
    """Fails when all questions must be left out by the same number of people, or by none, or nobody may be left."""
    four = [Percentages((percent,)) for percent in (26, 79, 97, 66)]
    assert grim.admissible(four, range(69, 86)) == [70, 73, 76, 77]
    assert [question.blanks(80) for question in four] == [0, 0, 1, 0]
    assert [question.blanks(83) for question in four] == [1, 1, 4, 0]
    for most, last in ((1, 80), (2, 81), (3, 82), (6, 85)):
        assert grim.admissible(four, range(69, 86), blanks=most) == list(range(69, last + 1))
    assert grim.admissible(four, [10], blanks=10) == [] and grim.admissible([], [3]) == [3]


# ------------------------------------------------------------------------------------------------- two margins
def r_of(name):
    case = ORACLES[name]
    scores = {"row_scores": case["row_scores"], "column_scores": case["col_scores"]}
    return {key: entry["value"] for key, entry in case["R"].items()}, frechet.bounds(
        case["row_margin"], case["col_margin"], **scores
    )


@pytest.mark.parametrize("name", FRECHET)
def test_bounds_are_those_of_all_tables_in_r(name):
    """R: every table with these margins.  Fails if an end is another table's, or D of one variable is the other's."""
    r, found = r_of(name)
    for measure in (
        "tau_b",
        "somers_row",
        "somers_column",
        "score_correlation",
        "spearman",
        "gamma",
    ):
        assert ranges(found)[measure] == pytest.approx(r[f"{measure}_range"], rel=1e-10), measure
    assert found.cells_low.tolist() == r["cell_bounds"]["lower"]
    assert found.cells_high.tolist() == r["cell_bounds"]["upper"]


def ranges(found):
    """Measure → its two bounds."""
    return {row.Index: [row.low, row.high] for row in found.measures.itertuples()}


def tables_with(rows, columns):
    """Every table with these margins."""
    if len(columns) == 1:
        return [np.array(rows)[:, None]]
    found = []
    for first in itertools.product(*(range(min(row, columns[0]) + 1) for row in rows)):
        if sum(first) == columns[0]:
            rest = [row - used for row, used in zip(rows, first, strict=True)]
            found += [np.column_stack([first, table]) for table in tables_with(rest, columns[1:])]
    return found


def pearson(x, y):
    return stats.pearsonr(x, y).statistic if np.ptp(x) and np.ptp(y) else math.nan


def somers(x, y):
    with np.errstate(invalid="ignore"):  # its z, which is not asked for, may be 0/0
        return stats.somersd(x, y).statistic


def measured(table, u, v):
    """Each measure of one table by scipy, or counted pair by pair."""
    rows, columns = (np.repeat(index.ravel(), table.ravel()) for index in np.indices(table.shape))
    pairs = np.sign(np.subtract.outer(rows, rows) * np.subtract.outer(columns, columns))
    varied = np.ptp(rows) and np.ptp(columns)
    values = {
        "T": u[rows] @ v[columns],
        "S": pairs.sum() / 2,
        "score_correlation": pearson(u[rows], v[columns]),
    }
    if varied:
        agree, oppose = (pairs > 0).sum(), (pairs < 0).sum()
        values |= {
            "spearman": stats.spearmanr(rows, columns).statistic,
            "tau_b": stats.kendalltau(rows, columns).statistic,
            "somers_column": somers(rows, columns),
            "somers_row": somers(columns, rows),
            "gamma": (agree - oppose) / (agree + oppose) if agree + oppose else math.nan,
        }
    if table.shape == (2, 2) and varied:
        values["phi"] = pearson(rows, columns)
    return values


@st.composite
def small_tables(draw):
    r, c = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    table = np.array(draw(st.lists(st.integers(0, 6), min_size=r * c, max_size=r * c))).reshape(
        r, c
    )
    table[draw(st.integers(0, r - 1)), draw(st.integers(0, c - 1))] += 1
    return table


@given(small_tables(), st.data())
def test_bounds_contain_every_table_with_these_margins(table, data):
    """Fails when a bound is too tight for some table, whatever its empty levels, ties of scores and single people."""
    u, v = (
        np.array(
            sorted(data.draw(st.lists(st.integers(-3, 9), min_size=size, max_size=size))), float
        )
        for size in table.shape
    )
    found = frechet.bounds(table.sum(1), table.sum(0), row_scores=u, column_scores=v)
    assert (found.cells_low <= table).all() and (table <= found.cells_high).all()
    for measure, value in measured(table, u, v).items():
        low, high = ranges(found)[measure]
        assert math.isnan(value) or low - 1e-9 <= value <= high + 1e-9, measure
    p, *ends = (
        exact.linear_by_linear(each, row_scores=u, column_scores=v).p_value
        for each in (table, found.least, found.most)
    )
    assert found.p_smallest == pytest.approx(min(ends), rel=1e-9) and found.p_smallest <= p * (
        1 + 1e-9
    )


@draws(40)
@given(
    st.lists(st.integers(0, 4), min_size=1, max_size=3),
    st.lists(st.integers(0, 4), min_size=1, max_size=3),
)
@example([1, 2, 1], [1, 2, 1])
def test_bounds_are_attained(rows, columns):
    """Fails when a bound is wider than the tables are, or an end table has other margins."""
    rows[0] += max(0, sum(columns) - sum(rows)) + (not sum(columns))
    columns[0] += sum(rows) - sum(columns)
    found, u, v = frechet.bounds(rows, columns), np.arange(len(rows)), np.arange(len(columns))
    for end in (found.least, found.most):
        assert end.sum(1).tolist() == rows and end.sum(0).tolist() == columns and (end >= 0).all()
    every = tables_with(rows, columns)
    assert (found.cells_low == np.min(every, axis=0)).all() and (
        found.cells_high == np.max(every, axis=0)
    ).all()
    values = [measured(table, u, v) for table in every]
    for measure in values[0]:
        seen = [value[measure] for value in values if not math.isnan(value[measure])]
        ends = [min(seen), max(seen)] if seen else [math.nan] * 2
        assert ranges(found)[measure] == pytest.approx(ends, nan_ok=True, abs=1e-12), measure
    assert found.p_smallest == pytest.approx(
        min(exact.linear_by_linear(table).p_value for table in every), rel=1e-9
    )


def test_gamma_and_the_odds_ratio_are_said_to_have_no_bounds():
    """Fails when either is given a range, or a measure that margins do bound is said to be free."""
    found = frechet.bounds([57, 20], [75, 2])
    assert found.measures.index[~found.measures.bounded].tolist() == ["gamma", "odds_ratio"]
    assert (ranges(found)["gamma"], ranges(found)["odds_ratio"]) == ([-1, 1], [0, math.inf])
    assert ranges(found)["phi"] == pytest.approx(ranges(found)["tau_b"])  # the same, of four cells


def test_a_margin_on_one_level_has_no_association():
    """Fails when a correlation of nothing is 0, or stops the work; when phi is given of more than four cells."""
    found = frechet.bounds([77, 0], [75, 2])
    none = ranges(found)
    assert np.isnan(
        [none[measure] for measure in ("phi", "tau_b", "spearman", "gamma", "odds_ratio")]
    ).all()
    assert none["S"] == [0, 0] and found.p_smallest == 1
    assert np.isnan(ranges(frechet.bounds([3, 3, 1], [5, 2]))["phi"]).all()


def test_the_smallest_p_above_the_budget_is_missing():
    """Fails when large margins, whose measures cost nothing, stop the work."""
    found = frechet.bounds([400] * 6, [300] * 8)
    assert math.isnan(found.p_smallest) and found.measures.high["tau_b"] > 0.9


NO_MARGINS = [
    (([1, 2], [2, 2]), {}, "rows hold 3 people, columns 4"),
    (([[1, 2]], [3]), {}, r"margin of the rows is one count a level, this has 2 dimension"),
    (
        ([1, 2], [3.5, -0.5]),
        {},
        "margin of the columns is no margin: row 0, column 0 holds 3.5, not a count",
    ),
    (([0, 0], [0]), {}, "margin of the rows is no margin: the table is empty"),
    (([1, 2], [3]), {"row_scores": [1]}, "row_scores must be 2 finite numbers"),
    (
        ([1, 2], [1, 2]),
        {"column_scores": [2, 1]},
        r"column_scores must be .* not decreasing, got \[2, 1\]",
    ),
]


@pytest.mark.parametrize(("arguments", "options", "message"), NO_MARGINS)
def test_what_is_no_margin_is_told(arguments, options, message):
    """Fails when margins that belong to no table, or scores under which the ends are others, give numbers."""
    with pytest.raises(ValueError, match=message):
        frechet.bounds(*arguments, **options)
