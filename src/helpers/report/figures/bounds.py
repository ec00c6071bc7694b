"""Who can be in two groups at once, by the published margins alone."""

import numpy as np
import pandas as pd

from helpers.codebook import Codebook
from helpers.report import cells
from helpers.report.catalogue import Messages
from helpers.report.figures.drawings import Drawing
from helpers.report.figures.room import WIDE
from helpers.report.figures.rows import Rows
from helpers.report.figures.style import ACCENT, FOLLOWS, LETTERS, Figure, shorten
from helpers.report.narrative.bounds import between, nearest

RIGHT = {False: 1.45, True: 1.5}  # of bars whose scale ends at 1: room for words


def bounds(table: pd.DataFrame, book: Codebook, messages: Messages) -> Figure:
    """For each behaviour, how few and how many active people can be among the positive."""
    drawing = Drawing(_draw_bounds, table, book, messages.plain)
    return Figure(drawing, _describe_bounds(cells.bind(table, "bounds"), book, messages))


def _draw_bounds(table, book, messages, room=WIDE):
    rows = nearest(table)
    layout = Rows.of(
        [messages.short(book.question(id)) for id in rows.behaviour], room, lines=3, least=1.2
    )
    fig, ax = layout.axes()
    most, where = max(rows.active.max(), 1), layout.places
    ax.barh(where, rows.active / most, height=0.7, **FOLLOWS)
    ax.hlines(where, rows.both_low / most, rows.both_high / most, color=ACCENT, linewidth=2)
    for ends in (rows.both_low, rows.both_high):
        ax.plot(ends / most, where, "|", color=ACCENT, markersize=9, markeredgewidth=1.2)
    for row, place in zip(rows.itertuples(), where, strict=True):
        text = between(row, messages)
        ax.text(row.active / most + 0.03, place, text, va="center", fontsize=LETTERS)
    ax.vlines(np.zeros(len(where)), where - 0.5, where + 0.5, color=ACCENT, linewidth=0.8)
    ax.set_xlim(-0.005, RIGHT[room.is_narrow])
    return fig


def _describe_bounds(table, book, messages):
    row = next(nearest(table).itertuples())
    name = shorten(messages.short(book.question(row.behaviour)))
    return messages("alt.bounds", name=name, range=between(row, messages))
