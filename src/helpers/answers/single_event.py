"""One event out of the pass over all, as if nothing else had been cleaned."""

import pandas as pd

from helpers.answers import counting
from helpers.answers.cleaning import Cleaned, account


def single_event(answers, duplicates, ledger, event, book):
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
    own = (
        table[table.event == event]
        .drop(columns="event")
        .reset_index(drop=table.index.name != "row")
    )
    for question in book.questions:
        values = own[question.id].astype(object)
        own[question.id] = pd.Categorical(values, counting.categories(question, values.unique()))
    return own if "people" in own else own.set_index("row")
