"""An export looked at without a codebook: what it is, and every cell as text."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.answers.intake.columns import clean_cells
from helpers.answers.intake.opening import open_source
from helpers.answers.intake.option_columns import JOINT, NONE_CHOSEN, NOT_SHOWN
from helpers.answers.intake.pieces import ROWS_PER_CHUNK


@dataclass(frozen=True)
class Preview:
    """An export, its columns by name.

    Attributes
    ----------
    format : str
        The format that was recognised; ``plain`` for any table with its header in the first row.
    evidence : str
        A sentence: what was recognised, and by what.
    header : tuple of str
        One name a column, in normal form: ``Question``, or ``Question [Part]``; ``column C`` where
        there is none, ``Comment (1)`` and ``Comment (2)`` where there are two.
    tool_columns : tuple of str
        The names that the collecting tool adds: ids, times, addresses.
    separator : str
        Between several answers in one cell.
    timestamp, timestamp_format : str
        The column of the time when each row was sent, and how it is written; empty where unknown.
    rows : DataFrame
        Every cell as text, ``""`` where nothing stands; columns by their position in `header`, rows
        numbered as in a spreadsheet.
    texts : tuple of str
        Other names of the columns, where there are any: the questions as asked, or codes.
    """

    format: str
    evidence: str
    header: tuple[str, ...]
    tool_columns: tuple[str, ...]
    separator: str
    timestamp: str
    timestamp_format: str
    rows: pd.DataFrame
    texts: tuple[str, ...] = ()


def look(
    path: str | Path,
    *,
    format: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
) -> Preview:
    """Look at an export that no codebook describes yet.

    Parameters
    ----------
    path : str or Path
    format : str, optional
        One of `formats.recognition.FORMATS`; recognised if left out.
    encoding : str, optional
        Of a file of text, where it cannot be told.
    sheet : str, optional
        Of a workbook, where several hold a table.

    Returns
    -------
    Preview

    Raises
    ------
    SurveyError
        If the file cannot be read.

    Examples
    --------
    >>> preview = look("data/raw/linkedin-2015/answers.csv")
    >>> preview.format, preview.timestamp, preview.rows.shape
    ('google_forms', 'Horodateur', (80, 9))
    """
    source, layout = open_source(
        Path(path), format=format or "", encoding=encoding or "", sheet=sheet or ""
    )
    columns = {str(place): place for place in range(len(layout.header))}
    tables = []
    for table in source.tables(columns, ROWS_PER_CHUNK, columns):
        if layout.clean:
            table = table.apply(clean_cells, clean=layout.clean)
        tables.append(table.astype(object).replace([NOT_SHOWN, NONE_CHOSEN], ""))
    rows = pd.concat(tables).set_axis(range(len(columns)), axis=1)
    if layout.last_row:
        rows = rows.loc[: layout.last_row]
    for header in source.head()[: layout.rows_above]:
        cells = [*header, *[""] * len(columns)][: len(columns)]
        if sum(map(bool, cells)) > 1:  # it may come again among the answers
            rows = rows[~(rows == cells).all(axis=1)]
    rows = rows.replace(JOINT, layout.separator, regex=True)
    return Preview(
        layout.name,
        layout.evidence,
        layout.header,
        layout.tool_columns,
        layout.separator,
        layout.timestamp,
        layout.timestamp_format,
        rows,
        layout.texts,
    )
