"""Answers counted as distinct combinations: few at any number of people, and additive over chunks and machines."""

import numpy as np
import pandas as pd

from helpers.codebook import MISSING

MAX_DENSE_CELLS = (
    2**20
)  # places of a table of all combinations, 8 MB; above, the combinations met are found by sorting


def people_per_row(answers):
    """How many people each row of clean answers stands for: its column ``people``; without one, one a row.

    Many answers are kept as their distinct combinations, with the number of people who gave each.

    Returns
    -------
    Series of int, indexed as `answers`

    Examples
    --------
    >>> people_per_row(pd.DataFrame({"q3": ["oui", "non"]})).tolist()
    [1, 1]
    """
    return answers["people"] if "people" in answers else pd.Series(1, answers.index, name="people")


def count(answers):
    """Count each combination of answers that was met.

    Parameters
    ----------
    answers : DataFrame
        One categorical column a question; with a column ``people``, rows stand for so many.

    Returns
    -------
    DataFrame
        One row a combination, ordered by its levels from the first question on: the same columns,
        and ``people``.

    Examples
    --------
    >>> both = pd.DataFrame({"q3": ["oui", "non", "oui"], "q6": ["jamais", "jamais", "jamais"]}, dtype="category")
    >>> count(both)
        q3      q6  people
    0  non  jamais       1
    1  oui  jamais       2
    """
    if answers.empty:
        return answers.reset_index(drop=True).assign(people=np.zeros(0, np.int64))
    columns = {id: column.array for id, column in answers.items() if id != "people"}
    key, span = np.zeros(len(answers), np.int64), 1
    for column in columns.values():
        size = max(len(column.categories), 1)
        if span <= MAX_DENSE_CELLS < span * size or span * size > 2**62:
            key, span = _ranked(key, span)
        key *= size
        key += column.codes
        span *= size
    weights = answers["people"].to_numpy() if "people" in answers else None
    if span <= MAX_DENSE_CELLS:
        people = np.bincount(key, weights, minlength=span)
        found, place = (
            np.flatnonzero(people > 0),
            np.empty(span, np.int32),
        )  # ten times faster than of numbers
        place[key] = np.arange(len(key), dtype=np.int32)  # any row of a combination speaks for it
        people, place = people[found], place[found]
    else:
        _, place, rank = np.unique(key, return_index=True, return_inverse=True)
        people = np.bincount(rank, weights)
    met = {
        id: pd.Categorical.from_codes(column.codes[place], dtype=column.dtype, validate=False)
        for id, column in columns.items()
    }
    return pd.DataFrame(met | {"people": people.astype(np.int64)})


def merge_counts(counts):
    """Add up what was counted in parts; the same result in whatever order.

    Parameters
    ----------
    counts : list of DataFrame
        As `count` makes them. Categories may differ, as those of several answers do: the sets met.

    Returns
    -------
    DataFrame
        As `count` makes it of all the answers at once.
    """
    return counts[0] if len(counts) == 1 else count(concat_answers(counts))


def concat_answers(parts):
    """Put tables of answers one below the other, each column with the categories of all."""
    united = {}
    for id in parts[0].columns.drop("people", errors="ignore"):
        kinds = {part[id].dtype for part in parts}
        if (
            len(kinds) > 1
        ):  # events, or sets of several answers: as `counting.categories` orders them
            met = {value for kind in kinds for value in kind.categories}
            united[id] = pd.CategoricalDtype(
                [*sorted(met - set(MISSING)), *(kind for kind in MISSING if kind in met)]
            )
    return pd.concat(
        [part.astype(united) for part in parts], ignore_index=parts[0].index.name is None
    )


def categories(question, values=()):
    """The categories of a clean column: every level and kind of missing, and for several answers the sets met."""
    if question.kind != "multiple":
        return question.categories
    return [*sorted(set(values) - set(MISSING)), *MISSING]


def _ranked(key, span):
    """The rank of each key among those met, and how many were met."""
    if span > MAX_DENSE_CELLS:
        met, rank = np.unique(key, return_inverse=True)
        return rank, len(met)
    met = np.zeros(span, bool)
    met[key] = True
    rank = np.cumsum(met)
    return rank[key] - 1, int(rank[-1])
