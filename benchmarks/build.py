"""Time of ``survey build`` as ratios to the same notebooks by the stock commands, in one run.

    python benchmarks/build.py [ROUNDS]

Every round builds the whole report four times with nothing built before: with ``papermill`` and
``jupyter nbconvert``, one notebook after the other, as they are where JupyterLab is installed
beside them (``.venv-lab``), which slows their imports; with the same commands in this environment,
which has no JupyterLab; and with ``survey build``, whose kernels are forked, and fresh with
``--fresh``. Then again with nothing changed, with every time stamp changed, with one label and one
title of the codebook changed (the title is in a figure of most notebooks, and has no bar), and with
one sentence changed in each catalogue, by a build and while ``survey watch`` waits; then come the
exporters and the imports alone. All in turn, so that a busy machine slows all of them alike; the
tables show medians. CPU is that of all processes. The bars are what the project asks of itself;
after each stands whether it was reached.

The stock commands run the same notebooks with the same libraries.  Kernels that load what a report
needs and do nothing else are timed too: no way of running notebooks in kernels of their own costs
less.
"""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from measure import USED, machine, memory, report, run
from stock import BESIDE, ID, LEAN, PROCESSED, RAW, REPORTS, STOCK, copy_project, inside, stock

FRENCH = "src/helpers/report/messages/fr.toml"
SENTENCE = r'(?m)^rule = "[^"]+'
WAITING = "waiting for a change; Ctrl-C ends\n"
LOADED = 15  # seconds until what waits has loaded all that it needs


def python(*arguments):
    """A way that runs Python and executes no notebook."""
    return lambda top: 0 * len(run(top, sys.executable, *arguments))


def build(top, options=()):
    """Build; return the number of notebooks that were executed."""
    text = run(top, sys.executable, "-m", "helpers.cli", "build", RAW, *options)
    return executed_in(text)


def executed_in(text):
    """How many notebooks a build has said to have executed."""
    return len(re.findall(r"^  0\d_", text, flags=re.MULTILINE))


def kernels(top):
    """As many kernels as the last build had notebooks, one after the other, that load the sections
    of the report and end."""
    for _ in (top / f".survey/{ID}/built/executed").glob("*.ipynb"):
        run(
            top,
            sys.executable,
            "-c",
            "import ipykernel.kernelapp; from helpers.report import sections",
        )
    return 0


def cold(top, options=()):
    """Build with nothing built before; libraries keep their caches, as they do for the stock
    commands."""
    for folder in (f".survey/{ID}/built", f".survey/{ID}/drawings", PROCESSED, REPORTS):
        shutil.rmtree(top / folder, ignore_errors=True)
    (top / f".survey/{ID}/memory.json").unlink(missing_ok=True)
    return build(top, options)


def touched(top):
    for tree in ("data/raw", "notebooks", "src"):
        for path in (top / tree).rglob("*"):
            os.utime(path)
    return build(top)


def edited(name, pattern):
    """Append a letter to a text of a file, and build."""

    def change(top):
        lengthen(top / name, pattern)
        return build(top)

    return change


def lengthen(path, pattern):
    """Append a letter to a text of a file, the next time another one."""
    text = path.read_text(encoding="utf-8")
    found = re.search(pattern, text)
    path.write_text(text[: found.end()] + "x" + text[found.end() :], encoding="utf-8")


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
    **({STOCK: partial(stock, programs=BESIDE)} if BESIDE.exists() else {}),
    LEAN: stock,
    "kernels that only load": kernels,
    "survey build, cold": cold,
    "survey build, cold, fresh kernels": partial(cold, options=["--fresh"]),
    "nothing changed": build,
    "time stamps changed": touched,
    "one English label of a level": edited(
        f"{RAW}/codebook.toml", r'id = "q5"(?s:.*?), en = "[^"]+'
    ),
    "one French title of a question": edited(
        f"{RAW}/codebook.toml", r'id = "q5"(?s:.*?)short.fr = "[^"]+'
    ),
    "one English sentence": edited("src/helpers/report/messages/en.toml", SENTENCE),
    "one French sentence": edited(FRENCH, SENTENCE),
    "nbconvert --to report_pdf": converted("pdf"),
    "nbconvert --to report_html": converted("html"),
    "python": python("-c", "pass"),
    "import helpers": python("-c", "import helpers"),
    "survey --help": python("-m", "helpers.cli", "--help"),
    "import helpers.report.sections": python("-c", "import helpers.report.sections"),
}
WATCHED = "one French sentence, watched"


def watched(top):
    """Change the sentence while ``survey watch`` waits with all loaded, until the PDF is there."""
    command = [sys.executable, "-m", "helpers.cli", "watch", RAW]
    environment = os.environ | {"PYTHONPATH": str(top / "src")}
    pipe = {"stderr": subprocess.PIPE, "stdout": subprocess.DEVNULL, "text": True}
    with subprocess.Popen(command, cwd=top, env=environment, **pipe) as process:
        while process.stderr.readline() != WAITING:
            pass
        time.sleep(LOADED)
        begin = time.perf_counter()
        lengthen(top / FRENCH, SENTENCE)
        said = "".join(iter(process.stderr.readline, WAITING))
        wall = time.perf_counter() - begin
        process.terminate()
    if "failed" in said:
        raise SystemExit(f"nothing was built:\n{said}")
    return {"wall": wall, "cpu": float("nan"), "notebooks": executed_in(said)}


# way, what is measured, against which way or number of the same unit, at most
BARS = [
    ("survey build, cold", "wall", STOCK, 1 / 5),
    ("survey build, cold, fresh kernels", "wall", STOCK, 1 / 3),
    ("survey build, cold", "cpu", "kernels that only load", 2),
    ("nothing changed", "wall", "survey build, cold", 1 / 50),
    ("nothing changed", "wall", 1, 0.3),
    ("nothing changed", "notebooks", 1, 0),
    ("time stamps changed", "wall", "survey build, cold", 1 / 50),
    ("time stamps changed", "notebooks", 1, 0),
    ("one English label of a level", "wall", "survey build, cold", 1 / 4),
    ("one English sentence", "notebooks", 1, 1),
    ("one English sentence", "wall", 1, 3),
    ("one French sentence", "notebooks", 1, 1),
    ("one French sentence", "wall", 1, 3),
    (WATCHED, "notebooks", 1, 1),
    (WATCHED, "wall", 1, 3),
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


def main(rounds=3):
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder) / "project"
        copy_project(top, "data", "reports")
        build(top)  # the stock commands need a provenance.csv; libraries make their caches
        times, within = {way: [] for way in (*WAYS, WATCHED)}, {kind: [] for kind in INSIDE}
        for _ in range(rounds):
            for way in WAYS:
                times[way].append(measured(way, top))
            times[WATCHED].append(watched(top))
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
        megabytes = memory(partial(cold, top))
    median = {
        way: {key: statistics.median(seen[key] for seen in times[way]) for key in times[way][0]}
        for way in times
    }
    print(f"{'median of ' + str(rounds) + ' rounds':32}{'wall s':>9}{'CPU s':>9}{'notebooks':>11}")
    for way, seen in median.items():
        print(f"{way:32}{seen['wall']:9.2f}{seen['cpu']:9.2f}{seen['notebooks']:11.0f}")
    print(f"memory of a cold build, all processes: {megabytes:.0f} MB")
    print(f"\n{'what':66}{'is':>8}{'at most':>9}")
    for way, what, other, bar in BARS:
        against = other if isinstance(other, int) else median[other][what]
        unit = (
            {"wall": "wall s", "cpu": "CPU s"}.get(what, what) if isinstance(other, int) else what
        )
        report(
            f"{way}{'' if isinstance(other, int) else f' / {other}'}, {unit}",
            median[way][what] / against,
            bar,
        )
    for kind, bar in INSIDE.items():
        report(
            f"one more {kind.upper()} in the same process, CPU s",
            statistics.median(within[kind]),
            bar,
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        print(inside(*sys.argv[2:]))
    else:
        main(*map(int, sys.argv[1:]))
