"""The reports that are asked for, each made if it is not up to date; a failure stops no other."""

import contextlib
import os
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from helpers.codebook import SurveyError
from helpers.pipeline import store
from helpers.pipeline.batch import surveys as named
from helpers.pipeline.batch import workshop
from helpers.pipeline.batch.cluster import Cluster, SchedulerGone
from helpers.pipeline.batch.event_tables import EventTables, Survey
from helpers.pipeline.batch.order import Order, Outcome, Settings, plain
from helpers.pipeline.batch.processes import Processes
from helpers.pipeline.batch.register import Register
from helpers.pipeline.batch.tally import Tally
from helpers.pipeline.build import Built, opened
from helpers.pipeline.kernel import Kernels
from helpers.pipeline.progress import Progress
from helpers.pipeline.project import Project


def build(
    *surveys: str | Path,
    languages: Sequence[str] = (),
    events: Sequence[str] = (),
    earlier: Sequence[Path] = (),
    against: str | Path | None = None,
    jobs: int | None = None,
    force: bool = False,
    fork: bool = False,
    scheduler: str = "",
    kernels: Kernels | None = None,
    project: Project | None = None,
    progress: Progress | None = None,
    tally: Tally | None = None,
) -> Built:
    """Bring the reports of surveys up to date with everything they come from.

    Parameters
    ----------
    *surveys : str or Path
        Their folders, or patterns as ``surveys/*``; the project's only one if left out.
    languages : sequence of str
        Report in these only; reports in the other languages stay as they are.
    events : sequence of str
        Of surveys held at events: those that have a report of their own besides that over all, by
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
    scheduler : str
        Address of the scheduler of a Dask cluster whose machines are to make the reports.
    kernels : Kernels, optional
        Prepared before, and closed here.
    project : Project, optional
        The one around the working directory, if left out.
    progress : Progress, optional
        Of a report made by itself.
    tally : Tally, optional
        Of many.

    Raises
    ------
    SurveyError
        If a survey's owner can put it right, and no other is built.
    BuildError
        If the work failed, and no other is built.  What was published before is untouched.
    """
    project = project or Project.around(Path.cwd())
    workshop.codebook_of.cache_clear()
    folders = named.meant(surveys, project)
    edition = None if against is None else project.survey(against).absolute()
    settings = Settings(project, tuple(languages), force, tuple(earlier), edition)
    batch = _Batch(settings, folders, tuple(events), tally or Tally(None))
    work = project.output / ".survey/batch"
    if len(folders) == 1:
        book = workshop.codebook_of(folders[0])
        project.languages(book, languages)
        if events and not book.events:
            file = book.folder / "codebook.toml"
            raise SurveyError(f"{file}: no events: [intake] has no `event` and no `*` in `file`")
        work = project.work(book.id)
    with contextlib.ExitStack() as stack:
        if len(folders) > 1:
            stack.enter_context(store.lock(work))
        kernels = kernels or workshop.kernels_of(project, work / "home", fork=fork)
        stack.enter_context(contextlib.closing(batch))
        stack.enter_context(contextlib.closing(kernels))
        batch.run(kernels, jobs or os.cpu_count() or 1, progress, scheduler)
    return batch.built


class _Batch:
    """The reports of one build."""

    def __init__(
        self, settings: Settings, folders: list[Path], events: tuple[str, ...], tally: Tally
    ) -> None:
        self.settings, self.events, self.tally, self.built = settings, events, tally, Built()
        self.is_one = len(folders) == 1
        self._queue = deque(Order(folder.absolute()) for folder in folders)
        self._surveys: dict[Path, Survey] = {}
        self._register = Register(settings.project, [order.folder for order in self._queue])

    def run(self, kernels: Kernels, jobs: int, progress: Progress | None, scheduler: str) -> None:
        """Make every report that is not up to date."""
        self.tally.expect(len(self._queue))
        crew: Processes | Cluster = Processes(self.settings, kernels, jobs)
        if scheduler:
            crew = Cluster(self.settings, scheduler)
        try:
            with contextlib.closing(crew):
                self._make_all(crew, kernels, jobs, progress)
        except SchedulerGone as gone:
            self.built.failed.append(str(gone))
            self._queue.clear()
        finally:
            self.tally.close()
            if scheduler:
                self.built.failed.extend(crew.refused.values())
            self.close()
            self._register.write(changed=bool(self.built.published))

    def _make_all(
        self, crew: "Processes | Cluster", kernels: Kernels, jobs: int, progress: Progress | None
    ) -> None:
        try:
            while self._queue or crew.running:
                while self._queue and crew.has_room:
                    self._begin(self._queue.popleft(), crew, kernels, jobs, progress)
                    self.tally.show(crew.running)
                if crew.running:
                    for order, outcome in crew.ended():
                        self._end(order, outcome)
                    self.tally.show(crew.running)
        except KeyboardInterrupt:  # what is at work is not waited for
            for order, outcome in crew.ended_by_now():
                self._end(order, outcome)
            raise

    def close(self) -> None:
        """Let go of the surveys that are still held."""
        for survey in self._surveys.values():
            survey.held.close()
        self._surveys.clear()

    def _begin(
        self,
        order: Order,
        crew: "Processes | Cluster",
        kernels: Kernels,
        jobs: int,
        progress: Progress | None,
    ) -> None:
        """Give a report to be made, if it is not up to date; the only one is made here."""
        try:
            order = self._opened(order, kernels)
            report = workshop.report_of(order, self.settings, kernels)
            if not self.settings.force and report.is_up_to_date():
                self._end(order, Outcome(report.publish()))
                return
        except Exception as error:
            self._end(order, Outcome(cause=plain(error)))
            return
        is_alone = crew.is_here and not (self._queue or crew.running)
        if is_alone or not crew.takes(report):
            self._end(order, workshop.outcome_of(report, self.settings, jobs, progress))
            return
        try:
            crew.begin(order, report, len(self._queue))
        except (SurveyError, OSError) as error:  # of what is to travel
            self._end(order, Outcome(cause=error))

    def _opened(self, order: Order, kernels: Kernels) -> Order:
        """The order with all that it takes to make it, its survey held by this build."""
        if order.event:
            tables = self._surveys[order.folder].tables.of(order.event)
            return Order(order.folder, order.event, tables)
        survey = Survey(workshop.codebook_of(order.folder))
        for folder, other in self._surveys.items():  # one that is done, `check_place` knows of
            if other.book.id == survey.book.id:
                two = f"two surveys have the id {other.book.id!r}, {folder} and {order.folder}"
                raise SurveyError(f"{two}; give one of them another `id` in its codebook.toml")
        self._surveys[order.folder] = survey
        self._register.open(order.folder, survey.book)
        survey.held.enter_context(opened(self.settings.project, survey.book))
        if len(self._surveys) == 1:
            kernels.remove_leftovers()
        return order

    def _end(self, order: Order, outcome: Outcome) -> None:
        """Note what became of a report; after that on a survey come those on its events."""
        survey, cause = self._surveys.get(order.folder), outcome.cause
        self._register.end(order, outcome)
        if cause and self.is_one and not order.event:
            raise cause
        self.built.add(outcome.built)
        if cause:
            text = f"{order.event} has no report of its own" if order.event else order.folder
            self.built.failed.append(f"{text}: {cause}")
        self.tally.ended(order.name, is_new=bool(outcome.built.made), cause=cause)
        if survey is None:  # its codebook could not be read
            return
        survey.open -= 1
        if not (cause or order.event) and survey.book.events:
            self._order_events(order.folder, survey)
        if not survey.open:  # nothing more comes of it
            self._surveys.pop(order.folder).held.close()

    def _order_events(self, folder: Path, survey: Survey) -> None:
        """Order the reports on the events that are asked for."""
        survey.tables = EventTables(self.settings.project, survey.book)
        try:
            choice = survey.tables.choice(self.events)
        except SurveyError as mistake:
            if self.is_one:
                raise
            self.built.failed.append(str(mistake))
            return
        self.built.failed.extend([*choice.failed.values(), *choice.refused.values()])
        self._register.choose(folder, choice)
        survey.open += len(choice.events)
        self.tally.expect(len(choice.events))
        self._queue.extendleft(Order(folder, event) for event in reversed(choice.events))
