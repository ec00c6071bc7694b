"""Reports made by processes of this machine, which fork their kernels from one process for all."""

import contextlib
import multiprocessing
import signal
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool

from helpers.pipeline.batch import workshop
from helpers.pipeline.batch.order import Order, Outcome, Settings, plain
from helpers.pipeline.build import ReportBuild
from helpers.pipeline.kernel import Kernels
from helpers.pipeline.store import BuildError

# Loaded once, in the process that these are forked from.
LIBRARIES = (
    "helpers.pipeline.batch.workshop",
    "helpers.pipeline.kernel_manager",
    "helpers.document.export.pdf",
    "nbformat",
    "papermill",
)


class Processes:
    """Processes that make reports, as many at a time as there are.

    When one is killed, those at work are lost with it.  Each of their reports is begun once more,
    by itself: the one that does not outlive that is the one that failed.

    Parameters
    ----------
    settings : Settings
    kernels : Kernels
    number : int
    """

    def __init__(self, settings: Settings, kernels: Kernels, number: int) -> None:
        self.settings, self.kernels, self.number = settings, kernels, number
        self._suspects: list[Order] = []
        self._running: dict[Future, Order] = {}
        self._pool: ProcessPoolExecutor | None = None

    is_here = True

    def takes(self, report: ReportBuild) -> bool:
        """Whether a report is made by these: any is."""
        return True

    @property
    def has_room(self) -> bool:
        """Whether another report can be begun at once."""
        return not self._suspects and len(self._running) < self.number

    @property
    def running(self) -> int:
        """How many reports are at work."""
        return len(self._running) + len(self._suspects)

    def begin(self, order: Order, report: ReportBuild | None = None, others: int = 0) -> None:
        """Begin a report, while so many others wait."""
        self.kernels.prepare()
        if self._pool is None:
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(list(LIBRARIES))
            shared = (self.settings, self.kernels)
            self._pool = ProcessPoolExecutor(self.number, context, _start, shared)
        jobs = max(1, self.number // (others + len(self._running) + 1))  # notebooks of it at a time
        try:
            self._running[self._pool.submit(_make, order, jobs)] = order
        except BrokenProcessPool:  # one was killed just now, and nobody has heard of it yet
            self._suspects.append(order)

    def ended(self) -> list[tuple[Order, Outcome]]:
        """Wait until reports have ended; return what became of them."""
        if not self._running:  # one by one, in new processes, with nobody else at work
            self.close()
            order = self._suspects.pop()
            self.begin(order)
            [future] = self._running
            try:
                outcome = future.result()
            except BrokenProcessPool:
                self.close()
                outcome = Outcome(cause=BuildError("its process was ended; is the memory full?"))
            self._running.clear()
            return [(order, outcome)]
        ended, _ = wait(self._running, return_when=FIRST_COMPLETED)
        outcomes = self._outcomes(ended)
        if self._suspects:
            self._suspects += self._running.values()
            self.close()
        return outcomes

    def ended_by_now(self) -> list[tuple[Order, Outcome]]:
        """Return what became of the reports that have ended, and wait for no other."""
        return self._outcomes([future for future in self._running if future.done()])

    def _outcomes(self, ended: Iterable[Future]) -> list[tuple[Order, Outcome]]:
        outcomes = []
        for future in ended:
            order = self._running.pop(future)
            try:
                outcomes.append((order, future.result()))
            except BrokenProcessPool:
                self._suspects.append(order)
        return outcomes

    def close(self) -> None:
        """End the processes, whatever they are at, and their kernels."""
        pool, self._pool = self._pool, None
        if pool:
            for process in multiprocessing.active_children():
                process.kill()
            with contextlib.suppress(BrokenProcessPool):
                pool.shutdown(cancel_futures=True)
        self._running.clear()
        self.kernels.close()


_SHARED: dict[str, object] = {}  # by all reports that this process makes


def _start(settings: Settings, kernels: Kernels) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interruption is for who gives the orders
    _SHARED.update(settings=settings, kernels=kernels)


def _make(order: Order, jobs: int) -> Outcome:
    settings = _SHARED["settings"]
    try:
        report = workshop.report_of(order, settings, _SHARED["kernels"])
    except Exception as error:
        return Outcome(cause=plain(error))
    return workshop.outcome_of(report, settings, jobs)
