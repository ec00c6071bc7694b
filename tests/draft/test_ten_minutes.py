"""The README's way from an export to a report, run as it is written there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from project_copy import TOP, project_copy

LOOKALIKE = Path(__file__).with_name("lookalikes") / "google_forms_fr.csv"


def commands():
    """The commands of the README's section from an export to a report, in order."""
    readme = (TOP / "README.md").read_text(encoding="utf-8")
    section = re.search(r"## Use it for another survey\n(.*?)\n## ", readme, re.S)[1]
    blocks = re.findall(r"```sh\n(.*?)```", section, re.S)
    lines = [line.strip() for block in blocks for line in block.splitlines() if line.strip()]
    return lines[: 1 + next(i for i, line in enumerate(lines) if line.startswith("survey build "))]


@pytest.fixture
def run(tmp_path):
    """A function that runs a command in a project of its own, an export beside its README."""
    project = project_copy(tmp_path / "project", "data")
    shutil.copy(LOOKALIKE, project / "export.csv")
    command = tmp_path / "bin/survey"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m helpers.cli "$@"\n')
    command.chmod(0o755)
    environment = os.environ | {
        "PYTHONPATH": str(project / "src"),
        "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
    }

    def shell(line):
        done = subprocess.run(
            line, shell=True, cwd=project, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    shell.project = project
    return shell


@pytest.mark.slow
def test_the_readme_s_draft_passes_its_check(run):
    """Fails when the README names a command, a folder or an option that there is not."""
    draft, check, build = commands()
    assert build.startswith("survey build ")
    listed = run(draft)
    assert "codebook.toml:" in listed
    assert "Google Forms" in run(check)


@pytest.mark.slow
def test_the_readme_s_commands_end_in_a_report(run):
    """Fails when what was drafted cannot be built."""
    for line in commands():
        run(line)
    assert (run.project / "reports/export/report.fr.pdf").exists()
