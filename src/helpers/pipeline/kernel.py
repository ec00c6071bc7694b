"""Kernels: the same everywhere, fresh or forked from a process that has loaded the libraries."""

import contextlib
import importlib.util
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from helpers.document.drawing import FOLDER_VARIABLE
from helpers.pipeline import facts
from helpers.pipeline.forks import ForkedProcess, Zygote

# What a kernel may take from the person's account: nothing that a program reads without being
# asked.
PERSONAL = ("HOME", "JUPYTER", "IPYTHON", "LANG", "LC_", "MPL", "PYTHON", "XDG_", FOLDER_VARIABLE)
FOLDERS = (
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_DATA_DIR",
    "JUPYTER_RUNTIME_DIR",
    "IPYTHONDIR",
    "MPLCONFIGDIR",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
)
POOLS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
MESSAGES = "report/messages"  # of the package: each kernel reads them itself, whenever it starts
PROGRAM = [sys.executable, "-P", str(Path(__file__).with_name("zygote.py"))]


def environment(home: Path, code: Path) -> dict[str, str]:
    """Return the environment of a kernel.

    It finds the package `helpers` and its settings at the same places, in the same time zone,
    locale and number of threads everywhere.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(PERSONAL)}
    fixed = {
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "MPLBACKEND": "agg",
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": str(code.parent),
    }
    folders = {name: str(home / name.lower()) for name in FOLDERS}
    return inherited | folders | dict.fromkeys(POOLS, "1") | fixed


def is_loaded(path: Path, code: Path) -> bool:
    """Whether a file of the package in `code` may be loaded before a kernel is asked for."""
    return path.is_relative_to(code) and not path.is_relative_to(code / MESSAGES)


class Kernels:
    """Starts kernels of this interpreter, whatever kernels the account has installed.

    Each is a process of its own, in which nothing but libraries has been loaded, and ends when
    this process does.

    Parameters
    ----------
    home
        Folder for what libraries keep in a home folder.
    code
        Folder of the package `helpers`.
    fork
        Fork kernels from a process that has loaded the libraries, rather than load them for each.
        It is done on Linux alone, and only as long as nothing speaks against it (see `zygote`).
    modules
        Of the package, those that are loaded with the libraries.  They are as they were then: who
        names any asks `changed` before what a kernel has made is taken for the work of the code.

    Another process may use them too: they travel to it, and fork from the same process.
    """

    def __init__(
        self, home: Path, code: Path, *, fork: bool = False, modules: Sequence[str] = ()
    ) -> None:
        self.home, self.code, self.modules = home, code, tuple(modules)
        self.fork = fork and sys.platform == "linux"
        self._states: dict[Path, tuple | None] = {}
        self._zygote: Zygote | None = None
        self._processes: list[subprocess.Popen] = []
        self._lock = threading.Lock()

    def __getstate__(self) -> dict[str, Any]:
        own = ("home", "code", "modules", "fork", "_states", "_zygote")
        return {name: getattr(self, name) for name in own}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._processes, self._lock = [], threading.Lock()

    def remove_leftovers(self) -> None:
        """Remove what the kernels of a killed build have left."""
        for path in self.home.glob("kernel-*.json"):
            path.unlink()

    def prepare(self) -> None:
        """Begin to load the libraries, since several kernels will be needed.

        A kernel that is started before loads them itself, and no more of them than it needs.
        """
        self.home.mkdir(parents=True, exist_ok=True)
        self.forget_bytecode()
        with self._lock:
            if self.fork and not self._zygote:
                try:
                    own = environment(self.home, self.code)
                    self._zygote = Zygote(PROGRAM, own, self.modules)
                except OSError:
                    self.fork = False

    def forget_bytecode(self) -> None:
        """Remove compiled modules, once: Python judges them by time and size, which an edit may
        leave.
        """
        if self._states:
            return
        files = [path for path in self.code.rglob("*") if "__pycache__" not in path.parts]
        loaded = [path for path in files if path.is_file() and is_loaded(path, self.code)]
        self._states = {path: facts.state(path) for path in loaded}
        for path in self._states:
            if path.suffix == ".py":
                with contextlib.suppress(OSError):
                    Path(importlib.util.cache_from_source(path)).unlink(missing_ok=True)

    def changed(self, files: Iterable[Path]) -> list[Path]:
        """Return those files of the package that were written since it was loaded for kernels."""
        if not (self._zygote and self.modules):
            return []
        states = self._states
        return [path for path in files if facts.state(path) != states.get(path, facts.state(path))]

    def start(
        self, folder: Path, connection_file: Path, drawings: Path | None = None
    ) -> subprocess.Popen | ForkedProcess:
        """Start a kernel that works in a folder and writes into a file where it can be reached.

        Figures that are in the folder `drawings` need not be drawn again.
        """
        # It opens its ports itself, so that no other can take them first.
        arguments = [
            f"--f={connection_file}",
            "--HistoryManager.enabled=False",
            "--IPKernelApp.log_level=ERROR",  # its warning: no encryption within one machine
        ]
        own = {FOLDER_VARIABLE: str(drawings)} if drawings else {}
        request = json.dumps({"folder": str(folder), "arguments": arguments, "environment": own})
        self.home.mkdir(parents=True, exist_ok=True)
        with self._lock:
            try:
                if self.fork and self._zygote:
                    return self._zygote.fork(request)
            except (OSError, ValueError):
                self.fork = False
        process = subprocess.Popen(
            [*PROGRAM, "kernel", request],
            stdin=subprocess.DEVNULL,
            env=environment(self.home, self.code),
            start_new_session=True,  # an interruption of the build is not one of the kernel
        )
        self._processes.append(process)
        return process

    def close(self) -> None:
        """End the kernels that are still at work, and the process they are forked from."""
        if self._zygote:
            self._zygote.close()
        for process in self._processes:
            process.kill()
            process.wait()
        self._zygote, self._processes = None, []
