"""The events that a survey was held at, side by side."""

import pandas as pd

from helpers.codebook import Codebook
from helpers.document import show
from helpers.report import cells, figures, narrative
from helpers.report.catalogue import Messages
from helpers.report.sections.captions import noted, show_figure


def events(table: pd.DataFrame, shares: pd.DataFrame, book: Codebook, messages: Messages) -> None:
    """The events that the survey was held at: how many, how far apart, and those at either end."""
    if table.empty:
        return
    sentence = narrative.events.sentence(cells.bind(table, "events"), book, messages)
    show.text(f"# {messages('events.heading')}\n\n{sentence}")
    for asked in book.questions:
        rows = shares[shares.question == asked.id]
        if len(rows) < 2:
            continue
        levels = narrative.answers.quoted_levels(asked, rows.level.iloc[0].split("|"), messages)
        spread = narrative.events.spread(rows, asked, levels, messages)
        show.text(f"## {messages.short(asked)}\n\n{spread}")
        caption = noted(messages("events.caption", levels=levels), book, messages)
        show_figure(figures.events(rows, messages), "events", asked.id, caption=caption)
