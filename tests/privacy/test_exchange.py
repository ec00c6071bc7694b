"""Tables of three questions, two at a time: what an exchange of answers leaves open is open."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from draws import draws
from hypothesis import given
from hypothesis import strategies as some

from helpers import codebook
from helpers.analysis import comparison, event_shares
from helpers.privacy import coarsening, exchange, linked, rule

BOOK = codebook.load("tests/surveys/workshop")  # of real people; smallest_cell is 5
SIZE = (3, 3, 3)  # the last place of each is of no answer
CUBES = some.lists(some.sampled_from([0, 0, 1, 2, 3, 5, 9]), min_size=27, max_size=27)


def each(size=2):
    """Every cell of a table of the answers to two questions, told by itself."""
    one = np.eye(size + 1, dtype=bool)
    return [(one[i], one[j]) for i in range(size) for j in range(size)]


def together():
    """The first answer to the second question, and all others, of both groups at once."""
    both = np.array([True, True, False])
    return [(both, np.array([True, False, False])), (both, np.array([False, True, False]))]


TOLD = some.dictionaries(
    some.sampled_from([(0, 1), (0, 2), (1, 2)]), some.sampled_from([each(), together()]), min_size=1
)


def bounds(counts, told, first, second, cell):
    """Between which values a count of two questions is, by linear programs over all three."""
    places = np.indices(counts.shape)
    known = [(places[axis] == place) for axis in range(3) for place in range(3)]
    for (i, j), blocks in told.items():
        known += [rows[places[i]] & columns[places[j]] for rows, columns in blocks]
    wanted = (places[first] == cell[0]) & (places[second] == cell[1])
    return linked.bounds_of(wanted, [(mask, int(counts[mask].sum())) for mask in known])


@pytest.mark.slow
@draws(4)
@given(CUBES, TOLD)
def test_what_is_called_open_is_open_to_who_bounds_all_three_tables(numbers, told):
    """Fails when people exchange answers that a table tells, or a count that is narrow passes."""
    counts = np.reshape(numbers, SIZE)
    narrow = False
    for first, second, third in exchange.PAIRS:
        cube = counts.transpose(first, second, third)
        table = cube.sum(axis=2)
        for cell in np.ndindex(2, 2):
            low, high = bounds(counts, told, first, second, cell)
            assert exchange.moves(cube, cell, told.get((first, second), ())) <= high - low
            least, most = bounds(counts, {}, first, second, cell)
            if rule.is_protected(table[cell], BOOK):
                narrow |= high - low < min(5, most - least)
    assert exchange.is_narrow(counts, told, BOOK) == narrow


def test_most_counts_are_found_open_without_a_program(monkeypatch):
    """Fails when every protected count costs two linear programs: of many groups, minutes."""
    counts = np.full(SIZE, 6)
    counts[0, 0] = 1
    monkeypatch.setattr(coarsening, "is_open", None)
    assert not exchange.is_narrow(counts, {(0, 1): together()}, BOOK)


SKIPPED = "_skipped"
HELD = {  # of each event: what people said to two questions, and how many
    "A": {"_ x": 1, "_ z": 2, "a z": 7, "b _": 2, "b x": 5, "off _": 1, "off z": 7},
    "B": {"_ x": 1, "a z": 6, "b x": 4, "off z": 1},
    "C": {"_ _": 1, "_ x": 1, "_ z": 2, "a z": 6, "b _": 1, "b x": 6, "off _": 2, "off z": 6},
    "D": {"_ _": 2, "_ x": 1, "_ z": 1, "a _": 1, "a z": 9, "b _": 1, "b x": 8, "off z": 8},
}


def test_a_share_of_an_event_beside_a_crossing_does_not_tell_another_answer(ask, book_of):
    """Of all who said z, some said a and the others are off the scale; the shares of a and of z at
    B then tell that four or so said b. Fails when each share is judged by itself."""
    questions = ask("rides", "a b off", off=("off",)), ask("comes", "x z", role="outcome")
    book = dataclasses.replace(book_of(*questions), smallest_cell=5)
    rows = [
        (event, *(SKIPPED if given == "_" else given for given in both.split()))
        for event, counts in HELD.items()
        for both, number in counts.items()
        for _ in range(number)
    ]
    answers = pd.DataFrame(rows, columns=["event", "rides", "comes"], dtype=object)
    events = comparison.delivered(answers, book)
    alone = comparison.shares(answers, events, book)
    told = event_shares.table(answers, events, book)
    assert set(alone.question) == {"rides", "comes"} and set(told.question) == {"rides"}


def test_a_share_does_not_tell_an_answer_that_few_gave_over_all(ask, book_of):
    """Of five at B who did not say dk, three to five said b, for a was said by two of all. Fails
    when only the share, and not what is left of it, is judged."""
    book = book_of(ask("often", "a b dk", highlight=("dk",)))
    book = dataclasses.replace(book, smallest_cell=5)
    held = {"A": (1, 9, 17), "B": (1, 4, 18), "C": (0, 9, 20), "D": (0, 8, 20)}
    rows = [
        (event, level)
        for event, counts in held.items()
        for level, number in zip(("a", "b", "dk"), counts, strict=True)
        for _ in range(number)
    ]
    answers = pd.DataFrame(rows, columns=["event", "often"], dtype=object)
    told = comparison.shares(answers, comparison.delivered(answers, book), book)
    assert "B" not in set(told.event) and set(told.event)
