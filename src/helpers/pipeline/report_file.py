"""A PDF that somebody sent: what it says it comes from, and whether it is another; never trusted.

Whatever is in the file, reading it ends, and in one line.
"""

from __future__ import annotations

import csv
import io
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.codebook import SurveyError, shown

if TYPE_CHECKING:
    import pikepdf

LARGEST = 1_000_000  # bytes of a table of provenance, which has some thirty lines
LARGEST_PAGE = 10_000_000  # bytes of what is drawn on a page; ours have some hundred thousand
DEFLATED = ("/FlateDecode", "[ /FlateDecode ]")
COLUMNS = ["item", "value"]


def provenance(report: Path) -> tuple[dict[str, str], str]:
    """Read the provenance attached to a PDF, and the language it is of.

    Raises
    ------
    SurveyError
        If there is no such file, or it is no report of this project.
    """
    import pikepdf

    try:
        with pikepdf.open(report) as document:
            names = [name for name in document.attachments if name.startswith("provenance.")]
            if not names:
                reason = "it is no report of this project"
                raise SurveyError(f"{report} carries no provenance: {reason}")
            text = _content(document.attachments[names[0]], report).decode()
        language = names[0].split(".")[1]
        return _items(text, report), language
    except FileNotFoundError:
        raise SurveyError(f"no report {report}") from None
    except IsADirectoryError:
        raise SurveyError(f"{report} is a folder, no report") from None
    except pikepdf.PasswordError:
        raise SurveyError(f"{report} is encrypted; no report of this project is") from None
    except pikepdf.PdfError as error:
        raise SurveyError(f"{report} is no whole PDF: {_line(error)}") from None
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RuntimeError) as error:
        reason = f"{type(error).__name__}: {_line(error)}"
        raise SurveyError(f"{report} carries no provenance that can be read: {reason}") from None


def difference(report: bytes, expected: bytes) -> str:
    """Say what differs between a report and the one that is expected; nothing if nothing does.

    Examples
    --------
    >>> difference(b"%PDF", b"%PDF")
    ''
    """
    import pikepdf

    if report == expected:
        return ""
    with pikepdf.open(io.BytesIO(expected)) as own:
        try:
            with pikepdf.open(io.BytesIO(report)) as document:
                return _difference(document, own)
        except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError) as error:
            return f"the file is damaged: {_line(error)}"


def _difference(document: pikepdf.Pdf, own: pikepdf.Pdf) -> str:
    if len(document.pages) != len(own.pages):
        return f"it has {len(document.pages)} pages, not {len(own.pages)}"
    pairs = zip(document.pages, own.pages, strict=True)
    places = [place for place, pair in enumerate(pairs, 1) if _drawn(pair[0]) != _drawn(pair[1])]
    if places:
        more = f" and {len(places) - 1} more" if len(places) > 1 else ""
        return f"page {places[0]}{more} of {len(own.pages)}"
    if set(document.attachments) != set(own.attachments):
        return "its attachments"
    return "the bytes of the file, none of the text of its pages"


def _drawn(page):
    """What is drawn on a page, as its bytes; None where it cannot be read."""
    import pikepdf

    try:
        contents = page.obj.get("/Contents", pikepdf.Array())
        streams = contents if isinstance(contents, pikepdf.Array) else [contents]
        for stream in streams:  # or a page of some kilobytes fills the memory
            _inflated(stream, LARGEST_PAGE)
        return pikepdf.unparse_content_stream(pikepdf.parse_content_stream(page))
    except (pikepdf.PdfError, OverflowError, ValueError, TypeError, KeyError):
        return None


def _content(attachment, report: Path) -> bytes:
    """The bytes of an attachment, of a size that a table of provenance can have."""
    try:
        return _inflated(attachment.get_file().obj, LARGEST)
    except OverflowError:
        reason = f"carries a provenance of more than {LARGEST} bytes: no report"
        raise SurveyError(f"{report} {reason}") from None


def _inflated(stream, limit: int) -> bytes:
    """The bytes of a stream of a PDF, if they are no more than so many."""
    raw, name = stream.read_raw_bytes(), str(stream.get("/Filter", ""))
    if name in DEFLATED:
        inflate = zlib.decompressobj()
        try:
            raw = inflate.decompress(raw, limit + 1)
        except zlib.error as error:
            raise ValueError(error) from None
    elif name:
        raise ValueError(f"its filter is {shown(name)}")
    if len(raw) > limit:
        raise OverflowError(f"more than {limit} bytes")
    return raw


def _items(text: str, report: Path) -> dict[str, str]:
    """The items of a table of provenance, each a line of printable text."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise ValueError(error) from None
    if not rows or rows[0] != COLUMNS or any(len(row) != len(COLUMNS) for row in rows):
        raise SurveyError(f"{report} carries a provenance without the columns {COLUMNS}")
    if not all(cell.isprintable() for row in rows for cell in row):
        raise SurveyError(f"{report} carries a provenance with signs that cannot be shown")
    return dict(rows[1:])


def _line(error: BaseException) -> str:
    """What an error says, in one line of printable signs."""
    return "".join(sign if sign.isprintable() else " " for sign in str(error))[:200]
