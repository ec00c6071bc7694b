"""Which of several groups of people, as events, may be told of beside their total."""

from __future__ import annotations

import numpy as np

from helpers.codebook import Codebook
from helpers.privacy import rule


def groups_to_show(
    sizes: np.ndarray, book: Codebook, eligible: bool | np.ndarray = True
) -> np.ndarray:
    """Which of several groups of people may be told of beside their total.

    Those of fewer than `smallest_cell` people may not.  If these are fewer all together, neither
    may the next in size: the total would give them away.

    Parameters
    ----------
    sizes : numpy.ndarray of int
        People in each group.
    book : Codebook
    eligible : bool or numpy.ndarray of bool
        Groups that something else leaves out are False.

    Returns
    -------
    numpy.ndarray of bool

    Examples
    --------
    >>> import dataclasses
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> collected = dataclasses.replace(book, provenance="collected", smallest_cell=5)
    >>> groups_to_show(np.array([9, 3, 7]), collected).tolist()
    [True, False, False]
    """
    smallest = rule.smallest(book)
    shown = eligible & (sizes >= smallest)
    if 0 < sizes[~shown].sum() < smallest and shown.any():
        shown[np.flatnonzero(shown)[sizes[shown].argmin()]] = False
    return shown


def shares_to_show(
    counts: np.ndarray,
    bases: np.ndarray,
    shown: np.ndarray,
    book: Codebook,
    telling: bool | np.ndarray = False,
) -> np.ndarray:
    """Which of several groups of people may be told of by how many of them gave an answer.

    A group is left out if too few of it gave the answer, or did not (primary suppression). The
    total is told, so that those left out are known together; the smallest of the others follow,
    until each protected count is open between values as far apart as `smallest_cell`, or all are
    left out (complementary suppression).

    Parameters
    ----------
    counts, bases : numpy.ndarray of int
        People of each group who gave the answer, and who gave any.
    shown : numpy.ndarray of bool
        Groups that something else leaves out are False.
    book : Codebook

    Returns
    -------
    numpy.ndarray of bool

    Examples
    --------
    Of three events with 8, 5 and 1 of 20, the last is left out, and one to hide it behind:

    >>> from helpers import codebook
    >>> book = codebook.load("tests/surveys/workshop")
    >>> counts, shown = np.array([8, 5, 1]), np.array([True, True, True])
    >>> shares_to_show(counts, np.array([20, 25, 20]), shown, book).tolist()
    [False, True, False]
    """
    shown = shown & ~(_small(counts, bases, book) | telling)
    while shown.any() and not are_open(counts, bases, ~shown, book, telling):
        shown[np.flatnonzero(shown)[bases[shown].argmin()]] = False
    return shown


def are_open(
    counts: np.ndarray,
    bases: np.ndarray,
    hidden: np.ndarray,
    book: Codebook,
    telling: bool | np.ndarray = False,
) -> bool:
    """Whether the protected counts of groups that are not told are open, given the sum over these.

    Parameters
    ----------
    counts, bases, telling
        As in `shares_to_show`.
    hidden : numpy.ndarray of bool

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("tests/surveys/workshop")
    >>> counts, bases = np.array([8, 5, 1]), np.array([20, 25, 20])
    >>> [are_open(counts, bases, np.array([one, False, True]), book) for one in (True, False)]
    [True, False]
    """
    own, gave, all_of_them = bases[hidden], counts[hidden].sum(), bases[hidden].sum()
    most, least = np.minimum(own, gave), np.maximum(0, gave - (all_of_them - own))
    needed = np.minimum(rule.smallest(book), own)
    small = _small(counts, bases, book) | telling
    return bool((most - least >= needed)[small[hidden]].all())


def narrow_parts(table: np.ndarray, shown: np.ndarray, book: Codebook) -> np.ndarray:
    """Counts of a table that is told in two parts, which the total of every answer narrows.

    Of the answers that are told as one, nearly all people may have given one: so did those of each
    group.

    Parameters
    ----------
    table : numpy.ndarray of int
        A row a group, a column an answer.
    shown : numpy.ndarray of bool
        The answers of one part; the others are the other.
    book : Codebook

    Returns
    -------
    numpy.ndarray of bool
        Those that are left open by less than `smallest_cell`, and by less than the totals of their
        row and column leave them.

    Examples
    --------
    Two people of all gave the second answer, so that three to five of the second group gave the
    first:

    >>> from helpers import codebook
    >>> book = codebook.load("tests/surveys/workshop")
    >>> table = np.array([[9, 1, 17], [4, 1, 18]])
    >>> narrow_parts(table, np.array([False, False, True]), book)[:, 0].tolist()
    [True, True]
    """
    part = np.array([table[:, shown == own].sum(axis=1) for own in shown]).T
    everybody, people = part.sum(axis=0), table.sum()
    columns, rows = table.sum(axis=0), table.sum(axis=1, keepdims=True)
    several = np.array([(shown == own).sum() > 1 for own in shown])
    open_by = np.minimum(_smaller(columns, everybody), _smaller(part, everybody))
    by_totals = np.minimum(_smaller(columns, people), _smaller(rows, people))
    return several & (table > 0) & (open_by < np.minimum(by_totals, rule.smallest(book)))


def _smaller(part, whole):
    return np.minimum(part, whole - part)


def _small(counts, bases, book):
    """Groups of which too few gave the answer, or did not."""
    return rule.is_protected(counts, book) | rule.is_protected(bases - counts, book)
