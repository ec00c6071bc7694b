"""What becomes of many reports when a process is killed, a person stops, or a scheduler is gone."""

import csv
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from toy.builds import RAW, edit, published

from helpers.pipeline.batch.order import Order, Settings
from helpers.pipeline.batch.processes import Processes
from helpers.pipeline.kernel import Kernels
from helpers.pipeline.project import Project

NAMES = ["mini", "second", "third", "fourth"]
PATTERN = "data/raw/*"
TESTS = Path(__file__).parents[1]
CLUSTER = """
from distributed import LocalCluster
with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0") as own:
    print(own.scheduler_address, flush=True)
    input()
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="processes of Linux"),
]


@pytest.fixture
def four(toy, tmp_path):
    """A toy project with four surveys, none of them built, and a folder of notes beside it."""
    for name in NAMES[1:]:
        shutil.copytree(toy / RAW, toy / f"data/raw/{name}")
        edit(toy / f"data/raw/{name}/codebook.toml", 'id = "mini"', f'id = "{name}"')
    for name in (".survey", "reports"):
        shutil.rmtree(toy / name)
    (tmp_path / "notes").mkdir()
    return toy


@contextmanager
def building(top, *options):
    """The command that builds all, in a session of its own, obeying notes; see `toy.survey`."""
    command = [sys.executable, str(top / "survey.py"), "build", PATTERN, *options]
    environment = os.environ | {"TOY_NOTES": str(top.parent / "notes")}
    with subprocess.Popen(
        command,
        cwd=top,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def built(top, *options):
    """Build all: exit status, and of each report what became of it; then the last words."""
    with building(top, *options) as process:
        _, said = process.communicate(timeout=400)
    lines = [line for line in said.splitlines() if " reports done, " in line]
    states = {line.split()[0]: line[31:].split("  ")[0].strip() for line in lines}
    # the last report may be alone, and then tells its notebooks
    words = [line for line in said.splitlines() if line not in lines and line[:2] != "  "]
    return process.returncode, states, words


def rows(top):
    """The state of each report in the table."""
    with (top / "reports/index.csv").open(encoding="utf-8", newline="") as file:
        return {row["survey"]: row["state"] for row in csv.DictReader(file)}


def at_work(top):
    """Processes that work under a folder, and go on for some seconds."""
    end = time.monotonic() + 20
    while own := _processes(top):
        if time.monotonic() > end:
            break
        time.sleep(0.05)
    return own


def _processes(top):
    own = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            folder = (process / "cwd").readlink()
        except OSError:
            continue
        own += [process.name] if folder.is_relative_to(top) else []
    return own


def test_a_process_that_is_killed_takes_nothing_along(four):
    """Fails when a killed process ends the build, when the report at work beside it is lost, when
    the one that does not outlive it is tried for ever or not named, or is made twice.
    """
    notes = four.parent / "notes"
    for number in (1, 2):
        (notes / f"second-{number}").touch()
    status, states, words = built(four)
    assert (status, list(notes.iterdir()), len(words)) == (1, [], 2), words
    # one may have been made when its news were lost with the process beside it
    states = {name: "done" if state == "up to date" else state for name, state in states.items()}
    assert states == dict.fromkeys(NAMES, "done") | {"second": "failed"} and rows(four) == {
        **dict.fromkeys(NAMES, "delivered"),
        "second": "failed",
    }
    assert words == [
        f"survey: {four}/data/raw/second: its process was ended; is the memory full?",
        "the rest is delivered",
    ]
    assert built(four)[:2] == (0, dict.fromkeys(NAMES, "up to date") | {"second": "done"})
    assert not at_work(four)


def test_a_process_that_is_killed_as_a_report_is_given_to_it(tmp_path):
    """Fails when the news that a process was killed come between two reports, and end the build."""
    project = Project(tmp_path)
    kernels = Kernels(tmp_path / "home", project.code)
    with closing(Processes(Settings(project), kernels, 2)) as crew:
        crew.begin(Order(tmp_path / "first"))
        ends = dict(crew.ended())
        for process in multiprocessing.active_children():
            process.kill()
            process.join()
        time.sleep(1)  # until the pool knows
        crew.begin(Order(tmp_path / "second"))
        while crew.running:
            ends.update(crew.ended())
    causes = {order.name: str(outcome.cause) for order, outcome in ends.items()}
    assert set(causes) == {"first", "second"}
    for name, cause in causes.items():  # as of a report that cannot be made, and nothing else
        assert cause.startswith(f"no survey folder '{tmp_path / name}'")


def test_a_person_who_stops_it_keeps_what_was_finished(four):
    """Fails when what was finished is not published, anything but one sentence is said, a process
    goes on, the table is silent about what was not come to, or the next call begins anew.
    """
    with building(four, "--jobs", "1") as process:
        while " done " not in process.stderr.readline():
            pass
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does, to all that it has started
        words = process.stderr.read().splitlines()
        assert process.wait(timeout=60) == 130
    words = [line for line in words if " reports done, " not in line]
    assert words == ["survey: stopped; the next build goes on from here"]
    assert not at_work(four)
    states = rows(four)
    finished = [name for name in NAMES if states[name] == "delivered"]
    assert 1 <= len(finished) < 4 and set(states.values()) == {"delivered", "waiting"}
    for name in NAMES:
        assert (f"reports/{name}/report.fr.pdf" in published(four)) == (name in finished)
    status, states, _ = built(four)
    assert status == 0 and [states[name] for name in finished] == ["up to date"] * len(finished)
    assert set(states) == set(NAMES) and set(rows(four).values()) == {"delivered"}


def test_a_scheduler_that_goes_leaves_what_was_delivered(four):
    """Fails when a lost scheduler is waited for, said in more than one sentence or takes back what
    was delivered, or the next call makes that again.
    """
    distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    from toy.machine import Toys

    notes = four.parent / "notes"
    environment = os.environ | {"PYTHONPATH": f"{TESTS}{os.pathsep}{TESTS.parent / 'src'}"}
    with subprocess.Popen(
        [sys.executable, "-c", CLUSTER],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as cluster:
        try:
            address = cluster.stdout.readline().strip()
            with distributed.Client(address, set_as_default=False) as client:
                client.register_plugin(Toys(notes))
            (notes / "third-1").write_text(str(cluster.pid))
            status, states, words = built(four, "--scheduler", address)
        finally:
            cluster.kill()
    assert status == 1 and words == [
        f"survey: the scheduler at {address} is gone; what is delivered stays, and the next build "
        "goes on from here",
        "the rest is delivered",
    ]
    assert states and "third" not in states and set(states.values()) == {"done"}
    assert rows(four) == {name: "delivered" if name in states else "waiting" for name in NAMES}
    status, again, _ = built(four)
    assert status == 0 and again == {
        name: "up to date" if name in states else "done" for name in NAMES
    }
