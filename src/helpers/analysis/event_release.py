"""May one of several events have a report of its own beside the report over all?

What both tell, and what the reports of other events tell, is subtracted: what is left is of the
other events.  So every count of the event, and of those that are left, must be one that may be
told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd

from helpers.analysis import associations, ranks, tables
from helpers.answers import counting
from helpers.answers.ranks import places_of
from helpers.codebook import MISSING, Codebook, Question
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
    """How many gave each answer; of several answers, how many did not, too; of a ranking, how many
    gave each option each rank, or none; of numbers and days, how many gave each that is drawn.
    """
    if answers.empty:
        return np.zeros(1, int)
    if question.kind == "ranking":
        return _ranks(answers, question)
    shares = tables.shares(answers, question)
    levels = shares[shares.status.isin(("level", "value", "bin"))]
    counts = levels["count"].to_numpy(int)
    others = levels.base.to_numpy(int) - counts
    return np.concatenate([counts, others]) if question.kind == "multiple" else counts


def _ranks(answers: pd.DataFrame, question: Question) -> np.ndarray:
    """How many gave each option each rank, or none.

    A report tells of each option who ranked it first, how many ranked it, and its mean rank: of
    three options, these three numbers are the counts of all ranks; of more, the options together
    leave hardly any other.  So is how many gave ranks that are odd.

    Examples
    --------
    >>> from helpers.codebook import Level
    >>> levels = tuple(Level(id, id, {}) for id in "ab")
    >>> question = Question("q", "ranking", "context", {}, {}, levels)
    >>> _ranks(pd.DataFrame({"q": ["a|b", "a|b", "b", "_skipped"]}), question).tolist()
    [2, 0, 1, 1, 2, 0, 1, 0, 0]
    """
    people = counting.people_per_row(answers).groupby(answers[question.id].astype("object")).sum()
    given = people.drop(list(MISSING), errors="ignore")
    rank_of = [
        {id: rank for rank, place in enumerate(places_of(value)) for id in place}
        for value in given.index
    ]
    none = len(question.levels)
    counts = [
        sum(n for n, own in zip(given, rank_of, strict=True) if own.get(id, none) == rank)
        for id in question.ids
        for rank in range(none + 1)
    ]
    odd = [estimate for _, item, _, estimate, *_ in ranks.summary(given, question) if not item]
    return np.array([*counts, *odd], int)


def _pairs(answers: pd.DataFrame, own: pd.DataFrame, book: Codebook) -> Iterator[str]:
    """Pairs that both reports would cross, and that subtracted tell a small count."""
    for behaviour, outcome in associations.plan(book):
        everybody, some = (
            tables.two_way(group, outcome, behaviour).to_numpy() for group in (answers, own)
        )
        both = not (rule.is_hidden(everybody, book) or rule.is_hidden(some, book))
        if both and rule.is_hidden(everybody - some, book):
            yield f"{behaviour.id} × {outcome.id}"
