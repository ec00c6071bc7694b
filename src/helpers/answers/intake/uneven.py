"""A file of text whose rows have not all as many cells as its header: read row by row."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from helpers.answers.intake.delimited import Delimited
from helpers.answers.intake.layout import Layout
from helpers.answers.intake.sheet import Sheet

MAX_BYTES = 10_000_000  # of a file that is looked through; a longer one must be even
NAMED = 5  # of the rows that are told


def open_uneven(source: Delimited, layout: Layout) -> tuple[Delimited | Sheet, Layout]:
    """Open a small file anew, if it has short rows, surplus separators or blank lines.

    Cells that a short row lacks are blank, and so a person's last answers are; the layout says in
    which rows. A row with more filled cells than the header stops the reading later.
    """
    if source.path.stat().st_size > MAX_BYTES:
        return source, layout
    width, blank, short, surplus = len(layout.header), [], [], []
    last = 0
    try:
        for number, row in enumerate(source.rows(), start=1):
            last = number
            if number > layout.rows_above and len(row) != width:
                kind = blank if not row else short if len(row) < width else surplus
                kind.append(number)
    except (csv.Error, UnicodeDecodeError):
        return source, layout  # whose reading tells it
    while blank and blank[-1] == last:  # after the last row, no line counts
        blank.pop()
        last -= 1
    kinds = {
        "blank line": blank,
        "row with fewer cells than the header, blank at its end": short,
        "row with surplus cells": surplus,
    }
    told = [f"{_count(kind, rows)}" for kind, rows in kinds.items() if rows]
    if not told:
        return source, layout
    rows = partial(_rows, source)
    layout = replace(layout, evidence=f"{layout.evidence}; {'; '.join(told)}")
    return Sheet(source.path, source.type, rows).laid_out(layout), layout


def _rows(source: Delimited) -> Iterator[list[str]]:
    yield from source.rows()


def _count(kind, rows):
    """How many there are, and where the first of them stand."""
    kind = kind if len(rows) == 1 else kind.replace("line", "lines").replace("row", "rows", 1)
    more = f" and {len(rows) - NAMED} more" if len(rows) > NAMED else ""
    return f"{len(rows)} {kind} ({', '.join(map(str, rows[:NAMED]))}{more})"
