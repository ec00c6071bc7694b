"""A file of text: its encoding, its delimiter, and its cells as pandas' C reader finds them, no row cut or padded."""

import codecs
import contextlib
import csv
import math
import warnings
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from pandas.errors import ParserError, ParserWarning

from helpers.answers.folding import fold_case
from helpers.codebook import SurveyError

READ_BYTES = 1 << 20  # bytes read at a time
SAMPLE_BYTES = 4_000_000  # bytes that tell the encoding
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


@dataclass(frozen=True)
class Delimited:
    """A table in a file of text, its cells between delimiters, quoted where need be."""

    path: Path
    encoding: str
    delimiter: str
    header: list
    start: int = 0  # of a piece of the file: its first byte, the byte after its last, the number of its first row
    stop: int | None = None
    first: int = 2

    def tables(self, columns, rows, plain=()):
        """Tables of `rows` rows, numbered as in a spreadsheet; `columns` says which, as name → position in the header.

        The cells of a question are texts as categories, time stamps (named ``""``) plain texts.
        Columns whose texts hardly repeat are faster to read by themselves; `plain` names them.
        """
        plain, given = {"", *plain}, 0
        while True:
            for count, table in enumerate(self._tables(columns, rows, plain)):
                if count < given:
                    continue
                # pandas makes numbers of categories that all look like some, and 007 is then 7:
                # read these as texts
                taken = {name for name in columns if name not in plain and not _texts(table[name])}
                if taken:
                    plain |= taken
                    break
                given += 1
                yield table
            else:
                return

    def _tables(self, columns, rows, plain):
        number, options = self.first, self.options(columns, plain)
        with _Body(self) as body:
            try:
                reader = pd.read_csv(
                    body, header=None if self.start else 0, chunksize=rows, **options
                )
                while (table := _next(reader)) is not None:
                    table = table[list(columns.values())].set_axis(list(columns), axis=1)
                    table = table.assign(
                        **{name: _categories(table[name]) for name in plain - {""} if name in table}
                    )
                    table.index = range(number, number + len(table))
                    number += len(table)
                    if (
                        body.ended
                    ):  # before the last rows are given out; of a small file, all of them
                        self._whole(body.separators, number - 1)
                    yield table
            except UnicodeDecodeError:
                raise SurveyError(
                    f"{self.path}: after row {number - 1}, what is written is not {self.encoding}, as it "
                    "is before; save the file as UTF-8"
                ) from None
            except (ParserError, ParserWarning) as error:
                self._walk()
                raise self._no_table(
                    str(error).strip().removeprefix("Error tokenizing data. C error: ")
                ) from None
            self._whole(body.separators, number - 1)

    def options(self, columns, plain=("",)):
        """How pandas is to read it, for all that reads its cells to read them alike."""
        width = len(self.header)
        # All columns are parsed, for only then does pandas refuse a row too long; of those left,
        # one byte a cell.
        types = dict.fromkeys(range(width), "S1")
        types |= {
            place: "object" if name in plain else "category" for name, place in columns.items()
        }
        return {
            "sep": self.delimiter,
            "names": range(width),
            "index_col": False,
            "dtype": types,
            "keep_default_na": False,
            "na_filter": False,
            "skip_blank_lines": False,
        }

    def split(self, size):
        """Pieces of about so many bytes, in order, cut between rows: outside of quotation marks, beside no blank line.

        Finding the cuts takes a look at every byte, a tenth of the time that it takes to read the
        cells.
        """
        if self.encoding == "utf-16":  # has line ends of two bytes
            return [self]
        pieces, start, first, waiting = [], 0, 2, b""
        with self.path.open("rb") as file:
            while block := file.read(size):
                waiting += block
                if cut := _cut(waiting):
                    pieces.append(replace(self, start=start, stop=start + cut, first=first))
                    first += _records(waiting[:cut]) - (start == 0)
                    start, waiting = start + cut, waiting[cut:]
        return [*pieces, replace(self, start=start, first=first)]

    def text(self):
        """The file, decoded, line ends as they are."""
        return self.path.open(encoding=self.encoding, newline="")

    def _whole(self, separators, records):
        """Make sure that pandas has filled up no short row: so many records have so many delimiters between cells."""
        records -= self.first - 2 if self.start == 0 else self.first - 1
        if separators != records * (len(self.header) - 1):
            self._walk()
            if self.start or self.stop:
                raise SurveyError(
                    f"{self.path}: a quotation mark stands within a cell that does not begin with one: "
                    "no telling where to cut the file; build without a scheduler"
                )

    def _walk(self):
        """Read record by record to name the row that has too many or too few cells; a blank line has none."""
        with self.text() as lines:
            try:
                for number, row in enumerate(csv.reader(lines, delimiter=self.delimiter), start=1):
                    if row and len(row) != len(self.header):
                        raise SurveyError(
                            f"{self.path}, row {number}: {len(row)} cells, but the header has {len(self.header)}; "
                            f"is a quotation mark or a {self.delimiter!r} out of place?"
                        )
            except csv.Error as error:
                raise self._no_table(error) from None

    def _no_table(self, error):
        return SurveyError(
            f"{self.path} is not a table: {error}; is a quotation mark out of place?"
        )


def _cut(content):
    """Where the last row begins, of those that a quotation mark is not open before; 0 if there is none nearby."""
    cut = len(content)
    for _ in range(100):
        cut = content.rfind(b"\n", 0, cut)
        before, after = (
            content[max(cut - 2, 0) : cut].removesuffix(b"\r"),
            content[cut + 1 : cut + 2],
        )
        if cut < 0:
            break
        blank = before[-1:] in (b"", b"\r", b"\n") or after in (b"", b"\r", b"\n")
        if not blank and content.count(b'"', 0, cut) % 2 == 0:
            return cut + 1
    return 0


def _records(content):
    """How many rows end in some bytes: at line ends of any kind, outside of quotation marks."""
    outside = content.split(b'"')[::2]
    return sum(part.count(b"\n") + part.count(b"\r") - part.count(b"\r\n") for part in outside)


def _texts(column):
    """Whether all categories are texts still."""
    return column.cat.categories.inferred_type in ("string", "empty")


def _categories(column):
    codes, labels = pd.factorize(column.to_numpy())
    return pd.Categorical.from_codes(codes, labels)


def _next(reader):
    with warnings.catch_warnings():
        warnings.simplefilter(
            "error", ParserWarning
        )  # so pandas calls a first row that is too long
        return next(reader, None)


class _Body:
    """The bytes of a file as pandas asks for them: in UTF-8, without blank lines at the end, delimiters counted."""

    def __init__(self, source):
        self.ended, self.separators = False, 0
        self._quoted, self._waiting = False, b""
        self._delimiter = source.delimiter.encode()
        self._others = bytes(set(range(256)) - {ord(source.delimiter), ord('"')})
        self._decode = (
            None
            if source.encoding.startswith("utf-8")
            else codecs.getincrementaldecoder(source.encoding)()
        )
        self._file = source.path.open("rb", buffering=0)
        self._left = math.inf if source.stop is None else source.stop - source.start
        self._file.seek(source.start)
        if source.encoding == "utf-8-sig" and not source.start:
            self._left -= self._file.seek(len(codecs.BOM_UTF8))

    def read(self, size=-1):
        """The next bytes, none at the end; how many is for us to say."""
        while not self.ended:
            block = self._file.read(min(READ_BYTES, self._left))
            self._left -= len(block)
            self.ended = not block
            if self._decode:
                block = self._decode.decode(block, final=self.ended).encode()
            kept = block.rstrip(b"\r\n")
            if kept:
                block, self._waiting = self._waiting + kept, block[len(kept) :]
                self._count(block)
                return block
            self._waiting += block
        return b""

    def _count(self, block):
        if not self._quoted and b'"' not in block:
            self.separators += np.count_nonzero(
                np.frombuffer(block, np.uint8) == self._delimiter[0]
            )
            return
        between = block.translate(None, self._others).split(b'"')
        self.separators += sum(map(len, between[self._quoted :: 2]))
        self._quoted ^= len(between) % 2 == 0

    def __iter__(self):  # what pandas takes for a file has it
        return iter(self.read, b"")

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._file.close()


def open_delimited(path, wanted):
    """Find out how a file of text is to be read.

    Parameters
    ----------
    path : Path
    wanted : set of str
        Names of columns, folded by `fold_case`: the delimiter is the one that makes the header hold most
        of them, since names hold commas too.

    Returns
    -------
    Delimited

    Raises
    ------
    SurveyError
        If the file is missing, empty, in no known encoding, or has a header only.
    """
    source = Delimited(path, _encoding(path), "", [])

    def records(delimiter, lines):
        return csv.reader(lines, delimiter=delimiter)

    def named(delimiter):
        with source.text() as lines:
            header = next(records(delimiter, lines), [])
        return sum(fold_case(name) in wanted for name in header), len(header)

    try:
        delimiter = max(",;\t", key=named)
        with source.text() as lines:
            rows = records(delimiter, lines)
            header = next(rows, [])
            if len(header) < 2:
                raise SurveyError(
                    f"{path}: the first line has no comma, semicolon or tab; it should name the columns"
                )
            if not any(rows):
                raise SurveyError(f"{path} has a header and no answers")
    except csv.Error as error:
        raise source._no_table(error) from None
    return Delimited(path, source.encoding, delimiter, header)


def _encoding(path):
    """The encoding in which a file can be read, as far as its head tells: that of its mark, UTF-8, or cp1252."""
    try:
        with path.open("rb") as file:
            head = file.read(SAMPLE_BYTES)
            whole = not file.read(1)
    except OSError as error:
        raise SurveyError(f"{path} cannot be read: {error.strerror}") from None
    if not head.strip():
        raise SurveyError(f"{path} is empty; export the answers again")
    marked = next((encoding for mark, encoding in MARKS.items() if head.startswith(mark)), None)
    for encoding in (marked,) if marked == "utf-16" else (marked or "utf-8", "cp1252"):
        with contextlib.suppress(UnicodeDecodeError):
            codecs.getincrementaldecoder(encoding)().decode(head, final=whole)
            return encoding
    raise SurveyError(f"{path} is neither UTF-8, UTF-16 nor cp1252 text; is it a CSV file?")
