"""Does a report come from these inputs? Its provenance, compared with the project as it is."""

import csv
import io
import tempfile
from pathlib import Path

from helpers import codebook
from helpers.codebook import Codebook, SurveyError
from helpers.pipeline import store
from helpers.pipeline.project import Project
from helpers.pipeline.workspace import Workspace


def verify(
    report: str | Path, survey: str | Path | None = None, *, project: Project
) -> list[tuple[str, str | None, str | None]]:
    """Compare what a report says it comes from with the survey, code and versions of now.

    The raw answers are cleaned anew: answers that come out the same are the same, whatever their
    time stamps.

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
        Each item of provenance with its value in the report and here.

    Raises
    ------
    SurveyError
        If the file is no report of this project, or the survey cannot be read.
    """
    before, language = _provenance(Path(report))
    event = before.get("event", "")
    folder = Path(report).resolve().parents[bool(event)]
    named = project.top / "data/raw" / folder.name
    book = codebook.load(project.survey(survey or (named if named.is_dir() else None)))
    now = Workspace(project, book, {}, event).origin(language, _clean_answers(book, event))
    return [(item, before.get(item), now.get(item)) for item in dict.fromkeys([*before, *now])]


def _provenance(report: Path) -> tuple[dict[str, str], str]:
    """The provenance attached to a PDF, and the language it is of."""
    import pikepdf

    try:
        with pikepdf.open(report) as document:
            names = [name for name in document.attachments if name.startswith("provenance.")]
            if not names:
                reason = "it is no report of this project"
                raise SurveyError(f"{report} carries no provenance: {reason}")
            text = document.attachments[names[0]].get_file().read_bytes().decode()
    except FileNotFoundError:
        raise SurveyError(f"no report {report}") from None
    except pikepdf.PdfError as error:
        raise SurveyError(f"{report} is no PDF: {error}") from None
    provenance = {row["item"]: row["value"] for row in csv.DictReader(io.StringIO(text))}
    return provenance, names[0].split(".")[1]


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
