"""A table whose rows are read one by one: a workbook, an SPSS file, a session of a poll."""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from helpers.answers.intake.layout import HEAD_ROWS, Layout
from helpers.codebook import SurveyError


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
    """

    path: Path
    type: str
    read_rows: Callable[[], Iterable[list[str]]]
    header: Sequence[str] = ()
    rows_above: int = 1
    texts: Sequence[str] = ()
    encoding: str = ""
    delimiter: str = ""

    @property
    def first(self) -> int:
        """The number of its first answer."""
        return self.rows_above + 1

    def rows(self) -> Iterator[list[str]]:
        """All rows, one by one; a row without any text has no cells."""
        blank = 0
        for row in self.read_rows():
            if not any(map(str.strip, row)):
                blank += 1  # counts only if something comes after it
                continue
            yield from itertools.repeat([], blank)
            blank = 0
            yield row

    def head(self) -> list[list[str]]:
        """The first rows."""
        return list(itertools.islice(self.rows(), HEAD_ROWS))

    def laid_out(self, layout: Layout) -> "Sheet":
        """The same table, its header and its first answer where a layout says."""
        return replace(self, header=layout.header, rows_above=layout.rows_above)

    def tables(
        self, columns: dict[str, int], rows: int, plain: Iterable[str] = ()
    ) -> Iterator[pd.DataFrame]:
        """Tables of `rows` rows, as those of a file of text."""
        answers = itertools.islice(self.rows(), self.rows_above, None)
        number = self.first
        while batch := list(itertools.islice(answers, rows)):
            table = {
                name: _texts([row[position] if position < len(row) else "" for row in batch], name)
                for name, position in columns.items()
            }
            self._check_widths(batch, number)
            yield pd.DataFrame(table, index=range(number, number + len(batch)))
            number += len(batch)

    def _check_widths(self, batch, number):
        width = len(self.header)
        uneven = [
            str(row)
            for row, cells in enumerate(batch, number)
            if any(map(str.strip, cells[width:]))
        ]
        if uneven:
            raise SurveyError(
                f"{self.path}, row {', '.join(uneven[:5])}: more cells than the header has, {width}"
            )

    def split(self, size: int) -> list["Sheet"]:
        """The table: it is read from its beginning."""
        return [self]


def _texts(texts, name):
    """A column as text in categories; time stamps as they are."""
    if name == "":
        return pd.Series(texts, dtype="object").to_numpy()
    codes, labels = pd.factorize(pd.Series(texts, dtype="object").to_numpy())
    return pd.Categorical.from_codes(codes, labels)
