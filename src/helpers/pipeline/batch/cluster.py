"""Reports made by the machines of a Dask cluster, which need no shared disk; published here."""

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
        from helpers.answers import cluster  # not before it is needed: it takes pandas along

        self._client = cluster.connect(address)
        lock = (settings.project.top / "requirements.lock").read_text(encoding="utf-8")
        for worker, there in self._client.run(machine.asker()).items():
            if parts := machine.differences(machine.own(), there, lock):
                self._refuse(worker, parts)
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
        threads = sum(each["nthreads"] for each in self._workers().values())
        return len(self._running) < PER_THREAD * max(threads, 1)

    @property
    def running(self) -> int:
        """How many reports are at work."""
        return len(self._running)

    def begin(self, order: Order, report: ReportBuild, others: int = 0) -> None:
        """Send a report to be made."""
        self._send(order, report, parcel.pack(report))

    def ended(self) -> list[tuple[Order, Outcome]]:
        """Wait until reports have ended; return what became of them.

        Raises
        ------
        SchedulerGone
            If nothing more can come.
        """
        from distributed import wait

        while True:
            try:
                with self._client.as_current():
                    done = wait(list(self._running), PATIENCE, return_when="FIRST_COMPLETED").done
                break
            except TimeoutError:
                self._look_around()
            except Exception as error:  # each version of Dask has its own for a lost scheduler
                raise self._gone() from error
        return [outcome for future in done for outcome in self._outcome(future)]

    def close(self) -> None:
        """Take back what is not made yet."""
        self._client.close(timeout=2)
        self._running.clear()

    def _outcome(self, future: "Future") -> list[tuple[Order, Outcome]]:
        order, report, sent = self._running.pop(future)
        if future.status not in ("finished", "error"):
            raise self._gone()
        try:
            worker, delivery = future.result()
        except Exception as error:
            return [(order, Outcome(cause=BuildError(f"no machine outlived it: {error}")))]
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
        if not self.refused:
            return
        accepted = set(self._accepted())
        for future, (order, report, sent) in list(self._running.items()):
            key = future.key
            names = self._client.processing()
            if accepted and not any(key in keys for keys in names.values()):
                del self._running[future]
                future.cancel()
                self._send(order, report, sent)

    def _workers(self) -> dict[str, Any]:
        return self._client.scheduler_info(n_workers=-1)["workers"]

    def _accepted(self) -> list[str]:
        return [address for address in self._workers() if address not in self.refused]

    def _refuse(self, worker: str, parts: list[str]) -> None:
        self.refused[worker] = f"{worker} makes no report, for it has {'; '.join(parts)}"

    def _gone(self) -> SchedulerGone:
        return SchedulerGone(
            f"the scheduler at {self.address} is gone; what is delivered stays, and the next build "
            "goes on from here"
        )


def _make(sent: parcel.Parcel) -> tuple[str, parcel.Delivery]:
    from distributed import get_worker

    return get_worker().address, parcel.make(sent)
