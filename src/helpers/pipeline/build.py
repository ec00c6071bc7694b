"""One build of a survey's reports: what changed is made, then all of it is published at once."""

import contextlib
import fnmatch
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from helpers import codebook
from helpers.codebook import Codebook, SurveyError
from helpers.pipeline import custody, edition, gate, publication, store
from helpers.pipeline.kernel import Kernels
from helpers.pipeline.memory import Memory
from helpers.pipeline.plan import plan
from helpers.pipeline.progress import Progress
from helpers.pipeline.project import Project
from helpers.pipeline.run import BuildRun
from helpers.pipeline.store import BuildError
from helpers.pipeline.workspace import Workspace
from helpers.report.legibility import require_legible


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
        One message for each event that could not be cleaned, and for each that was asked for and
        cannot have a report.
    """

    made: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    reports: list[Path] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def build(
    survey: str | Path | None = None,
    *,
    languages: Sequence[str] = (),
    events: Sequence[str] = (),
    earlier: Sequence[Path] = (),
    against: str | Path | None = None,
    jobs: int | None = None,
    force: bool = False,
    fork: bool = False,
    project: Project | None = None,
    progress: Progress | None = None,
) -> Built:
    """Bring the reports of a survey up to date with everything they come from.

    Parameters
    ----------
    survey : str or Path, optional
        The survey's folder; the project's only one if left out.
    languages : sequence of str
        Report in these only; reports in the other languages stay as they are.
    events : sequence of str
        Of a survey held at events: those that have a report of their own besides that over all, by
        name or by a pattern as ``Montréal*``.  Those that others have from before stay as they are.
    earlier : sequence of Path
        Folders of reports of this survey that were released before: of real answers, one that
        would tell of few people beside them is not published.
    against : str or Path, optional
        The survey of an earlier edition, whose shares are compared with those of this one.
    jobs : int, optional
        Notebooks executed at a time; as many as there are processors if left out.
    force : bool
        Make everything, changed or not.
    fork : bool
        See `kernel.Kernels`.
    project : Project, optional
        The one around the working directory, if left out.
    progress : Progress, optional

    Raises
    ------
    SurveyError
        If the survey's owner can put it right.
    BuildError
        If the work failed.  What was published before is untouched.
    """
    project = project or Project.around(Path.cwd())
    book = codebook.load(project.survey(survey))
    require_legible(book)
    languages = project.languages(book, languages)
    file = book.folder / "codebook.toml"
    if events and not book.events:
        raise SurveyError(f"{file}: no events: [intake] has no `event` and no `*` in `file`")
    if not book.exports:
        hint = f"; make them with: survey reconstruct {book.folder}" if book.synthetic else ""
        raise SurveyError(f"no answers: {book.answers} is missing{hint}")
    before = None if against is None else codebook.load(project.survey(against))
    if before:
        edition.refuse(book, before)
    work, built = project.work(book.id), Built()
    with store.lock(work):
        project.check_place(book)
        custody.refuse_tracked(project, book)
        kernels = Kernels(work / "home", project.code, fork=fork)
        builder = _Builder(
            project,
            book,
            kernels,
            languages,
            jobs or os.cpu_count(),
            force,
            progress,
            tuple(earlier),
            before,
        )
        with contextlib.ExitStack() as stack:
            stack.callback(custody.keep, project, book)
            stack.enter_context(contextlib.closing(kernels))
            kernels.remove_leftovers()
            builder.build("", built)
            if not book.events:
                return built
            tables = work / f"built/data/processed/{book.id}"
            wanted, messages = _wanted_events(tables, book, events)
            built.failed.extend(messages)
            reported = gate.reported_events(project, book)
            for event in wanted:
                try:
                    gate.require_silence(tables, book, event, reported)
                    reported.add(event)
                    builder.build(event, built)
                except (SurveyError, BuildError) as error:  # the others are delivered
                    built.failed.append(f"{event} has no report of its own: {error}")
    return built


@dataclass(frozen=True)
class _Builder:
    """Builds one survey, then events of it, in the same way."""

    project: Project
    book: Codebook
    kernels: Kernels
    languages: tuple[str, ...]
    jobs: int
    force: bool
    progress: Progress | None
    earlier: tuple[Path, ...] = ()
    edition: Codebook | None = None

    def build(self, event: str, built: Built) -> None:
        """Bring the reports of a survey, or of one of its events, up to date; add what was done."""
        work = self.project.work(self.book.id, event)
        store.settle(self.project.output, work)
        shutil.rmtree(work / "sandboxes", ignore_errors=True)  # what a killed build left
        memory = Memory(work / "memory.json")
        place = (self.project, self.book, memory.imports, event, self.kernels)
        workspace = Workspace(*place, self.edition)
        memory.imports = workspace.sources.imports
        custody.restore(workspace.built, self.project, self.book)
        steps = plan(workspace)
        publication.prune(workspace, steps)
        wanted = [step for step in steps if step.language in ("", *self.languages)]
        progress = self.progress or Progress(None, quiet=True)
        progress.prefix = f"{event}: " if event else ""
        run = BuildRun(
            workspace, wanted, memory, jobs=self.jobs, force=self.force, progress=progress
        )
        built.made.extend(progress.prefix + name for name in run.run())
        gate.require_enough(workspace)
        gate.require_closed(workspace)
        if not event:
            gate.require_distance(workspace, self.earlier)
        shutil.rmtree(work / "sandboxes", ignore_errors=True)
        built.published.extend(publication.publish(workspace, steps, wanted))
        pages = [name for step in wanted for name in step.writes if name.endswith(".pdf")]
        built.reports.extend(self.project.output / name for name in pages)


def _wanted_events(
    tables: Path, book: Codebook, asked: Sequence[str]
) -> tuple[list[str], list[str]]:
    """The events that are to have a report, and what to say of those that cannot have one."""
    from helpers import processed
    from helpers.answers import events

    states = processed.read(tables, "events").set_index("event").state
    wanted, messages = {}, []
    if states.eq("failed").any():
        messages += events.failures(processed.read(tables, "cleaning"), book).values()
    for name in asked:
        pattern = name if "*" in name else None
        matches = [
            event
            for event in states.index
            if event == name or (pattern and fnmatch.fnmatchcase(event, pattern))
        ]
        if not matches:
            hint = codebook.suggest(name, states.index)
            raise SurveyError(f"no event {name!r} in {book.answers}{hint}")
        wanted |= dict.fromkeys(event for event in matches if states[event] == "delivered")
        if name in matches and states[name] == "small":
            limit = f"`smallest_cell` of {book.folder / 'codebook.toml'}, {book.smallest_cell}"
            reason = f"it has fewer people than {limit}, or would give away an event that has"
            messages.append(f"{name} has no report of its own: {reason}")
    return list(wanted), messages
