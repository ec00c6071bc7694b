"""A Parquet file: its columns of text, streamed."""

import os
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from helpers.codebook import SurveyError


@dataclass(frozen=True)
class Parquet:
    """A table in a Parquet file; only the columns asked for are read."""

    path: Path
    header: list
    encoding: str = ""
    delimiter: str = ""
    groups: tuple | None = (
        None  # of a piece of the file: its row groups, and the number of its first row
    )
    first: int = 2

    def tables(self, columns, rows, plain=()):
        """Tables of `rows` rows, as those of a file of text; ``""`` where nothing stands."""
        names = {name: self.header[place] for name, place in columns.items()}
        number = self.first
        with pq.ParquetFile(
            self.path, read_dictionary=[names[name] for name in columns if name]
        ) as file:
            types = {name: file.schema_arrow.field(column).type for name, column in names.items()}
            for name, type in types.items():
                plain = type.value_type if pa.types.is_dictionary(type) else type
                text = (
                    pa.types.is_string(plain)
                    or pa.types.is_large_string(plain)
                    or pa.types.is_null(plain)
                )
                if not text and not (name == "" and pa.types.is_timestamp(plain)):
                    raise SurveyError(
                        f"{self.path}: the column {names[name]!r} holds {plain}, not text"
                    )
            for batch in file.iter_batches(
                rows, row_groups=self.groups, columns=list(names.values())
            ):
                table = pd.DataFrame(
                    {name: _texts(batch.column(column), name) for name, column in names.items()}
                )
                table.index = range(number, number + len(table))
                number += len(table)
                yield table

    def split(self, size):
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


def open_parquet(path):
    """Open a Parquet file.

    Returns
    -------
    Parquet

    Raises
    ------
    SurveyError
        If it is missing, is no Parquet file, or has no rows.
    """
    try:
        with pq.ParquetFile(path) as file:
            rows, header = file.metadata.num_rows, file.schema_arrow.names
    except pa.ArrowInvalid as error:
        raise SurveyError(f"{path} is no Parquet file: {error}") from None
    except OSError as error:
        raise SurveyError(f"{path} cannot be read: {os.strerror(error.errno)}") from None
    if not rows:
        raise SurveyError(f"{path} has a header and no answers")
    return Parquet(path, header)


def _texts(column, name):
    """A column as text in categories; time stamps as they are."""
    if name == "":
        return (
            column.to_pandas()
            if pa.types.is_timestamp(column.type)
            else column.fill_null("").to_pandas()
        )
    if pa.types.is_null(column.type):
        column = column.cast(pa.string())
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    labels = column.dictionary.to_pylist()
    codes = column.indices.fill_null(len(labels)).to_numpy(zero_copy_only=False)
    if "" not in labels:
        return pd.Categorical.from_codes(codes, [*labels, ""])
    return pd.Categorical.from_codes(
        np.where(codes == len(labels), labels.index(""), codes), labels
    )
