"""Dates as people and workbooks write them: which are read, and which stop the work."""

import pytest

from helpers import codebook
from helpers.answers import cleaning, intake
from helpers.answers.dates import DateReader
from helpers.codebook import Question, SurveyError

BOOK = """
[survey]
id = "dates"
provenance = "collected"
languages = ["en"]
date = 2026-01-31
version = "1"
authors = ["A"]
title.en = "A"
event.en = "B"
organiser.en = "C"

[[questions]]
id = "when"
kind = "date"
text.en = "When?"
date_format = "%d/%m/%Y"
missing = { refused = ["Rather not"] }
levels = [{ id = "unsure", en = "I don’t know", off_scale = true }]
"""


def read(text, form=""):
    """The day that a text is."""
    return DateReader(Question("q", "date", "context", {}, {}, date_format=form)).read(text)


@pytest.mark.parametrize(
    ("text", "form", "day"),
    [
        ("2026-01-31", "", "2026-01-31"),
        ("2026/1/31", "", "2026-01-31"),
        ("2026.01.31", "", "2026-01-31"),
        (" 2026-01-31 00:00:00 ", "", "2026-01-31"),
        ("2026-01-31T10:00", "", "2026-01-31"),
        ("31/01/2026", "", None),  # nobody can tell 03/04 by itself
        ("31/01/2026", "%d/%m/%Y", "2026-01-31"),
        ("31\u00a0/01/2026", "%d/%m/%Y", None),
        ("2026-01-31", "%d/%m/%Y", "2026-01-31"),
        ("01/31/2026", "%d/%m/%Y", None),
        ("29/02/2026", "%d/%m/%Y", None),
        ("29/02/2024", "%d/%m/%Y", "2024-02-29"),
        ("31 Jan 26", "%d %b %y", "2026-01-31"),
        ("soon", "", None),
        ("46053", "", None),
    ],
)
def test_a_text_is_a_day_by_its_format_or_with_the_year_first(text, form, day):
    """Fails when a day is guessed, or one that a workbook wrote is not read."""
    assert read(text, form) == day


def test_every_date_that_cannot_be_read_is_told_with_its_row(survey):
    """Fails when one is dropped, or only the first is told."""
    answers = "When?\n31/01/2026\nsoon\nRather not\nI don’t know\n1/2/26\nsoon\n"
    book = codebook.load(survey(text=BOOK, answers=answers.encode()))
    with pytest.raises(SurveyError) as error:
        cleaning.clean(intake.read(book), book)
    told = str(error.value)
    assert "row 3, 7, question 'when': 'soon' is not a date written as '%d/%m/%Y'" in told
    assert "row 6, question 'when': '1/2/26' is not a date" in told
    assert 'missing = { not_codable = ["soon", "1/2/26"] }' in told


def test_dates_keep_what_is_no_date_apart(survey):
    """Fails when an answer off the scale or a refusal counts as a date."""
    answers = "When?\n31/01/2026\n2026-02-01\nRather not\nI don’t know\n"
    book = codebook.load(survey(text=BOOK, answers=answers.encode()))
    cleaned = cleaning.clean(intake.read(book), book)
    expected = ["2026-01-31", "2026-02-01", "_refused", "unsure"]
    assert cleaned.answers["when"].astype(str).tolist() == expected
    assert cleaned.ledger[cleaned.ledger.rule == "date"].raw.tolist() == ["31/01/2026"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"%d/%m/%Y"', '"%m/%Y"', "date_format is '%m/%Y', which `strptime` does not know, or"),
        ('"%d/%m/%Y"', '"%Q"', "date_format is '%Q'"),
        ('kind = "date"', 'kind = "text"', "has 'date_format' and kind 'text'; only a date has it"),
        (", off_scale = true", "", "stands among dates: declare it off_scale"),
        ("[[questions]]", '[[questions]]\nrole = "outcome"', "has role 'outcome' but kind 'date'"),
        ("[[questions]]", "[[questions]]\nplausible = [0, 1]", "not the first and the last date"),
        (
            "[[questions]]",
            "[[questions]]\nplausible = [2026-01-31, 2020-01-01]",
            "plausible is ['2026-01-31', '2020-01-01'], not the first and the last date",
        ),
    ],
)
def test_a_mistake_about_dates_is_told(survey, old, new, message):
    """Fails when an entry about dates is taken that says nothing, or of another kind."""
    with pytest.raises(SurveyError) as error:
        codebook.load(survey(text=BOOK.replace(old, new, 1)))
    assert message in str(error.value)
