"""Who was asked a question at all, guessed from who never answered it."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from helpers.codebook import MISSING, NO_OPTION, Codebook
from helpers.codebook.folding import fold_accents
from helpers.codebook.toml_text import quote_all

FEWEST = 5  # people on either side, below which nothing is guessed
ANSWERED = 0.8  # of those who seem to have been asked


@dataclass(frozen=True)
class Route:
    """Those who seem to have been asked.

    Attributes
    ----------
    question : int
        The place of the question before, by which they were chosen.
    levels : tuple of str
        Its answers after which nobody answered.
    """

    question: int
    levels: tuple[str, ...]


def find_route(
    answered: list[bool], before: list[tuple[int, tuple[str, ...], tuple[str, ...]]]
) -> Route | None:
    """Find the question before, after some answers to which nobody answered this one.

    Parameters
    ----------
    answered : list of bool
        Of this question, one a row.
    before : list of tuple
        Of each single-choice question before: its place, its texts one a row, its levels.

    Returns
    -------
    Route or None

    Examples
    --------
    >>> texts = ("Oui",) * 6 + ("Non",) * 6
    >>> find_route([True] * 6 + [False] * 6, [(0, texts, ("Oui", "Non"))])
    Route(question=0, levels=('Non',))
    """
    best = None
    for place, texts, levels in before:
        folded = [fold_accents(text) for text in texts]
        by_level = {level: [] for level in map(fold_accents, levels)}
        for text, has_answer in zip(folded, answered, strict=True):
            by_level.get(text, []).append(has_answer)
        silent = [level for level in levels if not any(by_level[fold_accents(level)])]
        silent = [level for level in silent if by_level[fold_accents(level)]]
        left_out = sum(len(by_level[fold_accents(level)]) for level in silent)
        asked = [
            a for level in levels if level not in silent for a in by_level[fold_accents(level)]
        ]
        share = sum(asked) / len(asked) if asked else 0
        is_route = left_out >= FEWEST and len(asked) >= FEWEST and share >= ANSWERED
        if is_route and (best is None or share >= best[0]):
            best = (share, Route(place, tuple(silent)))
    return best[1] if best else None


def undeclared_routes(answers: pd.DataFrame, book: Codebook) -> Iterator[str]:
    """Questions that seem to have been put to some people only, and lines that would say so.

    Parameters
    ----------
    answers : DataFrame
        Clean answers, one row a person.
    book : Codebook

    Yields
    ------
    str
        One for each question without `asked_if`, or each grid, that nobody answered who gave some
        level of a question before.
    """
    before: list[tuple[int, tuple[str, ...], tuple[str, ...]]] = []
    told = set()
    for place, question in enumerate(book.questions):
        texts = tuple(answers[question.id].astype(str))
        id = question.grid.id if question.grid else question.id
        answered = [text not in (*MISSING, NO_OPTION) for text in texts]
        route = None if question.asked_if or not any(answered) else find_route(answered, before)
        if route and id not in told:
            told.add(id)
            yield _told(id, route, answers, book)
        if question.kind in ("ordinal", "nominal", "rating"):
            before.append((place, texts, tuple(question.ids)))


def _told(id, route, answers, book):
    earlier = book.questions[route.question]
    asked = [level for level in earlier.ids if level not in route.levels]
    people = int(answers[earlier.id].isin(route.levels).sum())
    gave = " or ".join(map(repr, route.levels))
    return (
        f"question {id!r}: none of the {people} people who answered {gave} to {earlier.id!r} "
        "answered it; if it was put to the others only, say so, or they are told as skipping it:\n"
        f"  [[questions]] {id}, asked_if = {{ {earlier.id} = {quote_all(asked)} }}"
    )
