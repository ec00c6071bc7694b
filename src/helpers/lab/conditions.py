"""Whom a look is about, as text: ``q2=semaine|jour, q3=oui``."""

from dataclasses import replace

import pandas as pd

from helpers.codebook import MISSING, NO_OPTION, Codebook, Level, Question, SurveyError, suggest
from helpers.report import catalogue, narrative

EVENT = "event"  # the column of a survey held at events; no question has this id
Condition = tuple[Question, list[str]]  # these answers to it, any of them


def with_event(book: Codebook, clean: pd.DataFrame) -> Codebook:
    """The codebook by which conditions and groups are read: the event is a question like others.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> clean = pd.DataFrame({"event": ["Laval", "Lévis", "Laval"]})
    >>> with_event(book, clean).question("event").ids
    ['Laval', 'Lévis']
    >>> with_event(book, clean.drop(columns="event")) is book
    True
    """
    if EVENT not in clean:
        return book
    name = {
        language: narrative.looks.event(catalogue.load(language, marked=False))
        for language in book.languages
    }
    held = sorted(clean[EVENT].astype(str).unique())
    levels = tuple(Level(event, event, dict.fromkeys(book.languages, event)) for event in held)
    event = Question(EVENT, "nominal", "context", name, name, levels)
    return replace(book, questions=(*book.questions, event))


def read_conditions(text: str, book: Codebook) -> list[Condition]:
    """Read what somebody must have answered, to each question named.

    Raises
    ------
    SurveyError
        If the text is not of that form, or a question or a level is unknown: all at once.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> [(asked.id, levels) for asked, levels in read_conditions("q5=jamais|rarement", book)]
    [('q5', ['jamais', 'rarement'])]
    """
    conditions, mistakes = [], []
    for part in filter(None, (part.strip() for part in text.split(","))):
        try:
            conditions.append(_condition(part, book))
        except SurveyError as mistake:
            mistakes.append(str(mistake))
    if mistakes:
        raise SurveyError("\n".join(mistakes))
    return conditions


def read_group(id: str, crossed: list[str], book: Codebook) -> Question | None:
    """The question whose answers are the groups of a look; None where there are none.

    Raises
    ------
    SurveyError
        If it is unknown, offers no levels, or is one of the two that are crossed.
    """
    if not id:
        return None
    question = book.question(id)
    if id in crossed:
        raise SurveyError(f"within a group of {id!r} all gave the same answer to it; name another")
    if not question.offers_levels:
        groups = [each.id for each in book.questions if each.offers_levels]
        kind = f"is of kind {question.kind!r}, whose answers are no groups"
        raise SurveyError(f"{id!r} {kind}; only those of {groups}")
    return question


def answered(clean: pd.DataFrame, question: Question, levels: list[str]) -> pd.Series:
    """Who gave one of these answers.

    Examples
    --------
    >>> from helpers import codebook
    >>> why = codebook.load("data/raw/linkedin-2015").question("q1")
    >>> clean = pd.DataFrame({"q1": ["emploi|partage", "partage", "_skipped"]})
    >>> answered(clean, why, ["emploi", "affaires"]).tolist()
    [True, False, False]
    """
    values = clean[question.id].astype("object")
    given = [value for value in values.unique() if value not in (*MISSING, NO_OPTION)]
    those = [value for value in given if not set(levels).isdisjoint(question.levels_of(value))]
    return values.isin(those)


def _condition(part, book):
    id, sign, listed = part.partition("=")
    if not sign:
        raise SurveyError(f"{part!r} is no condition; write question=level|level, as q5=jamais")
    question, levels = book.question(id.strip()), [level.strip() for level in listed.split("|")]
    for level in levels:
        if level not in question.ids:
            known = f"only {question.ids}{suggest(level, question.ids)}"
            raise SurveyError(f"{part!r}: {question.id!r} has no level {level!r}, {known}")
    return question, levels
