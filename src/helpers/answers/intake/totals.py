"""A last row that adds up those above it, as people put below a table that they typed."""

import contextlib
import csv
from collections import deque
from dataclasses import replace

from helpers.answers.intake.delimited import Delimited
from helpers.answers.intake.formats.typed import is_total
from helpers.answers.intake.layout import Layout
from helpers.answers.intake.sheet import Sheet

TAIL_BYTES = 2**16  # of a file of text, in which its last line is looked for


def without_totals(layout: Layout, source: Delimited | Sheet) -> Layout:
    """A layout that leaves out a last row which adds up those above it, and says so."""
    if isinstance(source, Delimited) and not is_total(_last_line(source)):
        return layout  # without a look at all its rows
    rows = ((number, row) for number, row in enumerate(source.rows(), start=1) if any(row))
    try:
        ends = deque(rows, maxlen=1)
    except (csv.Error, UnicodeDecodeError):
        return layout  # whose reading tells it
    for number, last in ends:
        if is_total(last):
            evidence = f"{layout.evidence}; its last row, {number}, holds totals and is left out"
            return replace(layout, evidence=evidence, last_row=number - 1)
    return layout


def _last_line(source):
    """The cells of the last line; none where a line is part of a cell."""
    with source.path.open("rb") as file:
        file.seek(max(file.seek(0, 2) - TAIL_BYTES, 0))
        lines = file.read().decode(source.encoding, "replace").splitlines()
    line = next((line for line in reversed(lines) if line.strip()), "")
    with contextlib.suppress(csv.Error):
        return next(csv.reader([line], delimiter=source.delimiter), [])
    return []
