"""Which tables and notebooks may go with a report of real answers: those that are named, no others.

A table that somebody adds, and a notebook that does not speak for itself, stay in the house.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpers.codebook import Codebook

# Tables that may go with a report of real answers: all that they tell is in the report already, or
# told of by nobody's answers.
ATTACHABLE = frozenset(
    {
        "account",
        "bounds",
        "claims",
        "event_shares",
        "events",
        "grim",
        "nonresponse",
        "provenance",
        "shares",
    }
)
ROW_LEVEL = frozenset({"answers", "cleaning", "duplicates"})  # a person a row, real or not


def may_attach(name: str, book: Codebook) -> bool:
    """Whether a processed table may go with a report.

    Parameters
    ----------
    name : str
        The table's name in `processed.COLUMNS`; of a file in the survey's processed folder, such as
        ``shares/q5.csv`` or ``provenance.fr.csv``, what comes before the first slash or dot.
    book : Codebook

    Returns
    -------
    bool
        Of synthetic answers, all tables but those of single rows; of collected ones, the named ones
        (`ATTACHABLE`) alone.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> book.provenance, may_attach("crosstabs.csv", book), may_attach("answers.csv", book)
    ('synthetic', True, False)
    """
    table = re.split("[/.]", name)[0]
    return table not in ROW_LEVEL if book.synthetic else table in ATTACHABLE


def may_show(declared: bool, book: Codebook) -> bool:
    """Whether an executed notebook, with its code and the rows that it displays, may go with a
    report.

    Parameters
    ----------
    declared : bool
        Whether the notebook itself says that it may be shown of real answers.  Anything but True is
        no.
    book : Codebook

    Returns
    -------
    bool
    """
    return book.synthetic or declared is True
