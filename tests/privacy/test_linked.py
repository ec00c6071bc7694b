"""The attacker's bounds are right: as wide as listing every table finds them, and no wider."""

import itertools

import numpy as np
import pytest
from attacks import compositions, tables_with
from draws import draws
from hypothesis import given
from hypothesis import strategies as st

from helpers.privacy import linked

COUNTS = st.lists(st.integers(0, 6), min_size=6, max_size=6)


@draws(40)
@given(COUNTS)
def test_bounds_by_margins_are_those_of_all_tables(counts):
    """Fails when a bound is wider or narrower than the tables with these totals are."""
    table = np.reshape(counts, (3, 2))
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    every = np.array(list(tables_with(rows.tolist(), columns.tolist())))
    lowest, highest = linked.by_margins(rows, columns, int(table.sum()))
    assert np.array_equal(lowest, every.min(axis=0))
    assert np.array_equal(highest, every.max(axis=0))


def listed(people, told, cell):
    """The lowest and the highest count of a cell, over every table of four yes-or-no questions
    that has the margins, and the crossings, of one."""
    whole = np.reshape(people, (2, 2, 2, 2))
    pairs = {pair: whole.sum(axis=tuple({0, 1, 2, 3} - set(pair))) for pair in told}
    margins = [whole.sum(axis=tuple({0, 1, 2, 3} - {axis})) for axis in range(4)]
    found = []
    for counts in compositions(sum(people), [sum(people)] * 16):
        other = np.reshape(counts, (2, 2, 2, 2))
        if all(
            np.array_equal(other.sum(axis=tuple({0, 1, 2, 3} - {axis})), margins[axis])
            for axis in range(4)
        ) and all(
            np.array_equal(other.sum(axis=tuple({0, 1, 2, 3} - set(pair))), pairs[pair])
            for pair in told
        ):
            found.append(other.sum(axis=(2, 3))[cell])
    return min(found), max(found)


LINKED = [(0, 3), (2, 1), (2, 3)]


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("told", [[], LINKED], ids=["by margins", "by links"])
def test_bounds_by_links_hold_every_table_that_agrees(seed, told):
    """Fails when the programs exclude a table that agrees with all that is told, or are wider than
    what a relaxation to fractions can be."""
    people = np.random.default_rng(seed).multinomial(3, np.full(16, 1 / 16)).tolist()
    whole = np.reshape(people, (2, 2, 2, 2))
    margins = [np.append(whole.sum(axis=tuple({0, 1, 2, 3} - {axis})), 0) for axis in range(4)]
    tables = {pair: whole.sum(axis=tuple({0, 1, 2, 3} - set(pair))) for pair in told}
    tables = {pair: table if pair[0] < pair[1] else table.T for pair, table in tables.items()}
    for cell in itertools.product((0, 1), repeat=2):
        low, high = linked.bounds(margins, tables, {(0, 1): sum(people)}, cell)
        least, most = listed(people, told, cell)
        assert low <= least and high >= most
        assert (low, high) == (least, most) or told


def test_a_chain_of_tables_tells_a_table_that_nobody_shows():
    """Fails when the crossings of two questions with others are not put together."""
    half = np.array([6, 6, 0])
    same = np.diag([6, 6])
    chain = {(0, 3): same, (2, 1): same, (2, 3): same}
    assert linked.bounds([half] * 4, chain, {(0, 1): 12}, (0, 0)) == (6, 6)
    del chain[2, 3]
    assert linked.bounds([half] * 4, chain, {(0, 1): 12}, (0, 0)) == (0, 6)


def test_tables_that_no_people_have_are_told():
    """Fails when bounds are given of what cannot be."""
    with pytest.raises(ValueError, match="no table agrees"):
        linked.bounds([np.array([1, 0]), np.array([2, 0])], {}, {}, (0, 0))
