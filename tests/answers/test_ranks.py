"""Rankings: ranks in columns, options in columns of ranks, one list; and what is odd about them."""

import pytest

from helpers import codebook
from helpers.answers import cleaning, intake
from helpers.codebook import SurveyError

BOOK = """
[survey]
id = "ranks"
provenance = "collected"
languages = ["en"]
date = 2026-01-31
version = "1"
authors = ["A"]
title.en = "A"
event.en = "B"
organiser.en = "C"

[intake]
separator = "; "

[[questions]]
id = "best"
kind = "ranking"
text.en = "Best?"
missing = { refused = ["-"] }
levels = [
    { id = "soil", en = "Soil", aliases = ["Earth"] },
    { id = "sun", en = "Sun; all day" },
    { id = "shade", en = "Shade" },
]

[[questions]]
id = "again"
kind = "nominal"
text.en = "Again?"
levels = ["Yes", "No"]
"""
COLUMNS = "Best? [Soil],Best? [Sun; all day],Best? [Shade],Again?\n"
RANKS = "Best? [Rank 1],Best? [Rank 2],Best? [Rank 3],Again?\n"


def cleaned(survey, header, rows):
    """The clean answers to the ranking, and its ledger."""
    answers = header + "".join(f"{row},Yes\n" for row in rows)
    book = codebook.load(survey(text=BOOK, answers=answers.encode()))
    result = cleaning.clean(intake.read(book), book)
    ledger = result.ledger[result.ledger.question == "best"]
    return result.answers["best"].astype(str).tolist(), dict(ledger[["row", "rule"]].to_numpy())


@pytest.mark.parametrize(
    ("header", "row", "value", "rule"),
    [
        (COLUMNS, "2,1,3", "sun|soil|shade", None),
        (COLUMNS, "1st,no. 2,3.0", "soil|sun|shade", None),
        (COLUMNS, "2,1,", "sun|soil", None),
        (COLUMNS, "2,1,N/A", "sun|soil", None),
        (COLUMNS, "2,1,-", "sun|soil", None),  # declared: not ranked
        (COLUMNS, "1,1,2", "soil=sun|shade", "tied ranks"),
        (COLUMNS, "1,1,3", "soil=sun||shade", "tied ranks"),
        (COLUMNS, ",2,3", "|sun|shade", "ranks left out"),
        (COLUMNS, "1,,3", "soil||shade", "ranks left out"),
        (COLUMNS, ",,", "_skipped", "blank"),
        (COLUMNS, "N/A,N/A,N/A", "_not_asked", "not shown"),
        (COLUMNS, "-,-,-", "_refused", "declared"),
        (RANKS, "Shade,Soil,Sun; all day", "shade|soil|sun", None),
        (RANKS, "Shade,,earth", "shade||soil", "ranks left out"),
        (RANKS, "Shade,Shade,Soil", "shade||soil", "option ranked twice"),
        ("Best?,Again?\n", "Shade; Sun; all day; Soil", "shade|sun|soil", None),
        ("Best?,Again?\n", "Shade; Sun; all day", "shade|sun", None),
        ("Best?,Again?\n", "shade;earth;", "shade|soil", "alias"),
        ("Best?,Again?\n", "Shade; Soil; Shade", "shade|soil", "option ranked twice"),
        ("Best?,Again?\n", '""', "_skipped", "blank"),
    ],
)
def test_an_order_is_read_whatever_it_stands_in(survey, header, row, value, rule):
    """Fails when a rank moves, a tie or a gap is hidden, or who ranked nothing counts."""
    values, rules = cleaned(survey, header, [row])
    assert (values, rules.get(2)) == ([value], rule)


@pytest.mark.parametrize(
    ("header", "row", "message"),
    [
        (COLUMNS, "4,1,2", "'4' for 'Soil' is no rank from 1 to 3"),
        (COLUMNS, "0,1,2", "'0' for 'Soil' is no rank"),
        (COLUMNS, "-1,1,2", "'-1' for 'Soil' is no rank"),
        (COLUMNS, "1.5,1,2", "'1.5' for 'Soil' is no rank"),
        (COLUMNS, "first,1,2", "'first' for 'Soil' is no rank"),
        ("Best?,Again?\n", "Shade; Rain", "'Rain' is not one of ['Soil', 'Sun; all day', 'Shade']"),
    ],
)
def test_what_is_no_rank_stops_the_work(survey, header, row, message):
    """Fails when a rank that cannot be is guessed or dropped."""
    with pytest.raises(SurveyError) as error:
        cleaned(survey, header, [row])
    assert f"row 2, question 'best': {message}" in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('en = "Shade"', 'en = "Shade", write_in = true', "ranks options only"),
        ('en = "Shade"', 'en = "Shade", off_scale = true', "ranks options only"),
        ('id = "best"', 'id = "best"\nrole = "outcome"', "has role 'outcome' but kind 'ranking'"),
        ('id = "again"', 'id = "again"\nasked_if = { best = ["soil"] }', "not one of ['answered']"),
    ],
)
def test_a_mistake_about_rankings_is_told(survey, old, new, message):
    """Fails when a ranking takes what nobody can rank."""
    with pytest.raises(SurveyError) as error:
        codebook.load(survey(text=BOOK.replace(old, new, 1)))
    assert message in str(error.value)
