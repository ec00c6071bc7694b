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


def write(path, sets, **options):
    """A file of three variables that are options, 2 chosen and 1 not, with sets of them."""
    table = pd.DataFrame({"age": [31.0, 42, 53], "C1": [2.0, 1, None], "c2": [1.0, 1, None]})
    table["c3"] = [2.0, 9, None]
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


def test_a_draft_asks_a_set_as_one_question_of_several_answers(tmp_path):
    """Fails when a set becomes one question an option, or its counts are those of another value."""
    path = write(tmp_path / "a.sav", "$channels=D1 2 8 Channels c1 c2 c3\n")
    draft_survey(path, tmp_path / "draft")
    book = codebook.load(tmp_path / "draft")
    question = book.questions[-1]
    assert (question.kind, question.column) == ("multiple", "Channels")
    answers = cleaning.clean(intake.read(book), book).answers[question.id]
    assert answers.tolist() == ["e_mail|phone", "_none", "_skipped"]
