"""Whom a question was put to."""

import pandas as pd

from helpers.codebook import ANSWERED, NO_OPTION, Codebook, Question
from helpers.report import cells
from helpers.report.catalogue import Messages
from helpers.report.narrative.answers import quoted_levels, quoted_name


def sentence(shares: pd.DataFrame, question: Question, book: Codebook, messages: Messages) -> str:
    """Whom a question was put to, of one that was not put to everybody; how many they are."""
    if not question.asked_if:
        return ""
    ways = []
    for table in question.asked_if:
        conditions = [_condition(book.question(id), table[id], messages) for id in table]
        ways.append(messages.list(conditions))
    rows = shares[shares.status == "missing"].set_index("level")
    everybody = rows.base["_not_asked"]
    asked = cells.difference(everybody, rows["count"]["_not_asked"])
    return messages(
        "routing.asked",
        n=asked,
        conditions=messages.list(ways, "or"),
        everybody=messages.integer(everybody),
    )


def _condition(question, levels, messages):
    """« « Oui » à « Avez-vous … ? » »."""
    name = quoted_name(question, messages)
    if ANSWERED in levels:
        return messages("routing.any", question=name)
    parts = []
    if chosen := [level for level in levels if level != NO_OPTION]:
        labels = quoted_levels(question, chosen, messages)
        parts.append(messages("routing.levels", levels=labels, question=name))
    if NO_OPTION in levels:
        parts.append(messages("routing.none", question=name))
    return messages.list(parts, "or")
