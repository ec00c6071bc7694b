"""How the numbers of one question are spread: a dot a person, or columns of one width."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.ticker import Formatter, FuncFormatter, MaxNLocator

from helpers.codebook import Question
from helpers.report import cells
from helpers.report.catalogue import Messages
from helpers.report.figures.drawings import Drawing
from helpers.report.figures.room import WIDE
from helpers.report.figures.style import ACCENT, BAND, INK, Figure

MAX_DOTS = 15  # one above the other; more people of one number are drawn as a column


def numbers(
    shares: pd.DataFrame, statistics: pd.DataFrame, question: Question, messages: Messages
) -> Figure:
    """How numbers, or the lengths of texts, are spread, with their median and its interval.

    Parameters
    ----------
    shares, statistics : DataFrame
        The rows of one question, as `tables.shares` and `summaries.statistics` make them; somebody
        gave a number.
    question : Question
    messages : Messages
    """
    drawing = Drawing(_draw, shares, statistics, messages.plain)
    return Figure(drawing, _describe(cells.bind(statistics, "statistics"), question, messages))


def _draw(shares, statistics, messages, room=WIDE):
    values, steps = (shares[shares.status == status] for status in ("value", "bin"))
    middle = statistics.set_index("statistic").loc["median"]
    highest = max([*values["count"], *steps["count"]])
    are_dots = len(values) and highest <= MAX_DOTS
    height = 0.75 + 0.085 * max(highest, 3) if are_dots else 1.7
    fig, ax = plt.subplots(figsize=(room.width, height))
    if not np.isnan(middle.low):
        ax.axvspan(middle.low, middle.high, color=BAND, zorder=0, linewidth=0)
    ax.axvline(middle.estimate, color=INK, linewidth=1.1, zorder=1 if are_dots else 3)
    if are_dots:
        _dots(ax, values)
    elif len(values):
        ax.bar(values.level.astype(float), values["count"], width=_gap(values) * 0.8, color=ACCENT)
    else:
        edges = steps.level.str.split("|", expand=True).astype(float).to_numpy()
        width = edges[:, 1] - edges[:, 0]
        ax.bar(edges[:, 0], steps["count"], width, align="edge", color=ACCENT, edgecolor="white")
    _axes(ax, are_dots, messages, room)
    return fig


def _dots(ax, values):
    """As many dots above a number as people gave it."""
    heights = [np.arange(count) + 0.5 for count in values["count"]]
    places = np.repeat(values.level.astype(float).to_numpy(), values["count"])
    ax.scatter(
        places,
        np.concatenate(heights),
        s=24,
        color=ACCENT,
        edgecolor="white",
        linewidth=0.5,
        zorder=2,
        clip_on=False,
    )
    ax.set(ylim=(0, max(3, values["count"].max())), yticks=[])
    ax.spines["left"].set_visible(False)


def _gap(values):
    """The smallest distance between two numbers."""
    distances = np.diff(np.sort(values.level.astype(float)))
    return distances.min() if len(distances) else 1.0


class _Amounts(Formatter):
    """Numbers under an axis, all with as many decimals as the one that has most."""

    def __init__(self, messages):
        self.messages = messages

    def __call__(self, value, place=None):
        return self.format_ticks([value])[0]

    def format_ticks(self, values):
        """The text of each tick."""
        ticks = np.asarray(values)
        decimals = next(d for d in range(10) if d == 9 or np.allclose(ticks, ticks.round(d)))
        if not decimals:
            return [*map(self.messages.amount, values)]
        return [self.messages.number(value, decimals) for value in values]


def _axes(ax, are_dots, messages, room):
    ax.spines["bottom"].set_visible(True)
    ax.xaxis.set_major_locator(MaxNLocator(4 if room.is_narrow else 8, steps=[1, 2, 2.5, 5, 10]))
    ax.xaxis.set_major_formatter(_Amounts(messages))
    if not are_dots:
        ax.yaxis.set_major_locator(MaxNLocator(4, integer=True))
        ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: messages.integer(value)))
        ax.set_ylabel(messages("axis.people"))
    ax.margins(x=0.03)


def _describe(statistics, question, messages):
    rows = statistics.set_index("statistic")
    value = rows.estimate
    if question.kind == "text":
        return messages(
            "alt.lengths",
            n=rows.base["median"],
            median=messages.amount(value["median"]),
            low=messages.integer(value["minimum"]),
            high=messages.integer(value["maximum"]),
        )
    return messages(
        "alt.numbers",
        people=messages("people_in_words", n=rows.base["median"]),
        median=messages.quantity(value["median"], question),
        low=messages.quantity(value["minimum"], question),
        high=messages.quantity(value["maximum"], question),
    )
