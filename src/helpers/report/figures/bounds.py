"""Who can be in two groups at once, by the published margins alone."""

import matplotlib.pyplot as plt
import pandas as pd

from helpers.codebook import Codebook
from helpers.report import cells
from helpers.report.catalogue import Messages
from helpers.report.figures.drawings import Drawing
from helpers.report.figures.style import ACCENT, BAND, WIDTH, Figure, wrap


def bounds(table: pd.DataFrame, book: Codebook, messages: Messages) -> Figure:
    """For each behaviour, how few and how many active people can be among the positive."""
    drawing = Drawing(_draw_bounds, table, book, messages.plain)
    return Figure(drawing, _describe_bounds(cells.bind(table, "bounds"), book, messages))


def _draw_bounds(table, book, messages):
    rows = _nearest(table)
    fig, ax = plt.subplots(figsize=(WIDTH, 0.3 * len(rows) + 0.5))
    ax.barh(rows.index, rows.active, color=BAND, height=0.7)
    ax.hlines(rows.index, rows.both_low, rows.both_high, color=ACCENT, linewidth=4)
    for row in rows.itertuples():
        ax.annotate(
            _range(row, messages),
            (row.active, row.Index),
            (6, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
        )
    ax.set_yticks(
        rows.index, [wrap(messages.short(book.question(id)), lines=3) for id in rows.behaviour]
    )
    most = rows.active.max()
    ax.set(ylim=(len(rows) - 0.5, -0.5), xlim=(0, most * 1.3), xlabel=messages("axis.people"))
    ax.set_xticks(
        [
            tick
            for tick in plt.MaxNLocator(6, integer=True).tick_values(0, most)
            if tick <= most * 1.3
        ]
    )
    return fig


def _describe_bounds(table, book, messages):
    items = [
        f"{messages.short(book.question(row.behaviour))}{messages('colon')}{_range(row, messages)}"
        for row in _nearest(table).itertuples()
    ]
    return messages("alt.bounds", items="; ".join(items))


def _range(row, messages):
    return messages(
        "published.bounds_range",
        low=messages.integer(row.both_low),
        high=messages.integer(row.both_high),
        active=messages.integer(row.active),
    )


def _nearest(table):
    """The bounds in the main reading, at the number of respondents nearest to the published one.

    It stands first.
    """
    rows = table[table.reading == "main"].drop_duplicates(["behaviour", "outcome"])
    return rows.reset_index(drop=True)
