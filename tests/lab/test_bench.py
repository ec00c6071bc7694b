"""The bench shows what the report's functions compute, and nothing else; mistakes are named."""

import contextlib
import dataclasses
import itertools
import warnings
from functools import partial

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from mini import HEADER

from helpers import lab
from helpers.analysis import associations, exploration, group_tests, grouping, tables
from helpers.codebook import SurveyError
from helpers.report import catalogue, figures, narrative
from helpers.stats import permutation

ROWS = [  # timestamp, why, often, gain, words
    ("Réseautage", "Jamais", "Non", "un mot"),
    ("Réseautage, CV en ligne", "Parfois", "Non", ""),
    ("CV en ligne", "Souvent", "Oui", ""),
    ("", "Souvent", "Oui", ""),
    ("Réseautage", "Parfois", "Je ne sais pas", ""),
    ("Réseautage", "Jamais", "N/A", ""),
]


@pytest.fixture(scope="session")
def real_bench():
    return lab.open("linkedin-2015", language="en")


@pytest.fixture
def bench(survey, sheet):
    """Six people who answered the small survey, which is not synthetic."""
    rows = [(f"2026-01-30 10:0{minute}:00", *row) for minute, row in enumerate(ROWS)]
    return lab.open(survey(answers=sheet(*rows)), language="en")


@pytest.fixture(autouse=True)
def few_draws(monkeypatch):
    """Few draws: what is compared is drawn alike."""
    monkeypatch.setattr(permutation, "DRAWS", 2_000)


def only(book, *ids):
    """A codebook of these questions alone, each in its own role."""
    questions = tuple(book.question(id) for id in ids)
    return dataclasses.replace(book, questions=questions, model=None, composite=())


def test_groups_are_compared_as_the_report_does(real_bench):
    """Fails when the bench counts or tests groups in another way than the report."""
    view, book = real_bench.compare("q5", "q3"), real_bench.book
    (each,) = grouping.by_group(real_bench.clean, book.question("q3"), book.question("q5"), book)
    pd.testing.assert_frame_equal(view.frame, group_tests.shares([each]))
    assert "linear-by-linear" in view.text or "Kruskal-Wallis" in view.text
    assert "as exploration" in view.text and view.text.endswith("Synthetic answers.")
    with pytest.raises(SurveyError, match="all gave the same answer"):
        real_bench.compare("q5", "q5")


def test_answers_are_labels_in_order_and_what_is_missing_stands_apart(bench):
    """Fails when "I don't know" gets a place on the scale, a kind of missing becomes an answer, or
    an answer is neither in the one frame nor in the other."""
    answers, missing = bench.answers, bench.missing
    options = ["why_emploi", "why_cv", "why_reseau", "why_autre"]
    assert list(answers) == [*options, "often", "gain", "words"]
    assert answers.why_reseau.fillna(-1).tolist() == [1, 1, 0, -1, 1, 1]
    assert answers.often.cat.ordered and not answers.gain.cat.ordered
    assert answers.often.cat.categories.tolist() == ["Never", "Sometimes", "Often"]
    assert (answers.often > "Never").tolist() == [False, True, True, True, True, False]
    assert answers.gain.dropna().tolist() == ["No", "No", "Yes", "Yes"]
    assert missing.gain.fillna("").tolist() == ["", "", "", "", "I don’t know", "Not asked"]
    assert missing.why.fillna("").tolist() == ["", "", "", "No answer", "", ""]
    singles = answers[["often", "gain", "words"]]
    assert (singles.isna() == missing[singles.columns].notna()).all(axis=None)


def test_a_question_is_what_the_report_shows_of_it(bench):
    """Fails when the bench counts, draws or words a question by itself."""
    view, asked = bench["often"], bench.book.question("often")
    shares = tables.shares(bench.clean, asked)
    messages = catalogue.load("en", marked=False)
    pd.testing.assert_frame_equal(view.frame, shares)
    finding = narrative.answers.finding(shares, asked, messages).replace("**", "")
    assert view.text == f"{asked.text['en']} {finding}"
    bars = [bar.get_width() for bar in view.figure.axes[0].patches]
    drawn = figures.shares(shares, asked, messages).picture
    assert bars == [bar.get_width() for bar in drawn.axes[0].patches]
    assert "33%" in view._repr_html_() and "jamais" not in view._repr_html_()


def test_a_planned_pair_has_the_numbers_of_the_plan(real_bench):
    """Fails when effect, interval, p or counts of a crossing are not those of the report."""
    real_bench.cross("q5", "q3")
    look = real_bench.looks.frame.iloc[0]
    planned = associations.table(real_bench.clean, only(real_bench.book, "q5", "q3")).iloc[0]
    columns = ["base", "effect", "low", "high", "p"]
    assert look[columns].tolist() == pytest.approx(planned[columns].tolist())
    assert "γ\u00a0−0.08" in real_bench.cross("q5", "q3").text  # which no line parts
    counts = real_bench.cross("q5", "q3").frame
    cells = associations.crosstabs(real_bench.clean, only(real_bench.book, "q5", "q3"))
    assert counts["count"].tolist() == cells["count"].tolist()


def test_options_have_the_numbers_of_the_exploration(real_bench):
    """Fails when an option is tested otherwise than the exploration tests it."""
    crossed = real_bench.cross("q3", "q1").frame
    explored = exploration.table(real_bench.clean, only(real_bench.book, "q1", "q8", "q3"))
    explored = explored[explored.second == "q3"]
    looks = real_bench.looks.frame.query("first == 'q1' and where == ''")
    columns = ["option", "base", "effect", "low", "high", "p", "p_max_t"]
    pd.testing.assert_frame_equal(
        looks[columns].reset_index(drop=True), explored[columns].reset_index(drop=True)
    )
    assert set(crossed.option) == set(explored.option)


def test_every_crossing_says_that_it_is_outside_the_plan(bench):
    """Fails when a look could be taken for a finding: no warning, or the verdict of the plan."""
    texts = [bench.cross(*pair).text for pair in (("often", "gain"), ("why", "often"))]
    assert all("Outside the plan" in text for text in texts)
    assert ["verdict is the report’s" in text for text in texts] == [True, False]


def test_looks_are_counted_once_and_adjusted_together(bench):
    """Fails when a look is forgotten, counted twice, or p stays as if it had been the only one."""
    for _ in range(2):
        bench.cross("often", "gain")
    bench.cross("why", "gain", where="often=parfois|souvent")
    looks = bench.looks.frame
    assert looks[["where", "first", "option"]].values.tolist() == [
        ["", "often", ""],
        *(["often=parfois|souvent", "why", id] for id in ("emploi", "cv", "reseau", "autre")),
    ]
    expected = exploration.adjust_together(looks.assign(p_bh=float("nan"))).p_bh
    assert looks.p_bh.tolist() == pytest.approx(expected.tolist(), nan_ok=True)
    assert "5\xa0looks" in bench.cross("often", "gain").text


def test_groups_and_conditions_leave_out_whom_they_say(bench):
    """Fails when a group holds others, or a condition is not kept."""
    counts = bench.cross("often", "gain", group="why").frame
    people = counts.groupby("group", sort=False)["count"].sum().to_dict()
    assert people == {"why=emploi": 0, "why=cv": 2, "why=reseau": 2, "why=autre": 0}
    counts = bench.cross("often", "gain", where="why=reseau, often=jamais|souvent").frame
    assert counts[counts["count"] > 0][["first_level", "second_level"]].values.tolist() == [
        ["jamais", "non"]
    ]


def test_an_event_is_a_condition_and_a_group(bench):
    """Fails when a look at one event holds others, or an unknown event ends in a traceback."""
    clean = bench.clean.assign(event=["Laval"] * 3 + ["Lévis"] * 3)
    held = lab.Bench(bench.book, clean, "en")
    everybody = held.cross("often", "gain", group="event").frame
    people = everybody.groupby("group")["count"].sum().to_dict()
    assert people == {"event=Laval": 3, "event=Lévis": 1}
    view = held.cross("often", "gain", where="event=Lévis, often=souvent")
    assert view.frame["count"].sum() == 1 and "“Lévis” to “Event”" in view.text
    assert "Event: Laval" in held.looks.tables[0].to_string()
    with pytest.raises(SurveyError, match="did you mean 'Laval'"):
        held.cross("often", "gain", where="event=Lavall")
    with pytest.raises(SurveyError, match="'event'"):
        bench.cross("often", "gain", where="event=Laval")


def test_of_two_without_order_the_counts_stand_by_themselves(survey, sheet):
    """Fails when a measure of order is taken of answers that have none."""
    other = ('kind = "ordinal"\nrole = "behaviour"', 'kind = "nominal"\nrole = "context"')
    free = ('role = "outcome"\n', 'role = "context"\n'), ('positive = ["oui"]\n', "")
    rows = [(f"2026-01-30 10:0{minute}:00", *row) for minute, row in enumerate(ROWS)]
    text = [other, *free, (", off_scale = true", "")]
    bench = lab.open(survey(*text, answers=sheet(*rows, header=HEADER)), language="en")
    view = bench.cross("often", "gain")
    assert "No measure fits" in view.text and view.frame["count"].sum() == 5
    assert bench.looks.frame[["base", "p"]].fillna(-1).values.tolist() == [[5, -1]]


def test_combinations_of_a_large_export_stand_for_as_many_people(bench, survey, sheet):
    """Fails when a row that stands for many is looked at as one person."""
    rows = [
        (f"2026-01-30 1{hour}:0{minute}:00", *row)
        for hour in range(3)
        for minute, row in enumerate(ROWS)
    ]
    large = ("[intake]", "[intake]\naggregate_above_bytes = 1")
    many = lab.open(survey(large, answers=sheet(*rows)), language="en")
    assert len(many.answers) < many.answers.people.sum() == 3 * len(ROWS)
    assert (many.frame.base == 3 * bench.frame.base).all()
    for first, group in (("often", "why"), ("why", "often")):
        few, all = (each.cross(first, "gain", group=group).frame for each in (bench, many))
        assert (all["count"] == 3 * few["count"]).all() and few["count"].sum() > 0


@pytest.mark.slow
def test_every_kind_of_question_is_looked_at_or_said_not_to_be():
    """Fails when a kind of question ends in a traceback, or a band of numbers holds nobody."""
    garden = lab.open("tests/surveys/garden", language="en")
    assert all("<table" in garden[id]._repr_html_() for id in garden)
    crossed = []
    for pair in itertools.combinations(["visits", "years", "recommend", "tasks", "remarks"], 2):
        with contextlib.suppress(SurveyError):
            crossed.append(garden.cross(*pair).frame["count"].sum())
    assert len(crossed) == 6 and min(crossed) > 0
    groups = garden.cross("plot", "recommend", group="years").frame
    everybody = "years=" + "|".join(garden.book.question("years").ids)
    together = garden.cross("plot", "recommend", where=everybody).frame
    assert groups["count"].sum() == together["count"].sum() > 0
    assert garden.answers.years.dtype == float and garden.answers.recommend.cat.ordered


MISTAKES = [
    (lambda bench: lab.open("linkedin"), "did you mean 'linkedin-2015'"),
    (lambda bench: lab.open("linkedin-2015", language="de"), "only in ['fr', 'en']"),
    (lambda bench: bench["oftn"], "did you mean 'often'"),
    (lambda bench: bench.cross("often", "gian"), "did you mean 'gain'"),
    (lambda bench: bench.cross("often", "often"), "crossed with itself"),
    (lambda bench: bench.cross("often", "words"), "only ['why', 'often', 'gain']"),
    (lambda bench: bench.cross("often", "gain", group="wy"), "did you mean 'why'"),
    (lambda bench: bench.cross("often", "gain", group="gain"), "name another"),
    (lambda bench: bench.cross("often", "gain", group="words"), "only those of ['why', 'often'"),
    (lambda bench: bench.cross("often", "gain", where="often=jamai"), "did you mean 'jamais'"),
    (lambda bench: bench.cross("often", "gain", where="a=b, often"), "'often' is no condition"),
    (lambda bench: bench.looks.save("looks.svg"), "has no picture"),
    (lambda bench: bench["often"].save("often.sgv"), "did you mean '.svg'"),
]


@pytest.mark.parametrize(("ask", "message"), MISTAKES)
def test_a_mistake_is_answered_by_what_there_is(bench, ask, message):
    """Fails when a wrong name ends in anything but one message that names the right ones."""
    with pytest.raises(SurveyError) as error:
        ask(bench)
    assert message in str(error.value)


def test_a_mistake_in_a_notebook_is_a_message_and_no_traceback(bench, capsys):
    """Fails when an analyst is led through our code by a wrong id."""
    shell = InteractiveShell.instance()
    shell.user_ns["survey"] = bench
    with warnings.catch_warnings(action="ignore"):
        shell.run_cell('survey["oftn"]')
    shown = capsys.readouterr().out
    assert shown.startswith("SurveyError:") and "did you mean 'often'" in shown
    assert shown.count("\n") == 1


@pytest.mark.slow
def test_the_tabulator_knows_the_ids(bench):
    """Fails when completion offers no question of the survey."""
    shell = InteractiveShell.instance()
    shell.user_ns["survey"] = bench
    with warnings.catch_warnings(action="ignore"):
        offered = [each.text for each in shell.Completer.completions('survey["', 8)]
    assert sorted(offered) == ["gain", "often", "why", "words"]


def test_a_view_is_saved_as_it_is_seen(real_bench, tmp_path):
    """Fails when a saved picture or table lost its numbers, or does not say that they are
    synthetic."""
    view = real_bench.cross("q5", "q3")
    saved = {
        form: view.save(tmp_path / f"new/view.{form}") for form in ("svg", "png", "csv", "xlsx")
    }
    assert saved["png"].read_bytes().startswith(b"\x89PNG")
    assert saved["svg"].read_text().startswith("<svg") and "<!-- Synthetic answers. -->" in (
        saved["svg"].read_text()
    )
    for form, read in (("csv", pd.read_csv), ("xlsx", partial(pd.read_excel, engine="calamine"))):
        table = read(saved[form])
        assert table["count"].tolist() == view.frame["count"].tolist()
        assert set(table.note_of_data) == {"Synthetic answers."}
