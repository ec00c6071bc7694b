"""Two questions crossed at each event: people are compared with those of their own event only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from helpers.analysis import tables
from helpers.answers import counting
from helpers.codebook import Codebook, Question
from helpers.privacy import groups

EVENT = "event"  # the column of a survey held at events


def event_codes(answers: pd.DataFrame) -> np.ndarray:
    """A number for the event of each row; 0 everywhere of a survey held at one.

    Examples
    --------
    >>> event_codes(pd.DataFrame({"event": ["Laval", "Lévis", "Laval"]})).tolist()
    [0, 1, 0]
    """
    if EVENT not in answers:
        return np.zeros(len(answers), int)
    return pd.factorize(answers[EVENT].astype(object))[0]


def by_event(
    answers: pd.DataFrame, outcome: Question, behaviour: Question
) -> tuple[pd.DataFrame, ...]:
    """Cross a pair at each event: `tables.two_way`, one table an event, in the order of the rows.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> columns = {"event": ["Laval", "Lévis"], "q3": ["oui", "non"], "q6": ["rarement", "jamais"]}
    >>> crossed = by_event(pd.DataFrame(columns), book.question("q3"), book.question("q6"))
    >>> [table.to_numpy().sum(axis=1).tolist() for table in crossed]
    [[0, 1], [1, 0]]
    """
    whole = tables.two_way(answers, outcome, behaviour)
    events = event_codes(answers)
    if events.max(initial=0) == 0:
        return (whole,)
    rows, columns = (tables.positions(answers, question) for question in (outcome, behaviour))
    both = (rows.notna() & columns.notna()).to_numpy()
    people = counting.people_per_row(answers).to_numpy()
    counts = count_by_event(events, people, both, whole.shape, (rows, columns))
    return tuple(
        pd.DataFrame(count, whole.index, whole.columns) for count in counts if count.any()
    ) or (whole,)


def count_by_event(
    events: np.ndarray,
    people: np.ndarray,
    who: np.ndarray,
    levels: Sequence[int] = (),
    places: Sequence[ArrayLike] = (),
) -> np.ndarray:
    """Count people of each event by where they stand on scales.

    Parameters
    ----------
    events, people : numpy.ndarray of int, shape (rows,)
        The event of each row, from 0, and how many people it stands for.
    who : numpy.ndarray of bool, shape (rows,)
        The rows that are counted.
    levels : sequence of int
        Of each scale.
    places : sequence of array_like, shape (rows,)
        On each scale; see `tables.positions`.

    Returns
    -------
    numpy.ndarray of int, shape (events, *levels)

    Examples
    --------
    >>> events, people, everybody = np.array([0, 1, 1]), np.array([1, 1, 5]), np.full(3, True)
    >>> count_by_event(events, people, everybody, (2,), ([0, 1, 1],)).tolist()
    [[1, 0], [0, 6]]
    """
    counts = np.zeros((events.max(initial=0) + 1, *levels), np.int64)
    cells = events[who], *(np.asarray(place)[who].astype(int) for place in places)
    np.add.at(counts, cells, people[who])
    return counts


def pooled(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The counts of all events together.

    >>> pooled([pd.DataFrame([[1, 2]]), pd.DataFrame([[3, 4]])]).to_numpy().tolist()
    [[4, 6]]
    """
    counts = sum(table.to_numpy() for table in tables)
    return pd.DataFrame(counts, tables[0].index, tables[0].columns)


def beside_scale(answers: pd.DataFrame, first: Question, second: Question) -> np.ndarray:
    """How many people gave two answers of which one, or both, are off their scale.

    They are in no table of the two questions, but the shares of each, less the totals of such a
    table, tell how many they are.

    Returns
    -------
    numpy.ndarray of int
        Of each answer on the scale of one question, those off the scale of the other; then those
        off both.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> columns = {"q6": ["jamais", "jamais", "toujours"], "q8": ["ne_sait_pas", "oui", "oui"]}
    >>> beside_scale(pd.DataFrame(columns), book.question("q6"), book.question("q8")).tolist()
    [1, 0]
    """
    people, questions = counting.people_per_row(answers).to_numpy(), (first, second)
    places = [tables.positions(answers, question).to_numpy() for question in questions]
    off = [is_off_scale(answers, question).to_numpy() for question in questions]
    counts = [people[off[0] & off[1]].sum()]
    for on, beside in zip(places, reversed(off), strict=True):
        both = beside & ~np.isnan(on)
        of_place = np.bincount(on[both].astype(int), people[both])
        counts = [*of_place[of_place > 0], *counts]
    return np.array(counts, int)


def beside_parts(
    answers: pd.DataFrame, outcome: Question, behaviour: Question, book: Codebook
) -> np.ndarray:
    """As `beside_scale`, with those whom a level that is told with others gives away.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> book = replace(book, provenance="collected", smallest_cell=5)
    >>> talks, results = ["jamais"] * 11, ["non"] * 9 + ["non_mesurable"] * 2
    >>> answers = pd.DataFrame({"q6": talks + ["rarement"] * 9, "q3": results + ["oui"] * 9})
    >>> beside_parts(answers, book.question("q3"), book.question("q6"), book).tolist()
    [0, 9, 2]
    """
    whole = tables.two_way(answers, replace(outcome, positive=()), behaviour)
    parts = narrow_parts(whole.to_numpy(), outcome, book)
    return np.append(beside_scale(answers, behaviour, outcome), parts)


def narrow_parts(counts: np.ndarray, outcome: Question, book: Codebook) -> np.ndarray:
    """Counts of a table whose `positive` rows are told as one, and all others too, that it tells.

    If all of such a row gave one answer, so did all of each level in it.

    Parameters
    ----------
    counts : numpy.ndarray of int
        A row for each level on the scale of the outcome.
    outcome : Question
    book : Codebook

    Returns
    -------
    numpy.ndarray of int
        See `groups.narrow_parts`.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> results = replace(book.question("q3"), positive=("oui",))
    >>> book = replace(book, provenance="collected", smallest_cell=5)
    >>> narrow_parts(np.array([[9, 9], [9, 0], [2, 0]]), results, book).tolist()
    [9, 2]
    """
    if not outcome.positive:
        return counts[:0, 0]
    shown = np.array([level in outcome.positive for level in outcome.scale])
    return counts[groups.narrow_parts(counts.T, shown, book).T]


def is_off_scale(answers: pd.DataFrame, question: Question) -> pd.Series:
    """Who gave an answer that is off the scale, as "I don't know"."""
    levels = [level.id for level in question.levels if level.off_scale]
    return answers[question.id].isin(levels)
