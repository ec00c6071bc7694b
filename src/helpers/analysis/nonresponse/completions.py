"""A crossed pair of which some answers are missing, and the gammas that it could have had."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.analysis.nonresponse.gaps import Incomplete
from helpers.stats import concordance

LIMIT = 2_000  # completions of a table that are looked at one by one
MOVES = 200  # of people, from one completion to a further one


@dataclass(frozen=True)
class CompletionBounds:
    """The lowest and the highest gamma over the completions of a table.

    Attributes
    ----------
    low, high : float
    lowest, highest : DataFrame
        Completions that have them.
    complete : bool
        Whether every completion was looked at, or extreme allocations only.
    """

    low: float
    high: float
    lowest: pd.DataFrame
    highest: pd.DataFrame
    complete: bool


def gamma_bounds(gaps: Incomplete) -> CompletionBounds:
    """Lowest and highest gamma that the people missing could make, given any levels of the scales.

    People missing in the same way are exchangeable: a completion says how many of them go to each
    level, not who. Up to `LIMIT` completions are all looked at. Beyond that, those in which people
    missing in the same way go to one end of the other scale together, those below a threshold to
    one end and those above it to the other; and from there whatever moving some of them gains.
    What is found can happen; the limits may be a little further out.

    Parameters
    ----------
    gaps : Incomplete

    Returns
    -------
    CompletionBounds

    References
    ----------
    Horowitz & Manski (1998), *Journal of Econometrics* 84:37.

    Examples
    --------
    >>> crossed = pd.DataFrame([[12, 9, 5], [6, 14, 16]])
    >>> bounds = gamma_bounds(Incomplete(crossed, np.array([2, 2]), np.zeros(3, int)))
    >>> round(bounds.low, 3), round(bounds.high, 3), bounds.complete
    (0.381, 0.597, True)
    """
    complete = count_completions(gaps) <= LIMIT
    completed = every_completion(gaps) if complete else _far_completions(gaps)
    gammas = concordance.gammas(completed)
    lowest, highest = 0, 0  # any will do, where there is no gamma
    if not np.isnan(gammas).all():
        lowest, highest = np.nanargmin(gammas), np.nanargmax(gammas)
    labels = {"index": gaps.crossed.index, "columns": gaps.crossed.columns}
    return CompletionBounds(
        low=float(gammas[lowest]),
        high=float(gammas[highest]),
        lowest=pd.DataFrame(completed[lowest], **labels),
        highest=pd.DataFrame(completed[highest], **labels),
        complete=complete,
    )


def count_completions(gaps: Incomplete) -> int:
    """How many completions there are."""
    return math.prod(math.comb(people + len(cells) - 1, people) for people, cells in _groups(gaps))


def every_completion(gaps: Incomplete) -> np.ndarray:
    """All completed tables, shape (k, r, c)."""
    counts = gaps.crossed.to_numpy()
    completed = counts.reshape(1, -1)
    for people, cells in _groups(gaps):
        allocations = _allocations(people, len(cells))
        added = np.zeros((len(allocations), counts.size), int)
        added[:, cells] = allocations
        completed = (completed[:, None] + added).reshape(-1, counts.size)
    return completed.reshape(-1, *counts.shape)


def _far_completions(gaps: Incomplete) -> np.ndarray:
    """The extreme completions, and what climbing down and up reaches."""
    return np.concatenate([extreme_completions(gaps), [_climb(gaps, sign) for sign in (-1, 1)]])


def _climb(gaps: Incomplete, sign: int) -> np.ndarray:
    """The completion from which no move of people makes gamma lower (-1), or higher (1)."""
    groups, counts = list(_groups(gaps)), gaps.crossed.to_numpy()
    added = np.zeros((len(groups), counts.size), int)
    for own, (people, cells) in zip(added, groups, strict=True):
        own[cells[0]] = people
    best = -math.inf
    for _ in range(MOVES):
        moves = [
            (group, start, end, people)
            for group, (_, cells) in enumerate(groups)
            for start in cells[added[group, cells] > 0]
            for end in cells
            for people in {1, (added[group, start] + 1) // 2, added[group, start]}
            if start != end
        ]
        tables = np.repeat((counts.ravel() + added.sum(0))[None], len(moves) + 1, axis=0)
        for table, (_, start, end, people) in zip(tables, moves, strict=False):
            table[start] -= people
            table[end] += people
        reached = sign * concordance.gammas(tables.reshape(-1, *counts.shape))
        reached = np.where(np.isnan(reached), -math.inf, reached)
        if reached.max() <= max(best, reached[-1]) + 1e-12 or not moves:
            break
        best = reached.max()
        group, start, end, people = moves[int(reached.argmax())]
        added[group, start] -= people
        added[group, end] += people
    return (counts.ravel() + added.sum(0)).reshape(counts.shape)


def _groups(gaps) -> Iterator[tuple[int, np.ndarray]]:
    """People who are missing in the same way, and the cells that they can be in."""
    cells = np.arange(gaps.crossed.size).reshape(gaps.crossed.shape)
    for people, row in zip(gaps.by_row, cells, strict=True):
        if people:
            yield int(people), row
    for people, column in zip(gaps.by_column, cells.T, strict=True):
        if people:
            yield int(people), column
    if gaps.neither:
        yield gaps.neither, cells.ravel()


def _allocations(people, cells):
    """Every way to put so many people in so many cells, shape (ways, cells): bars between stars."""
    bars = np.array(list(itertools.combinations(range(people + cells - 1), cells - 1)), int)
    bars = bars.reshape(-1, cells - 1)
    return np.diff(bars, axis=1, prepend=-1, append=people + cells - 1) - 1


def extreme_completions(gaps: Incomplete) -> np.ndarray:
    """Completed tables, shape (k, r, c), in which people missing in the same way stay together.

    Those of each row up to a threshold go to one end of the columns, those of the others to the
    other end; likewise those of each column.
    """
    counts = gaps.crossed.to_numpy()
    rows, columns = counts.shape
    completed = []
    for across, down, last in itertools.product(range(rows + 1), range(columns + 1), (0, -1)):
        for turn in (1, -1):
            filled = counts[:, ::turn].copy()
            filled[:across, 0] += gaps.by_row[:across]
            filled[across:, -1] += gaps.by_row[across:]
            by_column = gaps.by_column[::turn]
            filled[0, :down] += by_column[:down]
            filled[-1, down:] += by_column[down:]
            filled[last, last] += gaps.neither
            completed.append(filled[:, ::turn])
    return np.array(completed)
