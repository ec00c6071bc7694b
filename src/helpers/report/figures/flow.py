"""From rows of a file to valid answers."""

import itertools

import matplotlib.pyplot as plt
import pandas as pd

from helpers.codebook import MISSING
from helpers.report import cells
from helpers.report.catalogue import Messages
from helpers.report.figures.drawings import Drawing
from helpers.report.figures.style import ACCENT, QUIET, WIDTH, Figure
from helpers.report.narrative.account import item

# of the rows of a file, in the order in which they are told
EXCLUSIONS = (
    *("blank line", "header", "totals", "not kept"),
    *("left out", "empty", "test", "duplicate", "failed"),
)


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
