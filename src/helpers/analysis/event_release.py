"""May one of several events have a report of its own beside the report over all?

What both tell, and what the reports of other events tell, is subtracted: what is left is of the
other events.  So every count of the event, and of those that are left, must be one that may be
told; and so must what is left once the events that are told side by side are subtracted too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from helpers.analysis import (
    comparison,
    crossings,
    event_shares,
    group_release,
    grouping,
    ranks,
)
from helpers.analysis.crossing import EVENT
from helpers.analysis.grouping import GroupedAnswers
from helpers.answers import counting
from helpers.answers.ranks import places_of
from helpers.codebook import ANSWERED, MISSING, Codebook, Question
from helpers.privacy import groups, rule


class EventRelease:
    """The answers of all events, counted once, of which reports are judged one after the other.

    Parameters
    ----------
    answers : DataFrame
        Clean answers with a column ``event``.
    book : Codebook
    """

    def __init__(self, answers: pd.DataFrame, book: Codebook) -> None:
        self.answers, self.book = answers, book
        held = pd.Categorical(answers[EVENT].astype(object))
        self.events, self._codes = [*held.categories], held.codes
        self._people = counting.people_per_row(answers).to_numpy()
        self._asked = [question for question in book.questions if question.kind != "text"]

    def telling(self, event: str, reported: Collection[str]) -> list[str]:
        """Name the questions, and the crossings, of which a report on an event would tell a small
        count.

        Parameters
        ----------
        event : str
        reported : collection of str
            Other events that have a report of their own.

        Returns
        -------
        list of str
            Ids; of a crossing, both.  None where the report may be made.

        Examples
        --------
        >>> import dataclasses
        >>> from helpers import codebook
        >>> book = codebook.load("data/raw/linkedin-2015")
        >>> asked = book.questions[5:6]
        >>> book = dataclasses.replace(book, provenance="collected", questions=asked)
        >>> events = ["Laval"] * 8 + ["Lévis"] * 8
        >>> answers = {"event": events, "q6": ["jamais"] * 10 + ["plupart"] * 6}
        >>> EventRelease(pd.DataFrame(answers), book).telling("Laval", [])
        ['q6']
        """
        known, own = self._are([event, *reported]), self._are([event])
        names = [
            question.id
            for question in self._asked
            if self._is_told(question, own, known) or self._is_left(question, known)
        ]
        return names + list(self._crossings_told(own, known))

    def _are(self, events: Iterable[str]) -> np.ndarray:
        """Which of all events are some."""
        some = set(events)
        return np.array([event in some for event in self.events], bool)

    def _is_told(self, question: Question, own: np.ndarray, known: np.ndarray) -> bool:
        """Whether a count of the event, of all others, or of those without a report, is small."""
        counts = self._counts[question.id]
        return any(
            rule.is_protected(counts[some].sum(axis=0), self.book).any()
            for some in (own, ~own, ~known)
        )

    def _is_left(self, question: Question, known: np.ndarray) -> bool:
        """Whether the events that are told side by side leave too little open of the others."""
        side = self._sides[question.id]
        reported = [name for name, is_known in zip(self.events, known, strict=True) if is_known]
        if side.telling is not None:
            hidden = ~(known | side.shown)
            given = side.counts, side.bases
            if not groups.are_open(*given, hidden, self.book, side.telling):
                return True
        return any(
            group_release.is_narrow_beside(each, whole, side.told, reported, self.book)
            for each, whole in self._grouped.get(question.id, [])
        )

    def _crossings_told(self, own: np.ndarray, known: np.ndarray) -> Iterator[str]:
        """Crossings that both reports would tell, and that subtracted tell a small count."""
        for name, tables in self._crossings.items():
            told, everybody = self._told[name], tables.sum(axis=0)
            if rule.is_hidden(everybody, self.book) or not told[own].all():
                continue
            if rule.is_hidden(everybody - tables[known & told].sum(axis=0), self.book):
                yield name

    @cached_property
    def _told(self) -> dict[str, np.ndarray]:
        """Of each crossing, which events a report of their own would tell it of."""
        return {
            name: np.array([not rule.is_hidden(table, self.book) for table in tables], bool)
            for name, tables in self._crossings.items()
        }

    @cached_property
    def _counts(self) -> dict[str, np.ndarray]:
        """Of each question, the people of each event who gave each answer that a report tells."""
        return {question.id: self._told_of(question) for question in self._asked}

    def _told_of(self, question: Question) -> np.ndarray:
        values, counts = self._values(question)
        meant = [_answers_in(question, value) for value in values]
        names = sorted({name for own in meant for name in own})
        if not names:
            return np.zeros((len(self.events), 1), int)
        told = counts @ np.array([[name in own for name in names] for own in meant], int)
        if question.kind != "multiple":
            return told
        base = counts[:, ~values.isin(MISSING)].sum(axis=1)
        return np.hstack([told, base[:, None] - told])  # who did not choose it

    def _by_event(self, codes: np.ndarray, size: int) -> np.ndarray:
        """People of each event by a code from 0; a negative one is nobody."""
        counts, some = np.zeros((len(self.events), size), int), codes >= 0
        np.add.at(counts, (self._codes[some], codes[some]), self._people[some])
        return counts

    def _gave(self, question: Question, levels: list[str]) -> tuple[np.ndarray, np.ndarray]:
        """People of each event who gave one of some levels, and who gave any answer."""
        values, counts = self._values(question)
        some = [not _answers_in(question, value).isdisjoint(levels) for value in values]
        return counts[:, some].sum(axis=1), counts[:, ~values.isin(MISSING)].sum(axis=1)

    def _values(self, question: Question) -> tuple[pd.Index, np.ndarray]:
        """The clean answers to a question, and the people of each event who gave each."""
        given = pd.Categorical(self.answers[question.id].astype(object))
        return given.categories, self._by_event(given.codes, len(given.categories))

    @cached_property
    def _sides(self) -> dict[str, _Side]:
        """Of each question, what is told of events side by side, and the counts behind it."""
        return {question.id: self._side(question) for question in self._asked}

    def _side(self, question: Question) -> _Side:
        told = self._side_by_side[self._side_by_side.question == question.id]
        if told.empty:
            return _Side(told)
        counts, bases = self._gave(question, told.level.iloc[0].split("|"))
        given = pd.Categorical(grouping.levels_given(self.answers, question), question.ids)
        table = self._by_event(given.codes, len(question.ids))
        telling = comparison.parts_told(table, told.level, question, self.book)
        return _Side(told, self._are(told.event), counts, bases, telling)

    @cached_property
    def _side_by_side(self) -> pd.DataFrame:
        table = comparison.delivered(self.answers, self.book)
        return event_shares.table(self.answers, table, self.book)

    @cached_property
    def _grouped(self) -> dict[str, list[tuple[GroupedAnswers, pd.DataFrame]]]:
        """Of each question that is told by event, what is told, and the counts behind it."""
        tables: dict[str, list[tuple[GroupedAnswers, pd.DataFrame]]] = {}
        for each in group_release.compare(self.answers, self.book):
            if each.group.id == EVENT and len(each.counts):
                crossed = dict(grouping.crossed(self.answers, each.group, each.question))
                tables.setdefault(each.question.id, []).append((each, crossed[each.option]))
        return tables

    @cached_property
    def _crossings(self) -> dict[str, np.ndarray]:
        """Of each crossing that a report tests, planned or not, the table of each event."""
        found = {}
        for first, second, rows, columns in crossings.crossings(self.answers, self.book):
            both = (rows >= 0) & (columns >= 0)
            shape = (len(self.events), rows.max(initial=0) + 1, columns.max(initial=0) + 1)
            counts, places = np.zeros(shape, int), (self._codes[both], rows[both], columns[both])
            np.add.at(counts, places, self._people[both])
            found[f"{first} × {second}"] = counts
        return found


@dataclass(frozen=True)
class _Side:
    """What is told of one question side by side: its rows, and of each event the people."""

    told: pd.DataFrame
    shown: np.ndarray | None = None
    counts: np.ndarray | None = None
    bases: np.ndarray | None = None
    telling: bool | np.ndarray | None = None


def _answers_in(question: Question, value: str) -> set[str]:
    """All that a clean answer is counted as in a report: its levels, its number, its ranks.

    Of each option, a report tells who ranked it first, how many ranked it, and its mean rank: of
    three options these are the counts of all ranks; of more, the options together leave hardly any
    other.  So is how many gave ranks that are odd.

    >>> from helpers.codebook import Level
    >>> levels = tuple(Level(id, id, {}) for id in "abc")
    >>> question = Question("q", "ranking", "context", {}, {}, levels)
    >>> sorted(_answers_in(question, "a|b"))
    ['a', 'ranked a 1', 'ranked b 2', 'ranked c none', 'some']
    """
    if value in MISSING:
        return set()
    names = {level for level in question.levels_of(value) if level != ANSWERED}
    if question.kind in ("number", "date"):
        names.add(value)
    if question.kind == "ranking":
        places = places_of(value)
        rank_of = {id: rank for rank, place in enumerate(places, start=1) for id in place}
        names |= {f"ranked {id} {rank_of.get(id, 'none')}" for id in question.ids}
        names |= ranks.oddities(places, question)
    return names
