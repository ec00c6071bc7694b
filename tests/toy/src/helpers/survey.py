"""The files of a survey, read without pandas."""

import csv
import tomllib
from pathlib import Path


class SurveyError(ValueError):
    """What the survey's owner can put right."""


def codebook(folder):
    return tomllib.loads((Path(folder) / "codebook.toml").read_text(encoding="utf-8"))


def rows(path):
    with Path(path).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write(path, table):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(table)
