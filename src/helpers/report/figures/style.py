"""The look of every figure: letters, colours, what a figure is."""

import textwrap
from dataclasses import dataclass
from pathlib import Path

import font_source_sans_pro
import matplotlib.pyplot as plt
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Picture
from numpy.typing import ArrayLike

from helpers.report.figures.drawings import Drawing
from helpers.report.figures.room import WIDE

WIDTH = WIDE.width
LETTERS, SMALL = 9, 8  # points: no letter of a figure is smaller than the second
LONGEST = 57  # letters of a word for which labels are given more room
ACCENT, QUIET, INK, BAND = "#3b75af", "#949494", "#1a1a1a", "#e3e3e3"
PALE, LINE = "#dce8f3", "#595959"  # what was drawn at random; intervals and brackets
# What follows from what was published: hatched, its edge solid.
FOLLOWS = {"facecolor": "white", "edgecolor": QUIET, "hatch": "////", "linewidth": 0.8}
LOW, HIGH = (
    ("#a63603", "#e6803c"),
    ("#6f9bc4", "#1f4e79"),
)  # apart in grey too, and to colour-blind readers
# Of levels without an order; so are neighbours of these.
HUES = ("#1f4e79", "#e6803c", "#a9cbe8", "#8a3a00", "#d9d9d9", "#4f8a6b", "#f2d17a")

for _name in ("SourceSansPro", "SourceSansProIt", "SourceSansProBold"):
    font_manager.fontManager.addfont(getattr(font_source_sans_pro, _name))
plt.style.use(Path(__file__).with_suffix(".mplstyle"))


@dataclass(frozen=True)
class Figure:
    """A picture, and the same in words for a reader who does not see it."""

    drawing: Drawing
    alt: str

    @property
    def picture(self) -> Picture:
        """The picture itself, as a page shows it."""
        return self.drawing.picture


def wrap(text: str, width: int = WIDE.line, lines: int | None = None) -> str:
    """Break a label into lines of at most `width` characters, at spaces; a word that no room is
    long enough for, as an address, within it.

    With `lines`, so many at most: the name of a question is cut where a table holds it whole.

    >>> print(wrap("Do you use it at work, and how often?", 12, lines=2))
    Do you use
    it at work,…
    """
    broken = textwrap.wrap(text, width, break_long_words=False, max_lines=lines, placeholder="…")
    parts = [part for line in broken for part in _parts(line, width)]
    if lines and len(parts) > lines:
        parts = [*parts[: lines - 1], f"{parts[lines - 1][: width - 1]}…"]
    return "\n".join(parts) or text


def _parts(line, width):
    """A line in parts that fit, after a sign of an address where there is one."""
    limit = LONGEST if width <= WIDE.line else width + 3  # a phone has no more room
    while len(line) > limit:
        sign = max(line.rfind(sign, width // 2, width) for sign in "/?&=_-.")
        size = sign + 1 if sign > 0 else width
        yield line[:size]
        line = line[size:]
    yield line


def shorten(text: str, width: int = 50) -> str:
    """A text of at most `width` characters, cut at a space.

    >>> shorten("Do you use it at work, and how often?", 21)
    'Do you use it at…'
    """
    return textwrap.shorten(text, width, placeholder="…")


def fill(told: bool, origin: str = "", *, is_part: bool = False) -> dict:
    """How a bar looks: coloured if it is what the text speaks of, and by where its share is from.

    Parameters
    ----------
    told : bool
    origin : {"", "published", "follows", "drawn"}
        Solid if it was counted or published, hatched if it follows from what was published, pale
        and dashed if it was drawn at random.
    is_part : bool
        Whether it touches other bars: then a solid one has an edge.

    Examples
    --------
    >>> fill(True), fill(False, "follows")["hatch"], fill(True, "drawn")["linestyle"]
    ({'facecolor': '#3b75af'}, '////', (0, (3, 2)))
    """
    colour = ACCENT if told else QUIET
    if origin == "follows":
        return FOLLOWS | {"edgecolor": colour}
    if origin != "drawn":
        edge = {"edgecolor": "white", "linewidth": 0.8} if is_part else {}
        return {"facecolor": colour} | edge
    pale = PALE if told else "white"
    return {"facecolor": pale, "edgecolor": colour, "linestyle": (0, (3, 2)), "linewidth": 0.8}


def brackets(ax: Axes, low: ArrayLike, high: ArrayLike, places: ArrayLike) -> None:
    """Intervals as thin brackets, beside what they belong to."""
    ax.hlines(places, low, high, color=LINE, linewidth=0.8)
    for ends in (low, high):
        ax.plot(ends, places, "|", color=LINE, markersize=4, markeredgewidth=0.8)


def tones(count: int) -> list[str]:
    """Colours of a scale: dark at both ends, lighter inwards, grey in the middle of an odd one."""
    import seaborn as sns  # which takes long to load, and only drawing needs it

    half = count // 2
    tones = [
        sns.blend_palette(pair, half).as_hex() if half > 1 else [pair[-1 if pair is HIGH else 0]]
        for pair in (LOW, HIGH)
    ]
    return [*tones[0], *(["#bdbdbd"] if count % 2 else []), *tones[1]]
