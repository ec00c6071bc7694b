"""The export that a codebook describes: its columns found by their header, its cells chunk by chunk."""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from helpers.codebook import SurveyError, suggest
from helpers.intake import delimited

CHUNK = 500_000  # rows read at a time: a tenth of a second, some tens of megabytes


@dataclass(frozen=True)
class Chunk:
    """Some rows of an export, one after the other.

    Attributes
    ----------
    answers : DataFrame
        One row a submission, indexed by its row in a spreadsheet (the header is row 1); one column a question, named
        by its id, its texts as categories: cells exactly as in the file, ``""`` where nothing stands.
    timestamp : Series
        When each row was sent, text as written or, from a Parquet file, the time itself; empty when the codebook names
        no such column.
    """

    answers: pd.DataFrame
    timestamp: pd.Series


@dataclass(frozen=True)
class Export:
    """An export as it was found; nothing but its header has been read yet.

    Attributes
    ----------
    path : Path
    encoding, delimiter : str
        How its bytes are read; empty for a Parquet file.
    """

    path: Path
    encoding: str
    delimiter: str
    parts: Callable  # number of rows -> DataFrames with a column a question, by its id, and one named "" of time stamps

    def chunks(self, rows=CHUNK):
        """Read the file once, so many rows at a time.

        Yields
        ------
        Chunk

        Raises
        ------
        SurveyError
            If a row has too many or too few cells, or the file is no table. In a file of several chunks, the rows
            before may have been given out by then.
        """
        for table in self.parts(rows):
            timestamp = table.pop("") if "" in table else pd.Series(dtype="object")
            yield Chunk(table, timestamp)

    def head(self, rows=8):
        """The first rows, every cell as it was typed."""
        return next(self.chunks(rows)).answers

    @property
    def answers(self):
        """All chunks in one table of text, for an export that fits in memory."""
        return pd.concat([chunk.answers.astype("object") for chunk in self.chunks()])

    @property
    def timestamp(self):
        """The time stamps of all chunks."""
        return pd.concat([chunk.timestamp for chunk in self.chunks()])

    @cached_property
    def sha256(self):
        """Fingerprint of the bytes."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    @property
    def format(self):
        """How it was read, in words for a terminal."""
        return f"{self.encoding}, {self.delimiter!r}-separated" if self.encoding else "Parquet"


def read(book):
    """Find the columns of the raw export that a codebook describes.

    Columns are found by their header, whatever its spaces, apostrophes and case. Columns under ``leave`` in the
    codebook's ``[intake]`` stay in the file; a column that is neither there nor a question stops the reading, so that
    no identifying column is carried along unseen.

    Parameters
    ----------
    book : Codebook
        Its export is a file of text, or a Parquet file when its name ends so.

    Returns
    -------
    Export

    Raises
    ------
    SurveyError
        If the file is missing, empty, not a table, lacks the column of a question, or has a column that is not
        declared.

    Examples
    --------
    >>> from helpers import codebook
    >>> export = read(codebook.load("data/raw/linkedin-2015"))
    >>> [len(chunk.answers) for chunk in export.chunks(rows=32)]
    [32, 32, 16]
    >>> export.head(2).loc[3, "q2"]
    'Tous les jours'
    """
    path = book.answers
    if path.suffix == ".parquet":
        from helpers.intake import parquet

        source = parquet.find(path)
    else:
        source = delimited.find(path, {key(question.column) for question in book.questions}, key)
    columns = _columns(source.header, book, path)
    plain = [question.id for question in book.questions if question.kind == "text"]
    return Export(path, source.encoding, source.delimiter, lambda rows: source.parts(columns, rows, plain))


def key(text):
    """Fold what typing varies and reading ignores: spaces, apostrophes, case.

    >>> key("J'aime\\xa0 le  Contenu ") == key("j’aime le contenu")
    True
    """
    text = unicodedata.normalize("NFKC", text).replace("’", "'").replace("`", "'")
    return re.sub(r"\s+", " ", text).strip().casefold()


def _columns(header, book, path):
    """Position of each question's column by its id, and of the time stamp by ``""``."""
    keys = [key(name) for name in header]
    wanted = {key(q.column): q.id for q in book.questions}
    left = {key(name) for name in book.intake["leave"]}
    for name, folded in zip(header, keys, strict=True):
        if keys.count(folded) > 1:
            raise SurveyError(f"{path}: the column {name!r} stands there {keys.count(folded)} times")
        if folded not in wanted and folded not in left:
            raise SurveyError(
                f"{path}: the column {name!r} is no question of {book.folder / 'codebook.toml'}"
                f"{suggest(name, [q.column for q in book.questions])}; add it under [[questions]], "
                "or under `leave` of [intake] if it is to stay in the raw file"
            )
    for folded, question in wanted.items():
        if folded not in keys:
            column = book.question(question).column
            raise SurveyError(f"{path}: no column {column!r} for question {question!r}{suggest(column, header)}")
    columns = {question: keys.index(folded) for folded, question in wanted.items()}
    stamp = key(book.intake["timestamp"])
    if stamp:
        if stamp not in keys:
            raise SurveyError(f"{path}: no column {book.intake['timestamp']!r}, named as `timestamp` of [intake]")
        if book.intake["duplicate_seconds"]:  # of no other use
            columns[""] = keys.index(stamp)
    return columns
