"""XLS files, written by hand: an error in a cell is read, wherever its sectors are."""

import pytest
from answers import old_office as xls

from helpers.answers import intake
from helpers.codebook import SurveyError

HEADER = [xls.text(0, 2, "Age"), xls.text(0, 3, "Comment")]


@pytest.mark.parametrize("padding", [0, 20_000])
@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (lambda *place: xls.error(*place, 0x2A), "#N/A"),
        (lambda *place: xls.error(*place, 0x07), "#DIV/0!"),
        (lambda *place: xls.formula(*place, 0x17), "#REF!"),
        (lambda *place: xls.truth(*place, 1), "TRUE"),
        (lambda *place: xls.number(*place, 3), "3"),
    ],
)
def test_an_error_is_read_as_it_is_shown(tmp_path, cell, shown, padding):
    """Fails when an error is a blank, a truth is an error, a chart's error is one of the sheet, or
    the streams of a small file are looked for where those of a large one are.
    """
    cells = [*HEADER, xls.number(1, 2, 7), cell(1, 3), cell(2, 2), xls.text(2, 3, "x")]
    path = xls.write(tmp_path / "a.xls", cells, padding)
    assert intake.look(path).rows.to_numpy().tolist() == [["7", shown], [shown, "x"]]


@pytest.mark.parametrize("length", [600, 1500, 2000, 2500])
def test_a_file_that_is_cut_off_is_told(tmp_path, capfd, length):
    """Fails when sectors that are missing end in a traceback, or in what a library says of them."""
    path = xls.write(tmp_path / "a.xls", [*HEADER, xls.number(1, 2, 7), xls.error(2, 3, 0)], 20_000)
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(SurveyError, match="cannot be read as a workbook"):
        intake.look(path)
    assert capfd.readouterr().err == ""
