"""The table of all reports, as a page and for other tools."""

import csv
import io
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from helpers.codebook import Codebook
from helpers.pipeline import store
from helpers.pipeline.batch.lines import DELIVERED, Line
from helpers.pipeline.project import Project
from helpers.report import catalogue
from helpers.report.catalogue import Messages
from helpers.report.narrative import listing

NAMES = ("index.csv", "index.html")


def write(project: Project, rows: list[Line], books: Mapping[str, Codebook]) -> list[Path]:
    """Write the table as CSV and as a page, and return where."""
    folder = project.output / "reports"
    text = io.StringIO()
    names = [field.name for field in fields(Line)]
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_harmless(asdict(row)) for row in rows)
    languages = [book.languages[0] for book in books.values()]
    contents = (text.getvalue(), _page(rows, books, languages[0] if languages else "en", folder))
    for name, content in zip(NAMES, contents, strict=True):
        store.write(folder / name, content)
    return [folder / name for name in NAMES]


def _harmless(row: dict[str, Any]) -> dict[str, Any]:
    """A row in which no cell is a formula to a spreadsheet."""
    risky = ("=", "+", "-", "@", "\t", "\r")
    return {
        name: f"'{value}" if isinstance(value, str) and value.startswith(risky) else value
        for name, value in row.items()
    }


def _page(rows: list[Line], books: Mapping[str, Codebook], language: str, folder: Path) -> str:
    from helpers.document.export import listing as export

    messages = catalogue.load(language).plain
    delivered = sum(row.state == DELIVERED for row in rows)
    facts = [listing.delivered(delivered, messages)]
    synthetic = any(book.synthetic for book in books.values())
    return export.page(
        listing.title(messages),
        listing.heads(messages),
        [_row(row, books.get(row.survey), messages, folder) for row in rows],
        language=language,
        facts=facts,
        notice=listing.notice(messages) if synthetic else "",
        numbers={1, 4},
    )


def _row(row: Line, book: Codebook | None, messages: Messages, folder: Path) -> dict[str, Any]:
    spoken = book is not None and messages.language in book.languages
    title = messages.of_survey(book, "title") if spoken else row.survey
    name = f"{title} — {row.event}" if row.event else title
    people = "" if row.people == "" else messages.integer(row.people)
    figure, share = "", ""
    if row.base != "":
        figure = f"{row.question}: {row.level.replace('|', ', ')}"
        if spoken:
            levels = row.level.split("|")
            figure = listing.figure(book.question(row.question), levels, messages)
        share = f"{messages.percent(row.count / row.base)}"
    links = [
        {"url": f"{row.folder}/report.{language}.{kind}", "text": text, "language": language}
        for language in (book.languages if row.folder else ())
        for kind, text in (("pdf", f"PDF {language}"), ("html", f"HTML {language}"))
        if (folder / row.folder / f"report.{language}.{kind}").is_file()
    ]
    return {
        "cells": [name, people, listing.state(row.state, messages), figure, share],
        "links": links,
    }
