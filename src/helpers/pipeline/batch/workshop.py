"""Makes reports in this process: kernels, exporters and codebooks are shared by all of them."""

from functools import lru_cache
from pathlib import Path

from helpers import codebook
from helpers.codebook import Codebook
from helpers.pipeline import edition, lineage, notebook
from helpers.pipeline.batch.order import Order, Outcome, Settings, plain
from helpers.pipeline.build import ReportBuild, build_report
from helpers.pipeline.kernel import Kernels
from helpers.pipeline.progress import Progress
from helpers.pipeline.project import Project
from helpers.report.legibility import require_legible


@lru_cache(maxsize=16)
def codebook_of(folder: Path) -> Codebook:
    """Return a survey's codebook, parsed once for all reports of one build.

    Raises
    ------
    SurveyError
        If the survey's owner can put it right.
    """
    book = codebook.load(folder)
    require_legible(book)
    return book


def report_of(order: Order, settings: Settings, kernels: Kernels | None = None) -> ReportBuild:
    """Return the build of the report that an order is about."""
    project, book, before = settings.project, codebook_of(order.folder), None
    if settings.against:
        before = codebook_of(settings.against)
        edition.refuse(book, before)
    return ReportBuild(
        project,
        book,
        kernels,
        event=order.event,
        tables=order.tables,
        languages=project.languages(book, settings.languages),
        earlier=settings.earlier,
        edition=before,
    )


def outcome_of(
    report: ReportBuild, settings: Settings, jobs: int = 1, progress: Progress | None = None
) -> Outcome:
    """Make a report and publish it; say what was done, or why not."""
    try:
        return Outcome(build_report(report, jobs=jobs, force=settings.force, progress=progress))
    except Exception as error:
        return Outcome(cause=plain(error))


def kernels_of(project: Project, home: Path, *, fork: bool) -> Kernels:
    """Return the kernels of a build, which load what the project's notebooks import."""
    return Kernels(home, project.code, fork=fork, modules=modules_of_notebooks(project))


def modules_of_notebooks(project: Project) -> list[str]:
    """The modules of the package that the project's notebooks import.

    >>> "helpers.processed" in modules_of_notebooks(Project.around(Path.cwd()))
    True
    """
    names: set[str] = set()
    for path in sorted(project.notebooks.glob("*.ipynb")):
        names |= lineage.imported("\n".join(notebook.Notebook(path).code))
    return sorted(name for name in names if lineage.module_file(project.code, name))
