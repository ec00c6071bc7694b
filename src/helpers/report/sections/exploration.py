"""What lies outside the plan: exploratory crossings, the declared model, the declared index."""

import pandas as pd

from helpers.codebook import Codebook
from helpers.document import show
from helpers.privacy import suppression
from helpers.report import cells, narrative
from helpers.report.catalogue import Messages
from helpers.report.sections.captions import noted, show_table


def exploration(
    looks: pd.DataFrame,
    model: pd.DataFrame,
    index: pd.DataFrame,
    book: Codebook,
    messages: Messages,
) -> None:
    """How many crossings were looked at and what is left of them; then the behaviours together."""
    if len(looks):
        if len(suppression.exploration(looks, book)) < len(looks):
            sentence = narrative.exploration.sentence_of_hidden(looks, book, messages)
        else:
            sentence = narrative.exploration.sentence(looks, messages)
        show.text(f"# {messages('heading.exploration')}\n\n{sentence}")
    shown = cells.bind(suppression.regression(model, book), "regression")
    composite = cells.bind(suppression.reliability(index, book), "reliability")
    declared = [
        narrative.regression.sentence(shown, book, messages),
        narrative.reliability.sentence(composite, book, messages),
    ]
    if any(declared):
        heading = f"{'##' if len(looks) else '#'} {messages('heading.joint')}"
        show.text("\n\n".join([heading, *filter(None, declared)]))


def exploration_table(table: pd.DataFrame, book: Codebook, messages: Messages) -> None:
    """Every exploratory crossing, one line each.

    Of real answers, none of a table with a small cell.
    """
    shown = suppression.exploration(table, book)
    if shown.empty:
        return
    note = messages("exploration.note")
    if len(shown) < len(table):
        smallest = messages.integer(cells.declared(book, "smallest_cell"))
        note += f" {messages('exploration.protected', smallest=smallest)}"
    lines = narrative.exploration.rows(cells.bind(shown, "exploration"), book, messages)
    frame = pd.DataFrame(lines).set_index(messages("column.first"))
    caption = noted(messages("caption.exploration"), book, messages)
    show.text(f"# {messages('heading.looks')}")
    show_table(frame, "exploration", caption=caption, note=note)
