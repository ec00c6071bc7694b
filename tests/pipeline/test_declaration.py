"""What a notebook says of itself, and what is wrong with it."""

import pytest

from helpers.codebook import SurveyError
from helpers.pipeline import declaration

SURVEY = {"question": ["q1", "q2"], "language": ["fr", "en"]}
QUESTION = """# What did they answer?

Prose that goes on: with a colon.

Reads: `raw/codebook.toml`, `raw/published.toml` if there is one,
`answers`.
Writes: `shares/<question>`.
Shown of real answers: yes.
"""
REPORT = "Reads: `shares/<question>`, `provenance.<language>`\nWrites: `report.<language>.pdf`"


def declared(name, reads, writes):
    reads = ", ".join(f"`{name}`" for name in reads.split()) or "nothing"
    writes = ", ".join(f"`{name}`" for name in writes.split()) or "nothing"
    return declaration.parse(f"Reads: {reads}\nWrites: {writes}", name)


def check(*declarations, given=(), elsewhere=()):
    runs = [run for own in declarations for run in own.runs(SURVEY)]
    declaration.check(runs, given=given, elsewhere=elsewhere)


def test_what_a_notebook_says_is_read():
    """Fails when a line that goes on is cut, or prose with a colon is taken for a line."""
    own = declaration.parse(QUESTION, "02_question")
    assert own.reads == ("raw/codebook.toml", "raw/published.toml", "answers")
    assert own.raw == ["codebook.toml", "published.toml"]
    assert own.writes == ("shares/<question>",)
    assert (own.needs, own.shown, own.once_for) == ("", True, ["question"])
    silent = declaration.parse("Reads: nothing\nWrites: nothing\nNeeds: events", "silent")
    assert (silent.reads, silent.writes, silent.needs, silent.shown) == ((), (), "events", False)


def test_an_open_name_means_once_for_each_where_it_is_written_and_each_where_it_is_read():
    """Fails when a report reads one question's shares only, or another language's provenance."""
    question, report = declaration.parse(QUESTION, "02"), declaration.parse(REPORT, "06")
    assert [run.name for run in question.runs(SURVEY)] == ["02.q1", "02.q2"]
    assert [run.tables for run in question.runs(SURVEY)] == [["shares/q1"], ["shares/q2"]]
    french, english = report.runs(SURVEY)
    assert french.title == "06 fr" and french.pages == ["report.fr.pdf"] and french.tables == []
    assert english.reads == ["shares/q1", "shares/q2", "provenance.en"]
    [once] = declared("05", "answers", "exploration").runs(SURVEY)
    assert (once.name, once.reads, once.parameters) == ("05", ["answers"], {})
    pairs = declared("07", "", "pairs/<question>.<language>").runs(SURVEY)
    assert [run.name for run in pairs] == ["07.q1.fr", "07.q1.en", "07.q2.fr", "07.q2.en"]


@pytest.mark.parametrize(
    ("cell", "complaint"),
    [
        ("# Why?", r"line `Reads:`: its first cell has no such line; add a line `Reads: `"),
        ("Reads: `a`", r"line `Writes:`: its first cell has no such line"),
        ("Reeds: `a`\n\nWrites: `b`", r"line `Reeds: a`: .*did you mean 'Reads'"),
        ("Reads: `a`\nWrites: `b`\nColour: red", r"line `Colour: red`: the lines of a first cell"),
        ("Reads: `a`\nWrites: `b`\nNeeds: event", r"line `Needs: event`: .*did you mean 'events'"),
        (
            "Reads: `a`\nWrites: `b`\nShown of real answers: maybe",
            r"line `Shown.*`: write `yes` or `no`",
        ),
        ("Reads: `a`\nWrites: `raw/b`", r"line `Writes: raw/b`: what is raw is read only"),
        ("Reads: `shares/*`\nWrites: `b`", r"line `shares/\*`: this is no name of a file"),
        ("Reads: `../a`\nWrites: `b`", r"line `\.\./a`: this is no name of a file"),
        ("Reads: `a`\nWrites: `/b`", r"line `/b`: this is no name of a file"),
    ],
)
def test_a_line_that_cannot_be_understood_is_one_message(cell, complaint):
    """Fails when such a line is passed over, or the message names no notebook, line or cure."""
    with pytest.raises(SurveyError, match=r"^07_mine\.ipynb, " + complaint):
        declaration.parse(cell, "07_mine")


def test_an_open_name_that_no_survey_has_is_one_message():
    """Fails when `<event>` is taken for a name as it stands."""
    with pytest.raises(SurveyError, match=r"^07\.ipynb, line `<event>`: only .*'question'"):
        declared("07", "", "tables/<event>").runs(SURVEY)


def test_two_writers_of_one_table_are_one_message():
    """Fails when the last one wins, whether it names the table whole or for each question."""
    with pytest.raises(SurveyError, match=r"^07\.ipynb, line `Writes: shares/q2`: 02\.q2 writes"):
        check(declared("02", "", "shares/<question>"), declared("07", "", "shares/q2"))
    with pytest.raises(SurveyError, match=r"`Writes: provenance\.fr`: the build writes it too"):
        check(declared("07", "", "provenance.<language>"), given=["provenance.fr"])


def test_a_reader_of_what_nobody_writes_is_one_message():
    """Fails when it is told by the kernel only, or told of a table that another survey has."""
    clean = declared("01", "raw/answers", "answers")
    with pytest.raises(SurveyError, match=r"^05\.ipynb, line `Reads: answer`: .*mean 'answers'"):
        check(clean, declared("05", "answer", "x"))
    check(clean, declared("05", "answers events", "x"), elsewhere=["events"])


def test_a_circle_is_one_message():
    """Fails when notebooks that wait for each other are left waiting."""
    with pytest.raises(SurveyError, match=r"^0\d\.ipynb, line `Reads:`: they wait .*→.*→"):
        check(declared("02", "b", "a"), declared("03", "a", "b"), declared("04", "a", "c"))
    with pytest.raises(SurveyError, match=r"^02\.ipynb, .*02 → 02"):
        check(declared("02", "a", "a"))
