"""Groups of people, and how many of each gave each answer, as far as it is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from helpers.analysis import exploration
from helpers.analysis.comparison import levels_to_show
from helpers.analysis.crossing import EVENT
from helpers.answers import counting
from helpers.codebook import MAX_GROUPS, MISSING, Codebook, Level, Question
from helpers.privacy import coarsening

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
    strata : tuple of DataFrame of int
        The same at each event, where people are compared within theirs.
    """

    group: Question
    question: Question
    option: str
    counts: pd.DataFrame
    shown: str
    strata: tuple[pd.DataFrame, ...] = ()


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
    levels = tuple(
        Level(event_id(name), name, dict.fromkeys(book.languages, name)) for name in names
    )
    return [*asked, Question(EVENT, "nominal", "group", {}, {}, levels, EVENT)]


def event_id(name: str) -> str:
    """An event's name, where ids may be joined by bars."""
    return name.replace("|", "/")


def by_group(
    answers: pd.DataFrame, group: Question, question: Question, book: Codebook
) -> list[GroupedAnswers]:
    """The answers to one question by one group, as far as they are told by themselves.

    Returns
    -------
    list of GroupedAnswers
        One; of a question of several answers, one an option.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> answers = pd.DataFrame({"q3": ["oui", "non", "non"], "q6": ["jamais", "jamais", "plupart"]})
    >>> results, talks = book.question("q3"), book.question("q6")
    >>> by_group(answers, results, talks, book)[0].counts["jamais"].to_dict()
    {'oui': 1, 'non': 1}
    """
    sizes = _sizes(answers, group)
    ordered = [group.ids.index(id) for id in group.scale] if group.is_ordered else []
    rows = coarsening.groups_together(sizes, book, ordered)
    return [
        _told(group, question, option, counts, rows, book)
        for option, counts in crossed(answers, group, question)
    ]


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
    rows, people = levels_given(answers, group).fillna(NO_GROUP), counting.people_per_row(answers)
    names = [*group.ids, NO_GROUP]
    if question.kind == "multiple":
        chosen = exploration.chosen_options(answers, question)
        for option in chosen:
            given = chosen[option].map(dict(enumerate(CHOSEN)))
            yield option, _count(rows, given, people, names, list(CHOSEN))
    else:
        yield "", _count(rows, levels_given(answers, question), people, names, question.ids)


def levels_given(answers: pd.DataFrame, question: Question) -> pd.Series:
    """The level of each row, by its id, events included; NaN where there is none."""
    values = answers[question.id].astype(object)
    if question.id == EVENT:
        return values.map(event_id)
    given = set(values) - set(MISSING)
    return values.map({value: next(iter(question.levels_of(value)), None) for value in given})


def _count(rows, columns, people, row_names, column_names):
    both = columns.notna()
    counted = people[both].groupby([rows[both], columns[both]]).sum().unstack(fill_value=0)
    return counted.reindex(index=row_names, columns=column_names, fill_value=0).astype(int)


def _sizes(answers, group):
    """People of each group, and of none."""
    people = counting.people_per_row(answers).groupby(levels_given(answers, group).fillna(NO_GROUP))
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
