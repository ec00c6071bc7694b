"""Shares among the people eligible, where the codebook says how many they were.

Two questions, two answers.  Of a larger group that the respondents are like, an interval tells what
chance does.  Of the people eligible themselves nothing is left to chance: a share is open only by
those who did not answer, and bounded by the worst that they could have said (Manski).
"""

from __future__ import annotations

import math

import pandas as pd

from helpers.answers import counting
from helpers.codebook import Codebook
from helpers.stats import finite

# Kinds of missing; who was not asked had nothing to answer.
UNKNOWN = ("_skipped", "_refused", "_not_codable")
BOUNDED = ("level", "group", "none", "conflict")  # rows of shares that have bounds
METHOD = "hypergeometric"


def absent(answers: pd.DataFrame, book: Codebook) -> int | None:
    """How many of the people eligible are not among those who answered.

    Returns
    -------
    int or None
        None if the codebook gives no number; nor of one of several events, whose number is unknown.
    """
    if book.eligible is None or (book.events and "event" not in answers):
        return None
    return book.eligible - int(counting.people_per_row(answers).sum())


def bounds(count: int, base: int, unknown: int) -> tuple[float, float]:
    """The lowest and the highest share whatever the others would have said.

    Parameters
    ----------
    count, base : int
        Of those who answered.
    unknown : int
        People whose answer is not known; of a question that was not put to everybody, some of them
        may not have been asked, which leads no further out.

    Returns
    -------
    tuple of float

    References
    ----------
    Manski (1989), *Journal of Human Resources* 24:343.

    Examples
    --------
    >>> bounds(60, 77, 3)
    (0.75, 0.7875)
    """
    everybody = base + unknown
    if not everybody:
        return math.nan, math.nan
    return count / everybody, (count + unknown) / everybody


def among_eligible(shares: pd.DataFrame, answers: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Fill in what the shares of one question can be among the people eligible.

    Where the respondents are a random sample of these, their intervals are of that group: exact
    (hypergeometric), and for several levels at once of level 1 − α/k, as Goodman's are.

    Parameters
    ----------
    shares : DataFrame
        As `tables.shares` makes them.
    answers : DataFrame
    book : Codebook

    Returns
    -------
    DataFrame
        The same rows; unchanged where the codebook gives no number of people.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from helpers import codebook
    >>> from helpers.analysis import tables
    >>> book = replace(codebook.load("data/raw/linkedin-2015"), eligible=6)
    >>> answers = pd.DataFrame({"q6": ["jamais", "jamais", "rarement", "_skipped"]})
    >>> own = among_eligible(tables.shares(answers, book.question("q6")), answers, book)
    >>> own.loc[own.level == "jamais", ["share", "bound_low", "bound_high"]].round(2).to_numpy()
    array([[0.67, 0.33, 0.83]])
    """
    away = absent(answers, book)
    if away is None or not book.question(shares.question.iloc[0]).offers_levels:
        return shares
    shares, missing = shares.copy(), shares[shares.status == "missing"]
    unknown = int(missing["count"][missing.level.isin(UNKNOWN)].sum()) + away
    is_bounded = shares.status.isin(BOUNDED) & (shares.method != "")
    at_once = (shares.method == "goodman").sum()
    for place, row in shares[is_bounded].iterrows():
        count, base = int(row["count"]), int(row.base)
        shares.loc[place, ["bound_low", "bound_high"]] = bounds(count, base, unknown)
        if book.random_sample:
            alpha = 0.05 / (at_once if row.method == "goodman" else 1)
            shares.loc[place, ["low", "high"]] = finite.limits(count, base, base + unknown, alpha)
            shares.loc[place, "method"] = METHOD
    return shares
