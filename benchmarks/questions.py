"""Many questions: ``survey build`` as a ratio to the stock commands, measured in one run.

    python benchmarks/questions.py [QUESTIONS] [ROWS]

A survey is generated, of 82 questions that 1,100 people answered if left out.  ``survey build``
makes its report from nothing; then ``papermill`` and ``jupyter nbconvert`` execute and export the
same notebooks, one after the other.  Of these commands the notebook of a question is measured
three times, and multiplied: that figure is extrapolated, and says so.  What one question costs is
the mean over all: their notebooks and pages are taken away and built again, the rest stays.
"""

import csv
import shutil
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from measure import USED, machine, report, run
from stock import BESIDE, PAGES, copy_project

SAMPLE = 3
LEVELS = ("never", "rarely", "sometimes", "often", "always")
BEHAVIOURS, OUTCOMES = 6, 2
HEAD = """
[survey]
id = "many"
provenance = "synthetic"
languages = ["en"]
date = 2026-01-31
version = "1"
authors = ["A"]
title.en = "Many questions"
event.en = "Meeting"
organiser.en = "We"

[intake]
"""


def generate(folder: Path, questions: int, rows: int) -> Path:
    """Write a survey of so many questions that so many people answered at random."""
    random, text = np.random.default_rng(questions), HEAD
    folder.mkdir(parents=True)
    columns = []
    for number in range(questions):
        role = "behaviour" if number < BEHAVIOURS else "context"
        role = "outcome" if BEHAVIOURS <= number < BEHAVIOURS + OUTCOMES else role
        levels = LEVELS[-2:] if role == "outcome" else LEVELS
        listed = ", ".join(f'{{ id = "{level}", en = "{level.capitalize()}" }}' for level in levels)
        positive = 'positive = ["always"]\n' if role == "outcome" else ""
        text += (
            f'\n[[questions]]\nid = "q{number + 1}"\nkind = "ordinal"\nrole = "{role}"\n{positive}'
            f'text.en = "Question {number + 1}?"\nlevels = [{listed}]\n'
        )
        columns.append(random.choice([level.capitalize() for level in levels], rows))
    (folder / "codebook.toml").write_text(text, encoding="utf-8")
    with (folder / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([f"Question {number + 1}?" for number in range(questions)])
        writer.writerows(zip(*columns, strict=True))
    return folder


def timed(top: Path, *command: str | Path, **where: Path) -> np.ndarray:
    """Wall and CPU seconds of a command."""
    USED["cpu"], begin = 0.0, time.perf_counter()
    run(top, *command, **where)
    return np.array([time.perf_counter() - begin, USED["cpu"]])


def build(top: Path, survey: Path) -> np.ndarray:
    """Wall and CPU seconds of a build."""
    return timed(top, sys.executable, "-m", "helpers.cli", "build", survey)


def stock(top: Path, survey: Path, questions: int) -> np.ndarray:
    """Wall and CPU seconds of the same by papermill and nbconvert, in part extrapolated."""
    where = {"programs": BESIDE} if BESIDE.exists() else {}
    tables, out = top / "data/processed/many", top / "stock"
    out.mkdir()
    given = ["-p", "survey", survey, "-p", "tables_dir", tables]
    annex = ["--to", "report_html", "--ReportHTMLExporter.show_code=True"]
    seconds = np.zeros(2)

    def executed(name: str, *more: str, weight: float = 1) -> Path:
        nonlocal seconds
        target = out / f"{'.'.join([name, *more[2:]])}.ipynb"
        source = f"notebooks/{name}.ipynb"
        seconds += weight * timed(top, "papermill", source, target, *given, *more, **where)
        return target

    for number in range(SAMPLE):
        page = executed(
            "02_question", "-p", "question", f"q{number + 1}", weight=questions / SAMPLE
        )
    names = ("01_clean", "03_associations", "04_robustness", "05_exploration")
    pages = [executed(name) for name in names]
    documents = {
        number: executed(name, "-p", "language", "en")
        for number, name in (("06", "06_report"), ("07", "07_tables"), ("08", "08_brief"))
    }
    # One command exports all pages: what it costs to start counts once, each page by itself.
    one = timed(top, "jupyter", "nbconvert", *annex, page, **where)
    five = timed(top, "jupyter", "nbconvert", *annex, page, *pages, **where)
    seconds += one + (five - one) / len(pages) * (len(pages) + questions - 1)
    for number, document in documents.items():
        for kind in PAGES[number]:
            seconds += timed(top, "jupyter", "nbconvert", "--to", kind, document, **where)
    return seconds


def main(questions: int = 82, rows: int = 1_100) -> None:
    """Print both, and their ratio."""
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder) / "project"
        copy_project(top)
        survey = generate(top / "data/raw/many", questions, rows)
        ours = build(top, survey)
        for path in list((top / ".survey/many/built").rglob("02_question*")):
            path.unlink()
        shutil.rmtree(top / ".survey/many/drawings")
        again = build(top, survey)
        nothing = build(top, survey)
        theirs = stock(top, survey, questions)
    print(f"{f'{questions} questions, {rows} people':48}{'wall s':>9}{'CPU s':>9}")
    for way, (wall, cpu) in {
        "survey build, cold": ours,
        "its questions alone": again,
        "nothing changed": nothing,
        f"stock, questions extrapolated from {SAMPLE}": theirs,
    }.items():
        print(f"{way:48}{wall:9.2f}{cpu:9.2f}")
    print(f"\n{'what':66}{'is':>8}{'at most':>9}")
    report("survey build, cold / stock, wall", ours[0] / theirs[0], 1 / 6)
    report("one question more, CPU s", (again[1] - nothing[1]) / questions, 0.8)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
