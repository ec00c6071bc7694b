"""Reports made by the machines of a Dask cluster, which need no shared disk; published here."""

import contextlib
import logging
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING, Any

from helpers.codebook import SurveyError
from helpers.pipeline.batch import machine, parcel
from helpers.pipeline.batch.order import Order, Outcome, Settings, plain
from helpers.pipeline.build import Built, ReportBuild
from helpers.pipeline.store import BuildError

if TYPE_CHECKING:
    from distributed import Future

PER_THREAD = 2  # reports at work, or waiting beside a machine
PATIENCE = 5  # seconds between two looks at who is there
ABSENCE = 300  # seconds without a machine, after which none is waited for: one may be starting
GOES_ON = "what is delivered stays, and the next build goes on from here"


class SchedulerGone(BuildError):
    """Nobody distributes work any more."""


class Cluster:
    """Machines that make reports.  Who does what, and what a lost one did, is Dask's affair.

    Parameters
    ----------
    settings : Settings
    address : str
        Of the scheduler, as ``tcp://192.0.2.7:8786``.

    Attributes
    ----------
    refused : dict of str to str
        Machines that differ from this one, by address, and in what.

    Raises
    ------
    SurveyError
        If Dask is not installed, no scheduler answers, or no machine is as this one.
    """

    def __init__(self, settings: Settings, address: str) -> None:
        self.settings, self.address = settings, address
        self.refused: dict[str, str] = {}
        self._running: dict[Future, tuple[Order, ReportBuild, Any]] = {}
        self._asked: set[str] = set()
        self._last_seen = time.monotonic()  # when a machine was there
        from helpers.answers import cluster  # not before it is needed: it takes pandas along

        self._client = cluster.connect(address)
        for name in ("distributed", "distributed.client"):  # what is lost is told once, by us
            logging.getLogger(name).setLevel(logging.CRITICAL)
        with self._scheduler():
            self._ask()
        if not self._accepted():
            reasons = "; ".join(self.refused.values()) or "no machine has joined it"
            self.close()
            raise SurveyError(f"nobody at {address} can make a report: {reasons}")

    is_here = False

    def takes(self, report: ReportBuild) -> bool:
        """Whether a report is made there: what it comes from is small."""
        return parcel.is_small(report)

    @property
    def has_room(self) -> bool:
        """Whether another report can be begun."""
        with self._scheduler():
            threads = sum(self._workers().values())
        return len(self._running) < PER_THREAD * max(threads, 1)

    @property
    def running(self) -> int:
        """How many reports are at work."""
        return len(self._running)

    def begin(self, order: Order, report: ReportBuild, others: int = 0) -> None:
        """Send a report to be made."""
        sent = parcel.pack(report)
        with self._scheduler():
            self._send(order, report, sent)

    def ended(self) -> list[tuple[Order, Outcome]]:
        """Wait until a report has ended; return what became of it.

        Raises
        ------
        SchedulerGone
            If nothing more can come, or no machine has been there for long.
        """
        from distributed import wait

        done: set[Future] = set()
        self._last_seen = time.monotonic()
        with self._scheduler():
            while not done:
                try:
                    with self._client.as_current():
                        options = {"return_when": "FIRST_COMPLETED"}
                        seen = wait(list(self._running), PATIENCE, **options).done
                    # What a machine made and took with it is "lost" until another has made it.
                    done = {future for future in seen if future.status != "lost"}
                except TimeoutError:
                    self._look_around()
            return self._outcome(done.pop())

    def ended_by_now(self) -> list[tuple[Order, Outcome]]:
        """Return what became of the reports that have ended, and wait for no other."""
        ended = [future for future in self._running if future.status in ("finished", "error")]
        with self._scheduler():
            return [outcome for future in ended for outcome in self._outcome(future)]

    def close(self) -> None:
        """Take back what is not made yet."""
        with contextlib.suppress(TimeoutError, OSError):  # of a scheduler that is gone
            self._client.close(timeout=2)
        self._running.clear()

    @contextlib.contextmanager
    def _scheduler(self) -> Iterator[None]:
        """Whatever the scheduler's silence raises, and each version of Dask has its own, is one
        error.
        """
        try:
            yield
        except SchedulerGone:
            raise
        except (CancelledError, OSError) as error:
            raise self._gone() from error
        except Exception as error:
            if self._client.status == "running":
                raise
            raise self._gone() from error

    def _ask(self) -> bool:
        """Ask the machines that were not asked yet what they have; whether one is refused."""
        new = [address for address in self._workers() if address not in self._asked]
        answers = self._client.run(machine.asker(), workers=new) if new else {}
        lock = (self.settings.project.top / "requirements.lock").read_text(encoding="utf-8")
        self._asked.update(answers)
        odd = {
            worker: parts
            for worker, there in answers.items()
            if (parts := machine.differences(machine.own(), there, lock))
        }
        for worker, parts in odd.items():
            self._refuse(worker, parts)
        return bool(odd)

    def _outcome(self, future: "Future") -> list[tuple[Order, Outcome]]:
        order, report, sent = self._running.pop(future)
        if future.status == "cancelled":
            raise self._gone()
        from distributed import KilledWorker

        try:
            worker, delivery = future.result()
        except KilledWorker as error:
            return [(order, Outcome(cause=BuildError(f"no machine outlived it: {error}")))]
        except (CancelledError, OSError):
            raise
        except Exception as error:
            if self._ask():  # one has joined since that could not even read what was sent
                self._send(order, report, sent)
                return []
            return [(order, Outcome(cause=plain(error)))]
        if delivery.refused:  # it has joined since
            self._refuse(worker, delivery.refused)
            self._send(order, report, sent)
            return []
        if delivery.cause:
            return [(order, Outcome(cause=delivery.cause))]
        try:
            parcel.unpack(delivery, report)
            built = report.publish()
        except Exception as error:
            return [(order, Outcome(cause=plain(error)))]
        prefix = f"{order.event}: " if order.event else ""
        made = [prefix + step.name for step in report.wanted]
        return [(order, Outcome(Built(made, built.published, built.reports)))]

    def _send(self, order: Order, report: ReportBuild, sent: parcel.Parcel) -> None:
        only = {"workers": self._accepted()} if self.refused else {}
        if self.refused and not only["workers"]:
            reasons = "; ".join(self.refused.values())
            raise SchedulerGone(f"nobody at {self.address} can make a report: {reasons}")
        future = self._client.submit(_make, sent, pure=False, **only)
        self._running[future] = order, report, sent

    def _look_around(self) -> None:
        """Send again what waits for machines that have left."""
        if self._client.status != "running":
            raise self._gone()
        accepted = self._accepted()
        if accepted:
            self._last_seen = time.monotonic()
        elif time.monotonic() - self._last_seen > ABSENCE:
            raise SchedulerGone(
                f"no machine that can make a report has been at {self.address} for {ABSENCE} "
                f"seconds; {GOES_ON}"
            )
        if not (self.refused and accepted):
            return
        at_work = {key for keys in self._client.processing().values() for key in keys}
        for future, (order, report, sent) in list(self._running.items()):
            if future.status == "pending" and future.key not in at_work:
                del self._running[future]
                future.cancel()
                self._send(order, report, sent)

    def _workers(self) -> dict[str, int]:
        """How many threads each machine has, by its address."""
        return self._client.nthreads()

    def _accepted(self) -> list[str]:
        return [address for address in self._workers() if address not in self.refused]

    def _refuse(self, worker: str, parts: list[str]) -> None:
        self.refused[worker] = f"{worker} makes no report, for it has {'; '.join(parts)}"

    def _gone(self) -> SchedulerGone:
        return SchedulerGone(f"the scheduler at {self.address} is gone; {GOES_ON}")


def _make(sent: parcel.Parcel) -> tuple[str, parcel.Delivery]:
    from distributed import get_worker

    return get_worker().address, parcel.make(sent)
