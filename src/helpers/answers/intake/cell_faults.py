"""Cells of a workbook that hold no value: an error, or a formula that nobody has computed.

The reader of workbooks gives nothing for them; an answer would be lost in silence.
"""

import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

from helpers.answers.intake.old_workbook import find_old_workbook_faults
from helpers.answers.intake.open_document import find_open_document_faults

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CELL = re.compile(rb"<(?:\w+:)?c ([^>]*[^/])>(.*?)</(?:\w+:)?c>", re.DOTALL)
PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')
TYPE = re.compile(rb'\bt="(\w+)"')
VALUE = re.compile(rb"<(?:\w+:)?v>([^<]+)<")
FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)<)")


def find_cell_faults(path: Path, sheet: str) -> dict[tuple[int, int], str]:
    """Find the cells of a sheet that hold an error, or a formula without its value.

    Parameters
    ----------
    path : Path
        Of a workbook: XLSX, ODS or XLS.
    sheet : str

    Returns
    -------
    dict
        (row, column), both from 0 → what stands there: ``#DIV/0!``, or the formula.
    """
    if not zipfile.is_zipfile(path):
        return find_old_workbook_faults(path, sheet)
    with zipfile.ZipFile(path) as archive:
        part = _part_of(archive, sheet)
        content = archive.read(part) if part else b""
    if not part:
        return find_open_document_faults(path, sheet)
    if b't="e"' not in content and not FORMULA.search(content):
        return {}
    return dict(_faults(content))


def _faults(content: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for cell in CELL.finditer(content):
        attributes, inside = cell.groups()
        place, type = PLACE.search(attributes), TYPE.search(attributes)
        value, formula = VALUE.search(inside), FORMULA.search(inside)
        is_error = type and type[1] == b"e"
        is_uncomputed = formula and not value and not (type and type[1] == b"str")
        if place and (is_error or is_uncomputed):
            words = value[1] if value else b"=" + (formula[1] or b"")
            words = html.unescape(words.decode("utf-8", "replace"))
            yield (int(place[2]) - 1, _column(place[1])), words


def _column(letters):
    """The place of a column, from 0.

    >>> _column(b"A"), _column(b"AB")
    (0, 27)
    """
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number - 1


def _part_of(archive, sheet):
    """The part of an XLSX that holds a sheet; none where there is no such part."""
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return None
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for entry in book.findall(".//{*}sheet"):
        if entry.get("name") == sheet:
            target = targets.get(entry.get(RELATION), "")
            part = str(PurePosixPath("/xl") / target).removeprefix("/")
            return part if part in names else None
    return None
