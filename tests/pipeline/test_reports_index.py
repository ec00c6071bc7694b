"""The table of many reports: what is told of each, and what is not."""

import csv
import dataclasses
import re

import pytest

from helpers import codebook
from helpers.pipeline.batch import index
from helpers.pipeline.batch.lines import DELIVERED, FAILED, SMALL, WAITING, Line, lines
from helpers.pipeline.project import Project

STATES = {"": DELIVERED, "Laval": DELIVERED, "Lévis": DELIVERED, "Magog": SMALL, "Mauvais": FAILED}
FOLDERS = {"": "", "Laval": "laval", "Lévis": "levis"}


@pytest.fixture
def book(survey):
    """A survey whose outcome is `gain`."""
    return codebook.load(survey())


@pytest.fixture
def project(tmp_path):
    """A project in which the tables of that survey, and of two of its events, are published."""
    tables = tmp_path / "data/processed/mini"
    account = "part,item,count\nrows,in file,99\nrows,kept,{}\n"
    contents = {
        "account.csv": account.format(57),
        "laval/account.csv": account.format(20),
        "levis/account.csv": account.format(25),
        "magog/account.csv": account.format(3),
        "shares/gain.csv": "question,level,count,base,status\ngain,oui,12.0,50.0,level\n"
        "gain,non,38.0,50.0,level\n",
        "event_shares.csv": "event,question,level,count,base\nLaval,gain,non,15,19\n"
        "Laval,often,souvent,9,19\n",
    }
    for name, content in contents.items():
        (tables / name).parent.mkdir(parents=True, exist_ok=True)
        (tables / name).write_text(content, encoding="utf-8")
    return Project(tmp_path)


def test_a_report_is_told_by_its_people_and_one_figure(project, book):
    """Fails when a figure is another question's, or another event's."""
    over_all, laval, *_ = lines(project, book, STATES, FOLDERS, "fr")
    told = ("question", "level", "count", "base", "people", "folder")
    assert [getattr(over_all, name) for name in told] == ["gain", "non", 38, 50, 57, "mini"]
    assert [getattr(laval, name) for name in told] == ["gain", "non", 15, 19, 20, "mini/laval"]


def test_what_may_not_be_told_has_no_number(project, book):
    """Fails when an event that the table of all events hides has a figure, or one without a report
    has a number of people.
    """
    _, _, levis, magog, bad = lines(project, book, STATES, FOLDERS, "fr")
    assert levis.people == 25 and (levis.question, levis.count, levis.base) == ("", "", "")
    for line, state in ((magog, SMALL), (bad, FAILED)):
        assert line == Line("mini", "Essai", line.event, "collected", state)


@pytest.mark.slow
def test_the_page_and_the_csv_list_every_report(project, book):
    """Fails when a report is left out, a link leads to no file, or a state has no word."""
    (project.top / "reports/mini/laval").mkdir(parents=True)
    for name in ("report.fr.pdf", "laval/report.fr.pdf", "laval/report.en.html"):
        (project.top / f"reports/mini/{name}").touch()
    rows = lines(project, book, STATES, FOLDERS, "fr")
    table, page = index.write(project, rows, "fr")
    with table.open(encoding="utf-8", newline="") as file:
        read = list(csv.DictReader(file))
    assert [row["event"] for row in read] == [*STATES]
    assert [row["people"] for row in read] == ["57", "20", "25", "", ""]
    text = page.read_text(encoding="utf-8")
    assert re.findall(r'href="(mini[^"]*)"', text) == [
        "mini/report.fr.pdf",
        "mini/laval/report.fr.pdf",
        "mini/laval/report.en.html",
    ]
    assert text.count('scope="row">Essai<') == 1
    assert all(f'scope="row">{event}<' in text for event in STATES if event)
    facts = text.replace("\N{NO-BREAK SPACE}", " ")
    assert "3 rapports · 1 en échec · 1 non communiqué" in facts
    assert re.findall(r">(\d\d)\N{NO-BREAK SPACE}%<", text) == ["76", "79"]  # 38 of 50, 15 of 19
    assert text.count("<tr") == len(STATES) + 1


def test_only_where_an_answer_is_synthetic_the_page_says_so(project, book):
    """Fails when a page passes off what was drawn, or calls what was collected drawn."""
    rows = lines(project, book, STATES, FOLDERS, "fr")
    _, page = index.write(project, rows, "fr")
    collected = page.read_text(encoding="utf-8")
    drawn = dataclasses.replace(book, provenance="synthetic")
    rows = lines(project, drawn, STATES, FOLDERS, "fr")
    _, page = index.write(project, rows, "fr")
    assert ("synthétique" in page.read_text(encoding="utf-8")) and "synthétique" not in collected


def test_no_cell_of_the_csv_is_a_formula(project, book):
    """Fails when the name of an event is run by a spreadsheet."""
    row = Line("mini", "Essai", "=1+1", "collected", FAILED)
    table, _ = index.write(project, [row], "fr")
    assert "mini,Essai,'=1+1,collected" in table.read_text(encoding="utf-8")
    assert index.read(table) == [row]


def test_a_survey_whose_codebook_cannot_be_read_is_listed(project):
    """Fails when one mistake leaves the others without a table."""
    _, page = index.write(project, [Line("wrong", "wrong", "", "", FAILED)], "en")
    assert ">wrong<" in page.read_text(encoding="utf-8")


def test_what_is_told_of_other_surveys_stays_as_long_as_they_are_there(project, book):
    """Fails when a build of one survey takes the others off the table, keeps one that is gone, or
    tells one survey twice; or when a table that is damaged stops a build.
    """
    rows = lines(project, book, STATES, FOLDERS, "en")
    others = [
        dataclasses.replace(rows[0], survey=name, title=name, folder=name)
        for name in ("autre", "gone")
    ]
    (project.top / "reports/autre").mkdir(parents=True)
    (project.top / "reports/autre/manifest.json").touch()
    table, _ = index.write(project, [*others, rows[0]], "en")
    index.write(project, rows, "en")
    assert index.read(table) == [others[0], *rows]
    table.write_text("survey,title\nmini,Trial\n", encoding="utf-8")
    index.write(project, rows, "en")
    assert index.read(table) == rows


def test_a_survey_speaks_the_language_of_the_table_or_its_own(project, book):
    """Fails when a table in Spanish has no title for a survey in French, or words are ids."""
    for language, title, figure in [
        ("es", "Essai", "J’en tire des résultats : Non"),
        ("en", "Trial", "I get results: No"),
    ]:
        over_all, *_ = lines(project, book, STATES, FOLDERS, language)
        assert (over_all.title, over_all.figure.replace("\N{NO-BREAK SPACE}", " ")) == (
            title,
            figure,
        )


def test_the_page_says_what_a_stopped_build_did_not_come_to(project, book):
    """Fails when a report that is not there has no word, or is counted among those that are."""
    rows = [Line("mini", "Essai", "", "collected", state) for state in (DELIVERED, WAITING)]
    _, page = index.write(project, rows, "en")
    facts = page.read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ")
    assert "1 report · 1 not built yet" in facts
