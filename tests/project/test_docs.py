"""What the documents claim is so: tree, doors, commands, data card, workflow, locks."""

import hashlib
import re
import shlex
import subprocess
import tomllib
from pathlib import Path

import pytest

import helpers
from helpers import cli, codebook

TOP = Path(__file__).parents[2]
README = (TOP / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (TOP / "CONTRIBUTING.md").read_text(encoding="utf-8")
BOOK = codebook.load(TOP / "data/raw/linkedin-2015")
CARD = (BOOK.folder / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line.split("  #")[0].strip()
    for block in re.findall(r"```sh\n(.*?)```", README + CONTRIBUTING, re.S)
    for line in block.splitlines()
]


def project_files():
    """Files of the project: those under version control, or all where there is none."""
    listing = subprocess.run(["git", "ls-files"], cwd=TOP, capture_output=True, text=True)
    files = listing.stdout.splitlines()
    return files or [str(path.relative_to(TOP)) for path in TOP.rglob("*") if path.is_file()]


def tree():
    """Path to what is said of it, for each line of the README's tree."""
    lines, folders = {}, []
    for line in re.search(r"```text\n(.*?)```", README, re.S)[1].splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        name, _, about = line.strip().partition(" ")
        folders[depth:] = [name]
        lines["".join(folders)] = about.strip()
    return lines


def test_the_tree_is_the_real_one():
    """Fails when a file of the tree is gone, or one is added to a folder that the tree opens."""
    paths = set(tree())
    opened = {""} | {f"{Path(path).parent}/".removeprefix("./") for path in paths}
    real = set()
    for file in project_files():
        parts = Path(file).parts
        for depth in range(len(parts)):
            parent = "".join(f"{part}/" for part in parts[:depth])
            if parent in opened:
                real.add(parent + parts[depth] + "/" * (depth + 1 < len(parts)))
    assert paths == real - {"src/helpers/__init__.py"}


def test_the_doors_of_the_readme_are_those_of_the_package():
    """Fails when a door is added, moved or described anew in one of the two maps alone."""
    doors = re.findall(r"(?m)^([a-z_]\w*)  +(\S.*)$", helpers.__doc__)
    shown = [
        (Path(path).stem, about)
        for path, about in tree().items()
        if re.fullmatch(r"src/helpers/\w+(/|\.py)", path)
    ]
    assert shown == doors


@pytest.mark.parametrize("command", [line for line in COMMANDS if line.startswith("make ")])
def test_make_knows_the_commands_of_the_documents(command):
    """Fails when a target or a variable's form that a document names is none of the Makefile's."""
    subprocess.run(
        ["make", "--dry-run", "--silent", *shlex.split(command)[1:]],
        cwd=TOP,
        check=True,
        stdout=subprocess.DEVNULL,
    )


@pytest.mark.parametrize("command", [line for line in COMMANDS if line.startswith("survey ")])
def test_the_program_knows_the_commands_of_the_documents(command):
    """Fails when a document names a command that the program does not have."""
    with pytest.raises(SystemExit) as end:
        cli.main([*shlex.split(command)[1:], "--help"])
    assert end.value.code == 0


def test_the_documents_name_every_target():
    """Fails when a target is added to the Makefile and the README's tree does not say so."""
    targets = re.findall(r"(?m)^([a-z]+):.*## ", (TOP / "Makefile").read_text())
    assert sorted(tree()["Makefile"].split(", ")) == sorted(targets)


def test_paths_in_the_documents_exist():
    """Fails when a file or a folder that a document links to is moved."""
    for name, text in (("README.md", README), ("CONTRIBUTING.md", CONTRIBUTING)):
        for link in re.findall(r"\]\(([^)#]+)\)", text):
            assert "://" in link or (TOP / link).exists(), f"{name}: {link}"
        for path in re.findall(r"`((?:src|tests|data|notebooks)/[^`<>…]+)`", text):
            assert (TOP / path).exists(), f"{name}: {path}"


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
