"""Kernels: the same everywhere, fresh or forked from a process that has loaded the libraries."""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

from helpers.document.drawing import FOLDER_VARIABLE

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
PROGRAM = [sys.executable, "-P", str(Path(__file__).with_name("zygote.py"))]


def environment(home: Path, code: Path, drawings: Path | None = None) -> dict[str, str]:
    """Return the environment of a kernel.

    It finds the package `helpers` and its settings at the same places, in the same time zone,
    locale and number of threads everywhere; and the folder of the figures that were drawn already,
    if there is one.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(PERSONAL)}
    fixed = {
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "MPLBACKEND": "agg",
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": str(code.parent),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
    folders = {name: str(home / name.lower()) for name in FOLDERS}
    folders |= {FOLDER_VARIABLE: str(drawings)} if drawings else {}
    return inherited | folders | dict.fromkeys(POOLS, "1") | fixed


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

    Attributes
    ----------
    drawings : Path or None
        Folder of figures that need not be drawn again.
    """

    def __init__(self, home: Path, code: Path, *, fork: bool = False) -> None:
        self.home, self.code = home, code
        self.fork = fork and sys.platform == "linux"
        self.drawings: Path | None = None
        self._zygote: Zygote | None = None
        self._processes: list[subprocess.Popen] = []
        self._lock = threading.Lock()

    def remove_leftovers(self) -> None:
        """Remove what the kernels of a killed build have left."""
        for path in self.home.glob("kernel-*.json"):
            path.unlink()

    def prepare(self) -> None:
        """Begin to load the libraries, since several kernels will be needed.

        A kernel that is started before loads them itself, and no more of them than it needs.
        """
        self.home.mkdir(parents=True, exist_ok=True)
        with self._lock:
            if self.fork and not self._zygote:
                try:
                    self._zygote = Zygote(environment(self.home, self.code, self.drawings))
                except OSError:
                    self.fork = False

    def start(self, folder: Path, connection_file: Path) -> "subprocess.Popen | ForkedProcess":
        """Start a kernel that works in a folder and writes into a file where it can be reached."""
        # It opens its ports itself, so that no other can take them first.
        arguments = [
            f"--f={connection_file}",
            "--HistoryManager.enabled=False",
            "--IPKernelApp.log_level=ERROR",  # its warning: no encryption within one machine
        ]
        request = json.dumps({"folder": str(folder), "arguments": arguments})
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
            env=environment(self.home, self.code, self.drawings),
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


class Zygote:
    """The process that kernels are forked from, as this process sees it.

    It ends with this process, which closes their connection.

    Raises
    ------
    OSError
        If this system cannot watch over the children of another process.
    """

    def __init__(self, environment: dict[str, str]) -> None:
        os.close(os.pidfd_open(os.getpid()))
        ours, its = socket.socketpair()
        with ours, its:
            self._connection = ours.makefile("rw", encoding="utf-8")
            self._process = subprocess.Popen(
                [*PROGRAM, "fork"],
                stdin=its,
                cwd=environment["HOME"],
                env=environment,
                start_new_session=True,
            )

    def fork(self, request: str) -> "ForkedProcess":
        """Fork a kernel; an OSError or ValueError says that there is no zygote any more."""
        self._connection.write(f"{request}\n")
        self._connection.flush()
        return ForkedProcess(int(self._connection.readline()))

    def close(self) -> None:
        """End it, and the kernels that it has forked."""
        with contextlib.suppress(OSError):
            self._connection.close()
        try:
            self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:  # it is still loading: there is no kernel yet
            self._process.kill()
            self._process.wait()


class ForkedProcess:
    """A kernel that is no child of this process, to be used as a `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid, self.returncode = pid, None
        self._descriptor = os.pidfd_open(pid)

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait until it has ended; return None if it has not, as `poll` does."""
        if self.returncode is None and select.select([self._descriptor], [], [], timeout)[0]:
            os.close(self._descriptor)
            self.returncode = 0  # only the zygote could tell which
        return self.returncode

    def poll(self) -> int | None:
        """Return None while it is at work."""
        return self.wait(timeout=0)

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it is still at work."""
        if self.poll() is None:
            signal.pidfd_send_signal(self._descriptor, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)
