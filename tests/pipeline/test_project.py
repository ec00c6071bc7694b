"""A project stays where it stands, and its surveys are told apart."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from toy.builds import RAW, copied, edit, published, ran

from helpers.codebook import SurveyError
from helpers.pipeline import store
from helpers.pipeline.project import Project


def survey(*arguments, cwd, script="survey.py"):
    """Run the command in a folder, as the toy's script or as that which is installed."""
    program = [script] if script else ["-m", "helpers.cli"]
    command = [sys.executable, *program, *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True)


def tree(top):
    """Every file, with the time of its last change."""
    return {path: path.stat().st_mtime_ns for path in top.rglob("*") if path.is_file()}


@pytest.mark.parametrize("way", [copied, shutil.move], ids=["copied", "moved"])
def test_a_project_that_was_copied_or_moved_is_the_one_that_is_built(toy, tmp_path, way):
    """Fails when the folder is taken from where the code was installed, or from a state that was
    copied along: the copy would be refused, or the original rewritten.
    """
    other = tmp_path / "another place"
    way(toy, other)
    original = tree(toy)
    again = survey("build", cwd=other / "notebooks", script="../survey.py")
    assert again.stdout.startswith("up to date:"), again.stderr
    (other / "reports/mini/report.fr.pdf").unlink()
    again = survey("build", "data/raw/mini", cwd=other)
    assert again.stdout.startswith("1 files published: reports/mini/report.fr.pdf"), again.stderr
    assert tree(toy) == original


def test_a_command_that_runs_another_projects_code_says_what_to_do(toy):
    """Fails when a build of a copy is driven by the code of the original."""
    before = tree(toy)
    done = survey("build", cwd=toy, script=None)
    assert done.returncode == 2 and done.stderr.count("\n") == 1
    assert f"not that of {toy}; run `make report` in {toy}" in done.stderr
    assert tree(toy) == before


def test_a_project_is_found_upwards_or_named(toy, tmp_path):
    """Fails when a command needs to be called at the top, or --project is not heard."""
    assert Project.around(toy / RAW) == Project.around(toy) == Project(toy)
    with pytest.raises(SurveyError, match=r"is in no project: .* name one with --project"):
        Project.around(tmp_path)
    script = str(toy / "survey.py")
    named = survey("build", "--project", str(toy), "--quiet", cwd=tmp_path, script=script)
    meant = survey("build", str(toy / RAW), "--quiet", cwd=tmp_path, script=script)
    assert (named.returncode, named.stderr) == (meant.returncode, meant.stderr) == (0, "")
    assert survey("build", cwd=tmp_path, script=script).returncode == 2


@pytest.mark.slow
def test_a_survey_may_stand_anywhere_and_its_name_may_hold_a_space(toy, swift, tmp_path):
    """Fails when a folder's name is taken for two words, or must be under data/raw."""
    other = copied(toy / RAW, tmp_path / "my survey")
    codebook = other / "codebook.toml"
    codebook.write_text(codebook.read_text().replace('id = "mini"', 'id = "other"'))
    done = survey("build", str(other), cwd=toy)
    assert done.returncode == 0, done.stderr
    assert (toy / "reports/other/report.fr.pdf").is_file()


def test_two_surveys_with_one_id_are_refused(toy, swift, tmp_path):
    """Fails when one overwrites the other, or one that has moved is taken for two."""
    other, before = copied(toy / RAW, tmp_path / "other"), published(toy)
    edit(other / "answers.csv", "Oui,Non", "Oui,Oui")
    with pytest.raises(
        SurveyError, match=r"two surveys have the id 'mini', .*other and .*raw/mini"
    ):
        ran(toy, survey=other)
    assert published(toy) == before
    shutil.rmtree(toy / RAW)
    assert "01_clean" in ran(toy, survey=other)
    assert "01_clean" not in ran(toy, survey=other)


def test_what_is_built_may_stand_on_another_disk(toy, swift, tmp_path):
    """Fails when files are renamed from one file system into another."""
    disk = Path("/dev/shm")
    if not disk.is_dir() or disk.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no other file system")
    other = disk / f"survey-{os.getpid()}"
    try:
        shutil.move(toy / "reports", other)
        (toy / "reports").symlink_to(other)
        before = published(toy)
        (toy / "reports/mini/report.fr.pdf").unlink()
        assert ran(toy) == set()
        assert published(toy) == before and not list((toy / "reports").rglob(".*.new"))
    finally:
        shutil.rmtree(other)


def test_a_survey_must_be_named_among_several(tmp_path):
    """Fails if the first one is taken, or if none is missed without a word."""
    project = Project(tmp_path)
    with pytest.raises(SurveyError, match=r"which survey\? there is none under data/raw"):
        project.survey()
    for name in ("one", "two"):
        store.write(tmp_path / f"data/raw/{name}/codebook.toml", "")
        if name == "one":
            assert project.survey() == tmp_path / "data/raw/one"
    with pytest.raises(
        SurveyError, match=r"which survey\? there are \['data/raw/one', 'data/raw/two'\]"
    ):
        project.survey()
