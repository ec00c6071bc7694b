"""The encoding of a file of text."""

import codecs
import contextlib
from pathlib import Path

from helpers.codebook import SurveyError

SAMPLE_BYTES = 4_000_000  # from the beginning, that tell the encoding
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def find_encoding(path: Path, declared: str = "") -> str:
    """Find the encoding in which a file can be read, as far as its beginning tells.

    Parameters
    ----------
    declared : str, optional
        By the survey's owner, for a file without a byte-order mark.

    Returns
    -------
    str
        That of its byte-order mark, else the declared one; else UTF-16 where every other byte is
        zero, else UTF-8, else cp1252.

    Raises
    ------
    SurveyError
        If the file is missing, empty, or in none of these; if Python knows no such encoding as was
        declared, or the file is not in it.
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
    if marked == "utf-16":
        candidates = (marked,)
    elif declared:
        candidates = (marked or _known_encoding(declared, path),)
    else:
        candidates = (marked or _wide_encoding(sample) or "utf-8", "cp1252")
    for encoding in candidates:
        with contextlib.suppress(UnicodeDecodeError):
            codecs.getincrementaldecoder(encoding)().decode(sample, final=is_whole)
            return encoding
    if declared:
        raise SurveyError(f"{path} is not {candidates[0]} text, the `encoding` of [intake]")
    raise SurveyError(
        f"{path} is neither UTF-8, UTF-16 nor cp1252 text; is it a CSV file? If it is, declare its "
        "`encoding` under [intake]"
    )


def _known_encoding(name, path):
    """The name as Python knows it."""
    try:
        encoding = codecs.lookup(name)
    except LookupError:
        encoding = None
    if encoding is None or not encoding._is_text_encoding:
        raise SurveyError(
            f"{path}: no encoding is called {name!r}, the `encoding` of [intake]; those that files "
            "are in are mostly 'utf-8', 'cp1252', 'mac-roman', 'latin-1', 'utf-16'"
        )
    return encoding.name


def _wide_encoding(sample):
    """UTF-16 without a mark: of most characters one byte is zero, and no other text has any."""
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if zeros.count(0) > 0.4 * len(zeros):
            return encoding
    return ""
