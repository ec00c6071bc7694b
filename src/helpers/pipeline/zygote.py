"""The program of a kernel's process, and of the zygote: the process that kernels are forked from.

    python -P zygote.py kernel REQUEST    become a kernel
    python -P zygote.py fork MODULES      load libraries, then fork a kernel for each request

A request is one line of JSON: the kernel's folder, its arguments, what its environment has besides.
MODULES are those of our package that most notebooks import, a JSON list: the build watches that
nobody edits them meanwhile.  The standard input of the
zygote is a socket, on which it reads requests and answers with the kernel's process id.  It is run
by its path, not imported: it must not take another module of `helpers` along.

A forked kernel has to show what a fresh one shows.  Whatever looks around while it is imported
sees the zygote instead of a kernel, and says nothing of it; four such traps are known:

- pandas asks, as it is imported, whether there is a terminal, and then shows other columns of a
  table.  So there is a shell to be asked, as in a cell.
- `matplotlib_inline.backend_inline` hooks into the shell as it is imported; without one figures
  vanish.  So it is not imported here, nor is anything that imports it.
- A lock that another thread holds at the fork is never released in the child.  So the zygote has
  one thread: pools of BLAS are held at one by the environment (`kernel.environment`).  A thread
  of jemalloc, which pyarrow brings along, takes care of itself.
- numpy's global generator is seeded as it is imported: all kernels would draw the same numbers.

The zygote gives up, and kernels are started fresh, if it finds another thread, if a library cannot
be imported, or if one leaves a trace that a notebook without it would show: a message, a variable
of the environment, a filter for all warnings.
"""

import builtins
import contextlib
import gc
import importlib
import io
import json
import os
import signal
import sys
import types
import warnings
from pathlib import Path

# What the notebooks load, but for our own modules.
LIBRARIES = (
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "IPython.core.completer",
    "pandas",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_svg",
    "seaborn",
    "scipy.sparse",
    "statsmodels.stats.proportion",
    "statsmodels.stats.multitest",
    "babel.dates",
    "babel.lists",
    "pydantic.main",
    "pydantic.functional_validators",
    "pydantic.json_schema",
)
HARMLESS_THREADS = {"jemalloc_bg_thd"}


def main(mode: str, request: str = "") -> None:
    """Become a kernel, at once or in a child of the zygote."""
    # Imports make some 300,000 objects that stay: to look for garbage among them again and again
    # is a tenth of their time.
    gc.set_threshold(100_000, 50, 100)
    sys.modules["debugpy"] = None  # nobody debugs in a build: it is a quarter of a kernel's start
    if mode == "fork":
        load((*LIBRARIES, *json.loads(request)))
        request = fork_kernels()
        renew_process()
    become_kernel(**json.loads(request))


def load(libraries: tuple[str, ...]) -> None:
    """Import libraries and our modules as a cell would, if that is possible without a trace."""
    environment, filters = dict(os.environ), list(warnings.filters)
    builtins.get_ipython = lambda: types.SimpleNamespace(kernel=None)
    messages = io.StringIO()
    with contextlib.redirect_stdout(messages), contextlib.redirect_stderr(messages):
        for library in libraries:
            try:
                importlib.import_module(library)
            except ImportError:  # which the notebook that needs it will tell
                raise SystemExit(1) from None
    del builtins.get_ipython
    added = [entry for entry in warnings.filters if entry not in filters]
    if messages.getvalue() or os.environ != environment or any(map(is_general, added)):
        raise SystemExit(1)
    gc.collect()
    gc.freeze()  # nobody looks for garbage in what all share: that would copy it


def is_general(warnings_filter: tuple) -> bool:
    """Whether a filter is about more than the warnings of one library."""
    _, message, category, module, _ = warnings_filter
    return message is None and module is None and category.__module__ == "builtins"


def fork_kernels() -> str:
    """Fork a kernel for each request; in the child, return it.

    The zygote ends when the build has, which closes the socket, and ends the kernels that are left.
    """
    children: set[int] = set()
    while request := sys.stdin.readline():
        if thread_names() - HARMLESS_THREADS:
            break
        child = os.fork()
        if child == 0:
            return request
        children.add(child)
        os.write(0, f"{child}\n".encode())
        children -= ended_children(os.WNOHANG)
    for child in children:
        os.kill(child, signal.SIGKILL)  # not waited for yet, so that no other process has its id
    while ended_children(0):  # which adds their time to that of this process
        pass
    raise SystemExit


def thread_names() -> set[str]:
    """The names of all threads of this process but the one that asks."""
    tasks = Path("/proc/self/task")
    others = [task for task in tasks.iterdir() if int(task.name) != os.getpid()]
    return {(task / "comm").read_text().strip() for task in others}


def ended_children(options: int) -> set[int]:
    """Wait for children that have ended, and return their ids."""
    ended = set()
    with contextlib.suppress(ChildProcessError):
        while (child := os.waitpid(-1, options)[0]) != 0:
            ended.add(child)
    return ended


def renew_process() -> None:
    """Make of a child what a process of its own is from the start."""
    os.setpgid(0, 0)  # an interruption is for the kernel and what it starts
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    importlib.import_module("numpy").random.seed()


def become_kernel(folder: str, arguments: list[str], environment: dict[str, str]) -> None:
    """Be a kernel until killed, or until the process that started it ends."""
    from ipykernel.kernelapp import IPKernelApp

    os.chdir(folder)
    os.environ.update(environment)
    sys.argv[1:] = []
    kernel = IPKernelApp.instance()
    kernel.initialize([*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"])
    del sys.modules["debugpy"]
    kernel.start()


if __name__ == "__main__":
    main(*sys.argv[1:])
