"""Groups of real people: what is told of them, attacked by who lists all that agrees with it."""

import numpy as np
from attacks import spread, tables_with
from draws import draws
from hypothesis import assume, given
from hypothesis import strategies as some

from helpers import codebook
from helpers.privacy import coarsening, rule

BOOK = codebook.load("tests/surveys/workshop")  # of real people; smallest_cell is 5
LARGE = some.sampled_from([0, 10, 12, 15])
EACH, TWO = ((0,), (1,), (2,)), ((0,), (1, 2))


def told(counts, ordered=()):
    """What is told of a table whose last row is of those in no group."""
    rows = coarsening.groups_together(counts.sum(axis=1), BOOK, ordered)
    return coarsening.finest(counts, rows, (EACH, TWO), BOOK)


def agreeing(counts, partition):
    """Every table with the totals of each group and answer that tells the same."""
    tables = map(np.array, tables_with(counts.sum(axis=1).tolist(), counts.sum(axis=0).tolist()))
    return [each for each in tables if (partition.of(each) == partition.of(counts)).all()]


@draws(8)
@given(LARGE, LARGE, LARGE, LARGE, some.integers(0, 3), some.integers(0, 2))
def test_who_lists_all_tables_finds_no_protected_count(a, b, c, d, few, fewer):
    """Fails if a group that is hidden, or that of those in none, is had by a difference."""
    counts = np.array([[a, b], [c, d], [few, fewer], [1, 0]])
    rows = coarsening.groups_together(counts.sum(axis=1), BOOK)
    partition = coarsening.finest(counts, rows, [((0,), (1,))], BOOK)
    assume(partition is not None)
    assert not rule.is_protected(partition.of(counts), BOOK).any()
    known = spread(agreeing(counts, partition))
    by_totals = spread(tables_with(counts.sum(axis=1).tolist(), counts.sum(axis=0).tolist()))
    small = rule.is_protected(counts, BOOK)
    assert (known >= np.minimum(by_totals, 5))[small].all()


def test_a_group_of_few_is_with_the_next_in_size():
    """Fails if a group of 3 is told, or left out alone, so that the total gives it away."""
    counts = np.array([[20, 30, 10], [3, 0, 0], [12, 15, 11], [0, 0, 0]])
    assert told(counts).rows == ((0,), (1, 2))


def test_who_named_no_group_is_not_had_by_difference():
    """Fails if one person without a group is left out: the total less the groups is that one."""
    counts = np.array([[20, 30, 10], [12, 15, 11], [10, 16, 18], [0, 1, 0]])
    partition = told(counts)
    assert 3 in [place for part in partition.rows for place in part]


def test_groups_in_an_order_stay_neighbours():
    """Fails if the lowest and the highest are taken together, and the middle one is between."""
    counts = np.array([[2, 1, 0], [20, 30, 10], [15, 20, 8], [1, 0, 1], [0, 0, 0]])
    ways = coarsening.groups_together(counts.sum(axis=1), BOOK, ordered=[0, 1, 2, 3])
    assert ways == [((0, 1), (2, 3))]


def test_all_of_one_answer_in_a_group_of_few_stays_hidden():
    """Fails if those of a small group are told to be like all that they are told with."""
    counts = np.array([[0, 9, 0], [0, 3, 0], [20, 15, 11], [0, 0, 0]])
    partition = told(counts)
    if partition is not None:
        tables = agreeing(counts, partition)
        assert np.ptp([table[1, 1] for table in tables]) >= 3


def test_synthetic_answers_are_told_whole():
    """Fails if groups are taken together of whom nobody is."""
    book = codebook.load("data/raw/linkedin-2015")
    counts = np.array([[1, 1, 0], [0, 1, 2], [0, 0, 0]])
    rows = coarsening.groups_together(counts.sum(axis=1), book)
    partition = coarsening.finest(counts, rows, (EACH, TWO), book)
    assert (partition.rows, partition.columns) == (((0,), (1,)), EACH)


def test_a_count_that_the_shares_fix_needs_no_more():
    """Fails if what everybody knows already is called narrow, and nothing could be told."""
    counts = np.array([[3, 0], [20, 0]])
    assert coarsening.is_open(counts, [], coarsening.cell_of((0, 0), (2, 2)), BOOK)
