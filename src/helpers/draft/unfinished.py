"""Rows that were begun and not finished, told by the column in which tools say so."""

from dataclasses import dataclass

from helpers.answers.intake import Preview
from helpers.codebook.folding import fold_accents

COLUMNS = ("finished", "status", "complete", "completed", "termine", "statut")
FINISHED = ("true", "1", "complete", "completed", "yes", "vrai", "oui", "termine", "complet")
BEGUN = ("false", "0", "partial", "incomplete", "no", "faux", "non", "partiel", "inacheve")


@dataclass(frozen=True)
class Unfinished:
    """What tells rows that were not finished.

    Attributes
    ----------
    column, finished : str
        Of the export, and what it holds where a row was finished.
    count : int
        Rows that were not.
    """

    column: str
    finished: str
    count: int


def find_unfinished(preview: Preview) -> Unfinished | None:
    """Find a column of the tool's own that says of some rows that they were not finished.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame([["True", "Oui"], ["False", ""], ["True", "Non"]])
    >>> preview = Preview("qualtrics", "", ("Finished", "Q1"), ("Finished",), ",", "", "", rows)
    >>> find_unfinished(preview)
    Unfinished(column='Finished', finished='True', count=1)
    """
    for place, name in enumerate(preview.header):
        if name not in preview.tool_columns or fold_accents(name) not in COLUMNS:
            continue
        cells = preview.rows.iloc[:, place].str.strip()
        folded = cells.map(fold_accents)
        is_finished, is_begun = folded.isin(FINISHED), folded.isin(BEGUN)
        if is_finished.any() and is_begun.any() and (is_finished | is_begun | (folded == "")).all():
            return Unfinished(name, cells[is_finished].iloc[0], int((~is_finished).sum()))
    return None
