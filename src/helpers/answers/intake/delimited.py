"""A file of text, its cells as pandas' C reader finds them, no row cut or padded."""

import csv
import itertools
import warnings
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

import pandas as pd
from pandas.errors import ParserError, ParserWarning

from helpers.answers.intake import cuts
from helpers.answers.intake.byte_stream import ByteStream
from helpers.answers.intake.dialect import DELIMITERS, SEP_LINE, score
from helpers.answers.intake.encoding import find_encoding
from helpers.answers.intake.layout import HEAD_ROWS, Layout
from helpers.codebook import SurveyError


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
        """
        plain, given = {"", *plain}, 0
        while True:
            number_like = set()
            for table in itertools.islice(self._tables(columns, rows, plain), given, None):
                number_like = {name for name in set(columns) - plain if not _are_texts(table[name])}
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
        number, options = self.first, self.options(columns, plain)
        with ByteStream(self.path, self.encoding, self.delimiter, self.start, self.stop) as stream:
            try:
                above = 0 if self.start else len(self.widths_above) + self.has_sep_line
                reader = pd.read_csv(stream, header=None, skiprows=above, chunksize=rows, **options)
                while (table := _next_table(reader)) is not None:
                    table = table[list(columns.values())].set_axis(list(columns), axis=1)
                    for name in (plain - {""}) & set(columns):
                        table[name] = _as_categories(table[name])
                    table.index = range(number, number + len(table))
                    number += len(table)
                    if stream.ended:  # before the last are given out; of a small file, all of them
                        self._check_widths(stream.separators, number - self.first)
                    yield table
            except UnicodeDecodeError:
                raise SurveyError(
                    f"{self.path}: after row {number - 1}, what is written is not {self.encoding}, "
                    "as it is before; save the file as UTF-8"
                ) from None
            except (ParserError, ParserWarning) as error:
                self._look_for_uneven_row()
                message = str(error).strip().removeprefix("Error tokenizing data. C error: ")
                raise self.no_table(message) from None
            self._check_widths(stream.separators, number - self.first)

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
        if self.encoding.startswith(("utf-16", "utf_16")):  # has line ends of two bytes
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
        return replace(self, header=layout.header, widths_above=widths, first=layout.rows_above + 1)

    def text(self) -> TextIO:
        """The file, decoded, line ends as they are."""
        return self.path.open(encoding=self.encoding, newline="")

    def no_table(self, reason: object) -> SurveyError:
        """What its owner is told when it is no table."""
        return SurveyError(
            f"{self.path} is not a table: {reason}; is a quotation mark out of place?"
        )

    def _check_widths(self, separators, rows):
        """Make sure that pandas padded no short row: by the delimiters between cells."""
        if self.start == 0:
            separators -= sum(width - 1 for width in self.widths_above) + self.has_sep_line
        if separators == rows * (len(self.header) - 1):
            return
        self._look_for_uneven_row()
        if self.start or self.stop:
            raise SurveyError(
                f"{self.path}: a quotation mark stands within a cell that does not begin with one: "
                "no telling where to cut the file; build without a scheduler"
            )

    def _look_for_uneven_row(self):
        """Read row by row to name one with too many or too few cells; a blank line has none."""
        above = len(self.widths_above)
        try:
            for number, row in enumerate(self.rows(), start=1):
                if number > above and row and len(row) != len(self.header):
                    raise SurveyError(
                        f"{self.path}, row {number}: {len(row)} cells, but the header has "
                        f"{len(self.header)}; is a quotation mark or a {self.delimiter!r} out "
                        "of place?"
                    )
        except csv.Error as error:
            raise self.no_table(error) from None


def _are_texts(column):
    """Whether all categories are texts still."""
    return column.cat.categories.inferred_type in ("string", "empty")


def _as_categories(column):
    codes, labels = pd.factorize(column.to_numpy())
    return pd.Categorical.from_codes(codes, labels)


def _next_table(reader):
    with warnings.catch_warnings():
        warnings.simplefilter(
            "error", ParserWarning
        )  # so pandas calls a first row that is too long
        return next(reader, None)


def open_delimited(path: Path, wanted: Collection[str] = (), encoding: str = "") -> Delimited:
    """Find out how a file of text is to be read, but for where its first answer stands.

    Parameters
    ----------
    path : Path
    wanted : collection of str
        Names of columns, folded by `fold_case`: the delimiter is the one that makes a row hold most
        of them, since names hold commas too.
    encoding : str, optional
        Where it is declared.

    Raises
    ------
    SurveyError
        If the file is missing, empty, or in no known encoding.
    """
    source = Delimited(path, find_encoding(path, encoding), DELIMITERS[0])
    with source.text() as lines:
        if mark := SEP_LINE.fullmatch(lines.readline().strip()):
            return replace(source, delimiter=mark[1], has_sep_line=True)
    scores, fault = {}, None
    for delimiter in DELIMITERS:
        candidate = replace(source, delimiter=delimiter)
        try:
            scores[candidate] = score(candidate.head(), wanted)
        except csv.Error as error:
            fault = error
    if not scores:
        raise source.no_table(fault)
    return max(scores, key=scores.get)
