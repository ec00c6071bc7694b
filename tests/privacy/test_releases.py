"""What two releases of one survey tell together, attacked by who subtracts one from the other."""

import numpy as np
import pytest
from attacks import tables_with
from draws import draws
from hypothesis import given
from hypothesis import strategies as some

from helpers import codebook
from helpers.analysis import earlier_release

BOOK = codebook.load("tests/surveys/workshop")  # of real people; smallest_cell is 5
ROWS, COLUMNS = ("a", "b"), ("x", "y")


def told(counts, *, crossing=True, rows=ROWS):
    """What a release tells of two questions: how many gave each answer, perhaps both at once."""
    counts = np.array(counts)
    release = {
        "p": dict(zip(ROWS, counts.sum(axis=1).tolist(), strict=True)),
        "q": dict(zip(COLUMNS, counts.sum(axis=0).tolist(), strict=True)),
    }
    if crossing:
        release["p × q"] = {
            f"{row} × {column}": int(counts[[ROWS.index(id) for id in row.split("|")], j].sum())
            for row in rows
            for j, column in enumerate(COLUMNS)
        }
    return release


def test_a_crossing_that_was_hidden_is_not_told_once_more_people_came():
    """Four gave a and x, which is hidden; then six came, all of whom gave both. Fails when the ten
    of now, less the six, are told."""
    earlier, now = told([[4, 20], [20, 20]], crossing=False), told([[10, 20], [20, 20]])
    assert earlier_release.telling(now, earlier, BOOK) == ["p × q"]


def test_a_crossing_may_be_told_of_which_nobody_knows_who_came():
    """Fails when nothing may follow a release that hid something."""
    earlier, now = told([[4, 20], [20, 20]], crossing=False), told([[16, 30], [32, 30]])
    assert earlier_release.telling(now, earlier, BOOK) == []


def test_groups_that_are_taken_together_otherwise_give_none_away():
    """Fails when what is told under other names is taken for something else: c is what a and b are
    told to be together, less a."""
    rows = {"p": {"a": 20, "b": 20, "c": 21}, "q": {"x": 29, "y": 32}}
    both = {"a × x": 10, "a × y": 10, "b|c × x": 19, "b|c × y": 22}
    other = {"b × x": 15, "b × y": 5, "a|c × x": 14, "a|c × y": 27}
    earlier, now = rows | {"p × q": both}, rows | {"p × q": other}
    assert earlier_release.telling(now, earlier, BOOK) == ["p × q"]
    assert earlier_release.telling(earlier, earlier, BOOK) == []


COUNT = some.sampled_from([0, 5, 6, 9])


@pytest.mark.slow
@draws(30)
@given(
    some.lists(some.integers(0, 6), min_size=4, max_size=4),
    some.lists(COUNT, min_size=4, max_size=4),
)
def test_who_lists_all_tables_of_both_releases_finds_no_protected_count(counts, more):
    """Fails when a count of the earlier release, hidden in it, is narrower than the rule beside the
    later one, which tells the crossing, and nobody says so."""
    before, between = np.reshape(counts, (2, 2)), np.reshape(more, (2, 2))
    after = before + between
    earlier, now = told(before, crossing=False), told(after)
    if earlier_release.telling(now, earlier, BOOK):
        return
    every = np.array([*tables_with(before.sum(axis=1).tolist(), before.sum(axis=0).tolist())])
    new = set(tables_with(between.sum(axis=1).tolist(), between.sum(axis=0).tolist()))
    fitting = [table for table in every if tuple(map(tuple, (after - table).tolist())) in new]
    known, alone = np.ptp(fitting, axis=0), np.ptp(every, axis=0)
    small = (before > 0) & (before < 5)
    assert (known >= np.minimum(alone, 5))[small].all()
