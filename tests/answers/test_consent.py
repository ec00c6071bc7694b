"""One box to tick: whoever left it blank said no."""

import pytest

from helpers import codebook
from helpers.analysis import tables
from helpers.answers import cleaning, intake
from helpers.codebook import SurveyError
from helpers.report import catalogue, narrative

BOX = (
    'kind = "nominal"\nrole = "outcome"\ntext = { fr = "J’en tire des résultats"',
    'kind = "consent"\ntext = { fr = "J’en tire des résultats"',
)
PLAIN = ('positive = ["oui"]\n', "")
ONE = [
    ('    { id = "non", fr = "Non", en = "No" },\n', ""),
    ('    { id = "nsp", fr = "Je ne sais pas", en = "I don’t know", off_scale = true },\n', ""),
]


@pytest.fixture(scope="module")
def boxed(survey, sheet):
    """The small survey, one question of it a box, cleaned of these cells."""

    def run(*cells):
        rows = [
            (f"2026-01-31 {hour:02}:00:00", "Réseautage", "Jamais", cell, "mot")
            for hour, cell in enumerate(cells)
        ]
        book = codebook.load(survey(BOX, PLAIN, *ONE, answers=sheet(*rows)))
        return book.question("gain"), cleaning.clean(intake.read(book), book).answers

    return run


def test_a_blank_box_is_no(boxed):
    """Fails when a blank is skipped, a sign for yes is unknown, or the base is those who ticked."""
    question, answers = boxed("Oui", "x", "1", "", "Non", "N/A")
    assert answers.gain.tolist() == ["oui", "oui", "oui", "_none", "_none", "_not_asked"]
    row = tables.shares(answers, question).iloc[0]
    assert (row["count"], row.base, row.method) == (3, 5, "wilson")


def test_a_box_is_told_as_one(boxed):
    """Fails when several answers are said to be possible, or nobody has one."""
    english = catalogue.load("en").plain
    question, answers = boxed("Oui", "", "", "")
    text = narrative.answers.finding(tables.shares(answers, question), question, english)
    text = text.replace("\u00a0", " ")
    assert text.startswith("**25%** answered “Yes” (1 person out of 4; 95% interval: ")
    question, answers = boxed("", "")
    text = narrative.answers.finding(tables.shares(answers, question), question, english)
    text = text.replace("\u00a0", " ")
    assert text.startswith("Nobody among the two people answered “Yes” (95% interval: 0% to")


def test_a_box_has_one_level(survey):
    """Fails when a box of two levels passes."""
    with pytest.raises(SurveyError, match="gain has kind 'consent', which takes one level"):
        codebook.load(survey(BOX, PLAIN))
