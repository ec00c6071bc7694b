"""The share of each event, as far as it is told beside the crossings of the report."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

from helpers.analysis import comparison
from helpers.analysis.crossing import EVENT
from helpers.analysis.crossings import Linked, level_codes, option_name
from helpers.analysis.grouping import event_id
from helpers.codebook import MAX_GROUPS, Codebook
from helpers.privacy import rule
from helpers.privacy.exchange import Block


def table(answers: pd.DataFrame, event_table: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """The shares of events, of which none narrows a protected count beside a crossing.

    Parameters
    ----------
    answers : DataFrame
        Clean answers with a column ``event``.
    event_table : DataFrame
        As `comparison.events` makes it.
    book : Codebook

    Returns
    -------
    DataFrame
        As `comparison.shares` makes it; of real people at few events, without the questions of
        which a crossing would tell how few answered at one.
    """
    shares = comparison.shares(answers, event_table, book)
    names = sorted(answers[EVENT].astype(object).unique())
    if shares.empty or rule.smallest(book) == 1 or len(names) > MAX_GROUPS:
        return shares
    linked, group = Linked(answers, book), level_codes(answers[EVENT].astype(object), names)
    told = blocks(shares, names, book)
    for pair in itertools.combinations(list(told), 2):
        if all(name in told for name in pair) and linked.is_narrow(group, pair, told):
            del told[pair[1]]
    left = [name in told for name in _names(shares, book)]
    return shares[left].reset_index(drop=True)


def blocks(shares: pd.DataFrame, names: list[str], book: Codebook) -> dict[str, list[Block]]:
    """Of each question whose share by event is told, the events and answers that this is of."""
    told: dict[str, list[Block]] = {}
    places = np.array([*map(event_id, names), None], object)  # the last is of no event
    for name, row in zip(_names(shares, book), shares.itertuples(), strict=True):
        question = book.question(row.question)
        if question.kind == "multiple":
            gave, answered = np.array([False, True, False]), np.array([True, True, False])
        else:
            gave = np.append(np.isin(question.ids, row.level.split("|")), False)
            answered = np.append(np.ones(len(question.ids), bool), False)
        told.setdefault(name, [])
        own = places == event_id(row.event)
        told[name] += [(own, gave), (own, answered)]
    return told


def _names(shares, book):
    """What each share is of: a question, or the option of one."""
    return [
        option_name(row.question, row.level)
        if book.question(row.question).kind == "multiple"
        else row.question
        for row in shares.itertuples()
    ]
