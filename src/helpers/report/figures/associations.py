"""Behaviours and outcomes: how they cross, how strongly they go together."""

import matplotlib.pyplot as plt
import pandas as pd

from helpers.analysis.family import Verdict
from helpers.codebook import Codebook, Question
from helpers.report import cells, narrative
from helpers.report.catalogue import Messages
from helpers.report.figures.drawings import Drawing
from helpers.report.figures.panels import VALUES, panels
from helpers.report.figures.room import WIDE
from helpers.report.figures.style import (
    ACCENT,
    BAND,
    INK,
    LETTERS,
    QUIET,
    SMALL,
    WIDTH,
    Figure,
    wrap,
)


def forest(table: pd.DataFrame, book: Codebook, messages: Messages) -> Figure:
    """One line a behaviour, one panel an outcome: gamma, its interval, and where it is detectable.

    A verdict that decides something is bold. Of a reconstruction, points are empty and intervals
    dashed, for all of it was drawn at random.
    """
    drawing = Drawing(_draw_forest, table, book, messages.plain)
    return Figure(drawing, _describe_forest(cells.bind(table, "associations"), messages))


def _draw_forest(associations, book, messages, room=WIDE):
    outcomes = list(dict.fromkeys(associations.outcome))
    behaviours = list(dict.fromkeys(associations.behaviour))
    names, titles = (
        [messages.short(book.question(id)) for id in ids] for ids in (behaviours, outcomes)
    )
    fig, axes, layout = panels(names, titles, messages, room)
    for ax, outcome in zip(axes, outcomes, strict=True):
        rows = associations[associations.outcome == outcome].set_index("behaviour")
        for behaviour, place in zip(behaviours, layout.places, strict=True):
            if behaviour in rows.index:
                _pair(ax, rows.loc[behaviour], place, book, messages)
        if (rows.detectable < 1).any():
            for x, side in ((-1, "left"), (1, "right")):
                word = messages("axis.detectable")
                ax.text(x, -0.15, word, ha=side, va="bottom", fontsize=SMALL, color=INK)
    return fig


def _pair(ax, row, place, book, messages):
    reach = row.detectable
    if pd.notna(reach) and reach < 1:
        for left, edge in ((-1, -reach), (reach, reach)):
            ax.barh(place, 1 - reach, left=left, height=0.9, zorder=0, color=BAND)
            ax.vlines(edge, place - 0.45, place + 0.45, color=QUIET, linewidth=0.8, zorder=0)
    if pd.isna(row.effect):
        return
    line = {"linestyle": (0, (3, 2))} if book.synthetic else {}
    ax.hlines(place, row.low, row.high, color=ACCENT, linewidth=1.2, **line)
    ax.plot([row.low, row.high], [place] * 2, "|", color=ACCENT, markersize=5, markeredgewidth=1)
    inside = "white" if book.synthetic else ACCENT
    ax.plot(row.effect, place, "o", color=ACCENT, markerfacecolor=inside, markersize=5)
    weight = "normal" if row.verdict == Verdict.OPEN else "bold"
    text = messages.number(row.effect)
    ax.text(VALUES, place, text, ha="right", va="center", fontsize=LETTERS, fontweight=weight)


def _describe_forest(associations, messages):
    """What the pairs come to, in a sentence."""
    return messages("alt.forest", headline=narrative.associations.headline(associations, messages))


def crosstabs(table: pd.DataFrame, outcome: Question, book: Codebook, messages: Messages) -> Figure:
    """Every behaviour crossed with one outcome: people in each cell, darker where they are more."""
    drawing = Drawing(_draw_crosstabs, table, outcome, book, messages.plain)
    return Figure(
        drawing, _describe_crosstabs(cells.bind(table, "crosstabs"), outcome, book, messages)
    )


def _draw_crosstabs(table, outcome, book, messages):
    import seaborn as sns  # which takes long to load, and only drawing needs it

    behaviours = list(dict.fromkeys(table.behaviour))
    fig, axes = plt.subplots(
        len(behaviours), 1, figsize=(WIDTH, 0.72 * len(behaviours)), squeeze=False
    )
    for ax in axes[:, 0]:
        # Heatmap draws all that is visible, each time, to see whether labels overlap.
        ax.set_visible(False)
    for id, ax in zip(behaviours, axes[:, 0], strict=True):
        question = book.question(id)
        keys = ["outcome_level", "behaviour_level"]
        counts = table[table.behaviour == id].set_index(keys)["count"].unstack(sort=False)
        columns = [
            wrap(messages.label(question, level), 80 // len(counts.columns))
            for level in counts.columns
        ]
        rows = [
            wrap(narrative.answers.joined_levels(outcome, name, messages), 36)
            for name in counts.index
        ]
        # Up to half of the scale only: on every shade, dark figures stay readable.
        look = {
            "cmap": "Blues",
            "vmin": 0,
            "vmax": 2,
            "cbar": False,
            "linewidths": 1,
            "linecolor": "white",
        }
        sns.heatmap(
            counts / counts.sum().replace(0, 1),
            annot=counts.map(messages.integer),
            fmt="",
            annot_kws={"size": 8.5, "color": INK},
            xticklabels=columns,
            yticklabels=rows,
            ax=ax,
            **look,
        )
        ax.tick_params("both", labelsize=8, labelrotation=0)
        ax.set(xlabel="", ylabel="")
        ax.set_title(
            wrap(messages.short(question), 90, lines=2),
            loc="left",
            fontsize=8.5,
            fontweight="bold",
            pad=2,
        )
        ax.tick_params(length=0)
    for ax in axes[:, 0]:
        ax.set_visible(True)
    return fig


def _describe_crosstabs(table, outcome, book, messages):
    top = table.outcome_level.iloc[-1]
    items = []
    for id, part in table[table.outcome_level == top].groupby("behaviour", sort=False):
        question = book.question(id)
        parts = []
        for row in part.itertuples():
            level = {"behaviour_level": row.behaviour_level}
            where = {"behaviour": id, "outcome": outcome.id} | level
            total = cells.total(table, "crosstabs", "count", **where)
            counts = f"{messages.integer(row.count)}/{messages.integer(total)}"
            parts.append(f"{messages.label(question, row.behaviour_level)} {counts}")
        items.append(f"{messages.short(question)}{messages('colon')}{', '.join(parts)}")
    return messages(
        "alt.crosstabs",
        level=narrative.answers.joined_levels(outcome, top, messages),
        items="; ".join(items),
    )
