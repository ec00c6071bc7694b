"""Reports made by the machines of a Dask cluster: the same bytes, whatever becomes of a machine."""

import shutil

import pytest
from toy.builds import FRESH, RAW, copied, edit, published

from helpers.pipeline.batch.build import build
from helpers.pipeline.project import Project


@pytest.fixture(scope="module")
def machines():
    """A cluster of two processes on this machine."""
    distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
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
