"""Cells of an ODS sheet that the reader of workbooks drops: errors, merged cells, broken lines."""

import io
import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
MARKS = {f"{TEXT}line-break": "\n", f"{TEXT}tab": "\t"}
CONTENT = "content.xml"
ERROR = re.compile(r"#[A-Z0/]+[!?]?|#N/A|Err:\d+")  # as they are shown, where their type is another
FAULTS = (b"error", b"formula=", b":line-break", b":tab")  # what a file with a fault holds
SPANS = (b"number-rows-spanned",)
LANGUAGE = re.compile(r"^\w+:(?==)")  # before a formula: of:=1/0


@dataclass(frozen=True)
class SheetCell:
    """A cell that holds something, and how often it stands side by side and below itself.

    Attributes
    ----------
    row, column : int
        From 0.
    """

    row: int
    column: int
    element: ElementTree.Element
    rows: int
    columns: int


def find_open_document_faults(path: Path, sheet: str) -> dict[tuple[int, int], str]:
    """Find the cells of a sheet of which a value is dropped, or another one given.

    Returns
    -------
    dict
        (row, column), both from 0 → what stands there: an error, as ``#DIV/0!``, which is read as
        nothing or as 0; a formula that nobody has computed; a text of several lines.
    """
    faults = {}
    for cell in sheet_cells(path, sheet, FAULTS):
        if words := _fault(cell.element):
            for row in range(cell.row, cell.row + cell.rows):
                for column in range(cell.column, cell.column + cell.columns):
                    faults[row, column] = words
    return faults


def find_open_document_spans(path: Path, sheet: str) -> list[tuple[tuple[int, int], ...]]:
    """Find the cells that stand for several rows: first and last (row, column) of each."""
    spans = []
    for cell in sheet_cells(path, sheet, SPANS):
        rows = int(cell.element.get(f"{TABLE}number-rows-spanned", 1))
        columns = int(cell.element.get(f"{TABLE}number-columns-spanned", 1))
        if rows > 1 and cell_words(cell.element):
            last = cell.row + rows - 1, cell.column + columns - 1
            spans.append(((cell.row, cell.column), last))
    return spans


def sheet_cells(path: Path, sheet: str, signs: Collection[bytes]) -> Iterator[SheetCell]:
    """The cells of a sheet that hold something; none of a file that is no ODS, or without signs."""
    with zipfile.ZipFile(path) as archive:
        content = archive.read(CONTENT) if CONTENT in archive.namelist() else b""
    if not any(sign in content for sign in signs):  # most files are as they seem
        return
    name, number = None, 0
    for event, element in ElementTree.iterparse(io.BytesIO(content), ("start", "end")):
        if event == "start" and element.tag == f"{TABLE}table":
            name, number = element.get(f"{TABLE}name"), 0
        elif event == "end" and element.tag == f"{TABLE}table-row":
            repeated = int(element.get(f"{TABLE}number-rows-repeated", 1))
            if name == sheet:
                yield from _row_cells(element, number, repeated)
            number += repeated
            element.clear()


def _row_cells(row, number, rows):
    column = 0
    for element in row:
        columns = int(element.get(f"{TABLE}number-columns-repeated", 1))
        if element.tag == f"{TABLE}table-cell" and (len(element) or element.attrib):
            yield SheetCell(number, column, element, rows, columns)
        column += columns


def _fault(element):
    """What is to be read in place of what the reader of workbooks gives; nothing where it is so."""
    type = element.get(f"{OFFICE}value-type", "")
    is_broken = any(child.tag in MARKS for child in element.iter())
    words = cell_words(element)
    if element.get(f"{CALC}value-type") == "error" or (
        type not in ("", "string") and ERROR.fullmatch(words)
    ):
        return words or "#ERROR!"
    formula = element.get(f"{TABLE}formula", "")
    if formula and not type:
        return words or LANGUAGE.sub("", formula)
    return words if is_broken and type == "string" else ""


def cell_words(element: ElementTree.Element) -> str:
    """What a cell shows, a line for each of its paragraphs; notes beside it left out."""
    return "\n".join(_words(line) for line in element.findall(f"{TEXT}p"))


def _words(element):
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{TEXT}s":
            parts.append(" " * int(child.get(f"{TEXT}c", 1)))
        elif child.tag != f"{OFFICE}annotation":
            parts.append(MARKS.get(child.tag) or _words(child))
        parts.append(child.tail or "")
    return "".join(parts)
