"""A file of text, opened: its encoding, what stands between its cells."""

import csv
import itertools
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from helpers.answers.intake.delimited import Delimited
from helpers.answers.intake.dialect import DELIMITERS, SEP_LINE, score
from helpers.answers.intake.encoding import find_encoding
from helpers.answers.intake.layout import HEAD_ROWS


def open_delimited(path: Path, wanted: Collection[str] = (), encoding: str = "") -> Delimited:
    """Find out how a file of text is to be read, but for where its first answer stands.

    Parameters
    ----------
    path : Path
    wanted : collection of str
        Names of columns, folded by `fold_case`: the delimiter is the one that makes a row hold most
        of them, since names hold commas too.
    encoding : str, optional
        Where it is declared.

    Raises
    ------
    SurveyError
        If the file is missing, empty, or in no known encoding.
    """
    source = Delimited(path, find_encoding(path, encoding), DELIMITERS[0])
    with source.text() as lines:
        if mark := SEP_LINE.fullmatch(lines.readline().strip()):
            return replace(source, delimiter=mark[1], has_sep_line=True)
    scores, faults = {}, {}
    for delimiter in DELIMITERS:
        candidate = replace(source, delimiter=delimiter)
        rows, faults[candidate] = _readable_head(candidate)
        scores[candidate] = score(rows, wanted)
    best = max(scores, key=scores.get)
    if faults[best]:
        raise best.no_table(faults[best])
    return best


def _readable_head(source):
    """The first rows, as far as they can be read, and what keeps one from it."""
    rows = []
    try:
        for row in itertools.islice(source.rows(), HEAD_ROWS):
            rows.append(row)
    except csv.Error as error:
        return rows, error
    return rows, None
