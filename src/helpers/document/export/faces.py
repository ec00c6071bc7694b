"""The faces of `typeface`, reduced to what a page in a European language needs.

To reduce takes most of the time that an HTML page takes, so it is done once, by hand, where the
characters below or the fonts have changed:

    python -m helpers.document.export.faces

Source Sans Pro is © 2010, 2012, 2014 Adobe Systems Incorporated, with Reserved Font Name "Source",
under the SIL Open Font License, version 1.1.
"""

import base64
import io
from pathlib import Path

import font_source_sans_pro
from fontTools import subset

from helpers.document.export import typeface

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


def reduced() -> dict[str, bytes]:
    """Return the faces with the characters above only, in WOFF, by what they are for."""
    return {use: _reduced(face) for face, use in _FACES.items()}


def _reduced(face):
    options = subset.Options(flavor="woff", hinting=False, layout_features=["kern", "tnum", "lnum"])
    path = Path(font_source_sans_pro.font_directory, f"SourceSansPro-{face}.ttf")
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=_CHARACTERS)
    file = io.BytesIO()
    with subset.load_font(str(path), options) as font:
        subsetter.subset(font)
        subset.save_font(font, file, options)
    return file.getvalue()


def _css(use, face):
    source = base64.b64encode(face).decode()
    return (
        f'@font-face {{ font-family: "{NAME}"; {use}; src: url(data:font/woff;base64,{source}) }}'
    )


if __name__ == "__main__":
    kept = "\n".join(_css(use, face) for use, face in reduced().items())
    typeface.KEPT.write_text(kept, "utf-8")
