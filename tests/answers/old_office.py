"""XLS files, written by hand: the fewest records and sectors that make one."""

import struct

SECTOR, MINI_SECTOR, CUTOFF = 512, 64, 4096
NONE, LAST, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def record(kind, content=b""):
    return struct.pack("<HH", kind, len(content)) + content


def text(row, column, words):
    content = struct.pack("<HHHHB", row, column, 0, len(words), 1) + words.encode("utf-16-le")
    return record(0x204, content)


def number(row, column, value):
    return record(0x203, struct.pack("<HHHd", row, column, 0, value))


def error(row, column, code):
    return record(0x205, struct.pack("<HHHBB", row, column, 0, code, 1))


def truth(row, column, value):
    return record(0x205, struct.pack("<HHHBB", row, column, 0, value, 0))


def formula(row, column, code):
    """A formula whose value is an error."""
    result = struct.pack("<BBBBHH", 2, 0, code, 0, 0, 0xFFFF)
    return record(0x06, struct.pack("<HHH", row, column, 0) + result + bytes(6) + b"\2\0\x1d\1")


def begin(kind):
    return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0x0DBB, 0x07CC, 0, 6))


def stream(cells, name="A"):
    """The records of a workbook with one sheet, a chart within it."""

    def sheet(place):
        written = name.encode("utf-16-le")
        return record(0x85, struct.pack("<IBBBB", place, 0, 0, len(name), 1) + written)

    head, end = begin(5), record(0x0A)
    place = len(head) + len(sheet(0)) + len(end)
    size = record(0x200, struct.pack("<IIHHH", 0, 9, 0, 9, 0))
    chart = begin(0x20) + error(0, 0, 0) + end
    return head + sheet(place) + end + begin(0x10) + size + chart + b"".join(cells) + end


def write(path, cells, padding=0):
    """An XLS of these cells: in small sectors, or with so many bytes more in whole ones."""
    content = stream(cells) + bytes(padding)
    is_small = len(content) < CUTOFF
    kept = _padded(content, MINI_SECTOR if is_small else SECTOR)
    count = -(-len(kept) // SECTOR)
    table = [TABLE, LAST, LAST if is_small else NONE, *_following(3, count)]  # table, folder, small
    table += [NONE] * (SECTOR // 4 - len(table))
    small = [*_following(0, len(kept) // MINI_SECTOR)] if is_small else []
    small += [NONE] * (SECTOR // 4 - len(small))
    root = _entry("Root Entry", 5, 3 if is_small else LAST, len(kept) if is_small else 0, 1)
    workbook = _entry("Workbook", 2, 0 if is_small else 3, len(content))
    folder = root + workbook + _entry("", 0, 0, 0) * 2
    numbers = (0, 1, 1, 0, CUTOFF, 2 if is_small else LAST, int(is_small), LAST, 0, 0)
    head = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6) + struct.pack("<10I", *numbers)
    head += struct.pack("<108I", *[NONE] * 108)
    tables = struct.pack("<128I", *table), folder, struct.pack("<128I", *small)
    path.write_bytes(head + b"".join(tables) + _padded(kept, SECTOR))
    return path


def _padded(content, size):
    return content + bytes(-len(content) % size)


def _following(first, count):
    """Sectors one after the other."""
    yield from range(first + 1, first + count)
    yield LAST


def _entry(name, kind, start, size, child=NONE):
    written = f"{name}\0".encode("utf-16-le") if name else b""
    entry = written.ljust(64, b"\0") + struct.pack(
        "<HBB3I", len(written), kind, 1, NONE, NONE, child
    )
    return entry + bytes(36) + struct.pack("<IQ", start, size)
