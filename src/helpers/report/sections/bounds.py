"""Who can be in two groups at once, by the published margins alone."""

import pandas as pd

from helpers import published
from helpers.codebook import Codebook
from helpers.document import show
from helpers.report import cells, figures, narrative
from helpers.report.catalogue import Messages
from helpers.report.sections.captions import show_figure


def bounds(table: pd.DataFrame, book: Codebook, messages: Messages) -> None:
    """What the published margins bound."""
    if table.empty:
        return
    paragraphs = narrative.bounds.paragraphs(published.load(book), messages)
    show.text(f"## {messages('heading.bounds')}\n\n{paragraphs}")
    bounds_figure(table, book, messages)


def bounds_figure(table: pd.DataFrame, book: Codebook, messages: Messages) -> None:
    """The figure of these bounds.

    There is none when no behaviour and outcome were both published as percentages.
    """
    if len(table):
        figure = figures.bounds(table, book, messages)
        caption, note = narrative.bounds.words(cells.bind(table, "bounds"), book, messages)
        texts = {"caption": caption, "subtitle": messages("subtitle.bounds"), "note": note}
        show_figure(figure, "bounds", data=table, **texts)
