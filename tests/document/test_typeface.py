"""The typeface that HTML pages hold."""

import base64
import io
import re

from fontTools.ttLib import TTFont

from helpers.document.export import faces, typeface


def tables(woff):
    """A face's tables, whatever has compressed them."""
    font = TTFont(io.BytesIO(woff))
    return {tag: font.reader[tag] for tag in font.reader.tables}


def test_the_kept_faces_are_what_the_fonts_give():
    """Fails when the characters, the features or the fonts have changed and the kept faces have
    not: `python -m helpers.document.export.faces` makes them again.
    """
    rule = r'@font-face \{ font-family: "Source Sans Pro"; (.*?); src: url\(data:.*?,(.*?)\) \}'
    kept = dict(re.findall(rule, typeface.style()))
    made = faces.reduced()
    assert kept.keys() == made.keys()
    for use, face in made.items():
        assert tables(base64.b64decode(kept[use])) == tables(face), use
