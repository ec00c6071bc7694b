"""What a project is expected to bring along: hooks, a citation, a container, help with examples."""

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
import pytest
import yaml

from helpers import arguments, cli
from helpers.document import bare
from helpers.lab import environment

TOP = Path(__file__).parents[2]
HOOKS = yaml.safe_load((TOP / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
COMMITTED = [*sorted((TOP / "notebooks").glob("*.ipynb")), TOP / "START.ipynb"]


@pytest.fixture
def run_hook(tmp_path):
    """A function that runs a hook on one file, here; 0 if it lets the commit pass."""

    def run(id, name, content):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        (hook,) = [hook for hook in HOOKS if hook["id"] == id]
        program, *options = shlex.split(hook["entry"])
        assert program == ".venv/bin/python" and hook["language"] == "system"
        command = [sys.executable, *options, name]
        return subprocess.run(command, cwd=tmp_path, capture_output=True).returncode

    return run


@pytest.mark.parametrize(
    ("id", "wrong", "right"),
    [
        ("ruff-check", "import os\n", "x = 1\n"),
        ("ruff-format", "x = [1,2]\n", "x = [1, 2]\n"),
    ],
)
def test_a_hook_stops_what_is_not_in_style(run_hook, id, wrong, right):
    """Fails when a hook calls a program that is not there, or lets everything pass."""
    assert run_hook(id, "module.py", wrong) != 0
    assert run_hook(id, "module.py", right) == 0


def test_a_hook_makes_notebooks_bare(run_hook, tmp_path):
    """Fails when outputs, counts or a machine's kernel go into a commit."""
    cell = nbformat.v4.new_code_cell("1", execution_count=1, outputs=[])
    cell.outputs.append(nbformat.v4.new_output("stream", text="a name"))
    metadata = {"kernelspec": {"name": "python3", "display_name": "mine"}}
    used = nbformat.writes(nbformat.v4.new_notebook(cells=[cell], metadata=metadata))
    assert run_hook("bare-notebooks", "notebooks/a.ipynb", used) == 1
    text = (tmp_path / "notebooks/a.ipynb").read_text()
    assert "a name" not in text and "mine" not in text
    assert run_hook("bare-notebooks", "notebooks/a.ipynb", text) == 0
    (hook,) = [hook for hook in HOOKS if hook["id"] == "bare-notebooks"]
    names = [path.relative_to(TOP).as_posix() for path in COMMITTED]
    assert all(re.search(hook["files"], name) for name in names)
    assert not re.search(hook["files"], "reports/linkedin-2015/executed/01_clean.ipynb")


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.stem)
def test_committed_notebooks_are_bare(path):
    """Fails when a notebook is committed as somebody's JupyterLab left it."""
    text = path.read_text(encoding="utf-8")
    assert bare.bare(nbformat.reads(text, as_version=4)) == text


def test_the_citation_is_of_this_version():
    """Fails when the version or the licence moves and the citation does not."""
    citation = yaml.safe_load((TOP / "CITATION.cff").read_text())
    project = tomllib.loads((TOP / "pyproject.toml").read_text())["project"]
    named = {"cff-version", "message", "title", "authors"}  # without which the file says nothing
    assert named <= set(citation)
    assert [citation[key] for key in ("title", "license")] == [project["name"], project["license"]]
    assert str(citation["version"]) == project["version"]


def test_the_container_makes_what_make_knows():
    """Fails when the container asks for a target that is gone."""
    container = json.loads((TOP / ".devcontainer/devcontainer.json").read_text())
    command = ["make", "--dry-run", "--silent", *shlex.split(container["postCreateCommand"])[1:]]
    subprocess.run(command, cwd=TOP, check=True, stdout=subprocess.DEVNULL)


def test_binder_installs_the_lock_and_nothing_else(tmp_path):
    """Fails when Binder takes a package that no hash stands for, from an address of its own, or
    its last step is no program that runs."""
    binder = TOP / ".binder"
    (line,) = (binder / "requirements.txt").read_text().splitlines()
    lock = (binder / line.removeprefix("-r ")).resolve()
    assert lock == TOP / "requirements-lab.lock"
    lines = [each for each in lock.read_text().splitlines() if re.match(r"[a-z-]", each)]
    assert len(lines) > 100 and all(re.match(r"[\w.-]+==[^ ]+ .*\\$", each) for each in lines)
    version = (binder / "runtime.txt").read_text().strip().removeprefix("python-")
    ci = yaml.safe_load((TOP / ".github/workflows/ci.yml").read_text())
    assert version in ci["jobs"]["check"]["strategy"]["matrix"]["python"]
    assert os.access(binder / "postBuild", os.X_OK)
    subprocess.run(["bash", "-n", binder / "postBuild"], check=True)
    last = (binder / "postBuild").read_text().splitlines()[-1]
    assert last.removeprefix("python ") == Path(environment.__file__).relative_to(TOP).as_posix()
    environment.write_settings(tmp_path)
    assert "Report (PDF)" in (tmp_path / "lab/settings/overrides.json").read_text()


def test_the_workflow_runs_what_is_there():
    """Fails when a step of the workflow names a file, a target or a job that is gone, a system that
    is not supported, or an action without its version."""
    text = (TOP / ".github/workflows/ci.yml").read_text()
    workflow = yaml.safe_load(text)
    assert workflow[True] == ["push", "pull_request"]  # YAML takes `on` for a truth value
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    assert all(set(step) <= {"name", "uses", "run", "with"} for step in steps)
    assert all(
        re.fullmatch(r"[\w-]+/[\w-]+@v\d+", step["uses"]) for step in steps if "uses" in step
    )
    for step in steps:
        program, *arguments = shlex.split(step.get("run", "true"))
        if program == "make":
            command = ["make", "--dry-run", "--silent", *arguments]
            subprocess.run(command, cwd=TOP, check=True, stdout=subprocess.DEVNULL)
        elif program != "true":
            assert (TOP / arguments[0]).is_file()
    matrix = workflow["jobs"]["check"]["strategy"]["matrix"]
    systems = [*matrix["system"], *(each["system"] for each in matrix["include"])]
    assert set(systems) == {"ubuntu-latest", "macos-latest"}  # Windows: by WSL, as README says
    names = set(re.findall(r"\$\{\{ matrix\.(\w+)", text))
    assert names == set(matrix) - {"include"}
    (upload,) = [step for step in steps if step.get("uses", "").startswith("actions/upload")]
    assert upload["with"]["path"].split() == ["reports/**/*.pdf", "pages/*.png"]


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_every_command_s_help_has_an_example_that_it_takes(name, capsys):
    """Fails when a command has no example, or one that it would refuse."""
    with pytest.raises(SystemExit) as end:
        cli.main([name, "--help"])
    help = " ".join(capsys.readouterr().out.split())
    assert end.value.code == 0
    assert help.endswith(f"example: survey {name} {arguments.EXAMPLES[name]}")
    words = [name, *shlex.split(arguments.EXAMPLES[name])]
    assert arguments.parser(cli.COMMANDS).parse_args(words).command is cli.COMMANDS[name]


@pytest.mark.slow
def test_the_first_pages_are_pictures(reports, tmp_path):
    """Fails when a report's first page is not shown, or the script of CI does not run."""
    script = TOP / ".ci/first-pages"
    command = [sys.executable, script, tmp_path]
    subprocess.run(command, cwd=reports.parents[1], check=True, capture_output=True)
    names = {f"{reports.name}-{path.stem}.png" for path in reports.glob("*.pdf")}
    assert {path.name for path in tmp_path.iterdir()} == names and len(names) >= 2
    assert "first-pages pages" in (TOP / ".github/workflows/ci.yml").read_text()
