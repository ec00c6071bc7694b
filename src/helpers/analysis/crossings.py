"""Everything that is crossed, planned or looked at, and what it leaves open of third questions."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
import pandas as pd

from helpers.analysis import tables
from helpers.analysis.exploration import chosen_options, outcomes_as_groups
from helpers.analysis.grouping import levels_given
from helpers.answers import counting
from helpers.codebook import Codebook
from helpers.privacy import exchange, rule
from helpers.privacy.exchange import Block


def crossings(
    answers: pd.DataFrame, book: Codebook
) -> Iterator[tuple[str, str, np.ndarray, np.ndarray]]:
    """Everything that is crossed, planned or looked at: where each person stands in the table.

    Yields
    ------
    first, second : str
        Both questions; of several answers, as `option_name` has it.
    rows, columns : numpy.ndarray of int
        Of each, a place from 0 for each row of answers; -1 where there is none.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("tests/surveys/workshop")
    >>> rides, repair = ["never", "daily", "_skipped"], ["no", "yes", "yes"]
    >>> answers = pd.DataFrame({"rides": rides, "repair": repair})
    >>> [(first, second, rows, columns)] = crossings(answers, book)
    >>> first, second, rows.tolist(), columns.tolist()
    ('rides', 'repair', [0, 2, -1], [0, 1, 1])
    """

    def places(question):
        return _codes(tables.positions(answers, question))

    behaviours, outcomes = book.with_role("behaviour"), book.with_role("outcome")
    for outcome, behaviour in itertools.product(outcomes, behaviours):
        yield behaviour.id, outcome.id, places(behaviour), places(outcome)
    for first, second in itertools.combinations(behaviours, 2):
        yield first.id, second.id, places(first), places(second)
    several = [question for question in book.questions if question.kind == "multiple"]
    for question, outcome in itertools.product(several, outcomes):
        for option, chosen in chosen_options(answers, question).items():
            yield option_name(question.id, option), outcome.id, _codes(chosen), places(outcome)
    for groups, behaviour in itertools.product(outcomes_as_groups(book), behaviours):
        yield behaviour.id, groups.id, places(behaviour), places(groups)


def option_name(question: str, option: str) -> str:
    """What an option of several answers is called among questions."""
    return f"{question}: {option}"


def _codes(places):
    return places.fillna(-1).to_numpy(int)


class Linked:
    """The answers of a survey, of which tables are told of two questions each.

    Parameters
    ----------
    answers : DataFrame
        Clean answers.
    book : Codebook
    """

    def __init__(self, answers: pd.DataFrame, book: Codebook) -> None:
        self.answers, self.book = answers, book
        self._people = counting.people_per_row(answers).to_numpy()

    def is_narrow(
        self, group: Sequence, pair: tuple[str, str], told: Mapping[str, Sequence[Block]]
    ) -> bool:
        """Whether what is told of two questions by a group, and of both crossed, narrows a count.

        Parameters
        ----------
        group : (numpy.ndarray of int, int)
            The place of each row of answers among the groups, the last of those in none; and how
            many places there are.
        pair : (str, str)
            Questions, or options by their `option_name`.
        told : dict of str to sequence of Block
            Of each, the groups and answers whose people are told together.
        """
        faces = {(0, place): told[name] for place, name in enumerate(pair, 1) if told.get(name)}
        if blocks := self._blocks.get(frozenset(pair)):
            first, blocks = blocks
            turned = [
                (rows, columns) if first == pair[0] else (columns, rows) for rows, columns in blocks
            ]
            faces[1, 2] = turned
        if len(faces) < 2:
            return False
        (first, size), (second, other) = (self._codes[name] for name in pair)
        counts = np.zeros((group[1], size, other), int)
        np.add.at(counts, (group[0], first, second), self._people)
        return exchange.is_narrow(counts, faces, self.book)

    @cached_property
    def _codes(self) -> dict[str, tuple[np.ndarray, int]]:
        """Of each question and option, the place of each row's answer, the last of none."""
        codes = {}
        for question in self.book.questions:
            if question.kind == "multiple":
                for option, chosen in chosen_options(self.answers, question).items():
                    codes[option_name(question.id, option)] = chosen.fillna(2).to_numpy(int), 3
            elif question.offers_levels:
                codes[question.id] = level_codes(levels_given(self.answers, question), question.ids)
        return codes

    @cached_property
    def _blocks(self) -> dict[frozenset, tuple[str, list[Block]]]:
        """Of each crossing that is told, the answers that each of its cells is of."""
        found = {}
        for first, second, rows, columns in crossings(self.answers, self.book):
            both = (rows >= 0) & (columns >= 0)
            counts = np.zeros((rows.max(initial=0) + 1, columns.max(initial=0) + 1), int)
            np.add.at(counts, (rows[both], columns[both]), self._people[both])
            if rule.is_hidden(counts, self.book):
                continue
            down, across = (
                [_levels_at(codes, place, *self._codes[name]) for place in range(size)]
                for name, codes, size in zip(
                    (first, second), (rows, columns), counts.shape, strict=True
                )
            )
            own = found.setdefault(frozenset((first, second)), (first, []))[1]
            own += itertools.product(down, across)
        return found


def level_codes(given: pd.Series, names: Sequence[str]) -> tuple[np.ndarray, int]:
    """The place of each level among some, the last of none; and how many places there are."""
    codes = pd.Categorical(given, names).codes.astype(int)
    return np.where(codes < 0, len(names), codes), len(names) + 1


def _levels_at(codes, place, levels, size):
    """The levels that one place of a crossing takes together."""
    return np.isin(np.arange(size), levels[codes == place])
