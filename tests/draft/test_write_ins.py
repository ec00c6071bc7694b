"""Own words in a column beside their question, and submissions that only look sent twice."""

import csv

import pytest

from helpers import codebook
from helpers.answers import cleaning, intake
from helpers.draft.folder import draft_survey


@pytest.fixture
def draft(tmp_path):
    """A function that drafts an export; its codebook, its text, and what was cleaned by it."""

    def run(header, rows):
        export = tmp_path / "export.csv"
        with export.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])
        draft_survey(export, tmp_path / "survey")
        book = codebook.load(tmp_path / "survey")
        text = (tmp_path / "survey/codebook.toml").read_text(encoding="utf-8")
        return book, text, cleaning.clean(intake.read(book), book).answers

    return run


HEADER = ["id", "submitdate", "lastpage", "How?", "How?[other]"]
STAMP = "2024-05-01 10:{:02}:00"


@pytest.mark.parametrize("mark", ["-oth-", "Other", ""])
def test_own_words_beside_a_question_are_a_level_of_it(draft, mark):
    """Fails when those who wrote an answer count as having skipped the question."""
    rows = [[n, STAMP.format(2 * n), 3, "Bus", ""] for n in range(9)]
    rows += [[n, STAMP.format(2 * n), 3, "Bike", ""] for n in range(9, 18)]
    rows += [[n, STAMP.format(2 * n), 3, mark, f"way {n}"] for n in range(18, 22)]
    book, _, answers = draft(HEADER, rows)
    [question] = book.questions
    assert answers[question.id].value_counts()[question.write_in.id] == 4
    assert not answers[question.id].isin(codebook.MISSING).any()


@pytest.mark.parametrize("name", ["How? (other)", "If other, which?", "Autre : précisez"])
def test_own_words_are_found_by_what_their_column_is_called(draft, name):
    """Fails when words that few wrote in a column of their own go with the columns left out."""
    rows = [[("Bus", "Bike", "Other")[n % 3], f"way {n}" if n % 3 == 2 else ""] for n in range(24)]
    book, _, answers = draft(["How?", name], rows)
    [question] = book.questions
    assert answers[question.id].value_counts()[question.write_in.id] == 8


def test_comments_beside_a_question_stay_comments(draft):
    """Fails when remarks on a listed answer make two answers of one, which no reading accepts."""
    rows = [[n, STAMP.format(2 * n), 3, "Bus", f"remark {n}"] for n in range(9)]
    rows += [[n, STAMP.format(2 * n), 3, "Bike", ""] for n in range(9, 18)]
    book, _, answers = draft(HEADER, rows)
    assert [question.kind for question in book.questions] == ["nominal", "text"]
    assert len(answers) == 18


@pytest.mark.parametrize("both", [False, True])
def test_one_tick_a_person_is_pointed_out(draft, both):
    """Fails when a question of one answer in columns of options passes for one of several without a
    word, or cannot be made one by writing its kind; or one of several is doubted.
    """
    rows = [["x", ""], ["", "x"]] * 12 + [["x", "x"]] * both
    book, text, answers = draft(["Way [Bus]", "Way [Bike]"], rows)
    assert (
        ": one option ticked a person" in text or "; one option ticked a person" in text
    ) != both
    assert len(answers) == 24 + both
    if not both:
        path = book.folder / "codebook.toml"
        path.write_text(text.replace('kind = "multiple"', 'kind = "nominal"'), encoding="utf-8")
        single = codebook.load(book.folder)
        counts = cleaning.clean(intake.read(single), single).answers.iloc[:, 0].value_counts()
        assert counts[["bus", "bike"]].tolist() == [12, 12]


def test_people_who_agree_in_the_same_minute_are_people(draft):
    """Fails when a room that answers at once is drafted as a few who answered twice, or one who
    did is not told.
    """
    header = ["Timestamp", "Well?", "Again?"]
    at_once = [["2024-05-01 10:00:00", "Yes", "No"], ["2024-05-01 10:00:07", "No", "No"]] * 20
    _, text, answers = draft(header, at_once)
    assert len(answers) == 40
    assert "# duplicate_seconds = 60  # TO CHECK: 38 submissions say the same" in text


def test_somebody_who_answered_twice_is_told(draft):
    """Fails when a draft leaves a submission out without a word."""
    header = ["Timestamp", "Well?", "Again?"]
    rows = [[STAMP.format(2 * n), ("Yes", "No")[n % 2], "No"] for n in range(25)]
    rows.insert(1, [STAMP.format(0).replace(":00:00", ":00:09"), "Yes", "No"])
    _, text, answers = draft(header, rows)
    assert len(answers) == 25
    assert "duplicate_seconds = 60  # TO CHECK: 1 submission(s) say the same as another" in text
