"""One report brought up to date: what changed is made, then all of it is published at once."""

import contextlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from helpers.codebook import Codebook, SurveyError
from helpers.pipeline import custody, gate, lineage, publication, store
from helpers.pipeline.kernel import Kernels
from helpers.pipeline.memory import Memory, Record
from helpers.pipeline.plan import plan
from helpers.pipeline.progress import Progress
from helpers.pipeline.project import Project
from helpers.pipeline.run import BuildRun
from helpers.pipeline.workspace import Workspace


@dataclass(frozen=True)
class Built:
    """What a build did.

    Attributes
    ----------
    made : list of str
        The steps that it made; those of an event are named after it, as ``Laval: 06_report fr``.
    published : list of str
        The files that changed.
    reports : list of Path
        Where the PDFs are.
    failed : list of str
        One message for each report that could not be made, with its cause.
    """

    made: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    reports: list[Path] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def add(self, other: "Built") -> None:
        """Add what was done for one more report."""
        for name in ("made", "published", "reports", "failed"):
            getattr(self, name).extend(getattr(other, name))


@contextlib.contextmanager
def opened(project: Project, book: Codebook) -> Iterator[None]:
    """Hold a survey while reports of it are built, and leave its folders as they should be.

    Raises
    ------
    SurveyError
        If the survey's owner can put it right.
    BuildError
        If another build holds it.
    """
    if not book.exports:
        hint = f"; make them with: survey reconstruct {book.folder}" if book.synthetic else ""
        raise SurveyError(f"no answers: {book.answers} is missing{hint}")
    with store.lock(project.work(book.id)):
        project.check_place(book)
        custody.refuse_tracked(project, book)
        try:
            yield
        finally:
            custody.keep(project, book)


class ReportBuild:
    """The build of one report: that on a survey, or that on one of its events.

    Parameters
    ----------
    project : Project
    book : Codebook
    kernels : Kernels, optional
        Not needed to see whether it is up to date, or to publish what was made elsewhere.
    event : str
    tables : dict of str to bytes, optional
        Of an event: its clean answers; see `Workspace`.
    languages : sequence of str
        Report in these only.
    earlier : sequence of Path
        Folders of reports of this survey that were released before.
    edition : Codebook, optional
        Of an earlier edition, that this one is compared with.
    """

    def __init__(
        self,
        project: Project,
        book: Codebook,
        kernels: Kernels | None = None,
        *,
        event: str = "",
        tables: Mapping[str, bytes] | None = None,
        languages: Sequence[str],
        earlier: Sequence[Path] = (),
        edition: Codebook | None = None,
    ) -> None:
        self.project, self.book, self.event, self.earlier = project, book, event, earlier
        self.languages = tuple(languages)
        self.work = project.work(book.id, event)
        store.settle(project.output, self.work)
        self._remove_sandboxes()  # what a killed build left
        self.memory = Memory(self.work / "memory.json")
        place = (project, book, self.memory.imports, event, kernels)
        self.workspace = Workspace(*place, edition, tables=tables)
        self.memory.imports = self.workspace.sources.imports
        custody.restore(self.workspace.built, self.workspace.processed, project, book)
        self.steps = plan(self.workspace)
        publication.prune(self.workspace, self.steps)
        self.wanted = [step for step in self.steps if step.language in ("", *languages)]

    def is_up_to_date(self) -> bool:
        """Whether nothing is to be made; what was made may still have to be published."""
        return self._run(jobs=1).is_all_up_to_date()

    def make(
        self, *, jobs: int = 1, force: bool = False, progress: Progress | None = None
    ) -> list[str]:
        """Make what is to be made; return the names of the steps."""
        return self._run(jobs=jobs, force=force, progress=progress).run()

    def publish(self) -> Built:
        """Publish all of it at once, if it may be published."""
        gate.require_enough(self.workspace)
        gate.require_closed(self.workspace)
        if not self.event:
            gate.require_distance(self.workspace, self.earlier)
        self._remove_sandboxes()
        published = publication.publish(self.workspace, self.steps, self.wanted)
        reports = [self.project.output / name for name in self.pages]
        return Built(published=published, reports=reports)

    def remember(self, records: Mapping[str, Record]) -> None:
        """Remember steps that were made elsewhere, whose files are here, as if made here."""
        for step in self.wanted:
            made = records[step.name]
            self.memory.records[step.name] = Record(
                lineage.fingerprint(step.key()),
                made.asked,
                self.workspace.sources.messages(made.asked or {}),
                {name: store.sha256(self.workspace.built / name) for name in step.writes},
                made.seconds,
            )
        self.memory.save()

    @property
    def pages(self) -> list[str]:
        """The PDFs that were asked for, as seen from the project's output."""
        return [name for step in self.wanted for name in step.writes if name.endswith(".pdf")]

    def _run(self, *, jobs: int, force: bool = False, progress: Progress | None = None) -> BuildRun:
        progress = progress or Progress(None, quiet=True)
        progress.prefix = f"{self.event}: " if self.event else ""
        options = {"jobs": jobs, "force": force, "progress": progress}
        return BuildRun(self.workspace, self.wanted, self.memory, **options)

    def _remove_sandboxes(self) -> None:
        shutil.rmtree(self.work / "sandboxes", ignore_errors=True)


def build_report(report: ReportBuild, **options: object) -> Built:
    """Make what is to be made of a report, see `ReportBuild.make`, and publish it."""
    made = report.make(**options)
    built = report.publish()
    prefix = f"{report.event}: " if report.event else ""
    built.made.extend(prefix + name for name in made)
    return built
