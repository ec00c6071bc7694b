"""A synthetic export of any number of rows, drawn from the cells of a survey's own.

    python benchmarks/synthetic.py SURVEY ROWS FOLDER

FOLDER becomes a survey like SURVEY, declared synthetic.  Each question's cells are drawn with
replacement from those of the survey's export, as people typed them, and independently: its margins,
its slips and no association.  Rows are sent ten seconds apart.
"""

import csv
import io
import shutil
import sys
from pathlib import Path

import numpy as np

from helpers import codebook

PORTION = 100_000  # rows written at a time


def write(survey, rows, folder, *, seed=2015):
    """Write the survey folder and return its path.

    Parameters
    ----------
    survey : Path
        A survey whose export is small and in UTF-8, with commas and no marks of those who try the
        form out.
    rows : int
    folder : Path
    seed : int
    """
    book = codebook.load(survey)
    folder.mkdir(parents=True, exist_ok=True)
    text = (book.folder / "codebook.toml").read_text(encoding="utf-8")
    text = text.replace('provenance = "collected"', 'provenance = "synthetic"')
    (folder / "codebook.toml").write_text(text, encoding="utf-8")
    if book.published:
        shutil.copy(book.published, folder)
    with book.answers.open(encoding="utf-8", newline="") as file:
        header, *sent = csv.reader(file)
    marks = {mark.casefold() for mark in book.intake["test_marks"]}
    sent = [row for row in sent if not marks & {cell.strip().casefold() for cell in row}]
    columns = [
        np.array([_quoted(cell) for cell in column], dtype=object)
        for column in zip(*sent, strict=True)
    ]
    at = [name.strip() for name in header].index(book.intake["timestamp"])
    random, start = np.random.default_rng(seed), np.datetime64("2026-01-01T00:00:00")
    with (folder / book.answers.name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(header)
        for first in range(0, rows, PORTION):
            size = min(PORTION, rows - first)
            drawn = [column[random.integers(len(column), size=size)] for column in columns]
            times = (start + 10 * np.arange(first, first + size)).astype(object)
            drawn[at] = [time.strftime(book.intake["timestamp_format"]) for time in times]
            file.write("".join(f"{line}\r\n" for line in map(",".join, zip(*drawn, strict=True))))
    return folder


def _quoted(cell):
    """A cell as it stands in a file."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([cell])
    return out.getvalue() if cell else ""


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
