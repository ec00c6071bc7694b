"""The answers of all groups, as they are told together and beside the crossings of the plan."""

from __future__ import annotations

import itertools
from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pandas as pd

from helpers.analysis import comparison, event_shares, group_strata
from helpers.analysis.crossing import EVENT
from helpers.analysis.crossings import Linked, level_codes, option_name
from helpers.analysis.grouping import (
    CHOSEN,
    NO_GROUP,
    GroupedAnswers,
    by_group,
    crossed,
    event_id,
    groups,
    levels_given,
)
from helpers.codebook import Codebook
from helpers.privacy import coarsening, rule
from helpers.processed import COLUMNS


def compare(answers: pd.DataFrame, book: Codebook) -> list[GroupedAnswers]:
    """The answers to every question, by every group.

    Parameters
    ----------
    answers : DataFrame
        Clean answers.
    book : Codebook

    Returns
    -------
    list of GroupedAnswers
        Of real people, groups are taken together, and answers, until the table has no protected
        count and leaves those behind it open (`privacy.coarsening`), by itself and beside the
        crossings of the plan.  Those of each event stand beside, where they may (`group_strata`).
    """
    compared = [
        each
        for group in groups(answers, book)
        for question in book.questions
        if question.role != "group" and question.offers_levels
        for each in by_group(answers, group, question, book)
    ]
    if rule.smallest(book) > 1:
        shares = _event_shares(answers, compared, book)
        compared = _beside_events(answers, compared, shares, book)
        _hide_what_narrows(answers, compared, shares, book)
    return [group_strata.by_event(answers, each, book) for each in compared]


def _event_shares(answers, compared, book):
    if not any(each.group.id == EVENT for each in compared):
        return pd.DataFrame(columns=COLUMNS["event_shares"])
    return event_shares.table(answers, comparison.delivered(answers, book), book)


def _beside_events(answers, compared, shares, book):
    """Tell nothing by event that is narrow beside the share of each event."""
    kept = []
    for each in compared:
        if each.group.id == EVENT and len(each.counts):
            whole = dict(crossed(answers, each.group, each.question))[each.option]
            if is_narrow_beside(each, whole, shares, (), book):
                each = replace(each, counts=each.counts.iloc[:0])
        kept.append(each)
    return kept


def is_narrow_beside(
    each: GroupedAnswers,
    whole: pd.DataFrame,
    shares: pd.DataFrame,
    reported: Collection[str],
    book: Codebook,
) -> bool:
    """Whether answers by event narrow a protected count, beside what else is told of events.

    Parameters
    ----------
    each : GroupedAnswers
        By event.
    whole : DataFrame of int
        The counts behind it, as `grouping.crossed` gives them.
    shares : DataFrame
        Of events, as `comparison.shares` makes them.
    reported : collection of str
        Events that have a report of their own.
    """
    counts, reported = whole.to_numpy(), [event_id(event) for event in reported]

    def cells(rows, columns):
        return np.outer(whole.index.isin(rows), whole.columns.isin(columns))

    told = itertools.product(each.counts.index, each.counts.columns)
    masks = [cells(row.split("|"), column.split("|")) for row, column in told]
    for own in shares[shares.question == each.question.id].itertuples():
        if each.option in ("", own.level):
            levels = [CHOSEN[1]] if each.option else own.level.split("|")
            masks.append(cells([event_id(own.event)], levels))
    masks += [cells([row], [column]) for row in reported for column in whole.columns]
    hidden = rule.is_protected(counts, book) & ~cells(reported, whole.columns)
    return not all(
        coarsening.is_open(counts, masks, coarsening.cell_of(place, counts.shape), book)
        for place in np.argwhere(hidden)
    )


def _hide_what_narrows(answers, compared, shares, book):
    """Tell no more of what, beside the crossings of the report, would narrow a protected count."""
    linked, by_id = Linked(answers, book), {each.group.id: each.group for each in compared}
    for group in by_id.values():
        own = {_name(each): i for i, each in enumerate(compared) if each.group.id == group.id}
        codes = level_codes(levels_given(answers, group), group.ids)
        beside = event_shares.blocks(shares, group.ids, book) if group.id == EVENT else {}
        for pair in itertools.combinations(own, 2):
            for name in reversed(pair):
                told = {each: _blocks(compared[own[each]]) + beside.get(each, []) for each in pair}
                if not len(compared[own[name]].counts) or not linked.is_narrow(codes, pair, told):
                    continue
                place = own[name]
                compared[place] = replace(compared[place], counts=compared[place].counts.iloc[:0])


def _name(each):
    return option_name(each.question.id, each.option) if each.option else each.question.id


def _blocks(each):
    """The groups, and answers, whose people are told together; the last of each are none."""
    names = [*each.group.ids, NO_GROUP], [*(CHOSEN if each.option else each.question.ids), None]
    return [
        tuple(np.isin(own, joined.split("|")) for own, joined in zip(names, cell, strict=True))
        for cell in itertools.product(each.counts.index, each.counts.columns)
    ]
