"""The rule: what is protected, of whom, and how it is lifted."""

import dataclasses

import numpy as np
import pytest

from helpers import codebook
from helpers.codebook import SurveyError
from helpers.privacy import release, rule
from helpers.report import catalogue, narrative


@pytest.mark.parametrize("value", ["0", "-1", "1", "true", "4.5", '"5"'])
def test_the_smallest_cell_cannot_switch_protection_off(survey, value):
    """Fails when a codebook can protect nobody without saying so."""
    folder = survey(("authors = ", f"smallest_cell = {value}\nauthors = "))
    with pytest.raises(SurveyError, match="smallest_cell"):
        codebook.load(folder)


def test_protection_is_lifted_by_saying_why_and_the_report_says_so(survey):
    """Fails when a waiver protects, is not printed, or the report of any other hides its rule."""
    protected = codebook.load(survey())
    text = 'waiver = { fr = "Consenti, A. A.", en = "Agreed, A. A." }\nauthors = '
    waived = codebook.load(survey(("authors = ", text)))
    assert (rule.smallest(protected), rule.smallest(waived)) == (5, 1)
    for messages in (catalogue.load(language).plain for language in waived.languages):
        assert "A. A." in narrative.survey.limits(waived, messages)
        told = narrative.survey.limits(protected, messages)
        assert messages.integer(rule.FEWEST_PEOPLE) in told and "5" in told and "A. A." not in told


def test_a_waiver_of_synthetic_answers_is_none(survey):
    """Fails when a report of nobody's answers says that small counts of people are told."""
    text = 'waiver = { fr = "Non", en = "No" }\nauthors = '
    book = codebook.load(survey(("authors = ", text), ('"collected"', '"synthetic"')))
    assert not rule.is_waived(book)


def test_there_is_no_report_on_two_respondents(survey):
    """Fails when every answer of two people is printed; or when ten are refused."""
    book = codebook.load(survey())
    with pytest.raises(SurveyError, match=r"2 people are too few .* `waiver`"):
        release.require_enough(2, book)
    with pytest.raises(SurveyError, match=r"^Laval: "):
        release.require_enough(9, book, "Laval")
    release.require_enough(10, book)
    release.require_enough(2, dataclasses.replace(book, provenance="synthetic"))


@pytest.mark.parametrize(
    ("table", "hidden"),
    [
        ([[5, 0, 6], [7, 8, 9]], False),
        ([[4, 5, 6], [7, 8, 9]], True),
        ([[5, 6], [7, 30]], True),
        ([[10, 11], [12, 30]], False),
        ([[5, 6, 0], [7, 30, 0]], True),
        ([[5, 6], [0, 0]], False),
        ([[0, 0], [0, 0]], False),
    ],
)
def test_a_table_is_hidden_by_its_smallest_count(survey, table, hidden):
    """Fails when a cell of nobody hides a table, or a level that nobody chose hides that it is of
    two by two."""
    assert rule.is_hidden(np.array(table), codebook.load(survey())) is hidden
