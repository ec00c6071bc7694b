"""A table whose rows are read one by one: a workbook, an SPSS file, a session of a poll."""

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from helpers.answers.intake.layout import HEAD_ROWS, Layout
from helpers.answers.intake.rows import tables_of_rows, without_last_blanks
from helpers.answers.intake.uneven import find_uneven
from helpers.codebook import SurveyError

MERGED_NAMED = 5


@dataclass(frozen=True)
class Sheet:
    """Rows of texts, the header among them.

    Attributes
    ----------
    type : str
        What kind of file it is of, in words.
    read_rows : function
        Returns all rows, one by one, from the first.
    header : sequence of str
        One name a column.
    rows_above : int
        How many rows stand above the first answer.
    texts : sequence of str
        Other names of its columns, where it has two for each.
    tool_places : tuple of int
        Positions of the columns that the collecting tool adds.
    read_merged : function
        Returns the cells that stand for several rows: last row, position, name.
    """

    path: Path
    type: str
    read_rows: Callable[[], Iterable[list[str]]]
    header: Sequence[str] = ()
    rows_above: int = 1
    texts: Sequence[str] = ()
    encoding: str = ""
    delimiter: str = ""
    tool_places: tuple[int, ...] = ()
    read_merged: Callable[[], Iterable[tuple[int, int, str]]] = list

    @property
    def first(self) -> int:
        """The number of its first answer."""
        return self.rows_above + 1

    def rows(self) -> Iterator[list[str]]:
        """All rows, one by one; a row without any text has no cells."""
        rows = (row if any(map(str.strip, row)) else [] for row in self.read_rows())
        yield from without_last_blanks(rows)

    def head(self) -> list[list[str]]:
        """The first rows."""
        return list(itertools.islice(self.rows(), HEAD_ROWS))

    def laid_out(self, layout: Layout) -> "Sheet":
        """The same table, its header and its first answer where a layout says."""
        header, above = layout.header, layout.rows_above
        return replace(self, header=header, rows_above=above, tool_places=layout.tool_places)

    def tables(
        self, columns: dict[str, int], rows: int, plain: Iterable[str] = ()
    ) -> Iterator[pd.DataFrame]:
        """Tables of `rows` rows, as those of a file of text."""
        answers = itertools.islice(self.rows(), self.rows_above, None)
        first = self.first
        while batch := list(itertools.islice(answers, rows)):
            find_uneven(batch, len(self.header), first, self.path)
            yield from tables_of_rows(batch, columns, rows, first, self.tool_places)
            first += len(batch)

    def refuse_merged(self, places: Collection[int]) -> None:
        """Refuse cells, below the header and in some columns, that stand for several rows."""
        merged = [
            name
            for row, place, name in self.read_merged()
            if row > self.rows_above and place in places
        ]
        if merged:
            more = f" and {len(merged) - MERGED_NAMED} more" if len(merged) > MERGED_NAMED else ""
            raise SurveyError(
                f"{self.path}: cells are merged, {', '.join(merged[:MERGED_NAMED])}{more}: what "
                "stands there would count for one row only; part them, and write it in each row"
            )

    def split(self, size: int) -> list["Sheet"]:
        """The table: it is read from its beginning."""
        return [self]
