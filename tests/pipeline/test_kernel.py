"""Kernels, fresh and forked: the same results, nothing shared, nothing left behind."""

import asyncio
import contextlib
import json
import os
import platform
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from helpers.pipeline import execution, kernel, notebook
from helpers.pipeline.kernel import Kernels
from helpers.pipeline.store import BuildError

TOP = Path(__file__).resolve().parents[2]
CODE = TOP / "src/helpers"
linux = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")
# What a kernel could do differently, were it not the same in the end.
SHOWN = [
    "import sys\nprint(sorted(globals()), sys.path, sys.argv[1:], sys.flags, sys.stdin)",
    "print([name for name in sys.modules if name.startswith(('helpers', 'matplotlib_inline.b'))])",
    "import pandas as pd\npd.DataFrame({c: [1.5] for c in 'abcdefghijklmnopqrstuvwxyz'})",
    "print(pd.get_option('display.max_columns'), pd.get_option('display.width'))",
    "import matplotlib.pyplot as plt, seaborn\nprint(plt.get_backend(), plt.isinteractive())",
    "print({k: v for k, v in plt.rcParams.items() if v != plt.rcParamsDefault[k]})",
    "from helpers.document import show\nfig, ax = plt.subplots()\nax.set_title('É')\nprint(fig)",
    "show.figure(fig, id='fig-a', caption='A', alt='A')",
    "get_ipython().run_line_magic('matplotlib', 'inline')\nplt.plot([1, 2]);",
    "import os, threading\nprint(sorted(os.environ.items()))\nprint(threading.active_count())",
    "import gc, signal\nprint(gc.get_threshold(), signal.getsignal(signal.SIGINT))",
    "os.write(1, b'below Python');",
    "import warnings\nwarnings.warn_explicit('old', DeprecationWarning, '__main__', 1, '__main__')",
    "import numpy as np\nprint(np.linalg.svd(np.ones((300, 300)))[1][0].round())",
    "pd.DataFrame({'a': range(10**6)}).to_parquet('a')\nprint(len(pd.read_parquet('a')))",
    "import subprocess\nprint(subprocess.check_output([sys.executable, '-c', 'print(6 * 7)']))",
    "from concurrent.futures import ProcessPoolExecutor\n"
    "from multiprocessing import get_context\n"
    "with ProcessPoolExecutor(2, mp_context=get_context('spawn')) as pool:\n"
    "    print(list(pool.map(abs, [-1, -2])))",
]


def document(folder, *sources):
    """A notebook of these cells."""
    cells = [
        {
            "cell_type": "code",
            "id": f"c{number}",
            "metadata": {},
            "source": source,
            "outputs": [],
            "execution_count": None,
        }
        for number, source in enumerate(sources)
    ]
    path = folder / "n.ipynb"
    path.write_text(
        json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    )
    return notebook.Notebook(path)


@pytest.fixture(scope="module")
def forked(tmp_path_factory):
    """Kernels that are forked from one zygote."""
    with contextlib.closing(Kernels(tmp_path_factory.mktemp("home"), CODE, fork=True)) as kernels:
        with pytest.MonkeyPatch.context() as patch:
            patch.delenv("PYTEST_CURRENT_TEST")  # ipykernel leaves what is below Python to pytest
            kernels.prepare()
        yield kernels


@pytest.fixture
def run(tmp_path):
    """A function that runs cells in a kernel and returns what they print or show."""

    def outputs(kernels, *sources):
        done, _ = execution.execute(
            document(tmp_path, *sources), {}, folder=tmp_path, kernels=kernels
        )
        return [
            [output.get("text") or dict(output.get("data", {})) for output in cell.outputs]
            for cell in done.cells
        ]

    return outputs


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


@pytest.mark.slow
@linux
def test_a_forked_kernel_shows_what_a_fresh_one_shows(run, forked, monkeypatch):
    """Fails when the zygote imports backend_inline, a module of ours, or pandas without a shell."""
    monkeypatch.delenv("PYTEST_CURRENT_TEST")
    fresh = run(Kernels(forked.home, CODE), *SHOWN)
    assert run(forked, *SHOWN) == fresh
    assert forked.fork
    texts = str(fresh)
    assert all(word in texts for word in ("image/svg+xml", "image/png", "below Python", "[1, 2]"))


@pytest.mark.slow
@linux
def test_kernels_draw_different_numbers_and_share_nothing(run, forked):
    """Fails when a child keeps numpy's global generator, or when one kernel is used twice."""
    draw = (
        "import random, uuid, numpy as np\nprint(np.random.rand(), random.random(), uuid.uuid4())"
    )
    leave = (
        "import builtins, os, numpy as np, pandas as pd, matplotlib as mpl\n"
        "here = builtins.here = 1\nos.environ['here'] = '1'\nnp.random.seed(0)\n"
        "mpl.rcParams['figure.dpi'] = 7\npd.set_option('display.max_rows', 3)"
    )
    look = (
        "import builtins, os, pandas as pd, matplotlib as mpl\n"
        "print('here' in globals(), hasattr(builtins, 'here'), 'here' in os.environ,\n"
        "      mpl.rcParams['figure.dpi'], pd.get_option('display.max_rows'))"
    )
    first, second = run(forked, draw, leave)[0][0].split(), run(forked, draw, look)
    assert all(a != b for a, b in zip(first, second[0][0].split(), strict=True))
    assert second[1] == ["False False False 100.0 60\n"]


DOUBTS = {
    "another thread": "import threading, time\n"
    "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
    "a message": "print('Hello')",
    "a warning": "import warnings\nwarnings.warn('old')",
    "a variable": "import os\nos.environ['NOISY'] = '1'",
    "a filter for all warnings": "import warnings\nwarnings.simplefilter('ignore')",
    "no such library": "import nowhere",
    "its death": "import os\nos._exit(3)",
}


@pytest.mark.slow
@linux
@pytest.mark.parametrize("doubt", DOUBTS)
def test_on_any_doubt_kernels_are_fresh(tmp_path, run, monkeypatch, doubt):
    """Fails when a library that leaves a trace, or fails, is taken along, or ends the build."""
    (tmp_path / "src/helpers").mkdir(parents=True)
    (tmp_path / "src/noisy.py").write_text(DOUBTS[doubt])
    program = Path(kernel.PROGRAM[-1]).read_text(encoding="utf-8")
    program = program.replace("*LIBRARIES, *json.loads(request)", "'numpy', 'noisy'")
    (tmp_path / "program.py").write_text(program)
    monkeypatch.setattr(kernel, "PROGRAM", [*kernel.PROGRAM[:-1], str(tmp_path / "program.py")])
    with contextlib.closing(Kernels(tmp_path / "home", tmp_path / "src/helpers", fork=True)) as own:
        own.prepare()
        assert run(own, "import sys\nprint('noisy' in sys.modules)")[0] == ["False\n"]
        assert not own.fork


@linux
def test_without_harm_they_are_forked(tmp_path, run, monkeypatch):
    """Fails when nothing but doubt makes the test above pass."""
    monkeypatch.setitem(DOUBTS, "none", "quiet = True")
    with pytest.raises(AssertionError, match="True"):
        test_on_any_doubt_kernels_are_fresh(tmp_path, run, monkeypatch, "none")


@pytest.mark.slow
@linux
def test_a_zygote_that_was_killed_is_not_missed(tmp_path, run):
    """Fails when the next notebook waits for it, or fails."""
    with contextlib.closing(Kernels(tmp_path / "home", CODE, fork=True)) as kernels:
        kernels.prepare()
        kernels._zygote._process.kill()
        kernels._zygote._process.wait()
        assert run(kernels, "print(1)")[0] == ["1\n"]
        assert not kernels.fork


@pytest.mark.slow
@pytest.mark.parametrize("fork", [False, pytest.param(True, marks=linux)])
def test_a_kernel_that_dies_is_told_and_leaves_nothing(tmp_path, run, forked, fork):
    """Fails when a build waits for a kernel that is dead, or leaves its connection file."""
    kernels = forked if fork else Kernels(tmp_path / "home", CODE)
    with pytest.raises(BuildError, match=r"(?s)n\.ipynb, cell 2:.*Kernel died"):
        run(kernels, "print(1)", "import os\nos._exit(3)")
    assert not list(kernels.home.glob("kernel-*.json"))
    assert kernels.fork == fork


@pytest.mark.slow
@pytest.mark.parametrize("program", ["raise SystemExit(3)", "import time\ntime.sleep(0.3)"])
def test_one_that_dies_before_it_works_is_told(tmp_path, run, monkeypatch, program):
    """Fails when a build waits for a kernel that cannot come, or shows a person the broken pipe."""
    monkeypatch.setattr(kernel, "PROGRAM", [sys.executable, "-c", program])
    begin = time.monotonic()
    with pytest.raises(BuildError, match=r"n\.ipynb, cell \?:\n\nKernel died"):
        run(Kernels(tmp_path / "home", CODE), "print(1)")
    assert time.monotonic() - begin < 30


@pytest.mark.slow
@pytest.mark.parametrize("fork", [False, pytest.param(True, marks=linux)])
def test_one_that_works_is_interrupted_and_ended(tmp_path, forked, fork):
    """Fails when an interruption does not reach the kernel, or the end of the build leaves it."""
    from helpers.pipeline.kernel_manager import manager

    kernels = Kernels(forked.home, CODE, fork=fork)

    async def interrupted():
        own = manager(kernels)()
        await own.start_kernel(cwd=str(tmp_path))
        client = own.client()
        client.start_channels()
        await client.wait_for_ready(timeout=60)
        client.execute("import time\nprint('begun')\ntime.sleep(60)")
        while (await client.get_iopub_msg(timeout=60))["msg_type"] != "stream":
            pass
        await own.interrupt_kernel()
        reply = await client.get_shell_msg(timeout=10)
        client.execute("time.sleep(60)")
        process = own.provisioner.pid
        assert alive(process) and os.getpgid(process) == process  # with what it starts itself
        kernels.close()
        assert gone([process])
        client.stop_channels()
        await own.cleanup_resources()
        return reply["content"]["ename"]

    assert asyncio.run(interrupted()) == "KeyboardInterrupt"


@pytest.mark.slow
@pytest.mark.parametrize("fork", [False, pytest.param(True, marks=linux)])
def test_one_ends_with_the_process_that_started_it(tmp_path, fork):
    """Fails when a build that was killed leaves a kernel or a zygote behind."""
    code = f"""import os, time
from pathlib import Path
from helpers.pipeline.kernel import Kernels
kernels = Kernels(Path({str(tmp_path / "home")!r}), Path({str(CODE)!r}), fork={fork})
file = kernels.home / "kernel-a.json"
kernels.prepare()
process = kernels.start(kernels.home, file)
while not file.exists():
    time.sleep(0.05)
print(process.pid, kernels._zygote._process.pid if {fork} else process.pid, flush=True)
time.sleep(60)"""
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    processes = [int(word) for word in parent.stdout.readline().split()]
    assert all(map(alive, processes))
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    assert gone(processes)
    assert len({os.getpid(), *processes}) == 2 + fork


@pytest.fixture
def meeting(survey, sheet):
    """A survey held at two events, of answers that are collected."""
    folder = survey(("[intake]", '[intake]\nfile = "exports/*.csv"'))
    (folder / "exports").mkdir()
    for event, gain in (("Laval", "Oui"), ("Lévis", "Non")):
        rows = [
            (
                f"2026-01-31 10:{minute:02}:00",
                "Réseautage",
                often,
                gain if minute % 3 else "Oui",
                "",
            )
            for minute, often in enumerate(["Jamais", "Parfois", "Souvent", ""] * 5)
        ]
        (folder / f"exports/{event}.csv").write_bytes(sheet(*rows))
    return folder


def contents(folder):
    """All that a build has made, notebooks as they were executed too, by name."""
    built = (path for path in folder.glob(".survey/**/built/**/*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in built}


@linux
@pytest.mark.slow
@pytest.mark.parametrize("name", ["first", "workshop", "meeting"])
def test_fresh_kernels_of_another_processor_leave_the_same_bytes(
    request, build, tmp_path, name, monkeypatch
):
    """Fails when a forked kernel differs; anything reads the clock, a folder, a free draw; or the
    last digits of a number are kept, which an older processor has otherwise.
    """
    if name == "first":
        survey, options, forked = (
            TOP / "data/raw/linkedin-2015",
            [],
            request.getfixturevalue("built"),
        )
    else:
        survey, options, forked = TOP / "tests/surveys/workshop", [], tmp_path / "forked"
        if name == "meeting":
            survey, options = (
                request.getfixturevalue("meeting"),
                ["--event", "Laval", "--language", "fr"],
            )
        assert build(survey, forked, *options).returncode == 0
    if platform.machine() == "x86_64":
        monkeypatch.setenv("NPY_DISABLE_CPU_FEATURES", "X86_V3 X86_V4 AVX512_ICL AVX512_SPR")
        monkeypatch.setenv("OPENBLAS_CORETYPE", "Nehalem")
    result = build(survey, tmp_path / "fresh", "--fresh", *options)
    assert result.returncode == 0, result.stderr
    expected, actual = contents(forked), contents(tmp_path / "fresh")
    assert sorted(actual) == sorted(expected) and any(name.endswith(".ipynb") for name in actual)
    assert [name for name in actual if actual[name] != expected[name]] == []
    if forked.is_relative_to(tmp_path):  # again, from what it has drawn
        assert [*forked.glob(".survey/*/drawings/*/*.json")]
        for state in forked.glob(".survey/**/memory.json"):
            state.unlink()
        monkeypatch.undo()
        assert build(survey, forked, *options).returncode == 0
        assert contents(forked) == expected
