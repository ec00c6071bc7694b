"""May one of several events have a report of its own beside the report over all?

What both tell, and what the reports of other events tell, is subtracted: what is left is of the
other events.  So every count of the event, and of those that are left, must be one that may be
told.  Counts that may be told add up to such a count: what is left by fewer reports is open too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd

from helpers.analysis import associations, comparison, crossing
from helpers.answers import counting
from helpers.codebook import MISSING, Codebook, Question
from helpers.privacy import rule


class EventCounts:
    """What reports on events would tell, of all events counted once.

    Parameters
    ----------
    answers : DataFrame
        Clean answers with a column ``event``.
    book : Codebook

    Examples
    --------
    >>> import dataclasses
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> book = dataclasses.replace(book, provenance="collected", questions=book.questions[5:6])
    >>> answers = {"event": ["Laval"] * 8 + ["Lévis"] * 8, "q6": ["jamais"] * 10 + ["plupart"] * 6}
    >>> EventCounts(pd.DataFrame(answers), book).telling("Laval", [])
    ['q6']
    """

    def __init__(self, answers: pd.DataFrame, book: Codebook) -> None:
        self.book = book
        codes, names = pd.factorize(answers[crossing.EVENT].astype(object))
        self._places = {name: place for place, name in enumerate(names)}
        event = pd.Categorical.from_codes(codes, names)
        people = counting.people_per_row(answers).to_numpy()
        self._counts = {
            question.id: _counts(event, answers[question.id], people, question)
            for question in book.questions
            if question.kind != "text"
        }
        self._crossed = {
            f"{behaviour.id} × {outcome.id}": crossing.cube(answers, outcome, behaviour)
            for behaviour, outcome in associations.plan(book)
        }
        self._told = {  # of each pair, the events whose reports tell it
            name: np.array([not rule.is_hidden(table, book) for table in counts], bool)
            for name, counts in self._crossed.items()
        }

    def telling(self, event: str, reported: Collection[str]) -> list[str]:
        """Name the questions, and the pairs, of which a report on an event tells a small count.

        Parameters
        ----------
        event : str
        reported : collection of str
            Other events that have a report of their own.

        Returns
        -------
        list of str
            Ids; of a pair, both.  None where the report may be made.
        """
        place = self._places.get(event)
        others = [self._places[name] for name in reported if name in self._places]
        others = [other for other in others if other != place]
        names = [
            name
            for name, counts in self._counts.items()
            if any(
                rule.is_protected(group, self.book).any() for group in _left(counts, place, others)
            )
        ]
        return names + list(self._pairs(place, others))

    def _pairs(self, place: int | None, others: list[int]) -> Iterator[str]:
        """Pairs that the reports would cross, and that subtracted tell a small count."""
        for name, counts in self._crossed.items():
            is_told = self._told[name]
            own, *left = _left(counts, place, [other for other in others if is_told[other]])
            both = not (
                rule.is_hidden(counts.sum(axis=0), self.book) or rule.is_hidden(own, self.book)
            )
            if both and any(rule.is_hidden(table, self.book) for table in left):
                yield name


def _left(counts: np.ndarray, place: int | None, others: list[int]) -> list[np.ndarray]:
    """Counts of one event, of all but this one, and of those that no report is on."""
    everybody = counts.sum(axis=0)
    own = everybody * 0 if place is None else counts[place]
    return [own, everybody - own, everybody - own - counts[others].sum(axis=0)]


def _counts(
    event: pd.Categorical, given: pd.Series, people: np.ndarray, question: Question
) -> np.ndarray:
    """How many gave each answer at each event; of several answers, how many did not, too."""
    answers = pd.Categorical(given.astype(object))
    by_answer = comparison.counts_by_event(event, answers, people)
    levels = [() if each in MISSING else question.levels_of(each) for each in answers.categories]
    holding = np.array([[id in own for id in question.ids] for own in levels], int)
    counts = by_answer @ holding.reshape(len(levels), len(question.ids))
    if question.kind != "multiple":
        return counts
    base = by_answer[:, ~answers.categories.isin(list(MISSING))].sum(axis=1, keepdims=True)
    return np.hstack([counts, base - counts])
