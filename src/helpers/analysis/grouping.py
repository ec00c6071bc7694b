"""Groups of people, and how many of each gave each answer, as far as it is told."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from helpers.analysis import associations, exploration, tables
from helpers.analysis.comparison import levels_to_show
from helpers.analysis.crossing import EVENT
from helpers.answers import counting
from helpers.codebook import MAX_GROUPS, MISSING, Codebook, Level, Question
from helpers.privacy import coarsening, rule

NO_GROUP = "_no_group"  # those who named none
CHOSEN = ("not_chosen", "chosen")  # of an option of several answers


@dataclass(frozen=True)
class GroupedAnswers:
    """The answers to one question, or of one option of it, by group, as they are told.

    Attributes
    ----------
    group, question : Question
    option : str
        Of a question of several answers; empty otherwise.
    counts : DataFrame of int
        A row a group, a column an answer; what is taken together has ids joined by ``|``.  Without
        rows, if nothing is told.
    shown : str
        The column whose share tells the question in one number.
    """

    group: Question
    question: Question
    option: str
    counts: pd.DataFrame
    shown: str


def groups(answers: pd.DataFrame, book: Codebook) -> list[Question]:
    """What people are compared by: the questions of role ``group``, and the event, if they are few.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> [question.ids for question in groups(pd.DataFrame({"event": ["Laval", "Lévis"]}), book)]
    [['Laval', 'Lévis']]
    """
    asked = book.with_role("group")
    if EVENT not in answers:
        return asked
    names = sorted(answers[EVENT].astype(object).unique())
    if not 2 <= len(names) <= MAX_GROUPS:
        return asked
    levels = tuple(Level(_id(name), name, dict.fromkeys(book.languages, name)) for name in names)
    return [*asked, Question(EVENT, "nominal", "group", {}, {}, levels, EVENT)]


def _id(name: str) -> str:
    """An event's name, where ids may be joined by bars."""
    return name.replace("|", "/")


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
        crossings of the plan.
    """
    compared = [each for group in groups(answers, book) for each in _of_group(answers, group, book)]
    if rule.smallest(book) > 1:
        _hide_what_narrows(answers, compared, book)
    return compared


def by_group(
    answers: pd.DataFrame, group: Question, question: Question, book: Codebook
) -> list[GroupedAnswers]:
    """The answers to one question by one group, an entry an option of several answers."""
    return [each for each in _of_group(answers, group, book) if each.question.id == question.id]


def crossed(
    answers: pd.DataFrame, group: Question, question: Question
) -> Iterator[tuple[str, pd.DataFrame]]:
    """How many people of each group, and of none, gave each answer; of several answers, by option.

    Yields
    ------
    option : str
    counts : DataFrame of int
        The last row is of those in no group.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> answers = pd.DataFrame({"q3": ["oui", "non", "_skipped"], "q6": ["jamais"] * 3})
    >>> [(_, counts)] = crossed(answers, book.question("q3"), book.question("q6"))
    >>> counts["jamais"].to_dict()
    {'oui': 1, 'non': 1, 'non_mesurable': 0, '_no_group': 1}
    """
    rows, people = _levels(answers, group).fillna(NO_GROUP), counting.people_per_row(answers)
    names = [*group.ids, NO_GROUP]
    if question.kind == "multiple":
        chosen = exploration.chosen_options(answers, question)
        for option in chosen:
            given = chosen[option].map(dict(enumerate(CHOSEN)))
            yield option, _count(rows, given, people, names, list(CHOSEN))
    else:
        yield "", _count(rows, _levels(answers, question), people, names, question.ids)


def _levels(answers, question):
    """The level of each row; NaN where there is none."""
    values = answers[question.id].astype(object)
    if question.id == EVENT:
        return values.map(_id)
    given = set(values) - set(MISSING)
    return values.map({value: next(iter(question.levels_of(value)), None) for value in given})


def _count(rows, columns, people, row_names, column_names):
    both = columns.notna()
    counted = people[both].groupby([rows[both], columns[both]]).sum().unstack(fill_value=0)
    return counted.reindex(index=row_names, columns=column_names, fill_value=0).astype(int)


def _of_group(answers, group, book):
    sizes = _sizes(answers, group)
    ordered = [group.ids.index(id) for id in group.scale] if group.is_ordered else []
    rows = coarsening.groups_together(sizes, book, ordered)
    for question in book.questions:
        if question.role == "group" or not question.offers_levels or question.id == group.id:
            continue
        for option, counts in crossed(answers, group, question):
            yield _told(group, question, option, counts, rows, book)


def _sizes(answers, group):
    """People of each group, and of none."""
    people = counting.people_per_row(answers).groupby(_levels(answers, group).fillna(NO_GROUP))
    return people.sum().reindex([*group.ids, NO_GROUP], fill_value=0).to_numpy(int)


def _told(group, question, option, counts, rows, book):
    names, given = list(counts.columns), counts.sum()
    shown = {CHOSEN[1]} if option else levels_to_show(question, given)
    each = tuple((place,) for place, name in enumerate(names) if given[name])
    two = tuple(
        tuple(place for place, name in enumerate(names) if (name in shown) is side)
        for side in (True, False)
    )
    together = "|".join(name for name in names if name in shown)
    partition = coarsening.finest(counts.to_numpy(), rows, (each, two), book)
    if partition is None:
        return GroupedAnswers(group, question, option, counts.iloc[:0], together)
    table = pd.DataFrame(
        partition.of(counts.to_numpy()),
        ["|".join(counts.index[place] for place in part) for part in partition.rows],
        ["|".join(names[place] for place in part) for part in partition.columns],
    )
    return GroupedAnswers(group, question, option, table, together)


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
        pd.Categorical(_levels(answers, question).fillna(NO_GROUP), own).codes
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
