"""One event out of the pass over all, as if nothing else had been cleaned."""

import pandas as pd

from helpers.answers import counting
from helpers.answers.cleaning import Cleaned
from helpers.answers.ledger import account
from helpers.codebook import Codebook


def single_event(
    answers: pd.DataFrame,
    duplicates: pd.DataFrame,
    ledger: pd.DataFrame,
    event: str,
    book: Codebook,
) -> Cleaned:
    """Take one event out of the pass over all.

    Parameters
    ----------
    answers, duplicates, ledger : DataFrame
        Of all events, as `cleaning.Cleaned` holds them or as the processed tables do.
    event : str
    book : Codebook

    Returns
    -------
    cleaning.Cleaned
        As if nothing but this event had been cleaned.
    """
    answers, duplicates = (_of(event, table, book) for table in (answers, duplicates))
    ledger = ledger[ledger.event == event].drop(columns="event").reset_index(drop=True)
    rows = int(
        counting.people_per_row(answers).sum() + ledger["count"][ledger.action == "excluded"].sum()
    )
    return Cleaned(answers, ledger, account(rows, answers, ledger), duplicates)


def _of(event, table, book):
    """The answers of one event, in its own categories."""
    is_indexed = table.index.name == "row"
    own = table[table.event == event].drop(columns="event").reset_index(drop=not is_indexed)
    for question in book.questions:
        values = own[question.id].astype(object)
        categories = counting.categories(question, values.unique())
        own[question.id] = pd.Categorical(values, categories)
    return own if "people" in own else own.set_index("row")
