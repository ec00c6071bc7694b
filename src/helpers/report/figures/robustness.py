"""Whether a verdict holds when one decision is made otherwise."""

import math

import matplotlib.pyplot as plt
import pandas as pd

from helpers.analysis.specifications import Kind
from helpers.codebook import Codebook
from helpers.report import cells, narrative
from helpers.report.catalogue import Messages
from helpers.report.figures.drawings import Drawing
from helpers.report.figures.style import ACCENT, INK, QUIET, WIDTH, Figure, wrap

ACROSS = 5  # panels beside each other


def specifications(table: pd.DataFrame, book: Codebook, messages: Messages) -> Figure:
    """One panel a behaviour, one line a specification: gamma, its interval, black if it flips.

    Parameters
    ----------
    table : DataFrame
        The rows of one outcome, as `robustness.table` makes them.
    book : Codebook
    messages : Messages
    """
    drawing = Drawing(_draw_specifications, table, book, messages.plain)
    return Figure(
        drawing, _describe_specifications(cells.bind(table, "robustness"), book, messages)
    )


def _draw_specifications(rows, book, messages):
    names, behaviours = list(dict.fromkeys(rows.specification)), list(dict.fromkeys(rows.behaviour))
    across = min(ACROSS, len(behaviours))
    down = math.ceil(len(behaviours) / across)
    size = (WIDTH, down * (0.19 * len(names) + 0.75))
    fig, axes = plt.subplots(down, across, figsize=size, sharex=True, sharey=True, squeeze=False)
    for ax, behaviour in zip(axes.flat, behaviours, strict=False):
        for row in rows[rows.behaviour == behaviour].itertuples():
            y, flips = names.index(row.specification), bool(row.differs)
            colour = INK if flips else ACCENT if row.specification == Kind.MAIN else QUIET
            ax.hlines(y, row.low, row.high, color=colour, linewidth=1.3)
            ax.plot(
                row.effect,
                y,
                "D" if flips else "o",
                color=colour,
                markersize=5 if flips else 3.8,
                clip_on=False,
            )
        ax.axvline(0, color=INK, linewidth=0.6)
        ax.set_title(wrap(messages.short(book.question(behaviour)), 15, lines=5), fontsize=8)
        ax.tick_params("y", length=0)
    for ax in list(axes.flat)[len(behaviours) :]:
        ax.axis("off")
    axes[0, 0].set(xlim=(-1.05, 1.05), ylim=(len(names) - 0.4, -0.6))
    axes[0, 0].set_xticks([-1, 0, 1], [messages.number(x, 0) for x in (-1, 0, 1)])
    axes[0, 0].set_yticks(
        range(len(names)),
        [wrap(narrative.robustness.specification(name, book, messages), 40) for name in names],
    )
    fig.supxlabel(messages("axis.effect"), fontsize=9)
    return fig


def _describe_specifications(rows, book, messages):
    items = [
        messages(
            "alt.specifications_item",
            behaviour=messages.short(book.question(behaviour)),
            interval=messages.interval(part.effect.min(), part.effect.max()),
            flips=messages("alt.flips", n=_flips(rows, behaviour)),
        )
        for behaviour, part in rows.groupby("behaviour", sort=False)
    ]
    return messages("alt.specifications", items="; ".join(items))


def _flips(rows, behaviour):
    """Under how many specifications the verdict on a behaviour is another one."""
    outcome = rows.outcome.iloc[0]
    where = {"behaviour": behaviour, "outcome": outcome, "differs": [True]}
    return cells.count(rows, "robustness", **where)
