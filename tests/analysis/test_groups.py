"""The answers of groups: counted by hand, tested as their order asks, told as far as may be."""

import dataclasses
import itertools

import numpy as np
import pandas as pd
import pytest
from languages import LANGUAGES

from helpers.analysis import group_release, group_tests, grouping
from helpers.privacy import rule
from helpers.report import catalogue, narrative
from helpers.stats import effects, exact, nominal, trend

SECTOR = ("sector", "public private")
ROWS = [
    ("public", "never", "red"),
    ("public", "never", "red"),
    ("public", "often", "red"),
    ("private", "often", "blue"),
    ("private", "often", "blue"),
    ("private", "sometimes", "green"),
    ("_skipped", "never", "red"),
    ("public", "_skipped", "blue"),
]


@pytest.fixture(scope="module")
def book(ask, book_of):
    """Two sectors, how often they come, and a colour."""
    return book_of(
        ask(*SECTOR, kind="nominal", role="group"),
        ask("often", "never sometimes often", highlight=("often",)),
        ask("colour", "red green blue", kind="nominal", role="context"),
    )


def answers_of(rows, columns=("sector", "often", "colour")):
    return pd.DataFrame(rows, columns=list(columns), dtype=object)


def test_each_group_is_counted_with_its_own_base(book):
    """Fails when a share is of all people, or of those of another group."""
    compared = group_release.compare(answers_of(ROWS), book)
    keys = ["question", "group_level", "level"]
    shares = group_tests.shares(compared).set_index(keys).sort_index()
    often = shares.loc["often", "public"]
    assert often["count"].to_dict() == {"never": 2, "sometimes": 0, "often": 1}
    assert set(often.base) == {3}
    assert shares.share["often", "private", "often"] == pytest.approx(2 / 3)
    red = shares.residual["colour", "public", "red"]
    colours = [[3, 0, 1], [0, 1, 2]]
    assert red == pytest.approx(nominal.standardised_residuals(colours)[0, 0])


def test_each_question_is_tested_as_its_order_asks(ask, book_of):
    """Fails when levels without order are scored, or an order is thrown away."""
    often = ask("often", "never sometimes often")
    colour = ask("colour", "red green blue", kind="nominal", role="context")
    yes = ask("yes", "yes no", kind="nominal", role="context")
    size = ask("size", "small middle large", role="group")
    town = ask("town", "laval levis gaspe", kind="nominal", role="group")
    two = ask("two", "north south", kind="nominal", role="group")
    book = book_of(often, colour, yes, size, town, two)
    levels = [question.ids for question in book.questions]
    rows = list(itertools.product(*levels))
    tests = group_tests.table(
        group_release.compare(answers_of(rows, [q.id for q in book.questions]), book), book
    )
    names = {(row.group, row.question): row.test.split(",")[0] for row in tests.itertuples()}
    trend, ranks, fisher = "linear-by-linear", "kruskal-wallis", "fisher-freeman-halton"
    assert names == {
        ("size", "often"): trend,
        ("size", "colour"): fisher,
        ("size", "yes"): trend,
        ("town", "often"): ranks,
        ("town", "colour"): fisher,
        ("town", "yes"): fisher,
        ("two", "often"): trend,
        ("two", "colour"): fisher,
        ("two", "yes"): fisher,
    }


def test_the_numbers_are_those_of_the_table(book):
    """Fails when a test is of other counts than those that are told."""
    compared = group_release.compare(answers_of(ROWS * 4), book)
    tests = group_tests.table(compared, book).set_index("question")
    colours = np.array([[12, 0, 4], [0, 4, 8]])
    fisher = exact.fisher_freeman_halton(colours)
    assert tests.p["colour"] == pytest.approx(fisher.p_value)
    assert tests.effect["colour"] == pytest.approx(nominal.cramers_v(colours).estimate)
    (difference,) = group_tests.differences(compared[:1]).itertuples()
    expected = effects.risk_difference([[8, 4], [4, 8]])
    assert (difference.first, difference.second) == ("public", "private")
    found = (difference.difference, difference.low, difference.high)
    assert found == pytest.approx((expected.estimate, expected.low, expected.high))


def test_planned_comparisons_are_adjusted_by_holm_and_others_are_exploratory(book):
    """Fails when a look that nobody planned is told as if somebody had."""
    compared = group_release.compare(answers_of(ROWS * 4), book)
    explored = group_tests.table(compared, book)
    planned = group_tests.table(compared, dataclasses.replace(book, groups=("sector",)))
    low, high = sorted(explored.p)
    assert set(explored.plan) == {"exploratory"} and set(planned.plan) == {"planned"}
    assert sorted(explored.p_adjusted) == pytest.approx([min(2 * low, high), high])
    assert sorted(planned.p_adjusted) == pytest.approx([2 * low, max(2 * low, high)])


def test_options_and_events_are_groups_and_questions_too(ask, book_of):
    """Fails when an option is counted out of those who chose any, or an event is no group."""
    book = book_of(ask("liked", "talks meals", kind="multiple", role="context"))
    rows = [("Laval", "talks"), ("Laval", "talks|meals"), ("Lévis", "_none"), ("Lévis", "_skipped")]
    compared = group_release.compare(answers_of(rows, ("event", "liked")), book)
    counts = {each.option: each.counts.to_numpy().tolist() for each in compared}
    assert counts == {"talks": [[0, 2], [1, 0]], "meals": [[1, 1], [1, 0]]}


def test_too_many_events_are_not_compared_two_by_two(ask, book_of):
    """Fails when a hundred events are put side by side."""
    book = book_of(ask("often", "never often"))
    rows = [(f"Town {number}", "never") for number in range(13)]
    assert group_release.compare(answers_of(rows, ("event", "often")), book) == []


def test_of_real_people_no_count_of_few_is_told(ask, book_of):
    """Fails when a group of 3 is told, alone or by what the others leave."""
    book = book_of(
        ask("sector", "public private other", kind="nominal", role="group"),
        ask("often", "never sometimes often", role="context"),
    )
    book = dataclasses.replace(book, smallest_cell=5)
    rows = [("public", "never")] * 20 + [("public", "often")] * 12
    rows += [("private", "never")] * 11 + [("private", "often")] * 20 + [("other", "often")] * 3
    (each,) = group_release.compare(answers_of(rows, ("sector", "often")), book)
    assert list(each.counts.index) == ["public", "private|other"]
    assert not rule.is_protected(each.counts.to_numpy(), book).any()


def test_a_group_that_narrows_a_count_beside_the_plan_is_not_told(ask, book_of):
    """Fails when groups are judged by themselves: each table is open, and both together are not."""
    book = book_of(
        ask("half", "left right middle", kind="nominal", role="group"),
        ask("often", "never sometimes often"),
        ask("gain", "no yes", role="outcome"),
    )
    book = dataclasses.replace(book, smallest_cell=5)
    counts = [[[0, 0], [3, 0], [11, 0]], [[11, 0], [6, 0], [0, 0]], [[11, 0], [2, 0], [0, 8]]]
    levels = itertools.product(*[question.ids for question in book.questions])
    people = zip(levels, np.ravel(counts), strict=True)
    rows = [row for row, number in people for _ in range(number)]
    answers = answers_of(rows, ("half", "often", "gain"))
    often, gain = book.questions[1:]
    by_itself = [
        grouping.by_group(answers, book.questions[0], question, book)[0]
        for question in (often, gain)
    ]
    assert all(len(each.counts) for each in by_itself)
    together = group_release.compare(answers, book)
    assert not all(len(each.counts) for each in together)


def held_at_two_events(random, people=120):
    """Two events: at one most are of the public sector and come often, red; nothing goes with
    anything else."""
    parts = []
    for event, share in (("Laval", 0.8), ("Lévis", 0.2)):
        size = people // 2
        draw = {
            "event": [event] * size,
            "sector": np.where(random.random(size) < share, "public", "private"),
            "often": random.choice(
                ["never", "sometimes", "often"], size, p=[0.9 - share, 0.1, share]
            ),
            "colour": random.choice(
                ["red", "green", "blue"], size, p=[share * 0.9, 0.1, 0.9 - share * 0.9]
            ),
        }
        parts.append(pd.DataFrame(draw, dtype=object))
    return pd.concat(parts, ignore_index=True)


@pytest.mark.slow
def test_what_sets_events_apart_is_no_difference_between_groups(book):
    """Fails when people of different events are compared: two groups that differ at no event then
    do in nearly every survey."""
    random, found = np.random.default_rng(7), {"p": [], "p_pooled": []}
    for _ in range(12):
        answers = held_at_two_events(random)
        compared = [
            each for each in group_release.compare(answers, book) if each.group.id == "sector"
        ]
        tests = group_tests.table(compared, book)
        assert set(tests.strata) == {2}
        names = set(tests.test.str.partition(",")[0])
        assert names == {"linear-by-linear", "cochran-mantel-haenszel"}
        for name in found:
            found[name] += (tests[name] <= 0.05).tolist()
    assert sum(found["p"]) <= 4 and sum(found["p_pooled"]) >= 22  # of 24; 0.05 of them is 1.2


def test_of_real_people_few_at_an_event_are_not_compared_within_it(book):
    """Fails when the test within events, beside the table over all, gives the tables of each away;
    or when nobody is compared within an event."""
    answers = held_at_two_events(np.random.default_rng(7))
    real = dataclasses.replace(book, smallest_cell=5)
    compared = group_release.compare(answers, real)
    often = next(each for each in compared if each.group.id == "sector" and len(each.counts))
    tables = [table.to_numpy() for table in group_release.compare(answers, book)[0].strata]
    assert any(rule.is_hidden(table, real) for table in tables) and often.strata == ()
    many = pd.concat([answers] * 10, ignore_index=True)
    compared = group_release.compare(many, real)
    assert all(len(each.strata) == 2 for each in compared if each.group.id == "sector")


def test_two_shares_are_compared_exactly_within_events(ask, book_of):
    """Fails when p of a table of two and two at each event is drawn, or is of all events."""
    book = book_of(
        ask("sector", "public private", kind="nominal", role="group"),
        ask("yes", "yes no", kind="nominal", role="context"),
    )
    answers = held_at_two_events(np.random.default_rng(7)).rename(columns={"often": "yes"})
    answers["yes"] = np.where(answers.yes == "often", "yes", "no")
    tests = group_tests.table(group_release.compare(answers, book), book).set_index("group")
    strata = [pd.crosstab(own.sector, own.yes) for _, own in answers.groupby("event")]
    expected = trend.trend(np.stack([table.to_numpy() for table in strata]))
    assert tests.test["sector"] == "linear-by-linear, exact"
    assert tests.p["sector"] == pytest.approx(expected.p)
    assert tests.p_pooled["sector"] < 0.05 < tests.p["sector"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_says_whether_people_are_compared_within_their_event(book, language):
    """Fails when pooled events are told as if each were compared, or the other way round; or when
    the p over all events does not stand beside."""
    messages = catalogue.load(language).plain
    intake = {**book.intake, "file": "*.csv"}
    held = dataclasses.replace(book, intake=intake)
    answers = held_at_two_events(np.random.default_rng(7))
    compared = [each for each in group_release.compare(answers, held) if each.group.id == "sector"]
    alone = [dataclasses.replace(each, strata=()) for each in compared]
    for tables, key in (
        (compared, "within"),
        (compared[:1] + alone[1:], "within_some"),
        (alone, "pooled"),
    ):
        tests, shares = group_tests.table(tables, held), group_tests.shares(tables)
        told = narrative.groups.sentence(tests, shares, held, messages)
        assert told.endswith(messages(f"groups.{key}"))
        rows = narrative.groups.rows(tests, group_tests.differences(tables), held, messages)
        assert (messages("groups.p_pooled") in rows) is (key != "pooled")
        assert narrative.groups.methods(tests, messages)


def test_no_draw_as_extreme_within_events_is_told_by_its_upper_limit(book):
    """Fails when the fewer tables that are drawn within events pass for as many as without."""
    rows = [("public", "never", "red"), ("private", "never", "green"), ("private", "often", "blue")]
    answers = answers_of(rows * 12).assign(event=["Laval", "Lévis"] * 18)
    compared = [each for each in group_release.compare(answers, book) if each.group.id == "sector"]
    tests, messages = group_tests.table(compared, book), catalogue.load("en").plain
    lines = narrative.groups.rows(tests, group_tests.differences(compared), book, messages)
    drawn = tests.test.str.endswith("monte carlo").to_numpy()
    printed = lines[messages("column.p_raw")].to_numpy()[drawn]
    assert len(printed) == 1 and printed[0].replace("\u00a0", " ").startswith("< 0.0002")
