"""Last rows that add up those above them, as people put below a table that they typed."""

import contextlib
import csv
from collections import deque
from dataclasses import replace
from itertools import takewhile

from helpers.answers.intake.delimited import Delimited
from helpers.answers.intake.formats.typed import is_total
from helpers.answers.intake.layout import Layout
from helpers.answers.intake.sheet import Sheet

MAX_TOTALS = 5  # rows that add up others
TAIL_BYTES = 2**16  # of a file of text, in which its last line is looked for


def without_totals(layout: Layout, source: Delimited | Sheet) -> Layout:
    """A layout that leaves out last rows which add up those above them, and says so."""
    if isinstance(source, Delimited) and not is_total(_last_line(source)):
        return layout  # without a look at all its rows
    rows = ((number, row) for number, row in enumerate(source.rows(), start=1) if any(row))
    try:
        ends = deque(rows, maxlen=MAX_TOTALS)
    except (csv.Error, UnicodeDecodeError):
        return layout  # whose reading tells it
    totals = list(takewhile(lambda end: is_total(end[1]), reversed(ends)))
    if not totals:
        return layout
    first, last = totals[-1][0], totals[0][0]
    rows = f"row, {last}, holds" if first == last else f"rows, {first} to {last}, hold"
    evidence = f"{layout.evidence}; its last {rows} totals, not answers"
    return replace(layout, evidence=evidence, last_row=first - 1)


def _last_line(source):
    """The cells of the last line; none where a line is part of a cell."""
    with source.path.open("rb") as file:
        file.seek(max(file.seek(0, 2) - TAIL_BYTES, 0))
        lines = file.read().decode(source.encoding, "replace").splitlines()
    blank = " " + source.delimiter
    line = next((line for line in reversed(lines) if line.strip(blank)), "")
    with contextlib.suppress(csv.Error):
        return next(csv.reader([line], delimiter=source.delimiter), [])
    return []
