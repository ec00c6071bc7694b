"""The export that a codebook describes: one file or one an event, its cells chunk by chunk."""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from helpers.answers.folding import fold_case, fold_spaces
from helpers.answers.intake import delimited, folder
from helpers.answers.intake.header import column_positions
from helpers.codebook import Codebook, SurveyError

ROWS_PER_CHUNK = 500_000  # rows read at a time: a tenth of a second, some tens of megabytes
PIECE_BYTES = 2**26  # bytes of an export that one machine among several is given at a time


@dataclass(frozen=True)
class Chunk:
    """Some rows of an export, one after the other.

    Attributes
    ----------
    answers : DataFrame
        One row a submission, indexed by its row in a spreadsheet (the header is row 1); one column
        a question, named by its id, its texts as categories: cells exactly as in the file, ``""``
        where nothing stands.
    timestamp : Series
        When each row was sent, text as written or, from a Parquet file, the time itself; empty when
        the codebook names no such column.
    event : Categorical or None
        Where each row was sent, of a survey held at events. EventFiles of different events each count
        their rows from 2 on.
    failed : dict
        Event → what is wrong with its file, of those that cannot be read.
    continues_previous : bool
        Whether it goes on where the chunk before it ended, in the same file.
    """

    answers: pd.DataFrame
    timestamp: pd.Series
    event: pd.Categorical | None = None
    failed: dict = field(default_factory=dict)
    continues_previous: bool = False


@dataclass(frozen=True)
class FilePiece:
    """One file of an export, or a piece of it, that can be read by itself.

    Attributes
    ----------
    source : delimited.Delimited or parquet.Parquet
    columns : dict
        See `header.column_positions`.
    plain : tuple of str
        See `delimited.Delimited.tables`.
    event : str
        The event that the file is of; empty if that stands in a column, or if there are none.
    """

    source: object
    columns: dict
    plain: tuple
    event: str = ""

    def chunks(self, rows=ROWS_PER_CHUNK):
        """Read it once, so many rows at a time; what is wrong with the file of an event is told in a chunk."""
        try:
            yield from self._chunks(rows)
        except SurveyError as error:
            if not self.event:
                raise
            yield _failed({self.event: str(error)}, [name for name in self.columns if name])

    def _chunks(self, rows):
        continues_previous = self.source.first > 2
        for table in self.source.tables(self.columns, rows, self.plain):
            event = table.pop("event").array if "event" in table else None
            if event is not None:
                event = _named(event.codes, list(event.categories))
            elif self.event:
                event = pd.Categorical.from_codes([0] * len(table), [self.event])
            timestamp = table.pop("") if "" in table else pd.Series(dtype="object")
            yield Chunk(table, timestamp, event, continues_previous=continues_previous)
            continues_previous = True

    def split(self, size):
        """Parts of about so many bytes, in order, that together are this one."""
        return [
            FilePiece(source, self.columns, self.plain, self.event)
            for source in self.source.split(size)
        ]


@dataclass(frozen=True)
class EventFiles:
    """EventFiles of a folder, one an event; one that cannot be read fails alone."""

    paths: tuple
    book: Codebook

    def chunks(self, rows=ROWS_PER_CHUNK):
        """Read them: the small ones joined and all at once, so many rows at a time those that cannot be joined."""
        joined, alone = folder.join(self.paths, lambda path: _source(path, self.book)[:2])
        for table, event in joined:
            timestamp = table.pop("") if "" in table else pd.Series(dtype="object")
            yield Chunk(table, timestamp, _named(event, [path.stem for path in self.paths]))
        failed = {}
        for path in alone:
            try:
                part = FilePiece(*_source(path, self.book), fold_spaces(path.stem))
            except SurveyError as error:
                failed[fold_spaces(path.stem)] = str(error)
            else:
                yield from part.chunks(rows)
        if failed:
            yield _failed(failed, [question.id for question in self.book.questions])

    def split(self, size):
        """A large file in parts, where it can be read."""
        if len(self.paths) == 1 and self.paths[0].stat().st_size > size:
            try:
                return FilePiece(
                    *_source(self.paths[0], self.book), fold_spaces(self.paths[0].stem)
                ).split(size)
            except SurveyError:
                pass  # told when it is read
        return [self]


@dataclass(frozen=True)
class Export:
    """An export as it was found; of a single file, nothing but its header has been read yet.

    Attributes
    ----------
    paths : tuple of Path
    encoding, delimiter : str
        How its bytes are read; empty for a Parquet file and a folder.
    parts : tuple of FilePiece or EventFiles
    """

    paths: tuple
    encoding: str
    delimiter: str
    parts: tuple

    def chunks(self, rows=ROWS_PER_CHUNK):
        """Read the export once, so many rows at a time.

        Yields
        ------
        Chunk

        Raises
        ------
        SurveyError
            If a row has too many or too few cells, or the file is no table. In a file of several
            chunks, the rows before may have been given out by then. Of a folder, a file that cannot
            be read is told of in a chunk.
        """
        for part in self.parts:
            yield from part.chunks(rows)

    def split(self, size=PIECE_BYTES):
        """Parts of about so many bytes, in order, each to be read by itself: here or on another machine."""
        return [piece for part in self.parts for piece in part.split(size)]

    def head(self, rows=8):
        """The first rows, every cell as it was typed."""
        return next(self.chunks(rows)).answers.head(rows)

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
        """Fingerprint of the bytes; of a folder, of those of its files, one after the other."""
        digest = hashlib.sha256()
        for path in self.paths:
            with path.open("rb") as file:
                hashlib.file_digest(file, lambda: digest)
        return digest.hexdigest()

    @property
    def format(self):
        """How it was read, in words for a terminal."""
        if len(self.parts) != 1 or isinstance(self.parts[0], EventFiles):
            return f"{len(self.paths)} files"
        return f"{self.encoding}, {self.delimiter!r}-separated" if self.encoding else "Parquet"


def read(book):
    """Find the columns of the raw export that a codebook describes.

    Columns are found by their header, whatever its spaces, apostrophes and case. Columns under
    ``ignore_columns`` in the codebook's ``[intake]`` stay in the file; a column that is neither there nor a
    question stops the reading, so that no identifying column is carried along unseen. So it is for
    each file of a folder of exports, one an event, by itself.

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
        return _folder(book)
    part = FilePiece(*_source(book.answers, book))
    return Export((book.answers,), part.source.encoding, part.source.delimiter, (part,))


def _folder(book):
    paths, of = book.exports, {}
    if not paths:
        raise SurveyError(f"no file matches {book.answers}, named as `file` of [intake]")
    for path in paths:
        if path != of.setdefault(fold_spaces(path.stem), path):
            raise SurveyError(
                f"{of[fold_spaces(path.stem)]} and {path} are of one event by their names; rename one"
            )
    batches, size = [[]], 0
    for path in paths:
        size += path.stat().st_size
        if size > PIECE_BYTES and batches[-1]:
            batches.append([])
            size = path.stat().st_size
        batches[-1].append(path)
    return Export(tuple(paths), "", "", tuple(EventFiles(tuple(batch), book) for batch in batches))


def _source(path, book):
    """One file, the place of its columns, and those of them whose texts hardly repeat or may all look like numbers."""
    if path.suffix == ".parquet":
        from helpers.answers.intake.parquet import open_parquet

        source = open_parquet(path)
    else:
        source = delimited.open_delimited(
            path, {fold_case(question.column) for question in book.questions}
        )
    plain = ("event", *(question.id for question in book.questions if question.kind == "text"))
    return source, column_positions(source.header, book, path), plain


def _failed(told, questions):
    """No rows, but what is wrong."""
    table = pd.DataFrame({id: pd.Categorical([], [""]) for id in questions})
    return Chunk(table, pd.Series(dtype="object"), pd.Categorical([]), told)


def _named(codes, names):
    """Events by name, spaces folded; those of no row left out."""
    folded = pd.Index([fold_spaces(name) for name in names])
    kept = folded.unique().sort_values()
    event = pd.Categorical.from_codes(kept.get_indexer(folded)[codes], kept)
    return event.remove_unused_categories()
