"""The answers of groups at each event, where they may be told: to compare people within theirs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from helpers.analysis import exploration
from helpers.analysis.crossing import EVENT, event_codes
from helpers.analysis.grouping import CHOSEN, NO_GROUP, GroupedAnswers, levels_given
from helpers.answers import counting
from helpers.codebook import Codebook
from helpers.privacy import rule


def by_event(answers: pd.DataFrame, each: GroupedAnswers, book: Codebook) -> GroupedAnswers:
    """The same answers of groups, with those of each event.

    Of real people, a test within few events and the table over all would give the tables of each
    away (`rule.FEW_EVENTS`): it is left out where one of them may not be told.

    Examples
    --------
    >>> from helpers import codebook
    >>> from helpers.analysis.grouping import by_group
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> given = {"q3": ["oui", "non"] * 2, "q6": ["jamais", "jamais", "plupart", "plupart"]}
    >>> answers = pd.DataFrame(given | {"event": ["Laval", "Laval", "Lévis", "Lévis"]})
    >>> (pooled,) = by_group(answers, book.question("q3"), book.question("q6"), book)
    >>> [table.to_numpy().tolist() for table in by_event(answers, pooled, book).strata]
    [[[1, 0], [1, 0]], [[0, 1], [0, 1]]]
    """
    events = event_codes(answers)
    if each.group.id == EVENT or each.counts.empty or not events.any():
        return each
    rows = _codes(levels_given(answers, each.group).fillna(NO_GROUP), each.counts.index)
    columns = _codes(_answers(answers, each), each.counts.columns)
    both = (rows >= 0) & (columns >= 0)
    counts = np.zeros((events.max() + 1, *each.counts.shape), int)
    people = counting.people_per_row(answers).to_numpy()
    np.add.at(counts, (events[both], rows[both], columns[both]), people[both])
    counts = [table for table in counts if table.any()]
    few = rule.smallest(book) > 1 and len(counts) < rule.FEW_EVENTS
    if few and any(rule.is_hidden(table, book) for table in counts):
        return each
    return replace(each, strata=tuple(pd.DataFrame(table, *each.counts.axes) for table in counts))


def _answers(answers, each):
    if not each.option:
        return levels_given(answers, each.question)
    chosen = exploration.chosen_options(answers, each.question)[each.option]
    return chosen.map(dict(enumerate(CHOSEN)))


def _codes(values, names):
    """In which of some names, ids joined by a bar, each value is; -1 where in none."""
    places = {id: place for place, name in enumerate(names) for id in name.split("|")}
    return values.map(places).fillna(-1).to_numpy(int)
