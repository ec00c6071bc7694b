"""One table, one picture, and the same in words for a reader who does not see it."""

import itertools
import textwrap
from pathlib import Path

import font_source_sans_pro
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib import font_manager
from matplotlib.legend import Legend

from helpers import narrative
from helpers.codebook import MISSING

WIDTH = 6.3  # inches: the text of a Letter page
ACCENT, QUIET, INK, BAND = "#3b75af", "#9a9a9a", "#1a1a1a", "#e3e3e3"
MANY, NBSP = 24, "\u00a0"  # events that one picture can show each
LOW, HIGH = ("#a63603", "#e6803c"), ("#6f9bc4", "#1f4e79")  # apart in grey too, and to colour-blind readers

for _name in ("SourceSansPro", "SourceSansProIt", "SourceSansProBold"):
    font_manager.fontManager.addfont(getattr(font_source_sans_pro, _name))
plt.style.use(Path(__file__).with_suffix(".mplstyle"))


def shares(table, question, words):
    """Bars of one question, in the codebook's order, each with its interval, count and share.

    The levels that the codebook highlights are dark. Bars of one colour are alternatives; of a several-answers question
    they are separate options.

    Parameters
    ----------
    table : DataFrame
        The rows of one question, as `tables.shares` makes them.
    question : Question
    words : Words

    Returns
    -------
    matplotlib.figure.Figure
    """
    rows = table[table.status == "level"].reset_index(drop=True)
    labels = [_label(question, level, words) for level in rows.level]
    colours = [ACCENT if level in question.highlight or not question.highlight else QUIET for level in rows.level]
    lines = sum(1 + label.count("\n") * 0.6 for label in labels)
    fig, ax = plt.subplots(figsize=(WIDTH, 0.215 * lines + 0.1))
    where = np.arange(len(rows))
    sns.barplot(
        x=rows.share.to_numpy(), y=where, hue=where, palette=colours, orient="h", legend=False, saturation=1, ax=ax
    )
    ax.hlines(where, rows.low, rows.high, color=INK, linewidth=1.1)
    for row in rows.itertuples():
        end = np.nanmax([row.high, row.share, 0])
        text = f"{words.integer(row.count)} ({words.percent(row.share)})" if row.base else words.integer(0)
        ax.annotate(text, (end, row.Index), (5, 0), textcoords="offset points", va="center", fontsize=9)
    ax.set_yticks(where, labels)
    ax.axvline(0, color=INK, linewidth=0.8)
    ax.set(xlim=(0, 1.08), xlabel="", ylabel="", xticks=[])
    ax.spines["bottom"].set_visible(False)
    return fig


def shares_alt(table, question, words):
    """The picture of `shares` in words: every level with its count and share, and the base."""
    rows = table[table.status == "level"]
    items = "; ".join(
        f"{question.label(row.level, words.language) if question.levels else row.level}{words('colon')}"
        f"{words.integer(row.count)} ({words.percent(row.share)})"
        for row in rows.itertuples()
    )
    return words("alt.shares", base=words.integer(rows.base.iloc[0]), items=items)


def overview(table, book, words):
    """All behaviours as stacked bars around a common zero: the lower half of each scale left, the upper right."""
    questions = book.with_role("behaviour")
    groups = pd.Series([tuple(q.label(level, words.language) for level in q.scale) for q in questions])
    heads = ~groups.duplicated()
    fig, ax = plt.subplots(figsize=(WIDTH, 0.3 * (len(questions) + heads.sum()) + 0.1))
    y, ticks = 0.0, []
    for question, labels, head in zip(questions, groups, heads, strict=True):
        if head:
            _legend(ax, labels, y)
            y += 1
        rows = table[(table.question == question.id) & (table.status == "level")].set_index("level").loc[question.scale]
        _diverging(ax, rows.share.fillna(0).to_numpy(), y, words)
        ticks.append((y, _wrap(question.short[words.language])))
        y += 1
    middles = np.array([at for at, _ in ticks])
    ax.vlines(np.zeros(len(middles)), middles - 0.45, middles + 0.45, color=INK, linewidth=0.8)
    ax.set_yticks(middles, [label for _, label in ticks])
    ax.set(xlim=(-1, 1), ylim=(y - 0.5, -0.6), xticks=[])
    ax.spines["bottom"].set_visible(False)
    return fig


def _tones(count):
    """Colours of a scale: dark at both ends, lighter to the middle, grey in the middle of an odd one."""
    half = count // 2
    tones = [
        sns.blend_palette(pair, half).as_hex() if half > 1 else [pair[-1 if pair is HIGH else 0]]
        for pair in (LOW, HIGH)
    ]
    return [*tones[0], *(["#bdbdbd"] if count % 2 else []), *tones[1]]


def _diverging(ax, shares, y, words):
    left = -(shares[: len(shares) // 2].sum() + (shares[len(shares) // 2] / 2 if len(shares) % 2 else 0))
    for share, tone in zip(shares, _tones(len(shares)), strict=True):
        ax.barh(y, share, left=left, color=tone, edgecolor="white", linewidth=0.8, height=0.72)
        if share >= 0.12:
            dark = sum(int(tone[i : i + 2], 16) * w for i, w in ((1, 0.299), (3, 0.587), (5, 0.114))) < 140
            ax.text(
                left + share / 2,
                y,
                words.percent(share),
                ha="center",
                va="center",
                fontsize=8.5,
                color="white" if dark else INK,
            )
        left += share


def _legend(ax, labels, y):
    """The levels of the bars below, each beside its own colour, over the whole width."""
    handles = [plt.Rectangle((0, 0), 1, 1, color=tone) for tone in _tones(len(labels))]
    place = {"loc": "center right", "bbox_to_anchor": (1, y), "bbox_transform": ax.transData, "ncols": len(labels)}
    space = {"handlelength": 0.9, "handletextpad": 0.4, "columnspacing": 0.9, "borderpad": 0}
    ax.add_artist(Legend(ax, handles, labels, frameon=False, fontsize=8, **place, **space))


def overview_alt(table, book, words):
    """The picture of `overview` in words: for each behaviour, the lower and the upper half of its scale."""
    items = []
    for question in book.with_role("behaviour"):
        rows = table[(table.question == question.id) & (table.status == "level")].set_index("level").share
        parts = [f"{question.label(level, words.language)} {words.percent(rows[level])}" for level in question.scale]
        items.append(f"{question.short[words.language]}{words('colon')}{', '.join(parts)}")
    return words("alt.overview", items="; ".join(items))


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
    ax.set_yticks(rows.index, [_wrap(book.question(id).short[words.language]) for id in rows.behaviour])
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
    fig, axes = plt.subplots(len(behaviours), 1, figsize=(WIDTH, 0.72 * len(behaviours)), squeeze=False)
    for id, ax in zip(behaviours, axes[:, 0], strict=True):
        question = book.question(id)
        table = (
            cells[cells.behaviour == id].set_index(["outcome_level", "behaviour_level"])["count"].unstack(sort=False)
        )
        columns = [_wrap(question.label(level, words.language), 80 // len(table.columns)) for level in table.columns]
        rows = [_wrap(narrative.levels(outcome, name, words), 36) for name in table.index]
        # Up to half of the scale only: on every shade, dark figures stay readable.
        look = {"cmap": "Blues", "vmin": 0, "vmax": 2, "cbar": False, "linewidths": 1, "linecolor": "white"}
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
        ax.set_title(question.short[words.language], loc="left", fontsize=8.5, fontweight="bold", pad=2)
        ax.tick_params(length=0)
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
    return words("alt.crosstabs", level=narrative.levels(outcome, top, words), items="; ".join(items))


def flow(account, words):
    """From the rows of the file to the valid answers: what was kept goes right, what was left out goes down."""
    stages = [
        ("in file", "kept", "rows", ("empty", "test", "duplicate", "failed")),
        ("asked", "valid", "cells", MISSING),
    ]
    fig, ax = plt.subplots(figsize=(WIDTH, 1.05))
    box = {"boxstyle": "round,pad=0.45", "facecolor": "white", "edgecolor": ACCENT}
    arrow = {"arrowstyle": "->", "color": QUIET, "shrinkA": 0, "shrinkB": 0}
    boxes = []
    for place, (first, last, part, losses) in enumerate(stages):
        counts = account[account.part == part].set_index("item")["count"]
        for name, x in ((first, 2 * place), (last, 2 * place + 1)):
            text = ax.text(x, 1, _counted(name, counts, words), ha="center", va="center", fontsize=9, bbox=box)
            boxes.append(text.get_bbox_patch())
        lost = [_counted(name, counts, words, words("colon")) for name in losses if counts.get(name)]
        ax.text(2 * place + 0.5, -0.1, "\n".join(lost), ha="center", va="top", fontsize=8.5)
        if lost:
            ax.annotate("", (2 * place + 0.5, 0), (2 * place + 0.5, 1), arrowprops=arrow)
    for x, (left, right) in enumerate(itertools.pairwise(boxes)):
        ax.annotate("", (x + 1, 1), (x, 1), arrowprops=arrow | {"patchA": left, "patchB": right})
    ax.set(xlim=(-0.5, 3.5), ylim=(-1.5, 1.5))
    ax.axis("off")
    return fig


def flow_alt(account, words):
    """The picture of `flow` in words."""
    rows = account[account.part.isin(["rows", "cells"]) & (account["count"] > 0)]
    counts = rows.set_index("item")["count"]
    return words("alt.flow", items="; ".join(_counted(name, counts, words, words("colon")) for name in rows["item"]))


def _counted(name, counts, words, gap="\n"):
    label = words(f"account.{name.replace(' ', '_')}")
    return f"{label}{gap}{words.integer(counts[name])}"


def events(table, words):
    """One share at every event, from the largest to the smallest; of many events, those at both ends and the quartiles.

    Parameters
    ----------
    table : DataFrame
        The rows of one question, as `comparison.shares` makes them.
    words : Words
    """
    rows = _events(table, words)
    fig, ax = plt.subplots(figsize=(WIDTH, 0.22 * len(rows) + 0.4))
    ax.hlines(rows.index, rows.low, rows.high, color=ACCENT, linewidth=1.6)
    ax.plot(rows.share, rows.index, "o", color=ACCENT, markersize=4.5)
    between = rows[rows.base.isna()]
    ax.plot(between.share, between.index, "D", color=INK, markersize=4.5)
    for row in rows.itertuples():
        ax.annotate(_at(row, words), (1.02, row.Index), va="center", fontsize=8.5, annotation_clip=False)
    ax.set_yticks(rows.index, [_wrap(name, 36) for name in rows.event])
    ax.set(xlim=(0, 1), ylim=(len(rows) - 0.45, -0.55))
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], [words.percent(x) for x in (0, 0.25, 0.5, 0.75, 1)])
    return fig


def events_alt(table, words):
    """The picture of `events` in words."""
    items = [f"{row.event}{words('colon')}{_at(row, words)}" for row in _events(table, words).itertuples()]
    return words("events.alt", items="; ".join(items))


def _events(table, words):
    """The lines of the picture: a quartile is a share without base or interval."""
    rows = table.sort_values(["share", "event"], ascending=[False, True], ignore_index=True)
    if len(rows) <= MANY:
        return rows
    names = {0.75: "events.third", 0.5: "events.middle", 0.25: "events.first"}
    between = pd.DataFrame({"event": map(words, names.values()), "share": rows.share.quantile(list(names))})
    return pd.concat([rows.head(5), between, rows.tail(5)], ignore_index=True)


def _at(row, words):
    if pd.isna(row.base):
        return words.percent(row.share)
    return f"{words.percent(row.share)} (n{NBSP}={NBSP}{words.integer(row.base)})"


def bounds(table, book, words):
    """For each behaviour, how few and how many active people can be among the positive, by the margins alone."""
    rows = table[table.reading == "main"].reset_index(drop=True)
    fig, ax = plt.subplots(figsize=(WIDTH, 0.3 * len(rows) + 0.5))
    ax.barh(rows.index, rows.active, color=BAND, height=0.7)
    ax.hlines(rows.index, rows.both_low, rows.both_high, color=ACCENT, linewidth=4)
    for row in rows.itertuples():
        ax.annotate(
            _range(row, words), (row.active, row.Index), (6, 0), textcoords="offset points", va="center", fontsize=9
        )
    ax.set_yticks(rows.index, [_wrap(book.question(id).short[words.language]) for id in rows.behaviour])
    most = rows.active.max()
    ax.set(ylim=(len(rows) - 0.5, -0.5), xlim=(0, most * 1.3), xlabel=words("axis.people"))
    ax.set_xticks([tick for tick in plt.MaxNLocator(6, integer=True).tick_values(0, most) if tick <= most * 1.3])
    return fig


def bounds_alt(table, book, words):
    """The picture of `bounds` in words."""
    items = [
        f"{book.question(row.behaviour).short[words.language]}{words('colon')}{_range(row, words)}"
        for row in table[table.reading == "main"].itertuples()
    ]
    return words("alt.bounds", items="; ".join(items))


def _range(row, words):
    values = {"low": row.both_low, "high": row.both_high, "active": row.active}
    return words("published.bounds_range", **{key: words.integer(value) for key, value in values.items()})


def _label(question, level, words):
    if not question.levels:
        return level
    found = next(item for item in question.levels if item.id == level)
    return _wrap(found.text[words.language] + ("*" if found.assumed else ""))


def _wrap(text, width=30):
    return "\n".join(textwrap.wrap(text, width, break_long_words=False)) or text
