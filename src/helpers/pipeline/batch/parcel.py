"""What travels to a machine that makes a report, and what comes back: bytes, nothing else."""

import dataclasses
import functools
import tempfile
import threading
import zlib
from collections.abc import Mapping
from pathlib import Path

from helpers import codebook
from helpers.pipeline import seal, store
from helpers.pipeline.batch import machine, workshop
from helpers.pipeline.batch.order import plain
from helpers.pipeline.build import ReportBuild
from helpers.pipeline.kernel import Kernels
from helpers.pipeline.memory import Record
from helpers.pipeline.project import Project, running_code
from helpers.pipeline.store import BuildError

LIMIT = 8_000_000  # bytes: what is larger is built where it lies


@dataclasses.dataclass(frozen=True)
class Parcel:
    """A report to be made, with all that it is made from.

    Attributes
    ----------
    files : dict of str to bytes
        Of the project and of the survey, as seen from the project's folder, compressed.
    folder : str
        Of the survey, as seen from there.
    event : str
    tables : dict of str to bytes
    languages : tuple of str
    is_aggregated : bool
        Whether the answers are counted; see `Codebook`.
    have : dict of str to str
        What the machine must have; see `machine`.
    """

    files: Mapping[str, bytes] = dataclasses.field(repr=False)
    folder: str
    event: str
    tables: Mapping[str, bytes] = dataclasses.field(repr=False)
    languages: tuple[str, ...]
    is_aggregated: bool
    have: Mapping[str, str] = dataclasses.field(repr=False)


@dataclasses.dataclass(frozen=True)
class Delivery:
    """What comes back: files and what is remembered of the steps; or why there is nothing.

    Attributes
    ----------
    files : dict of str to bytes
        Compressed, by their names in `workspace.built`.
    records : dict of str to Record
    cause : Exception, optional
    refused : list of str
        In what the machine differs from the one that sent the parcel.
    """

    files: Mapping[str, bytes] = dataclasses.field(default_factory=dict, repr=False)
    records: Mapping[str, Record] = dataclasses.field(default_factory=dict, repr=False)
    cause: Exception | None = None
    refused: list[str] = dataclasses.field(default_factory=list)


def is_small(report: ReportBuild) -> bool:
    """Whether a report comes from so little, and of one folder, that it may travel."""
    if report.workspace.edition:
        return False
    return sum(path.stat().st_size for path in _files(report).values()) <= LIMIT


def pack(report: ReportBuild) -> Parcel:
    """Return the parcel of a report."""
    seal.sealed("", report.book)  # makes the secret, if it is to be made
    files = _files(report)
    contents = {name: zlib.compress(path.read_bytes(), 1) for name, path in files.items()}
    return Parcel(
        files=contents,
        folder=f"data/raw/{report.book.id}",
        event=report.event,
        tables=dict(report.workspace.tables),
        languages=report.languages,
        is_aggregated=report.book.is_aggregated,
        have=machine.own(),
    )


def _files(report: ReportBuild) -> dict[str, Path]:
    """What a report is made from, by its names in a project of its own."""
    workspace, book, project = report.workspace, report.book, report.project
    paths = {path for run in workspace.runs for path in workspace.raw_files(run)}
    paths |= {*book.folder.glob("*.toml"), book.folder / seal.NAME}
    paths |= {*book.folder.glob("notebooks/*.ipynb")}
    folder = f"data/raw/{book.id}"
    files = {f"{folder}/{path.relative_to(book.folder)}": path for path in paths if path.is_file()}
    files |= {f"notebooks/{path.name}": path for path in project.notebooks.glob("*.ipynb")}
    files["requirements.lock"] = project.top / "requirements.lock"
    return files


def make(parcel: Parcel) -> Delivery:
    """Make a report on the machine that this runs on; nothing stays there."""
    lock = zlib.decompress(parcel.files["requirements.lock"]).decode()
    if refused := machine.differences(parcel.have, machine.own(), lock):
        return Delivery(refused=refused)
    try:
        with tempfile.TemporaryDirectory(dir=_room()) as folder:
            try:
                return _made(parcel, Path(folder))
            except Exception as error:
                cause = plain(error)
                return Delivery(cause=type(cause)(str(cause).replace(f"{folder}/", "")))
    except Exception as error:  # of its disk
        return Delivery(cause=plain(error))


def unpack(delivery: Delivery, report: ReportBuild) -> None:
    """Put what came back among what builds remember, if all that was asked for is there.

    Raises
    ------
    BuildError
        If anything is missing, or there is more.
    """
    expected = {name for step in report.wanted for name in step.writes}
    if expected != delivery.files.keys():
        odd = sorted(expected ^ delivery.files.keys())
        raise BuildError(f"the machine did not send what was asked for: {', '.join(odd[:5])}")
    for name, content in delivery.files.items():
        store.write(report.workspace.built / name, zlib.decompress(content))
    report.remember(delivery.records)


def _made(parcel: Parcel, folder: Path) -> Delivery:
    for name, content in parcel.files.items():
        store.write(folder / name, zlib.decompress(content))
    (folder / "src").symlink_to(running_code().parent)
    project = Project(folder)
    book = codebook.load(folder / parcel.folder)
    book = dataclasses.replace(book, is_aggregated=parcel.is_aggregated)
    kernels = _kernels(tuple(workshop.modules_of_notebooks(project)))
    options = {"event": parcel.event, "tables": parcel.tables, "languages": parcel.languages}
    report = ReportBuild(project, book, kernels, **options)
    report.make()
    names = [name for step in report.wanted for name in step.writes]
    built = report.workspace.built
    files = {name: zlib.compress((built / name).read_bytes(), 1) for name in names}
    return Delivery(files, dict(report.memory.records))


_LOCK = threading.Lock()


def _kernels(modules: tuple[str, ...]) -> Kernels:
    """The kernels of this process, forked from one process for all reports that it makes."""
    with _LOCK:
        return _started(modules)


@functools.lru_cache(maxsize=1)
def _started(modules: tuple[str, ...]) -> Kernels:
    kernels = Kernels(_room() / "home", running_code(), fork=True, modules=modules)
    kernels.prepare()
    return kernels


@functools.lru_cache(maxsize=1)
def _room() -> Path:
    """The folder of this worker, which Dask removes when it ends; nobody else looks into it."""
    from distributed import get_worker

    folder = Path(get_worker().local_directory) / "reports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
