"""This edition beside an earlier one: what changed, what did not, what cannot be compared."""

import pandas as pd

from helpers.codebook import Codebook
from helpers.document import show
from helpers.report import figures, narrative
from helpers.report.catalogue import Messages
from helpers.report.sections.captions import show_figure, show_table


def editions(
    table: pd.DataFrame, compared: pd.DataFrame, book: Codebook, messages: Messages
) -> None:
    """How shares changed since an earlier edition; nothing of a survey that has none."""
    if compared.empty:
        return
    heading = messages("editions.heading", date=narrative.editions.date(compared, messages))
    sentence = narrative.editions.sentence(table, compared, book, messages)
    show.text(f"# {heading}\n\n{sentence}")
    if table.empty:
        return
    judged = table[table.verdict != ""]
    caption = _noted(messages("editions.caption"), compared, book, messages)
    picture = figures.editions(judged, book, messages)
    show_figure(picture, "editions", caption=caption, data=judged)
    show_table(
        narrative.editions.rows(table, book, messages),
        "editions",
        caption=_noted(messages("editions.table"), compared, book, messages),
        note=narrative.editions.rule(book, messages),
        grouped=True,
    )


def _noted(caption, compared, book, messages):
    """A caption that says so where the answers of either edition are synthetic."""
    if not narrative.editions.is_synthetic(compared, book):
        return caption
    return f"{caption}. {messages('note.synthetic')}"
