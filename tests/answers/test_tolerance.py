"""Faults of a file that lose nothing change no answer, and no filled cell is lost in silence."""

import csv
import datetime
import io
import math
import tempfile
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyreadstat
import pytest
import xlsxwriter
from draws import draws
from hypothesis import given
from hypothesis import strategies as st
from mini import HEADER

from helpers import codebook
from helpers.answers import cleaning, intake
from helpers.codebook import SurveyError

CELLS = st.tuples(
    st.sampled_from(["", "Réseautage"]),
    st.sampled_from(["", "Jamais", " souvent\u00a0"]),
    st.sampled_from(["", "Oui"]),
    st.sampled_from(["", "mot", 'dit "non"; puis, oui', "deux\nlignes", "=1", "sep=,"]),
)
FAULTS = st.tuples(
    st.booleans(),  # blank cells at the end are left out
    st.integers(0, 2),  # surplus separators
    st.sampled_from(["none", "line", "cells"]),  # a blank line above
)
DIALECTS = st.fixed_dictionaries(
    {
        "delimiter": st.sampled_from(",;\t"),
        "encoding": st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
        "newline": st.sampled_from(["\n", "\r\n", "\r"]),
        "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
        "has_sep": st.booleans(),
    }
)


def write_lines(rows, delimiter, encoding, newline, quoting, has_sep):
    """Bytes of a file of these rows, an empty one being an empty line."""
    out = io.StringIO()
    if has_sep:
        out.write(f"sep={delimiter}{newline}")
    if newline == "\r":  # Python before 3.13 would leave a line feed in a cell without quotes
        quoting = csv.QUOTE_ALL
    writer = csv.writer(out, delimiter=delimiter, lineterminator=newline, quoting=quoting)
    for row in rows:
        if row:
            writer.writerow(row)
        else:
            out.write(newline)
    return out.getvalue().encode(encoding)


def on_day(number):
    """A time stamp so many days after the first, far enough apart that nobody answers twice."""
    return str(pd.Timestamp("2026-01-01 10:00:00") + pd.Timedelta(days=number))


def damage(sent, faults):
    """The rows with faults that lose nothing."""
    for row, (is_short, surplus, blank) in zip(sent, faults, strict=True):
        if blank != "none":
            yield [] if blank == "line" else [""] * len(row)
        row = list(row)
        while is_short and not row[-1]:
            row.pop()
        yield row + [""] * (surplus if len(row) == len(HEADER) else 0)


@draws(10, times=12)
@given(cells=st.lists(CELLS.filter(any), min_size=1, max_size=6), data=st.data(), dialect=DIALECTS)
def test_faults_that_lose_nothing_change_no_answer(survey, sheet, cells, data, dialect):
    """Fails when a short row, a blank line, a surplus separator, a line `sep=`, an encoding or a
    line end moves an answer, or makes one too many or too few; or when a filled cell is neither an
    answer nor told.
    """
    sent = [(on_day(number), *row) for number, row in enumerate(cells)]
    sent.insert(len(sent) // 2, ("2026-02-01 10:00:00", "", "", "", ""))
    sent.sort()
    faults = data.draw(st.lists(FAULTS, min_size=len(sent), max_size=len(sent)))
    rows = [*damage(sent, faults)]

    plain = clean(survey(answers=sheet(*sent, header=HEADER)))
    uneven = clean(survey(answers=write_lines([HEADER, *rows], **dialect)))

    assert uneven.answers.to_numpy().tolist() == plain.answers.to_numpy().tolist()
    account = uneven.account.set_index(["part", "item"])["count"]
    assert account["rows", "in file"] == len(rows)
    assert account["rows", "empty"] == 1
    assert account.get(("rows", "blank line"), 0) == sum(not any(row) for row in rows)
    is_short = [any(row) and len(row) < len(HEADER) for row in rows]
    assert account.get(("changes", "short row"), 0) == sum(is_short)
    # the time stamp is no answer; nothing is filled in a row that is told as blank or empty
    filled = sum(bool(cell.strip()) for row in rows for cell in row[1:])
    assert account["cells", "valid"] == filled


@pytest.mark.parametrize("beyond", ["words", "0"])
def test_a_filled_cell_beyond_the_header_stops_whatever_else_is_forgiven(survey, beyond):
    """Fails when a cell that has no column is left out with the surplus separators around it, or
    the line `sep=`, which a spreadsheet does not show, is counted as a row.
    """
    rows = [
        ("2026-01-01 10:00:00", "", "Jamais", "Oui", "mot", "", beyond),
        ["2026-01-02 10:00:00"],
    ]
    dialect = {"delimiter": ";", "encoding": "utf-8", "newline": "\n", "has_sep": True}
    answers = write_lines([HEADER, *rows], quoting=csv.QUOTE_MINIMAL, **dialect)
    with pytest.raises(SurveyError, match=rf"row 2: more cells than the header has, 5; .*{beyond}"):
        clean(survey(answers=answers))


@pytest.mark.parametrize("size", [1, 2, 100])
def test_a_header_that_comes_again_is_nobody(survey, sheet, size):
    """Fails when exports put one below the other make a person of a header, or lose one in silence;
    in chunks of any size, and when a draft is made.
    """
    rows = [(f"2026-01-{day:02} 10:00:00", "", "Jamais", "Oui", "mot") for day in range(1, 5)]
    folder = survey(answers=sheet(*rows[:2], HEADER, *rows[2:], HEADER))
    book = codebook.load(folder)
    cleaned = cleaning.clean(intake.read(book), book, rows=size)
    account = cleaned.account.set_index(["part", "item"])["count"]
    assert [*cleaned.answers.index] == [2, 3, 5, 6]
    assert account["rows"][["in file", "header", "kept"]].tolist() == [6, 2, 4]
    assert len(intake.look(folder / "answers.csv").rows) == 4


def test_totals_and_headers_of_a_folder_are_counted(survey, sheet):
    """Fails when a file that holds more than answers fails among those joined with it, or what it
    holds more is in no account.
    """
    row = ["", "Jamais", "Oui", "mot"]
    rows = [(f"2026-01-{day:02} 10:00:00", *row) for day in range(1, 5)]
    folder = survey(("[intake]", '[intake]\nfile = "exports/*.csv"'))
    (folder / "exports").mkdir()
    totals = ["Total", "", "4", "4", ""]
    for name, lines in {
        "a": rows,
        "b": [*rows[:2], HEADER, *rows[2:]],
        "c": [*rows, totals],
    }.items():
        (folder / f"exports/{name}.csv").write_bytes(sheet(*lines, header=HEADER))
    cleaned = clean(folder)
    account = cleaned.account.set_index(["part", "item"])["count"]["rows"]
    assert account[["in file", "header", "totals", "failed", "kept"]].tolist() == [14, 1, 1, 0, 12]


def write_workbook(rows):
    """Bytes of a workbook of these rows, their cells of whatever type."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "d mmm yyyy"}) as book:
        page = book.add_worksheet()
        for number, row in enumerate([HEADER, *rows]):
            page.write_row(number, 0, row)
    return out.getvalue()


def write_parquet(rows):
    """Bytes of a Parquet file of these rows, nothing where a cell is empty."""
    out = io.BytesIO()
    columns = [
        [str(cell) if cell != "" else None for cell in column] for column in zip(*rows, strict=True)
    ]
    pq.write_table(pa.table([pa.array(column, pa.string()) for column in columns], HEADER), out)
    return out.getvalue()


def write_spss(rows):
    """Bytes of an SPSS file of these rows, answers as numbers with a label."""
    table = pd.DataFrame([[*map(str, row)] for row in rows], columns=["a", "b", "c", "d", "e"])
    codes, labels = pd.factorize(table.c)
    table["c"] = [math.nan if labels[code] == "" else code for code in codes]
    with tempfile.NamedTemporaryFile(suffix=".sav") as file:
        pyreadstat.write_sav(
            table,
            file.name,
            column_labels=list(HEADER),
            variable_value_labels={"c": {n: text for n, text in enumerate(labels) if text}},
        )
        return Path(file.name).read_bytes()


WORDS = st.sampled_from(
    ["", "mot", 3, 2.5, True, datetime.date(2026, 1, 31), "0", "#N/A", "x" * 300]
)


@pytest.mark.slow
@pytest.mark.parametrize("write", [write_workbook, write_parquet, write_spss])
@draws(6, times=10)
@given(cells=st.lists(st.tuples(CELLS.filter(lambda row: any(row[:3])), WORDS), min_size=1))
def test_no_filled_cell_is_lost_whatever_the_type_of_the_file(survey, write, cells):
    """Fails when a cell that somebody filled is neither an answer nor told, of any type that a file
    may give it; or when a blank one counts.
    """
    rows = [(on_day(number), *row[:3], word) for number, (row, word) in enumerate(cells)]
    account = clean(survey(answers=write(rows))).account.set_index(["part", "item"])["count"]
    filled = sum(bool(str(cell).strip()) for row in rows for cell in row[1:])
    assert account["cells", "valid"] == filled
    assert account["rows", "in file"] == len(rows)


def clean(folder):
    """The clean answers of a survey's folder."""
    book = codebook.load(folder)
    return cleaning.clean(intake.read(book), book)
