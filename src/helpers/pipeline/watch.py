"""Builds again at every change, each time in a process of its own, which does not outlive this.

The process of the next build is started as soon as one has ended. It loads the libraries, and a
zygote for kernels, then waits to be told: a changed sentence is in the report in the time that its
notebook and its page take. Where code has changed meanwhile, another is started in its place.
"""

import contextlib
import importlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from helpers.pipeline.kernel import Kernels, is_loaded
from helpers.pipeline.project import Project


def watch(
    folder: Path, project: Project, arguments: Iterable[str], beside: Sequence[Path] = ()
) -> None:
    """Build a survey, and again whenever a file that its reports come from is written.

    Time stamps are looked at twice a second: it needs no service of the system, and costs little
    for some hundred files.  Each build is a process of its own, so that it runs the code as it is
    now.

    Parameters
    ----------
    folder : Path
        The survey's.
    project : Project
    arguments : iterable of str
        Of ``survey build``, without the survey.
    beside : sequence of Path
        Folders of other surveys that its reports come from, as an earlier edition.
    """
    options = ["--project", str(project.top), "--when-told", *arguments]
    command = [sys.executable, "-P", sys.argv[0], "build", str(folder), *options]
    before, loaded, waiting = None, None, None
    try:
        while True:
            now = _states([folder, *beside], project)
            if now != before:
                before = now
                if waiting and _code(now, project) != loaded:
                    _discard(waiting)
                    waiting = None
                build, waiting = waiting or _start(command), None
                with build:  # whose input is closed at the end, whatever happens: that ends it
                    _tell(build)
                    build.wait()
                if build.returncode == 0:
                    loaded = _code(_states([folder, *beside], project), project)
                    waiting = _start(command)
                print("waiting for a change; Ctrl-C ends", file=sys.stderr, flush=True)
            time.sleep(0.5)
    finally:
        if waiting:
            _discard(waiting)


def wait_loaded(project: Project, *, fork: bool) -> Kernels:
    """Load what a build needs, and wait to be told by `watch`; the kernels are ready then too.

    From then on, this process ends when the one that holds the other end of its standard input
    does; if that happens before, it ends at once.
    """
    from helpers.pipeline import execution
    from helpers.pipeline.batch.workshop import kernels_of

    interrupted = signal.signal(signal.SIGINT, signal.SIG_IGN)  # there is nothing to be stopped
    kernels = kernels_of(project, project.output / ".survey/watch", fork=fork)
    kernels.prepare()
    execution.load_papermill()
    importlib.import_module("helpers.document.export.pdf")
    if not os.read(0, 1):
        kernels.close()
        raise SystemExit
    signal.signal(signal.SIGINT, interrupted)
    threading.Thread(target=_end_with_stdin, daemon=True).start()
    return kernels


def _end_with_stdin() -> None:
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _start(command: list[str]) -> subprocess.Popen:
    return subprocess.Popen(command, stdin=subprocess.PIPE)


def _tell(build: subprocess.Popen) -> None:
    with contextlib.suppress(BrokenPipeError):  # it has said why it could not wait
        build.stdin.write(b"\n")
        build.stdin.flush()


def _discard(build: subprocess.Popen) -> None:
    """End a build that was not told to begin."""
    build.kill()
    with build:
        pass


def _code(states: dict[Path, tuple[int, int]], project: Project) -> dict[Path, tuple[int, int]]:
    """The states of what a build that waits has loaded."""
    lock = project.top / "requirements.lock"
    return {
        path: state
        for path, state in states.items()
        if path == lock or is_loaded(path, project.code)
    }


def _states(folders: Iterable[Path], project: Project) -> dict[Path, tuple[int, int]]:
    """Time and size of every file that a report may come from."""
    files = [project.top / "requirements.lock", *project.notebooks.glob("*.ipynb")]
    for tree in (*folders, project.code):
        files += [path for path in tree.rglob("*") if "__pycache__" not in path.parts]
    states = {}
    for path in files:
        try:
            status = path.stat()
        except FileNotFoundError:  # an editor replaces files while we look
            continue
        states[path] = status.st_mtime_ns, status.st_size
    return states
