"""A survey at three events in two editions, whose people are in groups: built whole, read back."""

import csv
import re

import cellcheck
import numpy as np
import pytest

from helpers import codebook, processed

pytestmark = pytest.mark.slow
HEADER = ("Town", "Your sector", "How often do you come?", "Did it help you?", "Which colour?")
TOWNS, SECTORS = ("Laval", "Lévis", "Gaspé"), ("Public", "Private", "Other")
OFTEN, HELPED, COLOURS = ("Never", "Sometimes", "Often"), ("Yes", "No"), ("Red", "Green")
CODEBOOK = """
[survey]
id = "{id}"
provenance = "{provenance}"
languages = ["en", "fr"]
date = {date}
version = "1.0"
authors = ["A. Analyst"]
smallest_cell = 5
title = {{ en = "After the club evening", fr = "Après la soirée du club" }}
event = {{ en = "Club evening", fr = "Soirée du club" }}
organiser = {{ en = "The club", fr = "Le club" }}

[plan]
groups = ["sector"]

[intake]
event = "Town"

[[questions]]
id = "sector"
kind = "nominal"
role = "group"
text = {{ en = "Your sector", fr = "Votre secteur" }}
levels = [
    {{ id = "public", en = "Public", fr = "Public" }},
    {{ id = "private", en = "Private", fr = "Privé" }},
    {{ id = "other", en = "Other", fr = "Autre" }},
]

[[questions]]
id = "often"
kind = "ordinal"
role = "behaviour"
highlight = ["often"]
text = {{ en = "How often do you come?", fr = "Venez-vous souvent?" }}
levels = [
    {{ id = "never", en = "Never", fr = "Jamais" }},
    {{ id = "sometimes", en = "Sometimes", fr = "Parfois" }},
    {{ id = "often", en = "Often", fr = "Souvent" }},
]

[[questions]]
id = "helped"
kind = "nominal"
role = "outcome"
positive = ["yes"]
text = {{ en = "Did it help you?", fr = "Cela vous a-t-il aidé?" }}
levels = [{{ id = "no", en = "No", fr = "Non" }}, {{ id = "yes", en = "Yes", fr = "Oui" }}]

[[questions]]
id = "colour"
kind = "nominal"
column = "Which colour?"
text = {{ en = "{colour}", fr = "Quelle couleur?" }}
levels = [{{ id = "red", en = "Red", fr = "Rouge" }}, {{ id = "green", en = "Green", fr = "Vert" }}]
"""


def write(folder, id, seed, more, colour, provenance):
    """A survey of 240 people: in the private sector they come less; `more` of all come often."""
    random = np.random.default_rng(seed)
    folder.mkdir()
    date = f"{id[-4:]}-05-01"
    text = CODEBOOK.format(id=id, date=date, colour=colour, provenance=provenance)
    (folder / "codebook.toml").write_text(text, encoding="utf-8")
    with (folder / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(HEADER)
        for _ in range(240):
            sector = random.choice(3, p=[0.5, 0.485, 0.015])
            often = random.choice(3, p=[0.3 - more, 0.4, 0.3 + more])
            often = max(0, often - (sector == 1))
            answers = SECTORS[sector], OFTEN[often], *map(random.choice, (HELPED, COLOURS))
            sheet.writerow([random.choice(TOWNS), *answers])
    return folder


@pytest.fixture(scope="module", params=["synthetic", "collected"])
def club(request, once, build):
    """Where both editions lie, and the second was built against the first."""

    def fill(folder):
        kind = request.param
        first = write(folder / "first", "club-2024", 1, 0.0, "Which colour?", kind)
        second = write(folder / "second", "club-2025", 2, 0.25, "And which colour?", kind)
        result = build(second, folder, "--against", str(first))
        assert result.returncode == 0, result.stderr

    return once(f"clubs-{request.param}", fill)


def table(club, name):
    return processed.read(club / "data/processed/club-2025", name)


def test_groups_are_compared_and_few_are_not_told(club):
    """Fails when groups that differ seem not to, or three people are a group of their own."""
    tests = table(club, "group_tests").set_index(["group", "question"])
    assert tests.verdict["sector", "often"] == "different"
    assert (tests.plan["sector", "often"], tests.plan["event", "often"]) == (
        "planned",
        "exploratory",
    )
    levels = set(table(club, "group_shares").group_level)
    assert ("other" in levels) is codebook.load(club / "second").synthetic


def test_a_change_is_seen_and_another_wording_is_not_compared(club):
    """Fails when the editions are taken for each other, or another question for the same."""
    changes = table(club, "editions")
    judged = changes[changes.verdict != ""].set_index("question").verdict
    assert judged["often"] == "increased" and "colour" not in judged
    compared = table(club, "comparability").set_index("question").state
    assert compared["colour"] == "another wording"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["The groups, side by side", "Since the edition of 2024-05-01", "another wording"]),
        ("fr", ["Les groupes, côte à côte", "Depuis l’édition du 2024-05-01", "autre formulation"]),
    ],
)
def test_the_report_tells_it(club, language, told):
    """Fails when a section is missing, or a number is not that of its cell."""
    reports = club / "reports/club-2025"
    page = (reports / f"report.{language}.html").read_text(encoding="utf-8")
    text = re.sub(r"\s+", " ", cellcheck.body(page).get_text())
    for words in told:
        assert words in text
    book, folder = codebook.load(club / "second"), club / "data/processed/club-2025"
    for document in ("report", "tables"):
        page = (reports / f"{document}.{language}.html").read_text(encoding="utf-8")
        assert cellcheck.problems(page, folder, book, language) == []
