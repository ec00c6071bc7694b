"""May one of several events have a report of its own beside the report over all?

What both tell, and what the reports of other events tell, is subtracted: what is left is of the
other events.  So every count of the event, and of those that are left, must be one that may be
told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd

from helpers.analysis import associations, tables
from helpers.codebook import Codebook, Question
from helpers.privacy import rule


def telling(
    answers: pd.DataFrame, event: str, reported: Collection[str], book: Codebook
) -> list[str]:
    """Name the questions, and the pairs, of which a report on an event would tell a small count.

    Parameters
    ----------
    answers : DataFrame
        Clean answers with a column ``event``.
    event : str
    reported : collection of str
        Other events that have a report of their own.
    book : Codebook

    Returns
    -------
    list of str
        Ids; of a pair, both.  None where the report may be made.

    Examples
    --------
    >>> import dataclasses
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> book = dataclasses.replace(book, provenance="collected", questions=book.questions[5:6])
    >>> answers = {"event": ["Laval"] * 8 + ["Lévis"] * 8, "q6": ["jamais"] * 10 + ["plupart"] * 6}
    >>> telling(pd.DataFrame(answers), "Laval", [], book)
    ['q6']
    """
    held = answers["event"].astype(object)
    own = answers[held == event]
    groups = [own, answers[held != event], answers[~held.isin([event, *reported])]]
    asked = [question for question in book.questions if question.kind != "text"]
    names = [
        question.id
        for question in asked
        if any(rule.is_protected(_counts(group, question), book).any() for group in groups)
    ]
    return names + list(_pairs(answers, own, book))


def _counts(answers: pd.DataFrame, question: Question) -> np.ndarray:
    """How many gave each answer; of several answers, how many did not, too."""
    if answers.empty:
        return np.zeros(1, int)
    shares = tables.shares(answers, question)
    levels = shares[shares.status == "level"]
    counts = levels["count"].to_numpy(int)
    others = levels.base.to_numpy(int) - counts
    return np.concatenate([counts, others]) if question.kind == "multiple" else counts


def _pairs(answers: pd.DataFrame, own: pd.DataFrame, book: Codebook) -> Iterator[str]:
    """Pairs that both reports would cross, and that subtracted tell a small count."""
    for behaviour, outcome in associations.plan(book):
        everybody, some = (
            tables.two_way(group, outcome, behaviour).to_numpy() for group in (answers, own)
        )
        both = not (rule.is_hidden(everybody, book) or rule.is_hidden(some, book))
        if both and rule.is_hidden(everybody - some, book):
            yield f"{behaviour.id} × {outcome.id}"
