"""One share at every event that a survey was held at."""

import pandas as pd

from helpers.report import cells
from helpers.report.catalogue import Messages
from helpers.report.figures.drawings import Drawing
from helpers.report.figures.room import WIDE
from helpers.report.figures.rows import Rows
from helpers.report.figures.style import ACCENT, INK, SMALL, Figure, shorten

RIGHT = {False: 1.45, True: 1.55}  # of an axis that ends at 1: room for shares
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


def _draw_events(table, messages, room=WIDE):
    rows = _events(table, messages)
    layout = Rows.of(rows.event, room)
    fig, ax = layout.axes(below=1.3)
    where = layout.places
    ax.hlines(where, rows.low, rows.high, color=ACCENT, linewidth=1.6)
    ax.plot(rows.share, where, "o", color=ACCENT, markersize=4.5, clip_on=False)
    between = rows.base.isna().to_numpy()
    ax.plot(rows.share[between], where[between], "D", color=INK, markersize=4.5, clip_on=False)
    for row, place in zip(rows.itertuples(), where, strict=True):
        ax.text(1.04, place, _share(row, messages), va="center", fontsize=SMALL)
    ax.spines["bottom"].set(visible=True, bounds=(0, 1))
    ax.set_xlim(-0.02, RIGHT[room.is_narrow])
    ticks = (0, 0.5, 1) if room.is_narrow else (0, 0.25, 0.5, 0.75, 1)
    ax.set_xticks(ticks, [messages.percent(x) for x in ticks], fontsize=SMALL)
    return fig


def _describe_events(table, messages):
    """The first and the last event; where the rest is."""
    rows = table.sort_values(["share", "event"], ascending=[False, True])
    ends = [
        f"{shorten(row.event, 40)}{messages('colon')}{_share(row, messages)}"
        for row in (rows.iloc[0], rows.iloc[-1])
    ]
    return messages("events.alt", first=ends[0], last=ends[1])


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
