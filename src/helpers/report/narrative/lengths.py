"""How long the texts are that people wrote themselves: all that a report tells of them."""

import math

import pandas as pd

from helpers.codebook import Codebook
from helpers.report.catalogue import Messages


def sentence(statistics: pd.DataFrame, messages: Messages) -> str:
    """How long the texts of one question are; nothing where no length is known.

    Parameters
    ----------
    statistics : DataFrame
        The rows of the question, as `summaries.statistics` makes them.
    messages : Messages
    """
    if statistics.empty:
        return ""
    rows = statistics.set_index("statistic")
    value = rows.estimate
    if value["minimum"] == value["maximum"]:
        return messages("lengths.alike", n=value["median"])
    middle = rows.loc["median"]
    interval = ""
    if not math.isnan(middle.low):
        ends = messages.interval(middle.low, middle.high, messages.amount)
        interval = f" {messages('answered.interval', interval=ends)}"
    return messages(
        "lengths.middle",
        median=messages.amount(value["median"]),
        interval=interval,
        shortest=messages.integer(value["minimum"]),
        longest=messages.integer(value["maximum"]),
    )


def rows(statistics: pd.DataFrame, book: Codebook, messages: Messages) -> pd.DataFrame:
    """How long the texts of every question are, one row a question."""
    lines = []
    for question in book.questions:
        part = statistics[statistics.question == question.id].set_index("statistic")
        if question.kind != "text" or part.empty:
            continue
        value = part.estimate
        lines.append(
            messages.row(
                {
                    "column.question": messages.short(question),
                    "column.base": messages.integer(part.base["median"]),
                    "column.shortest": messages.integer(value["minimum"]),
                    "column.middle": messages.amount(value["median"]),
                    "column.longest": messages.integer(value["maximum"]),
                }
            )
        )
    return pd.DataFrame(lines)
