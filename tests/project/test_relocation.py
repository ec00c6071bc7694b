"""A project that was copied or moved builds itself, and nothing of where it came from changes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
MADE = ("data/processed/linkedin-2015", "reports/linkedin-2015")
LEFT_BEHIND = shutil.ignore_patterns(".venv*", ".git", ".survey", ".*_cache", "__pycache__")


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
    copy = Path(shutil.copytree(TOP, tmp_path / "a copy", ignore=LEFT_BEHIND))
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
    copy = Path(shutil.copytree(TOP, tmp_path / "copy", ignore=LEFT_BEHIND))
    before = times_of_change(TOP) | times_of_change(copy)
    result = build(copy, own_code=False)
    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 1 and "make report" in result.stderr
    assert times_of_change(TOP) | times_of_change(copy) == before
