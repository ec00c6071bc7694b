"""The encoding of a file of text."""

import codecs
import contextlib
from pathlib import Path

from helpers.codebook import SurveyError

SAMPLE_BYTES = 4_000_000  # from the beginning, that tell the encoding
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def find_encoding(path: Path) -> str:
    """Find the encoding in which a file can be read, as far as its beginning tells.

    Returns
    -------
    str
        That of its byte-order mark, else UTF-8, else cp1252.

    Raises
    ------
    SurveyError
        If the file is missing, empty, or in none of these.
    """
    try:
        with path.open("rb") as file:
            sample = file.read(SAMPLE_BYTES)
            is_whole = not file.read(1)
    except OSError as error:
        raise SurveyError(f"{path} cannot be read: {error.strerror}") from None
    if not sample.strip():
        raise SurveyError(f"{path} is empty; export the answers again")
    marked = next((encoding for mark, encoding in MARKS.items() if sample.startswith(mark)), None)
    candidates = (marked,) if marked == "utf-16" else (marked or "utf-8", "cp1252")
    for encoding in candidates:
        with contextlib.suppress(UnicodeDecodeError):
            codecs.getincrementaldecoder(encoding)().decode(sample, final=is_whole)
            return encoding
    raise SurveyError(f"{path} is neither UTF-8, UTF-16 nor cp1252 text; is it a CSV file?")
