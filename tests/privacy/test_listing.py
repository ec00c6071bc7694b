"""A hidden table stays hidden from who lists every table that agrees with what is printed."""

import dataclasses

import numpy as np
import pytest
from attacks import people, spread, tables_with

from helpers.analysis import associations
from helpers.privacy import rule, suppression
from helpers.report import catalogue, cells, narrative

SMALL = [  # behaviour down, outcome across, each with a cell of 1 to 4
    [[7, 3], [9, 6]],
    [[17, 4], [9, 16]],
    pytest.param([[6, 2], [5, 3], [1, 7]], marks=pytest.mark.slow),
    pytest.param([[7, 1], [3, 5], [2, 6]], marks=pytest.mark.slow),
    pytest.param([[4, 1], [1, 2], [1, 3]], marks=pytest.mark.slow),
    pytest.param([[3, 1], [2, 1], [1, 2], [1, 2]], marks=pytest.mark.slow),
]


@pytest.fixture
def planned(ask, book_of, monkeypatch):
    """A function that gives a codebook of one planned pair, so many levels of the behaviour."""
    monkeypatch.setattr("helpers.stats.permutation.DRAWS", 200)

    def plan(levels):
        names = " ".join("abcde"[:levels])
        book = book_of(ask("often", names), ask("gain", "no yes", role="outcome"))
        return dataclasses.replace(book, smallest_cell=5)

    return plan


def printed(table, book):
    """The line of a pair as the report prints it, of a table of counts."""
    answers = people(table, "abcde"[: len(table)], ("no", "yes"), ["often", "gain"])
    tested = associations.table(answers, book)
    crossed = associations.crosstabs(answers, book)
    shown = cells.bind(suppression.associations(tested, crossed, book), "associations")
    (line,) = narrative.associations.rows(shown, book, catalogue.load("en").plain)
    return line


def agreeing(counts, book, reading):
    """The tables with the same margins of which the same would be printed."""
    margins = np.sum(counts, axis=1).tolist(), np.sum(counts, axis=0).tolist()
    line = printed(counts, reading)
    return [table for table in tables_with(*margins) if printed(table, reading) == line]


@pytest.mark.slow
@pytest.mark.parametrize("counts", SMALL, ids=str)
def test_the_line_of_a_hidden_pair_leaves_its_small_cells_open(planned, counts):
    """Fails when gamma, its interval or a p of a pair with a small cell is printed."""
    counts, book = np.array(counts), planned(len(counts))
    whole = list(tables_with(counts.sum(axis=1).tolist(), counts.sum(axis=0).tolist()))
    small = rule.is_protected(counts, book)
    left = spread(agreeing(counts, book, book))[small]
    assert small.any() and (left >= np.minimum(5, spread(whole)[small])).all()


@pytest.mark.slow
def test_the_attack_takes_a_table_apart_of_which_everything_is_printed(planned):
    """Fails when the attack of the test above finds nothing, whatever is printed."""
    counts, book = np.array([[4, 1], [1, 3], [1, 2]]), planned(3)
    (only,) = agreeing(counts, book, dataclasses.replace(book, provenance="synthetic"))
    assert np.array_equal(only, counts)
