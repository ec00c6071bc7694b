"""Which rows of a table, as it is computed, are of small groups: their notes say so.

What stands in the house is marked; `suppression` leaves it out of what is told.  What the shares do
not tell, and no page needs, is not even computed to stand there.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from helpers.codebook import Codebook
from helpers.privacy import rule

PROTECTED = "small cells"  # the note of a pair, or a model, whose numbers are left out
# Of the totals that a test is made within: of each event, and of those alone who gave both answers
# on their scale.  Neither is what the shares tell.
OF_TOTALS = ["alpha", "p_smallest", "detectable", "detectable_odds"]


def note_small(rows: list[dict], crossed: list[Sequence[np.ndarray]], book: Codebook) -> list[dict]:
    """Say in their notes which rows are computed from tables that are hidden.

    Parameters
    ----------
    rows : list of dict
        Of a table with a column ``note``.
    crossed : list of sequences of numpy.ndarray of int
        The counts that each is computed from, a table an event.
    book : Codebook

    Returns
    -------
    list of dict
        The notes of synthetic answers stay as they are.
    """
    small = [rule.is_hidden_within(counts, book) for counts in crossed]
    return [
        row | {"note": PROTECTED} if hidden else row
        for row, hidden in zip(rows, small, strict=True)
    ]


def note_events(
    rows: list[dict], crossed: list[Sequence[np.ndarray]], book: Codebook
) -> list[dict]:
    """As `note_small`, of rows whose table over all events is judged where it is shown."""
    within = [counts if len(counts) > 1 else [np.zeros((1, 1), int)] for counts in crossed]
    return note_small(rows, within, book)


def note_beside(rows: list[dict], counts: Sequence[np.ndarray], book: Codebook) -> list[dict]:
    """As `note_small`, of rows that a count of people beside their table would be told by.

    Parameters
    ----------
    rows : list of dict
    counts : list of numpy.ndarray of int
        Of each, how many gave two answers of which one is off its scale.
    book : Codebook
    """
    return [
        row | {"note": PROTECTED} if rule.is_protected(people, book).any() else row
        for row, people in zip(rows, counts, strict=True)
    ]


def without_totals(
    rows: list[dict], crossed: list[Sequence[np.ndarray]], answered: list[int], book: Codebook
) -> list[dict]:
    """Leave out what follows from the totals of hidden tables, where the shares do not tell them.

    Parameters
    ----------
    rows : list of dict
        Of `associations.table`, with their notes.
    crossed : list of sequences of numpy.ndarray of int
        The counts that each is computed from, a table an event.
    answered : list of int
        Of each, how many gave either answer: those of the table, unless some gave one only, who
        are in the shares and not in its totals.
    book : Codebook
    """
    lines = []
    for row, tables, people in zip(rows, crossed, answered, strict=True):
        table = sum(tables[1:], tables[0])
        apart = len(tables) > 1 or people > table.sum()
        if row["note"] == PROTECTED or (apart and rule.is_hidden(table, book)):
            row = row | dict.fromkeys(OF_TOTALS, math.nan) | {"note": PROTECTED}
        lines.append(row)
    return lines
