"""The export that a codebook describes: one file or one an event, its cells chunk by chunk."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from helpers.answers.intake.layout import Layout
from helpers.answers.intake.pieces import (
    ROWS_PER_CHUNK,
    Chunk,
    EventFiles,
    FilePiece,
    open_piece,
)
from helpers.codebook import Codebook, SurveyError, shown
from helpers.codebook.folding import fold_spaces

PIECE_BYTES = 2**26  # of an export that one machine among several is given at a time


@dataclass(frozen=True)
class Export:
    """An export as it was found; of a single file, nothing but its header has been read yet.

    Attributes
    ----------
    paths : tuple of Path
    encoding, delimiter : str
        How its bytes are read; empty for a Parquet file and a folder.
    pieces : tuple of FilePiece or EventFiles
    """

    paths: tuple[Path, ...]
    encoding: str
    delimiter: str
    pieces: tuple[FilePiece | EventFiles, ...]

    def chunks(self, rows: int = ROWS_PER_CHUNK) -> Iterator[Chunk]:
        """Read the export once, so many rows at a time.

        Raises
        ------
        SurveyError
            If a row has too many or too few cells, or the file is no table. In a file of several
            chunks, the rows before may have been given out by then. Of a folder, a chunk tells of
            the files that cannot be read.
        """
        for piece in self.pieces:
            yield from piece.chunks(rows)

    def split(self, size: int = PIECE_BYTES) -> list[FilePiece | EventFiles]:
        """Pieces of about so many bytes, in order, each to be read by itself on any machine."""
        return [part for piece in self.pieces for part in piece.split(size)]

    def head(self, rows: int = 8) -> pd.DataFrame:
        """The first rows, every cell as it was typed."""
        return next(self.chunks(rows)).answers.head(rows)

    @cached_property
    def sha256(self) -> str:
        """Fingerprint of the bytes; of a folder, of those of its files, one after the other."""
        digest = hashlib.sha256()
        for path in self.paths:
            with path.open("rb") as file:
                hashlib.file_digest(file, lambda: digest)
        return digest.hexdigest()

    @property
    def format(self) -> str:
        """What type of file it is, in words for a terminal."""
        if self.layout is None:
            return f"{len(self.paths)} files"
        return self.pieces[0].source.type

    @property
    def layout(self) -> Layout | None:
        """What was recognised in it; None of a folder, whose files are recognised one by one."""
        if len(self.pieces) != 1 or isinstance(self.pieces[0], EventFiles):
            return None
        return self.pieces[0].layout

    @property
    def evidence(self) -> list[str]:
        """What was recognised and by what, and what stays in the file because the tool put it."""
        if self.layout is None:
            return []
        columns = [self.layout.header[place] for place in self.pieces[0].columns.places]
        unasked = [name for name in self.layout.tool_columns if name not in columns]
        lines = [f"read as {self.layout.evidence}"]
        if unasked:
            lines.append(f"stay in the file, being the tool's own: {', '.join(unasked)}")
        for options in self.pieces[0].columns.options:
            if without := options.without_column():
                lines.append(
                    f"no column for {', '.join(map(shown, without))} of question "
                    f"{options.question.id!r}: nobody can have chosen it"
                )
        return lines


def read(book: Codebook) -> Export:
    """Find the columns of the raw export that a codebook describes.

    Columns are found by their header, whatever its spaces, apostrophes and case. Columns under
    ``ignore_columns`` in the codebook's ``[intake]`` stay in the file; a column that is neither
    there nor a question stops the reading, so that no identifying column is carried along unseen.
    So it is for each file of a folder of exports, one an event, by itself.

    Parameters
    ----------
    book : Codebook
        Its export is a file of text, or a Parquet file when its name ends so, or several such
        files.

    Returns
    -------
    Export

    Raises
    ------
    SurveyError
        If the file is missing, empty, not a table, lacks the column of a question, or has a column
        that is not declared; if no file of a folder is there, or two are of one event.

    Examples
    --------
    >>> from helpers import codebook
    >>> export = read(codebook.load("data/raw/linkedin-2015"))
    >>> [len(chunk.answers) for chunk in export.chunks(rows=32)]
    [32, 32, 16]
    >>> export.head(2).loc[3, "q2"]
    'Tous les jours'
    """
    if "*" in book.intake["file"]:
        return _read_folder(book)
    piece = open_piece(book.answers, book)
    return Export((book.answers,), piece.source.encoding, piece.source.delimiter, (piece,))


def _read_folder(book):
    if not book.exports:
        raise SurveyError(f"no file matches {book.answers}, named as `file` of [intake]")
    path_of_event = {}
    for path in book.exports:
        first = path_of_event.setdefault(fold_spaces(path.stem), path)
        if path != first:
            raise SurveyError(f"{first} and {path} are of one event by their names; rename one")
    pieces = tuple(EventFiles(tuple(batch), book) for batch in _batches(book.exports))
    return Export(book.exports, "", "", pieces)


def _batches(paths):
    """Files in batches of about as many bytes as one machine is given."""
    batches, size = [[]], 0
    for path in paths:
        size += path.stat().st_size
        if size > PIECE_BYTES and batches[-1]:
            batches.append([])
            size = path.stat().st_size
        batches[-1].append(path)
    return batches
