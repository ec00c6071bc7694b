"""What the documents claim is so: tree, doors, commands, data card, workflow, locks."""

import hashlib
import re
import subprocess
import tomllib
from pathlib import Path

from helpers import codebook

TOP = Path(__file__).parents[2]
README = (TOP / "README.md").read_text(encoding="utf-8")
BOOK = codebook.load(TOP / "data/raw/linkedin-2015")
CARD = (BOOK.folder / "README.md").read_text(encoding="utf-8")


def tracked():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=TOP, capture_output=True, text=True
    ).stdout.split()
    return listed or [str(path.relative_to(TOP)) for path in TOP.rglob("*") if path.is_file()]


def test_tree_is_the_real_one():
    """Fails when a file of the tree does not exist, or a top-level file or a room is not in it."""
    tree = re.search(r"```text\n(.*?)```", README, re.S)[1]
    named, folder = set(), [""]
    for line in tree.splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        name = line.split()[0]
        folder[depth:] = [name]
        named.add("".join(folder))
    for name in named:
        assert (TOP / name).exists(), name
    tops = {path.split("/")[0] for path in tracked()}
    assert tops == {name.strip("/").split("/")[0] for name in named}
    rooms = {
        path.stem if path.is_file() else path.name
        for path in (TOP / "src/helpers").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    } - {"__init__"}
    assert rooms <= {Path(name).stem for name in named}


def test_commands_are_targets_of_the_makefile():
    """Fails when the README names a command that the Makefile or the program does not have."""
    targets = set(re.findall(r"^([a-z]+):", (TOP / "Makefile").read_text(), re.M))
    assert set(re.findall(r"^make ([a-z]+)", README, re.M)) <= targets
    assert {"report", "test", "lab", "lock", "clean"} <= targets
    usage = (TOP / "src/helpers/cli.py").read_text(encoding="utf-8")
    for command in re.findall(r"^survey ([a-z]+)", README, re.M):
        assert f'"{command}"' in usage


def test_continuous_integration_runs_the_readme_commands():
    """Fails when CI tests another thing than what the README says."""
    script = (TOP / ".ci/run").read_text()
    assert "make report" in script and "make test" in script
    assert ".ci/run" in (TOP / ".github/workflows/ci.yml").read_text()


def test_data_card_is_the_codebook():
    """Fails when a question, a level or the answers change and the data card does not."""
    assert "synthetic" in CARD.splitlines()[0]
    assert hashlib.sha256(BOOK.answers.read_bytes()).hexdigest() in CARD
    for question in BOOK.questions:
        levels = " · ".join(level.source + "*" * level.assumed for level in question.levels)
        assert f"| `{question.id}` | {question.column} | {question.kind} | {levels} |" in CARD


def test_dependencies_have_reasons_and_the_locks_hold_no_address():
    """Fails when a dependency has no reason, a package no hash, or a lock names an address."""
    source = (TOP / "pyproject.toml").read_text()
    project = tomllib.loads(source)
    optional = project["project"]["optional-dependencies"]
    groups = [
        project["project"]["dependencies"],
        *optional.values(),
        *project["dependency-groups"].values(),
    ]
    for requirement in (item for group in groups for item in group):
        line = next(
            line for line in source.splitlines() if line.strip().startswith(f'"{requirement}"')
        )
        assert "  # " in line, requirement
    for name in ("requirements.lock", "requirements-lab.lock", "requirements-bench.lock"):
        lock = (TOP / name).read_text()
        assert "://" not in lock
        for block in re.split(r"\n(?=\S)", lock.strip()):
            assert "--hash=sha256:" in block


def test_nothing_general_knows_of_the_first_survey():
    """Fails when code outside the survey's folder speaks of its subject or its organizer."""
    for path in [
        *(TOP / "src").rglob("*.py"),
        *(TOP / "src").rglob("*.toml"),
        *(TOP / "notebooks").glob("*.ipynb"),
    ]:
        text = re.sub(
            r">>>.*|data/(raw|processed)/linkedin-2015", "", path.read_text(encoding="utf-8")
        )
        assert not re.search("LinkedIn|Colloquium|Proxima", text), path
