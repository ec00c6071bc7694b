"""May a release follow an earlier one of the same survey, or does what is between them tell?

Whoever has both subtracts them: what is left is of the few who answered in between, or whose
answers were put right.  So every count that both tell must be the same, or differ by as many people
as may be told of.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from helpers import processed
from helpers.codebook import Codebook
from helpers.privacy import rule, suppression

# Of a question by itself, at an event or in a group, or of two crossed: how many gave each answer.
Told = Mapping[str, Mapping[str, int]]


def told(folder: str | Path, book: Codebook) -> dict[str, dict[str, int]]:
    """The counts that a release tells, and no others.

    Parameters
    ----------
    folder : str or Path
        The survey's processed folder.
    book : Codebook

    Returns
    -------
    dict
        Of each question, of each question at an event or in a group, and of each crossing that is
        told: how many people gave each answer, each kind of missing too.
    """
    shares, crosstabs = processed.read_shares(folder, book), processed.read(folder, "crosstabs")
    shares = shares[shares.status.isin(["level", "missing"])]
    counts = _counts(shares, ["question"], ["level"])
    events = processed.read(folder, "event_shares")
    counts |= _counts(events, ["question", "event"], ["level"])
    groups = processed.read(folder, "group_shares")
    counts |= _counts(groups, ["question", "option", "group", "group_level"], ["level"])
    levels = ["behaviour_level", "outcome_level"]
    crossed = suppression.crosstabs(crosstabs, book)
    return counts | _counts(crossed, ["behaviour", "outcome"], levels)


def telling(now: Told, earlier: Told, book: Codebook) -> list[str]:
    """Name what both releases tell and what is between them is of too few people.

    Parameters
    ----------
    now, earlier : dict
        As `told` gives them.
    book : Codebook

    Returns
    -------
    list of str
        Questions, with their event if it is of one, and crossings. None where both may be known.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("tests/surveys/workshop")
    >>> earlier, now = {"rides": {"never": 8, "daily": 9}}, {"rides": {"never": 8, "daily": 11}}
    >>> telling(now, earlier, book), telling(now, now, book)
    (['rides'], [])
    """
    names = []
    for name in now.keys() & earlier.keys():
        answers = now[name].keys() | earlier[name].keys()
        between = [abs(now[name].get(id, 0) - earlier[name].get(id, 0)) for id in answers]
        if any(rule.is_protected(people, book) for people in between):
            names.append(name)
    return sorted(names)


def _counts(table: pd.DataFrame, of: list[str], answer: list[str]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for row in table.to_dict("records"):
        name, given = (" × ".join(str(row[column]) for column in group) for group in (of, answer))
        counts.setdefault(name, {})[given] = int(row["count"])
    return counts
