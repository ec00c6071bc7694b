"""Where real answers lie after a build: nowhere that somebody else reads, or that Git takes."""

import subprocess

import pytest
from toy.builds import CODEBOOK, RAW, edit, ran

from helpers import cli, codebook
from helpers.codebook import SurveyError
from helpers.pipeline import custody
from helpers.pipeline.project import Project
from helpers.privacy import release

TABLES = "data/processed/mini"


@pytest.fixture
def collected(toy, swift):
    """The toy project after a build, as if its answers were of real people."""
    edit(toy / CODEBOOK, 'provenance = "synthetic"', 'provenance = "collected"')
    ran(toy)
    return toy


def with_lines(folder):
    return [path for path in folder.rglob("*.*") if path.stem in release.ROW_LEVEL]


def test_after_a_build_lines_of_people_are_in_one_place_closed_to_others(collected):
    """Fails when a table with a line a person stays in `.survey`, is read by others, or is taken
    by Git; or when an executed notebook keeps what it displayed of people."""
    folder = collected / TABLES
    assert not with_lines(collected / ".survey") and with_lines(folder)
    assert {path.stat().st_mode & 0o077 for path in folder.rglob("*")} == {0}
    assert {path.stat().st_mode & 0o077 for path in (collected / ".survey/mini").rglob("*")} == {0}
    subprocess.run(["git", "init", "--quiet"], cwd=collected, check=True)
    subprocess.run(["git", "add", "data/processed"], cwd=collected, check=True)
    command = ["git", "ls-files", "data/processed"]
    assert not subprocess.run(command, cwd=collected, capture_output=True).stdout
    executed = collected / ".survey/mini/built/executed/01_clean.ipynb"
    assert '"output_type"' not in executed.read_text()


def test_a_build_that_is_refused_leaves_no_line_behind(collected, monkeypatch):
    """Fails when the sandboxes of a report that may not be published keep copies of the answers."""
    edit(collected / RAW / "answers.csv", "Oui", "Non")

    def refuse(_):
        assert with_lines(collected / ".survey")
        raise SurveyError("not this one")

    monkeypatch.setattr("helpers.pipeline.gate.require_enough", refuse)
    with pytest.raises(SurveyError, match="not this one"):
        ran(collected)
    sandboxes = [*(collected / ".survey").rglob("sandboxes/*")]
    assert not with_lines(collected / ".survey") and not sandboxes


def test_a_second_build_finds_what_was_put_away(collected):
    """Fails when tables that are not left behind are made again each time."""
    assert ran(collected) == set() and not with_lines(collected / ".survey")


def test_tables_that_git_has_taken_stop_the_build_in_one_line(collected):
    """Fails when real answers go on being written where they are published with the project."""
    subprocess.run(["git", "init", "--quiet"], cwd=collected, check=True)
    subprocess.run(["git", "add", "--force", f"{TABLES}/answers.csv"], cwd=collected, check=True)
    with pytest.raises(SurveyError, match=r"tracked by Git; take them out with `git rm") as error:
        ran(collected)
    assert "\n" not in str(error.value)


def test_the_raw_answers_are_kept_from_git_unless_it_has_them(collected):
    """Fails when `git add .` takes the export of real answers, or one that is tracked is hidden."""
    subprocess.run(["git", "init", "--quiet"], cwd=collected, check=True)
    (collected / ".survey/mini/folder.txt").unlink()
    ran(collected)
    subprocess.run(["git", "add", RAW], cwd=collected, check=True)
    command = ["git", "ls-files", RAW]
    files = subprocess.run(command, cwd=collected, capture_output=True, text=True).stdout
    assert "codebook.toml" in files and "answers.csv" not in files and "secret.key" not in files


def test_forget_removes_all_that_was_derived_and_nothing_else(collected, capsys, monkeypatch):
    """Fails when a table, a report or a memory of a survey is left, or its folder is touched."""
    raw = {path: path.read_bytes() for path in (collected / RAW).rglob("*") if path.is_file()}
    project = Project(collected)
    book = codebook.load(collected / RAW)
    assert len(custody.forget(project, book)) == 3
    left = [path for path in collected.rglob("*mini*") if path.parent.name != "raw"]
    assert not left and all(path.read_bytes() == content for path, content in raw.items())
    assert ran(collected)


def test_synthetic_answers_are_published_as_they_were(toy, swift):
    """Fails when a survey of nobody gets a closed folder, a secret or an empty notebook."""
    ran(toy)
    assert not (toy / TABLES / ".gitignore").exists() and not (toy / RAW / "secret.key").exists()
    assert (toy / TABLES / "answers.csv").stat().st_mode & 0o044
    executed = toy / ".survey/mini/built/executed/01_clean.ipynb"
    assert '"output_type"' in executed.read_text()


def test_forget_is_a_command(monkeypatch, capsys):
    """Fails when `survey forget` is not there, or takes no survey."""
    with pytest.raises(SystemExit):
        cli.main(["forget"])
    assert "SURVEY" in capsys.readouterr().err
