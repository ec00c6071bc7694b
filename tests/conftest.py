"""What tests of several rooms share: the real codebook, a small survey in a folder of its own, a question by hand."""

import csv
import dataclasses
import io
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from helpers import codebook
from helpers.codebook import Level, Question

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
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
leave = ["Horodateur"]
timestamp = "Horodateur"
timestamp_format = "%Y-%m-%d %H:%M:%S"
duplicate_seconds = 60
test_marks = ["test"]

[[questions]]
id = "why"
kind = "several"
role = "context"
text = { fr = "Pourquoi, au juste?", en = "Why, exactly?" }
levels = [
    { id = "emploi", fr = "Recherche d’emploi, CV en ligne", en = "Job search, résumé" },
    { id = "cv", fr = "CV en ligne", en = "Résumé" },
    { id = "reseau", fr = "Réseautage", en = "Networking", aliases = ["Me faire des contacts"] },
    { id = "autre", fr = "Autre", en = "Other", open = true },
]

[[questions]]
id = "often"
kind = "ordered"
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
HEADER = (
    "Horodateur",
    "Pourquoi, au juste?",
    "J’y vais à quelle fréquence?",
    "J’en tire des résultats",
    "Un mot?",
)


@pytest.fixture(scope="session")
def real():
    """The first survey's codebook."""
    return codebook.load(ROOT / "data/raw/linkedin-2015")


@pytest.fixture(scope="session")
def survey(tmp_path_factory):
    """A function that writes a survey folder, with pairs (old, new) of text changed in its codebook, and returns it."""

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
    """A function that makes a question by hand: its levels are the words of `levels`, their labels capitalised."""

    def question(id, levels, *, kind="ordered", role="behaviour", off=(), **others):
        made = tuple(
            Level(
                name,
                name.capitalize(),
                dict.fromkeys(("fr", "en"), name.capitalize()),
                off_scale=name in off,
            )
            for name in levels.split()
        )
        text = {"fr": f"Question {id}?", "en": f"Question {id}?"}
        return Question(id, kind, role, text, text, made, id, **others)

    return question


@pytest.fixture(scope="session")
def book_of(survey):
    """A function that gives a codebook with these questions."""
    frame = codebook.load(survey())
    return lambda *questions: dataclasses.replace(frame, questions=questions)


@pytest.fixture(scope="session")
def sheet():
    """A function that writes rows under the header of the small survey, as the bytes of an export."""

    def write(*rows, header=HEADER, delimiter=",", encoding="utf-8", newline="\r\n"):
        out = io.StringIO()
        csv.writer(out, delimiter=delimiter, lineterminator=newline).writerows([header, *rows])
        return out.getvalue().encode(encoding)

    return write


@pytest.fixture(scope="session")
def build():
    """Build a survey under a folder, by the command as a person gives it."""

    def run(survey, into):
        command = [
            sys.executable,
            "-m",
            "helpers.cli",
            "build",
            str(survey),
            "--into",
            str(into),
            "--quiet",
        ]
        return subprocess.run(command, capture_output=True, text=True, cwd=ROOT)

    return run


@pytest.fixture(scope="session")
def built(build, tmp_path_factory):
    """The first survey, built from nothing."""
    into = tmp_path_factory.mktemp("built")
    done = build(ROOT / "data/raw/linkedin-2015", into)
    assert done.returncode == 0, done.stderr
    return into


@pytest.fixture(scope="session")
def reports(built):
    """The folder of its reports."""
    return built / "reports/linkedin-2015"
