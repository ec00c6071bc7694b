"""The export, read as text: every cell as it stands in the file, one column a question."""

import csv
import hashlib
import io
import re
import unicodedata
from dataclasses import dataclass

import pandas as pd

from helpers.codebook import SurveyError, suggest


@dataclass(frozen=True)
class Export:
    """An export as it was found.

    Attributes
    ----------
    answers : DataFrame
        One row a submission, indexed by its row in a spreadsheet (the header is row 1); one text column a question,
        named by its id; cells exactly as in the file, ``""`` where nothing stands.
    timestamp : Series of str
        When each row was sent, as written; empty when the codebook names no such column.
    sha256, encoding, delimiter : str
        Fingerprint of the bytes, and how they were read.
    """

    answers: pd.DataFrame
    timestamp: pd.Series
    sha256: str
    encoding: str
    delimiter: str


def read(book):
    """Read the raw export that a codebook describes.

    Columns are found by their header, whatever its spaces, apostrophes and case. Columns under ``leave`` in the
    codebook's ``[intake]`` stay in the file; a column that is neither there nor a question stops the reading, so that
    no identifying column is carried along unseen.

    Parameters
    ----------
    book : Codebook

    Returns
    -------
    Export

    Raises
    ------
    SurveyError
        If the file is missing, empty, not a table, lacks the column of a question, or has a column that is not
        declared.

    Examples
    --------
    >>> from helpers import codebook
    >>> export = read(codebook.load("data/raw/linkedin-2015"))
    >>> export.answers.loc[3, "q2"]
    'Tous les jours'
    """
    path = book.answers
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SurveyError(f"{path} cannot be read: {error.strerror}") from None
    text, encoding = decode(content, path)
    rows, delimiter = _rows(text, book, path)
    header, body = rows[0], [row or [""] * len(rows[0]) for row in rows[1:]]
    columns = _columns(header, book, path)
    for number, row in enumerate(body, start=2):
        if len(row) != len(header):
            raise SurveyError(
                f"{path}, row {number}: {len(row)} cells, but the header has {len(header)}; "
                f"is a quotation mark or a {delimiter!r} out of place?"
            )
    table = pd.DataFrame(body, columns=range(len(header)), index=range(2, len(body) + 2), dtype="object")
    timestamp = columns.pop("", None)
    return Export(
        answers=table[list(columns.values())].set_axis(list(columns), axis=1),
        timestamp=pd.Series(dtype="object") if timestamp is None else table[timestamp],
        sha256=hashlib.sha256(content).hexdigest(),
        encoding=encoding,
        delimiter=delimiter,
    )


def decode(content, path):
    """Decode the bytes of an export.

    Returns
    -------
    text, encoding : str

    Raises
    ------
    SurveyError
        If the file is empty, or in none of these encodings.

    Examples
    --------
    >>> decode("Réponse".encode("cp1252"), "a.csv")
    ('Réponse', 'cp1252')
    """
    if not content.strip():
        raise SurveyError(f"{path} is empty; export the answers again")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    else:
        encodings = ("utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8", "cp1252")
    for encoding in encodings:
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise SurveyError(f"{path} is neither UTF-8, UTF-16 nor cp1252 text; is it a CSV file?")


def key(text):
    """Fold what typing varies and reading ignores: spaces, apostrophes, case.

    >>> key("J'aime\\xa0 le  Contenu ") == key("j’aime le contenu")
    True
    """
    text = unicodedata.normalize("NFKC", text).replace("’", "'").replace("`", "'")
    return re.sub(r"\s+", " ", text).strip().casefold()


def _rows(text, book, path):
    """The records, cut by the delimiter that makes the header name most questions (their wordings hold commas)."""
    wanted = {key(question.column) for question in book.questions}

    def records(delimiter):
        return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)

    def named(delimiter):
        header = next(records(delimiter))
        return sum(key(name) in wanted for name in header), len(header)

    try:
        delimiter = max(",;\t", key=named)
        rows = list(records(delimiter))
    except csv.Error as error:
        raise SurveyError(f"{path} is not a table: {error}; is a quotation mark out of place?") from None
    if len(rows[0]) < 2:
        raise SurveyError(f"{path}: the first line has no comma, semicolon or tab; it should name the columns")
    while rows and not rows[-1]:
        rows.pop()
    if len(rows) < 2:
        raise SurveyError(f"{path} has a header and no answers")
    return rows, delimiter


def _columns(header, book, path):
    """Position of each question's column by its id, and of the time stamp by ``""``."""
    keys = [key(name) for name in header]
    wanted = {key(q.column): q.id for q in book.questions}
    left = {key(name) for name in book.intake["leave"]}
    for name, folded in zip(header, keys, strict=True):
        if keys.count(folded) > 1:
            raise SurveyError(f"{path}: the column {name!r} stands there {keys.count(folded)} times")
        if folded not in wanted and folded not in left:
            raise SurveyError(
                f"{path}: the column {name!r} is no question of {book.folder / 'codebook.toml'}"
                f"{suggest(name, [q.column for q in book.questions])}; add it under [[questions]], "
                "or under `leave` of [intake] if it is to stay in the raw file"
            )
    for folded, question in wanted.items():
        if folded not in keys:
            column = book.question(question).column
            raise SurveyError(f"{path}: no column {column!r} for question {question!r}{suggest(column, header)}")
    columns = {question: keys.index(folded) for folded, question in wanted.items()}
    stamp = key(book.intake["timestamp"])
    if stamp:
        if stamp not in keys:
            raise SurveyError(f"{path}: no column {book.intake['timestamp']!r}, named as `timestamp` of [intake]")
        columns[""] = keys.index(stamp)
    return columns
