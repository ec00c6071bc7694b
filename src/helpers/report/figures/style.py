"""The look of every figure: width, colours, typeface."""

import textwrap
from dataclasses import dataclass
from pathlib import Path

import font_source_sans_pro
import matplotlib.pyplot as plt
from matplotlib import font_manager
from matplotlib.figure import Figure as Picture

from helpers.report.figures.drawings import Drawing

WIDTH = 6.3  # inches: the text of a Letter page
ACCENT, QUIET, INK, BAND = "#3b75af", "#949494", "#1a1a1a", "#e3e3e3"
PALE, LINE = "#dce8f3", "#595959"  # what was drawn at random; intervals and brackets
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
        """The picture itself."""
        return self.drawing.picture


def wrap(text: str, width: int = 30, lines: int | None = None) -> str:
    """Break a label into lines of at most `width` characters, at spaces.

    With `lines`, so many at most: the name of a question is cut where a table holds it whole.

    >>> print(wrap("Do you use it at work, and how often?", 12, lines=2))
    Do you use
    it at work,…
    """
    broken = textwrap.wrap(text, width, break_long_words=False, max_lines=lines, placeholder="…")
    return "\n".join(broken) or text


def tones(count: int) -> list[str]:
    """Colours of a scale: dark at both ends, lighter inwards, grey in the middle of an odd one."""
    import seaborn as sns  # which takes long to load, and only drawing needs it

    half = count // 2
    tones = [
        sns.blend_palette(pair, half).as_hex() if half > 1 else [pair[-1 if pair is HIGH else 0]]
        for pair in (LOW, HIGH)
    ]
    return [*tones[0], *(["#bdbdbd"] if count % 2 else []), *tones[1]]
