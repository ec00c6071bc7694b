"""What makes a machine of a Dask cluster build toy projects as the tests around it do."""

import importlib.metadata
from pathlib import Path
from types import SimpleNamespace

from distributed import WorkerPlugin
from toy.builds import TOY
from toy.survey import EXPORTERS, obey, run_as_script

from helpers.pipeline import execution, kernel
from helpers.pipeline.batch import machine, parcel
from helpers.pipeline.workspace import Workspace

PACKAGES = importlib.metadata.distributions


class Toys(WorkerPlugin):
    """Pages are copies, notebooks run as scripts; machines can be killed at their work.

    Parameters
    ----------
    folder : Path
        Of notes on which survey has a machine killed; see `obey`.
    """

    name = "toys"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def setup(self, worker) -> None:
        """Make a machine, or the one that takes its place, one of toys."""
        parcel.running_code = lambda: TOY / "src/helpers"
        kernel.Kernels.prepare = lambda own: None
        Workspace.exporters = EXPORTERS
        execution.execute = self.execute

    def execute(self, document, parameters, **options):
        """Run a notebook, unless a note has its process killed."""
        obey(self.folder, parameters)
        return run_as_script(document, parameters, **options)


def pretend(name="", version=""):
    """Make this machine one that has another version of a package; or what it is."""
    importlib.metadata.distributions = PACKAGES
    machine.own.cache_clear()
    if name:
        other = [SimpleNamespace(metadata={"Name": name}, version=version)]
        importlib.metadata.distributions = lambda: [*PACKAGES(), *other]


def join_late(name="", version=""):
    """Make this machine one that tells the truth only when it is to make a report."""
    pretend(name, version)
    machine.own()
    importlib.metadata.distributions = PACKAGES
