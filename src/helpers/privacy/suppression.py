"""Which numbers would give a group of fewer than `smallest_cell` people away, and are left out.

A cell of nobody tells of nobody, and synthetic answers tell of nobody at all.  The shares of both
questions are published, so a table is listed from any exact measure of it: from gamma, its interval
and p, as printed, a table of three rows and two columns always, and most of five and two.  So a
pair with a protected count shows none of its numbers, and neither does what is computed from them:
the adjusted p-values of its whole family.
"""

from __future__ import annotations

import math

import pandas as pd

from helpers.codebook import Codebook
from helpers.privacy import rule
from helpers.privacy.marks import PROTECTED

_NUMBERS = [
    "effect",
    "low",
    "high",
    "low_simultaneous",
    "high_simultaneous",
    "odds_ratio",
    "odds_low",
    "odds_high",
    "p",
    "p_adjusted",
    "p_max_t",
    "base_more",
    "count_more",
    "base_less",
    "count_less",
    "detectable_more",
    "detectable_less",
]
_OF_THE_FAMILY = ["p_adjusted", "p_max_t"]  # made of the p-values of all its pairs
# Its table differs by the few submissions sent twice from that of the main analysis.
_OTHER_PEOPLE = "with duplicates"


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
    if rule.smallest(book) == 1:
        return table
    levels = {"index": "behaviour_level", "columns": "outcome_level"}
    hidden = pd.Series(False, table.index)
    for _, pair in table.groupby(["behaviour", "outcome"]):
        crossed = pair.pivot(values="count", **levels).fillna(0).to_numpy(int)
        hidden[pair.index] = rule.is_hidden(crossed, book)
    return table[~hidden]


def associations(table: pd.DataFrame, crossed: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Leave out the numbers of planned pairs with a small cell; how each is judged remains.

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
        The same rows; of such a pair what follows from the margins, the verdict, and a note; of the
        others of its family, no adjusted p.
    """
    hidden = _hidden(table, crossed, book)
    of_the_family = table.family.isin(set(table.family[hidden]))
    shown = table.assign(note=table.note.mask(hidden, PROTECTED))
    shown[_NUMBERS] = table[_NUMBERS].mask(hidden, math.nan)
    # How many are off both scales their n would tell; and one of few tells of few.
    beside = hidden & (_may_not_know(table, book) | rule.is_protected(table.base, book))
    if beside.any():
        shown["base"] = table.base.astype(float).mask(beside)
    shown[_OF_THE_FAMILY] = table[_OF_THE_FAMILY].mask(of_the_family, math.nan)
    return shown


def robustness(table: pd.DataFrame, crossed: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Keep the variants of pairs without a small cell that count the same people.

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
    if rule.smallest(book) == 1:
        return table
    hidden = _hidden(table, crossed, book)
    told = (table.specification != _OTHER_PEOPLE) & (table.note != PROTECTED)
    return table[told & ~hidden]


def exploration(table: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Keep the looks at tables without a small cell.

    Parameters
    ----------
    table : DataFrame
        As `exploration.table` makes it.
    book : Codebook

    Returns
    -------
    DataFrame
        Without p adjusted over all looks, if some are left out.
    """
    if rule.smallest(book) == 1:
        return table
    hidden = table.note == PROTECTED
    shown = table[~hidden]
    return shown.assign(p_bh=math.nan, p_max_t=math.nan) if hidden.any() else shown


def regression(table: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Leave out the odds ratios of a model whose questions, all crossed, have a small cell.

    Parameters
    ----------
    table : DataFrame
        As `regression.table` makes it.
    book : Codebook

    Returns
    -------
    DataFrame
        The same rows; such a one without numbers.
    """
    return _without_numbers(table, ["odds_ratio", "low", "high"], book)


def reliability(table: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Leave out what is told of the declared index, if its items have a small cell.

    Parameters
    ----------
    table : DataFrame
        As `reliability.table` makes it.
    book : Codebook

    Returns
    -------
    DataFrame
        The same rows; such without numbers.
    """
    return _without_numbers(table, ["estimate", "low", "high"], book)


def _without_numbers(table, numbers, book):
    """The same rows; those that are noted, without their numbers."""
    if rule.smallest(book) == 1:
        return table
    return table.assign(**table[numbers].mask(table.note == PROTECTED, math.nan))


def _may_not_know(table, book):
    """Pairs of which both questions have an answer off the scale."""
    may = {q.id: any(level.off_scale for level in q.levels) for q in book.questions}
    return table.behaviour.map(may) & table.outcome.map(may)


def _hidden(table, crossed, book):
    """Rows of pairs that are hidden by their table, or by a note that those of events are."""
    pairs, noted = _pairs(table), table.note == PROTECTED
    if rule.smallest(book) == 1:
        return noted & False
    told = set(_pairs(crosstabs(crossed, book)))
    return ~pairs.isin(told) | pairs.isin(set(pairs[noted]))


def _pairs(table):
    """(behaviour, outcome) of each row."""
    return pd.Series(list(zip(table.behaviour, table.outcome, strict=True)), table.index, object)
