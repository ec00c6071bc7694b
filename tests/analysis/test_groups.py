"""The answers of groups: counted by hand, tested as their order asks, told as far as may be."""

import dataclasses
import itertools

import numpy as np
import pandas as pd
import pytest

from helpers.analysis import group_release, group_tests, grouping
from helpers.privacy import rule
from helpers.stats import effects, exact, nominal

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
