"""Rows of a grid: questions that share all but what each is about, written as one entry."""

import itertools
from collections.abc import Iterable, Iterator, Sequence

from helpers.codebook import grids
from helpers.draft.naming import level_ids
from helpers.draft.question import DraftQuestion


def runs(questions: Iterable[DraftQuestion]) -> Iterator[list[DraftQuestion]]:
    """Questions in order, the rows of a grid together.

    Rows of which one differs from the others in more than its wording are questions by themselves.

    Examples
    --------
    >>> rows = [DraftQuestion("Q", "Q", "ordinal", grid="Rate", row=row) for row in ("Room", "Bar")]
    >>> [len(run) for run in runs([*rows, DraftQuestion("Age", "Age", "number")])]
    [2, 1]
    >>> other = DraftQuestion("Q", "Q", "text", grid="Rate", row="Else")
    >>> [len(run) for run in runs([*rows, other])]
    [1, 1, 1]
    """
    for grid, members in itertools.groupby(questions, lambda question: question.grid):
        rows = [*members]
        if grid and rows[0].kind in grids.KINDS and all(_agree(rows[0], row) for row in rows):
            yield rows
        else:
            yield from ([row] for row in rows)


def ids_of_rows(rows: Sequence[DraftQuestion]) -> list[str]:
    """What the ids of the rows of a grid end with.

    >>> rows = [DraftQuestion("Q", "Q", "ordinal", row=row) for row in ("La salle", "Le repas")]
    >>> ids_of_rows(rows)
    ['la_salle', 'le_repas']
    """
    return level_ids(row.row for row in rows)


def _agree(one, other):
    keys = ("kind", "levels", "missing", "entries", "asked_if")
    return all(getattr(one, key) == getattr(other, key) for key in keys)
