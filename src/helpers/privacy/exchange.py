"""How far a hidden count can move while people exchange an answer, and all that is told stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from helpers.codebook import Codebook
from helpers.privacy import coarsening, rule

Block = tuple[np.ndarray, np.ndarray]  # of the answers to two questions, those told together
Faces = Mapping[tuple[int, int], Sequence[Block]]  # what is told of two of three questions
PAIRS = ((0, 1, 2), (0, 2, 1), (1, 2, 0))  # two of three questions, and the third


def is_narrow(counts: np.ndarray, told: Faces, book: Codebook) -> bool:
    """Whether tables of two questions each, told together, narrow a protected count of any two.

    What an exchange of answers leaves open is open; only of the others are bounds worked out.

    Parameters
    ----------
    counts : numpy.ndarray of int
        People by the answers to three questions; the last place of each is of those of no answer.
    told : dict
        By two places of questions, in order, the answers whose people are told together.
    book : Codebook

    Examples
    --------
    Those who ride are those who mend, and all who mend are glad, so that the three who ride are:

    >>> from helpers import codebook
    >>> book = codebook.load("tests/surveys/workshop")
    >>> counts = np.zeros((3, 3, 3), int)
    >>> counts[0, 0, 0], counts[1, 1, 0], counts[1, 1, 1] = 3, 20, 20
    >>> one = np.eye(3, dtype=bool)
    >>> each = [(one[i], one[j]) for i in (0, 1) for j in (0, 1)]
    >>> is_narrow(counts, {(0, 1): each}, book), is_narrow(counts, {}, book)
    (True, False)
    """
    places, masks = np.indices(counts.shape), []
    for (first, second), blocks in told.items():
        masks += [rows[places[first]] & columns[places[second]] for rows, columns in blocks]
    for first, second, third in PAIRS:
        cube = counts.transpose(first, second, third)
        table = cube.sum(axis=2)
        small = rule.is_protected(table, book)
        small[-1], small[:, -1] = False, False
        for cell in map(tuple, np.argwhere(small)):
            needed = min(rule.smallest(book), _by_totals(table, cell))
            if moves(cube, cell, told.get((first, second), ())) >= needed:
                continue
            wanted = (places[first] == cell[0]) & (places[second] == cell[1])
            if not coarsening.is_open(counts, masks, wanted, book):
                return True
    return False


def moves(counts: np.ndarray, cell: tuple[int, int], blocks: Sequence[Block]) -> int:
    """How far a count of two questions moves at least, if people exchange answers to the second.

    Two people who gave the same answer to the third question exchange theirs to the second: no
    other table, and no total, changes; and none of the blocks does, where both people, or both
    answers, are on the same side of it.

    Parameters
    ----------
    counts : numpy.ndarray of int
        People by the answers to three questions.
    cell : (int, int)
        Places of the answers to the first two.
    blocks : sequence of Block

    Examples
    --------
    >>> counts = np.array([[[3], [9]], [[9], [9]]])
    >>> both = np.array([True, True]), np.array([True, False])
    >>> each = np.array([True, False]), np.array([True, False])
    >>> moves(counts, (0, 0), []), moves(counts, (0, 0), [both]), moves(counts, (0, 0), [each])
    (12, 12, 0)
    """
    row, column = cell
    valid = np.ones(counts.shape[:2], bool)
    for rows, columns in blocks:
        valid &= (rows == rows[row])[:, None] | (columns == columns[column])
    valid[row], valid[:, column] = False, False
    gave, others = counts[row], counts[:, column]
    up = np.maximum(
        np.minimum(gave, valid.T.astype(int) @ others).max(axis=0),
        np.minimum(others, valid.astype(int) @ gave).max(axis=0),
    )
    down = np.minimum(counts[row, column], counts[valid].sum(axis=0))
    return int(up.sum() + down.sum())


def _by_totals(table, cell):
    """How far apart the values of a count are that the totals of both questions allow."""
    totals = table[cell[0]].sum(), table[:, cell[1]].sum()
    return min(totals) - max(0, sum(totals) - table.sum())
