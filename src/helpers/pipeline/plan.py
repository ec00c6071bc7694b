"""All steps of one build, with what each of them reads and writes."""

from collections.abc import Iterable

from helpers.pipeline.edition import EditionStep
from helpers.pipeline.steps import EventStep, NotebookStep, PageStep, ProvenanceStep, Step
from helpers.pipeline.workspace import Workspace
from helpers.privacy import release


def plan(workspace: Workspace) -> list[Step]:
    """Return all steps of one survey, or of one event."""
    runs, languages = workspace.runs, workspace.book.languages
    events = [EventStep(workspace)] if workspace.event else []
    writers = {workspace.table_file(name): run.title for run in runs for name in run.tables}
    writers |= {name: step.name for step in events for name in step.writes}
    editions = [EditionStep(workspace, writers)] if workspace.edition else []
    writers |= {name: step.name for step in editions for name in step.writes}
    origins = [ProvenanceStep(workspace, language, writers) for language in languages]
    writers |= {name: step.name for step in origins for name in step.writes}
    notebooks = [NotebookStep(workspace, run, writers) for run in runs]
    tables = [*events, *editions, *notebooks, *origins]
    pages = [page for step in notebooks for page in _pages(step, tables)]
    return [*events, *editions, *origins, *notebooks, *pages]


def _pages(notebook: NotebookStep, tables: Iterable[Step]) -> list[PageStep]:
    """The pages of an executed notebook: those that it declares, else its place in the annex."""
    run, workspace = notebook.run, notebook.workspace
    if not workspace.is_shown(run):
        return []
    own = [step for step in tables if step.language in ("", notebook.language)]
    folder = f"{workspace.processed}/"
    shared = {
        name: step.name
        for step in own
        for name in step.writes
        if name.endswith(".csv") and release.may_attach(name.removeprefix(folder), workspace.book)
    }
    return [
        PageStep(notebook, page, shared if page.endswith(".pdf") else {})
        for page in run.pages or [f"annex/{run.name}.html"]
    ]
