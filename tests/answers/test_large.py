"""A large survey, from export to PDF: the numbers of a small one, and no single person kept."""

import dataclasses
import random

import pandas as pd
import pikepdf
import pytest

from helpers import codebook, processed
from helpers.analysis import associations, tables
from helpers.answers import cleaning, intake
from helpers.codebook import ANSWERED, MISSING

LARGE = ('test_marks = ["test"]', 'test_marks = ["test"]\naggregate_above_bytes = 4000')


@pytest.fixture(scope="module")
def folder(survey, sheet):
    """A survey of 300 rows, its export a little larger than the limit that its codebook lowers."""
    draw = random.Random(1)
    why = ["Réseautage", "Autre, CV en ligne", "Tricot", "réseautage ", ""]
    often = ["Jamais", "parfois", "SOUVENT ", ""]
    gain = ["Oui", "non", "Je ne sais pas", "N/A"]
    rows = []
    for i in range(300):
        time = pd.Timestamp("2026-01-31 10:00:00") + pd.Timedelta(minutes=2 * i)
        row = [str(time), *map(draw.choice, (why, often, gain)), draw.choice(["", "un mot"])]
        rows += [row] if i % 50 else [row, [str(time + pd.Timedelta(seconds=9)), *row[1:]]]
    return survey(LARGE, answers=sheet(*rows))


@pytest.fixture(scope="module")
def small(folder):
    """The same export, kept person by person."""
    book = codebook.load(folder)
    book = dataclasses.replace(book, is_aggregated=False)
    return cleaning.clean(intake.read(book), book)


def test_the_limit_is_in_bytes_and_a_parquet_file_is_above_it(survey):
    """Fails when a survey at its limit counts as large, one byte more does not, or a missing export
    is an error.
    """
    for export, is_aggregated in ((b"x" * 4000, False), (b"x" * 4001, True), (None, False)):
        assert codebook.load(survey(LARGE, answers=export)).is_aggregated == is_aggregated
    assert codebook.load(survey(("[intake]", '[intake]\nfile = "a.parquet"'))).is_aggregated


def without_lengths(answers):
    """The same answers, of each text that it was written: a large survey keeps no lengths."""
    texts = answers.words.astype(str)
    return answers.assign(words=texts.where(texts.isin(MISSING), ANSWERED))


@pytest.mark.slow
def test_the_same_tables_come_of_combinations_as_of_people(folder, small):
    """Fails when a room counts rows where it should count people."""
    book = codebook.load(folder)
    large = cleaning.clean(intake.read(book), book)
    assert (
        book.is_aggregated
        and len(large.answers) < len(small.answers) == large.answers.people.sum() > 250
    )
    people = without_lengths(small.answers)
    for question in book.questions:
        pd.testing.assert_frame_equal(
            *(tables.shares(each, question) for each in (large.answers, people))
        )
    for compute in (associations.crosstabs, associations.table):
        pd.testing.assert_frame_equal(*(compute(each, book) for each in (large.answers, people)))


@pytest.mark.slow
def test_a_parquet_file_in_chunks_of_any_size_gives_the_same_tables(folder, survey, small):
    """Fails when the form of the export, or where a chunk of it ends, changes a count."""
    book = codebook.load(folder)
    parquet = survey(LARGE, ("[intake]", '[intake]\nfile = "a.parquet"'))
    pd.read_csv(book.answers, dtype=str, keep_default_na=False).to_parquet(
        parquet / "a.parquet", row_group_size=70
    )
    expected = cleaning.clean(intake.read(book), book)
    other = codebook.load(parquet)
    for rows in (1, 64, 1000):
        cleaned = cleaning.clean(intake.read(other), other, rows=rows)
        for name in ("answers", "ledger", "account", "duplicates"):
            pd.testing.assert_frame_equal(
                getattr(cleaned, name), getattr(expected, name), check_dtype=False
            )


@pytest.mark.slow
def test_it_is_built_to_the_report(folder, small, build, tmp_path):
    """Fails when a notebook of a large survey cannot read its answers, or single answers are kept
    or attached.
    """
    done = build(folder, tmp_path)
    assert done.returncode == 0, done.stderr
    book, data = codebook.load(folder), tmp_path / "data/processed/mini"
    assert not (data / "answers.csv").exists() and not (data / "duplicates.csv").exists()
    answers, twice = (
        processed.read_answers(data, book, name) for name in ("answers", "duplicates")
    )
    assert (
        answers.people.sum() == len(small.answers)
        and twice.people.sum() == len(small.duplicates) == 6
    )
    for question in book.questions:
        written, expected = (
            processed.read(data, f"shares/{question.id}"),
            tables.shares(without_lengths(small.answers), question),
        )
        pd.testing.assert_frame_equal(written, expected, check_dtype=False)
    tested, expected = processed.read(data, "associations"), associations.table(small.answers, book)
    assert tested.verdict.tolist() == expected.verdict.tolist()
    ledger = processed.read(data, "cleaning")
    assert len(ledger) < 30 and ledger["count"].sum() == small.ledger["count"].sum()
    with pikepdf.open(tmp_path / "reports/mini/report.fr.pdf") as document:
        names = {name.split(".")[0] for name in document.attachments}
    assert "provenance" in names and not names & {"answers", "duplicates", "cleaning"}
    items = processed.read(data, "provenance.fr").item.tolist()
    assert "answers.parquet" in items and "answers.csv" not in items
