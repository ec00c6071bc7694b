"""Behaviours and outcomes: how they cross, how strongly they go together, what their margins bound."""

import matplotlib.pyplot as plt
import pandas as pd
import seaborn as sns

from helpers.report import narrative
from helpers.report.figures.style import ACCENT, BAND, INK, WIDTH, wrap


def forest(associations, book, words):
    """One line a behaviour: gamma, its interval, the range that could not be detected in grey, the verdict in words."""
    rows = associations.reset_index(drop=True)
    fig, ax = plt.subplots(figsize=(WIDTH, 0.28 * len(rows) + 0.5))
    for row in rows.itertuples():
        reach = min(row.detectable, 1.0) if pd.notna(row.detectable) else 1.0
        ax.barh(row.Index, 2 * reach, left=-reach, color=BAND, height=0.8)
        ax.hlines(row.Index, row.low, row.high, color=ACCENT, linewidth=1.6)
        ax.plot(row.effect, row.Index, "o", color=ACCENT, markersize=5)
        ax.annotate(
            narrative.verdict(row.verdict, "association", words),
            (1.06, row.Index),
            va="center",
            fontsize=9,
            annotation_clip=False,
        )
    ax.axvline(0, color=INK, linewidth=0.8)
    ax.set_yticks(
        rows.index, [wrap(book.question(id).short[words.language]) for id in rows.behaviour]
    )
    ax.set(xlim=(-1, 1.5), ylim=(len(rows) - 0.45, -0.55))
    ax.set_xlabel(words("axis.gamma"), x=0.4)
    ax.set_xticks([-1, -0.5, 0, 0.5, 1], [words.number(x, 1) for x in (-1, -0.5, 0, 0.5, 1)])
    return fig


def forest_alt(associations, book, words):
    """The picture of `forest` in words."""
    items = [
        words(
            "alt.forest_item",
            behaviour=book.question(row.behaviour).short[words.language],
            effect=words.number(row.effect),
            interval=words.interval(row.low, row.high),
            verdict=narrative.verdict(row.verdict, "association", words),
        )
        for row in associations.itertuples()
    ]
    return words("alt.forest", items="; ".join(items))


def crosstabs(cells, outcome, book, words):
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
            wrap(question.label(level, words.language), 80 // len(table.columns))
            for level in table.columns
        ]
        rows = [wrap(narrative.levels(outcome, name, words), 36) for name in table.index]
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
            annot=table.map(words.integer),
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
            question.short[words.language], loc="left", fontsize=8.5, fontweight="bold", pad=2
        )
        ax.tick_params(length=0)
    for ax in axes[:, 0]:
        ax.set_visible(True)
    return fig


def crosstabs_alt(cells, outcome, book, words):
    """The picture of `crosstabs` in words: for each behaviour, who is positive out of each level."""
    top = cells.outcome_level.iloc[-1]
    items = []
    for id, part in cells.groupby("behaviour", sort=False):
        total = part.groupby("behaviour_level", sort=False)["count"].sum()
        positive = part[part.outcome_level == top].set_index("behaviour_level")["count"]
        parts = [
            f"{book.question(id).label(level, words.language)} {words.integer(count)}/{words.integer(total[level])}"
            for level, count in positive.items()
        ]
        items.append(f"{book.question(id).short[words.language]}{words('colon')}{', '.join(parts)}")
    return words(
        "alt.crosstabs", level=narrative.levels(outcome, top, words), items="; ".join(items)
    )


def bounds(table, book, words):
    """For each behaviour, how few and how many active people can be among the positive, by the margins alone."""
    rows = _nearest(table)
    fig, ax = plt.subplots(figsize=(WIDTH, 0.3 * len(rows) + 0.5))
    ax.barh(rows.index, rows.active, color=BAND, height=0.7)
    ax.hlines(rows.index, rows.both_low, rows.both_high, color=ACCENT, linewidth=4)
    for row in rows.itertuples():
        ax.annotate(
            _range(row, words),
            (row.active, row.Index),
            (6, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
        )
    ax.set_yticks(
        rows.index, [wrap(book.question(id).short[words.language]) for id in rows.behaviour]
    )
    most = rows.active.max()
    ax.set(ylim=(len(rows) - 0.5, -0.5), xlim=(0, most * 1.3), xlabel=words("axis.people"))
    ax.set_xticks(
        [
            tick
            for tick in plt.MaxNLocator(6, integer=True).tick_values(0, most)
            if tick <= most * 1.3
        ]
    )
    return fig


def bounds_alt(table, book, words):
    """The picture of `bounds` in words."""
    items = [
        f"{book.question(row.behaviour).short[words.language]}{words('colon')}{_range(row, words)}"
        for row in _nearest(table).itertuples()
    ]
    return words("alt.bounds", items="; ".join(items))


def _range(row, words):
    values = {"low": row.both_low, "high": row.both_high, "active": row.active}
    return words(
        "published.bounds_range", **{key: words.integer(value) for key, value in values.items()}
    )


def _nearest(table):
    """The bounds in the main reading, at the number of respondents nearest to the published one: it stands first."""
    rows = table[table.reading == "main"].drop_duplicates(["behaviour", "outcome"])
    return rows.reset_index(drop=True)
