"""The events that a survey was held at: their folders, and what keeps one from being cleaned."""

import re
import zlib

import pandas as pd

from helpers.answers.folding import fold_accents, fold_spaces
from helpers.codebook import suggest
from helpers.processed import COLUMNS

TAKEN = ("annex", *COLUMNS)  # folders of the survey itself


def slug(event):
    """The name of an event's folder.

    >>> slug("Lac-Saint-Jean, été 2015")
    'lac-saint-jean-ete-2015'
    """
    plain = (
        re.sub(r"[^a-z0-9]+", "-", fold_accents(event)).strip("-")
        or f"{zlib.crc32(event.encode()):08x}"
    )
    return f"event-{plain}" if plain in TAKEN else plain


def misnamed(total):
    """Lines of the ledger about rows of no event, and about events whose names no letter or digit tells apart.

    Parameters
    ----------
    total : Counter
        Event → rows.
    """
    names = pd.Series(sorted(total), dtype="object")
    alike = names[names.map(slug).duplicated(keep=False)]
    lines = [("", 0, "", "", "", "unnamed", "failed", total[""])] if "" in total else []
    lines += [
        (
            name,
            0,
            "",
            next(other for other in alike if other != name and slug(other) == slug(name)),
            "",
            "alike",
            "failed",
            total[name],
        )
        for name in alike
    ]
    return pd.DataFrame(lines, columns=["event", *COLUMNS["cleaning"]])


def failures(ledger, book):
    """Say what is wrong with each event that could not be cleaned.

    Returns
    -------
    dict of str to str
        By event: where it stands, what is wrong, what to do.
    """
    lines = ledger[ledger.action == "failed"]
    if lines.empty:
        return {}
    return {
        event: "\n".join(
            [f"{event or 'rows of no event'} is left out:", *_told(event, lines, book)]
        )
        for event, lines in lines.groupby("event", sort=True)
    }


def _told(event, lines, book):
    """What is wrong with one event, at most five things of it."""
    where = next((path for path in book.exports if fold_spaces(path.stem) == event), book.answers)
    where = where if "*" in book.intake["file"] else book.answers
    for line in lines.head(5).itertuples(index=False):
        at = f"{where}, row {line.row}" + (f" and {line.count - 1} more" if line.count > 1 else "")
        if line.rule == "unknown":
            accepted = [level.source for level in book.question(line.question).levels]
            yield (
                f"{at}, question {line.question!r}: {line.raw!r} is not one of {accepted}"
                f"{suggest(line.raw, accepted)}"
            )
        elif line.rule == "time stamp":
            form = book.intake["timestamp_format"]
            yield f"{at}: the time stamp {line.raw!r} does not have the format {form!r}, named in [intake]"
        elif line.rule == "unnamed":
            yield f"{where}: nothing stands in column {book.intake['event']!r} of {line.count} rows; name their event"
        elif line.rule == "alike":
            yield f"{where}: {event!r} and {line.raw!r} may be one event; name both alike, or apart by a letter"
        else:
            yield line.raw
    if len(lines) > 5:
        yield f"and {len(lines) - 5} more"
    if (lines.rule == "unknown").any():
        yield f"Put it right in the export, or add it as an alias in {book.folder / 'codebook.toml'}."
