"""One run of one notebook, in a kernel."""

import io
import json
import os
import re
import shlex
import subprocess
import sys

import nbformat
import pytest
from toy.builds import HELPERS, RAW, TOY, edit, published, ran

from helpers.codebook import SurveyError
from helpers.pipeline import execution, notebook
from helpers.pipeline.kernel import Kernels
from helpers.pipeline.progress import Progress
from helpers.pipeline.store import BuildError


def notebook_of(path, *cells):
    document = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    for number, source in enumerate(cells):
        tags = ["parameters"] if number == 0 else []
        document["cells"].append(
            {
                "cell_type": "code",
                "id": f"c{number}",
                "metadata": {"tags": tags},
                "source": source,
                "outputs": [],
            }
        )
    path.write_text(json.dumps(document))
    return notebook.Notebook(path)


def test_nothing_executed_tells_when_or_where(toy):
    """Fails if papermill's times, the interpreter's version or a path stay in a notebook."""
    document = notebook.Notebook(toy / "notebooks/05_exploration.ipynb")
    kernels = Kernels(toy / "home", toy / HELPERS)
    executed, _ = execution.execute(document, {"survey": RAW}, folder=toy, kernels=kernels)
    text = nbformat.writes(executed)
    assert str(toy) not in text
    assert not re.search(r"20\d\d-\d\d-\d\dT", text)
    assert set(executed.metadata) == {"language_info"}
    assert "version" not in executed.metadata.language_info
    assert {key for cell in executed.cells for key in cell.metadata} <= {"tags"}


def test_a_message_that_is_gone_stops_the_build(toy):
    """Fails if a message without a text is passed over, or if it is not said which, and where."""
    edit(toy / HELPERS / "report/messages/fr.toml", 'closing = "Voilà"\n', "")
    before = published(toy)
    with pytest.raises(BuildError, match=r"(?s)06_report\.ipynb, cell 4:.*KeyError: 'closing'"):
        ran(toy)
    assert published(toy) == before


def test_a_failing_cell_is_shown_and_touches_nothing(toy):
    """Fails if a failure is not raised, if the steps before it are published without the rest, or
    if the command that is said to repeat it does not.
    """
    edit(toy / HELPERS / "tables.py", "header.index", "header.inddex")
    edit(toy / RAW / "answers.csv", "Oui,Non", "Oui,Oui")
    before = published(toy)
    log = io.StringIO()
    with pytest.raises(BuildError) as failure:
        ran(toy, progress=Progress(log))
    message = str(failure.value)
    assert "notebooks/02_question.ipynb, cell 4:" in message
    assert "table = tables.counts(" in message
    assert "AttributeError: 'list' object has no attribute 'inddex'" in message
    by_hand = re.search(
        r"by hand: survey (run 02_question -p question q[12] -p survey .* -p tables_dir .*)",
        message,
    )[1]
    again = [sys.executable, "survey.py", *shlex.split(by_hand)]
    done = subprocess.run(
        again,
        cwd=toy,
        env=os.environ | {"TOY_KERNELS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1 and "has no attribute 'inddex'" in done.stderr
    assert "  failed" in log.getvalue()
    assert published(toy) == before


def test_a_mistake_found_by_a_kernel_is_a_mistake_of_the_survey(toy):
    """Fails if SurveyError is not told from other errors, or if the message names the sandbox."""
    edit(toy / RAW / "answers.csv", "Oui,Non", "Ouii,Non")
    before = published(toy)
    with pytest.raises(SurveyError, match=re.escape("data/raw/mini/answers.csv holds ['Ouii']")):
        ran(toy)
    assert published(toy) == before


def test_a_kernel_takes_nothing_from_the_home_folder(tmp_path, monkeypatch):
    """Fails if HOME, a kernel of that name, IPython's files or PYTHONPATH reach the kernel."""
    home = tmp_path / "account"
    start = home / ".ipython/profile_default/startup/00.py"
    kernel = home / "jupyter/kernels/python3/kernel.json"
    for path, text in (
        (start, "planted = 1"),
        (kernel, '{"argv": ["false"], "language": "python"}'),
        (home / "path/planted.py", ""),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("JUPYTER_PATH", str(home / "jupyter"))
    monkeypatch.setenv("PYTHONPATH", str(home / "path"))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("LANG", "fr_CA.UTF-8")
    document = notebook_of(
        tmp_path / "n.ipynb",
        "n = 1",
        "import importlib.util, os, sys, time",
        "print(n, sys.executable, 'planted' in dir(), end=' ')",
        "print(importlib.util.find_spec('planted'), time.tzname[0])",
        "own = ('HOME', 'LC_ALL', 'LANG', 'PYTHONHASHSEED')",
        "print(*map(os.environ.get, own))",
    )
    own = tmp_path / "own"
    done, asked = execution.execute(
        document, {"n": 2}, folder=tmp_path, kernels=Kernels(own, TOY / HELPERS)
    )
    texts = [output["text"] for cell in done.cells for output in cell.get("outputs", [])]
    assert texts == [
        f"2 {sys.executable} False ",
        "None UTC\n",
        f"{own} C.UTF-8 None 0\n",
    ]
    assert not list(own.glob("kernel-*.json"))
    assert asked == {}


@pytest.mark.slow
def test_a_dead_kernel_is_told_with_its_cell(tmp_path):
    """Fails if only errors that a cell reports are caught."""
    document = notebook_of(tmp_path / "n.ipynb", "n = 1", "import os", "os._exit(3)")
    with pytest.raises(BuildError, match=r"(?s)n\.ipynb, cell 3:.*os\._exit\(3\).*died"):
        execution.execute(
            document, {"n": 2}, folder=tmp_path, kernels=Kernels(tmp_path / "home", TOY / HELPERS)
        )


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        (
            {"langage": "fr"},
            r"no parameter 'langage', only \['language', 'seed', 'draft', 'level'\]; did you mean",
        ),
        ({"seed": "many"}, "seed is a whole number, as 7, not 'many'"),
        ({"seed": 1.5}, "seed is a whole number, as 7, not 1.5"),
        ({"draft": "maybe"}, "draft is true or false, as False, not 'maybe'"),
        ({"language": 3}, "language is a text, as 'fr', not 3"),
    ],
)
def test_wrong_parameters_are_refused(tmp_path, given, complaint):
    """Fails if papermill is left to it: it warns, and runs with the default."""
    document = notebook_of(
        tmp_path / "n.ipynb", "language = 'fr'\nseed = 7\ndraft = False\nlevel = 0.9"
    )
    with pytest.raises(SurveyError, match=complaint):
        document.checked(given)
    assert document.checked({"seed": "8", "draft": "true", "level": "1"}) == {
        "seed": 8,
        "draft": True,
        "level": 1.0,
    }


def test_a_run_tells_which_messages_it_asked_for(tmp_path):
    """Fails if the kernel is not asked, output is taken for the answer, or the question stays."""
    cells = (
        "n = 1",
        "from helpers.report import catalogue\nfr, en = catalogue.load('fr'), catalogue.load('en')",
        "'lost' in en, fr['found']\nprint('{}')",
    )
    document = notebook_of(tmp_path / "n.ipynb", *cells)
    kernels = Kernels(tmp_path / "home", TOY / HELPERS)
    done, asked = execution.execute(document, {"n": 2}, folder=tmp_path, kernels=kernels)
    assert asked == {"en": ["lost"], "fr": ["found"]}
    assert [cell["source"] for cell in done.cells if cell["id"] != "injected-parameters"] == list(
        cells
    )
    talks = (
        "import threading\ndef f():\n    while True:\n        print('.')\n"
        "threading.Thread(target=f).start()"
    )
    document = notebook_of(tmp_path / "n.ipynb", "n = 1", talks)
    assert execution.execute(document, {}, folder=tmp_path, kernels=kernels)[1] is None


@pytest.mark.parametrize("parameters", [{}, {"n": 2}])
def test_a_failing_cell_has_the_number_that_the_file_gives_it(tmp_path, parameters):
    """Fails if the cell that papermill adds is counted, or subtracted where it adds none."""
    document = notebook_of(tmp_path / "n.ipynb", "n = 1", "n", "n / 0")
    with pytest.raises(BuildError, match=r"(?s)n\.ipynb, cell 3:\n    n / 0\n.*ZeroDivisionError"):
        execution.execute(
            document, parameters, folder=tmp_path, kernels=Kernels(tmp_path / "home", TOY / HELPERS)
        )


def test_a_parameter_without_a_plain_value_is_refused(tmp_path):
    """Fails if the cell tagged `parameters` is taken for a place to compute in."""
    with pytest.raises(
        SurveyError, match=r"n\.ipynb, cell 1: a cell tagged `parameters` holds only lines as"
    ):
        notebook_of(tmp_path / "n.ipynb", "n = len('abc')")


def test_magics_are_refused(tmp_path):
    """Fails if a cell that is not Python is passed over: its imports would be unknown."""
    with pytest.raises(SurveyError, match=r"cell 2: .*%matplotlib inline"):
        notebook_of(tmp_path / "n.ipynb", "n = 1", "%matplotlib inline")
