"""Rows under each other, one scale for all: labels beside them on a page, above them on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture

from helpers.report.figures.room import WIDE, Room
from helpers.report.figures.style import LETTERS, wrap

LINE_HEIGHT = 0.215  # inches of a row of one line
LEAST_HEIGHT = 0.132  # where many rows are to stand on one page with the words that lead to them
TALLEST = 7.4  # inches of a figure that leaves room for these on a page
LABELS = 0.33  # of a page's width, and more where a word is longer
MOST_LABELS = 0.6
BESIDE = 0.06  # of a phone's width: the space between a label and its bar
CHARACTER = 0.0105  # of a page's width: the widest that a letter of a label usually is


@dataclass(frozen=True)
class Rows:
    """Rows of a figure, from the top: their labels, and where what they name is drawn.

    Heights are in lines of text.

    Examples
    --------
    >>> from helpers.report.figures.room import NARROW, WIDE
    >>> Rows.of(["Never", "Every day"], WIDE).places
    array([0.5, 1.5])
    >>> Rows.of(["Never", "Every day"], NARROW).places
    array([1.35, 3.45])
    """

    labels: list[str]
    tops: np.ndarray
    places: np.ndarray
    height: float
    room: Room

    @classmethod
    def of(
        cls,
        names: Sequence[str],
        room: Room,
        *,
        lines: int | None = None,
        least: float = 1,
        heads: Sequence[float] | None = None,
    ) -> "Rows":
        """Rows of these names, at least so high; `heads` is the space above each."""
        labels = [wrap(name, room.line, lines) for name in names]
        more = np.array([label.count("\n") for label in labels], dtype=float)
        if room.is_narrow:
            heights, middles = 1.1 + 0.8 * more + least, 0.85 + 0.8 * more + 0.5 * least
        else:
            heights = np.maximum(1 + 0.75 * more, least)
            middles = heights / 2
        heads = np.zeros(len(labels)) if heads is None else np.asarray(heads)
        tops = np.cumsum(heights + heads) - heights
        return cls(labels, tops, tops + middles, float((heights + heads).sum()), room)

    @property
    def left(self) -> float:
        """The share of the width that labels beside the rows take."""
        if self.room.is_narrow:
            return 0.01
        longest = max(len(line) for label in self.labels for line in label.split("\n"))
        if self.room == WIDE:
            return min(max(LABELS, longest * CHARACTER), MOST_LABELS)
        return BESIDE + longest * CHARACTER * WIDE.width / self.room.width

    def axes(self, *, above: float = 0, below: float = 0) -> tuple[Picture, Axes]:
        """A figure of these rows, its labels written; `above` and `below` are further lines."""
        rows, around = LINE_HEIGHT * self.height, LINE_HEIGHT * (above + below)
        if not self.room.is_narrow and rows + around > TALLEST:
            rows = max(LEAST_HEIGHT * self.height, TALLEST - around)
        height = rows + around + 0.1
        fig = plt.figure(figsize=(self.room.width, height), layout="none")
        bottom = 0.05 + LINE_HEIGHT * below
        ax = fig.add_axes((self.left, bottom / height, 0.99 - self.left, rows / height))
        self.label(ax)
        return fig, ax

    def label(self, ax: Axes) -> None:
        """Write the labels beside or above their rows."""
        ax.set(ylim=(self.height, 0), xticks=[])
        ax.spines["bottom"].set_visible(False)
        if not self.room.is_narrow:
            ax.set_yticks(self.places, self.labels)
            return
        ax.set_yticks([])
        for label, top in zip(self.labels, self.tops, strict=True):
            ax.text(
                *(0, top, label),
                transform=ax.get_yaxis_transform(),
                va="top",
                fontsize=LETTERS,
                linespacing=1.1,
            )
