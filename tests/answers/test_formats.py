"""One survey in every format gives one table."""

import csv
import itertools

import pandas as pd
import pytest
from answers import formats

from helpers import codebook
from helpers.analysis import tables
from helpers.answers import cleaning, intake
from helpers.codebook import ANSWERED, MISSING


def processed(folder, *, has_lengths=True):
    """The clean answers and all shares of a survey, as bytes; the format that was recognised.

    Without lengths, of a text is told that it was written, as combinations of answers tell it.
    """
    book = codebook.load(folder)
    export = intake.read(book)
    answers = cleaning.clean(export, book).answers
    if not has_lengths:
        answers["comment"] = answers.comment.astype(str).where(
            answers.comment.isin(MISSING), ANSWERED
        )
    shares = pd.concat([tables.shares(answers, question) for question in book.questions])
    if "people" in answers:  # combinations of answers, in the order of their levels
        answers = answers.loc[answers.index.repeat(answers.pop("people"))]
    written = answers.to_csv(index=False) + shares.to_csv(index=False)
    return written.encode(), export.layout.name


@pytest.fixture(scope="module", params=["en", "fr"])
def expected(request, tmp_path_factory):
    """The tables that every format must give, from the plainest file; and its language."""
    folder = tmp_path_factory.mktemp("plain")
    tables, _ = processed(formats.write("plain", request.param, folder))
    return tables, request.param


QUOTED = {"quoting": csv.QUOTE_ALL}
WRITTEN = [
    ("google_forms", {}),
    ("google_forms", {"suffix": "xlsx"}),
    ("microsoft_forms", {"suffix": "xlsx"}),
    ("microsoft_forms", {"encoding": "cp1252"}),
    ("survey_monkey", {}),
    ("survey_monkey", {"repeated": True}),
    ("survey_monkey", {"suffix": "xlsx"}),
    ("lime_survey", QUOTED | {"delimiter": ";", "encoding": "utf-8-sig"}),
    ("lime_survey", QUOTED | {"headings": "both", "delimiter": "\t"}),
    ("lime_survey", {"suffix": "xlsx"}),
    ("qualtrics", {}),
    ("qualtrics", {"rows": 2}),
    ("qualtrics", {"delimiter": "\t", "encoding": "utf-16"}),
    ("alchemer", {}),
    ("kobo_toolbox", {"delimiter": ";"}),
    ("kobo_toolbox", {"suffix": "xlsx"}),
    ("mentimeter", {"suffix": "xlsx"}),
    ("typed", {"suffix": "xlsx"}),
    ("typed", {"delimiter": ";", "encoding": "cp1252"}),
    ("spss", {}),
    ("session", {}),
]


def first_of_each(written):
    """The first variant of each format as it is, the others marked slow."""
    seen = set()
    for format, dialect in written:
        yield pytest.param(format, dialect, marks=[pytest.mark.slow] * (format in seen))
        seen.add(format)


@pytest.mark.parametrize(("format", "dialect"), list(first_of_each(WRITTEN)))
def test_every_format_gives_the_same_tables(expected, tmp_path, format, dialect):
    """Fails when a header row becomes a person, an option is lost, a write-in is told from another,
    a cell keeps what its tool has put there, or a total is counted.
    """
    tables, language = expected
    given, name = processed(formats.write(format, language, tmp_path / "s", **dialect))
    assert name == {"spss": "plain", "session": "turning_point"}.get(format, format)
    assert given.decode() == tables.decode()


def test_a_parquet_file_gives_the_same_tables(expected, tmp_path):
    """Fails when a person is lost in combinations of answers."""
    _, language = expected
    tables, _ = processed(formats.write("plain", language, tmp_path / "p"), has_lengths=False)
    parquet = formats.write("plain", language, tmp_path / "s", suffix="parquet")
    given, _ = processed(parquet, has_lengths=False)
    assert sorted(given.splitlines()) == sorted(tables.splitlines())


NEWLINES = ["\n", "\r\n", "\r"]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]
DELIMITERS = [",", ";", "\t", "|"]
FEW = {  # each delimiter, encoding and line end once at least
    *((",", "utf-8", "\n"), (";", "cp1252", "\r\n"), ("\t", "utf-16", "\r\n")),
    *(("|", "utf-8-sig", "\r"), (",", "utf-16-le", "\r\n")),
}
DIALECTS = [
    pytest.param(*dialect, marks=[pytest.mark.slow] * (dialect not in FEW))
    for dialect in itertools.product(DELIMITERS, ENCODINGS, NEWLINES)
]


@pytest.mark.parametrize(("delimiter", "encoding", "newline"), DIALECTS)
def test_every_dialect_gives_the_same_tables(expected, tmp_path, delimiter, encoding, newline):
    """Fails when a delimiter, an encoding or a line end is not told."""
    tables, language = expected
    dialect = {"delimiter": delimiter, "encoding": encoding, "newline": newline}
    given, _ = processed(formats.write("qualtrics", language, tmp_path / "s", **dialect))
    assert given == tables
