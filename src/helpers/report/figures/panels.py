"""One row a behaviour, one panel an outcome, gamma from −1 to 1: what forests have in common."""

import math
from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture

from helpers.report.catalogue import Messages
from helpers.report.figures.room import Room
from helpers.report.figures.rows import LINE_HEIGHT, Rows
from helpers.report.figures.style import INK, LETTERS, LINE, SMALL, wrap

ACROSS = 2  # panels beside each other on a page
VALUES, RANGES = 1.75, 2.15  # right of an axis that ends at 1: where numbers end, or ranges
ABOVE, BELOW = 2.4, 2.2  # lines of a panel's name and of its axis
GAP = 0.12  # inches between panels


def panels(
    names: Sequence[str],
    titles: Sequence[str],
    messages: Messages,
    room: Room,
    *,
    least: float = 1.3,
    values: float = VALUES,
    above: float = ABOVE,
) -> tuple[Picture, list[Axes], Rows]:
    """A figure of one panel a title, each with all rows; what is at the ends of its axis is said.

    Parameters
    ----------
    names, titles : sequence of str
        Of the rows, and of the panels.
    messages : Messages
    room : Room
    least : float
        Lines that a row takes at least.
    values : float
        Where what is written at the right of the rows ends.
    above : float
        Lines over the rows.
    """
    layout = Rows.of(names, room, lines=3, least=least)
    across = 1 if room.is_narrow else min(ACROSS, len(titles))
    down = math.ceil(len(titles) / across)
    each = LINE_HEIGHT * (above + layout.height + BELOW)
    fig = plt.figure(figsize=(room.width, down * each), layout="none")
    left = layout.left * room.width
    width = (room.width - left - GAP * across) / across
    axes = []
    for place, title in enumerate(titles):
        column, line = place % across, place // across
        bottom = (down - line - 1) * each + LINE_HEIGHT * BELOW
        box = (left + column * (width + GAP), bottom, width, LINE_HEIGHT * layout.height)
        sizes = (room.width, down * each) * 2
        ax = fig.add_axes([part / whole for part, whole in zip(box, sizes, strict=True)])
        layout.label(ax)
        if column and not room.is_narrow:
            ax.set_yticks([])
        _axis(ax, layout, wrap(title, 40, lines=2), messages, values, above)
        axes.append(ax)
    return fig, axes, layout


def _axis(ax, layout, title, messages, values, above):
    ax.set(xlim=(-1.03, values + 0.03))
    ax.set_xticks([-1, 0, 1], [messages.number(x, 0) for x in (-1, 0, 1)], fontsize=SMALL)
    ax.tick_params("x", length=2)
    ax.spines["bottom"].set(visible=True, bounds=(-1, 1))
    middles = layout.places
    ax.vlines(np.zeros(len(middles)), middles - 0.6, middles + 0.6, color=LINE, linewidth=0.8)
    ax.text(-1, 1.4 - above, title, va="bottom", fontsize=LETTERS, fontweight="bold", linespacing=1)
    ends = ((-1, "left", "axis.negative"), (1, "right", "axis.positive"))
    for x, side, key in ends:
        ax.text(x, layout.height + 1.05, messages(key), ha=side, va="top", fontsize=SMALL)
    ax.text(values, layout.height + 0.3, "γ", ha="right", va="top", fontsize=SMALL, color=INK)
