"""From columns to questions: grids, options, neighbours, routes, own words, small samples."""

import re

import pandas as pd
import pytest

from helpers.answers.intake import Preview
from helpers.draft.codebook_text import Source, write_codebook
from helpers.draft.looking import look_at


def draft(columns, **entries):
    """What is drafted of columns, given as header → cells."""
    rows = pd.DataFrame(dict(enumerate(columns.values()))).set_axis(range(len(columns)), axis=1)
    preview = Preview("plain", "", tuple(columns), (), ", ", "", "", rows)
    drafted = look_at(preview, entries.get("language"))
    return list(drafted.questions.values()), drafted


def texts(question):
    """The wordings of a question's levels."""
    return [level.text for level in question.levels]


def keys(question):
    """The doubts about a question."""
    return [doubt.key for doubt in question.doubts]


def test_rows_of_a_grid_have_the_levels_of_all():
    """Fails when a row of a grid lacks a level that people chose in another row."""
    first = ["Poor", "Good", "Excellent"] * 4
    second = ["Fair", "Good", "Good"] * 4
    (one, two), _ = draft({"Rate these [Food]": first, "Rate these [Room]": second})
    assert texts(one) == texts(two) == ["Poor", "Fair", "Good", "Excellent"]
    assert one.text == "Rate these — Food" and one.short == "Food"
    assert one.column == "Rate these [Food]"


def test_columns_of_one_option_each_are_one_question():
    """Fails when ticks become questions of their own, or own words a fourth option's grid."""
    ticks = {"Use [Mail]": ["Mail", ""] * 5, "Use [Phone]": ["", "Phone"] * 5}
    (question,), _ = draft(ticks | {"Use [Other]": ["pigeon", *[""] * 9]})
    assert (question.kind, question.column) == ("multiple", "Use")
    assert texts(question) == ["Mail", "Phone", "Other"]
    assert [level.write_in for level in question.levels] == [False, False, True]


def test_neighbours_on_one_scale_complete_each_other():
    """Fails when a level that nobody chose here, but next door, is left out or told by no doubt."""
    columns = {
        "Do you read?": ["Never", "Rarely", "Often", "Always"] * 3,
        "Do you write?": ["Never", "Rarely", "Rarely", "Often"] * 3,
    }
    (_, two), _ = draft(columns)
    assert texts(two) == ["Never", "Rarely", "Often", "Always"]
    assert keys(two) == ["neighbour"]


def test_who_never_answered_is_told_beside_the_question():
    """Fails when a question that some were not asked passes without a doubt."""
    went = ["Yes"] * 8 + ["No"] * 8
    (_, liked), _ = draft({"Did you go?": went, "Did you like it?": ["Yes", "No"] * 4 + [""] * 8})
    (doubt,) = liked.doubts
    assert (doubt.key, doubt.values["levels"]) == ("route", "No")
    assert doubt.values["question"].startswith("q1")


def test_who_was_not_asked_is_written_as_an_entry():
    """Fails when the entry names the silent level, another question, or the draft does not load."""
    went, liked = ["Yes"] * 8 + ["No"] * 8, ["Yes", "No"] * 4 + [""] * 8
    ticks = {f"Why? [{name}]": [name, ""] * 4 + [""] * 8 for name in ("Sun", "Rain")}
    ticks["Why? [Rain]"] = ["", "Rain"] * 4 + [""] * 8
    columns = {"Did you go?": went, "Did you like it?": liked} | ticks
    _, drafted = draft(columns, language="en")
    text = write_codebook(drafted, Source("a.csv", "a", "A", "2026-01-31", "plain", "")).text
    entries = re.findall(r"(?m)^asked_if = .*", text)
    assert [entry.partition("  #")[0] for entry in entries] == [
        f'asked_if = {{ {next(iter(drafted.questions))} = ["yes"] }}'
    ] * 2


def test_rare_long_words_are_taken_as_own_words():
    """Fails when one person's sentence becomes a level that a report would print."""
    cells = (
        ["Bus"] * 9 + ["Car"] * 7 + ["by boat when the river is high", "on my neighbour's horse"]
    )
    (question,), _ = draft({"How do you come?": cells}, language="en")
    assert texts(question) == ["Bus", "Car", "Other"]
    assert question.levels[-1].write_in


def test_what_is_off_the_scale_or_no_answer_stands_apart():
    """Fails when *don't know* gets a place on the scale, or a refusal becomes a level."""
    cells = ["Low", "High", "Medium", "Don't know", "Prefer not to say", "N/A"] * 3
    (question,), _ = draft({"Stress": cells})
    assert texts(question) == ["Low", "Medium", "High", "Don't know"]
    assert [level.off_scale for level in question.levels] == [False, False, False, True]
    assert question.missing == {"refused": ["Prefer not to say"], "not_asked": ["N/A"]}


@pytest.mark.parametrize("cells", [[""] * 4, ["Yes, I consent"] * 4])
def test_a_column_that_says_nothing_stays_in_the_raw_file(cells):
    """Fails when an empty or constant column becomes a question of one level."""
    questions, drafted = draft({"Agreement": cells, "Size": ["S", "M", "L", "S"]})
    assert [question.column for question in questions] == ["Size"]
    assert [column.name for column in drafted.left] == ["Agreement"]


def test_an_export_of_nothing_but_names_is_still_a_codebook():
    """Fails when a draft has no question, which no codebook may be without."""
    (question,), drafted = draft({"Email": [f"p{number}@example.org" for number in range(9)]})
    assert (question.kind, drafted.left) == ("text", [])


def test_numbers_that_are_no_levels_are_told():
    """Fails when seventy ages become seventy levels, or words among them go in silence."""
    (question,), _ = draft({"Age": [str(18 + number) for number in range(40)] * 2})
    assert question.kind == "number" and keys(question) == ["number"]
    (question,), _ = draft({"Age": [str(18 + number) for number in range(40)] + ["20-30"]})
    assert question.kind == "text" and keys(question) == ["numbers"]


def test_a_separator_is_found_where_the_format_has_none():
    """Fails when a typed list of answers is taken for one answer each."""
    cells = ["Yoga / Danse", "Yoga", "Danse", "Natation / Danse", "Natation", "Yoga / Natation"] * 3
    (question,), drafted = draft({"Activités": cells})
    assert question.kind == "multiple" and drafted.separator.strip() == "/"
    assert sorted(texts(question)) == ["Danse", "Natation", "Yoga"]


def test_a_trial_of_the_form_is_no_answer():
    """Fails when a word for a trial becomes a level, or the rows it stands in go unnoticed."""
    columns = {"Sex": ["F", "H"] * 10 + ["test"], "Size": ["S", "M"] * 10 + ["S"]}
    (sex, _), drafted = draft(columns)
    assert texts(sex) == ["F", "H"]
    assert (drafted.test_marks, drafted.test_rows) == (("test",), 1)


@pytest.mark.parametrize(
    ("header", "day"), [("Interview date", "2019-09-20"), ("Date of birth", "None")]
)
def test_the_report_s_day_is_read_from_the_export(header, day):
    """Fails when the day is the clock's, or somebody's day of birth."""
    days = [f"2019-09-{1 + number:02d}" for number in range(20)]
    _, drafted = draft({header: days, "Size": ["S", "M"] * 10})
    assert str(drafted.latest) == day


def tool_draft(columns, tool_columns, timestamp=""):
    """What is drafted of columns some of which a tool has added, and the codebook as text."""
    rows = pd.DataFrame(dict(enumerate(columns.values()))).set_axis(range(len(columns)), axis=1)
    preview = Preview("qualtrics", "", tuple(columns), tool_columns, ",", timestamp, "", rows)
    source = Source("a.csv", "a", "A", "2026-01-31", "qualtrics", "")
    return write_codebook(look_at(preview, "en"), source).text


STAMPS = [f"2026-01-{day:02} 10:00:00" for day in range(1, 13)]


def test_rows_that_were_not_finished_may_be_left_out_by_one_sign():
    """Fails when a column that says who went to the end is not told, or decides by itself; or when
    a question of that name is taken for it.
    """
    columns = {"Finished": ["True"] * 9 + ["False"] * 3, "Like it?": ["Yes", "No"] * 6}
    text = tool_draft(columns, ("Finished",))
    assert '# keep = { "Finished" = "True" }  # TO CHECK: 3 row(s) begun' in text
    assert "keep =" not in tool_draft(columns, ())


def test_previews_of_the_form_are_trials():
    """Fails when the author's own looks at a form are counted as people."""
    columns = {"Status": ["Survey Preview"] + ["IP Address"] * 11, "Like it?": ["Yes", "No"] * 6}
    assert 'test_marks = ["survey preview"]' in tool_draft(columns, ("Status",))


def test_a_time_that_is_blank_for_some_gives_way_to_that_of_the_last_action():
    """Fails when repeats are not looked for because some people never sent the form."""
    columns = {"submitdate": ["", *STAMPS[1:]], "datestamp": STAMPS, "Like it?": ["Yes", "No"] * 6}
    text = tool_draft(columns, ("submitdate", "datestamp"), "submitdate")
    assert 'timestamp = "datestamp"' in text and "duplicate_seconds = 60" in text


def test_what_was_not_used_is_off_the_scale():
    """Fails when one answer that is no step of a scale makes its others a list without order."""
    levels = ["Poor", "Good", "Excellent", "Did not use"] * 3
    (question,), _ = draft({"The café": levels})
    assert question.kind == "ordinal"
    assert [level.text for level in question.levels if level.off_scale] == ["Did not use"]


def test_a_draft_in_another_language_than_its_questions_can_be_translated():
    """Fails when translating a label loses the answers that the file holds, or nobody is told that
    the texts are in another language.
    """
    columns = {"How often do you go there?": ["Never", "Often"] * 6}
    _, drafted = draft(columns, language="fr")
    text = write_codebook(drafted, Source("a.csv", "a", "A", "2026-01-31", "plain", "")).text
    assert 'languages = ["fr"]  # À VOIR: les questions semblent être dans une autre langue' in text
    assert 'column = "How often do you go there?"' in text
    assert 'aliases = ["Never"]' in text
    _, drafted = draft(columns, language="en")
    text = write_codebook(drafted, Source("a.csv", "a", "A", "2026-01-31", "plain", "")).text
    assert "aliases" not in text and "another language" not in text
