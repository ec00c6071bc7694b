"""Kinds that columns show: days, ratings, grids, rankings; each draft passes ``survey check``."""

import csv
import tomllib

import pytest

from helpers.cli import main


@pytest.fixture
def drafted(tmp_path):
    """Draft a codebook of columns, check it, and give its questions and its text."""

    def draft(columns, language="en"):
        export, folder = tmp_path / "export.csv", tmp_path / "survey"
        with export.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([columns, *zip(*columns.values(), strict=True)])
        command = ["draft", str(export), "--into", str(folder), "--language", language]
        assert main(command) == 0
        assert main(["check", str(folder)]) == 0
        text = (folder / "codebook.toml").read_text(encoding="utf-8")
        return tomllib.loads(text)["questions"], text

    return draft


COLOURS = {"Which colour?": ["Red", "Blue", "Green", "Red"] * 4}


def test_a_day_that_is_asked_for_is_a_date(drafted):
    """Fails when the day of a visit stays in the raw file, or is read with another format."""
    days = ["13/02/2024", "02/03/2024", "N/A", "28/02/2024"] * 4
    (visit, _), text = drafted({"When did you last visit us?": days} | COLOURS)
    assert (visit["kind"], visit["date_format"]) == ("date", "%d/%m/%Y")
    assert visit["missing"] == {"not_asked": ["N/A"]}
    assert 'kind = "date"  # TO CHECK' in text


@pytest.mark.parametrize("name", ["When were you born?", "Date", "Start time"])
def test_days_that_say_who_answered_stay_in_the_raw_file(name, drafted):
    """Fails when a day of birth, or when a row was sent, becomes a question."""
    days = ["1984-02-01", "1991-12-24", "2001-07-30", "1969-01-05"] * 4
    (colour,), _ = drafted({name: days} | COLOURS)
    assert colour["kind"] == "nominal"
