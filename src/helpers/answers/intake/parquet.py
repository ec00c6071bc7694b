"""A Parquet file: its columns of text, streamed."""

import contextlib
import itertools
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from helpers.answers.intake.cell_text import cell_text
from helpers.answers.intake.layout import HEAD_ROWS, Layout
from helpers.answers.intake.option_columns import JOINT, NONE_CHOSEN
from helpers.codebook import SurveyError, shown


@dataclass(frozen=True)
class Parquet:
    """A table in a Parquet file; only the columns asked for are read.

    Attributes
    ----------
    names, header : sequence of str
        Its columns by their own names, and by those of its layout.
    groups : tuple of int, optional
        The row groups of a piece of the file.
    first : int
        The number of its first row, as in a spreadsheet.
    """

    path: Path
    names: Sequence[str]
    header: Sequence[str] = ()
    encoding: str = ""
    delimiter: str = ""
    type: str = "Parquet"
    groups: tuple[int, ...] | None = None
    first: int = 2

    def tables(
        self, columns: dict[str, int], rows: int, plain: Iterable[str] = ()
    ) -> Iterator[pd.DataFrame]:
        """Tables of `rows` rows, as those of a file of text; ``""`` where nothing stands."""
        names = {name: self.names[position] for name, position in columns.items()}
        with _told(self.path):
            self._refuse_tables(names.values())
            yield from self._tables(names, rows)

    def _tables(self, names, rows):
        number = self.first
        with pq.ParquetFile(self.path, read_dictionary=self._texts_among(names)) as file:
            batches = file.iter_batches(rows, row_groups=self.groups, columns=list(names.values()))
            for batch in batches:
                try:
                    cells = {name: _texts(batch[column], name) for name, column in names.items()}
                except pa.ArrowInvalid as error:  # of bytes that are no text
                    raise SurveyError(f"{self.path}: {shown(str(error))}") from None
                table = pd.DataFrame(cells)
                table.index = range(number, number + len(table))
                number += len(table)
                yield table

    def head(self) -> list[list[str]]:
        """The header and the first rows, their cells as texts."""
        return list(itertools.islice(self.rows(), HEAD_ROWS))

    def rows(self) -> Iterator[list[str]]:
        """The header, then all rows, one by one."""
        yield list(self.names)
        with _told(self.path), pq.ParquetFile(self.path) as file:
            for batch in file.iter_batches(HEAD_ROWS):
                for row in zip(*batch.to_pydict().values(), strict=True):
                    yield [*map(cell_text, row)]

    def laid_out(self, layout: Layout) -> "Parquet":
        """The same file, its columns by the names of a layout."""
        return replace(self, header=layout.header)

    def _texts_among(self, names):
        """The columns of text to be read as categories."""
        schema = pq.read_schema(self.path)
        columns = [column for name, column in names.items() if name]
        return [column for column in columns if _is_text(schema.field(column).type)]

    def _refuse_tables(self, names):
        """Refuse columns whose cells are no answers, but tables of their own."""
        schema = pq.read_schema(self.path)
        types = {name: schema.field(name).type for name in names}
        nested = {
            name: type
            for name, type in types.items()
            if pa.types.is_nested(type.value_type if _is_list(type) else type)
        }
        if nested:
            named = ", ".join(f"{shown(name)} ({type})" for name, type in nested.items())
            raise SurveyError(
                f"{self.path}: a cell is a table of its own in {named}; write its parts as columns"
            )

    def split(self, size: int) -> list["Parquet"]:
        """Pieces of about so many bytes, in order: some row groups each."""
        pieces, first, left = [], 2, 0
        with pq.ParquetFile(self.path) as file:
            for group in range(file.num_row_groups):
                metadata = file.metadata.row_group(group)
                if left <= 0:
                    pieces.append(replace(self, groups=(), first=first))
                    left = size
                pieces[-1] = replace(pieces[-1], groups=(*pieces[-1].groups, group))
                left -= metadata.total_byte_size
                first += metadata.num_rows
        return pieces


def open_parquet(path: Path) -> Parquet:
    """Open a Parquet file.

    Raises
    ------
    SurveyError
        If it is missing, is no Parquet file, or has no rows.
    """
    with _told(path), pq.ParquetFile(path) as file:
        rows, header = file.metadata.num_rows, file.schema_arrow.names
    if twice := sorted({name for name in header if header.count(name) > 1}):
        raise SurveyError(f"{path}: two columns are called {shown(twice[0])}; rename one")
    if not rows:
        raise SurveyError(f"{path} has a header and no answers")
    return Parquet(path, header)


@contextlib.contextmanager
def _told(path):
    """A fault of the file, told to its owner."""
    try:
        yield
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        if getattr(error, "errno", None):
            raise SurveyError(f"{path} cannot be read: {os.strerror(error.errno)}") from None
        reason = shown(str(error).partition("\n")[0])
        raise SurveyError(f"{path} is no Parquet file, or a broken one: {reason}") from None


def _is_list(type):
    return pa.types.is_list(type) or pa.types.is_large_list(type)


def _is_binary(type):
    """Whether it holds bytes: so some tools write texts."""
    return pa.types.is_binary(type) or pa.types.is_large_binary(type)


def _joined(answers):
    """Several answers as one cell."""
    if answers is None:
        return ""
    return JOINT.join(map(cell_text, answers)) or NONE_CHOSEN


def _is_text(type):
    values = type.value_type if pa.types.is_dictionary(type) else type
    return pa.types.is_string(values) or pa.types.is_large_string(values)


def _texts(column, name):
    """A column as text in categories; time stamps as they are."""
    if name == "" and pa.types.is_timestamp(column.type):
        return column.to_pandas()
    if _is_list(column.type):
        column = pa.array([_joined(answers) for answers in column.to_pylist()], pa.string())
    if _is_binary(column.type):
        column = column.cast(pa.string())
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    labels = [*map(cell_text, column.dictionary.to_pylist())]
    codes = column.indices.fill_null(len(labels)).to_numpy(zero_copy_only=False)
    places, distinct = pd.factorize(np.array([*labels, ""], object))
    cells = pd.Categorical.from_codes(places[codes], distinct)
    return pd.Series(cells).astype(object) if name == "" else cells
