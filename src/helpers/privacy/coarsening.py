"""How finely the answers of groups of people may be told, and which groups are taken together.

A table of groups by the answers to one question is told with all answers, or with one share and the
rest, or not at all.  What is told has no protected count, and leaves every protected count of the
table behind it open; whatever is computed of groups is computed from what is told.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from helpers.codebook import Codebook
from helpers.privacy import groups, linked, rule

Parts = tuple[tuple[int, ...], ...]  # places that are taken together


@dataclass(frozen=True)
class Partition:
    """Which rows, and which columns, of a table are taken together; others are not told."""

    rows: Parts
    columns: Parts

    def of(self, counts: np.ndarray) -> np.ndarray:
        """The table as it is told.

        >>> Partition(((0,), (1, 2)), ((0, 1),)).of(np.arange(6).reshape(3, 2)).tolist()
        [[1], [14]]
        """
        rows = np.array([counts[list(part)].sum(0) for part in self.rows])
        return np.array([rows[:, list(part)].sum(1) for part in self.columns]).T


def groups_together(sizes: np.ndarray, book: Codebook, ordered: Sequence[int] = ()) -> list[Parts]:
    """Ways to take groups together, the finest first, down to two.

    In all of them those of fewer than `smallest_cell` people are with others, and the next in size
    with them if these are fewer all together.  Each way takes the smallest group of the one before
    with the next in size; of groups in an order, with the smaller of its neighbours.

    Parameters
    ----------
    sizes : numpy.ndarray of int
        People of each group, and last those of none: told beside a total, they are known too.
    book : Codebook
    ordered : sequence of int
        Places of groups that have an order, from low to high.

    Returns
    -------
    list of tuple of tuple of int
        Places, in order.  Those of no group are in a part only where they are few.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("tests/surveys/workshop")
    >>> groups_together(np.array([9, 3, 7, 20, 0]), book)
    [((0,), (1, 2), (3,)), ((0, 1, 2), (3,))]
    >>> groups_together(np.array([9, 3, 7, 20, 1]), book, ordered=[0, 1, 2, 3])
    [((0,), (1, 2, 4), (3,)), ((0, 1, 2, 4), (3,))]
    """
    order = {place: rank for rank, place in enumerate(ordered)}
    nobody = len(sizes) - 1
    parts = [(place,) for place, size in enumerate(sizes) if size]
    alone = groups.groups_to_show(sizes[sizes > 0], book)
    if (nobody,) in parts and alone[-1]:  # enough, and no group
        parts, alone = parts[:-1], alone[:-1]
    few = {part for part, is_alone in zip(parts, alone, strict=True) if not is_alone}
    ways = []
    while len(parts) > 1:
        smallest = min(few & set(parts) or parts, key=lambda part: sizes[list(part)].sum())
        if not few & set(parts):
            ways.append(tuple(parts))
        others = [part for part in parts if part != smallest]
        beside = _beside(smallest, parts, order) or few & set(others) or others
        other = min(beside, key=lambda part: sizes[list(part)].sum())
        both = tuple(sorted(smallest + other))
        parts = sorted([both, *(part for part in others if part != other)])
        few -= {smallest, other}
        if sizes[list(both)].sum() < rule.smallest(book):
            few.add(both)
    return ways


def _beside(part, parts, order):
    """The neighbours of a part among those that have an order."""
    own = sorted((p for p in parts if set(p) & set(order)), key=lambda p: _rank(p, order))
    if part not in own:
        return []
    place = own.index(part)
    return own[max(place - 1, 0) : place] + own[place + 1 : place + 2]


def _rank(part, order):
    return min(order[place] for place in part if place in order)


def finest(
    counts: np.ndarray, rows: Sequence[Parts], columns: Sequence[Parts], book: Codebook
) -> Partition | None:
    """The first way to tell a table of groups (rows) by answers (columns) that gives nobody away.

    Parameters
    ----------
    counts : numpy.ndarray of int
        The last row is of those in no group.
    rows, columns : sequence of tuples of tuple of int
        Ways to take groups, and answers, together, the finest first; fewer answers are told sooner
        than fewer groups.
    book : Codebook

    Returns
    -------
    Partition or None
        None where there is none, or nothing to compare.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("tests/surveys/workshop")
    >>> rows, columns = [((0,), (1,))], [((0,), (1,), (2,)), ((0,), (1, 2))]
    >>> finest(np.array([[19, 16, 2], [21, 17, 8], [0, 0, 0]]), rows, columns, book)
    Partition(rows=((0,), (1,)), columns=((0,), (1, 2)))
    >>> finest(np.array([[19, 3, 2], [21, 17, 8], [0, 0, 0]]), rows, columns, book)
    """
    for partition in itertools.starmap(Partition, itertools.product(rows, columns)):
        if len(partition.columns) > 1 and _is_silent(counts, partition, book):
            return partition
    return None


def told(partition: Partition, shape: tuple[int, int]) -> list[np.ndarray]:
    """The cells of a table whose people together are told, one mask each."""
    masks = []
    for rows in partition.rows:
        for columns in partition.columns:
            mask = np.zeros(shape, bool)
            mask[np.ix_(rows, columns)] = True
            masks.append(mask)
    return masks


def _is_silent(counts, partition, book):
    """Whether a table has no protected count as it is told, and leaves those behind it open."""
    if rule.smallest(book) == 1:
        return True
    shown = partition.of(counts)
    beside = Partition(((len(counts) - 1,),), partition.columns).of(counts)
    if len(counts) - 1 in [place for part in partition.rows for place in part]:
        beside = beside * 0
    if rule.is_hidden(shown, book) or rule.is_protected(beside, book).any():
        return False
    masks = told(partition, counts.shape)
    return all(
        is_open(counts, masks, cell_of(cell, counts.shape), book)
        for cell in np.argwhere(rule.is_protected(counts, book))
    )


def cell_of(places: Sequence[int], shape: tuple[int, ...]) -> np.ndarray:
    """One cell of a table, as a mask."""
    mask = np.zeros(shape, bool)
    mask[tuple(places)] = True
    return mask


def is_open(
    counts: np.ndarray, masks: Sequence[np.ndarray], wanted: np.ndarray, book: Codebook
) -> bool:
    """Whether what is told leaves a count open between values as far apart as the rule asks.

    That is `smallest_cell`, or as far as the shares of each question alone leave it open.

    Parameters
    ----------
    counts : numpy.ndarray of int
        An axis a question; answers that are missing are levels too.
    masks : sequence of numpy.ndarray of bool
        The cells whose people together are told, besides the totals of each level.
    wanted : numpy.ndarray of bool
        The cells of the count.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("tests/surveys/workshop")
    >>> counts, wanted = np.array([[3, 9, 8], [20, 9, 8]]), cell_of((0, 0), (2, 3))
    >>> is_open(counts, [], wanted, book), is_open(counts, [cell_of((0, 1), (2, 3))], wanted, book)
    (True, True)
    >>> two = [cell_of((0, 1), (2, 3)), cell_of((0, 2), (2, 3))]
    >>> is_open(counts, two, wanted, book)
    False
    """
    known = [*_margins(counts), *masks]
    low, high = linked.bounds_of(wanted, [(mask, int(counts[mask].sum())) for mask in known])
    return high - low >= min(rule.smallest(book), _range_of_shares(counts, wanted))


def _margins(counts):
    """The cells of each level of each question: one mask each."""
    places = np.indices(counts.shape)
    return [
        places[axis] == place for axis in range(counts.ndim) for place in range(counts.shape[axis])
    ]


def _range_of_shares(counts, wanted):
    """How far apart the values of a count are that the shares of its questions allow."""
    sides = []
    for axis in range(counts.ndim):
        others = tuple(other for other in range(counts.ndim) if other != axis)
        asked = wanted.any(axis=others)
        if not asked.all():
            sides.append(counts.sum(axis=others)[asked].sum())
    least = sum(sides) - (len(sides) - 1) * counts.sum()
    return min(sides) - max(0, least)
