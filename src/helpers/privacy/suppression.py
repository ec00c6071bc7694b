"""Which numbers would give a group of fewer than `smallest_cell` people away, and are left out.

A cell of nobody tells of nobody, and synthetic answers tell of nobody at all.  A table of two rows
and two columns is given away whole by any measure of it, since the shares of both questions are
published; one of more cells is not.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from helpers.codebook import Codebook

PROTECTED = "small cells"  # the note of a pair, or a model, whose numbers are left out
_NUMBERS = [
    "effect",
    "low",
    "high",
    "odds_ratio",
    "odds_low",
    "odds_high",
    "p",
    "p_adjusted",
    "p_max_t",
]


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
    smallest = 1 if book.synthetic else max(book.smallest_cell, 1)
    shown = eligible & (sizes >= smallest)
    if 0 < sizes[~shown].sum() < smallest and shown.any():
        shown[np.flatnonzero(shown)[sizes[shown].argmin()]] = False
    return shown


def crosstabs(table: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Keep the crossed pairs without a small cell; a pair is left out whole, or its margins would
    give the cell away.

    Parameters
    ----------
    table : DataFrame
        As `associations.crosstabs` makes it.
    book : Codebook

    Returns
    -------
    DataFrame
    """
    if book.synthetic:
        return table
    small = table["count"].between(1, book.smallest_cell - 1)
    return table[~small.groupby([table.behaviour, table.outcome]).transform("any")]


def associations(table: pd.DataFrame, crossed: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Leave out the numbers of planned pairs that give a small cell away; how each is judged
    remains.

    Parameters
    ----------
    table : DataFrame
        As `associations.table` makes it.
    crossed : DataFrame
        As `associations.crosstabs` makes it, every planned pair.
    book : Codebook

    Returns
    -------
    DataFrame
        The same rows; of such a pair what follows from the margins, the verdict, and a note.
    """
    hidden = _pairs(table).isin(_given_away(crossed, book))
    left = table[_NUMBERS].mask(hidden, math.nan)
    return table.assign(**left, note=table.note.mask(hidden, PROTECTED))


def robustness(table: pd.DataFrame, crossed: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Keep the variants that give no small cell away; any behaviour cut in two could.

    Parameters
    ----------
    table : DataFrame
        As `robustness.table` makes it.
    crossed, book
        As in `associations`.

    Returns
    -------
    DataFrame
    """
    if book.synthetic:
        return table
    return table[
        (table.specification != "dichotomised") & ~_pairs(table).isin(_given_away(crossed, book))
    ]


def exploration(table: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Keep the looks that are not at two rows and two columns: their counts are in no table, so all
    of these could.

    Parameters
    ----------
    table : DataFrame
        As `exploration.table` makes it.
    book : Codebook

    Returns
    -------
    DataFrame
    """
    if book.synthetic:
        return table
    two = {question.id for question in book.questions if len(question.scale) == 2}
    both = table["first"].isin(two) & table["second"].isin(two) & (table.effect_name == "gamma")
    return table[(table.effect_name != "risk difference") & ~both]


def regression(table: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Leave out the odds ratio of a model that has one predictor, of two levels: it is one of a
    table of two by two.

    Parameters
    ----------
    table : DataFrame
        As `regression.table` makes it.
    book : Codebook

    Returns
    -------
    DataFrame
        The same rows; such a one without numbers, and with a note.
    """
    if book.synthetic or len(table) != 1 or not table.method.iloc[0]:
        return table
    if len(book.question(table.predictor.iloc[0]).scale) > 2:
        return table
    return table.assign(odds_ratio=math.nan, low=math.nan, high=math.nan, note=PROTECTED)


def _given_away(crossed, book):
    """Pairs of two rows and two columns with a small cell."""
    hidden = crossed.drop(crosstabs(crossed, book).index)
    return {pair for pair, cells in hidden.groupby(["behaviour", "outcome"]) if len(cells) == 4}


def _pairs(table):
    """(behaviour, outcome) of each row."""
    return pd.Series(list(zip(table.behaviour, table.outcome, strict=True)), table.index, object)
