"""`survey watch` builds at every change, and takes its build along when it ends."""

import io
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from toy.builds import HELPERS, RAW, edit, published

from helpers import cli
from helpers.pipeline import watch
from helpers.pipeline.project import Project


@contextmanager
def watching(top, *arguments):
    """The command at work in a session of its own, and a way to wait for its next word."""
    command = [sys.executable, "survey.py", "watch", *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=top, stdout=pipe, stderr=pipe, text=True, start_new_session=True
    ) as process:
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def wait_for(condition, seconds=20):
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)


def slow_notebook(top):
    """Let a notebook tell that it runs, and run for a minute."""
    cell = "import os, pathlib, time\\npathlib.Path(os.environ['STARTED']).write_text('here')\\n"
    edit(top / "notebooks/05_exploration.ipynb", "answers = ", cell + "time.sleep(60)\\nanswers = ")


def running(session):
    """Processes of a session that are alive: what they were started as."""
    done = subprocess.run(
        ["ps", "-o", "stat=,args=", "-s", str(session)], capture_output=True, text=True
    )
    return [line for line in done.stdout.splitlines() if not line.startswith("Z")]


@pytest.mark.slow
def test_a_changed_sentence_comes_to_the_pdf_and_nothing_else_is_executed(toy):
    """Fails if `watch` does not look at the catalogues, drops its options, or builds for ever."""
    with watching(toy, RAW, "--language", "fr", "--jobs", "1") as process:
        lines = []
        while "waiting" not in "".join(lines):
            lines.append(process.stderr.readline())
        edit(toy / HELPERS / "report/messages/fr.toml", "Voilà", "Voici la fin")
        edit(toy / HELPERS / "report/messages/en.toml", "Found", "Seen")
        while "".join(lines).count("waiting") < 2:
            lines.append(process.stderr.readline())
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=5) == 0
        assert process.stderr.read() == ""
    assert [line.split()[:2] for line in lines if "waiting" not in line] == [["06_report", "fr"]]
    assert b"Voici la fin" in published(toy)["reports/mini/report.fr.pdf"]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="ps of Linux")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_its_build_ends_with_it(toy, tmp_path, monkeypatch, number):
    """Fails if the build, or a notebook of it, goes on when `watch` is ended from outside."""
    started = tmp_path / "started"
    monkeypatch.setenv("STARTED", str(started))
    slow_notebook(toy)
    before = published(toy)
    with watching(toy, RAW, "--quiet") as process:
        wait_for(started.exists)
        assert any(" build " in line for line in running(process.pid))
        process.send_signal(number)
        process.wait(timeout=5)
        wait_for(lambda: not any(" build " in line for line in running(process.pid)), seconds=5)
    assert published(toy) == before


class Told:
    """Stands in for a build that waits, and notes what becomes of it."""

    returncode = 0

    def __init__(self, events):
        events.append(f"start {sum(event.startswith('start') for event in events) + 1}")
        self.number, self.events, self.stdin = events[-1][-1], events, io.BytesIO()

    def wait(self):
        self.events.append(f"told {self.number}" if self.stdin.getvalue() else "never told")

    def kill(self):
        self.events.append(f"kill {self.number}")

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.stdin.close()


def test_the_next_build_waits_and_is_replaced_where_code_has_changed(toy, monkeypatch):
    """Fails when a build runs code that it loaded before the change, when another is started for a
    sentence, or when one that waits is left behind.
    """
    events, package = [], toy / HELPERS
    files = [package / "report/messages/fr.toml", next(package.rglob("*.py"))]
    files.append(toy / "requirements.lock")

    def change(_):
        if not files:
            raise KeyboardInterrupt
        file = files.pop(0)
        file.write_text(f"{file.read_text() if file.exists() else ''}# changed\n")

    monkeypatch.setattr(watch, "_start", lambda command: Told(events))
    monkeypatch.setattr(time, "sleep", change)
    project = Project(toy)
    with pytest.raises(KeyboardInterrupt):
        watch.watch(toy / RAW, project, [])
    sentence = ["told 2", "start 3"]
    code = ["kill 3", "start 4", "told 4", "start 5"]
    lock = ["kill 5", "start 6", "told 6", "start 7"]
    assert events == ["start 1", "told 1", "start 2", *sentence, *code, *lock, "kill 7"]


def test_the_folder_of_an_earlier_edition_is_watched_too(tmp_path, monkeypatch):
    """Fails if `watch --against` does not build against it, or looks at the newer folder only."""
    calls = []
    monkeypatch.setattr(watch, "watch", lambda *given: calls.append(given))
    now, earlier = Path("data/raw/linkedin-2015").absolute(), tmp_path / "earlier"
    shutil.copytree(now, earlier)
    assert cli.main(["watch", str(now), "--against", str(earlier)]) == 0
    ((folder, project, arguments, beside),) = calls
    assert arguments[-2:] == ["--against", str(earlier)]
    before = watch._states([folder, *beside], project)
    (earlier / "answers.csv").write_text("other")
    assert watch._states([folder, *beside], project) != before
