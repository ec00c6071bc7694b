"""A table that travels with a report starts nothing in the spreadsheet that opens it."""

import csv
import io

import pytest

from helpers.document.export.attached import harmless


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "=cmd|' /C calc'!A0",
        "+33 1 23",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        '=HYPERLINK("http://example.org","a")',
        "-",
        "-1|2",
    ],
)
def test_a_cell_that_looks_like_a_formula_is_text(cell):
    """Fails when the name of an event is computed, or a table loses a cell."""
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows([["event", "n"], [cell, "5"]])
    rows = list(csv.reader(io.StringIO(harmless(made.getvalue().encode()).decode())))
    assert rows == [["event", "n"], [f"'{cell}", "5"]]


@pytest.mark.parametrize("cell", ["-0.25", "-1", "-1e-05", "+3.5", "", "Laval", "a=b", "–"])
def test_numbers_and_words_stay_byte_for_byte(cell):
    """Fails when a negative number becomes text, or a harmless file is written anew."""
    content = f'name,value\r\n"a",{cell}\r\n'.encode()
    assert harmless(content) == content
