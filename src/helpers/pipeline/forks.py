"""The process that kernels are forked from, and these kernels, as a build sees them."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any


class Zygote:
    """The process that kernels are forked from, as this process sees it.

    It ends with this process, and with all others that it has travelled to, which close their
    connections.

    Parameters
    ----------
    program : list of str
        The command of `zygote`.
    environment : dict of str to str
    modules : sequence of str
        Loaded after the libraries.

    Raises
    ------
    OSError
        If this system cannot watch over the children of another process.
    """

    def __init__(
        self, program: list[str], environment: dict[str, str], modules: Sequence[str]
    ) -> None:
        os.close(os.pidfd_open(os.getpid()))
        self._turn = Path(environment["HOME"]) / "turn.lock"
        ours, its = socket.socketpair()
        with its:
            self._process = subprocess.Popen(
                [*program, "fork", json.dumps(modules)],
                stdin=its,
                cwd=environment["HOME"],
                env=environment,
                start_new_session=True,
            )
        self._connect(ours)

    def _connect(self, ours: socket.socket) -> None:
        self._socket, self._connection = ours, ours.makefile("rw", encoding="utf-8")

    def __getstate__(self) -> dict[str, Any]:
        return {"turn": self._turn, "socket": self._socket}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._turn, self._process = state["turn"], None
        self._connect(state["socket"])

    def fork(self, request: str) -> ForkedProcess:
        """Fork a kernel; an OSError or ValueError says that there is no zygote any more."""
        with _turn(self._turn):
            self._connection.write(f"{request}\n")
            self._connection.flush()
            return ForkedProcess(int(self._connection.readline()))

    def close(self) -> None:
        """End it, and the kernels that it has forked."""
        with contextlib.suppress(OSError):
            self._connection.close()
        self._socket.close()
        if not self._process:  # of another process, which ends it
            return
        try:
            self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:  # it is still loading: there is no kernel yet
            self._process.kill()
            self._process.wait()


@contextlib.contextmanager
def _turn(file: Path) -> Iterator[None]:
    """One process at a time asks, and has the answer."""
    import fcntl  # which Windows lacks

    with file.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


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
