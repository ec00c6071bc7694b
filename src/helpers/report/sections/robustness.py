"""Whether the verdicts hold when one decision is made otherwise."""

import pandas as pd

from helpers.analysis.notes import Note
from helpers.codebook import Codebook
from helpers.document import show
from helpers.privacy import suppression
from helpers.report import cells, figures, narrative
from helpers.report.catalogue import Messages
from helpers.report.sections.captions import (
    noted,
    of_draw,
    remarks,
    show_figure,
    show_table,
)

_PAIR = ["behaviour", "outcome"]


def robustness(
    table: pd.DataFrame, crosstabs: pd.DataFrame, book: Codebook, messages: Messages
) -> None:
    """Whether the verdicts hold, and their picture."""
    if table.empty:
        return
    shown = suppression.robustness(table, crosstabs, book)
    bound = cells.bind(shown, "robustness")
    outcomes = [
        outcome for outcome in book.with_role("outcome") if outcome.id in set(shown.outcome)
    ]
    sentences = [
        narrative.robustness.sentence(bound, outcome, book, messages) for outcome in outcomes
    ]
    hidden = len(shown[_PAIR].drop_duplicates()) < len(table[_PAIR].drop_duplicates())
    if hidden:
        smallest = messages.integer(cells.declared(book, "smallest_cell"))
        sentences.append(messages("robustness.hidden", smallest=smallest))
    text = " ".join([messages("robustness.lead"), *sentences])
    show.text(f"# {messages('heading.robustness')}\n\n{text}")
    if shown.empty:
        return
    key = "key.variants" if shown.differs.any() else "key.variants_hold"
    caption = of_draw(narrative.robustness.headline(bound, messages), book, messages)
    subtitle = messages("subtitle.variants")
    reading = narrative.robustness.reading(bound, book, messages)
    note = remarks(reading, messages(key), book=book, messages=messages)
    drawn = shown[["behaviour", "outcome", "specification", "effect", "low", "high", "verdict"]]
    figure = figures.specifications(shown, book, messages)
    show_figure(figure, "specifications", caption=caption, subtitle=subtitle, note=note, data=drawn)


def robustness_table(
    table: pd.DataFrame, crosstabs: pd.DataFrame, book: Codebook, messages: Messages
) -> None:
    """Every pair under every specification, one table an outcome.

    Of real answers, no pair with a small cell.
    """
    shown = cells.bind(suppression.robustness(table, crosstabs, book), "robustness")
    if shown.empty:
        return
    show.text(f"# {messages('heading.specifications')}")
    for outcome in book.with_role("outcome"):
        rows = shown[shown.outcome == outcome.id]
        if rows.empty:
            continue
        lines = narrative.robustness.rows(rows, book, messages)
        frame = pd.DataFrame.from_dict(lines, orient="index")
        name = narrative.answers.quoted_name(outcome, messages)
        caption = messages("caption.specification_table", outcome=name)
        note = messages("robustness.note")
        if len(shown) < len(table):
            smallest = messages.integer(cells.declared(book, "smallest_cell"))
            note += f" {messages('robustness.protected', smallest=smallest)}"
        if rows.note.eq(Note.EXTREME_ALLOCATIONS).any():
            note += f" {narrative.robustness.searched(messages)}"
        show_table(
            frame.rename_axis(messages("column.specification")),
            "specifications",
            outcome.id,
            caption=noted(caption, book, messages),
            note=note,
        )
