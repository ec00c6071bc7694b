"""A workbook of a spreadsheet: XLSX, XLSM, XLS, ODS.

calamine holds a whole sheet in memory: 100,000 rows of 25 columns take 0.4 GB and 7 seconds. Of
more answers, a file of text is read in constant memory.
"""

import contextlib
import itertools
import os
from collections.abc import Collection, Iterator
from functools import lru_cache, partial
from pathlib import Path

import python_calamine as calamine

from helpers.answers.intake.cell_faults import find_cell_faults
from helpers.answers.intake.cell_text import cell_text
from helpers.answers.intake.file_types import BROKEN_PARTS
from helpers.answers.intake.layout import HEAD_ROWS, column_letter
from helpers.answers.intake.open_document import find_open_document_spans
from helpers.answers.intake.sheet import Sheet
from helpers.codebook import SurveyError, shown, suggest
from helpers.codebook.folding import fold_case

PANIC = "PanicException"  # of the reader's language, which is no Exception of ours


def open_workbook(path: Path, name: str = "", wanted: Collection[str] = ()) -> Sheet:
    """Open the sheet of a workbook that holds the answers.

    Parameters
    ----------
    path : Path
    name : str, optional
        Of the sheet; without it, the only one with a table.
    wanted : collection of str
        Names of columns, folded by `fold_case`, which tell the sheet where several hold a table.

    Raises
    ------
    SurveyError
        If it is broken, locked by a password, empty, or does not tell which sheet holds the
        answers.
    """
    names = _names(path, path.stat().st_mtime_ns)
    if name:
        if name not in names:
            raise SurveyError(
                f"{path}: no sheet {name!r}, the `sheet` of [intake], only {names}"
                f"{suggest(name, names)}"
            )
        return _sheet(path, name)
    sheets = {name: _sheet(path, name) for name in names}
    heads = {name: sheet.head() for name, sheet in sheets.items()}
    tables = [name for name, head in heads.items() if sum(map(bool, head)) > 1]
    if not tables and any(map(any, heads.values())):
        tables = [name for name, head in heads.items() if any(head)]
    if len(tables) > 1:
        tables = _with_columns(tables, heads, wanted) or tables
    if not tables:
        raise SurveyError(f"{path} is empty; export the answers again")
    if len(tables) > 1:
        raise SurveyError(
            f"{path}: several sheets hold a table, {tables}; name the one with the answers as "
            "`sheet` of [intake]"
        )
    return sheets[tables[0]]


def _sheet(path, name):
    read_rows, read_merged = partial(_rows, path, name), partial(_merged, path, name)
    return Sheet(path, f"workbook, sheet {name!r}", read_rows, read_merged=read_merged)


def _with_columns(names, heads, wanted):
    """The one sheet that has columns that are looked for."""
    found = [
        name
        for name in names
        if any(fold_case(cell) in wanted for row in heads[name][:HEAD_ROWS] for cell in row)
    ]
    return found if len(found) == 1 else []


def _rows(path: Path, name: str) -> Iterator[list[str]]:
    sheet, faults, first = _load(path, path.stat().st_mtime_ns, name)
    left = [""] * (sheet.start[1] - first if sheet.start else 0)
    below = [[]] * (max(faults, default=-1) - sheet.end[0] if sheet.end else 0)
    for number, cells in enumerate(itertools.chain(sheet.iter_rows(), below)):
        row = left + [cell if isinstance(cell, str) else cell_text(cell) for cell in cells]
        for column, words in faults.get(number, ()):
            row += [""] * (column - first + 1 - len(row))
            row[column - first] = words
        yield row


def _merged(path: Path, name: str) -> list[tuple[int, int, str]]:
    """The cells that stand for several rows: their last row, their column, what they are called."""
    sheet, _, first = _load(path, path.stat().st_mtime_ns, name)
    spans = sheet.merged_cell_ranges
    return [
        (
            bottom + 1,
            column - first,
            f"{column_letter(column)}{top + 1}:{column_letter(last)}{bottom + 1}",
        )
        for (top, column), (bottom, last) in spans or find_open_document_spans(path, name)
        if bottom > top
    ]


@lru_cache(maxsize=4)
def _names(path, changed):
    """The names of its sheets that hold cells, those that are hidden left out."""
    with _told(path):
        book = _open(path)
        visible = calamine.SheetVisibleEnum.Visible
        kind = calamine.SheetTypeEnum.WorkSheet
        return [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == visible and sheet.typ == kind
        ]


@lru_cache(maxsize=1)
def _load(path, changed, name):
    """A sheet as it is held in memory, by row what no reader of it gives, its first column.

    The last one stays, since it is looked at and then read.
    """
    with _told(path):
        sheet, faults = _open(path).get_sheet_by_name(name), {}
        cells = find_cell_faults(path, name)
        for (row, column), words in cells.items():
            faults.setdefault(row, []).append((column, words))
        columns = [column for _, column in cells]
        first = min([sheet.start[1] if sheet.start else 0, *columns])
        return sheet, faults, first


def _open(path):
    """A path would be believed by its name, an open file is not."""
    with path.open("rb") as file:
        return calamine.CalamineWorkbook.from_filelike(file)


@contextlib.contextmanager
def _told(path):
    """A fault of the workbook, told to its owner."""
    try:
        with _silent():
            yield
    except calamine.PasswordError:
        raise SurveyError(f"{path} is locked by a password; save it without one") from None
    except (calamine.CalamineError, OSError, ValueError, *BROKEN_PARTS) as error:
        raise SurveyError(
            f"{path} cannot be read as a workbook: {shown(str(error))}; save it again, as XLSX or "
            "CSV"
        ) from None
    except BaseException as error:
        if type(error).__name__ != PANIC:
            raise
        raise SurveyError(
            f"{path} cannot be read as a workbook: it is cut off or broken; export it again"
        ) from None


@contextlib.contextmanager
def _silent():
    """The standard error stream closed to a library that writes there before it gives up."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
