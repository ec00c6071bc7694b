"""When the first answer came, beside the day on which the plan was sealed."""

import dataclasses

import pytest

from helpers import codebook
from helpers.answers import first_answer, intake
from helpers.codebook.sealed_plan import SealedPlan

ROWS = [
    ("2026-01-05 09:00:00", "test", "test", "", ""),
    ("2026-01-06 09:00:00", "", "", "", ""),
    ("2026-01-09 00:10:00", "Réseautage", "Parfois", "Oui", ""),
    ("2026-01-08 23:50:00", "Réseautage", "Souvent", "Non", ""),
]


@pytest.fixture(scope="module")
def book(survey, sheet):
    return codebook.load(survey(answers=sheet(*ROWS)))


def sealed_on(book, date):
    return dataclasses.replace(book, sealed_plan=SealedPlan(date, "by the clock", 0, "", {}))


def test_trials_and_empty_submissions_are_no_answers(book):
    """Fails when a trial of the form counts, or rows are taken to be in the order of time."""
    assert first_answer.first_day(intake.read(book), book).isoformat() == "2026-01-08"


@pytest.mark.parametrize(
    ("date", "order"),
    [
        ("2026-01-07", "before the first answer"),
        ("2026-01-08", "not before the first answer"),
        ("2026-01-09", "not before the first answer"),
    ],
)
def test_on_the_day_itself_nobody_knows_which_was_first(book, date, order):
    """Fails when a plan that was sealed on the day of the first answer counts as the earlier."""
    table = first_answer.table(intake.read(book), sealed_on(book, date))
    assert table.to_numpy().tolist() == [["2026-01", order]]  # the month, no more


def test_without_time_stamps_nothing_is_known(survey, sheet):
    """Fails when the order is made up of something else than the answers' own times."""
    silent = ('timestamp = "Horodateur"\n', ""), ("duplicate_seconds = 60", "duplicate_seconds = 0")
    form = ('timestamp_format = "%Y-%m-%d %H:%M:%S"\n', "")
    book = sealed_on(codebook.load(survey(*silent, form, answers=sheet(*ROWS))), "2026-01-07")
    table = first_answer.table(intake.read(book), book)
    assert table.to_numpy().tolist() == [["", "no time of answers"]]


def test_events_number_their_rows_each_from_two(survey, sheet):
    """Fails when the trial of one event leaves out the row of the same number of another."""
    folder = survey(("[intake]", '[intake]\nfile = "*.csv"'))
    (folder / "east.csv").write_bytes(sheet(ROWS[0], ROWS[2]))
    (folder / "west.csv").write_bytes(sheet(ROWS[3], ROWS[2]))
    book = codebook.load(folder)
    assert first_answer.first_day(intake.read(book), book).isoformat() == "2026-01-08"
