"""Combinations of answers: nobody is lost, and parts add up to the whole in any order."""

import itertools

import pandas as pd
import pytest
from draws import draws
from hypothesis import given
from hypothesis import strategies as st

from helpers.answers import counting
from helpers.codebook import MISSING

LEVELS = {"a": ["x", "y", "z"], "b": ["non", "oui"], "c": [*"0123456789"]}
ROWS = st.lists(
    st.tuples(*(st.sampled_from([*levels, "_skipped"]) for levels in LEVELS.values())), max_size=30
)


def answers(rows, **levels):
    """Clean answers from tuples."""
    columns = zip(*rows, strict=True) if rows else [()] * 3
    return pd.DataFrame(
        {
            id: pd.Categorical(list(column), [*given, *MISSING])
            for (id, given), column in zip((LEVELS | levels).items(), columns, strict=True)
        }
    )


def by_hand(rows):
    """The combinations in the order of their levels, and how many gave each."""
    place = {
        (id, level): i for id, given in LEVELS.items() for i, level in enumerate([*given, *MISSING])
    }
    ordered = sorted(
        set(rows), key=lambda row: [place[pair] for pair in zip(LEVELS, row, strict=True)]
    )
    return [[*row, rows.count(row)] for row in ordered]


@pytest.mark.parametrize("dense", [0, 10, 200, 2**20])
@given(rows=ROWS)
def test_every_combination_has_its_people(dense, rows):
    """Fails when one of the ways of counting loses a person, a combination, or the order of the
    levels.
    """
    before, counting.MAX_DENSE_CELLS = counting.MAX_DENSE_CELLS, dense
    try:
        counted = counting.count(answers(rows))
    finally:
        counting.MAX_DENSE_CELLS = before
    assert counted.astype({"people": int}).astype(object).to_numpy().tolist() == by_hand(rows)
    assert [list(counted[id].cat.categories) for id in LEVELS] == [
        [*given, *MISSING] for given in LEVELS.values()
    ]


@draws(8, times=12)
@given(rows=ROWS, cuts=st.lists(st.integers(0, 30), max_size=3), data=st.data())
def test_parts_add_up_in_any_order(rows, cuts, data):
    """Fails when parts are put beside each other, or one that was added up is counted as single
    rows.
    """
    bounds = [0, *sorted(min(cut, len(rows)) for cut in cuts), len(rows)]
    parts = [answers(rows[low:high]) for low, high in itertools.pairwise(bounds)]
    mixed = data.draw(st.permutations([counting.count(part) for part in parts]))
    whole = counting.count(answers(rows))
    pd.testing.assert_frame_equal(counting.merge_counts(mixed), whole)
    pd.testing.assert_frame_equal(
        counting.merge_counts([counting.merge_counts(mixed[:1]), *mixed[1:]]), whole
    )


def test_sets_of_several_answers_that_only_one_part_met():
    """Fails when parts are added up by the place of a category: here the same place is
    another set.
    """
    first, second = (answers([(met, "oui", "1")], a=[met]) for met in ("x|y", "x"))
    both = counting.merge_counts([counting.count(second), counting.count(first)])
    assert both[["a", "people"]].astype(object).to_numpy().tolist() == [["x", 1], ["x|y", 1]]
    assert list(both.a.cat.categories) == ["x", "x|y", *MISSING]


def test_more_combinations_than_numbers_of_this_machine():
    """Fails when the product of all levels overflows: 40 questions of 15 levels have 10^47
    combinations.
    """
    wide = pd.DataFrame(
        {
            f"q{i}": pd.Categorical(["y", "y", "x"], [*"abcdefghijkxyz", "_skipped"])
            for i in range(40)
        }
    )
    counted = counting.count(wide)
    assert counted.people.tolist() == [1, 2] and counted.q39.tolist() == ["x", "y"]
