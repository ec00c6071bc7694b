"""Exploration: which looks there are, each by hand and against R, and that nothing looked at is
lost or stacked."""

import dataclasses
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
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep

from helpers.analysis import exploration, look, pair_test
from helpers.answers import cleaning, intake
from helpers.processed import COLUMNS
from helpers.stats import effects, exact, permutation

ORACLES = Path(__file__).parents[1] / "oracles"
TABLES = {
    case["id"]: case for case in json.loads((ORACLES / "two_way_tables.json").read_text())["cases"]
}


@pytest.fixture(scope="module", autouse=True)
def few_draws():
    """Few draws: that they are the right ones is tested to the last digit."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(permutation, "DRAWS", 5_000)
        yield


@pytest.fixture(scope="session")
def why(ask):
    return ask("why", "a b c none", kind="multiple", role="context", off=("none",))


@pytest.fixture(scope="session")
def gain(ask):
    return ask(
        "gain", "yes no unsure", kind="nominal", role="outcome", positive=("yes",), off=("unsure",)
    )


@pytest.fixture(scope="session")
def book(ask, book_of, why, gain):
    """Two behaviours, a several-answers question and an outcome of three groups, one of them off
    the scale."""
    return book_of(why, ask("often", "low mid high"), ask("long", "low high"), gain)


# why, often, long, gain, number of people
SAID = [
    ("a|b", "low", "low", "no", 9),
    ("a|b", "high", "high", "yes", 4),
    ("a|b|c", "mid", "high", "yes", 6),
    ("c", "low", "low", "no", 7),
    ("c", "mid", "high", "unsure", 5),
    ("none", "high", "low", "yes", 3),
    ("c|none", "high", "high", "no", 2),
    ("_skipped", "high", "low", "yes", 2),
    ("a|b", "_refused", "low", "no", 3),
    ("c", "high", "high", "_skipped", 4),
]
COUNTED = pd.DataFrame(SAID, columns=["why", "often", "long", "gain", "people"])
ANSWERS = (
    COUNTED.loc[COUNTED.index.repeat(COUNTED.people)].drop(columns="people").reset_index(drop=True)
)


@pytest.fixture(scope="module")
def looks(book, few_draws):
    return exploration.table(ANSWERS, book)


def test_everything_that_is_not_planned_is_looked_at(looks):
    """Fails when a planned pair is looked at again, a look is left out, an off-scale option is one,
    or null results
    go."""
    assert list(looks) == COLUMNS["exploration"]
    names = [
        "gamma",
        "risk difference",
        "risk difference",
        "risk difference",
        "epsilon-squared",
        "epsilon-squared",
    ]
    assert looks.effect_name.tolist() == names
    assert looks[["first", "second", "option"]].to_numpy().tolist() == [
        ["often", "long", ""],
        ["why", "gain", "a"],
        ["why", "gain", "b"],
        ["why", "gain", "c"],
        ["often", "gain", ""],
        ["long", "gain", ""],
    ]


def test_two_behaviours_are_two_ordered_scales(looks):
    """Fails when the effect or the test of another table stands here, or those who refused one are
    in the base."""
    row, crossed = looks.iloc[0], [[16, 0], [0, 11], [5, 10]]
    gamma, test = effects.gamma(crossed), exact.linear_by_linear(crossed)
    assert (row.base, row.effect, row.test, row.note) == (
        42,
        gamma.estimate,
        "linear-by-linear, exact",
        "",
    )
    assert row.p == pytest.approx(test.p_value, rel=1e-9)
    assert (row.low, row.high) == pair_test.examine(pd.DataFrame(crossed)).interval(0.05)
    assert math.isnan(row.p_max_t)


def test_an_option_is_chosen_or_not_by_those_who_answered_both(looks):
    """Fails when options are stacked, people of off-scale answers alone are in the base, rows and
    columns are turned
    round, or the interval is not Newcombe's."""
    c = looks.iloc[3]
    # who chose c: 6 of 15 say yes; who chose others only: 4 of 16
    assert c.base == 31 and c.effect == pytest.approx(6 / 15 - 4 / 16)
    interval = confint_proportions_2indep(6, 15, 4, 16, method="newcomb", compare="diff")
    assert (c.low, c.high) == pytest.approx(interval)
    law = stats.hypergeom(31, 10, 15)
    as_extreme = [k for k in range(11) if abs(k - 150 / 31) >= abs(6 - 150 / 31)]
    assert (
        c.p == pytest.approx(law.pmf(as_extreme).sum(), rel=1e-9)
        and c.test == "linear-by-linear, exact"
    )
    assert set(looks.base[1:4]) == {31}


def test_people_who_chose_no_option_are_among_those_who_did_not_choose_it(why, gain, book_of):
    """Fails when those who were asked and chose none are left out of the base."""
    said = {
        "why": ["a", "b", "_none", "_none", "_skipped"],
        "gain": ["yes", "no", "no", "yes", "no"],
    }
    looks = exploration.table(pd.DataFrame(said), book_of(why, gain)).query("second == 'gain'")
    assert looks.base.tolist() == [4, 4, 4]
    assert looks.effect.iloc[0] == pytest.approx(1 - 1 / 3)  # one of one, one of three


def test_max_t_exchanges_the_outcomes_of_whole_respondents(looks):
    """Fails when options are exchanged one by one: a and b, always chosen together, are one
    hypothesis, not two."""
    options = looks.iloc[1:4]
    kept = ANSWERS[ANSWERS.gain.isin(["yes", "no"]) & ~ANSWERS.why.isin(["none", "_skipped"])]
    chosen = pd.DataFrame({option: kept.why.str.contains(option) for option in "abc"}).astype(int)
    expected = permutation.max_t(kept.gain.eq("yes").astype(int), chosen, draws=5_000)
    assert options.p_max_t.tolist() == expected.p_adjusted.tolist()
    assert options.p_max_t.iloc[0] == options.p_max_t.iloc[1] < 2 * options.p.iloc[0]


def test_no_draw_as_extreme_is_told_by_its_upper_limit(book, monkeypatch):
    """Fails when an adjusted p of zero is printed: 1 - 0.005 ** (1 / draws)."""
    monkeypatch.setattr(permutation, "DRAWS", 20)
    answers = pd.DataFrame({"why": ["a"] * 20 + ["b"] * 20, "gain": ["yes"] * 20 + ["no"] * 20})
    answers = answers.assign(often="low", long="low")
    assert exploration.table(answers, book).p_max_t[1] == pytest.approx(
        1 - 0.005 ** (1 / 20), rel=1e-9
    )


def test_i_do_not_know_is_a_group_and_never_a_score(book, looks):
    """Fails when an off-scale answer is between yes and no, or is lost where groups are
    compared."""
    row = looks.iloc[4]
    groups = [[0, 6, 9], [16, 0, 2], [0, 5, 0]]  # yes, no, unsure
    test = exact.kruskal_wallis(groups)
    assert (row.base, row.p, row.test) == (38, test.p_value, "kruskal-wallis, exact")
    gone = exploration.table(ANSWERS.replace({"gain": {"unsure": "_skipped"}}), book)
    pd.testing.assert_frame_equal(
        gone.iloc[:4].drop(columns="p_bh"), looks.iloc[:4].drop(columns="p_bh")
    )
    assert gone.base[4] == 33 and gone.p[4] != row.p


@pytest.mark.parametrize(
    "name", [name for name, case in TABLES.items() if "kruskal_y_by_x" in case["R"]]
)
def test_epsilon_squared_is_r_s_statistic_over_n_less_one(name):
    """R: kruskal.test(y, fx), corrected for ties.  Fails if ties are not corrected for, or groups
    are columns."""
    case = TABLES[name]
    crossed = np.array(case["table"])
    expected = case["R"]["kruskal_y_by_x"]["statistic"] / (crossed.sum() - 1)
    effect = look.epsilon_squared(crossed)
    assert effect == pytest.approx(expected, rel=1e-10)


def test_benjamini_and_hochberg_are_r_s():
    """R: p.adjust(p, "BH") on the p-values of Benjamini & Hochberg (1995).  Fails if the library
    steps otherwise."""
    case = json.loads((ORACLES / "several_tests.json").read_text())["bh1995"]
    assert multipletests(case["p"], method="fdr_bh")[1] == pytest.approx(
        case["R"]["BH"]["value"], rel=1e-10
    )


def test_the_whole_table_is_one_family(looks):
    """Fails when p is adjusted within one kind of look, by Holm, or with those that were not
    tested."""
    p = looks.p.to_numpy()
    ranked = np.argsort(p)
    steps = np.minimum.accumulate((p[ranked] * len(p) / np.arange(1, len(p) + 1))[::-1])[::-1]
    assert looks.p_bh.to_numpy()[ranked] == pytest.approx(np.minimum(steps, 1), rel=1e-12)


def test_what_cannot_be_tested_says_so_and_is_not_counted(book, looks):
    """Fails when an option that nobody or everybody chose stops the work, or is one of the tests
    adjusted for."""
    why = ANSWERS.why.replace({"c|none": "none", "c": "_skipped"}).str.replace("|c", "")
    answers = ANSWERS.assign(long="low", why=why)
    table = exploration.table(answers, book)
    assert table.note.eq("one answer only").tolist() == [True, True, True, True, False, True]
    idle = table[table.note == "one answer only"]
    assert idle[["effect", "low", "high", "p", "p_max_t", "p_bh"]].isna().all(axis=None)
    assert table.p_bh[4] == table.p[4] and idle.test.iloc[0] == "linear-by-linear"


@pytest.mark.parametrize(
    "answers", [ANSWERS.iloc[:0], ANSWERS.assign(gain="_skipped", often="_refused", why="none")]
)
def test_nobody_answered(book, answers):
    """Fails when a question without answers is an error."""
    table = exploration.table(answers, book)
    assert (
        set(table.base) == {0}
        and table.note.eq("one answer only").all()
        and table.p_bh.isna().all()
    )


def test_nothing_to_look_at_is_an_empty_table(book_of, gain, why):
    """Fails when a survey without behaviours, or without outcomes, stops the work or loses the
    columns."""
    for questions in ((gain,), (why,), ()):
        table = exploration.table(ANSWERS, book_of(*questions))
        assert table.empty and list(table) == COLUMNS["exploration"]


def test_an_outcome_of_several_levels_keeps_them(ask, book_of, why):
    """Fails when an ordered outcome is cut in two, or named a risk."""
    level = ask("level", "none some much", role="outcome")
    answers = pd.DataFrame(
        {"why": ["a", "a|b", "b", "c", "b|c"] * 6, "level": ["none", "some", "much"] * 10}
    )
    table = exploration.table(answers, book_of(why, level))
    row = table.iloc[0]
    crossed = [
        [
            answers[answers.why.str.contains("a") == side].level.eq(x).sum()
            for x in ("none", "some", "much")
        ]
        for side in (False, True)
    ]
    effect = effects.somers_d(crossed)
    assert (row.effect_name, row.effect, row.low, row.high) == (
        "Somers' D",
        effect.estimate,
        effect.low,
        effect.high,
    )
    assert row.p == exact.linear_by_linear(crossed).p_value and len(table) == 3


def test_people_count_as_if_one_by_one(book, looks):
    """Fails when a combination of answers is one person anywhere."""
    pd.testing.assert_frame_equal(exploration.table(COUNTED, book), looks)


@pytest.mark.slow
def test_many_people_are_tested_but_for_groups(book):
    """Fails when a large survey waits for draws or a test of groups, or a missing p has no note."""
    table = exploration.table(COUNTED.assign(people=COUNTED.people * 100_000), book)
    tested = table.effect_name != "epsilon-squared"
    assert table.p.notna().equals(tested) and table.p_max_t.isna().all()
    assert set(table.note[~tested]) == {"too many people for an exact test"}
    assert table.effect.notna().all()
    assert table.base[0] == 4_200_000 and table.effect[3] == pytest.approx(6 / 15 - 4 / 16)


def test_too_many_people_for_draws_are_still_tested(book, monkeypatch):
    """Fails when the cost of the draws takes the exact p away, or the missing number has no
    note."""
    monkeypatch.setattr(permutation, "DRAWS", permutation.BUDGET // 40)
    monkeypatch.setattr(permutation, "max_t", lambda *_, **__: pytest.fail("drawn"))
    table = exploration.table(ANSWERS, book)
    assert table.p_max_t.isna().all() and table.p_bh.notna().all()
    assert set(table.note[1:4]) == {"too many people for max-T"} and table.note[0] == ""


def test_the_first_survey_is_looked_at_exactly(real):
    """Fails when a pair of behaviours of so few people is left to a Monte Carlo."""
    answers = cleaning.clean(intake.read(real), real).answers
    book = dataclasses.replace(
        real, questions=tuple(q for q in real.questions if q.role != "outcome")
    )
    table = exploration.table(answers, book)
    assert len(table) == 10 and set(table.test) == {"linear-by-linear, exact"}


def test_a_pair_above_the_budget_says_by_which_way_it_is_tested(ask, book_of):
    """Fails when what is not exact passes for it, or is without p or interval."""
    letters = "a b c d e f"
    said = [
        (x, y) for x in letters.split() for y in letters.split() for _ in range(12 if x == y else 1)
    ]
    answers = pd.DataFrame(said, columns=["one", "two"], dtype=object)
    row = exploration.table(answers, book_of(ask("one", letters), ask("two", letters))).iloc[0]
    assert (row.base, row.test) == (102, "linear-by-linear, saddlepoint")
    assert 0 < row.p == row.p_bh < 1e-9 and 0 < row.low < row.effect < row.high < 1


@pytest.mark.parametrize(("people", "budget"), [(100, look.BUDGET), (101, exact.BUDGET)])
def test_the_larger_budget_is_for_few_people(ask, book_of, monkeypatch, people, budget):
    """Fails when the work on a table of more people is not bounded as everywhere else."""
    real, budgets = pair_test.trend.trend, []

    def trend(table, **options):
        budgets.append(options["budget"])
        return real(table, **options)

    monkeypatch.setattr(pair_test.trend, "trend", trend)
    answers = pd.DataFrame({"one": ["a", "b"], "two": ["a", "b"], "people": [people - 40, 40]})
    assert (
        exploration.table(answers, book_of(ask("one", "a b"), ask("two", "a b"))).base[0] == people
    )
    assert budgets == [budget]


def test_two_groups_are_in_the_plan_already(ask, book_of):
    """Fails when an outcome of two answers is looked at again."""
    book = book_of(
        ask("often", "low high"),
        ask("gain", "no yes", kind="nominal", role="outcome", positive=("yes",)),
    )
    assert exploration.table(ANSWERS, book).empty


@pytest.mark.slow
@draws(15)
@given(st.lists(st.sampled_from([line[:4] for line in SAID]), max_size=25), st.randoms())
def test_more_unanswered_rows_and_another_order_change_nothing(book, given, random):
    """Fails when a row without answers counts, or a result depends on where a row stands."""
    columns = ["why", "often", "long", "gain"]
    others = [
        *given,
        *[("_skipped", "high", "_skipped", "_refused")] * 2,
        ("none", "_skipped", "low", "_skipped"),
    ]
    random.shuffle(others)
    tables = (
        exploration.table(pd.DataFrame(rows, columns=columns, dtype=object), book)
        for rows in (given, others)
    )
    pd.testing.assert_frame_equal(*tables)
