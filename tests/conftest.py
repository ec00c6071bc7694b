"""What tests of several doors share: the first survey and its build, small surveys, questions."""

import csv
import dataclasses
import fcntl
import gc
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings
from languages import LANGUAGES
from mini import HEADER

from helpers import codebook
from helpers.codebook import Level, Question

# Quick and thorough draw the same examples every time: a test that fails has failed because of a
# change. Search draws others each time, and prints what draws the failing one again.
settings.register_profile("quick", max_examples=25, deadline=None, derandomize=True)
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=100)
settings.register_profile("search", max_examples=400, deadline=None, print_blob=True)
settings.load_profile("quick")
ROOT = Path(__file__).parents[1]

MINI = """
[survey]
id = "mini"
provenance = "collected"
languages = ["fr", "en"]
date = 2026-01-31
version = "1.0"
authors = ["A"]
title = { fr = "Essai", en = "Trial" }
event = { fr = "Colloque", en = "Meeting" }
organiser = { fr = "Nous", en = "We" }

[intake]
separator = ", "
ignore_columns = ["Horodateur"]
timestamp = "Horodateur"
timestamp_format = "%Y-%m-%d %H:%M:%S"
duplicate_seconds = 60
test_marks = ["test"]

[[questions]]
id = "why"
kind = "multiple"
role = "context"
text = { fr = "Pourquoi, au juste?", en = "Why, exactly?" }
levels = [
    { id = "emploi", fr = "Recherche d’emploi, CV en ligne", en = "Job search, résumé" },
    { id = "cv", fr = "CV en ligne", en = "Résumé" },
    { id = "reseau", fr = "Réseautage", en = "Networking", aliases = ["Me faire des contacts"] },
    { id = "autre", fr = "Autre", en = "Other", write_in = true },
]

[[questions]]
id = "often"
kind = "ordinal"
role = "behaviour"
text = { fr = "J’y vais à quelle fréquence?", en = "How often?" }
highlight = ["souvent"]
levels = [
    { id = "jamais", fr = "Jamais", en = "Never" },
    { id = "parfois", fr = "Parfois", en = "Sometimes" },
    { id = "souvent", fr = "Souvent", en = "Often" },
]

[[questions]]
id = "gain"
kind = "nominal"
role = "outcome"
text = { fr = "J’en tire des résultats", en = "I get results" }
positive = ["oui"]
missing = { refused = ["Je préfère ne pas répondre"], not_asked = ["N/A"] }
levels = [
    { id = "oui", fr = "Oui", en = "Yes" },
    { id = "non", fr = "Non", en = "No" },
    { id = "nsp", fr = "Je ne sais pas", en = "I don’t know", off_scale = true },
]

[[questions]]
id = "words"
kind = "text"
role = "context"
text = { fr = "Un mot?", en = "A word?" }
"""


@pytest.fixture(scope="session")
def real():
    """The first survey's codebook."""
    return codebook.load(ROOT / "data/raw/linkedin-2015")


@pytest.fixture(scope="session")
def survey(tmp_path_factory):
    """A function that writes a survey folder, pairs (old, new) of text changed in its codebook."""

    def write(*changes, answers=None, published=None, text=MINI):
        for old, new in changes:
            assert old in text, f"{old!r} is not in the codebook of conftest.py"
            text = text.replace(old, new, 1)
        folder = tmp_path_factory.mktemp("survey")
        (folder / "codebook.toml").write_text(text, encoding="utf-8")
        if answers is not None:
            (folder / "answers.csv").write_bytes(answers)
        if published is not None:
            (folder / "published.toml").write_text(published, encoding="utf-8")
        return folder

    return write


@pytest.fixture(scope="session")
def ask():
    """A function that makes a question: its levels are the words of `levels`, capitalised."""

    def question(id, levels, *, kind="ordinal", role="behaviour", off=(), **others):
        scale = tuple(
            Level(
                name,
                name.capitalize(),
                dict.fromkeys(LANGUAGES, name.capitalize()),
                off_scale=name in off,
            )
            for name in levels.split()
        )
        text = dict.fromkeys(LANGUAGES, f"Question {id}?")
        return Question(id, kind, role, text, text, scale, id, **others)

    return question


@pytest.fixture(scope="session")
def book_of(survey):
    """A function that gives a codebook with these questions, of which no count is protected."""
    frame = dataclasses.replace(codebook.load(survey()), smallest_cell=1)
    return lambda *questions: dataclasses.replace(frame, questions=questions)


@pytest.fixture(scope="session")
def sheet():
    """A function that gives rows under the header of the small survey, as bytes of an export."""

    def write(*rows, header=HEADER, delimiter=",", encoding="utf-8", newline="\r\n"):
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter, lineterminator=newline).writerows([header, *rows])
        return out.getvalue().encode(encoding)

    return write


@pytest.fixture(scope="session")
def build():
    """Build a survey under a folder, by the command as a person gives it."""

    def run(survey, into, *options):
        command = [
            sys.executable,
            "-m",
            "helpers.cli",
            "build",
            str(survey),
            "--into",
            str(into),
            "--quiet",
            *options,
        ]
        return subprocess.run(command, capture_output=True, text=True, cwd=ROOT)

    return run


def pytest_collection_modifyitems(items):
    """Begin with the tests of the whole build: it takes longest, and the others run beside it."""
    items.sort(key=lambda item: "built" not in getattr(item, "fixturenames", ()))


def pytest_collection_finish():
    """Leave what was loaded for the tests out of every later search for garbage.

    Statsmodels searches at each adjustment for several tests, through all that is loaded.
    """
    gc.freeze()


@pytest.fixture(scope="session")
def once(tmp_path_factory):
    """A function that has a folder filled once, however many processes the tests run in."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def folder_of(name, fill):
        folder = base / name
        with (base / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                unfinished = base / f"{name}.unfinished"
                shutil.rmtree(unfinished, ignore_errors=True)
                unfinished.mkdir()
                fill(unfinished)
                unfinished.rename(folder)
        return folder

    return folder_of


@pytest.fixture(scope="session")
def built(build, once):
    """The folder that the first survey was built into, from nothing."""

    def fill(folder):
        result = build(ROOT / "data/raw/linkedin-2015", folder)
        assert result.returncode == 0, result.stderr

    return once("built", fill)


@pytest.fixture(scope="session")
def reports(built):
    """The folder of its reports."""
    return built / "reports/linkedin-2015"
