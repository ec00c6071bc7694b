"""What a figure is drawn for: a page, or a phone."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Room:
    """A width, and how many letters a line of a label may have in it.

    Attributes
    ----------
    width : float
        In inches.
    line : int
        Letters.
    is_narrow : bool
        Whether labels stand above what they name, not beside it.
    """

    width: float
    line: int
    is_narrow: bool


WIDE = Room(6.3, 30, is_narrow=False)  # the text of a Letter page
# A phone too, where labels are short enough to stand beside.
SHORT = Room(3.15, 12, is_narrow=False)
NARROW = Room(3.15, 43, is_narrow=True)  # a phone of 390 pixels shows it half as large again
