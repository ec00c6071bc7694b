"""The table of all reports, as a page and for other tools."""

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from helpers.pipeline import store
from helpers.pipeline.batch.lines import COLUMNS, DELIVERED, RISKY, TABLE, Line, read
from helpers.pipeline.project import Project
from helpers.report import catalogue
from helpers.report.catalogue import Messages
from helpers.report.narrative import listing

NBSP = "\N{NO-BREAK SPACE}"


def write(project: Project, rows: Sequence[Line], language: str) -> list[Path]:
    """Write the table as CSV and as a page, and return where.

    What it tells of other surveys, which are still there, stays.
    """
    table = project.output / TABLE
    page = table.with_suffix(".html")
    surveys = {row.survey for row in rows}
    others = [row for row in read(table) if row.survey not in surveys and _is_there(row, table)]
    rows = sorted([*others, *rows], key=lambda row: row.survey) if others else list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_harmless(asdict(row)) for row in rows)
    store.write(page, _page(rows, language, table.parent))
    store.write(table, text.getvalue())
    return [table, page]


def _is_there(row: Line, table: Path) -> bool:
    """Whether the report of a row is, so that nothing is told of one that was removed."""
    return row.state == DELIVERED and (table.parent / row.folder / "manifest.json").is_file()


def _harmless(row: dict[str, Any]) -> dict[str, Any]:
    """A row in which no cell is a formula to a spreadsheet."""
    return {
        name: f"'{value}" if isinstance(value, str) and value.startswith(RISKY) else value
        for name, value in row.items()
    }


def _page(rows: Sequence[Line], language: str, folder: Path) -> str:
    from helpers.document.export import listing as export

    messages = catalogue.load(language).plain
    synthetic = any(row.provenance == "synthetic" for row in rows)
    return export.page(
        listing.title(messages),
        listing.heads(messages),
        [_row(row, messages, folder) for row in rows],
        language=language,
        facts=listing.facts([row.state for row in rows], messages),
        notice=listing.notice(messages) if synthetic else "",
        numbers={1, 4},
    )


def _row(row: Line, messages: Messages, folder: Path) -> dict[str, Any]:
    people = "" if row.people == "" else messages.integer(row.people)
    share = messages.percent(row.count / row.base) if row.base else ""
    cells = [row.event or row.title, people, listing.state(row.state, messages), row.figure, share]
    pages = _pages(folder / row.folder, messages.language) if row.folder else []
    links = [
        {
            "url": f"{row.folder}/{name}",
            "text": f"{kind.upper()}{NBSP}{language}",
            "language": language,
        }
        for name, language, kind in pages
    ]
    return {"cells": cells, "links": links, "is_part": bool(row.event), "state": row.state}


def _pages(folder: Path, first: str) -> list[tuple[str, str, str]]:
    """The pages of a report: name, language, kind; those in one language first, PDFs first."""
    pages = [path.name.split(".") for path in folder.glob("report.*.*")]
    kinds = ["pdf", "html"]
    pages = [page for page in pages if len(page) == 3 and page[2] in kinds]
    pages.sort(key=lambda page: (page[1] != first, page[1], kinds.index(page[2])))
    return [(".".join(page), page[1], page[2]) for page in pages]
