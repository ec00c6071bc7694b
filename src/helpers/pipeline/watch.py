"""Builds again at every change, each time in a process of its own, which does not outlive this."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

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
    options = ["--project", str(project.top), "--end-with-stdin", *arguments]
    command = [sys.executable, "-P", sys.argv[0], "build", str(folder), *options]
    before = None
    while True:
        now = _states([folder, *beside], project)
        if now != before:
            before = now
            with subprocess.Popen(command, stdin=subprocess.PIPE) as build:
                build.wait()
            print("waiting for a change; Ctrl-C ends", file=sys.stderr, flush=True)
        time.sleep(0.5)


def end_with_stdin() -> None:
    """Let this process end when the one that holds the other end of its standard input does."""

    def wait() -> None:
        while os.read(0, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()


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
