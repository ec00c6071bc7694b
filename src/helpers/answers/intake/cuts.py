"""Where a file of text can be cut into pieces: between rows, outside of quotation marks."""

from collections.abc import Iterator
from pathlib import Path

LINES_TRIED = 100


def find_pieces(path: Path, size: int) -> Iterator[tuple[int, int | None, int]]:
    """Find pieces of about so many bytes, in order, none cut beside a blank line.

    It takes a look at every byte, a tenth of the time that it takes to read the cells.

    Yields
    ------
    (int, int or None, int)
        The first byte of a piece, the byte after its last, the number of its first row as in a
        spreadsheet, where the header is row 1.
    """
    start, first_row, content = 0, 2, b""
    with path.open("rb") as file:
        while block := file.read(size):
            content += block
            if cut := _last_row(content):
                yield start, start + cut, first_row
                first_row += _count_rows(content[:cut]) - (start == 0)
                start, content = start + cut, content[cut:]
    yield start, None, first_row


def _last_row(content):
    """Where the last row begins that a quotation mark is not open before; 0 if none is near."""
    line_end = len(content)
    for _ in range(LINES_TRIED):
        line_end = content.rfind(b"\n", 0, line_end)
        if line_end < 0:
            return 0
        is_quoted = content.count(b'"', 0, line_end) % 2
        if not is_quoted and not _is_beside_blank_line(content, line_end):
            return line_end + 1
    return 0


def _is_beside_blank_line(content, line_end):
    before = content[max(line_end - 2, 0) : line_end].removesuffix(b"\r")
    after = content[line_end + 1 : line_end + 2]
    return before[-1:] in (b"", b"\r", b"\n") or after in (b"", b"\r", b"\n")


def _count_rows(content):
    """How many rows end in some bytes: at line ends of any kind, outside of quotation marks."""
    outside = content.split(b'"')[::2]
    return sum(part.count(b"\n") + part.count(b"\r") - part.count(b"\r\n") for part in outside)
