"""Reports on many events in one build: the cost of each, and what more events or processors do.

    python benchmarks/many.py [REPORTS]

A survey of 8 questions is held at 20 events, and at 2,000, 80 people each, as in ``events.py``; it
is reported on in French.  The report over all is built first and not counted.  Then come reports
on some of the 20 events, by one process and by two; on the same events, of the 2,000, by two, since
what a report costs depends on its people; and on events spread over the 2,000.  What a report costs
is a build of REPORTS (8) less one of half of them, so that the start of a build, which is there
once, is not in it.  All are made from nothing.  The bars are what the project asks of itself.

The last lines tell how long 10,000 would take: they rest on the cost of a report being the same
whatever the number of events, which is measured here from 20 to 2,000, every 250th reported on.
"""

import ctypes
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from events import written
from measure import USED, machine, memory, report, run
from stock import ID, copy_project

PROCESSOR_SECONDS, RATIO, FLAT = 15, 1 / 1.7, 1.2
SIZES = (20, 2_000)
MANY = 10_000
BECOME_SUBREAPER = 36  # of prctl: processes that outlive their parent become ours, with their time


def named(size: int, reports: int) -> list[str]:
    """Events spread over all of a survey."""
    return [f"{number * size // reports:05}" for number in range(reports)]


def build(top: Path, size: int, events: list[str], *options: str) -> float:
    """Build the reports on events from nothing, and return the seconds that it took."""
    into = top / f"into-{size}"
    shutil.rmtree(into / f".survey/{ID}/events", ignore_errors=True)
    begin = time.perf_counter()
    run(top, *command(top, size, events), *options)
    seconds = time.perf_counter() - begin
    USED["cpu"] += orphans()
    for event in events:
        assert (into / f"reports/{ID}/{event}/report.fr.pdf").is_file(), event
    return seconds


def command(top: Path, size: int, events: list[str]) -> list[str]:
    """The command that builds a survey and the reports on some of its events."""
    asked = [word for event in events for word in ("--event", event)]
    survey, into = str(top / f"surveys/{size}"), str(top / f"into-{size}")
    own = ["build", survey, "--into", into, "--quiet", "--language", "fr", *asked]
    return [sys.executable, "-m", "helpers.cli", *own]


def orphans() -> float:
    """Processor seconds of processes that have outlived their parents, all of which have ended."""
    used = 0.0
    while True:
        try:
            _, _, usage = os.wait4(-1, 0)
        except ChildProcessError:
            return used
        used += usage.ru_utime + usage.ru_stime


def measured(top: Path, size: int, events: list[str], jobs: int) -> dict[str, float]:
    """Wall and processor seconds of a report, without what a build begins with."""
    half, seen = len(events) // 2, []
    for some in (events[:half], events):
        USED["cpu"] = 0.0
        seconds = build(top, size, some, "--jobs", str(jobs))
        seen.append({"wall": seconds, "cpu": USED["cpu"]})
    fewer, more = seen
    return {name: (more[name] - fewer[name]) / (len(events) - half) for name in fewer}


def inside(survey: str, into: str, *events: str) -> dict[str, float]:
    """Processor seconds of this process alone for the report on one event: all that no kernel does.

    Returns
    -------
    dict of str to float
        all; kernels: to start them and talk with them; pages: to make PDF and HTML.
    """
    from helpers.pipeline import execution, steps
    from helpers.pipeline.batch.build import build as build_many
    from helpers.pipeline.project import Project

    used = {"all": 0.0, "kernels": 0.0, "pages": 0.0}

    def timed(name, function):
        def call(*arguments, **options):
            begin = time.process_time()
            try:
                return function(*arguments, **options)
            finally:
                used[name] += time.process_time() - begin

        return call

    execution.execute = timed("kernels", execution.execute)
    steps.PageStep.make = timed("pages", steps.PageStep.make)
    project = Project.around(Path.cwd(), into=Path(into))
    options = {"languages": ("fr",), "jobs": 1, "fork": True, "project": project}
    timed("all", build_many)(survey, events=events, **options)
    return used


def main(reports: int = 8) -> None:
    """Measure and print."""
    print(machine())
    ctypes.CDLL(None).prctl(BECOME_SUBREAPER, 1)
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder) / "project"
        copy_project(top)
        over_all = {}
        for size in SIZES:
            (top / f"surveys/{size}").mkdir(parents=True)
            written(top / f"surveys/{size}", size)
            over_all[size] = build(top, size, [])
        few, many = SIZES
        same, spread = named(few, reports), named(many, reports)
        seen = {
            f"{few:,} events, 1 at a time": measured(top, few, same, 1),
            f"{few:,} events, 2 at a time": measured(top, few, same, 2),
            f"{many:,} events, 2 at a time": measured(top, many, same, 2),
            f"{many:,} events, every {many // reports}th": measured(top, many, spread, 2),
        }
        megabytes = {size: memory(lambda size=size: build(top, size, same[:2])) for size in SIZES}
        own = parts(top, few, same)
    show(seen, over_all, megabytes, own)


def parts(top: Path, size: int, events: list[str]) -> dict[str, float]:
    """What `inside` says of the report on one event, less what a build without work takes."""
    seen = []
    shutil.rmtree(top / f"into-{size}/.survey/{ID}/events")
    for _ in ("made", "up to date"):
        places = [str(top / f"surveys/{size}"), str(top / f"into-{size}")]
        command = [sys.executable, __file__, "--inside", *places, events[0]]
        environment = os.environ | {"PYTHONPATH": str(top / "src")}
        text = subprocess.check_output(command, cwd=top, env=environment, text=True)
        seen.append(json.loads(text.splitlines()[-1]))
    made, idle = seen
    return {name: made[name] - idle[name] for name in made}


def show(
    seen: dict[str, dict[str, float]],
    over_all: dict[int, float],
    megabytes: dict[int, float],
    own: dict[str, float],
) -> None:
    """Print what was measured, and the bars."""
    few, many = SIZES
    alone, beside, same, spread = seen.values()
    print(f"{'a report on one event of':36}{'wall s':>9}{'CPU s':>9}{'an hour':>9}")
    for name, each in seen.items():
        print(f"{name:36}{each['wall']:9.2f}{each['cpu']:9.2f}{3600 / each['wall']:9.0f}")
    for size in SIZES:
        print(f"over all {size:,} events, wall s, once: {over_all[size]:.0f}")
    for size in SIZES:
        print(f"memory at {size:,} events, all processes: {megabytes[size]:.0f} MB")
    cpu = alone["cpu"]
    rest = own["all"] - own["kernels"] - own["pages"]
    print(f"of {cpu:.1f} CPU s, not in notebooks {own['all']:.2f} ({own['all'] / cpu:.0%}):")
    print(f"  to start kernels and talk with them {own['kernels']:.2f}, PDF and HTML ", end="")
    print(f"{own['pages']:.2f}, to copy, hash, compare, publish {rest:.2f}")
    print(f"\n{'what':66}{'is':>8}{'at most':>9}")
    report("CPU s of a report", cpu, PROCESSOR_SECONDS)
    report("wall s of a report, 2 at a time / 1", beside["wall"] / alone["wall"], RATIO)
    flat = same["cpu"] / beside["cpu"]
    report(f"CPU s of a report, of {many:,} events / of {few}", flat, FLAT)
    report(f"memory, {many:,} events / {few}", megabytes[many] / megabytes[few], FLAT)
    hours = (over_all[many] * MANY / many + spread["wall"] * MANY) / 3600
    print(f"\nextrapolated: {MANY:,} reports with 2 processors, {hours:.0f} hours; with 64, ")
    print(f"{hours * 2 / 64:.1f} hours, if all processors are kept busy.  It rests on the wall")
    print("time of a report on events spread over all.")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        print(json.dumps(inside(*sys.argv[2:])))
    else:
        main(*map(int, sys.argv[1:]))
