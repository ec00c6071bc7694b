"""Workbooks: what a cell holds beside a value, and what stands for several rows."""

import io
import subprocess
import sys

import pytest
import xlsxwriter
from mini import HEADER

from helpers import codebook
from helpers.answers import cleaning, intake
from helpers.codebook import SurveyError

ROW = ["2026-01-31 10:00:00", "Réseautage", "Jamais", "Oui", "mot"]


@pytest.fixture
def clean(survey):
    """A function that cleans a workbook, its sheet filled by a function."""

    def run(fill, left=0, title=()):
        out = io.BytesIO()
        with xlsxwriter.Workbook(out) as book:
            page = book.add_worksheet("Réponses & notes")
            page.write_row(0, left, title)
            top = 1 if title else 0
            page.write_row(top, left, HEADER)
            for number in range(1, 5):
                row = [ROW[0].replace(":00:", f":{2 * number:02}:"), *ROW[1:]]
                page.write_row(top + number, left, row)
            fill(page)
        survey_book = codebook.load(survey(answers=out.getvalue()))
        return cleaning.clean(intake.read(survey_book), survey_book).answers

    return run


@pytest.mark.parametrize("left", [0, 3])
def test_an_error_and_a_formula_without_a_value_are_unknown_answers(clean, left):
    """Fails when a cell that shows an error, or a formula that nobody computed, is a blank one."""

    def fill(page):
        page.write_formula(1, left + 2, "=1/0", None, "#DIV/0!")
        page.write_formula(2, left + 2, '=IF(A1<2,"x","y")', None, "")
        page.write_formula(3, left + 2, '="Jamais"', None, "Souvent")

    with pytest.raises(SurveyError) as told:
        clean(fill, left)
    error, formula, *_ = str(told.value).split("\n")
    assert "row 2, question 'often': '#DIV/0!' is not one of" in error
    assert "row 3, question 'often': '=IF(A1<2,\"x\",\"y\")' is not one of" in formula
    assert "row 4" not in str(told.value)


@pytest.mark.parametrize("left", [0, 3])
def test_a_cell_that_stands_for_several_rows_is_told(clean, left):
    """Fails when what a merged cell says counts for its first row only, in silence; or when one
    above the answers, beside them or in one row is refused.
    """
    letter = "CF"[left > 0]
    with pytest.raises(SurveyError, match=rf"cells are merged, {letter}2:{letter}4: what stands"):
        clean(lambda page: page.merge_range(1, left + 2, 3, left + 2, "Souvent"), left)

    def fill(page):
        page.merge_range(2, left + 4, 2, left + 6, "mot")

    assert len(clean(fill, left)) == 4
    assert len(clean(lambda page: page.merge_range(0, 0, 0, 4, "Sondage"), title=["Sondage"])) == 4


READ = """
import resource, sys
from pathlib import Path
from helpers.answers.intake.opening import open_source

def megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

before, (source, _) = megabytes(), open_source(Path(sys.argv[1]))
columns = {f"q{place}": place for place in range(25)}
print(sum(map(len, source.tables(columns, 10_000))), megabytes() - before)
"""


@pytest.mark.slow
def test_a_workbook_of_a_hundred_thousand_rows_takes_what_the_readme_says(tmp_path):
    """Fails when a sheet is held twice, or its rows as texts besides: 0.4 GB become 1."""
    with xlsxwriter.Workbook(tmp_path / "a.xlsx", {"constant_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, [f"Question {place}" for place in range(25)])
        for row in range(1, 100_001):
            answers = [("Never", "Often", "Always")[row * place % 3] for place in range(25)]
            page.write_row(row, 0, answers)
    command = [sys.executable, "-c", READ, str(tmp_path / "a.xlsx")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rows, taken = map(float, done.stdout.split())
    assert rows == 100_000
    assert taken < 600
