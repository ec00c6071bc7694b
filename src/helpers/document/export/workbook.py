"""The tables of an executed notebook as a workbook, a sheet each: numbers as numbers, to be read.

What a report may not show is not in its notebooks, so it is not in a workbook either.
"""

from __future__ import annotations

import datetime
import html
import io
import re
from pathlib import Path

import nbformat
import xlsxwriter
from babel.numbers import get_decimal_symbol

from helpers.document import marks
from helpers.typography import conventions

WIDEST = 60  # characters
LONGEST_NAME = 31  # of a sheet, as spreadsheets have it
_MARKED = re.compile(r'<data value="([^"]*)"[^>]*>([^<]*)</data>')


def write_workbook(executed: Path, path: Path) -> int:
    """Write every table that an executed notebook shows; return how many there are."""
    notebook = nbformat.read(executed, as_version=4)
    path.write_bytes(workbook(notebook))
    return sum(report["kind"] == "table" for report in reports(notebook))


def workbook(notebook: nbformat.NotebookNode) -> bytes:
    """Every table that an executed notebook shows, after a sheet of contents.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        It shows the document data too.

    Returns
    -------
    bytes
        XLSX; the same whenever it is written.
    """
    shown = reports(notebook)
    about = next(report for report in shown if report["kind"] == "document")
    tables = [report for report in shown if report["kind"] == "table"]
    decimal = get_decimal_symbol(conventions(about["language"][:2])["locale"])
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, options) as book:
        date = datetime.datetime.fromisoformat(about["date"])
        title = marks.strip(about["title"])
        book.set_properties({"title": title, "created": date})
        looks = {name: book.add_format(look) for name, look in _LOOKS.items()}
        contents = book.add_worksheet("0")
        contents.set_column(0, 0, WIDEST)
        contents.write_string(0, 0, title, looks["caption"])
        contents.write_string(1, 0, marks.strip(about["notice"].replace("**", "")), looks["note"])
        for place, table in enumerate(tables, start=1):
            sheet = book.add_worksheet(sheet_name(table["id"], place))
            caption = marks.strip(table["caption"])
            link = f"internal:'{sheet.name}'!A1"
            contents.write_url(place + 2, 0, link, string=caption)
            _write_table(sheet, table, decimal, looks, book)
    return file.getvalue()


def reports(notebook: nbformat.NotebookNode) -> list[dict]:
    """What the functions of `show` have put into a notebook's outputs, in their order."""
    outputs = (
        output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs
    )
    metadata = (output.get("metadata", {}).get("report") for output in outputs)
    return [dict(report) for report in metadata if report]


def sheet_name(id: str, place: int) -> str:
    """The name of a table's sheet: its number, and its id as far as it fits.

    Examples
    --------
    >>> sheet_name("tbl-associations-q3", 4)
    '4 associations-q3'
    """
    return f"{place} {id.removeprefix('tbl-')}"[:LONGEST_NAME]


def number(text: str, decimal: str) -> tuple[float, str] | None:
    """A printed number that is all of a cell, and the number format that prints it so.

    Examples
    --------
    >>> number(marks.mark("79 %", 0.7922, "shares/q5 · jamais · share"), ",")
    (0.7922, '0%')
    >>> number(marks.mark("−0,08", -0.0775, "associations · q5, q3 · effect"), ",")
    (-0.0775, '0.00')
    >>> number(marks.mark("1,234", 1234, "shares/q5 · jamais · count"), ".")
    (1234.0, '#,##0')
    >>> number("61 people", ".") is None
    True
    """
    match = _MARKED.fullmatch(text.strip())
    try:
        value = float(html.unescape(match[1])) if match else None
    except ValueError:  # a version, a hash
        return None
    if value is None:
        return None
    digits = re.search(rf"{re.escape(decimal)}(\d+)", match[2])
    places = f".{'0' * len(digits[1])}" if digits else ""
    if "%" in match[2]:
        return value, f"0{places}%"
    return value, f"0{places}" if places else "#,##0"


def _write_table(sheet, table, decimal, looks, book):
    """Caption, heads, rows and note of one table, the stub and the heads staying in sight."""
    head, rows, stub = _ungrouped(table)
    sheet.write_string(0, 0, marks.strip(table["caption"]), looks["caption"])
    for place, row in enumerate(head, start=2):
        for column, text in enumerate(row):
            sheet.write_string(place, column, text, looks["head"])
    top = len(head) + 2
    widths = [len(text) for text in head[-1]]
    for place, row in enumerate(rows, start=top):
        for column, cell in enumerate(row):
            shown = _write_cell(sheet, place, column, cell, decimal, looks, book, stub)
            widths[column] = max(widths[column], len(shown))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(width, WIDEST) + 2)
    sheet.freeze_panes(top, stub)
    if table["note"]:
        sheet.write_string(top + len(rows) + 1, 0, marks.strip(table["note"]), looks["note"])


def _ungrouped(table):
    """Head, rows and stub; what stands above a group of rows opens each, so that they can be
    sorted."""
    head = [[marks.strip(text) for text in row] for row in table["head"]]
    groups = dict(table.get("groups", ()))
    if not groups:
        return head, table["rows"], table["stub"]
    names = [""] * (len(head) - 1) + [marks.strip(table["group"])]
    rows, group = [], ""
    for i, row in enumerate(table["rows"]):
        group = groups.get(i, group)
        rows.append([group, *row])
    return [[name, *row] for name, row in zip(names, head, strict=True)], rows, table["stub"] + 1


def _write_cell(sheet, row, column, cell, decimal, looks, book, stub):
    """Write one cell, a number as such, and return what it shows."""
    look = looks["stub" if column < stub else "text"]
    if cell is None:
        sheet.write_string(row, column, "–", look)
    elif not isinstance(cell, str):
        sheet.write_number(row, column, cell, look)
    elif printed := number(cell, decimal):
        value, form = printed
        key = f"{form} {column < stub}"
        if key not in looks:
            looks[key] = book.add_format(_LOOKS["number"] | {"num_format": form})
        sheet.write_number(row, column, value, looks[key])
    else:
        sheet.write_string(row, column, marks.strip(cell), look)
    return marks.strip(str(cell))


_BORDER = {"bottom": 1, "bottom_color": "#bfbfbf", "valign": "top"}
_LOOKS = {
    "caption": {"bold": True, "font_size": 12},
    "head": {"bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom"},
    "stub": _BORDER | {"text_wrap": True},
    "text": _BORDER | {"text_wrap": True, "align": "right"},
    "number": _BORDER | {"align": "right"},
    "note": {"italic": True},
}
