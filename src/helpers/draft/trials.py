"""Rows by which somebody tried the form out, told by a cell that says so."""

import numpy as np

from helpers.answers.intake import Preview
from helpers.codebook.folding import fold_accents

MARKS = ("test", "testing", "essai", "prueba", "survey preview", "survey test")
LONGEST = 16  # characters of a cell that may hold one, spaces included
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
    is_trial, words = np.zeros(len(preview.rows), bool), set()
    for place in range(preview.rows.shape[1]):
        column = preview.rows.iloc[:, place]
        texts = {text: fold_accents(text) for text in column.unique() if len(text) <= LONGEST}
        marks = {text: mark for text, mark in texts.items() if mark in MARKS}
        is_trial |= column.isin(list(marks)).to_numpy()
        words.update(marks.values())
    if not 0 < is_trial.sum() <= SHARE * len(is_trial):
        return (), [False] * len(is_trial)
    return tuple(sorted(words)), is_trial.tolist()
