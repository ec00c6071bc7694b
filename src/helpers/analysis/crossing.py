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
    events = event_codes(answers)
    if events.max(initial=0) == 0:
        return (whole,)
    rows, columns = (tables.positions(answers, question) for question in (outcome, behaviour))
    both = (rows.notna() & columns.notna()).to_numpy()
    people = counting.people_per_row(answers).to_numpy()
    counts = np.zeros((events.max() + 1, *whole.shape), np.int64)
    cells = events[both], rows[both].astype(int), columns[both].astype(int)
    np.add.at(counts, cells, people[both])
    return tuple(
        pd.DataFrame(count, whole.index, whole.columns) for count in counts if count.any()
    ) or (whole,)
