"""The events that a survey was held at: their folders, and what keeps one from being cleaned."""

import re
import zlib
from collections import Counter

import pandas as pd

from helpers.answers import times
from helpers.answers.unknown import refusal
from helpers.codebook import Codebook
from helpers.codebook.folding import fold_accents, fold_spaces
from helpers.processed import COLUMNS

RESERVED_FOLDERS = ("annex", *COLUMNS)  # of the survey itself
FAULTS_NAMED = 5


def slug(event: str) -> str:
    """The name of an event's folder.

    >>> slug("Lac-Saint-Jean, été 2015")
    'lac-saint-jean-ete-2015'
    """
    plain = re.sub(r"[^a-z0-9]+", "-", fold_accents(event)).strip("-")
    plain = plain or f"{zlib.crc32(event.encode()):08x}"
    return f"event-{plain}" if plain in RESERVED_FOLDERS else plain


def misnamed(row_totals: Counter) -> pd.DataFrame:
    """Lines of the ledger about rows of no event, and about events whose names are too much alike.

    Parameters
    ----------
    row_totals : Counter
        Event → rows.
    """
    names = pd.Series(sorted(row_totals), dtype="object")
    alike = names[names.map(slug).duplicated(keep=False)]
    lines = []
    if "" in row_totals:
        lines.append(("", "", "unnamed"))
    for name in alike:
        other = next(other for other in alike if other != name and slug(other) == slug(name))
        lines.append((name, other, "alike"))
    entries = [
        (name, 0, "", raw, "", rule, "failed", row_totals[name]) for name, raw, rule in lines
    ]
    return pd.DataFrame(entries, columns=["event", *COLUMNS["cleaning"]])


def failures(ledger: pd.DataFrame, book: Codebook) -> dict[str, str]:
    """Say what is wrong with each event that could not be cleaned.

    Returns
    -------
    dict of str to str
        By event: where it stands, what is wrong, what to do.
    """
    messages, failed = {}, ledger[ledger.action == "failed"]
    if failed.empty:  # without events there is no such column
        return messages
    for event, lines in failed.groupby("event", sort=True):
        head = f"{event} is left out:" if event else "rows of no event are left out:"
        messages[event] = "\n".join([head, *_faults(event, lines, book)])
    return messages


def _faults(event, lines, book):
    """What is wrong with one event, a few things of it."""
    path = book.answers
    if "*" in book.intake["file"]:
        paths = {fold_spaces(export.stem): export for export in book.exports}
        path = paths.get(event, path)
    for line in lines.head(FAULTS_NAMED).itertuples(index=False):
        yield _fault(line, path, book)
    if len(lines) > FAULTS_NAMED:
        yield f"and {len(lines) - FAULTS_NAMED} more"
    if (lines.rule == "unknown").any():
        codebook = book.folder / "codebook.toml"
        yield f"Put it right in the export, or add it as an alias in {codebook}."


def _fault(line, path, book):
    """What one line of the ledger says is wrong."""
    others = f" and {line.count - 1} more" if line.count > 1 else ""
    place = f"{path}, row {line.row}{others}"
    if line.rule == "unknown":
        reason = refusal(line.raw, book.question(line.question))
        return f"{place}, question {line.question!r}: {reason}"
    if line.rule in times.RULES:
        return f"{place}: {times.fault(line.raw, line.rule, line.value)}"
    if line.rule == "unnamed":
        column = book.intake["event"]
        rows = "1 row" if line.count == 1 else f"{line.count} rows"
        return f"{path}: nothing stands in column {column!r} of {rows}; name their event"
    if line.rule == "alike":
        return (
            f"{path}: {line.event!r} and {line.raw!r} may be one event; name both alike, or apart "
            "by a letter"
        )
    return line.raw
