"""Kernels: the same everywhere, and ready before they are needed."""

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
import uuid

# What a kernel may take from the person's account: nothing that a program reads without being
# asked.
_PERSONAL = ("HOME", "JUPYTER", "IPYTHON", "LANG", "LC_", "MPL", "PYTHON", "XDG_")
# It opens its ports itself, so that no other can take them first, and is then told what to load and
# where to begin. Imports make some 300,000 objects that stay: to look for garbage among them again
# and again is a tenth of their time.
_PROGRAM = """import gc, importlib, json, os, sys
gc.set_threshold(100_000, 50, 100)
from ipykernel.kernelapp import IPKernelApp
kernel = IPKernelApp.instance()
kernel.initialize()
def told():
    return json.loads(sys.stdin.readline() or sys.exit())
with kernel.shell.builtin_trap:  # as in a cell: pandas asks at its import whether it is in a notebook
    for name in told():
        importlib.import_module(name)
os.chdir(told())
kernel.start()"""
# What nearly every notebook loads; none of our own modules, since an edit to one must not reach a
# notebook that does not import it.
_AHEAD = ["seaborn"]


class Kernel:
    """A process of its own that becomes a kernel of this interpreter, whatever kernels the account has installed.

    It finds the package `helpers` and its settings at the same places, in the same time zone,
    locale and number of threads everywhere.  It ends when this process does.

    Parameters
    ----------
    home : Path
        Folder for what libraries keep in a home folder.
    code : Path
        Folder of the package `helpers`.
    modules : sequence of str
        What to load before it is given a folder.
    """

    def __init__(self, home, code, modules=()):
        home.mkdir(parents=True, exist_ok=True)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_PERSONAL)}
        folders = {
            name: str(home / name.lower())
            for name in (
                "JUPYTER_CONFIG_DIR",
                "JUPYTER_DATA_DIR",
                "JUPYTER_RUNTIME_DIR",
                "IPYTHONDIR",
                "MPLCONFIGDIR",
                "XDG_CACHE_HOME",
                "XDG_CONFIG_HOME",
                "XDG_DATA_HOME",
            )
        }
        threads = dict.fromkeys(
            ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"),
            "1",
        )
        environment = (
            kept
            | folders
            | threads
            | {
                "HOME": str(home),
                "LC_ALL": "C.UTF-8",
                "TZ": "UTC",
                "MPLBACKEND": "agg",
                "PYTHONHASHSEED": "0",
                "PYTHONPATH": str(code.parent),
                "PYDEVD_DISABLE_FILE_VALIDATION": "1",
                "JPY_PARENT_PID": str(os.getpid()),
            }
        )
        self.connection_file = home / f"kernel-{uuid.uuid4()}.json"
        command = [
            sys.executable,
            "-P",
            "-c",
            _PROGRAM,
            "-f",
            str(self.connection_file),
            "--HistoryManager.enabled=False",
            "--IPKernelApp.log_level=ERROR",  # its warning: no encryption between two processes of one machine
        ]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            cwd=home,
            env=environment,
            start_new_session=True,  # an interruption of the build is not one of the kernel
        )
        self._tell(modules)

    def begin(self, folder):
        """Let it work in a folder."""
        self._tell(str(folder))
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()

    def end(self):
        """End it, at work or not."""
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.kill()
        self.process.wait()
        self.connection_file.unlink(missing_ok=True)

    def _tell(self, value):
        with contextlib.suppress(
            BrokenPipeError
        ):  # that it is dead is found out by who waits for it
            self.process.stdin.write(json.dumps(value).encode() + b"\n")
            self.process.stdin.flush()


class Kernels:
    """Hands out kernels, and keeps one ready where there is time for it.

    Parameters
    ----------
    home, code : Path
        See `Kernel`.
    """

    def __init__(self, home, code):
        self.home, self.code = home, code
        self._ready = []
        self._lock = threading.Lock()

    def prepare(self):
        """Have one ready for the next notebook, with what nearly every notebook loads."""
        with self._lock, contextlib.suppress(OSError):  # which the next notebook would meet itself
            if not self._ready:
                self._ready.append(Kernel(self.home, self.code, _AHEAD))

    def take(self):
        """Return the one that is ready, or a new one."""
        with self._lock:
            return self._ready.pop() if self._ready else Kernel(self.home, self.code)

    def close(self):
        """End the one that nobody has taken."""
        with self._lock:
            while self._ready:
                self._ready.pop().end()


def manager(kernel):
    """Return the class of a kernel manager that manages this kernel.

    It does not wait 0.3 s for each kernel, as its base classes do: 0.2 s for messages that nobody
    reads, and 0.1 s before it looks whether the kernel that it has killed is dead.
    """
    import asyncio

    from jupyter_client import AsyncKernelClient, AsyncKernelManager
    from jupyter_client.kernelspec import KernelSpec
    from jupyter_client.provisioning import LocalProvisioner

    class Provisioner(LocalProvisioner):
        async def pre_launch(self, **kwargs):
            while kernel.process.poll() is None:
                with contextlib.suppress(
                    OSError, ValueError
                ):  # the file is not there, or half-written
                    self.parent.load_connection_file()
                    break
                await asyncio.sleep(0.01)
            else:  # it is dead, which the client will tell
                self.parent.write_connection_file()
            self.connection_info = self.parent.get_connection_info()
            return kwargs | {"cmd": []}

        async def launch_kernel(self, cmd, *, cwd, **kwargs):
            kernel.begin(cwd)
            self.process, self.pid, self.pgid, self.cwd = (
                kernel.process,
                kernel.process.pid,
                kernel.process.pid,
                cwd,
            )
            return self.connection_info

        async def kill(self, restart=False):
            await super().kill(restart)
            with contextlib.suppress(subprocess.TimeoutExpired):
                kernel.process.wait(timeout=1)

    class Client(AsyncKernelClient):
        async def wait_for_ready(self, timeout):
            end, alive = time.monotonic() + timeout, True
            while time.monotonic() < end and alive:
                self.kernel_info()
                with contextlib.suppress(queue.Empty):
                    await self.shell_channel.get_msg(timeout=1)
                    await self.iopub_channel.get_msg(timeout=0.2)
                    return  # both channels have spoken
                alive = await self.is_alive()
            raise RuntimeError(f"Kernel died, or did not answer within {timeout:.0f} s")

    class Manager(AsyncKernelManager):
        client_factory = Client
        kernel_spec = KernelSpec(argv=[], display_name="Python 3", language="python")

        def __init__(self, **settings):
            super().__init__(connection_file=str(kernel.connection_file), **settings)
            self.provisioner = Provisioner(kernel_id=kernel.connection_file.stem, parent=self)

    return Manager
