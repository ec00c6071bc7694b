"""Reports on many events by two real machines, one of which is killed: all of them, once, the same
bytes as here.
"""

import csv
import os
import shutil
import signal
from pathlib import Path

import meetings
import pytest
from toy.builds import published

from helpers.pipeline.batch.build import build
from helpers.pipeline.batch.tally import Tally
from helpers.pipeline.project import Project

ROOT = Path(__file__).parents[2]
EVENTS = 200
PAGES = (".pdf", ".html")


class Killing(Tally):
    """Counts reports, and kills a process when half of them are done."""

    def __init__(self, process):
        super().__init__(None)
        self.process = process

    def ended(self, name, **what):
        super().ended(name, **what)
        if self.process and self.done > self.expected // 2:
            os.kill(self.process, signal.SIGKILL)
            self.process = None


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    """A survey held at many events."""
    folder = tmp_path_factory.mktemp("many") / "survey"
    meetings.write(folder, EVENTS)
    return folder


@pytest.fixture(scope="module")
def there(survey):
    """The folder of all its reports, made by two machines, one of which was killed."""
    distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    project = Project.around(ROOT, survey.parent / "there")
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": ":0"}
    with distributed.LocalCluster(processes=True, **options) as machines:
        with machines.get_client() as client:
            processes = client.run(os.getpid)
        tally = Killing(min(processes.values()))
        with_them = {"project": project, "scheduler": machines.scheduler_address}
        made = build(survey, events=("*",), tally=tally, **with_them)
        assert tally.process is None and not made.failed
        assert (tally.done, tally.current) == (EVENTS + 1, 0)
        with machines.get_client() as client:
            assert client.run(os.getpid) != processes
        assert build(survey, events=("*",), **with_them).made == []
    return project.output


@pytest.mark.slow
def test_all_are_delivered_and_listed(there):
    """Fails when a killed machine takes a report along, one is made again that is up to date, or
    the table misses one, or what is told of it.
    """
    folders = {path.parent.name for path in there.glob("reports/meetings/*/report.en.pdf")}
    assert len(folders) == EVENTS
    with (there / "reports/index.csv").open(encoding="utf-8", newline="") as file:
        over_all, *rows = csv.DictReader(file)
    assert [row["event"] for row in rows] == [f"Meeting {n:03}" for n in range(1, EVENTS + 1)]
    assert {row["state"] for row in rows} == {"delivered"}
    assert all(row["base"] == row["people"] for row in rows)
    for name in ("people", "count", "base"):
        assert int(over_all[name]) == sum(int(row[name]) for row in rows), name


@pytest.mark.slow
def test_alone_among_others_and_on_a_cluster_a_report_is_the_same(there, survey):
    """Fails when a byte of a report depends on what is made beside it, or on which machine."""
    project, event = Project.around(ROOT, survey.parent / "here"), "meetings/meeting-002"
    seen = []
    for events in (["Meeting 002"], ["Meeting 001", "Meeting 002", "Meeting 003"]):
        made = build(survey, events=events, fork=True, jobs=2, project=project)
        assert any(name.startswith("Meeting 002: ") for name in made.made)
        seen.append(published(project.output))
        for kept in (".survey/meetings/events", f"reports/{event}", f"data/processed/{event}"):
            shutil.rmtree(project.output / kept)
    alone, among_others = seen
    on_a_cluster = published(there)
    names = [name for name in alone if name.startswith(("reports/meetings/", "data/processed/"))]
    assert len([name for name in names if event in name and name.endswith(PAGES)]) > 5
    assert [name for name in names if among_others[name] != alone[name]] == []
    assert [name for name in names if on_a_cluster[name] != alone[name]] == []
