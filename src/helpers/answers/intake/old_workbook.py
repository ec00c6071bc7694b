"""Cells of an XLS sheet that hold an error, for which the reader of workbooks gives nothing.

An XLS is a file of sectors in which streams are kept; one stream holds records, cell by cell.

References
----------
Microsoft, [MS-CFB] Compound File Binary File Format, and [MS-XLS] Excel Binary File Format.
"""

import itertools
import struct
from collections.abc import Iterator
from pathlib import Path

SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
STREAMS = ("Workbook", "Book")  # of Excel since 97, and before
LAST_SECTOR = 0xFFFFFFFA  # what is above marks an end, or nothing
SHEET, BEGIN, END, FORMULA, BOOLEAN_OR_ERROR = 0x85, 0x809, 0x0A, 0x06, 0x205
ERRORS = {
    **{0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!"},
    **{0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"},
}


def find_old_workbook_faults(path: Path, sheet: str) -> dict[tuple[int, int], str]:
    """Find the cells of a sheet that hold an error; none of a file that is no XLS.

    Returns
    -------
    dict
        (row, column), both from 0 → the error, as ``#DIV/0!``.

    Raises
    ------
    ValueError
        If the file is not laid out as an XLS is.
    """
    content = path.read_bytes()
    if not content.startswith(SIGNATURE):
        return {}
    try:
        records = _stream(content)
        return dict(_errors(records, _sheet_place(records, sheet)))
    except (struct.error, IndexError):
        raise ValueError("it is cut off within") from None


def _stream(content):
    """The stream of records."""
    power, mini_power = struct.unpack_from("<HH", content, 30)
    size, mini_size = 1 << power, 1 << mini_power
    directory_start, _, cutoff, mini_start = struct.unpack_from("<4I", content, 48)
    table = _sector_table(content, size)
    sectors = _parts(content, size, size)  # below the head of the file
    directory = b"".join(_chain(sectors, table, directory_start))
    entries = {}
    for place in range(0, len(directory), 128):
        (length,) = struct.unpack_from("<H", directory, place + 64)
        name = directory[place : place + max(length - 2, 0)].decode("utf-16-le", "replace")
        entries.setdefault(name, struct.unpack_from("<II", directory, place + 116))
    name = next((name for name in STREAMS if name in entries), "")
    if not name:
        raise ValueError("it holds no sheets")
    start, length = entries[name]
    if length < cutoff:
        root, _ = entries["Root Entry"]
        whole = b"".join(_chain(sectors, table, root))
        mini_table = b"".join(_chain(sectors, table, mini_start))
        sectors = _parts(whole, mini_size)
        table = struct.unpack(f"<{len(mini_table) // 4}I", mini_table)
    return b"".join(_chain(sectors, table, start))[:length]


def _parts(content, size, start=0):
    return [content[place : place + size] for place in range(start, len(content), size)]


def _sector_table(content, size):
    """Which sector follows which."""
    listed = list(struct.unpack_from("<109I", content, 76))
    (more,) = struct.unpack_from("<I", content, 68)
    for _ in range(len(content) // size):
        if more >= LAST_SECTOR:
            break
        *others, more = struct.unpack_from(f"<{size // 4}I", content, (more + 1) * size)
        listed += others
    places = [(sector + 1) * size for sector in listed if sector < LAST_SECTOR]
    return [*itertools.chain(*(struct.unpack_from(f"<{size // 4}I", content, p) for p in places))]


def _chain(sectors, table, sector):
    for _ in range(len(sectors)):
        if sector >= LAST_SECTOR:
            return
        yield sectors[sector]
        sector = table[sector]


def _records(stream, place=0) -> Iterator[tuple[int, int, int]]:
    """Kind, first byte and length of each record."""
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, place + 4, length
        place += 4 + length


def _sheet_place(stream, sheet):
    """Where the records of a sheet begin."""
    for kind, place, length in _records(stream):
        if kind == SHEET:
            (start,) = struct.unpack_from("<I", stream, place)
            names = [stream[place + 8 : place + length], stream[place + 7 : place + length]]
            encoding = "utf-16-le" if stream[place + 7] == 1 else "latin-1"
            decoded = [names[0].decode(encoding, "replace"), names[1].decode("cp1252", "replace")]
            if sheet in decoded:
                return start
        elif kind == END:
            break
    raise ValueError(f"it says nowhere where the sheet {sheet!r} begins")


def _errors(stream, start):
    depth = 0
    for kind, place, _ in _records(stream, start):
        depth += (kind == BEGIN) - (kind == END)
        if not depth:
            return
        code = None
        if kind == BOOLEAN_OR_ERROR:
            code = stream[place + 6] if stream[place + 7] else None
        elif kind == FORMULA and stream[place + 12 : place + 14] == b"\xff\xff":
            code = stream[place + 8] if stream[place + 6] == 2 else None
        if code is not None and depth == 1:
            yield struct.unpack_from("<HH", stream, place), ERRORS.get(code, "#ERROR!")
