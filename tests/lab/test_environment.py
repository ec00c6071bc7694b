"""JupyterLab's environment, completed by the one that executes."""

import os
import subprocess
import sys
from pathlib import Path

from helpers.lab import environment


def test_commands_run_by_this_interpreter_wherever_it_stands(tmp_path):
    """Fails when a command of a package is missing, is another interpreter's, cannot stand in a
    folder with a space, or one that is there is written over."""
    folder = tmp_path / "a folder/bin"
    folder.mkdir(parents=True)
    (folder / "survey").write_text("as it was")
    environment.write_commands(folder)
    assert (folder / "survey").read_text() == "as it was"
    assert str(sys.executable) in (folder / "papermill").read_text()
    variables = os.environ | {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    command = ["jupyter-nbconvert", "--version"]
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=True)
    assert done.stdout[0].isdigit()


def test_the_menu_names_the_exporters_that_there_are():
    """Fails when the menu of JupyterLab asks for an exporter of another name."""
    pyproject = Path(__file__).parents[2] / "pyproject.toml"
    for entry in environment.REPORTS:
        assert f"\n{entry['args']['format']} = " in pyproject.read_text(encoding="utf-8")
