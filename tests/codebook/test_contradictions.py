"""What a codebook says twice or takes back: each refused by name, all in one run."""

import pytest

from helpers import codebook
from helpers.codebook import SurveyError

BOOK = """[survey]
id = "canteen"
provenance = "collected"
languages = ["en"]
date = 2026-01-31
version = "1"
authors = ["A"]
title.en = "Canteen"
event.en = "Lunch"
organiser.en = "Kitchen"

[intake]
INTAKE

[[questions]]
id = "q1"
kind = "multiple"
text.en = "Which dishes?"
levels = ["Soup", "Salad", "Soup, salad"]
QUESTION
"""
REFUSED = {
    "a blank alias": (
        "",
        '[[questions]]\nid = "q2"\nkind = "nominal"\ntext.en = "Well?"\n'
        'levels = [{ id = "a", en = "A", aliases = [" "] }, "B"]',
        "[[questions]] q2 level 'a' aliases holds a blank text",
    ),
    "a blank label": ("", 'missing = { refused = [""] }', "q1 missing refused holds a blank text"),
    "a blank text": ("", 'short.en = " "', "q1 short has no text in language 'en'"),
    "levels of own words": (
        "",
        '[[questions]]\nid = "q2"\nkind = "text"\ntext.en = "Why?"\nlevels = ["A", "B"]',
        "[[questions]] q2 has kind 'text' and levels",
    ),
    "a person's id asked": (
        'respondent = "which dishes?"',
        "",
        "[intake] respondent is 'which dishes?', which [[questions]] q1 asks for",
    ),
    "a time asked": ('timestamp = "Which dishes?"', "", "must not leave the raw file"),
    "an event asked": ('event = "WHICH dishes?"', "", "event is 'WHICH dishes?', which [[quest"),
    "nothing ignored": ('ignore_columns = ["A", " "]', "", "ignore_columns holds a blank name"),
    "rows kept by no column": ('keep = { "" = "x" }', "", "[intake] keep has a blank name"),
    "a time without a day": ('timestamp_format = "%H:%M"', "", "timestamp_format is '%H:%M'"),
    "a day without a year": ('timestamp_format = "%d/%m"', "", "timestamp_format is '%d/%m'"),
    "rows kept by nothing": ("keep = { Status = [] }", "", "keep names no text for 'Status'"),
    "a trial that is an answer": (
        'test_marks = ["SALAD"]',
        "",
        "[intake] test_marks has 'SALAD', which [[questions]] q1 has as level 'salad': whoever",
    ),
    "own words as two levels": (
        "",
        '[[questions]]\nid = "q2"\nkind = "nominal"\ntext.en = "Well?"\nlevels = ['
        '{ id = "a", en = "A", write_in = true }, { id = "b", en = "B", write_in = true }]',
        "[[questions]] q2 has several levels of `write_in`",
    ),
    "two texts that differ by a capital": (
        "",
        '[[questions]]\nid = "q2"\nkind = "text"\ncolumn = "c"\ntext.en = "which  Dishes?"',
        "[[questions]] q1, q2 have one text, 'Which dishes?'; give each a `short`",
    ),
    "a text for two numbers": (
        "",
        '[[questions]]\nid = "q2"\nkind = "number"\ntext.en = "n"\nread_as = { x = 1, X = 2 }',
        "[[questions]] q2 read_as has 'X' twice, for two numbers",
    ),
    "a number that is missing": (
        "",
        '[[questions]]\nid = "q2"\nkind = "number"\ntext.en = "n"\nread_as = { x = 1 }\n'
        'missing = { refused = ["X"] }',
        "[[questions]] q2: 'x' is both a number of read_as and a label of missing",
    ),
    "a route that nobody takes": (
        "",
        '[[questions]]\nid = "q2"\nkind = "nominal"\ntext.en = "b"\nlevels = ["Yes", "No"]\n'
        '[[questions]]\nid = "q3"\nkind = "text"\ntext.en = "c"\nasked_if = { q2 = ["yes"] }\n'
        '[[questions]]\nid = "q4"\nkind = "text"\ntext.en = "d"\n'
        'asked_if = { q2 = ["no"], q3 = ["answered"] }',
        "[[questions]] q4 asked_if can never hold: 'q3' is put to nobody",
    ),
    "a question after itself": (
        *("", 'asked_if = { q1 = ["soup"] }', "asked_if names 'q1', which is the question itself"),
    ),
    "no encoding of text": ('encoding = "rot13"', "", "[intake] encoding is 'rot13'"),
    "an unknown encoding": ('encoding = "latin-99"', "", "[intake] encoding is 'latin-99'"),
    "a file above": ('file = "../a.csv"', "", "it must be a file in the survey's folder"),
    "folders of any depth": ('file = "a**.csv"', "", "[intake] file is 'a**.csv'"),
}


def load(folder, intake="", question=""):
    """The codebook with these lines added."""
    text = BOOK.replace("INTAKE", intake).replace("QUESTION", question)
    (folder / "codebook.toml").write_text(text, encoding="utf-8")
    return codebook.load(folder)


def test_what_contradicts_nothing_is_read(tmp_path):
    """Fails when an option that is two others side by side is refused: the longest one counts."""
    assert load(tmp_path, 'separator = ","').question("q1").ids == ["soup", "salad", "soup_salad"]
    assert load(tmp_path, 'timestamp = "Sent"\nrespondent = "Token"').intake["respondent"]


@pytest.mark.parametrize(("intake", "question", "expected"), REFUSED.values(), ids=REFUSED)
def test_a_contradiction_is_told_by_name(intake, question, expected, tmp_path):
    """Fails when one passes, or its message does not name the entry."""
    with pytest.raises(SurveyError) as refused:
        load(tmp_path, intake, question)
    assert expected in str(refused.value)


@pytest.mark.parametrize("authors", ["[]", '["A", " "]'])
def test_a_report_has_authors(authors, tmp_path, monkeypatch):
    """Fails when a report is made by nobody, or by somebody without a name."""
    monkeypatch.setattr(f"{__name__}.BOOK", BOOK.replace('["A"]', authors))
    with pytest.raises(SurveyError, match=r"authors is .*, not a list of texts, one name at least"):
        load(tmp_path)


def test_all_contradictions_are_told_in_one_run(tmp_path):
    """Fails when the first one hides the others."""
    intake = 'encoding = "rot13"\nkeep = { Status = [] }\nfile = "../a.csv"'
    with pytest.raises(SurveyError) as refused:
        load(tmp_path, intake, 'missing = { refused = [""] }')
    assert len(str(refused.value).splitlines()) == 4
