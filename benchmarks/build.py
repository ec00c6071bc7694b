"""Time of ``survey build`` as ratios to the same notebooks by the stock commands, measured in one
run.

    python benchmarks/build.py [ROUNDS]

Every round builds the whole report three times with nothing built before: with ``papermill`` and
``jupyter nbconvert``, one notebook after the other, as they are where JupyterLab is installed
beside them (``.venv-lab``), which slows their imports; with the same commands in this environment,
which has no JupyterLab; and with ``survey build``. Then again with nothing changed, with every time
stamp changed, with one label and one title of the codebook changed (the title is in a figure of
most notebooks, and has no bar), and with one sentence changed in each catalogue; then come the
exporters and the imports alone. All in turn, so that a busy machine slows all of them alike; the
tables show medians. CPU is that of all processes together. The bars are what the project asks of
itself; after each stands whether it was reached.

The stock commands run the same notebooks with the same libraries.  Kernels that load what a report
needs and do nothing else are timed too: no way of running notebooks in kernels of their own costs
less.
"""

import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from functools import partial
from importlib.metadata import version
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
ID = "linkedin-2015"
RAW, PROCESSED, REPORTS = f"data/raw/{ID}", f"data/processed/{ID}", f"reports/{ID}"
BESIDE = TOP / ".venv-lab/bin"  # of an environment that holds JupyterLab too
QUESTIONS = [f"q{number}" for number in range(1, 9)]
USED = {"cpu": 0.0}  # CPU seconds of the commands since it was last set to zero


def run(top, *command, programs=Path(sys.executable).parent):
    """Run a command on a copy of the project, counting its CPU time; return what it says on
    standard error."""
    environment = os.environ | {
        "PYTHONPATH": str(top / "src"),
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
    }
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(
            command, cwd=top, env=environment, stdout=subprocess.DEVNULL, stderr=said
        )
        _, status, usage = os.wait4(process.pid, 0)  # with all that it has waited for
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read()
    if process.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\n{text}")
    USED["cpu"] += usage.ru_utime + usage.ru_stime
    return text


def python(*arguments):
    """A way that runs Python and executes no notebook."""
    return lambda top: 0 * len(run(top, sys.executable, *arguments))


def build(top):
    """Build; return the number of notebooks that were executed."""
    said = run(top, sys.executable, "-m", "helpers.cli", "build", RAW)
    return len(re.findall(r"^  0\d_", said, flags=re.MULTILINE))


def stock(top, **where):
    """The same notebooks and pages by the commands that papermill and nbconvert install."""
    runs = [("00_published", {}), ("01_clean", {})]
    runs += [("02_question", {"question": question}) for question in QUESTIONS]
    runs += [(name, {}) for name in ("03_associations", "04_robustness", "05_exploration")]
    runs += [("06_report", {"language": language}) for language in ("fr", "en")]
    out = top / "stock"
    out.mkdir(exist_ok=True)
    for name, given in runs:
        target = out / f"{'.'.join([name, *given.values()])}.ipynb"
        options = [
            word
            for pair in ({"survey": RAW, "tables_dir": PROCESSED} | given).items()
            for word in ("-p", *pair)
        ]
        run(top, "papermill", f"notebooks/{name}.ipynb", target, *options, **where)
    reports, annex = (
        sorted(out.glob("06_*.ipynb")),
        sorted(set(out.glob("*.ipynb")) - set(out.glob("06_*.ipynb"))),
    )
    run(top, "jupyter", "nbconvert", "--to", "report_pdf", *reports, **where)
    run(top, "jupyter", "nbconvert", "--to", "report_html", *reports, **where)
    run(
        top,
        "jupyter",
        "nbconvert",
        "--to",
        "report_html",
        "--ReportHTMLExporter.show_code=True",
        *annex,
        **where,
    )
    return len(runs)


def kernels(top):
    """As many kernels as there are notebooks, one after the other, that load the sections of the
    report and end."""
    for _ in range(13):
        run(top, sys.executable, "-c", "import ipykernel.kernelapp; from helpers import sections")
    return 0


def cold(top):
    """Build with nothing built before; libraries keep their caches, as they do for the stock
    commands."""
    for folder in (f".survey/{ID}/built", PROCESSED, REPORTS):
        shutil.rmtree(top / folder, ignore_errors=True)
    (top / f".survey/{ID}/memory.json").unlink(missing_ok=True)
    return build(top)


def touched(top):
    for tree in ("data/raw", "notebooks", "src"):
        for path in (top / tree).rglob("*"):
            os.utime(path)
    return build(top)


def edited(name, pattern):
    """Append a letter to a text of a file, the next time another one."""

    def change(top):
        path = top / name
        text = path.read_text(encoding="utf-8")
        found = re.search(pattern, text)
        path.write_text(text[: found.end()] + "x" + text[found.end() :], encoding="utf-8")
        return build(top)

    return change


def converted(kind):
    """nbconvert's command on the report in French."""

    def convert(top):
        executed = top / f".survey/{ID}/built/executed/06_report.fr.ipynb"
        run(
            top,
            "jupyter",
            "nbconvert",
            "--to",
            f"report_{kind}",
            executed,
            "--output-dir",
            top / "stock",
        )
        return 0

    return convert


WAYS = {
    "stock, one after the other": partial(stock, programs=BESIDE),
    "stock, without JupyterLab": stock,
    "kernels that only load": kernels,
    "survey build, cold": cold,
    "nothing changed": build,
    "time stamps changed": touched,
    "one English label of a level": edited(
        f"{RAW}/codebook.toml", r'id = "q5"(?s:.*?), en = "[^"]+'
    ),
    "one French title of a question": edited(
        f"{RAW}/codebook.toml", r'id = "q5"(?s:.*?)short.fr = "[^"]+'
    ),
    "one English sentence": edited("src/helpers/report/messages/en.toml", r'(?m)^rule = "[^"]+'),
    "one French sentence": edited("src/helpers/report/messages/fr.toml", r'(?m)^rule = "[^"]+'),
    "nbconvert --to report_pdf": converted("pdf"),
    "nbconvert --to report_html": converted("html"),
    "python": python("-c", "pass"),
    "import helpers": python("-c", "import helpers"),
    "survey --help": python("-m", "helpers.cli", "--help"),
    "import helpers.report.sections": python("-c", "import helpers.report.sections"),
}
# way, what is measured, against which way or number of the same unit, at most
BARS = [
    ("survey build, cold", "wall", "stock, one after the other", 1 / 3),
    ("survey build, cold", "cpu", "stock, one after the other", 1 / 2),
    ("survey build, cold", "cpu", "kernels that only load", 2),
    ("nothing changed", "wall", "survey build, cold", 1 / 50),
    ("nothing changed", "wall", 1, 0.3),
    ("nothing changed", "notebooks", 1, 0),
    ("time stamps changed", "wall", "survey build, cold", 1 / 50),
    ("time stamps changed", "notebooks", 1, 0),
    ("one English label of a level", "wall", "survey build, cold", 1 / 4),
    ("one English sentence", "notebooks", 1, 1),
    ("one English sentence", "wall", "survey build, cold", 1 / 3),
    ("one French sentence", "notebooks", 1, 1),
    ("one French sentence", "wall", "survey build, cold", 1 / 3),
    ("nbconvert --to report_pdf", "cpu", 1, 1.5),
    ("nbconvert --to report_html", "cpu", 1, 1.0),
    ("import helpers", "wall", "python", 1.1),
    ("survey --help", "cpu", 1, 0.1),
]
INSIDE = {
    "pdf": 0.5,
    "html": 0.5,
}  # CPU seconds for one more document in a process that has made one


def measured(way, top):
    """Wall and CPU seconds of one way, and the notebooks it executed."""
    USED["cpu"], begin = 0.0, time.perf_counter()
    executed = WAYS[way](top)
    return {"wall": time.perf_counter() - begin, "cpu": USED["cpu"], "notebooks": executed}


def inside(kind, folder):
    """CPU seconds for the second document of a process, whose templates and fonts are loaded."""
    import nbformat

    from helpers.document import export

    exporter = {"pdf": export.ReportPDFExporter, "html": export.ReportHTMLExporter}[kind]()
    for language in ("en", "fr"):
        begin = time.process_time()
        exporter.from_notebook_node(
            nbformat.read(f"{folder}/06_report.{language}.ipynb", as_version=4)
        )
    return time.process_time() - begin


def memory(top):
    """MB that a cold build holds at most, all its processes together, a shared page counted once;
    not timed."""
    most, over = [0], threading.Event()

    def family(process):
        tasks = Path(f"/proc/{process}/task")
        children = [
            int(child)
            for task in tasks.iterdir()
            for child in (task / "children").read_text().split()
        ]
        return [process, *(one for child in children for one in family(child))]

    def watch():
        while not over.wait(0.1):
            try:
                kept = [
                    Path(f"/proc/{process}/smaps_rollup").read_text()
                    for process in family(os.getpid())[1:]
                ]
            except (OSError, ValueError):  # one that has ended meanwhile
                continue
            most[0] = max(
                most[0], sum(int(re.search(r"Pss: +(\d+)", text)[1]) for text in kept) / 1024
            )

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        cold(top)
    finally:
        over.set()
        watcher.join()
    return most[0]


def machine():
    """What was measured on, and with what."""
    try:
        model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())[1]
    except (OSError, TypeError):
        model = platform.processor()
    packages = (
        "papermill",
        "nbconvert",
        "nbclient",
        "ipykernel",
        "jupyter_client",
        "pandas",
        "matplotlib",
        "scipy",
        "typst",
    )
    return (
        f"{os.cpu_count()} x {model}, {platform.system()}, Python {platform.python_version()}\n"
        f"{', '.join(f'{name} {version(name)}' for name in packages)}\n"
    )


def told(name, value, bar):
    print(f"{name:66}{value:8.3f}{bar:9.3f}  {'reached' if value <= bar else 'missed'}")


def main(rounds=3):
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder) / "project"
        for name in ("data", "notebooks", "src", "reports"):
            shutil.copytree(TOP / name, top / name, ignore=shutil.ignore_patterns("*.egg-info"))
        shutil.copy(TOP / "requirements.lock", top)
        build(top)  # the stock commands need a provenance.csv; libraries make their caches
        times, within = {way: [] for way in WAYS}, {kind: [] for kind in INSIDE}
        for _ in range(rounds):
            for way in WAYS:
                times[way].append(measured(way, top))
            for kind in INSIDE:
                command = [
                    sys.executable,
                    __file__,
                    "--inside",
                    kind,
                    top / f".survey/{ID}/built/executed",
                ]
                environment = os.environ | {"PYTHONPATH": str(top / "src")}
                within[kind].append(json.loads(subprocess.check_output(command, env=environment)))
        held = memory(top)
    median = {
        way: {key: statistics.median(seen[key] for seen in times[way]) for key in times[way][0]}
        for way in WAYS
    }
    print(f"{'median of ' + str(rounds) + ' rounds':32}{'wall s':>9}{'CPU s':>9}{'notebooks':>11}")
    for way, seen in median.items():
        print(f"{way:32}{seen['wall']:9.2f}{seen['cpu']:9.2f}{seen['notebooks']:11.0f}")
    print(f"memory of a cold build, all processes: {held:.0f} MB")
    print(f"\n{'what':66}{'is':>8}{'at most':>9}")
    for way, what, other, bar in BARS:
        against = other if isinstance(other, int) else median[other][what]
        unit = (
            {"wall": "wall s", "cpu": "CPU s"}.get(what, what) if isinstance(other, int) else what
        )
        told(
            f"{way}{'' if isinstance(other, int) else f' / {other}'}, {unit}",
            median[way][what] / against,
            bar,
        )
    for kind, bar in INSIDE.items():
        told(
            f"one more {kind.upper()} in the same process, CPU s",
            statistics.median(within[kind]),
            bar,
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        print(inside(*sys.argv[2:]))
    else:
        main(*map(int, sys.argv[1:]))
