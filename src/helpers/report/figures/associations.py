"""Behaviours and outcomes: how they cross, how strongly they go together."""

import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns

from helpers.report import narrative
from helpers.report.figures.style import ACCENT, BAND, INK, WIDTH, wrap


def forest(associations, book, messages):
    """One line a behaviour: gamma, its interval, the range that could not be detected in grey, the verdict in words."""
    rows = associations.reset_index(drop=True)
    fig, ax = plt.subplots(figsize=(WIDTH, 0.28 * len(rows) + 0.5))
    for row in rows.itertuples():
        reach = min(row.detectable, 1.0) if pd.notna(row.detectable) else 1.0
        ax.barh(row.Index, 2 * reach, left=-reach, color=BAND, height=0.8)
        ax.hlines(row.Index, row.low, row.high, color=ACCENT, linewidth=1.6)
        ax.plot(row.effect, row.Index, "o", color=ACCENT, markersize=5)
        ax.annotate(
            narrative.associations.verdict(row.verdict, "association", messages),
            (1.06, row.Index),
            va="center",
            fontsize=9,
            annotation_clip=False,
        )
    ax.axvline(0, color=INK, linewidth=0.8)
    ax.set_yticks(
        rows.index, [wrap(book.question(id).short[messages.language]) for id in rows.behaviour]
    )
    ax.set(xlim=(-1, 1.5), ylim=(len(rows) - 0.45, -0.55))
    ax.set_xlabel(messages("axis.gamma"), x=0.4)
    ax.set_xticks([-1, -0.5, 0, 0.5, 1], [messages.number(x, 1) for x in (-1, -0.5, 0, 0.5, 1)])
    return fig


def forest_alt(associations, book, messages):
    """The picture of `forest` in words."""
    items = [
        messages(
            "alt.forest_item",
            behaviour=book.question(row.behaviour).short[messages.language],
            effect=messages.number(row.effect),
            interval=messages.interval(row.low, row.high),
            verdict=narrative.associations.verdict(row.verdict, "association", messages),
        )
        for row in associations.itertuples()
    ]
    return messages("alt.forest", items="; ".join(items))


def crosstabs(cells, outcome, book, messages):
    """Every behaviour crossed with one outcome: people in each cell, darker where more of their column stand there."""
    behaviours = list(dict.fromkeys(cells.behaviour))
    fig, axes = plt.subplots(
        len(behaviours), 1, figsize=(WIDTH, 0.72 * len(behaviours)), squeeze=False
    )
    for ax in axes[:, 0]:
        ax.set_visible(
            False
        )  # heatmap draws all that is visible, each time, to see whether labels overlap
    for id, ax in zip(behaviours, axes[:, 0], strict=True):
        question = book.question(id)
        table = (
            cells[cells.behaviour == id]
            .set_index(["outcome_level", "behaviour_level"])["count"]
            .unstack(sort=False)
        )
        columns = [
            wrap(question.label(level, messages.language), 80 // len(table.columns))
            for level in table.columns
        ]
        rows = [
            wrap(narrative.answers.joined_levels(outcome, name, messages), 36)
            for name in table.index
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
            table / table.sum().replace(0, 1),
            annot=table.map(messages.integer),
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
            question.short[messages.language], loc="left", fontsize=8.5, fontweight="bold", pad=2
        )
        ax.tick_params(length=0)
    for ax in axes[:, 0]:
        ax.set_visible(True)
    return fig


def crosstabs_alt(cells, outcome, book, messages):
    """The picture of `crosstabs` in words: for each behaviour, who is positive out of each level."""
    top = cells.outcome_level.iloc[-1]
    items = []
    for id, part in cells.groupby("behaviour", sort=False):
        total = part.groupby("behaviour_level", sort=False)["count"].sum()
        positive = part[part.outcome_level == top].set_index("behaviour_level")["count"]
        parts = [
            f"{book.question(id).label(level, messages.language)} {messages.integer(count)}/{messages.integer(total[level])}"
            for level, count in positive.items()
        ]
        items.append(
            f"{book.question(id).short[messages.language]}{messages('colon')}{', '.join(parts)}"
        )
    return messages(
        "alt.crosstabs",
        level=narrative.answers.joined_levels(outcome, top, messages),
        items="; ".join(items),
    )
