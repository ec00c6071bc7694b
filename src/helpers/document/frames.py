"""A data frame as the head, the rows and the groups of a table."""

import math

import pandas as pd

from helpers.document import marks


def contents(frame: pd.DataFrame, *, grouped: bool = False) -> dict:
    """What a table is made of, as JSON can carry it.

    Parameters
    ----------
    frame : pandas.DataFrame
        See `show.table`.
    grouped : bool
        Whether the first level of the index heads the rows below it instead of opening each.

    Returns
    -------
    dict
        ``head`` and ``rows``, lists of rows; ``stub``, how many cells of a row are its headers;
        ``groups``, pairs of a row's position and what stands above it; ``group``, their heading.

    Examples
    --------
    >>> index = pd.MultiIndex.from_tuples([("q5", "Never"), ("q5", "Often")], names=["Q", "Level"])
    >>> made = contents(pd.DataFrame({"n": [38, 8]}, index=index), grouped=True)
    >>> made["head"], made["rows"], made["groups"], made["group"]
    ([['Level', 'n']], [['Never', 38], ['Often', 8]], [[0, 'q5']], 'Q')
    """
    names = [str(name) for name in frame.index.names]
    labels = [key if isinstance(key, tuple) else (key,) for key in frame.index]
    columns = [key if isinstance(key, tuple) else (key,) for key in frame.columns]
    head = [
        [""] * len(names) + [str(key[level]) for key in columns]
        for level in range(frame.columns.nlevels)
    ]
    head[-1][: len(names)] = names
    rows = [
        [_cell(value) for value in (*label, *values)]
        for label, values in zip(labels, frame.itertuples(index=False, name=None), strict=True)
    ]
    if not grouped:
        return {"head": head, "rows": rows, "stub": len(names), "groups": [], "group": ""}
    heads = [row[0] for row in rows]
    return {
        "head": [row[1:] for row in head],
        "rows": [row[1:] for row in rows],
        "stub": len(names) - 1,
        "groups": [[i, str(name)] for i, name in enumerate(heads) if not i or name != heads[i - 1]],
        "group": names[0],
    }


def unmarked(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame as a notebook shows it: the marks of numbers are for the exporters."""

    def bare(value):
        return marks.strip(value) if isinstance(value, str) else value

    plain = frame.map(bare)
    for axis in (plain.index, plain.columns):
        axis.names = [bare(name) for name in axis.names]
    return plain.rename(index=bare, columns=bare)


def _cell(value):
    """A number that JSON can carry, None for a missing value, or text."""
    if pd.isna(value):
        return None
    value = value.item() if hasattr(value, "item") else value
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if number and math.isfinite(value) else str(value)
