"""Makes the steps that are not up to date, in parallel, each after those that it reads from."""

import contextlib
import shutil
import time
import traceback
from collections.abc import Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from graphlib import TopologicalSorter
from pathlib import Path

from helpers.codebook import SurveyError
from helpers.pipeline import drawings, execution, lineage, store
from helpers.pipeline.memory import Memory, Record
from helpers.pipeline.progress import Progress
from helpers.pipeline.steps import Step
from helpers.pipeline.store import BuildError
from helpers.pipeline.workspace import Workspace


class BuildRun:
    """One pass over the steps of a survey.

    Everything but the making itself happens in the thread that calls `run`.

    Parameters
    ----------
    workspace : Workspace
    steps : list of Step
    memory : Memory
    jobs : int
        Steps made at a time.
    force : bool
        Make all of them.
    progress : Progress

    Attributes
    ----------
    made : list of str
        Names of the steps that were made, as they ended.
    """

    def __init__(
        self,
        workspace: Workspace,
        steps: Iterable[Step],
        memory: Memory,
        *,
        jobs: int,
        force: bool,
        progress: Progress,
    ) -> None:
        self.workspace, self.memory, self.progress = workspace, memory, progress
        self.steps = {step.name: step for step in steps}
        self.jobs, self.force = jobs, force
        self.made: list[str] = []
        self._keys: dict[str, str] = {}
        self._waiting: list[Step] = []
        self._running: dict[Future, Step] = {}
        self._errors: list[Exception] = []

    def run(self) -> list[str]:
        """Make what is to be made; return the names of the steps.

        Raises
        ------
        SurveyError, BuildError, OSError
            If a step failed: no other is begun, those at work come to their end.
        """
        sorter = TopologicalSorter({step.name: step.after for step in self.steps.values()})
        sorter.prepare()
        pool = ThreadPoolExecutor(self.jobs)
        try:
            while sorter.is_active():
                self._sort_out(sorter)
                if self._errors and not self._running:
                    break
                if self._waiting and not self._errors:
                    self._begin(pool)
                if self._running:
                    self._await_one(sorter)
        finally:
            if self._running:  # interrupted: what is at work is not waited for
                self.workspace.kernels.close()
            pool.shutdown(cancel_futures=True)
        for error in sorted(self._errors, key=lambda error: not isinstance(error, SurveyError)):
            raise error
        return self.made

    def is_up_to_date(self, step: Step) -> bool:
        """Whether what a step wrote is there, and comes from what there is now."""
        record, sources = self.memory.records.get(step.name), self.workspace.sources
        return (
            record is not None
            and record.key == self._keys[step.name]
            and record.asked is not None
            and record.messages == sources.messages(record.asked)
            and record.writes == _hashes(step, self.workspace.built)
        )

    def is_all_up_to_date(self) -> bool:
        """Whether no step would be made."""
        order = TopologicalSorter({step.name: step.after for step in self.steps.values()})
        for name in order.static_order():
            step = self.steps[name]
            self._keys[name] = lineage.fingerprint(step.key())
            if not self.is_up_to_date(step):
                return False
        return True

    def _sort_out(self, sorter: TopologicalSorter) -> None:
        """Take all steps that could be made now, and pass over those that need not be."""
        while ready := sorter.get_ready():
            for step in (self.steps[name] for name in ready):
                self._keys[step.name] = lineage.fingerprint(step.key())
                if not self.force and self.is_up_to_date(step):
                    sorter.done(step.name)
                else:
                    self._waiting.append(step)

    def _begin(self, pool: ThreadPoolExecutor) -> None:
        """Begin as many steps as may be at work, the longest notebooks first."""
        is_first = not self.made and not self._running
        if is_first:
            self._forget_other_code()
        if sum(step.is_notebook for step in self._waiting) > 1:
            self.workspace.kernels.prepare()
        self._waiting.sort(key=self._rank)
        while self._waiting and len(self._running) < self.jobs:
            step = self._waiting.pop(0)
            if step.is_notebook:
                execution.load_papermill()
            self.progress.started(step.name)
            self._running[pool.submit(self._make, step)] = step
        if is_first:  # while kernels load their libraries
            with contextlib.suppress(Exception):  # the first page raises it
                self.workspace.exporters  # noqa: B018

    def _forget_other_code(self) -> None:
        """Remove what the code as it was before has compiled and drawn."""
        self.workspace.kernels.forget_bytecode()
        if self.workspace.kernels.fork:
            self.workspace.drawings = drawings.prepare(self.workspace, afresh=self.force)

    def _rank(self, step: Step) -> tuple[bool, float]:
        """Pages come where no notebook can be executed; what was never made may take long."""
        record = self.memory.records.get(step.name)
        return not step.is_notebook, -record.seconds if record else -60 / (1 + step.name.count(" "))

    def _await_one(self, sorter: TopologicalSorter) -> None:
        """Wait until a step ends, and remember it; on the disk, should the next be killed."""
        ended, _ = wait(self._running, return_when=FIRST_COMPLETED)
        for future in ended:
            step = self._running.pop(future)
            error = future.exception()
            self.progress.ended(step.name, notebook=step.is_notebook, failed=error is not None)
            if error:
                self._errors.append(_explained(error, step))
                continue
            self.memory.records[step.name] = future.result()
            self.memory.save()
            self.made.append(step.name)
            sorter.done(step.name)

    def _make(self, step: Step) -> Record:
        """Make a step, in a thread of its own."""
        start, sources = time.monotonic(), self.workspace.sources
        files, asked = step.make()
        own = step.sources()
        for path in [*sources.changed(own), *self.workspace.kernels.changed(own)]:
            if self.workspace.drawings:  # what the code between has drawn is nobody's
                shutil.rmtree(self.workspace.drawings, ignore_errors=True)
            raise BuildError(f"{path} changed while the report was built; build it again")
        for name, content in files.items():
            _place(content, self.workspace.built / name)
        messages = sources.messages(asked or {})
        writes, seconds = _hashes(step, self.workspace.built), time.monotonic() - start
        return Record(self._keys[step.name], asked, messages, writes, round(seconds, 1))


def _hashes(step: Step, built: Path) -> Mapping[str, str | None]:
    return {name: store.sha256(built / name) for name in step.writes}


def _explained(error: BaseException, step: Step) -> Exception:
    """An error that says what failed; one that nobody has foreseen says where too."""
    if isinstance(error, SurveyError | BuildError | OSError):
        return error
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{last.filename}, line {last.lineno}"
    return BuildError(f"{step.name}: {type(error).__name__}: {error} ({where})")


def _place(content: bytes | Path, path: Path) -> None:
    """Put something made where it belongs."""
    if isinstance(content, Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        content.replace(path)
    else:
        store.write(path, content)
