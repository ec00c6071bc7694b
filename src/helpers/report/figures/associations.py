"""Behaviours and outcomes: how they cross, how strongly they go together."""

import matplotlib.pyplot as plt
import pandas as pd

from helpers.codebook import Codebook, Question
from helpers.report import cells, narrative
from helpers.report.catalogue import Messages
from helpers.report.figures.drawings import Drawing
from helpers.report.figures.style import ACCENT, BAND, INK, WIDTH, Figure, wrap


def forest(table: pd.DataFrame, book: Codebook, messages: Messages) -> Figure:
    """One line a behaviour: gamma, its intervals, its verdict; grey is what was not detectable.

    Where that is not known there is no grey.
    """
    drawing = Drawing(_draw_forest, table, book, messages.plain)
    return Figure(drawing, _describe_forest(cells.bind(table, "associations"), book, messages))


def _draw_forest(associations, book, messages):
    rows = associations.reset_index(drop=True)
    fig, ax = plt.subplots(figsize=(WIDTH, 0.28 * len(rows) + 0.5))
    for row in rows.itertuples():
        if pd.notna(row.detectable):
            reach = min(row.detectable, 1.0)
            ax.barh(row.Index, 2 * reach, left=-reach, color=BAND, height=0.8)
        whole_family = (row.low_simultaneous, row.high_simultaneous)
        ax.hlines(row.Index, *whole_family, color=ACCENT, linewidth=0.7)
        ax.hlines(row.Index, row.low, row.high, color=ACCENT, linewidth=2)
        ax.plot(row.effect, row.Index, "o", color=ACCENT, markersize=5)
        ax.annotate(
            narrative.associations.verdict(row.verdict, messages),
            (1.06, row.Index),
            va="center",
            fontsize=9,
            annotation_clip=False,
        )
    ax.axvline(0, color=INK, linewidth=0.8)
    ax.set_yticks(
        rows.index, [wrap(messages.short(book.question(id)), lines=3) for id in rows.behaviour]
    )
    ax.set(xlim=(-1, 1.5), ylim=(len(rows) - 0.45, -0.55))
    ax.set_xlabel(messages("axis.gamma"), x=0.4)
    ax.set_xticks([-1, -0.5, 0, 0.5, 1], [messages.number(x, 1) for x in (-1, -0.5, 0, 0.5, 1)])
    return fig


def _describe_forest(associations, book, messages):
    items = [
        messages(
            "alt.forest_item",
            behaviour=messages.short(book.question(row.behaviour)),
            effect=messages.number(row.effect),
            interval=messages.interval(row.low, row.high),
            verdict=narrative.associations.verdict(row.verdict, messages),
        )
        for row in associations.itertuples()
    ]
    return messages("alt.forest", items="; ".join(items))


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
