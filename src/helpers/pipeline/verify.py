"""Does a report come from these inputs? What it says of itself is compared, then all of its bytes.

What a file says it comes from, anybody can copy into another.  So a report is held to the one that
these inputs give, built anew unless the project has it: the same inputs give the same bytes.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from helpers import codebook
from helpers.codebook import Codebook, SurveyError
from helpers.pipeline import custody, report_file, store
from helpers.pipeline.batch.build import build
from helpers.pipeline.batch.event_tables import EventTables
from helpers.pipeline.build import ReportBuild
from helpers.pipeline.project import Project
from helpers.pipeline.workspace import Workspace

SHOWN = "what it shows"


def verify(
    report: str | Path, survey: str | Path | None = None, *, project: Project
) -> list[tuple[str, str | None, str | None]]:
    """Compare a report, and what it says it comes from, with the survey, code and versions of now.

    The raw answers are cleaned anew: answers that come out the same are the same, whatever their
    time stamps. If all that it comes from is the same, the report itself is compared.

    Parameters
    ----------
    report : str or Path
        A PDF of this project.
    survey : str or Path, optional
        The survey's folder; if left out, the one named like the report's folder, or the project's
        only one.
    project : project.Project

    Returns
    -------
    list of (str, str or None, str or None)
        Each item of provenance with its value in the report and here; last, if these are the same,
        ``what it shows``: nothing, and what differs from the report that these inputs give.

    Raises
    ------
    SurveyError
        If the file is no report of this project, or the survey cannot be read.
    BuildError
        If the report cannot be built.
    """
    report = Path(report)
    before, language = report_file.provenance(report)
    event = before.get("event", "")
    folder = report.resolve().parents[bool(event)]
    named = project.top / "data/raw" / folder.name
    book = codebook.load(project.survey(survey or (named if named.is_dir() else None)))
    book.language(language)
    now = Workspace(project, book, {}, event).origin(language, _clean_answers(book, event))
    items = [(item, before.get(item), now.get(item)) for item in dict.fromkeys([*before, *now])]
    if all(said == here for _, said, here in items):
        expected = _own(project, book, event, language) or _anew(project, book, event, language)
        items.append((SHOWN, "", _closest(report, expected)))
    return items


def _closest(report: Path, expected: Mapping[str, bytes]) -> str:
    """What differs between a file and the one of its name; nothing if it is any of them."""
    content = report.read_bytes()
    if content in expected.values():
        return ""
    own = expected.get(report.name) or next(iter(expected.values()))
    return report_file.difference(content, own)


def _own(project: Project, book: Codebook, event: str, language: str) -> dict[str, bytes] | None:
    """The PDFs in one language as the project has them, if what builds remember is up to date."""
    work = project.work(book.id, event)
    if not (work / "memory.json").is_file():
        return None
    with store.lock(project.work(book.id)):
        try:
            tables = None
            if event:
                everything = ReportBuild(project, book, languages=[language])
                if not everything.is_up_to_date():
                    return None
                tables = EventTables(project, book).of(event)
            options = {"event": event, "tables": tables, "languages": [language]}
            report = ReportBuild(project, book, **options)
            if not report.is_up_to_date():
                return None
            built = report.workspace.built
            return {Path(name).name: (built / name).read_bytes() for name in report.pages}
        finally:
            custody.keep(project, book)


def _anew(project: Project, book: Codebook, event: str, language: str) -> dict[str, bytes]:
    """The PDFs that these inputs give, built where nothing else is."""
    with tempfile.TemporaryDirectory() as folder:
        apart = Project(project.top, Path(folder))
        events = [event] if event else []
        done = build(book.folder, languages=[language], events=events, fork=True, project=apart)
        own = [path for path in done.reports if (path.parent.name != book.id) is bool(event)]
        if not own:
            raise SurveyError("\n".join(done.failed))
        return {path.name: path.read_bytes() for path in own}


def _clean_answers(book: Codebook, event: str) -> str:
    """SHA-256 of the clean answers, or of those of one event."""
    from helpers import processed
    from helpers.answers import cleaning, intake, single_event

    cleaned = cleaning.clean(intake.read(book), book)
    if event:
        cleaned = single_event.single_event(
            cleaned.answers, cleaned.duplicates, cleaned.ledger, event, book
        )
    with tempfile.TemporaryDirectory() as folder:
        written = processed.write(cleaned.answers, folder, "answers")
        return store.sha256(Path(folder) / written.file[0])
