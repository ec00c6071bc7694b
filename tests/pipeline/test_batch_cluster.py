"""Reports made by the machines of a Dask cluster: the same bytes, whatever becomes of a machine."""

import contextlib
import importlib.metadata
import os
import shutil
import time

import pytest
from toy.builds import FRESH, RAW, copied, edit, published

from helpers.codebook import SurveyError
from helpers.pipeline.batch import cluster
from helpers.pipeline.batch.build import build
from helpers.pipeline.project import Project

distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")


@pytest.fixture(scope="module")
def machines():
    """A cluster of two processes on this machine."""
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": ":0"}
    with distributed.LocalCluster(processes=True, **options) as running:
        yield running


@pytest.fixture
def four(toy, swift, machines, monkeypatch):
    """A toy project with four surveys, none of them built, and machines that can build it."""
    from toy.machine import Toys

    monkeypatch.chdir(toy)
    (toy / "kills").mkdir()
    for name in ("second", "third", "fourth"):
        shutil.copytree(toy / RAW, toy / f"data/raw/{name}")
        edit(toy / f"data/raw/{name}/codebook.toml", 'id = "mini"', f'id = "{name}"')
    shutil.rmtree(toy / ".survey")
    with machines.get_client() as client:
        client.register_plugin(Toys(toy / "kills"))
        yield toy
        client.unregister_worker_plugin("toys")


def names(made):
    return sorted({path.parent.name for path in made.reports})


@pytest.mark.slow
def test_a_machine_that_is_killed_and_a_report_that_fails_stop_no_other(four, machines):
    """Fails when a machine takes reports with it, one that cannot be made ends the build or is
    tried for ever, or the next call makes again what is there.
    """
    answers, note = four / "data/raw/third/answers.csv", four / "kills/second-1"
    content = answers.read_bytes()
    answers.write_bytes(content.replace(b"Oui", b"Qui"))
    note.touch()
    options = {"project": Project(four), "scheduler": machines.scheduler_address}
    made = build("data/raw/*", **options)
    assert names(made) == ["fourth", "mini", "second"]
    [failed] = made.failed
    assert "third" in failed and "holds ['Qui']" in failed and not list(four.glob("kills/*"))
    answers.write_bytes(content)
    made = build("data/raw/*", **options)
    assert names(made) == ["fourth", "mini", "second", "third"] and not made.failed
    assert made.made.count("01_clean") == 1
    assert build("data/raw/*", **options).made == []
    listed = (four / "reports/index.csv").read_text(encoding="utf-8").splitlines()
    assert len(listed) == 5


@pytest.mark.slow
def test_what_a_machine_made_and_took_with_it_is_made_again(four, machines, monkeypatch):
    """Fails when a report made, but not fetched before its machine died, ends the build."""
    wait, lost = distributed.wait, []

    def kill_who_has_one(futures, *args, **options):
        waited = wait(futures, *args, **options)
        if not lost:
            [made, *_] = waited.done
            lost.append(made.key)
            [holder] = made.client.who_has([made])[made.key]
            with contextlib.suppress(OSError):  # it cannot answer
                made.client.run(os._exit, 1, workers=[holder])
            while made.status != "lost":
                time.sleep(0.001)
        return waited

    monkeypatch.setattr(distributed, "wait", kill_who_has_one)
    made = build("data/raw/*", project=Project(four), scheduler=machines.scheduler_address)
    assert lost and not made.failed
    assert names(made) == ["fourth", "mini", "second", "third"]


@pytest.mark.slow
def test_a_report_made_there_is_the_same_to_the_byte(four, machines, tmp_path):
    """Fails when a report depends on which machine makes it, or on what is made beside it."""
    here = copied(four, tmp_path / "here", FRESH)
    there = copied(four, tmp_path / "there", FRESH)
    options = {"project": Project(there), "scheduler": machines.scheduler_address}
    assert not build("data/raw/mini", "data/raw/fourth", **options).failed
    for name in ("mini", "fourth"):
        build(here / f"data/raw/{name}", project=Project(here))
    alone, beside = published(here), published(there)
    assert beside.keys() - alone.keys() == {"reports/index.csv", "reports/index.html"}
    assert len(alone) > 20 and alone == {name: beside[name] for name in alone}


@pytest.mark.slow
@pytest.mark.parametrize("is_late", [False, True])
def test_a_machine_with_other_packages_is_refused_by_name(four, machines, is_late):
    """Fails when a machine with another version makes a report, whether it says so when it is asked
    or only at work; when it is not named; when what it was to make is not made by another; or when
    a cluster of such machines alone is not refused at once.
    """
    from toy.machine import join_late, pretend

    address, options = machines.scheduler_address, {"project": Project(four)}
    client = machines.get_client()
    odd, _ = workers = sorted(client.nthreads())
    try:
        client.run(join_late if is_late else pretend, "pandas", "0.1", workers=[odd])
        made = build("data/raw/*", scheduler=address, **options)
        client.run(pretend, "pandas", "0.1", workers=workers)
        with pytest.raises(SurveyError, match=f"nobody at {address} can make a report: ") as no:
            build("data/raw/*", scheduler=address, force=True, **options)
    finally:
        client.run(pretend)
    assert names(made) == ["fourth", "mini", "second", "third"]
    own = importlib.metadata.version("pandas")
    assert made.failed == [f"{odd} makes no report, for it has pandas 0.1, not {own}"]
    assert all(f"{worker} makes no report" in str(no.value) for worker in workers)


@pytest.mark.slow
def test_machines_that_are_gone_for_good_are_not_waited_for(four, machines, monkeypatch):
    """Fails when a build waits in silence for machines that do not come back."""
    monkeypatch.setattr(cluster, "PATIENCE", 0.2)
    monkeypatch.setattr(cluster, "ABSENCE", 1)
    wait, client = distributed.wait, machines.get_client()

    def send_all_away(*args, **options):
        monkeypatch.setattr(distributed, "wait", wait)
        machines.scale(0)
        while client.nthreads():
            time.sleep(0.01)
        return wait(*args, **options)

    monkeypatch.setattr(distributed, "wait", send_all_away)
    try:
        made = build("data/raw/*", project=Project(four), scheduler=machines.scheduler_address)
    finally:
        machines.scale(2)
        client.wait_for_workers(2)
    [failed] = made.failed
    assert "no machine that can make a report" in failed and "goes on from here" in failed
