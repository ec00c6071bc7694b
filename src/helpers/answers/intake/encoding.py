"""The encoding of a file of text."""

import codecs
import contextlib
import re
from pathlib import Path

from helpers.codebook import SurveyError

SAMPLE_BYTES = 4_000_000  # from the beginning, that tell the encoding
MARKS = {  # those of UTF-32 first: one begins as that of UTF-16 does
    **{codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32"},
    **{codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"},
}
ONE_BYTE = ("cp1252", "mac-roman", "cp850")  # a byte a letter: of Windows, of old Macs, of DOS
# Letters and quotation marks that UTF-8 writes with several bytes, which stand side by side in no
# other encoding's words.
UTF_8_SIGN = re.compile(rb"[\xc2\xc3][\x80-\xbf]|\xe2\x80[\x80-\xbf]")
BLOCK_BYTES = 1 << 20
USUAL = frozenset(
    "àâäáãåæçéèêëîïíìñôöóòõøœßûùüúÿÀÂÄÁÃÅÆÇÉÈÊËÎÏÍÑÔÖÓÕØŒÛÙÜÚŸ«»‹›‘’“”…–—•·°€£©®™¿¡\xa0"
)  # signs beyond ASCII of western languages
BEYOND_ASCII = re.compile(r"(\w?)([^\x00-\x7f])")  # a sign, and the letter before it
CLEAR = 0.9  # the share of usual signs from which an encoding is the right one


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
        zero, else UTF-8, else cp1252; or Mac Roman or cp850, where only so its signs beyond ASCII
        are those of a western language.

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
    if marked in ("utf-16", "utf-32"):
        candidates = (marked,)
    elif declared:
        candidates = (marked or _known_encoding(declared, path),)
    else:
        candidates = _likely_encodings(sample, marked)
    for encoding in candidates:
        if encoding in ONE_BYTE and not declared and UTF_8_SIGN.search(sample):
            raise SurveyError(mixed_message(path, "utf-8"))
        with contextlib.suppress(UnicodeError):
            codecs.getincrementaldecoder(encoding)().decode(sample, final=is_whole)
            return encoding
    if declared:
        row, byte = first_fault(path, candidates[0])
        raise SurveyError(
            f"{path} is not {candidates[0]} text, the `encoding` of [intake]: in row {row}, there "
            f"is {byte}"
        )
    raise SurveyError(
        f"{path} is neither UTF-8, UTF-16 nor cp1252 text; is it a CSV file? If it is, declare its "
        "`encoding` under [intake]"
    )


def _likely_encodings(sample, marked):
    """One after the other, for the last takes as long as reading a large file does."""
    yield marked or _wide_encoding(sample) or "utf-8"
    yield one_byte_encoding(sample)


def mixed_message(path: Path, encoding: str) -> str:
    """What is said of a file that begins in one encoding and goes on in another."""
    row, byte = first_fault(path, encoding)
    return (
        f"{path}, row {row}: {byte} is not {encoding}, as the rest of the file is; save it as "
        "UTF-8, or declare the `encoding` that all of it is to be read in under [intake]"
    )


def first_fault(path: Path, encoding: str) -> tuple[int, str]:
    """The row and the byte, in words, from which a file cannot be read in an encoding."""
    decoder, row, is_quoted = codecs.getincrementaldecoder(encoding)(), 1, False
    with path.open("rb") as file:
        block = True
        while block:
            block = file.read(BLOCK_BYTES)
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                text = error.object[: error.start].decode(encoding, "replace")
                byte = error.object[error.start : error.start + 1]
                row, _ = _rows_after(row, is_quoted, text)
                return (
                    row,
                    f"the byte 0x{byte.hex().upper()} ({byte.decode('cp1252', 'replace')!r})",
                )
            except UnicodeError:  # of an encoding that begins with a mark
                return 1, "no mark of the order of its bytes"
            row, is_quoted = _rows_after(row, is_quoted, text)
    return row, "nothing amiss"


def _rows_after(row, is_quoted, text):
    """The row that a text ends in, and whether within quotation marks, where no row ends."""
    parts = text.replace("\r\n", "\n").split('"')
    outside = "".join(parts[is_quoted::2])
    ends = outside.count("\n") or outside.count("\r")
    return row + ends, is_quoted ^ (len(parts) % 2 == 0)


def one_byte_encoding(sample: bytes) -> str:
    """The encoding, of those with a byte for each letter, that gives usual letters.

    >>> [one_byte_encoding("déjà été".encode(name)) for name in ("cp1252", "mac-roman", "cp850")]
    ['cp1252', 'mac-roman', 'cp850']
    """
    shares = {name: _usual_share(sample, name) for name in ONE_BYTE}
    if shares["cp1252"] >= CLEAR or max(shares.values()) < CLEAR:
        return "cp1252"
    return max(shares, key=shares.get)


def _usual_share(sample, encoding):
    """How many of the signs beyond ASCII are usual ones, in an encoding, where they stand."""
    signs = BEYOND_ASCII.findall(sample.decode(encoding, "replace"))
    usual = [sign in USUAL and not (before.islower() and sign.isupper()) for before, sign in signs]
    return sum(usual) / len(usual) if usual else 1


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
