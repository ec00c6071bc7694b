"""What tests do with copies of the toy project: build them, edit them, see what is published."""

import os
import re
import shutil
from pathlib import Path

from helpers.pipeline.batch.build import build
from helpers.pipeline.project import Project

TOY = Path(__file__).resolve().parent
RAW = "data/raw/mini"
HELPERS, CODEBOOK, EXECUTED = "src/helpers", f"{RAW}/codebook.toml", ".survey/mini/built/executed"
REPORTS = {"06_report fr", "06_report en"}
QUESTIONS = {"02_question q1", "02_question q2"}
EVERYTHING = {
    "00_published",
    "01_clean",
    *QUESTIONS,
    "03_associations",
    "04_robustness",
    "05_exploration",
    *REPORTS,
}
FRESH = shutil.ignore_patterns(".survey", "processed", "reports", "__pycache__")


def copied(source, target, ignore=None):
    """Copy a project with its time stamps, so that compiled modules stay valid."""
    return shutil.copytree(source, target, ignore=ignore)


def ran(top, survey=RAW, **options):
    """Build, and return the names of the notebooks that were executed."""
    done = build(top / survey, project=Project(top), **options)
    return {name for name in done.made if re.match(r"\d\d_\w+( \w+)?$", name)}


def published(top):
    """All that a reader sees, by name."""
    return {
        path.relative_to(top).as_posix(): path.read_bytes()
        for folder in ("data/processed", "reports")
        for path in (top / folder).rglob("*")
        if path.is_file()
    }


def edit(path, old, new, *, unnoticed=False):
    """Replace a text in a file; unnoticed: size and time stamp stay as they were."""
    text, status = path.read_text(encoding="utf-8"), path.stat()
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    if unnoticed:
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        assert path.stat().st_size == status.st_size
