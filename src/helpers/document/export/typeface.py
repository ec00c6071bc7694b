"""The typeface inside an HTML page: figures are as wide there as they were drawn."""

import functools
from pathlib import Path

KEPT = Path(__file__).with_suffix(".css")  # the same in every page: `faces` makes it


@functools.cache
def style() -> str:
    """Return the faces as CSS.

    >>> style().count("@font-face"), len(style()) < 100_000
    (3, True)
    """
    return KEPT.read_text("utf-8")
