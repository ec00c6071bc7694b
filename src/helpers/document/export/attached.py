"""Files that travel inside a PDF: as they are, but no spreadsheet takes a cell for a formula."""

import csv
import io
import re

# A sign at the start of a cell that has a spreadsheet compute, or call a program; a number is none.
FORMULA = re.compile(r"(?!.[\d.,]+(?:e[-+]?\d+)?$)[=+\-@\t\r]", re.I)


def harmless(content: bytes) -> bytes:
    """Return a CSV file in which each cell that looks like a formula begins with an apostrophe.

    Spreadsheets show such a cell as text.  A file without any is returned as it is.

    References
    ----------
    OWASP, *CSV Injection*.

    Examples
    --------
    >>> harmless(b"event,share\\n=cmd|' /C calc'!A0,-0.25\\n")
    b"event,share\\n'=cmd|' /C calc'!A0,-0.25\\n"
    """
    text = content.decode()
    rows = list(csv.reader(io.StringIO(text, newline="")))
    if not any(FORMULA.match(cell) for row in rows for cell in row):
        return content
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerows([f"'{cell}" if FORMULA.match(cell) else cell for cell in row] for row in rows)
    return made.getvalue().encode()
