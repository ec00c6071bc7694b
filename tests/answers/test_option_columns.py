"""Columns of one option each: which belong together, and what a row of them says."""

import pandas as pd
import pytest

from helpers import codebook
from helpers.answers import cleaning, intake
from helpers.answers.intake.option_columns import JOINT, NONE_CHOSEN, NOT_SHOWN
from helpers.codebook import SurveyError

BOOK = """
[survey]
id = "options"
provenance = "collected"
languages = ["en"]
date = 2026-01-31
version = "1"
authors = ["A"]
title.en = "A"
event.en = "B"
organiser.en = "C"

[[questions]]
id = "how"
kind = "multiple"
role = "context"
text.en = "Channels"
levels = [
    { id = "mail", en = "E-mail" },
    { id = "phone", en = "Phone", aliases = ["Telephone"] },
    { id = "other", en = "Other", write_in = true },
]

[[questions]]
id = "again"
kind = "nominal"
role = "context"
text.en = "Again?"
levels = [{ id = "yes", en = "Yes" }, { id = "no", en = "No" }]
"""
HEADER = "Channels [E-mail],Channels [telephone],Channels [Other],Again?\n"


def cells(survey, rows, header=HEADER, size=intake.ROWS_PER_CHUNK):
    """The cells of the question with columns of options."""
    lines = "".join(f"{row},Yes\n" for row in rows)
    book = codebook.load(survey(text=BOOK, answers=(header + lines).encode()))
    chunks = intake.read(book).chunks(size)
    return [cell for chunk in chunks for cell in chunk.answers["how"]]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["E-mail,,", ",x,", "x,x,"], ["E-mail", "Phone", f"E-mail{JOINT}Phone"]),
        (["✓,✔,", "Oui,Vrai,", "1,TRUE,"], [f"E-mail{JOINT}Phone"] * 3),
        (["Selected,Not selected,"], ["E-mail"]),
        (["Quoted,Not Quoted,pigeons, maybe".replace(", maybe", "")], [f"E-mail{JOINT}pigeons"]),
        (["1,0,0", "0,0,0", ",,"], ["E-mail", NONE_CHOSEN, ""]),
        (["1,,", ",,"], ["E-mail", NONE_CHOSEN]),
        (["N/A,N/A,N/A", "No,No,", "N/A,N/A,"], [NOT_SHOWN, NONE_CHOSEN, NOT_SHOWN]),
        (["perhaps,,"], ["perhaps"]),
    ],
)
@pytest.mark.parametrize("size", [1, 100])
def test_a_row_says_which_options_were_chosen(survey, rows, expected, size):
    """Fails when a mark is taken for its contrary, a blank row for one that chose none though the
    file says "no" elsewhere, or the answer depends on how many rows are read at a time.
    """
    assert cells(survey, rows, size=size) == expected


def test_a_mark_that_is_none_is_an_unknown_answer(survey):
    """Fails when a cell that says neither yes nor no is dropped."""
    book = BOOK.replace(", write_in = true", "")
    folder = survey(text=book, answers=f"{HEADER}perhaps,,,Yes\n".encode())
    book = codebook.load(folder)
    with pytest.raises(SurveyError, match="'perhaps'"):
        cleaning.clean(intake.read(book), book)


def test_everybody_asked_is_in_the_base(survey):
    """Fails when those who chose none of the options are left out of the base."""
    answers = f"{HEADER}1,0,,Yes\n0,0,,Yes\n0,1,,Yes\n0,0,,No\n"
    book = codebook.load(survey(text=BOOK, answers=answers.encode()))
    cleaned = cleaning.clean(intake.read(book), book)
    assert not cleaned.answers["how"].isin(codebook.MISSING).any()


def test_an_option_no_level_is_for_is_told(survey):
    """Fails when a column of an option is left out in silence."""
    header = HEADER.replace("[Other]", "[Fax]")
    with pytest.raises(SurveyError, match=r"Channels \[Fax\]"):
        cells(survey, ["1,1,1"], header)


SINGLE = BOOK.replace('kind = "multiple"', 'kind = "ordinal"')


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["E-mail,,", ",x,", ",,pigeons", ",,"], ["mail", "phone", "other", "_skipped"]),
        (["1,0,0", "0,1,", "0,0,0"], ["mail", "phone", "_skipped"]),
        (["N/A,N/A,N/A", "No,Yes,"], ["_not_asked", "phone"]),
    ],
)
def test_one_answer_in_columns_of_options(survey, rows, expected):
    """Fails when a question of one answer is refused because each option has a column of its own,
    or a row without a tick is an answer.
    """
    lines = "".join(f"{row},Yes\n" for row in rows)
    book = codebook.load(survey(text=SINGLE, answers=(HEADER + lines).encode()))
    assert cleaning.clean(intake.read(book), book).answers["how"].tolist() == expected


def test_two_options_of_a_question_of_one_answer_are_told(survey):
    """Fails when one of two ticks is taken, both end in a traceback, or not all rows are named."""
    answers = f"{HEADER}1,,,Yes\nx,x,,Yes\n,x,pigeons,Yes\n1,1,,Yes\n".encode()
    book = codebook.load(survey(text=SINGLE, answers=answers))
    with pytest.raises(SurveyError) as told:
        cleaning.clean(intake.read(book), book)
    both, words, advice = str(told.value).split("\n")
    assert "answers.csv, row 3, 5, question 'how': 'E-mail' and 'Phone' are chosen; of a q" in both
    assert "row 4, question 'how': 'Phone' and 'pigeons' are chosen" in words
    assert advice == "Put them right in the export."


def test_a_person_who_chose_what_columns_are_called_is_no_header(survey):
    """Fails when the cells of somebody who ticked every option are taken for a header."""
    book = BOOK.replace('{ id = "mail", en = "E-mail" }', '{ id = "mail", column = "A", en = "A" }')
    book = book.replace('text.en = "Again?"', 'text.en = "Yes"').replace('id = "phone"', "PHONE")
    book = book.replace("PHONE", 'id = "phone", column = "Phone"').replace('"Other"', '"Fax"')
    answers = b"A,Phone,Channels [Fax],Yes\nA,Phone,Channels [Fax],Yes\n,Phone,,No\n"
    folder = survey(text=book, answers=answers)
    account = cleaning.clean(intake.read(codebook.load(folder)), codebook.load(folder)).account
    assert account.set_index("item")["count"]["kept"] == 2


@pytest.mark.parametrize("other", ["Other", "-oth-", ""])
def test_own_words_beside_one_answer(survey, other):
    """Fails when a tool's mark for own words counts as an answer beside them, or an answer beside
    own words ends in a traceback.
    """
    rows = "Channels,Channels [Other],Again?\n{},pigeons,Yes\nPhone,,Yes\n"
    book = codebook.load(survey(text=SINGLE, answers=rows.format(other).encode()))
    assert cleaning.clean(intake.read(book), book).answers["how"].tolist() == ["other", "phone"]
    book = codebook.load(survey(text=SINGLE, answers=rows.format("Phone").encode()))
    with pytest.raises(SurveyError, match="'Phone' and 'pigeons' are chosen"):
        cleaning.clean(intake.read(book), book)


LONE = BOOK.replace('kind = "nominal"', 'kind = "nominal"\ncolumn = "Language [R]"').replace(
    '{ id = "yes", en = "Yes" }', '{ id = "yes", en = "R" }'
)


def test_the_column_of_one_option_is_no_question_of_one_answer(survey):
    """Fails when everybody who answered chose the one option there is, 100 %."""
    header = HEADER.replace("Again?", "Language [R]")
    folder = survey(text=LONE, answers=f"{header}1,,,R\n1,,,\n".encode())
    with pytest.raises(SurveyError, match=r"'Language \[R\]'.* one option or nothing") as told:
        intake.read(codebook.load(folder))
    assert "kind \"multiple\" with `column = 'Language'`" in str(told.value)


def test_a_question_with_the_word_of_a_level_in_its_name_is_one(survey):
    """Fails when a question is refused though its column holds another answer too."""
    header = HEADER.replace("Again?", "Language [R]")
    folder = survey(text=LONE, answers=f"{header}1,,,R\n1,,,No\n1,,,\n".encode())
    chunk = next(intake.read(codebook.load(folder)).chunks())
    assert isinstance(chunk.answers, pd.DataFrame)
