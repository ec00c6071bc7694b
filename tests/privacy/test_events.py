"""What is told of events cannot be subtracted: from all, from one another, report by report."""

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
        ({"A": (6, 7, 8), "B": (9, 9, 9), "C": (1, 9, 9)}, ["B"], ["rides", "rides × repair"]),
    ],
)
def test_an_event_has_no_report_that_tells_of_few_by_itself_or_by_subtraction(
    book, events, reported, told
):
    """Fails when an event's own report prints a count of 1 to 4, or that over all and those of
    the others leave one over."""
    assert event_release.EventCounts(of(**events), book).telling("A", reported) == told


def test_the_gate_says_which_question_and_how_to_go_on(book):
    """Fails when a report on an event that tells of few is built, or its refusal names nothing."""
    with pytest.raises(SurveyError, match=r"fewer than 5, of rides; .* `waiver`"):
        gate.require_silence(
            event_release.EventCounts(of(A=(6, 7, 4), B=(9, 9, 9)), book), "A", set()
        )
    gate.require_silence(event_release.EventCounts(of(A=(6, 7, 8), B=(9, 9, 9)), book), "A", set())


def crossed(**events):
    """Clean answers of events: of each, how many gave each pair of `rides` and `repair`."""
    rows = [
        (event, level, repair, "_skipped")
        for event, pairs in events.items()
        for level, counts in zip(("never", "weekly", "daily"), pairs, strict=True)
        for repair, count in zip(("yes", "no"), counts, strict=True)
        for _ in range(count)
    ]
    return pd.DataFrame(rows, columns=["event", "rides", "repair", "comment"], dtype=object)


PLENTY, UNEVEN = [(9, 9)] * 3, [(2, 9), (9, 9), (9, 9)]


@pytest.mark.parametrize(
    ("events", "reported", "told"),
    [
        ({"A": PLENTY, "B": PLENTY, "C": PLENTY}, ["B"], []),
        ({"A": PLENTY, "B": PLENTY, "C": UNEVEN}, [], []),
        ({"A": PLENTY, "B": PLENTY, "C": UNEVEN}, ["B"], ["rides × repair"]),
        ({"A": UNEVEN, "B": PLENTY, "C": PLENTY}, ["B", "C"], []),
    ],
)
def test_two_questions_of_several_events_leave_none_of_the_last(book, events, reported, told):
    """2 people of C, whose report hides the pair. Fails when the pair over all, less that of every
    event that tells it, gives that of C away; or one that hides it is subtracted.
    """
    assert event_release.EventCounts(crossed(**events), book).telling("A", reported) == told


@draws(40)
@given(
    st.lists(
        st.lists(st.sampled_from([0, 1, 4, 5, 6, 9]), min_size=6, max_size=6),
        min_size=2,
        max_size=4,
    )
)
def test_of_all_reports_together_no_difference_is_of_few(book, drawn):
    """Fails when reports that were chosen one after the other, whichever are subtracted from that
    over all, leave a protected count of one question.
    """
    events = {
        name: [tuple(counts[place : place + 2]) for place in (0, 2, 4)]
        for name, counts in zip("ABCD", drawn, strict=False)
    }
    answers = crossed(**events)
    counts, chosen = event_release.EventCounts(answers, book), []
    for event in events:
        if not counts.telling(event, chosen):
            chosen.append(event)
    for size in range(1, len(chosen) + 1):
        for some in itertools.combinations(chosen, size):
            left = answers[~answers.event.isin(some)]
            for question in ("rides", "repair"):
                assert not rule.is_protected(left[question].value_counts().to_numpy(), book).any()
