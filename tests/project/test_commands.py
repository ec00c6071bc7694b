"""What ``make`` and continuous integration call, by programs that only write their calls down."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
# Writes its name and arguments down, one call a line, and does what else it is told.
RECORDER = """#!/bin/sh
{{ printf '%s' "$(basename "$0")"; for a in "$@"; do printf '\\t%s' "$a"; done; echo; }} >> "{log}"
{also}
"""
# An interpreter that makes environments: a folder whose own interpreter is one like it.
PYTHON = 'if [ "$1 $2" = "-m venv" ]; then mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; fi'


@pytest.fixture
def log(tmp_path):
    """The file that the recorders write to."""
    return tmp_path / "calls.log"


@pytest.fixture
def recorder(log):
    """A function that puts a program in place that writes its calls down."""

    def write(path, also=""):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(RECORDER.format(log=log, also=also))
        path.chmod(0o755)
        return path

    return write


def calls(log):
    """The calls so far, as lists of a program and its arguments; forgotten after that."""
    lines = log.read_text().splitlines() if log.exists() else []
    log.unlink(missing_ok=True)
    return [line.split("\t") for line in lines]


@pytest.fixture
def project(tmp_path, recorder):
    """A function that runs make in a folder with a space; `python` only writes its calls down."""
    folder = tmp_path / "a project"
    folder.mkdir()
    for name in ("Makefile", "requirements.lock", "requirements-lab.lock", "pyproject.toml"):
        shutil.copy(TOP / name, folder)
    python = recorder(tmp_path / "python", PYTHON)

    def make(*arguments, cwd=folder, uv=""):
        command = ["make", "--silent", f"PYTHON={python}", f"UV={uv}", *arguments]
        subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True)

    make.folder = folder
    return make


def test_a_survey_s_path_may_hold_spaces_and_apostrophes(project, log):
    """Fails when make or the shell takes the path of a survey apart."""
    project("report", "SURVEY=l'enquête d'hiver/nº 1")
    assert calls(log)[-1] == ["python", "-m", "helpers.cli", "build", "l'enquête d'hiver/nº 1"]


def test_an_environment_is_made_once_and_again_where_the_project_stands(project, log):
    """Fails when a moved or copied project runs the code of the folder that it came from."""

    def makes_an_environment(**options):
        project("report", **options)
        made = [call for call in calls(log) if call[1:3] == ["-m", "venv"]]
        return bool(made)

    assert makes_an_environment()
    assert not makes_an_environment()
    copy = Path(shutil.copytree(project.folder, project.folder.with_name("a copy")))
    assert makes_an_environment(cwd=copy)
    assert not makes_an_environment(cwd=copy)
    moved = copy.rename(copy.with_name("moved"))
    assert makes_an_environment(cwd=moved)
    assert not makes_an_environment()


@pytest.mark.parametrize("uv", [False, True])
def test_both_installers_take_the_same_lock_with_its_hashes(project, recorder, log, tmp_path, uv):
    """Fails when uv or pip installs what the lock does not hold, or nothing else is the same."""
    also = 'if [ "$1" = venv ]; then for a in "$@"; do d=$a; done; mkdir -p "$d/bin"; fi'
    path = recorder(tmp_path / "uv", also) if uv else ""
    project("--keep-going", ".venv/ready", uv=path)
    lock, own = (call for call in calls(log) if "install" in call)
    assert lock[0] == ("uv" if uv else "python")
    assert lock[-3:] == ["--require-hashes", "-r", "requirements.lock"]
    assert own[-4:] == ["--no-deps", "--no-build-isolation", "--editable", "."]
    assert "--no-deps" not in lock


def test_the_lab_installs_only_what_the_executing_environment_lacks(project, log):
    """Fails when JupyterLab's environment becomes a second whole one, or one that lacks JupyterLab,
    or has other versions than the one that executes."""
    project(".venv-lab/ready")
    (install,) = [call for call in calls(log) if "-r" in call and ".venv-lab" in call[-1]]
    assert {"--no-deps", "--require-hashes"} <= set(install)
    added = (project.folder / install[-1]).read_text()
    packages = re.findall(r"(?m)^([a-z][\w.-]*)==", added)
    assert {"jupyterlab", "jupyter-server", "ipywidgets"} <= set(packages)
    assert not {"pandas", "papermill", "ipykernel", "xlsxwriter"} & set(packages)
    versions = [
        dict(re.findall(r"(?m)^([a-z][\w.-]*)==(\S+)", (TOP / name).read_text()))
        for name in ("requirements.lock", "requirements-lab.lock")
    ]
    assert [name for name in packages if name in versions[0]] == []
    common = versions[0].keys() & versions[1].keys()
    assert all(versions[0][name] == versions[1][name] for name in common)


@pytest.mark.parametrize("target", ["lock", "upgrade"])
def test_a_lock_keeps_its_versions_unless_they_are_to_be_upgraded(project, recorder, log, target):
    """Fails when dropping a package upgrades all others, or an address is written into a lock."""
    uv = recorder(project.folder.with_name("uv"))
    project(target, uv=uv)
    compiled = calls(log)
    groups = {call[call.index("--group") + 1]: call for call in compiled}
    assert set(groups) == {"test", "lab", "bench"}
    for call in compiled:
        assert ("--upgrade" in call) is (target == "upgrade")
        assert {"--generate-hashes", "--no-emit-index-url", "--universal"} <= set(call)
    assert all("requirements.lock" in groups[name] for name in groups)


def test_every_test_is_run_by_make_check(project, log):
    """Fails when a mark is left out by both lanes, or neither draws examples thoroughly."""
    (project.folder / ".venv/bin").mkdir(parents=True)
    project(".venv-lab/ready")
    shutil.copy(project.folder / ".venv/bin/python", project.folder / ".venv/bin/ruff")
    calls(log)
    project("check", "PYTEST_ARGS=-x tests/stats")
    style, form, quick, thorough = calls(log)
    assert style[:2] == ["ruff", "check"] and form[:3] == ["ruff", "format", "--check"]
    assert quick[quick.index("-m", 2) + 1] == "not slow"
    assert thorough[thorough.index("-m", 2) + 1] == "slow or hypothesis"
    assert shlex.join(thorough).endswith("--hypothesis-profile thorough -x tests/stats")


@pytest.fixture
def script(tmp_path, recorder):
    """A function that runs .ci/run in a project of its own, whose `make` does what it is told."""
    folder = tmp_path / "project"
    tables = folder / "data/processed/first"
    tables.mkdir(parents=True)
    for name in ("shares.csv", "provenance.fr.csv"):
        (tables / name).write_text("as committed\n")
    shutil.copytree(TOP / ".ci", folder / ".ci")
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "All"]):
        subprocess.run([*git, *command], cwd=folder, check=True)
    programs = tmp_path / "bin"
    for name in ("bash", "sh", "git", "dirname", "basename"):
        programs.mkdir(exist_ok=True)
        (programs / name).symlink_to(shutil.which(name))

    def run(make="", **others):
        recorder(programs / "make", make)
        recorder(programs / "id", "echo 0")
        for name, also in others.items():
            recorder(programs / name.replace("_", "-"), also)
        return subprocess.run(
            [str(programs / "bash"), str(folder / ".ci/run")],
            env=os.environ | {"PATH": str(programs)},
            capture_output=True,
            text=True,
        )

    return run


def test_continuous_integration_builds_with_fresh_kernels_and_checks_everything(script, log):
    """Fails when CI tests other things than the documents say, or builds by forked kernels."""
    assert script(chromium="").returncode == 0
    assert [call for call in calls(log) if call[0] == "make"] == [
        ["make", "report", "BUILD_ARGS=--fresh"],
        ["make", "check"],
    ]
    assert "- run: bash .ci/run\n" in (TOP / ".github/workflows/ci.yml").read_text()


@pytest.mark.parametrize(
    ("make", "passes"),
    [
        ("", True),
        ("echo x > data/processed/first/provenance.fr.csv", True),
        ("echo x > data/processed/first/shares.csv", False),
        ("echo x > data/processed/first/new.csv", False),
        ("rm data/processed/first/shares.csv", False),
        ('[ "$1" != report ]', False),
        ('[ "$1" != check ]', False),
    ],
)
def test_continuous_integration_holds_the_build_to_the_committed_tables(script, make, passes):
    """Fails when a table that moved, came or went passes, or new code's provenance does not."""
    assert (script(make, chromium="").returncode == 0) is passes


@pytest.mark.parametrize("apt", ["true", "false"])
def test_continuous_integration_installs_a_browser_or_goes_on_without(script, log, apt):
    """Fails when a machine that has no browser and can get none stops the checks or hides that."""
    result = script(apt_get=apt)
    names = [call[0] for call in calls(log)]
    assert "apt-get" in names and names.count("make") == 2
    assert result.returncode == 0 and "no Chromium" in result.stdout
    script(chromium="", apt_get=apt)
    assert "apt-get" not in [call[0] for call in calls(log)]
