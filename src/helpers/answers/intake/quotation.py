"""Files of text whose quotation marks say more, or are others, than pandas can be told.

One that quotes every value: what is not quoted is none, and was not asked. One that quotes by
apostrophes.
"""

import csv
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from helpers.answers.intake.delimited import Delimited
from helpers.answers.intake.layout import Layout
from helpers.answers.intake.option_columns import NOT_SHOWN
from helpers.answers.intake.sheet import Sheet

SAMPLE = 2**16  # characters from the beginning, that tell whether every value is quoted

SINGLE_QUOTED = re.compile(r"'[^']*'([,;\t|])'[^']*'(?:\1|$)")  # the beginning of such a header


def open_single_quoted(source: Delimited) -> Sheet | None:
    """Open a file anew if it quotes by apostrophes."""
    with source.text() as lines:
        header = SINGLE_QUOTED.match(lines.readline().rstrip("\r\n"))
    if not header:
        return None
    rows = partial(_single_quoted_rows, source.path, source.encoding, header[1])
    return Sheet(source.path, f"{source.encoding}, {header[1]!r}-separated", rows)


def _single_quoted_rows(path: Path, encoding: str, delimiter: str) -> Iterator[list[str]]:
    with path.open(encoding=encoding, newline="") as lines:
        yield from csv.reader(lines, delimiter=delimiter, quotechar="'")


def open_quoted(source: Delimited, layout: Layout) -> Delimited | Sheet:
    """Open a file anew, if it quotes every value, so that it keeps what was not asked apart.

    Parameters
    ----------
    source : Delimited
    layout : Layout
        In the columns that are the tool's own, none is nothing.
    """
    with source.text() as file:
        sample = file.read(SAMPLE)
    values = [value for value, _ in _pattern(source.delimiter).findall(sample) if value]
    if not all(value.startswith('"') for value in values[:-1]):  # the last may be cut off
        return source
    own = set(layout.tool_places)
    rows = partial(_rows, source.path, source.encoding, source.delimiter, own)
    return Sheet(source.path, source.type, rows).laid_out(layout)


def _pattern(delimiter):
    """A value, quoted or not, and what ends it."""
    mark = re.escape(delimiter)
    return re.compile(rf'("(?:[^"]|"")*"|[^{mark}\r\n]*)({mark}|\r\n|\n|\r|\Z)')


def _rows(path: Path, encoding: str, delimiter: str, own: set[int]) -> Iterator[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        text = file.read()
    row = []
    for value, end in _pattern(delimiter).findall(text):
        if value.startswith('"'):
            row.append(value[1:-1].replace('""', '"'))
        else:
            row.append(value or ("" if len(row) in own else NOT_SHOWN))
        if end != delimiter:
            yield [] if row in ([""], [NOT_SHOWN]) else row
            row = []
