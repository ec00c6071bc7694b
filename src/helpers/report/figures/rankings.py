"""What was ranked how high: the mean rank of each option, with its interval."""

import pandas as pd
from matplotlib.ticker import FuncFormatter, MaxNLocator

from helpers.codebook import Question
from helpers.report import cells
from helpers.report.catalogue import Messages
from helpers.report.figures.drawings import Drawing
from helpers.report.figures.room import WIDE
from helpers.report.figures.rows import Rows
from helpers.report.figures.style import ACCENT, BAND, LETTERS, LINE, Figure
from helpers.report.narrative.rankings import DECIMALS, in_order

COUNTS, NARROW_COUNTS = 0.16, 0.28  # of the width: how many ranked each option
BELOW = 2.1  # lines, of the axis and its title


def mean_ranks(statistics: pd.DataFrame, question: Question, messages: Messages) -> Figure:
    """A point and an interval for each option, the one ranked highest first.

    Parameters
    ----------
    statistics : DataFrame
        The rows of one question, as `summaries.statistics` makes them.
    question : Question
    messages : Messages
    """
    drawing = Drawing(_draw, statistics, question, messages.plain)
    return Figure(drawing, _describe(cells.bind(statistics, "statistics"), question, messages))


def _draw(statistics, question, messages, room=WIDE):
    rows = in_order(statistics, question)
    layout = Rows.of([messages.label(question, level) for level in rows["item"]], room)
    fig, ax = layout.axes(below=BELOW)
    place, where = ax.get_position(), layout.places
    counts = NARROW_COUNTS if room.is_narrow else COUNTS
    ax.set_position([place.x0 + 0.01, place.y0, place.width - counts, place.height])
    ax.hlines(where, rows.low, rows.high, color=LINE, linewidth=1)
    ax.plot(rows.estimate, where, "o", color=ACCENT, markersize=5.5)
    for count, place in zip(_ranked(statistics, rows), where, strict=True):
        text, across = messages("ranking.by", n=count), ax.get_yaxis_transform()
        ax.text(1.03, place, text, fontsize=LETTERS, va="center", transform=across)
    last = len(question.levels)
    beyond = 0.04 * (last - 1)  # room for a point at either end
    ax.set_xlim(1 - beyond, last + beyond)
    most = 4 if room.is_narrow else 9
    ax.xaxis.set_major_locator(MaxNLocator(most, integer=True, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: messages.integer(value)))
    ax.set_xlabel(messages("axis.mean_rank"), fontsize=LETTERS)
    ax.spines["bottom"].set_visible(True)
    ax.grid(axis="x", color=BAND, linewidth=0.6)
    ax.set_axisbelow(True)
    return fig


def _ranked(statistics, rows):
    counts = statistics[statistics.statistic == "ranked"].set_index("item").estimate
    return counts[rows["item"]]


def _describe(statistics, question, messages):
    first = in_order(statistics, question).iloc[0]
    mean = messages.number(first.estimate, DECIMALS)
    return messages("alt.mean_ranks", label=messages.label(question, first["item"]), mean=mean)
