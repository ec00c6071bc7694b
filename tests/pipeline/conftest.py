"""A toy project, finished or about to be built, and kernels that are scripts."""

import pytest
from toy.builds import EVERYTHING, TOY, copied, ran
from toy.survey import EXPORTERS, run_as_script

from helpers.pipeline import execution
from helpers.pipeline.workspace import Workspace


@pytest.fixture(autouse=True)
def exporters(monkeypatch):
    """Pages are copies."""
    monkeypatch.setattr(Workspace, "exporters", EXPORTERS)


@pytest.fixture(scope="session")
def finished(tmp_path_factory):
    """A toy project whose reports are up to date."""
    top = copied(TOY, tmp_path_factory.mktemp("finished") / "toy")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Workspace, "exporters", EXPORTERS)
        patch.setattr(execution, "execute", run_as_script)
        assert ran(top) == EVERYTHING
    return top


@pytest.fixture
def toy(finished, tmp_path):
    """The finished project, in a folder of the test's own."""
    return copied(finished, tmp_path / "toy")


@pytest.fixture
def swift(monkeypatch):
    """Notebooks run as scripts: for tests of what runs, not of how."""
    monkeypatch.setattr(execution, "execute", run_as_script)
