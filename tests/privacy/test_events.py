"""What is told of events cannot be subtracted: from all, from one another, report by report."""

import dataclasses
import itertools

import numpy as np
import pandas as pd
import pytest
from draws import draws
from hypothesis import given
from hypothesis import strategies as st

from helpers import codebook
from helpers.analysis import comparison, event_release
from helpers.codebook import SurveyError
from helpers.pipeline import gate
from helpers.privacy import groups, rule


@pytest.fixture(scope="module")
def book():
    return codebook.load("tests/surveys/workshop")


def bounds(counts, bases, shown):
    """The lowest and the highest count of each hidden event, by listing every way to share out
    what the events that are told leave over."""
    hidden = np.flatnonzero(~shown)
    left = counts[~shown].sum()
    ways = itertools.product(*(range(bases[event] + 1) for event in hidden))
    fitting = np.array([way for way in ways if sum(way) == left])
    return dict(zip(hidden.tolist(), zip(fitting.min(0), fitting.max(0), strict=True), strict=True))


EVENTS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=4)


@draws(60)
@given(EVENTS)
def test_a_protected_count_is_open_to_who_subtracts_all_events_that_are_told(book, events):
    """Fails when one event alone is left out, or others that leave its count within less than
    `smallest_cell`."""
    counts = np.array([gave for gave, _ in events])
    bases = counts + np.array([others for _, others in events])
    shown = groups.shares_to_show(counts, bases, np.ones(len(bases), bool), book)
    small = rule.is_protected(counts, book) | rule.is_protected(bases - counts, book)
    assert not (shown & small).any()
    if shown.any() and not shown.all():
        for event, (low, high) in bounds(counts, bases, shown).items():
            assert not small[event] or high - low >= min(5, bases[event])


def test_all_but_one_event_does_not_give_the_one(book):
    """8, 5, 6 and 1 at four events. Fails when the count of 1 is printed, or the other three and
    their total are."""
    people = [("A", 8, 12), ("B", 5, 15), ("C", 6, 14), ("D", 1, 19)]
    answers = pd.DataFrame(
        [
            (event, rides, "yes", "")
            for event, some, others in people
            for rides in ["daily"] * some + ["never"] * others
        ],
        columns=["event", "rides", "repair", "comment"],
        dtype=object,
    ).replace({"comment": {"": "_skipped"}})
    table = pd.DataFrame({"event": list("ABCD"), "state": "delivered"})
    told = comparison.shares(answers, table, book)
    rides = told[told.question == "rides"]
    assert "D" not in set(rides.event) and len(rides) == 2


def of(**events):
    """Clean answers of events: of each, how many gave each level of `rides`."""
    rows = [
        (event, level, "yes", "_skipped")
        for event, counts in events.items()
        for level, count in zip(("never", "weekly", "daily"), counts, strict=True)
        for _ in range(count)
    ]
    return pd.DataFrame(rows, columns=["event", "rides", "repair", "comment"], dtype=object)


@pytest.mark.parametrize(
    ("events", "reported", "told"),
    [
        ({"A": (6, 7, 8), "B": (9, 9, 9)}, [], []),
        ({"A": (6, 7, 4), "B": (9, 9, 9)}, [], ["rides"]),
        ({"A": (6, 7, 8), "B": (9, 9, 1)}, [], ["rides", "rides × repair"]),
        ({"A": (6, 7, 8), "B": (9, 9, 9), "C": (1, 9, 9)}, [], []),
        ({"A": (6, 7, 8), "B": (9, 9, 9), "C": (1, 9, 9)}, ["B"], ["rides"]),
    ],
)
def test_an_event_has_no_report_that_tells_of_few_by_itself_or_by_subtraction(
    book, events, reported, told
):
    """Fails when an event's own report prints a count of 1 to 4, or that over all and those of
    the others leave one over."""
    assert event_release.telling(of(**events), "A", reported, book) == told


def ranked(events):
    """Clean answers to a ranking at events."""
    return pd.DataFrame(
        [(event, order) for event, orders in events.items() for order in orders],
        columns=["event", "best"],
        dtype=object,
    )


ALIKE = ["a|b|c", "b|c|a", "c|a|b"] * 5


@pytest.mark.parametrize(
    ("others", "told"),
    [
        (ALIKE, []),
        # five put each option first; two put a second
        (["a|b|c", "b|c|a"] * 5 + ["c|b|a"] * 3 + ["c|a|b"] * 2, ["best"]),
        ([*ALIKE, "a|b=c"], ["best"]),
        ([*ALIKE, *["a|b"] * 5], []),
        ([*ALIKE, *["a|b"] * 4], ["best"]),
    ],
)
def test_no_rank_that_few_gave_is_told_by_subtraction(book, ask, others, told):
    """Fails when only first choices are counted, though mean ranks are told: of three options, who
    ranked one, who ranked it first and its mean rank give all its ranks.
    """
    question = ask("best", "a b c", kind="ranking", role="context")
    ranking = dataclasses.replace(book, questions=(question,))
    answers = ranked({"A": ALIKE * 2, "B": others})
    assert event_release.telling(answers, "A", [], ranking) == told
    assert told or event_release.telling(answers, "B", [], ranking) == told


def test_no_number_that_few_gave_is_told_of_an_event(book, ask):
    """Fails when the report on an event draws the number that one person gave."""
    question = ask("hours", "", kind="number", role="context")
    numbers = dataclasses.replace(book, questions=(question,))
    many = pd.DataFrame({"event": ["A"] * 10 + ["B"] * 10, "hours": ["3"] * 5 + ["8"] * 15})
    assert event_release.telling(many, "A", [], numbers) == []
    many.loc[0, "hours"] = "60"
    assert event_release.telling(many, "A", [], numbers) == ["hours"]


def test_the_gate_says_which_question_and_how_to_go_on(book):
    """Fails when a report on an event that tells of few is built, or its refusal names nothing."""
    with pytest.raises(SurveyError, match=r"fewer than 5, of rides; .* `waiver`"):
        gate.require_silence(of(A=(6, 7, 4), B=(9, 9, 9)), book, "A", set())
    gate.require_silence(of(A=(6, 7, 8), B=(9, 9, 9)), book, "A", set())
