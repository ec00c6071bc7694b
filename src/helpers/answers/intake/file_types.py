"""What type a file is of: by its bytes, for its name may say otherwise."""

import re
import zipfile
import zlib
from pathlib import Path
from xml.etree import ElementTree

from helpers.codebook import SurveyError

OLE = b"\xd0\xcf\x11\xe0"  # the container of XLS, and of workbooks locked by a password
LOCKED = "EncryptedPackage".encode("utf-16-le")
STARTS = {  # first bytes → type
    b"PAR1": "parquet",
    b"$FL2": "spss",
    b"$FL3": "spss",
    b"PK\x03\x04": "zip",
    OLE: "workbook",
    b"%PDF": "PDF file",
    b"{\\rtf": "text document",
    b"<stata_dta>": "Stata file",
    b"\x1f\x8b": "GZIP archive",
    b"7z\xbc\xaf": "7-Zip archive",
    b"Rar!": "RAR archive",
    b"\x89PNG": "PNG picture",
    b"\xff\xd8\xff": "JPEG picture",
    b"SQLite format 3": "SQLite database",
}
JSON = re.compile(rb'\[\s*[{\[]|\{\s*"')
PAGES = (b"<html", b"<table", b"<!doctype html")
# What a file that is an archive of parts raises where one of them is broken.
BROKEN_PARTS = (ElementTree.ParseError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)
READABLE = "CSV or another text table, XLSX, XLS, ODS, SPSS, Parquet or TurningPoint file"


def file_type(path: Path) -> str:
    """Find the type of a file: ``text``, ``workbook``, ``spss``, ``parquet``, ``session`` or
    ``page``.

    Raises
    ------
    SurveyError
        If it is missing, locked, or of a type that cannot be read.

    Examples
    --------
    >>> file_type(Path("data/raw/linkedin-2015/answers.csv"))
    'text'
    """
    try:
        with path.open("rb") as file:
            start = file.read(2000)
    except OSError as error:
        raise SurveyError(f"{path} cannot be read: {error.strerror}") from None
    type = next((type for mark, type in STARTS.items() if start.startswith(mark)), "text")
    if start.startswith(OLE) and LOCKED in path.read_bytes():
        raise SurveyError(f"{path} is locked by a password; save it without one")
    if type == "zip":
        type = _packed_type(path)
    if b"SPSS PORT FILE" in start[:400]:
        type = "portable SPSS file"
    begin = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if type == "text" and begin.startswith(b"<"):  # as a header with mark-up does, too
        is_page = any(mark in start.lower() for mark in PAGES)
        type = "page" if is_page else "XML file" if begin.startswith(b"<?xml") else type
    if path.suffix == ".parquet" and type == "text":
        type = "parquet"  # which says what is wrong with it
    if type == "text" and JSON.match(begin):
        type = "JSON file"
    if " " in type:
        article = "an" if type.startswith("XML") else "a"
        raise SurveyError(
            f"{path} is {article} {type}, not a table of answers; open it in what it is of and "
            f"save it as a {READABLE}"
        )
    return type


def _packed_type(path):
    try:
        names = set(zipfile.ZipFile(path).namelist())
    except zipfile.BadZipFile as error:
        raise SurveyError(
            f"{path} is cut off or broken: {error}; export the answers again"
        ) from None
    if "TTSession.xml" in names:
        return "session"
    if names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        return "workbook"
    return f"ZIP archive of {sorted(names)[:3]}"
