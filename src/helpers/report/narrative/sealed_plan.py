"""Whether the plan was sealed before the answers came, and what was amended since."""

import pandas as pd

from helpers.analysis.amendments import State
from helpers.answers.first_answer import Order
from helpers.codebook import Codebook, SurveyError
from helpers.codebook.sealed_plan import BY_HAND, JOINT
from helpers.report import cells
from helpers.report.catalogue import Messages
from helpers.report.narrative import robustness

ORDERS = {
    Order.BEFORE: "sealed_plan.before",
    Order.NOT_BEFORE: "sealed_plan.not_before",
    Order.UNKNOWN: "sealed_plan.unknown",
}
OF_SURVEY = {
    "smallest_gamma": "plan_entry.smallest_gamma",
    "smallest_difference": "plan_entry.smallest_difference",
    "family_level": "plan_entry.family_level",
    "random_sample": "plan_entry.random_sample",
    "variants": "plan_entry.variants",
    "composite": "plan_entry.composite",
    "groups": "plan_entry.groups",
    "model outcome": "plan_entry.model_outcome",
    "model predictors": "plan_entry.model_predictors",
}
OF_QUESTION = {
    "role": "plan_entry.role",
    "family": "plan_entry.family",
    "kind": "plan_entry.kind",
    "scale": "plan_entry.scale",
    "off_scale": "plan_entry.off_scale",
    "positive": "plan_entry.positive",
}
WORDS = {
    "role behaviour": "plan_value.behaviour",
    "role outcome": "plan_value.outcome",
    "role group": "plan_value.group",
    "family primary": "plan_value.primary",
    "family secondary": "plan_value.secondary",
    "random_sample yes": "plan_value.yes",
    "random_sample no": "plan_value.no",
    "kind ordinal": "plan_value.ordinal",
    "kind nominal": "plan_value.nominal",
    "kind multiple": "plan_value.multiple",
    "kind rating": "plan_value.rating",
    "kind number": "plan_value.number",
    "kind date": "plan_value.date",
    "kind ranking": "plan_value.ranking",
}
OF_QUESTIONS = (
    "composite",
    "groups",
    "model outcome",
    "model predictors",
)  # ids of questions
OF_LEVELS = ("scale", "off_scale", "positive")  # ids of levels


def sentence(table: pd.DataFrame, messages: Messages) -> str:
    """Whether a plan was sealed, and before the first answer; how many entries were amended."""
    if table.empty:
        return messages("sealed_plan.none")
    items = table.set_index("item")

    def told(item, column):
        return messages.quoted(items.loc[item, column], "sealed_plan", item, column)

    date, month = told("date", "sealed"), told("date", "present")
    parts = [messages(ORDERS[items.loc["date", "state"]], date=date, month=month)]
    if items.loc["dated", "sealed"] == BY_HAND:
        parts.append(messages("sealed_plan.by_hand"))
    lay = items.loc["answers", "sealed"] != "0"
    parts.append(messages("sealed_plan.answers" if lay else "sealed_plan.no_answers"))
    amended = cells.count(table, "sealed_plan", state=str(State.AMENDED))
    parts.append(messages("sealed_plan.amended", n=amended))
    sha256 = items.loc["sha256", "sealed"]
    fingerprint = messages.whole(sha256, "sealed_plan", "sha256", "sealed")
    parts.append(messages("sealed_plan.fingerprint", sha256=fingerprint))
    return " ".join(parts)


def rows(table: pd.DataFrame, book: Codebook, messages: Messages) -> list[dict[str, str]]:
    """The rows of the table of what was amended: the entry, as it was sealed, as it is today."""
    return [
        messages.row(
            {
                "column.entry": entry(row.item, book, messages),
                "column.sealed": _value(row, "sealed", "present", book, messages),
                "column.present": _value(row, "present", "sealed", book, messages),
            }
        )
        for row in table[table.state == State.AMENDED].itertuples(index=False)
    ]


def entry(item: str, book: Codebook, messages: Messages) -> str:
    """The name of an entry of the plan."""
    if item in OF_SURVEY:
        return messages(OF_SURVEY[item])
    name, _, id = item.partition(" ")
    question = _question_name(id, book, messages)
    return messages(OF_QUESTION[name], question=question) if name in OF_QUESTION else item


def _value(row, column, other, book, messages):
    """The value of an entry in words; of variants, those alone that the other column lacks."""
    item, value = row.item, getattr(row, column)
    if not value:
        return messages("plan_value.nothing")
    name, _, id = item.partition(" ")
    if key := WORDS.get(f"{name} {value}"):
        return messages(key)
    parts = value.split(JOINT)
    if item == "variants":
        apart = [part for part in parts if part not in getattr(row, other).split(JOINT)]
        named = [_variant(part, book, messages) for part in apart]
        return messages.list(named) if named else messages("plan_value.no_other")
    if item in OF_QUESTIONS:
        return messages.list(_question_name(part, book, messages) for part in parts)
    if name in OF_LEVELS:
        return messages.list(_level_name(id, part, book, messages) for part in parts)
    if item not in OF_SURVEY:
        return value
    return messages.number(cells.Cell(float(value), "sealed_plan", item, column))


def _question_name(id, book, messages):
    """The short name of a question; the id of one that the codebook no longer has."""
    known = {question.id: question for question in book.questions}
    return messages("quote", text=messages.short(known[id]) if id in known else id)


def _level_name(id, level, book, messages):
    """The wording of a level; the id of one that the codebook no longer has."""
    question = next((question for question in book.questions if question.id == id), None)
    known = question is not None and level in question.ids
    return messages("quote", text=messages.label(question, level) if known else level)


def _variant(name, book, messages):
    """The name of a variant; as it was sealed, if it is about what the codebook no longer has."""
    try:
        return robustness.specification(name, book, messages.plain)
    except (SurveyError, StopIteration, ValueError):
        return name
