"""What was answered to one question: bars on one scale for all questions, their values aligned."""

from collections.abc import Collection

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from helpers.codebook import NO_OPTION, Question
from helpers.report import cells
from helpers.report.catalogue import Messages
from helpers.report.figures.drawings import Drawing
from helpers.report.figures.style import ACCENT, INK, LINE, PALE, QUIET, WIDTH, Figure, wrap
from helpers.report.narrative.account import item
from helpers.report.narrative.answers import in_order

LABELS = 0.33  # of the width, and more where a word is longer
CHARACTER = 0.0105  # of the width: the widest that a letter of a label usually is
VALUES, BRACKET = 1.2, 1.24  # right of the bars, whose scale ends at 1
RIGHT = 1.45


def shares(
    table: pd.DataFrame,
    question: Question,
    messages: Messages,
    published: Collection[str] | None = None,
) -> Figure:
    """Bars of one question, each with its interval, count and share; see `answers.in_order`.

    The levels that the codebook highlights are coloured, and a bracket gives their share together.
    Of a reconstruction, what was published is solid and its number bold, and what was drawn at
    random is pale and dashed.

    Parameters
    ----------
    table : DataFrame
        The rows of one question, as `tables.shares` makes them.
    question : Question
    messages : Messages
    published : collection of str, optional
        Of a reconstruction: the levels, or levels taken together as ``jamais|rarement``, whose
        percentage was published.
    """
    known = None if published is None else tuple(sorted(published))
    drawing = Drawing(_draw_shares, table, question, known, messages.plain)
    return Figure(drawing, _describe_shares(cells.bind(table, "shares"), question, messages))


def _draw_shares(table, question, published, messages):
    rows = in_order(table, question).reset_index(drop=True)
    labels = [_label(question, level, messages) for level in rows.level]
    heights = np.array([1 + 0.75 * label.count("\n") for label in labels])
    where = np.cumsum(heights) - heights / 2
    longest = max(len(line) for label in labels for line in label.split("\n"))
    left = min(max(LABELS, longest * CHARACTER), 0.6)
    fig = plt.figure(figsize=(WIDTH, 0.215 * heights.sum() + 0.1), layout="none")
    ax = fig.add_axes((left, 0.02, 1 - left, 0.96))
    for level, share, place in zip(rows.level, rows.share, where, strict=True):
        ax.barh(place, share, height=0.78, **_look(level, question, published))
    ax.hlines(where, rows.bound_low, rows.bound_high, color=LINE, linewidth=4, alpha=0.35)
    ax.hlines(where, rows.low, rows.high, color=LINE, linewidth=0.8)
    for end in (rows.low, rows.high):
        ax.plot(end, where, "|", color=LINE, markersize=4, markeredgewidth=0.8)
    for row, place in zip(rows.itertuples(), where, strict=True):
        text = messages.integer(row.count)
        if row.base:
            text += f" ({messages.percent(row.share)})"
        weight = "bold" if published and row.level in published else "normal"
        ax.text(VALUES, place, text, ha="right", va="center", fontsize=9, fontweight=weight)
    _bracket(ax, table, rows, where, published, messages)
    ax.set_yticks(where, labels)
    ax.axvline(0, color=INK, linewidth=0.8)
    ax.set(xlim=(0, RIGHT), ylim=(heights.sum(), 0), xticks=[])
    ax.spines["bottom"].set_visible(False)
    return fig


def _look(level, question, published):
    """Solid or dashed by where a share is from, coloured if the codebook highlights its level."""
    plain = level == NO_OPTION or (question.highlight and level not in question.highlight)
    colour = QUIET if plain else ACCENT
    if published is None or level in published:
        return {"color": colour}
    fill = "white" if plain else PALE
    return {"facecolor": fill, "edgecolor": colour, "linestyle": (0, (3, 2)), "linewidth": 0.8}


def _bracket(ax, table, rows, where, published, messages):
    """The share of the highlighted levels together, beside them, if they are neighbours."""
    groups = table[table.status == "group"]
    for group in groups.itertuples():
        places = np.flatnonzero(rows.level.isin(group.level.split("|")))
        if len(places) < 2 or np.ptp(places) != len(places) - 1 or not group.base:
            continue
        top, bottom = where[places[0]] - 0.35, where[places[-1]] + 0.35
        ends = [BRACKET - 0.015, BRACKET, BRACKET, BRACKET - 0.015]
        ax.plot(ends, [top, top, bottom, bottom], color=LINE, linewidth=0.8)
        text, is_known = messages.percent(group.share), published and group.level in published
        ax.text(
            *(BRACKET + 0.02, (top + bottom) / 2, text),
            va="center",
            fontsize=9,
            fontweight="normal" if published is not None and not is_known else "bold",
        )


def _describe_shares(table, question, messages):
    rows = in_order(table, question)
    items = []
    for row in rows.itertuples():
        label = _name(question, row.level, messages)
        counts = f"{messages.integer(row.count)} ({messages.percent(row.share)})"
        items.append(f"{label}{messages('colon')}{counts}")
    base = messages.integer(rows.base.iloc[0])
    return messages("alt.shares", base=base, items="; ".join(items))


def _label(question, level, messages):
    assumed = any(item.assumed for item in question.levels if item.id == level)
    return wrap(_name(question, level, messages) + "*" * assumed)


def _name(question, level, messages):
    if level == NO_OPTION:
        return item("_unticked" if question.is_consent else level, messages)
    return messages.label(question, level)
