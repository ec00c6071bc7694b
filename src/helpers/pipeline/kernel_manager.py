"""What papermill knows of a kernel: a manager that starts it by `kernel.Kernels`."""

import asyncio
import contextlib
import queue
import subprocess
import time
import uuid
from pathlib import Path
from typing import Any

from jupyter_client import AsyncKernelClient, AsyncKernelManager
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.provisioning import LocalProvisioner

from helpers.pipeline.kernel import Kernels


class Client(AsyncKernelClient):
    """A client that does not wait another 0.2 s for messages that nobody reads."""

    async def wait_for_ready(self, timeout: float) -> None:
        """Wait until the kernel answers and is heard."""
        end, alive = time.monotonic() + timeout, True
        while time.monotonic() < end and alive:
            self.kernel_info()
            with contextlib.suppress(queue.Empty):
                await self.shell_channel.get_msg(timeout=1)
                await self.iopub_channel.get_msg(timeout=0.2)
                return
            alive = await self.is_alive()
        raise RuntimeError(f"Kernel died, or did not answer within {timeout:.0f} s")


class Provisioner(LocalProvisioner):
    """The process of one kernel, which chooses its ports itself."""

    async def pre_launch(self, **options: Any) -> dict[str, Any]:
        """Choose nothing."""
        return options | {"cmd": []}

    async def launch_kernel(self, cmd: list, *, cwd: str, **options: Any) -> KernelConnectionInfo:
        """Start it, and wait until it has written where it can be reached."""
        manager, self.cwd = self.parent, cwd
        self.process = manager.kernels.start(cwd, manager.connection_file, manager.drawings)
        self.pid = self.pgid = self.process.pid
        while self.process.poll() is None:
            with contextlib.suppress(OSError, ValueError):  # there is no file, or half of it
                manager.load_connection_file()
                break
            await asyncio.sleep(0.01)
        else:
            manager.write_connection_file()  # the client will tell that the kernel is dead
        self.connection_info = manager.get_connection_info()
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """End it, and wait for that at once, rather than to look again 0.1 s later."""
        process = self.process
        await super().kill(restart)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=1)

    async def cleanup(self, restart: bool = False) -> None:
        """Leave no file behind."""
        Path(self.parent.connection_file).unlink(missing_ok=True)


def manager(kernels: Kernels, drawings: Path | None = None) -> type[AsyncKernelManager]:
    """Return the class of the managers of these kernels, which is what papermill asks for."""

    class Manager(AsyncKernelManager):
        client_factory = Client
        kernel_spec = KernelSpec(argv=[], display_name="Python 3", language="python")

        def __init__(self, **settings: Any) -> None:
            name = f"kernel-{uuid.uuid4()}"
            super().__init__(connection_file=str(kernels.home / f"{name}.json"), **settings)
            self.kernels, self.drawings = kernels, drawings
            self.provisioner = Provisioner(kernel_id=name, parent=self)

    return Manager
