"""Rows by which somebody tried the form out, told by a cell that says so."""

from helpers.answers.intake import Preview
from helpers.codebook.folding import fold_accents

MARKS = ("test", "testing", "essai", "prueba")
SHARE = 0.1  # of the rows: a word that more of them hold is an answer


def find_trials(preview: Preview) -> tuple[tuple[str, ...], list[bool]]:
    """Find rows with a cell that holds nothing but a word for a trial.

    Returns
    -------
    tuple of (tuple of str, list of bool)
        The words that are there, and which rows hold one; neither if many rows do.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = pd.DataFrame([["Oui", "bon"]] * 10 + [["Non", "TEST"]])
    >>> find_trials(Preview("plain", "", ("a", "b"), (), ", ", "", "", rows))[0]
    ('test',)
    """
    folded = preview.rows.map(fold_accents)
    is_trial = folded.isin(MARKS).any(axis=1)
    if not 0 < is_trial.sum() <= SHARE * len(folded):
        return (), [False] * len(folded)
    words = tuple(word for word in MARKS if folded.eq(word).any(axis=None))
    return words, is_trial.tolist()
