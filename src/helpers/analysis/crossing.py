"""Two questions crossed at each event: people are compared with those of their own event only."""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.analysis import tables
from helpers.answers import counting
from helpers.codebook import Question

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
    if event_codes(answers).max(initial=0) == 0:
        return (whole,)
    return tuple(
        pd.DataFrame(count, whole.index, whole.columns)
        for count in cube(answers, outcome, behaviour)
        if count.any()
    ) or (whole,)


def cube(answers: pd.DataFrame, outcome: Question, behaviour: Question) -> np.ndarray:
    """Count a pair at each event, also where nobody gave both answers.

    Returns
    -------
    numpy.ndarray of int, shape (events, levels of the outcome, levels of the behaviour)
        Events by their `event_codes`.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> columns = {"event": ["Laval", "Lévis"], "q3": ["oui", "non"], "q6": ["rarement", "jamais"]}
    >>> counts = cube(pd.DataFrame(columns), book.question("q3"), book.question("q6"))
    >>> counts.shape, counts[0].tolist()
    ((2, 2, 4), [[0, 0, 0, 0], [0, 1, 0, 0]])
    """
    codes, shape = event_codes(answers), tables.two_way(answers, outcome, behaviour).shape
    rows, columns = (tables.positions(answers, question) for question in (outcome, behaviour))
    both = (rows.notna() & columns.notna()).to_numpy()
    people = counting.people_per_row(answers).to_numpy()
    counts = np.zeros((codes.max(initial=-1) + 1, *shape), np.int64)
    np.add.at(
        counts, (codes[both], rows[both].astype(int), columns[both].astype(int)), people[both]
    )
    return counts


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


def is_off_scale(answers: pd.DataFrame, question: Question) -> pd.Series:
    """Who gave an answer that is off the scale, as "I don't know"."""
    levels = [level.id for level in question.levels if level.off_scale]
    return answers[question.id].isin(levels)
