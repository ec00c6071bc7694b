"""A file of text, its cells as pandas' C reader finds them; what it would cut or pad, is told."""

import csv
import io
import itertools
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

import pandas as pd
from pandas.errors import ParserError, ParserWarning

from helpers.answers.intake import cuts
from helpers.answers.intake.byte_stream import ByteStream
from helpers.answers.intake.encoding import mixed_message
from helpers.answers.intake.layout import HEAD_ROWS, Layout
from helpers.answers.intake.long_cell import find_long_cell
from helpers.answers.intake.rows import (
    are_texts,
    as_categories,
    tables_of_rows,
    without_answer,
    without_last_blanks,
)
from helpers.answers.intake.uneven import find_uneven
from helpers.codebook import SurveyError

WIDE = ("utf-16", "utf_16", "utf-32", "utf_32")


@dataclass(frozen=True)
class Delimited:
    """A table in a file of text, its cells between delimiters, quoted where need be.

    Attributes
    ----------
    header : sequence of str
        One name a column.
    has_sep_line : bool
        Whether its first line tells a spreadsheet the delimiter; no spreadsheet counts it.
    widths_above : tuple of int
        Cells in each row above the first answer.
    start, stop : int
        Of a piece of the file: its first byte, and the byte after its last.
    first : int
        The number of its first row, as in a spreadsheet.
    tool_places : tuple of int
        Positions of the columns that the collecting tool adds.
    """

    path: Path
    encoding: str
    delimiter: str
    header: Sequence[str] = ()
    has_sep_line: bool = False
    widths_above: tuple[int, ...] = ()
    start: int = 0
    stop: int | None = None
    first: int = 2
    tool_places: tuple[int, ...] = ()

    def tables(
        self, columns: dict[str, int], rows: int, plain: Iterable[str] = ()
    ) -> Iterator[pd.DataFrame]:
        """Read it once, some rows at a time, numbered as in a spreadsheet.

        Parameters
        ----------
        columns : dict
            Name → position in the header.
        rows : int
            In a table.
        plain : iterable of str
            Names of columns whose texts hardly repeat: they are faster to read one by one.

        Yields
        ------
        DataFrame
            The cells of a question are texts as categories, time stamps (named ``""``) plain texts.
            In `attrs`, ``no_answer`` as `rows.without_answer` returns it; with the last, ``short``:
            the numbers of rows with fewer cells than the header.
        """
        plain, given = {"", *plain}, 0
        while True:
            number_like = set()
            for table in itertools.islice(self._tables(columns, rows, plain), given, None):
                number_like = {name for name in set(columns) - plain if not are_texts(table[name])}
                if number_like:
                    break
                given += 1
                yield table
            if not number_like:
                return
            # pandas makes numbers of categories that all look like some, and 007 is then 7: go on
            # from there with these columns read one by one
            plain |= number_like

    def _tables(self, columns, rows, plain):
        number, options, is_checked = self.first, self.options(columns, plain), False
        with ByteStream(self.path, self.encoding, self.delimiter, self.start, self.stop) as stream:
            try:
                above = 0 if self.start else len(self.widths_above) + self.has_sep_line
                reader = pd.read_csv(stream, header=None, skiprows=above, chunksize=rows, **options)
                while (cells := _next_table(reader)) is not None:
                    table = cells[list(columns.values())].set_axis(list(columns), axis=1)
                    for name in (plain - {""}) & set(columns):
                        table[name] = as_categories(table[name])
                    table.index = range(number, number + len(table))
                    number += len(table)
                    no_answer = without_answer(table, cells, columns, self.tool_places)
                    table.attrs["no_answer"] = no_answer
                    if stream.ended and not is_checked:  # of a small file, before all are given out
                        rows_read = number - self.first
                        table.attrs["short"] = self._short_rows(stream.separators, rows_read)
                        is_checked = True
                    yield table
                short = not is_checked and self._short_rows(stream.separators, number - self.first)
                if short:
                    table = table.iloc[:0]
                    table.attrs = {"no_answer": {}, "short": short}
                    yield table
            except UnicodeDecodeError:
                raise SurveyError(mixed_message(self.path, self.encoding)) from None
            except (ParserError, ParserWarning) as error:
                uneven = self._find_uneven()
                if not uneven.has_surplus:
                    message = str(error).strip().removeprefix("Error tokenizing data. C error: ")
                    raise self.no_table(message) from None
                yield from self._tables_row_by_row(columns, rows, number, uneven)

    def _tables_row_by_row(self, columns, rows, first, uneven):
        """The tables from one row on, in spite of separators after the last column."""
        answers = itertools.islice(self._answers(), first - self.first, None)
        for table in tables_of_rows(answers, columns, rows, first, self.tool_places):
            table.attrs["short"], uneven = uneven.short, replace(uneven, short=[])
            yield table

    def options(self, columns: dict[str, int], plain: Iterable[str] = ("",)) -> dict:
        """How pandas is to read it, for all that reads its cells to read them alike."""
        width = len(self.header)
        # All columns are parsed, for only then does pandas refuse a row too long; of those left,
        # one byte a cell.
        types = dict.fromkeys(range(width), "S1")
        for name, position in columns.items():
            types[position] = "object" if name in plain else "category"
        return {
            "sep": self.delimiter,
            "names": range(width),
            "index_col": False,
            "dtype": types,
            "keep_default_na": False,
            "na_filter": False,
            "skip_blank_lines": False,
        }

    def split(self, size: int) -> list["Delimited"]:
        """Pieces of about so many bytes, in order; see `cuts.find_pieces`."""
        if self.encoding.startswith(WIDE):  # has line ends of several bytes
            return [self]
        above = len(self.widths_above)
        pieces = cuts.find_pieces(self.path, size, above + self.has_sep_line)
        return [
            replace(self, start=start, stop=stop, first=above + 1 + answers)
            for start, stop, answers in pieces
        ]

    @property
    def type(self) -> str:
        """What kind of file it is, in words."""
        return f"{self.encoding}, {self.delimiter!r}-separated"

    def head(self) -> list[list[str]]:
        """The first rows, their cells as texts."""
        return list(itertools.islice(self.rows(), HEAD_ROWS))

    def rows(self) -> Iterator[list[str]]:
        """All rows, one by one: ten times as slow as `tables`."""
        with self.text() as lines:
            rows = csv.reader(lines, delimiter=self.delimiter)
            yield from itertools.islice(rows, self.has_sep_line, None)

    def laid_out(self, layout: Layout) -> "Delimited":
        """The same file, its header and its first answer where a layout says."""
        widths = tuple(map(len, itertools.islice(self.rows(), layout.rows_above)))
        return replace(
            self,
            header=layout.header,
            widths_above=widths,
            first=layout.rows_above + 1,
            tool_places=layout.tool_places,
        )

    def text(self) -> TextIO:
        """The file, decoded, line ends as they are."""
        return self.path.open(encoding=self.encoding, newline="")

    def no_table(self, reason: object) -> SurveyError:
        """What its owner is told when it is no table."""
        where, what = f"{self.path} is not a table", reason
        if str(reason).startswith("field larger"):
            where = f"{self.path}, {find_long_cell(self.text, self.delimiter)}"
            what = f"a cell of more than {csv.field_size_limit():,} characters"
        return SurveyError(f"{where}: {what}; is a quotation mark out of place?")

    def _short_rows(self, separators, rows):
        """The rows that pandas padded; looked for if there are too few delimiters between cells."""
        if self.start == 0:
            separators -= sum(width - 1 for width in self.widths_above) + self.has_sep_line
        missing = rows * (len(self.header) - 1) - separators
        if not missing:
            return []
        uneven = self._find_uneven()
        if (self.start or self.stop) and uneven.cells_missing != missing:
            raise SurveyError(
                f"{self.path}: a quotation mark stands within a cell that does not begin with one: "
                "no telling where to cut the file; build without a scheduler"
            )
        return uneven.short

    def _find_uneven(self):
        """Look at every row."""
        try:
            return find_uneven(self._answers(), len(self.header), self.first, self.path)
        except csv.Error as error:
            raise self.no_table(error) from None

    def _answers(self):
        """The rows below the header, or of a piece of the file; no blank lines at the end."""
        if self.start or self.stop:
            with self.path.open("rb") as file:
                file.seek(self.start)
                content = file.read(-1 if self.stop is None else self.stop - self.start)
            text = io.StringIO(content.decode(self.encoding), newline="")
            rows = csv.reader(text, delimiter=self.delimiter)
            above = 0 if self.start else len(self.widths_above) + self.has_sep_line
        else:
            rows, above = self.rows(), len(self.widths_above)
        yield from without_last_blanks(itertools.islice(rows, above, None))


def _next_table(reader):
    with warnings.catch_warnings():
        # so pandas calls a first row that is too long
        warnings.simplefilter("error", ParserWarning)
        return next(reader, None)
