"""Answers that somebody sends to break the work: each is told in a line, or counted, and soon."""

import time

import pytest

from helpers import codebook
from helpers.answers import cleaning, events, intake
from helpers.codebook import SurveyError
from helpers.privacy import rule

ROW = ["2026-01-31 10:00:00", "Réseautage", "Jamais", "Oui", ""]
SECONDS = 5  # on a machine that does other things; each takes a fraction of one


def checked(survey, sheet, place, cell):
    """The account of a survey in which one cell of one answer is this one."""
    row = [*ROW]
    row[place] = cell
    rows = [[f"2026-01-31 11:{minute:02}:00", *ROW[1:]] for minute in range(12)]
    start = time.monotonic()
    try:
        return cleaning.check(codebook.load(survey(answers=sheet(*rows, row))))[0]
    finally:
        assert time.monotonic() - start < SECONDS


LONG = {
    "a long answer": "x" * 120_000,
    "commas": "," * 400,
    "options and commas": "Réseautage, " * 300 + "non",
    "formula": "=cmd|' /C calc'!A0",
    "mark-up": "<script>alert(1)</script>",
    "format": "{n} {0.__class__} %s %(a)s",
    "path": "../../etc/passwd",
    "typst": '#read("/etc/passwd") $x$ @key <label>',
    "control": "a\x1b[2J\x07b",
    "other direction": "\u202eabc\u2066",
}


@pytest.mark.parametrize("cell", LONG.values(), ids=LONG)
def test_what_is_no_level_is_one_short_message(survey, sheet, cell):
    """Fails when a cell of one megabyte is printed whole, its signs reach the terminal, or the
    answer of one person takes minutes."""
    with pytest.raises(SurveyError) as error:
        checked(survey, sheet, 2, cell)
    said = str(error.value)
    assert len(said) < 2_000 and "row 14" in said and "'often'" in said
    assert all(sign.isprintable() or sign == "\n" for sign in said)


@pytest.mark.parametrize("place", [2, 4], ids=["a level", "own words"])
def test_a_cell_of_a_megabyte_is_one_short_message(survey, sheet, place):
    """Fails when it is printed, or ends in a traceback of the library that reads tables."""
    with pytest.raises(SurveyError, match=r"row 14, column [CE]: a cell of more than") as error:
        checked(survey, sheet, place, "x" * 1_000_000)
    assert len(str(error.value)) < 500


@pytest.mark.parametrize("cell", LONG.values(), ids=LONG)
def test_own_words_are_counted_and_not_carried_along(survey, sheet, cell):
    """Fails when words of a respondent's own stop the work, or leave the raw file."""
    folder = survey(answers=sheet([*ROW[:4], cell], *[ROW] * 3))
    cleaned = cleaning.clean(intake.read(codebook.load(folder)), codebook.load(folder))
    words = cell.strip(" ,")
    for table in (cleaned.answers, cleaned.account):
        assert not words or words not in table.to_csv()
    assert len(cleaned.answers) >= 1


@pytest.mark.parametrize("stamp", ["3024-01-01 10:00:00", "0001-01-01 00:00:00", "9" * 5_000])
def test_a_time_stamp_out_of_reach_is_a_message(survey, sheet, stamp):
    """Fails with a traceback of the library that reads times."""
    with pytest.raises(SurveyError, match="row 14") as error:
        checked(survey, sheet, 0, stamp)
    assert len(str(error.value)) < 2_000


@pytest.mark.parametrize(
    "name", ["../a.csv", "/etc/passwd", "a/../../b.csv", "..\\a.csv", "a\0b", "**/*.csv", "C:a.csv"]
)
def test_a_file_elsewhere_is_refused(survey, name):
    """Fails when a codebook that somebody sent reads a file outside its folder."""
    text = name.replace("\\", "\\\\").replace("\0", "\\u0000")
    with pytest.raises(SurveyError, match="must be a file in the survey's folder"):
        codebook.load(survey(("[intake]", f'[intake]\nfile = "{text}"')))


@pytest.mark.parametrize("name", ["../../etc", "/etc/passwd", "..", "a/b", "con\0", "  ", "."])
def test_the_folder_of_an_event_is_one_name(name):
    """Fails when a report on an event is written outside the survey's folder."""
    folder = events.slug(name)
    assert folder and not set(folder) & set("./\\\0 ") and folder.isprintable()


def test_a_number_beyond_all_bounds_is_a_number(survey, sheet):
    """Fails when a count, or a time, that no computer holds ends the work."""
    huge = 10**24
    changes = [
        ("duplicate_seconds = 60", f"duplicate_seconds = {huge}"),
        ('version = "1.0"', f'version = "1.0"\nsmallest_cell = {huge}'),
    ]
    row = ("2026-01-31 10:00:00", "CV en ligne", "Jamais", "Oui", "")
    rows = [row, ("2026-01-31 11:00:00", *row[1:])] + [
        (f"2026-01-31 12:{minute}:00", "CV en ligne", "Parfois", "Oui", str(minute))
        for minute in range(10, 30)
    ]
    book = codebook.load(survey(*changes, answers=sheet(*rows)))
    answers = cleaning.clean(intake.read(book), book).answers
    assert len(answers) == 21 and rule.is_protected(10**9, book)  # one was sent twice
