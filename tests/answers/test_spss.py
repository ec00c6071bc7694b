"""SPSS files: multiple response sets, which no library writes; the record is put in by hand."""

import struct

import pandas as pd
import pyreadstat
import pytest

from helpers import codebook
from helpers.answers import cleaning, intake
from helpers.draft.folder import draft_survey

END = struct.pack("<ii", 999, 0)  # of the dictionary; the values follow
SETS = struct.pack("<iii", 7, 7, 1)  # the record of multiple response sets


def write(path, sets, cells=((2.0, 1, 2), (1, 1, 9), (None, None, None)), **options):
    """A file of three variables with sets of them; of options, 2 is chosen and 1 is not."""
    table = pd.DataFrame([*cells], columns=["C1", "c2", "c3"], dtype=float)
    table.insert(0, "age", [31.0, 42, 53, 64][: len(table)])
    labels = ["Your age", "Channels: E-mail", "Letters", "Phone"]
    pyreadstat.write_sav(table, str(path), column_labels=labels, **options)
    content, record = path.read_bytes(), sets.encode()
    place = content.rindex(END)
    record = SETS + struct.pack("<i", len(record)) + record
    path.write_bytes(content[:place] + record + content[place:])
    return path


@pytest.mark.parametrize(
    ("sets", "question"),
    [
        ("$channels=D1 2 8 Channels c1 c2 c3\n", "Channels"),
        ("$channels=D1 2 0  c1 c2 c3\n", "channels"),
        ("$channels=D1 2 8 Channels c1 c2 c3\n$more=D1 2 4 More c1 c2\n", "Channels"),
    ],
)
def test_variables_of_a_set_are_the_options_of_one_question(tmp_path, sets, question):
    """Fails when the value that a set counts is not the one taken as chosen, a variable whose name
    SPSS has folded ends in a traceback, or one in two sets is named after both.
    """
    preview = intake.look(write(tmp_path / "a.sav", sets))
    options = [f"{question} [{part}]" for part in ("E-mail", "Letters", "Phone")]
    assert preview.header == ("Your age", *options)
    assert preview.rows.to_numpy().tolist()[:2] == [["31", "1", "0", "1"], ["42", "0", "0", "0"]]


def test_what_is_declared_missing_of_an_option_is_not_a_no(tmp_path):
    """Fails when a refusal is read as an option that was not chosen."""
    path = write(
        tmp_path / "a.sav",
        "$channels=D1 2 8 Channels c1 c2 c3\n",
        missing_ranges={"c3": [9.0]},
        variable_value_labels={"c3": {9.0: "Refused"}},
    )
    assert intake.look(path).rows.iloc[1].tolist() == ["42", "0", "0", "Refused"]


CODES = {1.0: "E-mail", 2.0: "Letters", 3.0: "Phone", 9.0: "Refused"}
CHOSEN = ((2.0, 1, None), (3, None, None), (None, None, None), (9, None, None))


@pytest.mark.parametrize("missing", [{}, {"C1": [9.0], "c2": [9.0], "c3": [9.0]}])
def test_variables_that_hold_the_codes_of_one_list_are_one_question(tmp_path, missing):
    """Fails when the first option chosen is a question of its own, one that nobody chose is
    forgotten, an option that a person chose second is lost, or a refusal is an option.
    """
    path = write(
        tmp_path / "a.sav",
        "$channels=C 14 Which channels c1 c2 c3\n",
        CHOSEN,
        missing_ranges=missing,
        variable_value_labels=dict.fromkeys(("C1", "c2", "c3"), CODES),
    )
    preview = intake.look(path)
    options = [*CODES.values()][: 3 if missing else 4]
    assert preview.header == ("Your age", *(f"Which channels [{each}]" for each in options))
    rows = [row[1:] for row in preview.rows.to_numpy().tolist()]
    assert [row[:3] for row in rows[:3]] == [["1", "1", "0"], ["0", "0", "1"], ["", "", ""]]
    assert rows[3] == (["Refused", "", ""] if missing else ["0", "0", "0", "1"])


def test_a_set_of_codes_is_drafted_and_counted_as_several_answers(tmp_path):
    """Fails when a set of codes passes as one question a variable, or counts somebody twice."""
    path = write(
        tmp_path / "a.sav",
        "$channels=C 8 Channels c1 c2 c3\n",
        (*CHOSEN[:2], (1, 1, 2)),
        variable_value_labels=dict.fromkeys(("C1", "c2", "c3"), CODES),
    )
    draft_survey(path, tmp_path / "draft")
    book = codebook.load(tmp_path / "draft")
    question = book.questions[-1]
    answers = cleaning.clean(intake.read(book), book).answers[question.id]
    assert (question.kind, question.column) == ("multiple", "Channels")
    assert answers.tolist() == ["e_mail|letters", "phone", "e_mail|letters"]


def test_a_draft_asks_a_set_as_one_question_of_several_answers(tmp_path):
    """Fails when a set becomes one question an option, or its counts are those of another value."""
    path = write(tmp_path / "a.sav", "$channels=D1 2 8 Channels c1 c2 c3\n")
    draft_survey(path, tmp_path / "draft")
    book = codebook.load(tmp_path / "draft")
    question = book.questions[-1]
    assert (question.kind, question.column) == ("multiple", "Channels")
    answers = cleaning.clean(intake.read(book), book).answers[question.id]
    assert answers.tolist() == ["e_mail|phone", "_none", "_skipped"]
