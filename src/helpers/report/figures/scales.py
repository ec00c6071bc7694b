"""Scales side by side, around a common zero: all behaviours, or the rows of a grid.

Rows without an order are stacked from the left.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.legend import Legend

from helpers.codebook import Question
from helpers.report.catalogue import Messages
from helpers.report.figures.drawings import Drawing
from helpers.report.figures.room import WIDE
from helpers.report.figures.style import HUES, INK, LETTERS, Figure, shorten, tones, wrap

KEY_WIDTH = 30  # characters of a line of a level
SHARE, NARROW_SHARE = 0.12, 0.17  # that has room for its number, on a page and on a phone
GAP = 5  # characters of a colour and the space around it


def grid(table: pd.DataFrame, questions: Sequence[Question], messages: Messages) -> Figure:
    """The rows of one grid as stacked bars, in the order in which they are given."""
    drawing = Drawing(_draw, table, [*questions], messages.plain)
    key = "alt.grid" if questions[0].is_ordered else "alt.grid_unordered"
    first, last = (shorten(messages.short(questions[place]), 40) for place in (0, -1))
    return Figure(drawing, messages(key, first=first, last=last))


def are_few(question: Question) -> bool:
    """Whether the levels of a row can be told apart by their colours."""
    return question.is_ordered or len(question.ids) <= len(HUES)


def _draw(table, questions, messages, room=WIDE):
    groups = pd.Series([tuple(messages.label(q, level) for level in _levels(q)) for q in questions])
    heads = ~groups.duplicated()
    names = [wrap(messages.short(question), room.line, lines=3) for question in questions]
    keys = [
        _key(labels, room) if head else None for labels, head in zip(groups, heads, strict=True)
    ]
    is_ordered = questions[0].is_ordered
    total = sum(_step(name, room) for name in names) + sum(key.height for key in keys if key)
    fig, ax = plt.subplots(figsize=(room.width, 0.3 * total + 0.1))
    y, middles = -0.5, []
    for question, name, key in zip(questions, names, keys, strict=True):
        if key:
            _legend(ax, key, y + key.height / 2, _colours(len(key.labels), is_ordered))
            y += key.height
        rows = (
            table[(table.question == question.id) & (table.status == "level")]
            .set_index("level")
            .loc[_levels(question)]
        )
        middle = y + _step(name, room) / 2
        if room.is_narrow:
            ax.text(-1 if is_ordered else 0, y, name, va="top", fontsize=LETTERS, linespacing=1.1)
            middle = y + _step(name, room) - 0.55
        _stacked(ax, rows.share.fillna(0).to_numpy(), middle, is_ordered, room, messages)
        middles.append(middle)
        y += _step(name, room)
    for question, middle in zip(questions, middles, strict=True):
        has_middle = is_ordered and len(question.scale) % 2  # whose share stands there
        over = 0 if has_middle else 3
        ax.vlines(0, middle - 0.45, middle + 0.45, color=INK, linewidth=0.8, zorder=over)
    ax.set_yticks(middles, [""] * len(names) if room.is_narrow else names)
    ax.set(xlim=(-1 if is_ordered else 0, 1), ylim=(y, -0.6), xticks=[])
    ax.spines["bottom"].set_visible(False)
    return fig


def _levels(question):
    """What bars are made of: the levels of the scale, or all where there is none."""
    return question.scale if question.is_ordered else question.ids


def _colours(count, is_ordered):
    return tones(count) if is_ordered else HUES[:count]


def _stacked(ax, shares, y, is_ordered, room, messages):
    """One bar, its shares side by side; of a scale, the lower half stands left of zero."""
    half = len(shares) // 2
    lower = shares[:half].sum() + (shares[half] / 2 if len(shares) % 2 else 0)
    left = -lower if is_ordered else 0
    least = (NARROW_SHARE if room.is_narrow else SHARE) / (1 if is_ordered else 2)
    for share, tone in zip(shares, _colours(len(shares), is_ordered), strict=True):
        ax.barh(y, share, left=left, color=tone, edgecolor="white", linewidth=0.8, height=0.72)
        if share >= least:
            dark = (
                sum(int(tone[i : i + 2], 16) * w for i, w in ((1, 0.299), (3, 0.587), (5, 0.114)))
                < 140
            )
            ax.text(
                left + share / 2,
                y,
                messages.percent(share),
                ha="center",
                va="center",
                fontsize=8.5,
                color="white" if dark else INK,
            )
        left += share


@dataclass(frozen=True)
class _Key:
    """The levels of some bars, broken into lines, so many beside each other."""

    labels: list[str]
    columns: int
    height: float


def _step(name, room):
    """How high a bar and its name are, in bars of one line."""
    lines = 1 + name.count("\n")
    return 1.15 + 0.5 * lines if room.is_narrow else max(1, 0.55 * lines)


def _key(labels, room):
    """As many levels beside each other as the width has room for."""
    labels = [wrap(label, KEY_WIDTH) for label in labels]
    widest = max(len(line) for label in labels for line in label.split("\n"))
    columns = len(labels)
    if sum(map(len, labels)) + GAP * columns > _across(room) or "\n" in "".join(labels):
        columns = max(1, min(columns - 1, _across(room) // (widest + GAP)))
    rows = math.ceil(len(labels) / columns)
    lines = sum(1 + max(label.count("\n") for label in labels[row::rows]) for row in range(rows))
    return _Key(labels, columns, max(1, 0.47 * lines + 0.1 * rows + 0.2))


def _across(room):
    """Characters that stand beside each other over the bars."""
    return 48 if room.is_narrow else 80


def _legend(ax, key, y, colours):
    """The levels of the bars below, each beside its own colour, over the whole width."""
    handles = [plt.Rectangle((0, 0), 1, 1, color=colour) for colour in colours]
    place = {
        "loc": "center right",
        "bbox_to_anchor": (1, y),
        "bbox_transform": ax.transData,
        "ncols": key.columns,
    }
    space = {"handlelength": 0.9, "handletextpad": 0.4, "columnspacing": 0.9, "borderpad": 0}
    space["labelspacing"] = 0.3
    ax.add_artist(Legend(ax, handles, key.labels, frameon=False, fontsize=8, **place, **space))
