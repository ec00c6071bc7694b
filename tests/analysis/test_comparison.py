"""Events beside one another: counted all at once as one by one, and nothing told of the few."""

import dataclasses
import random

import numpy as np
import pandas as pd
import pytest

from helpers import codebook
from helpers.analysis import comparison, tables
from helpers.answers import counting, single_event
from helpers.codebook import MISSING


@pytest.fixture(scope="module")
def book(survey):
    """The small survey of the tests: its questions are several, ordered, nominal and free text."""
    return codebook.load(survey())


def answers(book, sizes, seed=1):
    """Clean answers of events of so many people."""
    draw = random.Random(seed)
    sets = {"why": ["cv", "cv|autre", "reseau", "_skipped"]}
    rows = [
        {"event": event}
        | {q.id: draw.choice(sets.get(q.id, [*q.ids, "_skipped"])) for q in book.questions}
        for event, size in sizes.items()
        for _ in range(size)
    ]
    table = pd.DataFrame(draw.sample(rows, len(rows)))
    table.insert(0, "row", range(2, len(rows) + 2))
    return table


LEDGER = pd.DataFrame(
    columns=["event", "row", "question", "raw", "value", "rule", "action", "count"]
)


def states(book, sizes):
    held = comparison.events(answers(book, sizes), LEDGER, book)
    return dict(zip(held.event, held.state, strict=True))


def test_all_at_once_is_each_by_itself(book):
    """Fails when an event's count, base or interval is another's, or the level differs from event
    to event."""
    book, sizes = dataclasses.replace(book, smallest_cell=1), {"b": 12, "a": 30, "007": 9}
    table = answers(book, sizes)
    held = comparison.events(table, LEDGER, book)
    shares = comparison.shares(table, held, book)
    for event, size in sizes.items():
        own, row = table[table.event == event], held.set_index("event").loc[event]
        assert row.people == size
        assert row.valid == sum((~own[q.id].isin(MISSING)).sum() for q in book.questions)
    assert set(shares.question) == {"why", "often", "gain"} and len(shares) == 9
    overall = {q.id: tables.shares(table, q) for q in book.questions}
    for row in shares.itertuples():
        question = book.question(row.question)
        kind = "group" if question.highlight else "level"
        whole = overall[question.id][overall[question.id].status == kind]
        assert row.level == whole.level[whole["count"].idxmax()]
        own = tables.shares(table[table.event == row.event], question)
        there = own[(own.status == kind) & (own.level == row.level)].iloc[0]
        assert (row.count, row.base, row.share) == (there["count"], there.base, there.share)
        if there.method == "wilson":
            np.testing.assert_allclose((row.low, row.high), (there.low, there.high))


def test_combinations_count_as_people(book):
    """Fails when rows are counted where people should be."""
    table = answers(book, {"a": 30, "b": 12}).drop(columns="row")
    counted = table.groupby(list(table), as_index=False).size().rename(columns={"size": "people"})
    held, same = (comparison.events(given, LEDGER, book) for given in (table, counted))
    pd.testing.assert_frame_equal(held, same)
    pd.testing.assert_frame_equal(
        *(comparison.shares(given, held, book) for given in (table, counted))
    )


def test_few_people_are_not_told_of_nor_given_away_by_the_total(book):
    """Fails when a small event is shown, or can be had by taking the others from the total."""
    assert states(book, {"a": 20, "b": 4, "c": 6}) == {"a": "delivered", "b": "small", "c": "small"}
    assert states(book, {"a": 20, "b": 3, "c": 2}) == {"a": "delivered", "b": "small", "c": "small"}
    assert states(book, {"a": 20, "b": 5}) == {"a": "delivered", "b": "delivered"}
    assert states(book, {"a": 4}) == {"a": "small"}
    made_up = dataclasses.replace(book, provenance="synthetic")
    assert states(made_up, {"a": 20, "b": 4}) == {"a": "delivered", "b": "delivered"}
    table = answers(book, {"a": 20, "b": 9, "c": 8})
    table.loc[table.index[table.event == "c"][3:], "gain"] = "_skipped"
    table.loc[table.event == "b", "gain"] = "oui"
    table.loc[table.event == "a", "gain"] = "oui"
    shares = comparison.shares(table, comparison.events(table, LEDGER, book), book)
    assert list(shares.event[shares.question == "gain"]) == ["a"]


def test_what_failed_is_listed_without_people(book):
    """Fails when an event that could not be cleaned is lost from the list, or counted."""
    ledger = pd.DataFrame(
        [["z", 2, "often", "?", "", "unknown", "failed", 3]], columns=list(LEDGER)
    )
    held = comparison.events(answers(book, {"a": 8}), ledger, book)
    assert held.to_numpy().tolist()[1] == ["z", 0, 0, "failed"] and list(held.event) == ["a", "z"]


def test_one_event_alone_has_its_own_sets_and_account(book):
    """Fails when one event's columns know what others answered, or its account counts their
    rows."""
    table = answers(book, {"a": 8, "b": 9})
    table.loc[table.event == "b", "why"] = "emploi"
    ledger = pd.DataFrame(
        [
            ["a", 90, "", "", "", "empty", "excluded", 1],
            ["b", 91, "", "", "", "test", "excluded", 1],
        ],
        columns=list(LEDGER),
    )
    own = single_event.single_event(table, table[:0], ledger, "a", book)
    assert list(own.answers) == [q.id for q in book.questions] and len(own.answers) == 8
    assert list(own.answers.why.cat.categories) == counting.categories(
        book.question("why"), own.answers.why.unique()
    )
    assert own.account.set_index("item")["count"][:5].tolist() == [9, 1, 0, 0, 8]
    assert own.ledger.to_numpy().tolist() == [[90, "", "", "", "empty", "excluded", 1]]
