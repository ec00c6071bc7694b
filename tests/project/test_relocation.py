"""A project that was copied or moved builds itself, and nothing of where it came from changes."""

import os
import shutil
import subprocess
import sys

import pytest
from project_copy import TOP, project_copy

MADE = ("data/processed/linkedin-2015", "reports/linkedin-2015")


def times_of_change(project):
    """When each file that a build makes was written last."""
    return {
        path: path.stat().st_mtime_ns for name in MADE for path in (project / name).rglob("*.*")
    }


def build(project, *, own_code=True):
    """Build the first survey in one language, by the code of the project or by our own."""
    environment = os.environ | ({"PYTHONPATH": str(project / "src")} if own_code else {})
    command = [sys.executable, "-m", "helpers.cli", "build", "--language", "en"]
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True)


@pytest.mark.slow
def test_a_copy_builds_itself_and_goes_on_after_a_move(tmp_path):
    """Fails when a command acts on the project that its code was installed from."""
    original = times_of_change(TOP)
    copy = project_copy(tmp_path / "a copy")
    for name in MADE:
        shutil.rmtree(copy / name)
    result = build(copy)
    assert result.returncode == 0, result.stderr
    assert (copy / "reports/linkedin-2015/report.en.pdf").exists()
    for table in ("associations.csv", "shares/q5.csv"):
        paths = (project / MADE[0] / table for project in (TOP, copy))
        assert len({path.read_bytes() for path in paths}) == 1
    moved = copy.rename(tmp_path / "moved")
    result = build(moved)
    assert result.returncode == 0, result.stderr
    assert "up to date" in result.stdout
    assert times_of_change(TOP) == original


@pytest.mark.slow
def test_a_copy_under_the_original_s_environment_is_refused_in_one_line(tmp_path):
    """Fails when the code of one project builds another, or the message names no cure."""
    copy = project_copy(tmp_path / "copy")
    before = times_of_change(TOP) | times_of_change(copy)
    result = build(copy, own_code=False)
    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 1 and "make report" in result.stderr
    assert times_of_change(TOP) | times_of_change(copy) == before
