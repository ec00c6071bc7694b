"""What the codebook declares before anybody looks, besides the roles: one model, one scale score."""

from helpers.codebook import checks
from helpers.codebook.checks import SurveyError
from helpers.codebook.questions import Model

MAX_PREDICTORS = 2  # predictors: a small survey bears no more


def model(entry, questions, path):
    """The model that was declared before anybody looked."""
    checks.known(entry, {"outcome", "predictors"}, path, "[model]")
    checks.need(entry, {"outcome", "predictors"}, path, "[model]")
    outcome = _asked(entry["outcome"], questions, path, "[model] outcome")
    predictors = _listed(entry, "predictors", questions, path, "[model]")
    if not 1 <= len(predictors) <= MAX_PREDICTORS:
        raise SurveyError(
            f"{path}: [model] predictors names {len(predictors)} questions; a small survey bears one or "
            f"{MAX_PREDICTORS}"
        )
    if outcome.kind not in ("ordinal", "nominal") or not outcome.positive:
        raise SurveyError(
            f"{path}: [model] outcome {outcome.id!r} does not part people in two: it takes a question of "
            "kind 'ordinal' or 'nominal' that says which levels are `positive`"
        )
    if outcome in predictors:
        raise SurveyError(
            f"{path}: [model] has {outcome.id!r} both as outcome and among the predictors"
        )
    return Model(outcome=outcome.id, predictors=tuple(question.id for question in predictors))


def composite(entry, questions, path):
    """The questions that one scale score is declared to sum up."""
    checks.known(entry, {"items"}, path, "[composite]")
    checks.need(entry, {"items"}, path, "[composite]")
    items = _listed(entry, "items", questions, path, "[composite]")
    if len(items) < 2:
        raise SurveyError(f"{path}: [composite] items needs at least two questions")
    for item in items:
        if item.role == "outcome":
            raise SurveyError(
                f"{path}: [composite] items has {item.id!r}, an outcome: the score is tested against it"
            )
    return tuple(item.id for item in items)


def _listed(entry, key, questions, path, where):
    """Ordered questions, each named once."""
    if not isinstance(entry[key], list):
        raise SurveyError(f"{path}: {where} {key} is {entry[key]!r}, not a list of questions")
    chosen = [_asked(id, questions, path, f"{where} {key}") for id in entry[key]]
    checks.unique(entry[key], path, f"{where} {key}")
    for question in chosen:
        if question.kind != "ordinal":
            raise SurveyError(
                f"{path}: {where} {key} has {question.id!r}, of kind {question.kind!r}, not 'ordinal'"
            )
    return chosen


def _asked(id, questions, path, where):
    checks.among(id, [question.id for question in questions], path, where)
    return next(question for question in questions if question.id == id)
