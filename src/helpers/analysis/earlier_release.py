"""May a release follow an earlier one of the same survey, or does what is between them tell?

Whoever has both subtracts them: what is left is of the few who answered in between, or whose
answers were put right.  So every count that both tell must be the same, or differ by as many people
as may be told of.  And what one tells that the other hides, or takes together otherwise, must leave
open what is hidden: both are bounded together.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from helpers import processed
from helpers.analysis.crossings import option_name
from helpers.analysis.grouping import CHOSEN, NO_GROUP, event_id
from helpers.codebook import MISSING, Codebook
from helpers.privacy import linked, rule, suppression

# By a question, an option of it, or two of these crossed: how many gave each answer.
Told = Mapping[str, Mapping[str, int]]
AND = " × "  # between two that are crossed; answers that are taken together are joined by a bar


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
        Of the events, of each question and option, of each by event or by group, and of each
        crossing that is told: how many people gave each answer, each kind of missing too.
    """
    shares, crosstabs = processed.read_shares(folder, book), processed.read(folder, "crosstabs")
    counts: dict[str, dict[str, int]] = {}
    for row in shares[shares.status.isin(["level", "missing"])].itertuples():
        counts.setdefault(row.question, {})[row.level] = int(row.count)
    for row in shares[shares.status == "level"].itertuples():
        if book.question(row.question).kind == "multiple":
            sides = (int(row.base - row.count), int(row.count))
            others = {id: n for id, n in counts[row.question].items() if id in MISSING}
            counts[option_name(row.question, row.level)] = (
                dict(zip(CHOSEN, sides, strict=True)) | others
            )
    events, groups = processed.read_all(folder, "events", "group_shares")
    for row in events.itertuples():
        counts.setdefault("event", {})[event_id(row.event)] = int(row.people)
    for row in processed.read(folder, "event_shares").itertuples():
        question, level = row.question, row.level
        if book.question(question).kind == "multiple" and "|" not in level:
            question, level = option_name(question, level), CHOSEN[1]
        name, answers = f"event{AND}{question}", f"{event_id(row.event)}{AND}{level}"
        counts.setdefault(name, {})[answers] = int(row.count)
    for row in groups.itertuples():
        of = option_name(row.question, row.option) if row.option else row.question
        answers = f"{row.group_level}{AND}{row.level}"
        counts.setdefault(f"{row.group}{AND}{of}", {})[answers] = int(row.count)
    for row in suppression.crosstabs(crosstabs, book).itertuples():
        answers = f"{row.behaviour_level}{AND}{row.outcome_level}"
        counts.setdefault(f"{row.behaviour}{AND}{row.outcome}", {})[answers] = int(row.count)
    return counts


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
    names = set()
    for name in now.keys() & earlier.keys():
        both = now[name].keys() & earlier[name].keys()
        if AND not in name:
            both = now[name].keys() | earlier[name].keys()
        between = [abs(now[name].get(id, 0) - earlier[name].get(id, 0)) for id in both]
        if any(rule.is_protected(people, book) for people in between):
            names.add(name)
    for name in now.keys() | earlier.keys():
        if AND in name and name not in names and _is_narrow(name, now, earlier, book):
            names.add(name)
    return sorted(names)


def _is_narrow(name: str, now: Told, earlier: Told, book: Codebook) -> bool:
    """Whether both releases bound a count of a crossing that neither bounds by itself."""
    crossings = [release.get(name, {}) for release in (earlier, now)]
    if crossings[0].keys() == crossings[1].keys():  # what both tell is subtracted above
        return False
    sides = name.split(AND)
    levels = [[*dict.fromkeys([*earlier.get(side, {}), *now.get(side, {})])] for side in sides]
    people = [
        [
            np.array([release.get(side, {}).get(id, 0) for id in ids])
            for side, ids in zip(sides, levels, strict=True)
        ]
        for release in (earlier, now)
    ]
    if any((after < before).any() for before, after in zip(*people, strict=True)):
        return False  # answers were put right, or others asked: there are none to subtract
    if any(down.sum() != across.sum() for down, across in people):
        return False  # of several answers
    known = [
        [*_margins(*own), *_cells(told, levels)]
        for own, told in zip(people, crossings, strict=True)
    ]
    # axis 0: who had answered before, and who came in between
    both = [
        (np.stack([mask, mask & bool(place)]), number)
        for place, facts in enumerate(known)
        for mask, number in facts
    ]
    return any(
        _is_narrowed(place, cell, known[place], both, book)
        for place in (0, 1)
        for cell in _open_cells(levels)
    )


def _is_narrowed(place, cell, alone, both, book):
    """Whether a count of one release, open by itself, is protected and narrow beside the other."""
    smallest = rule.smallest(book)
    try:
        low, high = linked.bounds_of(np.stack([cell, cell & bool(place)]), both)
    except ValueError:  # not the same people, and others
        return False
    if high < 1 or low >= smallest or high - low >= smallest:
        return False
    least, most = linked.bounds_of(cell, alone)
    return high - low < min(smallest, most - least)


def _margins(down: np.ndarray, across: np.ndarray) -> Iterator[tuple[np.ndarray, int]]:
    """The cells of each answer to one question, and how many people are in them."""
    rows, columns = np.indices((len(down), len(across)))
    for places, people in ((rows, down), (columns, across)):
        for place, number in enumerate(people):
            yield places == place, int(number)


def _cells(told: Mapping[str, int], levels: list[list[str]]) -> Iterator[tuple[np.ndarray, int]]:
    """The cells whose people together a release tells."""
    for answers, people in told.items():
        row, _, column = answers.rpartition(AND)
        yield np.outer(*map(_is_in, (row, column), levels)), people


def _is_in(joined, ids):
    named = set(joined.split("|"))
    if NO_GROUP in named:
        named |= set(MISSING)
    return np.isin(ids, [*named])


def _open_cells(levels):
    """The cells of two answers, one mask each; who gave none is in no count."""
    rows, columns = ([place for place, id in enumerate(ids) if id not in MISSING] for ids in levels)
    for cell in itertools.product(rows, columns):
        mask = np.zeros([len(ids) for ids in levels], bool)
        mask[cell] = True
        yield mask
