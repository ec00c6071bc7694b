"""What an export is read in: files, pieces of files, many small files at once; chunk by chunk."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Union

import numpy as np
import pandas as pd

from helpers.answers.intake import folder
from helpers.answers.intake.columns import Columns, find_columns
from helpers.answers.intake.header import column_positions
from helpers.answers.intake.layout import SEPARATOR, Layout
from helpers.answers.intake.opening import Source, open_source
from helpers.answers.intake.rows import OTHER
from helpers.answers.intake.stamps import format_of
from helpers.codebook import Codebook, SurveyError
from helpers.codebook.folding import fold_case, fold_spaces

ROWS_PER_CHUNK = 500_000  # read at a time: a tenth of a second, some tens of megabytes


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
        Where each row was sent, of a survey held at events. Files of different events each count
        their rows from 2 on.
    failed : dict
        Event → what is wrong with its file, of those that cannot be read.
    continues_previous : bool
        Whether it goes on where the chunk before it ended, in the same file.
    separator, timestamp_format : str
        Those of the file's format, for a codebook that names none.
    others : DataFrame
        Columns that say of each row who sent it, whether it is a trial or kept: name → texts as
        categories. They go no further.
    no_answer : dict
        Place of a row without any answer → why it has none; see `rows.without_answer`.
    short : list of int
        Rows, of the file so far, with fewer cells than the header: blank at the end.
    outside : dict
        Rows that are not in the tables: number → what they hold, `HEADER`, `TOTALS`, `BLANK_LINE`.
    """

    answers: pd.DataFrame
    timestamp: pd.Series
    event: pd.Categorical | None = None
    failed: dict = field(default_factory=dict)
    continues_previous: bool = False
    separator: str = SEPARATOR
    timestamp_format: str = ""
    others: pd.DataFrame = field(default_factory=pd.DataFrame)
    no_answer: dict[int, str] = field(default_factory=dict)
    short: Sequence[int] = ()
    outside: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FilePiece:
    """One file of an export, or a piece of it, that can be read by itself.

    Attributes
    ----------
    source : delimited.Delimited, parquet.Parquet or sheet.Sheet
    layout : Layout
    columns : Columns
    plain : tuple of str
        See `delimited.Delimited.tables`.
    questions : tuple of str
        Their ids.
    event : str
        The event that the file is of; empty if that stands in a column, or if there are none.
    """

    source: Source
    layout: Layout
    columns: Columns
    plain: tuple[str, ...]
    questions: tuple[str, ...]
    event: str = ""

    def chunks(self, rows: int = ROWS_PER_CHUNK) -> Iterator[Chunk]:
        """Read it once, so many rows at a time; a chunk tells of an event's file that fails."""
        try:
            yield from self._chunks(rows)
        except SurveyError as error:
            if not self.event:
                raise
            yield _failed_chunk({self.event: str(error)}, self.questions)

    def _chunks(self, rows):
        continues_previous = self.source.first > self.layout.rows_above + 1
        for table in self.source.tables(self.columns.positions, rows, self.plain):
            no_answer, short = table.attrs.get("no_answer", {}), table.attrs.get("short", ())
            if outside := self.columns.outside(table, self.layout, no_answer):
                is_inside = ~table.index.isin([*outside])
                place = np.cumsum(is_inside) - 1
                no_answer = {int(place[at]): no_answer[at] for at in no_answer if is_inside[at]}
                table = table[is_inside]
                short = [number for number in short if number not in outside]
            table = self.columns.finish(table, self.layout)
            event = None
            if "event" in table:
                column = table.pop("event").array
                event = _named_events(column.codes, list(column.categories))
            elif self.event:
                event = pd.Categorical.from_codes([0] * len(table), [self.event])
            timestamp = _pop_timestamp(table)
            table, others = _without_others(table)
            yield Chunk(
                table,
                timestamp,
                event,
                continues_previous=continues_previous,
                separator=self.layout.separator,
                timestamp_format=self.layout.timestamp_format,
                others=others,
                no_answer=no_answer,
                short=short,
                outside=outside,
            )
            continues_previous = True

    def split(self, size: int) -> list["FilePiece"]:
        """Pieces of about so many bytes, in order, that together are this one."""
        return [replace(self, source=source) for source in self.source.split(size)]


@dataclass(frozen=True)
class EventFiles:
    """Files of a folder, one an event; one that cannot be read fails alone."""

    paths: tuple[Path, ...]
    book: Codebook

    def chunks(self, rows: int = ROWS_PER_CHUNK) -> Iterator[Chunk]:
        """Read the small ones joined and all at once, the others so many rows at a time."""
        names = [path.stem for path in self.paths]
        joined, alone = folder.join(self.paths, lambda path: _joinable(path, self.book))
        for table, event_codes in joined:
            no_answer = table.attrs["no_answer"]
            timestamp = _pop_timestamp(table)
            table, others = _without_others(table)
            event = _named_events(event_codes, names)
            yield Chunk(table, timestamp, event, others=others, no_answer=no_answer)
        failed = {}
        for path in alone:
            event = fold_spaces(path.stem)
            try:
                piece = open_piece(path, self.book, event)
            except SurveyError as error:
                failed[event] = str(error)
            else:
                yield from piece.chunks(rows)
        if failed:
            yield _failed_chunk(failed, [question.id for question in self.book.questions])

    def split(self, size: int) -> list[Union["EventFiles", FilePiece]]:
        """A large file in pieces, where it can be read."""
        if len(self.paths) == 1 and self.paths[0].stat().st_size > size:
            path = self.paths[0]
            try:
                return open_piece(path, self.book, fold_spaces(path.stem)).split(size)
            except SurveyError:
                pass  # told when it is read
        return [self]


def open_piece(path: Path, book: Codebook, event: str = "") -> FilePiece:
    """Find out how a file is to be read, and where in it the columns of a codebook are.

    Raises
    ------
    SurveyError
        If it cannot be read, or its columns are not those of the codebook.
    """
    source, layout, columns = _find_columns(path, book)
    if "" in columns.positions and not book.intake["timestamp_format"]:
        tables = source.tables({"": columns.positions[""]}, ROWS_PER_CHUNK)
        stamps = (table[""] for table in tables)
        form = format_of(stamps, path, book, own=layout.timestamp_format)
        layout = replace(layout, timestamp_format=form)
    free_texts = [question.id for question in book.questions if question.kind == "text"]
    questions = tuple(question.id for question in book.questions)
    respondent = [f"{OTHER}{name}" for name in [book.intake["respondent"]] if name]
    plain = ("event", *free_texts, *respondent)
    return FilePiece(source, layout, columns, plain, questions, event)


def _find_columns(path, book):
    """The file, opened; its layout; where in it the columns of the codebook are."""
    source, layout = open_source(
        path,
        format=book.intake["format"],
        encoding=book.intake["encoding"],
        sheet=book.intake["sheet"],
        wanted={fold_case(question.column) for question in book.questions},
    )
    positions, options = column_positions(layout, book, path, source.rows)
    return source, layout, find_columns(positions, options, source, layout, book)


def _joinable(path, book):
    """A file and where its columns are, if its cells are to be read as they stand."""
    source, layout, columns = _find_columns(path, book)
    own = (layout.clean, layout.last_row, layout.not_shown, layout.timestamp_format)
    is_plain = not (any(own) or columns.options) and layout.separator == SEPARATOR
    return (source, columns.positions) if is_plain else None


def _pop_timestamp(table):
    return table.pop("") if "" in table else pd.Series(dtype="object")


def _without_others(table):
    """The answers, and the columns that are none under their own names."""
    names = [name for name in table if name.startswith(OTHER)]
    others = table[names].rename(columns=lambda name: name.removeprefix(OTHER))
    return table.drop(columns=names), others


def _failed_chunk(failed, questions):
    """No rows, but what is wrong."""
    table = pd.DataFrame({id: pd.Categorical([], [""]) for id in questions})
    return Chunk(table, pd.Series(dtype="object"), pd.Categorical([]), failed)


def _named_events(codes, names):
    """Events by name, spaces folded; those of no row left out."""
    folded = pd.Index([fold_spaces(name) for name in names])
    events = folded.unique().sort_values()
    column = pd.Categorical.from_codes(events.get_indexer(folded)[codes], events)
    return column.remove_unused_categories()
