"""Two questions crossed, and who is missing from the table."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.analysis import tables
from helpers.analysis.crossing import count_by_event
from helpers.analysis.population import UNKNOWN
from helpers.answers import counting
from helpers.codebook import Question


@dataclass(frozen=True)
class Incomplete:
    """Two questions crossed, and the people of whom one answer, or both, are missing.

    Attributes
    ----------
    crossed : DataFrame, shape (r, c)
        As `tables.two_way` makes it.
    by_row : numpy.ndarray, shape (r,)
        People whose row is known and whose column is missing.
    by_column : numpy.ndarray, shape (c,)
        People whose column is known and whose row is missing.
    neither : int
        People with both missing.
    """

    crossed: pd.DataFrame
    by_row: np.ndarray
    by_column: np.ndarray
    neither: int = 0

    @property
    def missing(self) -> int:
        """How many people could still enter the table."""
        return int(self.by_row.sum() + self.by_column.sum() + self.neither)


def incomplete(answers: pd.DataFrame, row: Question, column: Question) -> Incomplete:
    """Cross two questions, and count who is missing from the table and how.

    Somebody with an answer off the scale, to either question, is out of the table whatever else
    they would have said.

    Parameters
    ----------
    answers : DataFrame
    row, column : Question

    Returns
    -------
    Incomplete

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> q8 = ["oui", "non", "_skipped", "_skipped", "ne_sait_pas"]
    >>> q6 = ["rarement", "_skipped", "jamais", "_refused", "_skipped"]
    >>> answers = pd.DataFrame({"q8": q8, "q6": q6})
    >>> gaps = incomplete(answers, book.question("q8"), book.question("q6"))
    >>> gaps.by_row.tolist(), gaps.by_column.tolist(), gaps.neither
    ([1, 0], [1, 0, 0, 0], 1)
    """
    return incomplete_by_event(answers, row, column, np.zeros(len(answers), int))[0]


def incomplete_by_event(
    answers: pd.DataFrame, row: Question, column: Question, events: np.ndarray
) -> list[Incomplete]:
    """The same of the people of each event, all of them in one pass.

    Parameters
    ----------
    answers : DataFrame
    row, column : Question
    events : numpy.ndarray of int, shape (len(answers),)
        The event of each row, from 0.
    """
    whole = tables.two_way(answers, row, column)
    down, across = (tables.positions(answers, each).to_numpy() for each in (row, column))
    no_row, no_column = (answers[each.id].isin(UNKNOWN).to_numpy() for each in (row, column))
    people = counting.people_per_row(answers).to_numpy()
    count = functools.partial(count_by_event, events, people)
    has_row, has_column = ~np.isnan(down), ~np.isnan(across)
    crossed = count(has_row & has_column, whole.shape, (down, across))
    by_row = count(has_row & no_column, whole.shape[:1], (down,))
    by_column = count(has_column & no_row, whole.shape[1:], (across,))
    neither = count(no_row & no_column)
    return [
        Incomplete(pd.DataFrame(table, whole.index, whole.columns), rows, columns, int(both))
        for table, rows, columns, both in zip(crossed, by_row, by_column, neither, strict=True)
    ]
