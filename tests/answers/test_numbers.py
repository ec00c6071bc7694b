"""Numbers as people write them: which are read, and which stop the work."""

import pytest

from helpers.answers.matching import match, unknown_parts
from helpers.answers.numbers import canonical
from helpers.answers.unknown import accepting, refusal
from helpers.answers.vocabulary import Vocabulary
from helpers.codebook import Level, Question

UNIT = {"fr": "an | ans", "en": "year | years"}


def asked(**entries):
    """A question of a number."""
    unsure = Level("nsp", "Je ne sais pas", {"fr": "Je ne sais pas"}, off_scale=True)
    return Question(
        "q", "number", "context", {"fr": "Q"}, {"fr": "Q"}, (unsure,), unit=UNIT, **entries
    )


def read(text, **entries):
    """The value and the rule of one text."""
    found = match(text, Vocabulary(asked(**entries)), ", ")
    return (found.value, found.rule) if found else None


@pytest.mark.parametrize(
    ("text", "value", "rule"),
    [
        ("12", "12", "exact"),
        ("-3", "-3", "exact"),
        ("2.5", "2.5", "exact"),
        ("12,5", "12.5", "number"),
        ("1,234", "1.234", "number"),  # a comma is one of decimals in French
        ("1.234", "1.234", "exact"),
        ("1 234,50", "1234.5", "number"),
        ("1\u202f234 567", "1234567", "number"),
        ("1’234", "1234", "number"),
        ("1,234,567", "1234567", "number"),
        ("1,234.50", "1234.5", "number"),
        ("1.234,50", "1234.5", "number"),
        ("012", "12", "number"),
        ("−3", "-3", "number"),
        ("12 ans", "12", "number"),
        ("1 an", "1", "number"),
        ("$1,50", "1.5", "number"),
        ("50 %", "50", "number"),
        ("1E3", "1000", "number"),
        (".5", "0.5", "number"),
        ("une dizaine", "10", "alias"),
        ("JE NE SAIS PAS", "nsp", "case"),
        ("", "_skipped", "blank"),
    ],
)
def test_a_number_is_read_as_it_is_written(text, value, rule):
    """Fails when a comma, a space or a unit makes another number of it, or it goes untold."""
    assert read(text, read_as={"Une dizaine": 10.0}) == (value, rule)


@pytest.mark.parametrize(("text", "value"), [("1,234", "1234"), ("12,5", "12.5"), ("0,5", "0.5")])
def test_a_comma_sets_thousands_apart_in_english_where_it_can(text, value):
    """Fails when an English comma is always one of decimals, or never."""
    assert read(text, decimal_comma=False) == (value, "number")


@pytest.mark.parametrize(
    "text",
    [
        *("5-10", "5 à 10", "10+", "< 5", "12 ans et demi", "2k", "3 millions", "nan", "inf"),
        *("1 23", "1,23.456,7", "1.2.3", "12 34", "$", ",", "deux", "2015-06-01", "1/2", "½"),
    ],
)
def test_what_is_no_single_number_stops_the_work(text):
    """Fails when a range, a fraction, a multiple or words become a number in silence."""
    assert read(text) is None


def test_an_unknown_number_is_told_with_its_cure():
    """Fails when the message offers levels, or a line that the codebook refuses."""
    question = asked()
    assert unknown_parts("une dizaine", Vocabulary(question), ", ") == ["une dizaine"]
    assert refusal("une dizaine", question).startswith("'une dizaine' is not a number; `read_as`")
    assert accepting(["a", "b"], question) == ['missing = { not_codable = ["a", "b"] }']


def test_a_number_is_written_in_one_way():
    """Fails when rounding in the machine, or a sign before zero, makes two values of one."""
    assert [canonical(x) for x in (-0.0, 0.1 + 0.2, 1e20, 3.0)] == ["0", "0.3", "1e+20", "3"]
