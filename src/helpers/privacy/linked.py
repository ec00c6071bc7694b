"""The attacker's problem: between which values is a hidden count, by all tables that are told?

The crossings of two questions with a third and a fourth are linked: all are sums of one table of
the four, and its counts are bounded by linear programming.  So do tau-argus and sdcTable, whose
method this is; they choose which cells of one large table to hide, each with its own solver and
licence, where here a crossing is told whole or not at all, and the programs are small enough for
scipy's HiGHS.  acro hides what is below a threshold and leaves differences to a person; pycanon
measures how alike single rows are, none of which leaves the house.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

NEAR = 1e-6  # of an integer: what a solver finds is not exact

Places = tuple[int, int]  # of two questions among those that are crossed


def by_margins(rows: np.ndarray, columns: np.ndarray, base: int) -> tuple[np.ndarray, np.ndarray]:
    """Bounds of every count of a table by the people of each row and column, and of all.

    Parameters
    ----------
    rows, columns : numpy.ndarray of int
    base : int
        People in the table: fewer than in rows or columns, where some gave one answer only.

    Returns
    -------
    lowest, highest : numpy.ndarray of int

    References
    ----------
    Fréchet (1951), *Annales de l'Université de Lyon* 14:53.

    Examples
    --------
    >>> lowest, highest = by_margins(np.array([3, 7]), np.array([4, 6]), 10)
    >>> lowest.tolist(), highest.tolist()
    ([[0, 0], [1, 3]], [[3, 3], [4, 6]])
    """
    missing = [rows.sum() - base, columns.sum() - base]
    highest = np.minimum.outer(rows, columns)
    lowest = np.add.outer(rows, columns) - base - sum(missing)
    return np.maximum(lowest, 0), highest


def bounds(
    margins: Sequence[np.ndarray],
    tables: Mapping[Places, np.ndarray],
    bases: Mapping[Places, int],
    cell: tuple[int, int],
) -> tuple[int, int]:
    """Bounds of one count of the crossing of the first two questions, by linked tables.

    Parameters
    ----------
    margins : sequence of numpy.ndarray of int
        Of each question, the people who gave each answer, and last those who gave none.
    tables : dict of (int, int) to numpy.ndarray of int
        The crossings that are told, by the places of their questions in `margins`, those who gave
        no answer left out.
    bases : dict of (int, int) to int
        How many people are in crossings of which no more is told.
    cell : (int, int)
        Places of the two answers.

    Returns
    -------
    lowest, highest : int

    Examples
    --------
    Those who ride are those who mend, and all who mend are glad; so all who ride are glad:

    >>> half = np.array([5, 5, 0])
    >>> told = {(0, 2): np.diag([5, 5]), (1, 2): np.diag([5, 5])}
    >>> bounds([half, half, half], told, {}, (0, 0)), bounds([half, half], {}, {}, (0, 0))
    ((5, 5), (0, 5))
    """
    shape = [len(margin) for margin in margins]
    places = np.indices(shape)
    told = [
        (places[question] == answer, people)
        for question, margin in enumerate(margins)
        for answer, people in enumerate(margin)
    ]
    told += [
        ((places[first] == i) & (places[second] == j), people)
        for (first, second), table in tables.items()
        for (i, j), people in np.ndenumerate(table)
    ]
    for (first, second), base in bases.items():
        both = (places[first] < shape[first] - 1) & (places[second] < shape[second] - 1)
        told.append((both, base))
    return bounds_of((places[0] == cell[0]) & (places[1] == cell[1]), told)


def bounds_of(wanted: np.ndarray, told: Sequence[tuple[np.ndarray, int]]) -> tuple[int, int]:
    """Bounds of how many people are in some cells of a table, by how many are in others.

    Parameters
    ----------
    wanted : numpy.ndarray of bool
        In the cells of the table of all questions.
    told : sequence of (numpy.ndarray of bool, int)
        Cells, and how many people are in them together.

    Returns
    -------
    lowest, highest : int

    Examples
    --------
    >>> cells = np.eye(3, dtype=bool)
    >>> bounds_of(cells[0], [(cells[0] | cells[1], 7), (cells[1] | cells[2], 5)])
    (2, 7)
    """
    from scipy.optimize import linprog  # only what may have to be hidden asks for programs

    matrix = np.array([cells.ravel() for cells, _ in told], float)
    totals = [people for _, people in told]
    ends = [
        linprog(sign * wanted.ravel(), A_eq=matrix, b_eq=totals, method="highs") for sign in (1, -1)
    ]
    if not all(end.success for end in ends):
        raise ValueError("no table agrees with all that is told")
    return math.ceil(ends[0].fun - NEAR), math.floor(-ends[1].fun + NEAR)
