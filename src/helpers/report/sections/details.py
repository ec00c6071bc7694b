"""What a statistician asks for: every count, every planned pair, every cross-table."""

import pandas as pd

from helpers.codebook import Codebook
from helpers.document import show
from helpers.privacy import suppression
from helpers.report import cells, narrative
from helpers.report.catalogue import Messages
from helpers.report.sections.captions import noted, show_table


def counts(shares: pd.DataFrame, claims: pd.DataFrame, book: Codebook, messages: Messages) -> None:
    """Every level and every kind of missing, under its question."""
    assumed = any(level.assumed for question in book.questions for level in question.levels)
    show.text(f"# {messages('heading.counts')}")
    show_table(
        narrative.counts.rows(cells.bind(shares, "shares"), book, messages, claims),
        "counts",
        caption=noted(messages("caption.counts"), book, messages),
        note=messages("note.assumed") if assumed else "",
        grouped=True,
    )


def statistics(table: pd.DataFrame, book: Codebook, messages: Messages) -> None:
    """What numbers and scores, dates, and lengths of texts come to, of a survey that has any.

    Rankings have their tables in the report.
    """
    bound = cells.bind(table, "statistics")
    parts = {
        "statistics": (narrative.numbers.rows(bound, book, messages), "caption.statistics"),
        "dates": (narrative.dates.rows(bound, book, messages), "caption.dates"),
        "lengths": (narrative.lengths.rows(bound, book, messages), "caption.lengths_of_all"),
    }
    parts = {name: part for name, part in parts.items() if len(part[0])}
    if not parts:
        return
    show.text(f"# {messages('heading.statistics')}")
    for name, (frame, key) in parts.items():
        caption = noted(messages(key), book, messages)
        show_table(frame.set_index(messages("column.question")), name, caption=caption)


def crosstabs(table: pd.DataFrame, book: Codebook, messages: Messages) -> None:
    """The crossed pairs that may be shared, and how many may not; a table an outcome."""
    planned = len(book.with_role("behaviour")) * len(book.with_role("outcome"))
    if not planned:
        return
    shared = suppression.crosstabs(table, book)
    hidden = planned - len(shared[["behaviour", "outcome"]].drop_duplicates())
    note = ""
    if hidden:
        number = cells.Cell(hidden, "crosstabs", "pairs with a small cell", "number")
        smallest = messages.integer(cells.declared(book, "smallest_cell"))
        note = messages("note.protected", n=number, smallest=smallest)
    show.text(f"# {messages('heading.crosstabs')}\n\n{note}")
    for outcome in book.with_role("outcome"):
        rows = shared[shared.outcome == outcome.id]
        if rows.empty:
            continue
        name = narrative.answers.quoted_name(outcome, messages)
        frame = narrative.associations.crosstab_rows(
            cells.bind(rows, "crosstabs"), outcome, book, messages
        )
        caption = noted(messages("caption.crosstab", outcome=name), book, messages)
        show_table(frame, "crosstab", outcome.id, caption=caption, grouped=True)
