"""Two questions chosen by hand: one view without widgets, another at each choice with them."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from helpers import codebook, lab
from helpers.codebook import SurveyError
from helpers.lab import explorer
from helpers.pipeline import execution, notebook
from helpers.pipeline.kernel import Kernels
from helpers.pipeline.project import Project
from helpers.pipeline.workspace import Workspace

TOP = Path(__file__).parents[2]


class Control(SimpleNamespace):
    """A widget that only remembers; a new value is told to whoever observes it."""

    def observe(self, handler, name):
        self.handler = handler

    def on_click(self, handler):
        self.handler = handler

    def choose(self, value):
        self.value = value
        self.handler(None)


@pytest.fixture
def controls(monkeypatch):
    """The controls by their descriptions, in place of ipywidgets' own."""
    made = {}

    def control(**options):
        made[options.get("description", "")] = own = Control(**{"value": ""} | options)
        return own

    names = ("Dropdown", "Text", "Button", "HTML")
    boxes = dict.fromkeys(("VBox", "HBox"), lambda children: children)
    widgets = SimpleNamespace(Layout=dict, **dict.fromkeys(names, control), **boxes)
    monkeypatch.setitem(sys.modules, "ipywidgets", widgets)
    monkeypatch.setattr(explorer, "display", lambda *_: None)
    return made


@pytest.fixture
def views(monkeypatch):
    """The views that are shown, the last one in sight."""
    shown = []
    handle = SimpleNamespace(display=shown.append, update=shown.append)
    monkeypatch.setattr(explorer, "DisplayHandle", lambda: handle)
    return shown


@pytest.fixture(scope="module")
def bench():
    return lab.open("linkedin-2015", language="en")


def test_without_widgets_the_view_stands_alone(bench, views, monkeypatch):
    """Fails when an executed notebook needs ipywidgets, or shows something else."""
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    lab.explore(bench, "q5", "q3")
    assert [view.frame.equals(bench.cross("q5", "q3").frame) for view in views] == [True]
    with pytest.raises(SurveyError, match="did you mean"):
        lab.explore(bench, "q5", "q33")


def test_each_choice_shows_another_view_or_says_why_not(bench, views, controls, tmp_path):
    """Fails when a choice changes nothing, a mistake ends in a traceback, or what is saved is not
    what is seen."""
    lab.explore(bench, "q5", "q3", folder=str(tmp_path))
    controls["First question"].choose("q7")
    controls["Only those with"].choose("q2=semaine|jour")
    assert len(views) == 3
    expected = bench.cross("q7", "q3", where="q2=semaine|jour").frame
    assert views[-1].frame.equals(expected) and not views[1].frame.equals(expected)
    controls["Second question"].choose("q7")
    assert len(views) == 3 and "crossed with itself" in controls[""].value
    controls["Save CSV"].handler(None)
    (saved,) = tmp_path.iterdir()
    assert saved.name == "q7-q3-where-q2_semaine_jour.csv"
    assert controls[""].value == f"<pre>{saved}</pre>"
    lines = saved.read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(expected) + 1


def test_no_build_executes_it(tmp_path):
    """Fails when exploring becomes a part of a report."""
    book = codebook.load(TOP / "data/raw/linkedin-2015")
    workspace = Workspace(Project(TOP, tmp_path), book, {})
    assert not {"explore", "explore_texts"} & set(workspace.notebooks)
    assert "05_exploration" in workspace.notebooks


@pytest.mark.slow
def test_papermill_executes_it_with_its_parameters(tmp_path):
    """Fails when it needs more than its parameters, or does not look where they say."""
    document = notebook.Notebook(TOP / "notebooks/explore.ipynb")
    given = document.checked({"first": "q4", "second": "q8", "group": "q3", "language": "en"})
    kernels = Kernels(tmp_path / "home", Project(TOP).code)
    executed, _ = execution.execute(document, given, folder=TOP, kernels=kernels)
    pages = "".join(str(cell.get("outputs")) for cell in executed.cells)
    assert "Concrete results: Yes" in pages and "Outside the plan" in pages
