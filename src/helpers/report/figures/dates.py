"""How dates are spread: people by day, week, month, quarter or year."""

import datetime

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from babel import dates as babel_dates
from matplotlib.ticker import FuncFormatter, MaxNLocator

from helpers.codebook.days import day_of
from helpers.report import cells
from helpers.report.catalogue import Messages
from helpers.report.figures.drawings import Drawing
from helpers.report.figures.room import WIDE
from helpers.report.figures.style import ACCENT, BAND, INK, Figure

MOST_TICKS, NARROW_TICKS = 6, 4
# Days of a step, at most → the parts of a date that its axis tells.
PARTS = ((1, "MMMd"), (7, "MMMd"), (92, "yMMM"), (10_000_000, "y"))


def dates(shares: pd.DataFrame, statistics: pd.DataFrame, messages: Messages) -> Figure:
    """How dates are spread, with their median and its interval.

    Parameters
    ----------
    shares, statistics : DataFrame
        The rows of one question, as `tables.shares` and `summaries.statistics` make them; somebody
        gave a date.
    messages : Messages
    """
    drawing = Drawing(_draw, shares, statistics, messages.plain)
    return Figure(drawing, _describe(cells.bind(statistics, "statistics"), messages))


def _draw(shares, statistics, messages, room=WIDE):
    steps = shares[shares.status == "bin"]
    edges = [
        [datetime.date.fromisoformat(end) for end in level.split("|")] for level in steps.level
    ]
    starts, ends = np.array([[day.toordinal() for day in pair] for pair in edges]).T
    middle = statistics.set_index("statistic").loc["median"]
    fig, ax = plt.subplots(figsize=(room.width, 1.7))
    if not np.isnan(middle.low):
        low, high = (day_of(end).toordinal() for end in (middle.low, middle.high))
        ax.axvspan(low, high + 1, color=BAND, zorder=0, linewidth=0)
    ax.bar(starts, steps["count"], ends - starts, align="edge", color=ACCENT, edgecolor="white")
    ax.axvline(day_of(middle.estimate).toordinal() + 0.5, color=INK, linewidth=1.1, zorder=3)
    every = -(-len(edges) // (NARROW_TICKS if room.is_narrow else MOST_TICKS))
    parts = next(parts for days, parts in PARTS if ends[0] - starts[0] <= days)
    ticks = [_named(start, parts, messages) for start, _ in edges[::every]]
    if "y" not in parts:  # the year once, and where it changes
        years = [start.year for start, _ in edges[::every]]
        for place, year in enumerate(years):
            if not place or year != years[place - 1]:
                ticks[place] += f"\n{year}"
    ax.set_xticks(starts[::every], ticks)
    ax.spines["bottom"].set_visible(True)
    ax.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: messages.integer(value)))
    ax.set_ylabel(messages("axis.people"))
    ax.margins(x=0.03)
    return fig


def _named(day, parts, messages):
    return babel_dates.format_skeleton(parts, day, locale=messages.locale)


def _describe(statistics, messages):
    rows = statistics.set_index("statistic")
    value = rows.estimate
    return messages(
        "alt.dates",
        people=messages("people_in_words", n=rows.base["median"]),
        median=messages.day(value["median"]),
        earliest=messages.day(value["earliest"]),
        latest=messages.day(value["latest"]),
    )
