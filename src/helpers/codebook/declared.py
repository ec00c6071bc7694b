"""What is declared before anybody looks, besides roles: one model, one scale score, groups."""

from collections.abc import Sequence
from pathlib import Path

from helpers.codebook import checks
from helpers.codebook.checks import SurveyError
from helpers.codebook.mistakes import Mistakes
from helpers.codebook.questions import Question
from helpers.codebook.tables import read_table
from helpers.codebook.together import Model

MAX_PREDICTORS = 2  # a small survey bears no more


def model(table: dict, questions: Sequence[Question], mistakes: Mistakes) -> Model | None:
    """The regression that was declared before anybody looked."""
    path = mistakes.path
    if read_table("ModelEntries", table, "[model]", mistakes) is None:
        return None
    outcome = _question(table["outcome"], questions, path, "[model] outcome")
    predictors = _ordinal_questions(table["predictors"], questions, path, "[model] predictors")
    if not 1 <= len(predictors) <= MAX_PREDICTORS:
        raise SurveyError(
            f"{path}: [model] predictors names {len(predictors)} questions; a small survey bears "
            f"one or {MAX_PREDICTORS}"
        )
    if outcome.kind in ("multiple", "text") or not outcome.positive:
        raise SurveyError(
            f"{path}: [model] outcome {outcome.id!r} does not part people in two: it takes a "
            "question of kind 'ordinal' or 'nominal' that says which levels are `positive`"
        )
    if outcome in predictors:
        raise SurveyError(
            f"{path}: [model] has {outcome.id!r} both as outcome and among the predictors"
        )
    return Model(outcome=outcome.id, predictors=tuple(question.id for question in predictors))


def composite(
    table: dict, questions: Sequence[Question], mistakes: Mistakes
) -> tuple[str, ...] | None:
    """Ids of the questions that one scale score is declared to sum up."""
    path = mistakes.path
    if read_table("CompositeEntries", table, "[composite]", mistakes) is None:
        return None
    items = _ordinal_questions(table["items"], questions, path, "[composite] items")
    if len(items) < 2:
        raise SurveyError(f"{path}: [composite] items needs at least two questions")
    for item in items:
        if item.role == "outcome":
            raise SurveyError(
                f"{path}: [composite] items has {item.id!r}, an outcome: the score is tested "
                "against it"
            )
    return tuple(item.id for item in items)


def groups(ids: Sequence[str], questions: Sequence[Question], intake: dict, path: Path) -> None:
    """Refuse planned comparisons of what is no group of people.

    Examples
    --------
    >>> groups(["sector"], [], {"file": "answers.csv", "event": ""}, Path("codebook.toml"))
    Traceback (most recent call last):
    helpers.codebook.checks.SurveyError: codebook.toml: [plan] groups is 'sector', but no question \
has role = "group"
    """
    known = [question.id for question in questions if question.role == "group"]
    if "*" in intake["file"] or intake["event"]:
        known.append("event")
    checks.unique(list(ids), path, "[plan] groups")
    for id in ids:
        if not known:
            named = checks.shown(id)
            raise SurveyError(
                f'{path}: [plan] groups is {named}, but no question has role = "group"'
            )
        checks.among(id, known, path, "[plan] groups")


def _ordinal_questions(ids, questions, path, where):
    """Ordinal questions, each named once."""
    named = [_question(id, questions, path, where) for id in ids]
    checks.unique(ids, path, where)
    for question in named:
        if not question.is_ordered:
            raise SurveyError(
                f"{path}: {where} has {question.id!r}, of kind {question.kind!r}, not 'ordinal'"
            )
    return named


def _question(id, questions, path, where):
    by_id = {question.id: question for question in questions}
    checks.among(id, list(by_id), path, where)
    return by_id[id]
