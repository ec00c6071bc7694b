"""What is told of events cannot be subtracted: from all, from one another, report by report."""

import dataclasses
import itertools

import numpy as np
import pandas as pd
import pytest
from attacks import people
from draws import draws
from hypothesis import given
from hypothesis import strategies as st

from helpers import codebook
from helpers.analysis import comparison, event_release, group_release, grouping
from helpers.codebook import SurveyError
from helpers.pipeline import gate
from helpers.pipeline.batch import event_tables
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
        ({"A": (6, 7, 8), "B": (9, 9, 9), "C": (1, 9, 9)}, ["B"], ["rides", "rides × repair"]),
    ],
)
def test_an_event_has_no_report_that_tells_of_few_by_itself_or_by_subtraction(
    book, events, reported, told
):
    """Fails when an event's own report prints a count of 1 to 4, or that over all and those of
    the others leave one over."""
    assert event_release.EventRelease(of(**events), book).telling("A", reported) == told


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
    assert event_release.EventRelease(answers, ranking).telling("A", []) == told
    assert told or event_release.EventRelease(answers, ranking).telling("B", []) == told


def test_no_number_that_few_gave_is_told_of_an_event(book, ask):
    """Fails when the report on an event draws the number that one person gave."""
    question = ask("hours", "", kind="number", role="context")
    numbers = dataclasses.replace(book, questions=(question,))
    many = pd.DataFrame({"event": ["A"] * 10 + ["B"] * 10, "hours": ["3"] * 5 + ["8"] * 15})
    assert event_release.EventRelease(many, numbers).telling("A", []) == []
    many.loc[0, "hours"] = "60"
    assert event_release.EventRelease(many, numbers).telling("A", []) == ["hours"]


def test_the_gate_says_which_question_and_how_to_go_on(book):
    """Fails when a report on an event that tells of few is built, or its refusal names nothing."""

    def release(**events):
        return event_release.EventRelease(of(**events), book)

    with pytest.raises(SurveyError, match=r"fewer than 5, of rides; .* `waiver`"):
        gate.require_silence(release(A=(6, 7, 4), B=(9, 9, 9)), "A", set())
    gate.require_silence(release(A=(6, 7, 8), B=(9, 9, 9)), "A", set())


def answers_of(tables, columns):
    """Clean answers of events, of each a table of counts of two questions and their levels."""
    parts = []
    for event, counts in tables.items():
        part = people(counts, *(levels for levels in columns.values()), list(columns))
        parts.append(part.assign(event=event))
    return pd.concat(parts, ignore_index=True)


def test_events_with_reports_are_all_subtracted_from_a_crossing(ask, book_of):
    """A, B and the report over all tell their tables; what is left is C's. Fails when each event is
    subtracted by itself."""
    book = book_of(ask("often", "never seldom daily"), ask("gain", "no yes", role="outcome"))
    book = dataclasses.replace(book, smallest_cell=5)
    large, small = [[9, 9], [9, 9], [9, 9]], [[9, 2], [9, 9], [9, 9]]
    levels = {"often": ("never", "seldom", "daily"), "gain": ("no", "yes")}
    release = event_release.EventRelease(
        answers_of({"A": large, "B": large, "C": small}, levels), book
    )
    assert release.telling("A", []) == [] and release.telling("B", []) == []
    assert release.telling("B", ["A"]) == ["often × gain"]


def test_a_look_that_is_told_of_an_event_and_of_all_is_subtracted_too(ask, book_of):
    """Fails when only what is planned is judged: the looks of both reports give the rest away."""
    book = book_of(
        ask("often", "never seldom daily"),
        ask("much", "few many"),
        ask("gain", "no yes", role="context"),
    )
    book = dataclasses.replace(book, smallest_cell=5)
    levels = {"often": ("never", "seldom", "daily"), "much": ("few", "many")}
    tables = {"A": [[9, 9], [9, 9], [9, 9]], "B": [[9, 2], [9, 9], [9, 9]]}
    answers = answers_of(tables, levels).assign(gain="_skipped")
    assert event_release.EventRelease(answers, book).telling("A", []) == ["often × much"]


def test_a_report_on_an_event_behind_which_another_is_hidden_is_refused(book):
    """D is hidden behind C in the comparison of events. Fails when C has a report of its own, which
    tells the one that D is."""
    events = of(A=(20, 0, 20), B=(20, 0, 20), C=(10, 0, 8), D=(18, 0, 1))
    release = event_release.EventRelease(events, book)
    told = release._side_by_side
    assert set(told.event[told.question == "rides"]) == {"A", "B"}
    assert "rides" in release.telling("C", []) and release.telling("A", []) == []


def test_a_number_that_few_gave_at_an_event_has_no_report(ask, book_of):
    """Fails when each number, day or rank of a person at one event is printed."""
    years = ask("years", "", kind="number", role="context")
    book = dataclasses.replace(book_of(years, ask("often", "never daily")), smallest_cell=5)
    rows = [(event, year, "never") for event in "AB" for year in ["3"] * 9 + ["37"] * 9]
    answers = pd.DataFrame(rows, columns=["event", "years", "often"], dtype=object)
    assert event_release.EventRelease(answers, book).telling("A", []) == []
    answers.loc[0, "years"] = "41"
    assert event_release.EventRelease(answers, book).telling("A", []) == ["years"]


def test_events_are_not_told_in_two_ways_that_give_one_away(ask, book_of):
    """Fails when events that are taken together as groups are told one by one beside: C with B,
    and B alone, is C."""
    book = dataclasses.replace(book_of(ask("often", "never daily")), smallest_cell=5)
    counts = {"A": [10, 10], "D": [10, 11], "B": [12, 13], "C": [21, 1]}
    rows = [
        (event, level)
        for event, own in counts.items()
        for level, number in zip(("never", "daily"), own, strict=True)
        for _ in range(number)
    ]
    answers = pd.DataFrame(rows, columns=["event", "often"], dtype=object)
    shares = comparison.shares(answers, comparison.delivered(answers, book), book)
    by_itself = grouping.by_group(
        answers, grouping.groups(answers, book)[0], book.questions[0], book
    )
    ((each,), (together,)) = by_itself, group_release.compare(answers, book)
    told = {event for row in each.counts.index if "C" in row for event in row.split("|")} - {"C"}
    assert told and told <= set(shares.event)  # each way is open by itself
    assert together.counts.empty


def test_a_report_from_before_that_tells_beside_what_is_new_is_named(book, monkeypatch):
    """Fails when a survey is built anew, and nobody is told that C's report of last month now
    gives D away."""
    events = of(A=(20, 0, 20), B=(20, 0, 20), C=(10, 0, 8), D=(18, 0, 1))
    monkeypatch.setattr(gate, "reported_events", lambda *_: {"A", "C"})
    tables = object.__new__(event_tables.EventTables)
    states = pd.Series("delivered", list("ABCD"))
    tables.__dict__ |= {"project": None, "book": book, "_cleaned": (events,), "states": states}
    choice = event_tables.Choice()
    tables._judge([], choice)
    assert list(choice.refused) == ["C"] and "to be taken back" in choice.refused["C"]
