"""What somebody does who wants a hidden table back: lists all that agree with what is told."""

import itertools

import numpy as np
import pandas as pd


def tables_with(rows, columns):
    """Every table of counts with these totals of rows and of columns, as a list of tuples."""
    if len(rows) == 1:
        yield (tuple(columns),) if sum(columns) == rows[0] else ()
        return
    for first in compositions(rows[0], columns):
        rest = [left - taken for left, taken in zip(columns, first, strict=True)]
        for table in tables_with(rows[1:], rest):
            yield (first, *table)


def compositions(total, limits):
    """Every way to put `total` people into cells that take so many each."""
    if len(limits) == 1:
        if total <= limits[0]:
            yield (total,)
        return
    for first in range(min(total, limits[0]) + 1):
        for rest in compositions(total - first, limits[1:]):
            yield (first, *rest)


def people(table, row_levels, column_levels, names):
    """One row a person of a table of counts."""
    cells = itertools.product(row_levels, column_levels)
    counts = np.ravel(table)
    rows = [cell for cell, count in zip(cells, counts, strict=True) for _ in range(count)]
    return pd.DataFrame(rows, columns=names, dtype=object)


def spread(tables):
    """How far apart the lowest and the highest count of each cell are."""
    counts = np.array(list(tables))
    return counts.max(axis=0) - counts.min(axis=0)
