"""The copies of executed notebooks: those that may be shown, as the last build executed them."""

from pathlib import Path

import pytest

from helpers import codebook
from helpers.codebook import SurveyError
from helpers.pipeline import copies
from helpers.pipeline.project import Project

TOP = Path(__file__).parents[2]
SURVEY = TOP / "data/raw/linkedin-2015"
COMMITTED = TOP / "reports/linkedin-2015" / copies.FOLDER


def test_the_committed_copies_are_what_the_build_executes(built):
    """Fails when a notebook, a number or a picture changes and the copies that are read without
    running anything do not: `make executed` makes them again."""
    runs = copies.copied_runs(Project(TOP, built), SURVEY)
    asked = [question.id for question in codebook.load(SURVEY).questions]
    assert {f"02_question.{id}.ipynb" for id in asked} < set(runs)
    assert {path.name for path in COMMITTED.iterdir()} == set(runs)
    for name, path in runs.items():
        assert (COMMITTED / name).read_bytes() == path.read_bytes(), name


def test_copies_are_made_again_and_those_of_no_notebook_go(tmp_path):
    """Fails when a copy outlives its notebook, or is made of nothing."""
    project = Project(TOP, tmp_path)
    with pytest.raises(SurveyError, match=r"01_clean.ipynb.*not executed yet; run: survey build"):
        copies.copy(project, SURVEY)
    for name, path in copies.copied_runs(project, SURVEY).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    folder = tmp_path / "reports/linkedin-2015" / copies.FOLDER
    folder.mkdir(parents=True)
    (folder / "09_gone.ipynb").write_text("{}")
    made = copies.copy(project, SURVEY)
    assert sorted(folder.iterdir()) == sorted(made) and "06_report.fr.ipynb" not in str(made)
    assert all(path.read_text() == path.name for path in made)


def test_of_real_answers_only_those_that_may_be_shown_are_copied(survey, sheet, tmp_path):
    """Fails when a notebook with lines of real people stands among the copies."""
    runs = copies.copied_runs(Project(TOP, tmp_path), survey(answers=sheet()))
    assert runs and {name.split(".")[0] for name in runs} == {"02_numbers", "02_question"}
