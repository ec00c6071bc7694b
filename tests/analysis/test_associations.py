"""Associations: the plan from the roles, who leaves a family, Holm by hand, and the verdicts up to
their edges."""

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
from statsmodels.stats.multitest import multipletests

from helpers.analysis import associations, pair_test
from helpers.analysis.notes import Note
from helpers.answers import cleaning, intake
from helpers.processed import COLUMNS
from helpers.stats import permutation


@pytest.fixture(scope="module", autouse=True)
def few_draws():
    """A hundredth of the draws: no test here is about the fourth digit of a Monte Carlo share."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(permutation, "DRAWS", 10_000)
        yield


def people(cells):
    """Answers to two questions, from counts: ``"x y 3"`` is three people who answered x, then y."""
    pairs = [
        pair
        for *pair, count in map(str.split, filter(None, cells.split(",")))
        for _ in range(int(count))
    ]
    return pd.DataFrame(pairs, columns=["often", "gain"], dtype=object)


@pytest.fixture(scope="session")
def pair(ask, book_of):
    """One behaviour and one outcome, as a survey of their own."""
    return book_of(ask("often", "low mid high"), ask("gain", "no yes", role="outcome"))


STRONG = people("low no 12, mid no 6, high no 2, low yes 2, mid yes 6, high yes 12")
NULL = people("low no 7, mid no 6, high no 7, low yes 7, mid yes 6, high yes 7")


def test_the_plan_comes_from_the_roles(ask, book_of):
    """Fails when a pair is left out, picked by hand, or an outcome meets another outcome or a
    context."""
    book = book_of(
        ask("a", "x y"),
        ask("o", "x y", role="outcome"),
        ask("c", "x y", role="context"),
        ask("b", "x y"),
        ask("p", "x y", role="outcome", family="secondary"),
    )
    assert [(b.id, o.id) for b, o in associations.plan(book)] == [
        ("a", "o"),
        ("b", "o"),
        ("a", "p"),
        ("b", "p"),
    ]
    assert associations.plan(book_of(ask("a", "x y"))) == []
    assert (
        list(associations.table(pd.DataFrame({"a": ["x"]}), book_of(ask("a", "x y"))))
        == COLUMNS["associations"]
    )


def test_a_strong_association_is_supported(pair):
    """Fails when rows and columns are turned round, or a supported pair needs more than its
    adjusted p and its sign."""
    row = associations.table(STRONG, pair).iloc[0]
    assert (row.behaviour, row.outcome, row.family, row.base) == ("often", "gain", "primary", 40)
    assert (row.verdict, row.note, row.test) == ("supported", "", "linear-by-linear, exact")
    # concordant pairs 12(6+12) + 6*12 = 288, discordant 6*2 + 2(2+6) = 28: gamma = 260 / 316
    assert row.effect == pytest.approx(260 / 316) and 0 < row.low < row.effect < row.high < 1
    assert (
        row.p_adjusted == row.p < 0.001
        and row.alpha == 0.05
        and 0 < row.detectable < 1 < row.detectable_odds
    )


def test_the_same_association_the_other_way_round_is_the_opposite(pair):
    """Fails when the sign of the effect does not count."""
    row = associations.table(
        STRONG.assign(gain=STRONG.gain.map({"no": "yes", "yes": "no"})), pair
    ).iloc[0]
    assert row.verdict == "opposite" and row.effect == pytest.approx(-260 / 316)


def test_no_association_among_few_is_undecided_and_among_many_not_strong(pair):
    """Fails when a null result is read as "no link", or when no number of people could ever speak
    against one."""
    pair = dataclasses.replace(pair, smallest_gamma=0.3)
    few = associations.table(NULL, pair).iloc[0]
    assert (few.effect, few.p, few.verdict) == (0.0, 1.0, "cannot be decided")
    many = associations.table(pd.concat([NULL] * 20), pair).iloc[0]
    assert (many.effect, many.base, many.verdict) == (0.0, 800, "no strong association")
    assert many.detectable < few.detectable and many.high < many.detectable


def test_p_is_the_exact_one(ask, book_of):
    """Fails when an approximation is used: by hand, 2 * (66 * 66 + 12 * 12 + 1) / C(24, 12) tables
    are as extreme."""
    book = book_of(ask("often", "low high"), ask("gain", "no yes", role="outcome"))
    row = associations.table(people("low no 10, high no 2, low yes 2, high yes 10"), book).iloc[0]
    assert row.p == pytest.approx(2 * 4501 / math.comb(24, 12), rel=1e-12)
    assert row.p_smallest == pytest.approx(2 / math.comb(24, 12), rel=1e-12)


# Three behaviours and an outcome of 77 people, 20 of them with results; two people are active in
# the first.
ROWS = 57 * ["no"] + 20 * ["yes"]
RARE = 77 * ["low"]
RARE[0] = RARE[1] = "high"
CLOSE = 50 * ["low"] + 7 * ["high"] + 8 * ["low"] + 12 * ["high"]
MIXED = 39 * ["low"] + 18 * ["high"] + 8 * ["low"] + 12 * ["high"]


@pytest.fixture(scope="session")
def family(ask, book_of):
    gain = ask("gain", "no yes", role="outcome")
    other = ask("other", "no yes", role="outcome", family="secondary")
    book = book_of(*(ask(id, "low high") for id in ("rare", "close", "mixed")), gain, other)
    answers = pd.DataFrame(
        {"rare": RARE, "close": CLOSE, "mixed": MIXED, "gain": ROWS, "other": ROWS[::-1]}
    )
    return associations.table(answers, book)


def test_every_planned_pair_is_in_the_table_in_the_order_of_the_plan(family):
    """Fails when a null or untestable pair is dropped, or sorted away."""
    assert list(family) == COLUMNS["associations"]
    assert list(zip(family.behaviour, family.outcome, strict=True)) == [
        (behaviour, outcome)
        for outcome in ("gain", "other")
        for behaviour in ("rare", "close", "mixed")
    ]


def test_an_untestable_pair_leaves_the_family_and_the_others_gain(family):
    """Fails when all planned pairs are corrected for: 2 of 77 can reach p = 0.0649 at best
    (Tarone)."""
    rare, close, mixed = family.iloc[:3].itertuples()
    assert rare.p_smallest == pytest.approx(190 / math.comb(77, 2)) and rare.p_smallest > 0.05
    assert (rare.verdict, rare.note) == ("cannot be decided", "untestable")
    assert math.isnan(rare.p_adjusted) and math.isnan(rare.detectable) and not math.isnan(rare.p)
    assert close.alpha == mixed.alpha == 0.025
    assert (
        mixed.p == mixed.p_adjusted == pytest.approx(0.0338840, abs=1e-7)
        and mixed.verdict == "supported"
    )


def test_tarone_decides_who_is_tested(ask, book_of):
    """Fails when all planned pairs count: 1 active of 90 people, 2 of them positive, can reach
    0.022, not 0.017."""
    active = {"a": 2, "b": 1, "c": 30}
    answers = pd.DataFrame(
        {id: count * ["high"] + (90 - count) * ["low"] for id, count in active.items()}
    )
    book = book_of(*(ask(id, "low high") for id in "abc"), ask("gain", "no yes", role="outcome"))
    table = associations.table(answers.assign(gain=2 * ["yes"] + 88 * ["no"]), book)
    assert table.p_smallest.tolist() == pytest.approx(
        [1 / math.comb(90, 2), 2 / 90, 435 / math.comb(90, 2)]
    )
    assert table.note.eq("untestable").tolist() == [False, False, True] and set(table.alpha) == {
        0.025
    }


def test_the_first_step_is_for_those_that_are_tested(ask, book_of):
    """Fails when alpha is that of Tarone's count (2 of these 4) and Holm's that of the one pair
    left."""
    answers = pd.DataFrame({id: ["high"] + 49 * ["low"] for id in "bcd"})
    answers = answers.assign(a=2 * ["high"] + 48 * ["low"], gain=2 * ["yes"] + 48 * ["no"])
    book = book_of(*(ask(id, "low high") for id in "abcd"), ask("gain", "no yes", role="outcome"))
    table = associations.table(answers, book)
    assert table.p_smallest.tolist() == pytest.approx([1 / math.comb(50, 2), 0.04, 0.04, 0.04])
    # two at most can be shown at a level of 0.05 / 2, and the others once these are
    assert set(table.alpha) == {0.025} and set(table.note) == {""}
    assert table.p_adjusted.tolist() == pytest.approx([2 * table.p[0], 0.08, 0.08, 0.08])


def test_p_values_are_adjusted_by_holm_within_their_family(family):
    """Fails when the families are one, the pairs that left are counted, or the steps do not go
    down."""
    for _, rows in family[family.note == ""].groupby("family"):
        (small, large) = sorted(rows.p)
        expected = [min(2 * small, 1), max(min(2 * small, 1), large)]
        assert sorted(rows.p_adjusted) == pytest.approx(expected) and small != large
    assert family.note.eq("untestable").tolist() == [True, False, False] * 2


def test_holm_is_r_s():
    """R: p.adjust(p, "holm") on the p-values of Benjamini & Hochberg (1995).  Fails if the library
    steps otherwise."""
    case = json.loads((Path(__file__).parents[1] / "oracles/several_tests.json").read_text())[
        "bh1995"
    ]
    assert multipletests(case["p"], method="holm")[1] == pytest.approx(
        case["R"]["holm"]["value"], rel=1e-10
    )


def test_max_t_is_over_the_tested_members_of_a_family(family):
    """Fails when the untestable one is exchanged too, the families are one, or Holm stands in the
    column."""
    answers = pd.DataFrame({"close": CLOSE, "mixed": MIXED}).eq("high").astype(int)
    for outcome, rows in family[family.note != "untestable"].groupby("outcome"):
        given = pd.Series(ROWS if outcome == "gain" else ROWS[::-1]).eq("yes").astype(int)
        expected = permutation.max_t(given, answers, draws=10_000)
        assert rows.p_max_t.tolist() == pytest.approx(
            expected.p_adjusted, abs=0.03
        )  # the fixture may draw more
    assert family.p_max_t.isna().tolist() == [True, False, False] * 2


def test_two_questions_that_say_the_same_are_one_for_max_t_and_two_for_holm(ask, book_of):
    """Fails when outcomes are exchanged column by column, or p_max_t is no p of the family."""
    answers = pd.DataFrame({"mixed": MIXED, "again": MIXED, "gain": ROWS})
    book = book_of(
        *(ask(id, "low high") for id in ("mixed", "again")), ask("gain", "no yes", role="outcome")
    )
    table = associations.table(answers, book)
    assert table.p_adjusted.tolist() == pytest.approx(2 * table.p)
    assert table.p_max_t.tolist() == pytest.approx(table.p, abs=4 * math.sqrt(table.p[0] / 10_000))


def test_the_outcomes_of_one_family_are_exchanged_together(ask, book_of):
    """Fails when a family of two outcomes is corrected outcome by outcome: copies are free, another
    outcome is not."""
    other = ["no" if person % 4 else "yes" for person in range(77)]
    questions = [
        ask("mixed", "low high"),
        *(ask(id, "no yes", role="outcome") for id in ("gain", "same", "other")),
    ]
    table = associations.table(
        pd.DataFrame({"mixed": MIXED, "gain": ROWS, "same": ROWS, "other": other}),
        book_of(*questions),
    )
    alone = associations.table(
        pd.DataFrame({"mixed": MIXED, "gain": ROWS, "same": ROWS}), book_of(*questions[:3])
    )
    spread = 4 * math.sqrt(alone.p[0] / 10_000)
    assert alone.p_max_t.tolist() == pytest.approx(alone.p, abs=spread)
    assert (
        table.p_max_t[0] == table.p_max_t[1] > alone.p_max_t[0] + spread and table.note.eq("").all()
    )


def test_people_count_in_max_t_as_if_one_by_one(pair):
    """Fails when a combination is one respondent: the draws themselves must be those of the
    people."""
    counted = (
        STRONG.value_counts()
        .rename("people")
        .reset_index()
        .astype({"often": object, "gain": object})
    )
    pd.testing.assert_frame_equal(
        associations.table(counted, pair), associations.table(STRONG, pair)
    )


def test_no_draw_as_extreme_is_told_by_its_upper_limit(pair, monkeypatch):
    """Fails when a p of zero is printed: 1 - 0.005 ** (1 / draws)."""
    monkeypatch.setattr(permutation, "DRAWS", 50)
    assert associations.table(STRONG, pair).p_max_t[0] == pytest.approx(
        1 - 0.005 ** (1 / 50), rel=1e-9
    )


def test_too_many_people_are_not_exchanged_and_the_table_says_so(pair, monkeypatch):
    """Fails when a large survey waits for minutes, people are not what is counted, or the missing
    number has no
    note."""
    monkeypatch.setattr(permutation, "DRAWS", permutation.BUDGET // 40)
    monkeypatch.setattr(permutation, "max_t", lambda *_, **__: pytest.fail("drawn"))
    large = (
        pd.concat([STRONG, STRONG.iloc[:1]])
        .value_counts()
        .rename("people")
        .reset_index()
        .astype({"gain": object})
    )
    row = associations.table(large, pair).iloc[0]
    assert math.isnan(row.p_max_t) and (row.note, row.verdict) == (
        "too many people for max-T",
        "supported",
    )
    assert row.p_adjusted == row.p < 0.001


def with_p(pair, p):
    """The same pair with another p."""
    return dataclasses.replace(pair, trend=dataclasses.replace(pair.trend, p=p))


def test_holm_by_hand(monkeypatch, ask, book_of):
    """Fails when another adjustment is used: 0.01, 0.04, 0.03 become 0.03, 0.06, 0.06."""
    given = iter([0.01, 0.04, 0.03])
    monkeypatch.setattr(
        associations,
        "examine",
        lambda tables: with_p(pair_test.examine(tables), next(given)),
    )
    book = book_of(*(ask(id, "low high") for id in "abc"), ask("gain", "no yes", role="outcome"))
    answers = pd.DataFrame({"a": CLOSE, "b": CLOSE, "c": MIXED, "gain": ROWS})
    table = associations.table(answers, book)
    assert table.p_adjusted.tolist() == pytest.approx([0.03, 0.06, 0.06])
    assert table.verdict.tolist() == ["supported", "cannot be decided", "cannot be decided"]


@pytest.mark.parametrize(
    "answers",
    [
        people(""),
        people("low no 5, mid no 5"),
        people("low no 5, low yes 5"),
        people("low _skipped 3"),
    ],
    ids=["nobody", "one outcome", "one behaviour", "no pair"],
)
def test_a_pair_in_which_all_gave_the_same_answer_cannot_be_decided(pair, answers):
    """Fails when a table without two rows and two columns stops the work, or is tested."""
    row = associations.table(answers, pair).iloc[0]
    assert (row.verdict, row.note, row.p_smallest) == ("cannot be decided", "one answer only", 1.0)
    assert math.isnan(row.effect) and math.isnan(row.p_adjusted) and math.isnan(row.detectable)


def test_crosstabs_hold_every_cell_with_its_base(pair):
    """Fails when an empty cell goes, or the base holds people without both answers."""
    answers = pd.concat([people("low no 2, high yes 1"), people("low _skipped 4, _refused yes 0")])
    cells = associations.crosstabs(answers, pair)
    expected = [
        ("low", "no", 2),
        ("low", "yes", 0),
        ("mid", "no", 0),
        ("mid", "yes", 0),
        ("high", "no", 0),
        ("high", "yes", 1),
    ]
    assert cells.to_numpy().tolist() == [["often", "gain", *cell, 3] for cell in expected]
    assert list(cells) == COLUMNS["crosstabs"]


def test_i_do_not_know_is_not_scored(real):
    """Fails when an off-scale answer counts: as missing or as unknown, it must make the same
    table."""
    answers = cleaning.clean(intake.read(real), real).answers.astype(object)
    table = associations.table(answers, real)
    without = associations.table(answers.replace({"q8": {"ne_sait_pas": "_skipped"}}), real)
    pd.testing.assert_frame_equal(table, without)
    known = answers.q8.isin(["oui", "non"])
    assert table.set_index(["behaviour", "outcome"]).base["q5", "q8"] == known.sum() < 77


PAIR = st.sampled_from(
    [("low", "no"), ("mid", "no"), ("mid", "yes"), ("high", "yes"), ("high", "no")]
)


@pytest.mark.slow
@draws(15)
@given(st.lists(PAIR, max_size=25), st.randoms())
def test_more_unanswered_rows_and_another_order_change_nothing(pair, given, random):
    """Fails when a row without both answers counts, or a result depends on where a row stands."""
    answers = pd.DataFrame(given, columns=["often", "gain"], dtype=object)
    others = [*given, ("_skipped", "yes"), ("high", "_refused"), ("_skipped", "_skipped")]
    random.shuffle(others)
    again = pd.DataFrame(others, columns=["often", "gain"], dtype=object)
    pd.testing.assert_frame_equal(
        associations.table(answers, pair), associations.table(again, pair)
    )


def test_an_ordered_outcome_needs_no_positive_levels(ask, book_of):
    """Fails when the table of an outcome that the codebook allows cannot be made."""
    book = book_of(ask("often", "low mid high"), ask("gain", "no some yes", role="outcome"))
    answers = people(
        "low no 6, low some 2, mid no 2, mid some 6, mid yes 2, high some 2, high yes 6"
    )
    row = associations.table(answers, book).iloc[0]
    assert row.verdict == "supported" and 0 < row.detectable < 1


def test_a_table_too_large_for_exact_work_has_every_number(ask, book_of):
    """Fails when a number ends where exact work does, or the method is not named."""
    letters = "a b c d e f"
    book = book_of(ask("often", letters), ask("gain", letters, role="outcome"))
    cells = [f"{x} {y} {40 if x == y else 10}" for x in letters.split() for y in letters.split()]
    row = associations.table(people(", ".join(cells)), book).iloc[0]
    assert (row.base, row.test, row.note) == (540, "linear-by-linear, saddlepoint", "")
    numbers = ["odds_ratio", "odds_low", "odds_high", "detectable", "detectable_odds"]
    assert np.isfinite(row[numbers].astype(float)).all() and 0 <= row.p_smallest < 1e-100
    assert (row.alpha, row.verdict) == (0.05, "supported") and row.p == row.p_adjusted < 0.05
    assert 0 < row.low < row.effect < row.high < 1


@pytest.mark.slow
def test_two_events_without_association_show_none(ask, book_of):
    """Surveys at two events that differ in both answers, which have nothing to do with each other
    at either. Fails when they are pooled: most would then be supported."""
    book = book_of(ask("often", "low high"), ask("gain", "no yes", role="outcome"))
    random, supported = np.random.default_rng(4), 0
    for _ in range(40):
        parts = []
        for event, share in (("Laval", 0.25), ("Gaspé", 0.75)):
            drawn = random.random((100, 2)) < share
            said = np.where(drawn, [["high", "yes"]], [["low", "no"]])
            parts.append(pd.DataFrame(said, columns=["often", "gain"], dtype=object))
            parts[-1]["event"] = event
        answers = pd.concat(parts, ignore_index=True)
        (row,) = associations.table(answers, book).itertuples()
        assert row.strata == 2
        supported += row.verdict == "supported"
    assert supported <= 4  # of 40, one a survey in forty on this side


def test_of_thousands_the_test_is_asymptotic_and_says_so(pair):
    """Fails when so many people wait for an exact law, a null result among them is undecided, or
    the name stays."""
    none = NULL.value_counts().rename("people").reset_index()
    row = associations.table(none.assign(people=none.people * 2500), pair).iloc[0]
    assert (row.base, row.test, row.note) == (
        100_000,
        "linear-by-linear, asymptotic",
        Note.TOO_MANY_FOR_MAX_T,
    )
    assert row.verdict == "no strong association"
    assert (
        row.p == 1.0 and row.odds_low < row.odds_ratio < row.odds_high and 0 < row.detectable < 0.03
    )
    some = STRONG.value_counts().rename("people").reset_index()
    row = associations.table(some.assign(people=some.people * 2500), pair).iloc[0]
    assert (
        row.verdict == "supported"
        and row.effect == pytest.approx(260 / 316)
        and row.p_smallest == 0
    )
    rare = pd.DataFrame(
        {
            "often": ["low", "high", "low", "high"],
            "gain": ["no", "no", "yes", "yes"],
            "people": [90_000, 3, 10_000, 2],
        },
        dtype=object,
    )
    row = associations.table(rare.astype({"people": int}), pair).iloc[0]
    assert row.test == "linear-by-linear, exact" and row.detectable > 0
