"""One question of dates: from when to when, and the middle."""

import math
from collections.abc import Iterator

import pandas as pd

from helpers.codebook import Codebook, Question
from helpers.report import cells
from helpers.report.catalogue import Messages


def sentence(statistics: pd.DataFrame, question: Question, messages: Messages) -> str:
    """What the dates of one question come to; nothing where nobody gave one.

    Parameters
    ----------
    statistics : DataFrame
        The rows of the question, as `summaries.statistics` makes them.
    question : Question
    messages : Messages
    """
    if statistics.empty:
        return ""
    rows = statistics.set_index("statistic")
    return " ".join([_middle(rows, messages), *_implausible(rows, question, messages)])


def _middle(rows, messages):
    value, base = rows.estimate, rows.base["median"]
    if base == 1:
        return messages("dates.only_one", value=messages.day(value["median"]))
    people = messages("people_in_words", n=base)
    if value["earliest"] == value["latest"]:
        return messages("dates.alike", people=people, value=messages.day(value["median"]))
    return messages(
        "dates.middle",
        people=people,
        earliest=messages.day(value["earliest"]),
        latest=messages.day(value["latest"]),
        median=messages.day(value["median"]),
        interval=_interval(rows.loc["median"], messages),
    )


def _interval(row, messages):
    if math.isnan(row.low):
        return ""
    ends = messages("dates.between", low=messages.day(row.low), high=messages.day(row.high))
    return f" {messages('answered.interval', interval=ends)}"


def _implausible(rows, question, messages) -> Iterator[str]:
    if not question.plausible or not rows.estimate["implausible"]:
        return
    low, high = (
        messages.day(cells.Cell(end, "codebook.toml", question.id, f"plausible {place}"))
        for place, end in enumerate(question.plausible)
    )
    yield messages("dates.implausible", n=rows.estimate["implausible"], low=low, high=high)


def rows(statistics: pd.DataFrame, book: Codebook, messages: Messages) -> pd.DataFrame:
    """What the dates of every question come to, one row a question."""
    lines = []
    for question in book.questions:
        part = statistics[statistics.question == question.id].set_index("statistic")
        if question.kind != "date" or part.empty:
            continue
        value = part.estimate
        lines.append(
            messages.row(
                {
                    "column.question": messages.short(question),
                    "column.base": messages.integer(part.base["median"]),
                    "column.earliest": messages.day(value["earliest"]),
                    "column.middle": messages.day(value["median"]),
                    "column.latest": messages.day(value["latest"]),
                }
            )
        )
    return pd.DataFrame(lines)
