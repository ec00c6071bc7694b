"""The events that a survey was held at, side by side."""

import pandas as pd

from helpers.codebook import Codebook, Question
from helpers.document import marks
from helpers.report import cells
from helpers.report.catalogue import Messages

FEW = 8  # events of which no quartiles are told


def sentence(table: pd.DataFrame, book: Codebook, messages: Messages) -> str:
    """How many events there are, and of which nothing can be told."""
    cleaned = [state for state in dict.fromkeys(table.state) if state != "failed"]
    held = cells.count(table, "events", state=cleaned)
    people = cells.total(table, "events", "people", state=cleaned)
    parts = [f"{messages('events.held', n=held)} {messages('events.people', n=people)}"]
    failed = cells.count(table, "events", state="failed")
    if failed:
        parts.append(messages("events.failed", n=failed))
    small = cells.count(table, "events", state="small")
    if small:
        smallest = messages.integer(cells.declared(book, "smallest_cell"))
        parts.append(messages("events.small", n=small, smallest=smallest))
    return " ".join([*parts, messages("events.chance")])


def spread(table: pd.DataFrame, question: Question, levels: str, messages: Messages) -> str:
    """How far apart the events are in one share."""
    low, first, middle, third, high = (
        messages.percent(
            cells.quantile(table, "event_shares", "share", level, question=question.id)
        )
        for level in (0, 0.25, 0.5, 0.75, 1)
    )
    if marks.strip(low) == marks.strip(high):
        return messages("events.alike", levels=levels, middle=middle)
    text = messages("events.apart", levels=levels, low=low, high=high, middle=middle)
    if len(table) < FEW:
        return text
    return f"{text} {messages('events.half', first=first, third=third)}"
