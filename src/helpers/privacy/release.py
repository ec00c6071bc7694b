"""Which tables and notebooks may go with a report of real answers: those that are named, no others.

A table that somebody adds, and a notebook that does not speak for itself, stay in the house.
"""

from __future__ import annotations

import re

from helpers.codebook import Codebook, SurveyError
from helpers.privacy import rule

# Tables that may go with a report of real answers: all that they tell is in the report already, or
# told of by nobody's answers.
ATTACHABLE = frozenset(
    {
        "account",
        "bounds",
        "claims",
        "comparability",
        "edition_shares",
        "editions",
        "event_shares",
        "events",
        "first_answer",
        "grim",
        "group_differences",
        "group_shares",
        "group_tests",
        "nonresponse",
        "provenance",
        "sealed_plan",
        "shares",
        "statistics",
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


def require_enough(people: int, book: Codebook, of: str = "") -> None:
    """Refuse a report on too few people: the shares alone would be of persons.

    Parameters
    ----------
    people : int
    book : Codebook
    of : str
        The event that the report is on, if it is on one.

    Raises
    ------
    SurveyError
        If real people are fewer than `rule.FEWEST_PEOPLE`.

    Examples
    --------
    >>> from helpers import codebook
    >>> require_enough(9, codebook.load("data/raw/linkedin-2015"))
    >>> require_enough(9, codebook.load("tests/surveys/workshop"))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    helpers.codebook.checks.SurveyError: ...: 9 people are too few for a report on real people...
    """
    if people < rule.FEWEST_PEOPLE and rule.smallest(book) > 1:
        file = book.folder / "codebook.toml"
        number = "1 person is" if people == 1 else f"{people} people are"
        raise SurveyError(
            f"{f'{of}: ' if of else ''}{book.answers}: {number} too few for a report on "
            f"real people, of which there must be {rule.FEWEST_PEOPLE}; if it is made all the "
            f"same, say why, who decided and when, in `waiver` under [survey] of {file}"
        )


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
