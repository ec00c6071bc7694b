"""Rows of texts, read one by one: tables of them, and those that hold no answer."""

import itertools
from collections.abc import Collection, Iterable, Iterator

import numpy as np
import pandas as pd

from helpers.answers.intake.layout import BLANK_LINE

LEFT_OUT, EMPTY = "left out", "empty"  # why a row holds no answer, if not for being blank
OTHER = "\x03"  # begins the name of a column that is read for what it says of its row
NOT_QUESTIONS = ("", "event")  # names of the time stamp and of the event


def tables_of_rows(
    rows: Iterable[list[str]],
    columns: dict[str, int],
    size: int,
    first: int,
    tool_places: Collection[int] = (),
) -> Iterator[pd.DataFrame]:
    """Make tables of rows, as those of a file of text.

    Parameters
    ----------
    rows : iterable of list of str
        Their cells; none beyond the last is a blank one.
    columns : dict
        Name → position.
    size : int
        Rows in a table.
    first : int
        The number of the first row.
    tool_places : collection of int
        Positions of the collecting tool's own columns.

    Yields
    ------
    DataFrame
        See `delimited.Delimited.tables`; ``attrs["no_answer"]`` as `without_answer` returns it.

    Examples
    --------
    >>> tables = tables_of_rows([["Oui", "x"], [], ["", "y"]], {"q1": 0}, 9, first=2)
    >>> table = next(tables)
    >>> table.q1.tolist(), table.attrs["no_answer"]
    (['Oui', '', ''], {1: 'blank line', 2: 'left out'})
    """
    rows, own = iter(rows), _own_places(columns, tool_places)
    asked = [place for name, place in columns.items() if is_question(name)]
    while batch := list(itertools.islice(rows, size)):
        table = {
            name: _texts([row[place] if place < len(row) else "" for row in batch], name)
            for name, place in columns.items()
        }
        table = pd.DataFrame(table, index=range(first, first + len(batch)))
        table.attrs["no_answer"] = {
            number: _reason({place for place, cell in enumerate(row) if cell.strip()}, own)
            for number, row in enumerate(batch)
            if not any(row[place].strip() for place in asked if place < len(row))
        }
        yield table
        first += len(batch)


def without_last_blanks(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """Rows without those at the end that have no cells.

    >>> list(without_last_blanks([["a"], [], ["b"], [], []]))
    [['a'], [], ['b']]
    """
    blank = 0
    for row in rows:
        if not row:
            blank += 1  # counts only if something comes after it
            continue
        yield from itertools.repeat([], blank)
        blank = 0
        yield row


def is_question(name: str) -> bool:
    """Whether a column that is read holds answers."""
    return name not in NOT_QUESTIONS and not name.startswith(OTHER)


def as_categories(column: pd.Series) -> pd.Categorical:
    """A column of texts as categories, in the order in which they come."""
    codes, labels = pd.factorize(column.to_numpy())
    return pd.Categorical.from_codes(codes, labels)


def are_texts(column: pd.Series) -> bool:
    """Whether all categories of a column are texts still."""
    return column.cat.categories.inferred_type in ("string", "empty")


def without_answer(
    table: pd.DataFrame, cells: pd.DataFrame, columns: dict[str, int], tool_places: Collection[int]
) -> dict[int, str]:
    """Which rows of a table hold no answer, and why.

    Parameters
    ----------
    table : DataFrame
        Its columns by name, texts as categories.
    cells : DataFrame
        All columns by position, those that are not read cut to a byte.
    columns : dict
        Name → position.
    tool_places : collection of int

    Returns
    -------
    dict
        Place of the row in the table → `BLANK_LINE` where nothing stands, `LEFT_OUT` where only
        columns that stay in the raw file are filled, `EMPTY` where only the tool's are.
    """
    is_blank = np.ones(len(table), bool)
    for name in filter(is_question, columns):
        column = table[name].array
        blank = np.array([not str(text).strip() for text in column.categories], bool)
        is_blank &= blank[column.codes] if blank.any() else False
        if not is_blank.any():
            return {}
    places, own = np.flatnonzero(is_blank), _own_places(columns, tool_places)
    rows = cells.iloc[places].astype(object).to_numpy()
    return {
        int(place): _reason({at for at, cell in enumerate(row) if cell.strip()}, own)
        for place, row in zip(places, rows, strict=True)
    }


def _own_places(columns, tool_places):
    """Positions of the tool's columns, the codebook's time stamp and event among them."""
    return {*tool_places, *(columns[name] for name in NOT_QUESTIONS if name in columns)}


def _reason(filled, own):
    if not filled:
        return BLANK_LINE
    return EMPTY if filled <= own else LEFT_OUT


def _texts(texts, name):
    """A column as text in categories; time stamps as they are."""
    column = pd.Series(texts, dtype="object")
    return column.to_numpy() if name == "" else as_categories(column)
