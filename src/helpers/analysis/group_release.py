"""The answers of all groups, as they are told together and beside the crossings of the plan."""

from __future__ import annotations

import itertools
from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pandas as pd

from helpers.analysis import associations, comparison, group_strata, tables
from helpers.analysis.crossing import EVENT
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
from helpers.answers import counting
from helpers.codebook import Codebook
from helpers.privacy import coarsening, rule


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
        compared = _beside_events(answers, compared, book)
        _hide_what_narrows(answers, compared, book)
    return [group_strata.by_event(answers, each, book) for each in compared]


def _beside_events(answers, compared, book):
    """Tell nothing by event that is narrow beside the share of each event."""
    if not any(each.group.id == EVENT for each in compared):
        return compared
    shares = comparison.shares(answers, comparison.delivered(answers, book), book)
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


def _hide_what_narrows(answers, compared, book):
    """Tell no more of what, beside the crossings of the plan, would narrow a protected count."""
    places = {(each.group.id, each.question.id): i for i, each in enumerate(compared)}
    by_id = {each.group.id: each.group for each in compared}
    for group, pair in itertools.product(by_id.values(), associations.plan(book)):
        own = [places[group.id, question.id] for question in pair]
        for place in reversed(own):
            if _is_narrow(answers, group, pair, [compared[i] for i in own], book):
                compared[place] = replace(compared[place], counts=compared[place].counts.iloc[:0])


def _is_narrow(answers, group, pair, own, book):
    """Whether a table of a group by two questions is narrowed by what is told of its sides."""
    counts, names = _cube(answers, [group, *pair])
    planned = tables.two_way(answers, *pair)
    sides = [(1, 2, planned, not rule.is_hidden(planned.to_numpy(), book))]
    sides += [(0, axis, each.counts, bool(len(each.counts))) for axis, each in enumerate(own, 1)]
    shown = [side for *side, is_told in sides if is_told]
    if len(shown) < 2:
        return False
    masks = [mask for side in shown for mask in _masks(*side, names, counts.shape)]
    hidden = list(_masks(1, 2, planned, names, counts.shape)) if not sides[0][-1] else []
    for axis in (1, 2):
        hidden += _each_cell(0, axis, counts)
    return not all(
        coarsening.is_open(counts, masks, wanted, book)
        for wanted in hidden
        if rule.is_protected(int(counts[wanted].sum()), book)
    )


def _cube(answers, questions):
    """How many gave each answer to each of three questions, or none, and the answers' ids."""
    names = [[*question.ids, NO_GROUP] for question in questions]
    codes = [
        pd.Categorical(levels_given(answers, question).fillna(NO_GROUP), own).codes
        for question, own in zip(questions, names, strict=True)
    ]
    counts = np.zeros([len(own) for own in names], int)
    np.add.at(counts, tuple(codes), counting.people_per_row(answers).to_numpy())
    return counts, names


def _masks(down, across, table, names, shape):
    """The cells of the cube that each cell of a table of two of its questions is the sum of."""
    places = np.indices(shape)
    for row, column in itertools.product(table.index, table.columns):
        sides = [
            np.isin(places[axis], [names[axis].index(id) for id in joined.split("|")])
            for axis, joined in ((down, row), (across, column))
        ]
        yield sides[0] & sides[1]


def _each_cell(down, across, counts):
    """The cells of the table of two questions of the cube, one mask each."""
    places = np.indices(counts.shape)
    sizes = counts.shape[down] - 1, counts.shape[across] - 1  # without those of no answer
    return [(places[down] == row) & (places[across] == column) for row, column in np.ndindex(sizes)]
