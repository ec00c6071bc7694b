"""What may go with a report: of real answers nothing but what is named."""

import dataclasses
import json
from pathlib import Path

import pytest

from helpers.pipeline import declaration
from helpers.privacy import release
from helpers.processed import COLUMNS

SMALL_CELLS = {
    *("associations", "crosstabs", "exploration", "regression", "reliability", "robustness"),
}


@pytest.fixture
def collected(real):
    """The first survey, as if its answers were of real people."""
    return dataclasses.replace(real, provenance="collected")


@pytest.mark.parametrize("name", ["salaries.csv", "by_town/q5.csv", "shares_by_town.csv"])
def test_a_table_that_nobody_has_named_is_withheld_of_collected_answers_alone(
    real, collected, name
):
    """Fails when a table that somebody adds leaves with real answers unless it is forbidden."""
    assert not release.may_attach(name, collected)
    assert release.may_attach(name, real)


def test_every_table_of_the_contract_is_judged(real, collected):
    """Fails when a table of small cells leaves with real answers, or one of single rows with
    any."""
    attached = {name for name in COLUMNS if release.may_attach(f"{name}.csv", collected)}
    assert attached == set(COLUMNS) - release.ROW_LEVEL - SMALL_CELLS == release.ATTACHABLE
    attached = {name for name in COLUMNS if release.may_attach(f"{name}.parquet", real)}
    assert attached == set(COLUMNS) - release.ROW_LEVEL


@pytest.mark.parametrize("name", ["shares", "shares/q5.csv", "provenance.fr.csv", "grim.csv"])
def test_a_part_of_a_table_is_judged_as_the_table(collected, name):
    """Fails when one question's shares, or one language's provenance, are taken for a new table."""
    assert release.may_attach(name, collected)


@pytest.mark.parametrize("declared", [False, None, "true", 1])
def test_a_notebook_that_does_not_say_so_is_not_shown_of_real_answers(real, collected, declared):
    """Fails when silence, or anything but True, shows a notebook of real answers."""
    assert not release.may_show(declared, collected)
    assert release.may_show(declared, real)
    assert release.may_show(True, collected)


def test_the_notebooks_that_may_be_shown_of_real_answers_are_these():
    """Fails when a notebook that displays single answers or small cells says it may be shown."""
    paths = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
    cells = {path.stem: json.loads(path.read_text("utf-8"))["cells"][0] for path in paths}
    declared = [declaration.parse("".join(cell["source"]), name) for name, cell in cells.items()]
    shareable = [own.notebook for own in declared if own.shown]
    assert shareable == [
        *(
            "00_published",
            "02_editions",
            "02_numbers",
            "02_question",
            "06_report",
            "07_tables",
            "08_brief",
        ),
    ]
