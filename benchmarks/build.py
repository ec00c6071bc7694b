"""Time of ``survey build`` as ratios to the same notebooks by the stock commands, measured in one run.

    python benchmarks/build.py [ROUNDS]

Every round builds the whole report once with ``papermill`` and ``jupyter nbconvert``, one notebook after the other,
and once with ``survey build``; then again with nothing changed, with every time stamp changed, with the label of one
level changed, and with one sentence changed in each catalogue.  All in turn, so that a busy machine slows all of them
alike; the table shows medians.  CPU is that of all processes together, most of it the kernels' own: no way of running
them can go below that.
"""

import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
ID = "linkedin-2015"
RAW, PROCESSED, REPORTS = f"data/raw/{ID}", f"data/processed/{ID}", f"reports/{ID}"
QUESTIONS = [f"q{number}" for number in range(1, 9)]


def run(top, *command):
    """Run a command on a copy of the project; return what it says on standard error."""
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PYTHONPATH": str(top / "src"), "PATH": programs}
    done = subprocess.run(command, cwd=top, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stderr}")
    return done.stderr


def build(top):
    """Build; return the number of notebooks that were executed."""
    said = run(top, sys.executable, "-m", "helpers.cli", "build", RAW)
    return len(re.findall(r"^  0\d_", said, flags=re.MULTILINE))


def stock(top):
    """The same notebooks and pages by the commands that papermill and nbconvert install."""
    runs = [("00_published", {}), ("01_clean", {})]
    runs += [("02_question", {"question": question}) for question in QUESTIONS]
    runs += [("03_associations", {})]
    runs += [("06_report", {"language": language}) for language in ("fr", "en")]
    out = top / "stock"
    out.mkdir(exist_ok=True)
    for name, given in runs:
        target = out / f"{'.'.join([name, *given.values()])}.ipynb"
        options = [word for pair in ({"survey": RAW, "processed": PROCESSED} | given).items() for word in ("-p", *pair)]
        run(top, "papermill", f"notebooks/{name}.ipynb", target, *options)
    reports, annex = sorted(out.glob("04_*.ipynb")), sorted(set(out.glob("*.ipynb")) - set(out.glob("04_*.ipynb")))
    run(top, "jupyter", "nbconvert", "--to", "report_pdf", *reports)
    run(top, "jupyter", "nbconvert", "--to", "report_html", *reports)
    run(top, "jupyter", "nbconvert", "--to", "report_html", "--ReportHTMLExporter.show_code=True", *annex)
    return len(runs)


def cold(top):
    """Build with nothing built before; libraries keep their caches, as they do for the stock commands."""
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


WAYS = {
    "stock, one after the other": stock,
    "survey build, cold": cold,
    "nothing changed": build,
    "time stamps changed": touched,
    "one English label of a level": edited(f"{RAW}/codebook.toml", r'id = "q5"(?s:.*?), en = "[^"]+'),
    "one English sentence": edited("src/helpers/texts/en.toml", r'(?m)^subtitle = "[^"]+'),
    "one French sentence": edited("src/helpers/texts/fr.toml", r'(?m)^subtitle = "[^"]+'),
}
# way, what is measured, against which way, at most
BARS = [
    ("survey build, cold", "wall", "stock, one after the other", 1 / 2.5),
    ("survey build, cold", "cpu", "stock, one after the other", 1 / 2),
    ("nothing changed", "wall", "survey build, cold", 1 / 50),
    ("time stamps changed", "wall", "survey build, cold", 1 / 50),
    ("one English label of a level", "wall", "survey build, cold", 1 / 2),
    ("one English sentence", "wall", "survey build, cold", 1 / 3),
    ("one French sentence", "wall", "survey build, cold", 1 / 3),
]


def measured(way, top):
    """Wall and CPU seconds of one way, and the notebooks it executed."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    executed = WAYS[way](top)
    wall, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"wall": wall, "cpu": cpu, "notebooks": executed}


def main(rounds=3):
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder) / "project"
        for name in ("data", "notebooks", "src", "reports"):
            shutil.copytree(TOP / name, top / name, ignore=shutil.ignore_patterns("*.egg-info"))
        shutil.copy(TOP / "requirements.lock", top)
        build(top)  # the stock commands need a provenance.csv; libraries make their caches
        times = {way: [] for way in WAYS}
        for _ in range(rounds):
            for way in WAYS:
                times[way].append(measured(way, top))
    median = {way: {key: statistics.median(seen[key] for seen in times[way]) for key in times[way][0]} for way in WAYS}
    print(f"{'median of ' + str(rounds) + ' rounds':30}{'wall s':>9}{'CPU s':>9}{'notebooks':>11}")
    for way, seen in median.items():
        print(f"{way:30}{seen['wall']:9.2f}{seen['cpu']:9.2f}{seen['notebooks']:11.0f}")
    print(f"\n{'ratio':62}{'is':>8}{'at most':>9}")
    for way, what, other, bar in BARS:
        ratio = median[way][what] / median[other][what]
        verdict = "reached" if ratio <= bar else "missed"
        print(f"{f'{way} / {other}, {what}':62}{ratio:8.3f}{bar:9.3f}  {verdict}")
    wall = median["nothing changed"]["wall"]
    print(f"{'nothing changed, wall seconds':62}{wall:8.2f}{0.3:9.3f}  {'reached' if wall <= 0.3 else 'missed'}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
