"""The typeface inside an HTML page: figures are as wide there as they were drawn."""

import base64
import functools
import io
from pathlib import Path

import font_source_sans_pro
from fontTools import subset

NAME = "Source Sans Pro"
_FACES = {  # and what they are for
    "Regular": "font-weight: 400; font-style: normal",
    "Semibold": "font-weight: 600 700; font-style: normal",
    "It": "font-weight: 400; font-style: italic",
}
# Latin of Europe, Greek, punctuation, arrows, signs; a reader's own typeface has the rest.
_CHARACTERS = [
    *range(0x20, 0x180),
    *range(0x391, 0x3CA),
    *range(0x2010, 0x2070),
    *range(0x2190, 0x21AA),
    *range(0x2200, 0x2266),
    *range(0x25A0, 0x25D0),
]


@functools.cache
def style() -> str:
    """Return the faces as CSS.

    >>> style().count("@font-face"), len(style()) < 100_000
    (3, True)
    """
    return "\n".join(
        f'@font-face {{ font-family: "{NAME}"; {use}; '
        f"src: url(data:font/woff;base64,{_reduced(face)}) }}"
        for face, use in _FACES.items()
    )


def _reduced(face):
    """One face with the characters above only, as base64; the same bytes each time."""
    options = subset.Options(flavor="woff", hinting=False, layout_features=["kern", "tnum", "lnum"])
    path = Path(font_source_sans_pro.font_directory, f"SourceSansPro-{face}.ttf")
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=_CHARACTERS)
    file = io.BytesIO()
    with subset.load_font(str(path), options) as font:
        subsetter.subset(font)
        subset.save_font(font, file, options)
    return base64.b64encode(file.getvalue()).decode()
