"""Kernels that are ready before they are needed: the same results, and nothing left behind."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from toy.survey import EXPORTERS

from helpers.pipeline import kernel, notebook
from helpers.pipeline.build import build
from helpers.pipeline.graph import Graph
from helpers.pipeline.kernel import Kernels
from helpers.pipeline.project import Project
from helpers.pipeline.store import BuildError

TOP = Path(__file__).resolve().parents[2]
CODE = TOP / "src/helpers"
SHOWN = [
    "import sys",
    "print(sorted(globals()), sys.path, sys.argv[0])",
    "import pandas as pd\npd.DataFrame({c: [1.5] for c in 'abcdefghijklmnopqrstuvwxyz'})",
    "print(pd.get_option('display.max_columns'), pd.get_option('display.width'))",
    "import matplotlib.pyplot as plt\nimport seaborn\nprint(plt.get_backend(), plt.isinteractive())",
    "print({k: v for k, v in plt.rcParams.items() if v != plt.rcParamsDefault[k]})",
    "from helpers.document import show\nfig, ax = plt.subplots()\nax.set_title('É')\nprint(fig)",
    "import warnings\nprint(warnings.filters)",
    "show.figure(fig, id='fig-a', caption='A', alt='A')",
]


@pytest.fixture
def document(tmp_path):
    """A notebook that shows what its kernel could have done differently."""
    cells = [
        {
            "cell_type": "code",
            "id": f"c{i}",
            "metadata": {},
            "source": source,
            "outputs": [],
            "execution_count": None,
        }
        for i, source in enumerate(SHOWN)
    ]
    path = tmp_path / "n.ipynb"
    path.write_text(
        json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    )
    return notebook.Notebook(path)


def alive(process):
    """Whether a process runs; one that has ended and that nobody has waited for does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except OSError:
        return False


def gone(processes, within=10):
    """Whether processes end in a few seconds."""
    end = time.monotonic() + within
    while any(map(alive, processes)) and time.monotonic() < end:
        time.sleep(0.05)
    return not any(map(alive, processes))


def test_one_that_was_ready_gives_what_a_new_one_gives(tmp_path, document):
    """Fails if modules are loaded before there is a shell: pandas asks for it, and shows more columns without."""
    home, done = tmp_path / "home", []
    for prepared in (False, True):
        kernels = Kernels(home, CODE)
        if prepared:
            kernels.prepare()
        executed, asked = notebook.execute(document, {}, folder=tmp_path, kernels=kernels)
        done.append((json.dumps(executed), asked))
        kernels.close()
    assert done[0] == done[1]
    assert "max_columns" in done[0][0] and "image/svg+xml" in done[0][0]


def test_one_is_ready_at_most_and_ends_when_it_is_not_needed(tmp_path):
    """Fails if each call starts another, if the one that waits is not the one taken, or if it is left behind."""
    kernels = Kernels(tmp_path / "home", CODE)
    for _ in range(3):
        kernels.prepare()
    taken, other = kernels.take(), kernels.take()
    assert taken is not other
    kernels.prepare()
    waiting = kernels.take()
    kernels.prepare()
    kernels.close()
    kernels.close()
    for one in (taken, other, waiting):
        one.end()
    assert gone([one.process.pid for one in (taken, other, waiting)])
    assert not list((tmp_path / "home").glob("kernel-*.json"))


def test_one_that_waits_ends_with_the_process_that_started_it(tmp_path):
    """Fails if it waits for ever for a build that was killed."""
    code = f"""import sys, time
from pathlib import Path
from helpers.pipeline.kernel import Kernel
print(Kernel(Path({str(tmp_path / "home")!r}), Path({str(CODE)!r})).process.pid, flush=True)
time.sleep(60)"""
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    assert alive(child)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    assert gone([child])


@pytest.mark.parametrize("program", ["raise SystemExit(3)", "import time\ntime.sleep(0.3)"])
def test_one_that_dies_before_it_works_is_told(tmp_path, document, monkeypatch, program):
    """Fails if a build waits for a kernel that cannot come, or shows a person the broken pipe."""
    monkeypatch.setattr(kernel, "_PROGRAM", program)
    begin = time.monotonic()
    with pytest.raises(BuildError, match=r"n\.ipynb, cell \?:\n\nKernel died"):
        notebook.execute(document, {}, folder=tmp_path, kernels=Kernels(tmp_path / "home", CODE))
    assert time.monotonic() - begin < 30


def test_what_waits_for_a_step_finds_a_kernel_ready(tmp_path, monkeypatch):
    """Fails if nothing is prepared where a place is free, or if something is where there is none."""
    started, made = [], kernel.Kernel.__init__

    def init(self, home, code, modules=()):
        made(self, home, code, modules)
        started.append((self.process.pid, bool(modules)))

    monkeypatch.setattr(kernel.Kernel, "__init__", init)
    monkeypatch.setattr(Graph, "exporters", EXPORTERS)
    top = tmp_path / "toy"
    subprocess.run(["cp", "-r", TOP / "tests/toy", top], check=True)
    project, codebook = Project(top), top / "data/raw/mini/codebook.toml"

    def ran(jobs):
        started.clear()
        executed = build(project=project, jobs=jobs).made
        assert gone([process for process, _ in started])
        return [name for name in executed if name[0].isdigit() and "." not in name], [
            ahead for _, ahead in started
        ]

    assert len(ran(2)[0]) == 9
    codebook.write_text(codebook.read_text().replace("Yes", "Ja"))
    assert ran(2) == (["01_clean", "06_report en"], [False, True])
    codebook.write_text(codebook.read_text().replace("Ja", "Yes"))
    assert ran(1) == (["01_clean", "06_report en"], [False, False])
    assert not list((top / ".survey/mini/home").glob("kernel-*.json"))
