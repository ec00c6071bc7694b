"""Answers as distinct combinations: few at any number of people, additive over chunks, machines."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from helpers.codebook import MISSING, Codebook, Question, SurveyError

# Cells of a table of all combinations, 8 MB; above, those that occur are found by sorting.
MAX_DENSE_CELLS = 2**20


def require_eligible(answers: pd.DataFrame, book: Codebook) -> None:
    """Refuse more people than could have answered.

    Raises
    ------
    SurveyError
        If the codebook says of how many people, and more answered.
    """
    people = int(people_per_row(answers).sum())
    if book.eligible is not None and people > book.eligible:
        raise SurveyError(
            f"{book.folder / 'codebook.toml'}: [disclosure] eligible is {book.eligible}, yet "
            f"{people} people answered; correct it, or say it in words, by language"
        )


def people_per_row(answers: pd.DataFrame) -> pd.Series:
    """How many people each row of clean answers stands for: its column ``people``, or one.

    Many answers are kept as their distinct combinations, with the number of people who gave each.

    Examples
    --------
    >>> people_per_row(pd.DataFrame({"q3": ["oui", "non"]})).tolist()
    [1, 1]
    """
    return answers["people"] if "people" in answers else pd.Series(1, answers.index, name="people")


def count(answers: pd.DataFrame) -> pd.DataFrame:
    """Count each combination of answers that occurs.

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
    >>> q3, q6 = ["oui", "non", "oui"], ["jamais", "jamais", "jamais"]
    >>> count(pd.DataFrame({"q3": q3, "q6": q6}, dtype="category"))
        q3      q6  people
    0  non  jamais       1
    1  oui  jamais       2
    """
    if answers.empty:
        return answers.reset_index(drop=True).assign(people=np.zeros(0, np.int64))
    columns = {id: column.array for id, column in answers.items() if id != "people"}
    weights = answers["people"].to_numpy() if "people" in answers else None
    keys, possible = _keys(columns.values(), len(answers))
    if possible <= MAX_DENSE_CELLS:
        people, rows = _count_dense(keys, weights, possible)
    else:
        _, rows, rank = np.unique(keys, return_index=True, return_inverse=True)
        people = np.bincount(rank, weights)
    combinations = {
        id: pd.Categorical.from_codes(column.codes[rows], dtype=column.dtype, validate=False)
        for id, column in columns.items()
    }
    return pd.DataFrame(combinations | {"people": people.astype(np.int64)})


def merge_counts(counts: list[pd.DataFrame]) -> pd.DataFrame:
    """Merge what was counted in parts; the same result in whatever order.

    Parameters
    ----------
    counts : list of DataFrame
        As `count` makes them. Categories may differ, as those of several answers do: the sets that
        occur.

    Returns
    -------
    DataFrame
        As `count` makes it of all the answers at once.
    """
    return counts[0] if len(counts) == 1 else count(concat_answers(counts))


def concat_answers(tables: list[pd.DataFrame]) -> pd.DataFrame:
    """Put tables of answers one below the other, each column with the categories of all."""
    dtypes = {}
    for id in tables[0].columns.drop("people", errors="ignore"):
        different = {table[id].dtype for table in tables}
        if len(different) > 1:  # events, or sets of several answers: in the order of `categories`
            values = {value for dtype in different for value in dtype.categories}
            missing = [kind for kind in MISSING if kind in values]
            dtypes[id] = pd.CategoricalDtype([*sorted(values - set(MISSING)), *missing])
    is_numbered = tables[0].index.name is None
    return pd.concat([table.astype(dtypes) for table in tables], ignore_index=is_numbered)


def categories(question: Question, values: Iterable[str] = ()) -> list[str]:
    """The categories of a clean column: levels and kinds of missing, or what occurs."""
    if not question.is_open:
        return question.categories
    return [*sorted(set(values) - set(MISSING)), *MISSING]


def _keys(columns, rows):
    """One number a row for all its answers, in the order of their levels; how many are possible."""
    keys, possible = np.zeros(rows, np.int64), 1
    for column in columns:
        size = max(len(column.categories), 1)
        if possible <= MAX_DENSE_CELLS < possible * size or possible * size > 2**62:
            keys, possible = _rank(keys, possible)
        keys *= size
        keys += column.codes
        possible *= size
    return keys, possible


def _rank(keys, possible):
    """The rank of each key among those that occur, and how many do."""
    if possible > MAX_DENSE_CELLS:
        occurring, rank = np.unique(keys, return_inverse=True)
        return rank, len(occurring)
    occurs = np.zeros(possible, bool)
    occurs[keys] = True
    rank = np.cumsum(occurs)
    return rank[keys] - 1, int(rank[-1])


def _count_dense(keys, weights, possible):
    """The people of each key that occurs, and a row that has it."""
    people = np.bincount(keys, weights, minlength=possible)
    occurring = np.flatnonzero(people > 0)  # ten times faster than of numbers
    row_of_key = np.empty(possible, np.int32)
    row_of_key[keys] = np.arange(len(keys), dtype=np.int32)  # any row speaks for its combination
    return people[occurring], row_of_key[occurring]
