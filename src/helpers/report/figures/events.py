"""One share at every event that a survey was held at."""

import matplotlib.pyplot as plt
import pandas as pd

from helpers.report import cells
from helpers.report.catalogue import Messages
from helpers.report.figures.drawings import Drawing
from helpers.report.figures.style import ACCENT, INK, WIDTH, Figure, wrap

MANY, NBSP = 24, "\u00a0"  # events that one picture can show each


def events(table: pd.DataFrame, messages: Messages) -> Figure:
    """One share at every event, the largest first; of many, both ends and the quartiles.

    Parameters
    ----------
    table : DataFrame
        The rows of one question, as `comparison.shares` makes them.
    messages : Messages
    """
    drawing = Drawing(_draw_events, table, messages.plain)
    return Figure(drawing, _describe_events(cells.bind(table, "event_shares"), messages))


def _draw_events(table, messages):
    rows = _events(table, messages)
    fig, ax = plt.subplots(figsize=(WIDTH, 0.22 * len(rows) + 0.4))
    ax.hlines(rows.index, rows.low, rows.high, color=ACCENT, linewidth=1.6)
    ax.plot(rows.share, rows.index, "o", color=ACCENT, markersize=4.5, clip_on=False)
    between = rows[rows.base.isna()]
    ax.plot(between.share, between.index, "D", color=INK, markersize=4.5, clip_on=False)
    for row in rows.itertuples():
        ax.annotate(
            _share(row, messages),
            (1.02, row.Index),
            va="center",
            fontsize=8.5,
            annotation_clip=False,
        )
    ax.set_yticks(rows.index, [wrap(name, 36) for name in rows.event])
    ax.set(xlim=(0, 1), ylim=(len(rows) - 0.45, -0.55))
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], [messages.percent(x) for x in (0, 0.25, 0.5, 0.75, 1)])
    return fig


def _describe_events(table, messages):
    items = [
        f"{row.event}{messages('colon')}{_share(row, messages)}"
        for row in _events(table, messages).itertuples()
    ]
    return messages("events.alt", items="; ".join(items))


def _events(table, messages):
    """The lines of the picture: a quartile is a share without base or interval."""
    rows = table.sort_values(["share", "event"], ascending=[False, True], ignore_index=True)
    if len(rows) <= MANY:
        return rows
    levels = {0.75: "events.third", 0.5: "events.middle", 0.25: "events.first"}
    quartiles = pd.DataFrame(
        {
            "event": [messages(key) for key in levels.values()],
            "share": [
                cells.quantile(
                    table, "event_shares", "share", level, question=table.question.iloc[0]
                )
                for level in levels
            ],
        },
        dtype=object,
    )
    return pd.concat([rows.head(5), quartiles, rows.tail(5)], ignore_index=True)


def _share(row, messages):
    if pd.isna(row.base):
        return messages.percent(row.share)
    return f"{messages.percent(row.share)} (n{NBSP}={NBSP}{messages.integer(row.base)})"
