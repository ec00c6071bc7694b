"""Who answered, and what they answered to one question."""

import itertools

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from helpers.codebook import MISSING, NO_OPTION, Question
from helpers.report import cells
from helpers.report.catalogue import Messages
from helpers.report.figures.drawings import Drawing
from helpers.report.figures.style import ACCENT, INK, QUIET, WIDTH, Figure, wrap
from helpers.report.narrative.account import item
from helpers.report.narrative.answers import in_order

# of the rows of a file, in the order in which they are told
EXCLUSIONS = (
    *("blank line", "header", "totals", "not kept"),
    *("left out", "empty", "test", "duplicate", "failed"),
)


def shares(table: pd.DataFrame, question: Question, messages: Messages) -> Figure:
    """Bars of one question, each with its interval, count and share; see `answers.in_order`.

    The levels that the codebook highlights are dark. Bars of one colour are alternatives; of a
    several-answers question they are separate options.

    Parameters
    ----------
    table : DataFrame
        The rows of one question, as `tables.shares` makes them.
    question : Question
    messages : Messages
    """
    drawing = Drawing(_draw_shares, table, question, messages.plain)
    return Figure(drawing, _describe_shares(cells.bind(table, "shares"), question, messages))


def _draw_shares(table, question, messages):
    rows = in_order(table, question).reset_index(drop=True)
    labels = [_label(question, level, messages) for level in rows.level]
    colours = [
        QUIET
        if level == NO_OPTION or (question.highlight and level not in question.highlight)
        else ACCENT
        for level in rows.level
    ]
    heights = np.array([1 + 0.75 * label.count("\n") for label in labels])
    where = np.cumsum(heights) - heights / 2
    fig, ax = plt.subplots(figsize=(WIDTH, 0.215 * heights.sum() + 0.1))
    ax.barh(where, rows.share, color=colours, height=0.8)
    ax.hlines(where, rows.low, rows.high, color=INK, linewidth=1.1)
    for row, place in zip(rows.itertuples(), where, strict=True):
        end = np.nanmax([row.high, row.share, 0])
        text = (
            f"{messages.integer(row.count)} ({messages.percent(row.share)})"
            if row.base
            else messages.integer(0)
        )
        ax.annotate(text, (end, place), (5, 0), textcoords="offset points", va="center", fontsize=9)
    ax.set_yticks(where, labels)
    ax.axvline(0, color=INK, linewidth=0.8)
    ax.set(xlim=(0, 1.08), ylim=(heights.sum(), 0), xticks=[])
    ax.spines["bottom"].set_visible(False)
    return fig


def _describe_shares(table, question, messages):
    rows = in_order(table, question)
    items = []
    for row in rows.itertuples():
        label = _name(question, row.level, messages)
        counts = f"{messages.integer(row.count)} ({messages.percent(row.share)})"
        items.append(f"{label}{messages('colon')}{counts}")
    base = messages.integer(rows.base.iloc[0])
    return messages("alt.shares", base=base, items="; ".join(items))


def flow(account: pd.DataFrame, messages: Messages) -> Figure:
    """From rows of the file to valid answers: what was kept goes right, what was left out down."""
    drawing = Drawing(_draw_flow, account, messages.plain)
    return Figure(drawing, _describe_flow(cells.bind(account, "account"), messages))


def _draw_flow(account, messages):
    stages = [
        ("in file", "kept", "rows", EXCLUSIONS),
        ("asked", "valid", "cells", MISSING),
    ]
    fig, ax = plt.subplots(figsize=(WIDTH, 1.05))
    box = {"boxstyle": "round,pad=0.45", "facecolor": "white", "edgecolor": ACCENT}
    arrow = {"arrowstyle": "->", "color": QUIET, "shrinkA": 0, "shrinkB": 0}
    boxes = []
    for place, (first, last, part, losses) in enumerate(stages):
        counts = account[account.part == part].set_index("item")["count"]
        for name, x in ((first, 2 * place), (last, 2 * place + 1)):
            text = ax.text(
                x,
                1,
                _counted(name, counts, messages),
                ha="center",
                va="center",
                fontsize=9,
                bbox=box,
            )
            boxes.append(text.get_bbox_patch())
        lost = [
            _counted(name, counts, messages, messages("colon"))
            for name in losses
            if counts.get(name)
        ]
        ax.text(2 * place + 0.5, -0.1, "\n".join(lost), ha="center", va="top", fontsize=8.5)
        if lost:
            ax.annotate("", (2 * place + 0.5, 0), (2 * place + 0.5, 1), arrowprops=arrow)
    for x, (left, right) in enumerate(itertools.pairwise(boxes)):
        ax.annotate("", (x + 1, 1), (x, 1), arrowprops=arrow | {"patchA": left, "patchB": right})
    ax.set(xlim=(-0.5, 3.5), ylim=(-1.5, 1.5))
    ax.axis("off")
    return fig


def _describe_flow(account, messages):
    rows = account[account.part.isin(["rows", "cells"]) & (account["count"] > 0)]
    counts = rows.set_index("item")["count"]
    return messages(
        "alt.flow",
        items="; ".join(
            _counted(name, counts, messages, messages("colon")) for name in rows["item"]
        ),
    )


def _counted(name, counts, messages, gap="\n"):
    return f"{item(name, messages)}{gap}{messages.integer(counts[name])}"


def _label(question, level, messages):
    assumed = any(item.assumed for item in question.levels if item.id == level)
    return wrap(_name(question, level, messages) + "*" * assumed)


def _name(question, level, messages):
    return item(level, messages) if level == NO_OPTION else messages.label(question, level)
