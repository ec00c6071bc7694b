"""Two questions in the roles in which the exploration looks at such a pair."""

from __future__ import annotations

from dataclasses import dataclass, replace

from helpers.analysis import associations
from helpers.codebook import Codebook, Question, SurveyError


@dataclass(frozen=True)
class Pair:
    """Two questions, and the codebook that holds nothing else.

    Attributes
    ----------
    first, second : Question
        A question of several answers is the first, one without an order the second.
    book : Codebook
        Both, in roles by which `exploration.table` makes the row, or rows, of this pair and no
        others; none where no measure of the report fits.
    planned : bool
        Whether the plan of the survey has the pair.
    """

    first: Question
    second: Question
    book: Codebook
    planned: bool


def pair_of(book: Codebook, first: str, second: str) -> Pair:
    """Return a pair of questions by their ids.

    Raises
    ------
    SurveyError
        If a question is unknown, is crossed with itself, or cannot be crossed; of two questions of
        several answers each.

    Examples
    --------
    >>> from helpers import codebook
    >>> pair = pair_of(codebook.load("data/raw/linkedin-2015"), "q3", "q1")
    >>> pair.first.id, pair.second.id, [question.role for question in pair.book.questions]
    ('q1', 'q3', ['context', 'outcome'])
    """
    questions = [book.question(first), book.question(second)]
    if first == second:
        raise SurveyError(f"{first!r} would be crossed with itself; name two questions")
    for question in questions:
        if not _is_crossed(question):
            crossed = [each.id for each in book.questions if _is_crossed(each)]
            kind = f"is of kind {question.kind!r}, which is not crossed"
            raise SurveyError(f"{question.id!r} {kind}; only {crossed}")
    questions.sort(key=_place)
    if questions[1].kind == "multiple":
        reason = "are both of several answers; cross one of them with a question of one answer"
        raise SurveyError(f"{first!r} and {second!r} {reason}")
    if not has_order(questions[1]):  # its groups are compared, "I don't know" being one
        on_scale = tuple(replace(level, off_scale=False) for level in questions[1].levels)
        questions[1] = replace(questions[1], levels=on_scale)
    roles = _roles(*questions)
    alone = [replace(each, role=role) for each, role in zip(questions, roles, strict=True)]
    small = replace(book, questions=tuple(alone), model=None, composite=())
    plan = [{behaviour.id, outcome.id} for behaviour, outcome in associations.plan(book)]
    return Pair(*questions, small, {first, second} in plan)


def has_order(question: Question) -> bool:
    """Whether the answers to a question go from low to high: of two, or two groups, they do.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> [question.id for question in book.questions if not has_order(question)]
    ['q1']
    """
    two = bool(question.positive) or len(question.scale) == 2
    return question.is_ordered or (question.kind == "nominal" and two)


def _is_crossed(question):
    """Whether it has levels of which a person gives one, or some; a ranking orders them."""
    return question.offers_levels and question.kind != "ranking"


def _place(question):
    """Several answers first, those without an order last."""
    return 0 if question.kind == "multiple" else 1 if has_order(question) else 2


def _roles(first, second):
    if first.kind == "multiple":
        return ("context", "outcome") if has_order(second) else ("context", "context")
    if has_order(second):
        return "behaviour", "behaviour"
    return ("behaviour", "outcome") if has_order(first) else ("context", "context")
