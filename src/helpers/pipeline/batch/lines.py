"""What is told of each of many reports: people, one headline figure, its state.

It tells nothing that no report tells.  A figure of an event is taken from the table of all events
(``event_shares``), where what is told of each is judged together with what is told of the others
and of all: one that is hidden there has no figure here.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from helpers.codebook import Codebook, Question
from helpers.pipeline.project import Project

FIGURE = ("question", "level", "count", "base")
DELIVERED, FAILED, SMALL, WAITING = "delivered", "failed", "small", "waiting"
RISKY = ("=", "+", "-", "@", "\t", "\r")  # of a cell that a spreadsheet would run
TABLE = "reports/index.csv"  # of all lines, as seen from the project's output


@dataclass(frozen=True)
class Line:
    """One report.

    Attributes
    ----------
    survey, title, event : str
        The survey's id and title; the event's name, if it is on one.
    provenance : str
    state : {"delivered", "failed", "small", "waiting"}
        Small: what it would tell may not be told.  Waiting: a build that was stopped did not come
        to it.
    people, count, base : int or str
        Empty where there is no report, or where the figure may not be told.
    question, level, figure : str
        Of the headline figure: ids, and what it is the share of in words.
    folder : str
        Where the report is, beside the index.
    """

    survey: str
    title: str
    event: str
    provenance: str
    state: str
    people: int | str = ""
    question: str = ""
    level: str = ""
    figure: str = ""
    count: int | str = ""
    base: int | str = ""
    folder: str = ""


COLUMNS = [field.name for field in fields(Line)]


def read(table: Path) -> list[Line]:
    """Return the rows of a table that was written before; none of what is no such table."""
    try:
        with table.open(encoding="utf-8", newline="") as file:
            content = csv.DictReader(file)
            return [_line(row) for row in content] if content.fieldnames == COLUMNS else []
    except (OSError, ValueError, TypeError, csv.Error):
        return []


def _line(row: dict[str, str]) -> Line:
    numbers = {name: int(row[name]) for name in ("people", "count", "base") if row[name]}
    texts = {
        name: value[1:] if value.startswith("'") and value[1:].startswith(RISKY) else value
        for name, value in row.items()
    }
    return Line(**texts | numbers)


def lines(
    project: Project,
    book: Codebook,
    states: Mapping[str, str],
    folders: Mapping[str, str],
    language: str,
) -> list[Line]:
    """Return the lines of one survey.

    Parameters
    ----------
    project : Project
    book : Codebook
    states : dict of str to str
        Of each report, by its event, ``""`` being that over all.
    folders : dict of str to str
        Of those that are delivered, the last part of their folders.
    language : str
        Of titles and figures, if the survey speaks it; else its first.
    """
    from helpers.report import catalogue  # not before it is needed: it takes pandas along
    from helpers.report.narrative import listing

    language = language if language in book.languages else book.languages[0]
    messages = catalogue.load(language).plain
    tables, title = project.output / "data/processed" / book.id, messages.of_survey(book, "title")
    question, by_event, rows = _headline(book), _event_figures(tables), []
    for event, state in states.items():
        line = {"survey": book.id, "title": title, "event": event, "state": state}
        if state == DELIVERED:
            own = "/".join(filter(None, [book.id, folders[event]]))
            line |= {"folder": own, "people": _people(tables / folders[event])}
            figure = None
            if question:
                figure = by_event.get((event, question.id)) if event else _figure(tables, question)
            if figure:
                levels = figure["level"].split("|")
                line |= figure | {"figure": listing.figure(question, levels, messages)}
        rows.append(Line(provenance=book.provenance, **line))
    return rows


def _headline(book: Codebook) -> Question | None:
    """The question that a report is known by: the first primary outcome, else the first of all."""
    candidates: Iterable[Question] = [
        *book.with_role("outcome", "primary"),
        *book.with_role("outcome"),
        *(question for question in book.questions if question.highlight),
        *(question for question in book.questions if question.offers_levels),
    ]
    return next(iter(candidates), None)


def _people(folder: Path) -> int | str:
    for row in _rows(folder / "account.csv", "part", "item", "count"):
        if (row["part"], row["item"]) == ("rows", "kept"):
            return int(row["count"])
    return ""


def _event_figures(tables: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """By event and question, the figure that is told beside those of the other events."""
    return {
        (row["event"], row["question"]): _told(row)
        for row in _rows(tables / "event_shares.csv", *FIGURE, "event")
    }


def _figure(tables: Path, question: Question) -> dict[str, Any] | None:
    """Over all: the share of the highlighted levels, else of the one given most often."""
    rows = [
        row
        for row in _rows(tables / f"shares/{question.id}.csv", *FIGURE, "status")
        if row["status"] in ("level", "group") and row["count"] and row["base"] not in ("", "0")
    ]
    highlight = "|".join(id for id in question.ids if id in question.highlight)
    own = [row for row in rows if row["level"] == highlight]
    levels = [row for row in rows if row["status"] == "level"]
    most = max(levels, key=lambda row: float(row["count"]), default=None)
    row = own[0] if own else most
    return _told(row) if row else None


def _told(row: Mapping[str, str]) -> dict[str, Any]:
    numbers = {name: int(float(row[name])) for name in ("count", "base")}
    return {"question": row["question"], "level": row["level"], **numbers}


def _rows(path: Path, *columns: str) -> list[dict[str, str]]:
    """The rows of a published table; none where there is no such table, or another notebook's."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file)
        return list(table) if {*columns} <= {*(table.fieldnames or ())} else []
