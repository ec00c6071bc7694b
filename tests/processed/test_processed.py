"""The processed files: what the contract refuses, and that what is written is what is read."""

import math

import pandas as pd
import pytest

from helpers import codebook, processed
from helpers.answers import counting
from helpers.codebook import SurveyError
from helpers.processed import COLUMNS, TEXTS

TABLES = sorted(set(COLUMNS) - {"answers", "duplicates"})
WORDS = ["", "NA", 'Un "mot", «\u00a0là\u00a0»\net ici', "007"]
NUMBERS = [0.125, math.inf, math.nan, -math.inf]


def example(name):
    """Four rows of a table: texts that are easily taken for something else, numbers that are easily
    lost.
    """
    return pd.DataFrame({column: WORDS if column in TEXTS else NUMBERS for column in COLUMNS[name]})


@pytest.mark.parametrize("name", TABLES)
def test_what_is_written_is_what_is_read(tmp_path, name):
    """Fails when an empty text becomes missing, ``NA`` or ``007`` something else, or an infinity is
    lost.
    """
    written = processed.write(example(name), tmp_path, name)
    assert written.to_dict("records") == [{"file": f"{name}.csv", "rows": 4}]
    pd.testing.assert_frame_equal(processed.read(tmp_path, name), example(name), check_dtype=False)


def test_the_folder_of_a_new_survey_is_made_and_no_other(tmp_path):
    """Fails when the first notebook run by hand has nowhere to write, or a slip makes folders
    somewhere.
    """
    processed.write(example("grim"), tmp_path / "new", "grim")
    assert len(processed.read(tmp_path / "new", "grim")) == 4
    with pytest.raises(SurveyError, match="no survey folder"):
        processed.write(example("grim"), tmp_path / "dta/new", "grim")
    assert not (tmp_path / "dta").exists()


def test_shares_of_some_questions_are_not_taken_for_those_of_all(tmp_path, survey):
    """Fails when a report goes on without a question whose notebook nobody executed."""
    book = codebook.load(survey())
    asked = [question.id for question in book.questions]
    for id in asked[:-1]:
        processed.write(example("shares"), tmp_path, f"shares/{id}")
    with pytest.raises(SurveyError, match=f"no shares of {asked[-1]}; execute 02_question"):
        processed.read_shares(tmp_path, book)
    processed.write(example("shares"), tmp_path, f"shares/{asked[-1]}")
    assert len(processed.read_shares(tmp_path, book)) == 4 * len(asked)


@pytest.mark.parametrize("name", TABLES)
def test_texts_stay_texts_when_all_look_like_numbers(tmp_path, name):
    """Fails when levels named 1, 2, 3 are read as numbers: no label would be found for them."""
    table = example(name).iloc[3:].reset_index(drop=True)
    processed.write(table, tmp_path, name)
    back = processed.read(tmp_path, name)
    assert [back[column][0] for column in COLUMNS[name] if column in TEXTS] == ["007"] * len(
        TEXTS & {*COLUMNS[name]}
    )


@pytest.mark.parametrize("name", TABLES)
def test_a_table_without_rows_keeps_its_columns(tmp_path, name):
    """Fails when a table without rows is not written, or comes back without its columns."""
    processed.write(example(name).iloc[:0], tmp_path, name)
    assert processed.read(tmp_path, name).shape == (0, len(COLUMNS[name]))


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_a_table_that_nobody_wrote_has_no_rows(tmp_path, name):
    """Fails when an absent table is an error, or comes without its columns."""
    table = processed.read(tmp_path, name)
    assert list(table) == COLUMNS[name] and table.empty


@pytest.mark.parametrize("name", TABLES)
def test_other_columns_than_those_of_the_contract_are_refused(tmp_path, name):
    """Fails when a column may be missing, added, or in another place."""
    table = example(name)
    for wrong in (table.iloc[:, 1:], table.iloc[:, ::-1], table.assign(more=1)):
        with pytest.raises(ValueError, match=rf"^{name}: columns \[.*\], not \["):
            processed.write(wrong, tmp_path, name)
    assert not list(tmp_path.iterdir())


def test_parts_are_read_in_the_order_of_the_questions(tmp_path):
    """Fails when q10 comes before q2, or only the first part is read."""
    for id in ("q10", "q2", "q1"):
        processed.write(example("shares").iloc[:1].assign(question=id), tmp_path, f"shares/{id}")
    assert list(processed.read(tmp_path, "shares").question) == ["q1", "q2", "q10"]
    assert list(processed.read(tmp_path, "shares/q2").question) == ["q2"]


def test_numbers_keep_ten_digits_and_lines_end_alike_everywhere(tmp_path):
    """Fails when a file depends on the machine: all digits of a sum, or its line ends."""
    processed.write(
        pd.DataFrame([["rows", "kept", 0.1 + 0.2]], columns=COLUMNS["account"]), tmp_path, "account"
    )
    assert (tmp_path / "account.csv").read_bytes() == b"part,item,count\nrows,kept,0.3\n"


CLEAN = pd.DataFrame(
    {
        "row": [2, 3],
        "why": ["cv|autre", "_skipped"],
        "often": ["jamais", "souvent"],
        "gain": ["nsp", "_refused"],
        "words": ["answered", "_skipped"],
    }
)


def test_clean_answers_come_back_as_they_were(tmp_path, survey):
    """Fails when a column is read as numbers or a kind of missing as a missing value."""
    processed.write(CLEAN, tmp_path, "answers")
    pd.testing.assert_frame_equal(
        processed.read_answers(tmp_path, codebook.load(survey())), CLEAN, check_dtype=False
    )


def test_answers_cleaned_with_another_codebook_are_refused(tmp_path, survey):
    """Fails when a question or a level that the codebook no longer has is met in silence: the base
    would hold it.
    """
    book = codebook.load(survey())
    with pytest.raises(SurveyError, match=r"answers\.csv is missing; run 01_clean first"):
        processed.read_answers(tmp_path, book)
    processed.write(CLEAN.drop(columns="gain"), tmp_path, "answers")
    with pytest.raises(SurveyError, match=r"answers\.csv has no column 'gain'; run 01_clean again"):
        processed.read_answers(tmp_path, book)
    for wrong in ({"often": "toujours"}, {"why": "cv|thé"}):
        processed.write(CLEAN.assign(**wrong), tmp_path, "answers")
        with pytest.raises(
            SurveyError, match=r"holds '(toujours|thé)', no level of it; run 01_clean again"
        ):
            processed.read_answers(tmp_path, book)


@pytest.mark.parametrize("name", ["answers", "duplicates"])
def test_combinations_are_kept_as_parquet_in_place_of_single_rows(tmp_path, survey, name):
    """Fails when the form of a survey that has grown, or shrunk, stands beside the other, or loses
    its categories.
    """
    book = codebook.load(survey())
    rows = CLEAN.set_index("row").astype("category")
    combined = counting.count(rows)
    assert processed.write(rows, tmp_path, name).file.tolist() == [f"{name}.csv"]
    assert processed.write(combined, tmp_path, name).file.tolist() == [f"{name}.parquet"]
    assert [path.name for path in tmp_path.iterdir()] == [f"{name}.parquet"]
    pd.testing.assert_frame_equal(processed.read_answers(tmp_path, book, name), combined)
    with pytest.raises(
        SurveyError, match=rf"{name}\.parquet: 'often' holds 'toujours', no level of it"
    ):
        processed.write(combined.assign(often="toujours"), tmp_path, name)
        processed.read_answers(tmp_path, book, name)
    processed.write(rows, tmp_path, name)
    assert [path.name for path in tmp_path.iterdir()] == [f"{name}.csv"]
    assert list(processed.read_answers(tmp_path, book, name).row) == [2, 3]


def test_combinations_are_the_same_bytes_each_time(tmp_path):
    """Fails when a file holds a time or a random number: reports are held against it."""
    combined = counting.count(CLEAN.set_index("row").astype("category"))
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        processed.write(combined, tmp_path / folder, "answers")
    assert (tmp_path / "one/answers.parquet").read_bytes() == (
        tmp_path / "two/answers.parquet"
    ).read_bytes()


def test_a_table_of_ones_own_has_any_columns(tmp_path):
    """Fails when a notebook that somebody adds cannot hand a table on without a change in code."""
    own = pd.DataFrame({"region": ["Nord", "Sud"], "people": [3, 4], "share": [0.5, None]})
    processed.write(own, tmp_path, "regions")
    assert processed.read(tmp_path, "regions").equals(own)
    assert processed.read(tmp_path, "nowhere").empty
