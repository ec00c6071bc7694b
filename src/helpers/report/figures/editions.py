"""Shares in two editions: a ring where each was, a disc where it is."""

import pandas as pd

from helpers.codebook import Codebook
from helpers.report import cells, narrative
from helpers.report.catalogue import Messages
from helpers.report.figures.drawings import Drawing
from helpers.report.figures.room import WIDE
from helpers.report.figures.rows import Rows
from helpers.report.figures.style import ACCENT, LINE, SMALL, Figure, shorten

RIGHT = {False: 1.45, True: 1.6}  # of an axis that ends at 1: room for shares


def editions(table: pd.DataFrame, book: Codebook, messages: Messages) -> Figure:
    """The shares that are judged, from the earlier edition to this one.

    Parameters
    ----------
    table : DataFrame
        Rows of `editions.table`.
    book : Codebook
    messages : Messages
    """
    drawing = Drawing(_draw_editions, table, book, messages.plain)
    return Figure(drawing, _describe_editions(cells.bind(table, "editions"), book, messages))


def _draw_editions(table, book, messages, room=WIDE):
    names = [_title(row, book, messages) for row in table.itertuples()]
    layout = Rows.of(names, room, lines=3)
    fig, ax = layout.axes(below=1.3)
    ax.set_xlim(-0.02, RIGHT[room.is_narrow])
    ax.hlines(layout.places, table.share_before, table.share, color=LINE, linewidth=1.2)
    ring = {"markerfacecolor": "white", "markeredgecolor": ACCENT, "markersize": 6}
    ax.plot(table.share_before, layout.places, "o", clip_on=False, **ring)
    ax.plot(table.share, layout.places, "o", color=ACCENT, markersize=5, clip_on=False)
    for row, place in zip(table.itertuples(), layout.places, strict=True):
        text = f"{messages.percent(row.share_before)} → {messages.percent(row.share)}"
        ax.text(1.04, place, text, va="center", fontsize=SMALL)
    ax.spines["bottom"].set(visible=True, bounds=(0, 1))
    ticks = (0, 0.5, 1) if room.is_narrow else (0, 0.25, 0.5, 0.75, 1)
    ax.set_xticks(ticks, [messages.percent(x) for x in ticks], fontsize=SMALL)
    return fig


def _title(row, book, messages):
    question = book.question(row.question)
    answer = narrative.answers.joined_levels(question, row.level, messages)
    quoted = messages("quote", text=answer)
    return f"{messages.short(question)}{messages('colon')}{quoted}"


def _describe_editions(table, book, messages):
    """The share that moved furthest; where the rest is."""
    row = table.loc[(table.share - table.share_before).astype(float).abs().idxmax()]
    question = book.question(row.question)
    return messages(
        "editions.alt",
        answer=shorten(narrative.answers.joined_levels(question, row.level, messages.plain), 32),
        name=shorten(messages.plain.short(question), 44),
        before=messages.percent(row.share_before),
        now=messages.percent(row.share),
    )
