"""A file of text, opened: its encoding, what stands between its cells."""

import csv
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from helpers.answers.intake.delimited import Delimited
from helpers.answers.intake.dialect import DELIMITERS, SEP_LINE, score
from helpers.answers.intake.encoding import find_encoding


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
    scores, fault = {}, None
    for delimiter in DELIMITERS:
        candidate = replace(source, delimiter=delimiter)
        try:
            scores[candidate] = score(candidate.head(), wanted)
        except csv.Error as error:
            fault = error
    if not scores:
        raise source.no_table(fault)
    return max(scores, key=scores.get)
