"""The ledger, one line a change, and the account of rows and cells that it must balance."""

import numpy as np
import pandas as pd

from helpers.answers import counting
from helpers.answers.matching import AGAINST_ROUTING, DATE, NUMBER, OWN_WORDS_RULES
from helpers.answers.ranks import RANK_RULES
from helpers.answers.vocabulary import LADDER
from helpers.codebook import MISSING
from helpers.processed import COLUMNS

EXCLUSIONS = ("empty", "test", "duplicate")
RARE_EXCLUSIONS = (
    "blank line",
    "header",
    "totals",
    "left out",
    "not kept",
)  # told only where there are any
RECODING_RULES = (
    *[rule for rule in LADDER if rule != "exact"],
    "alias",
    NUMBER,
    DATE,
    *RANK_RULES,
    *OWN_WORDS_RULES,
    "free text",
    "short row",
)


def ledger_lines(
    rows: np.ndarray,
    event: pd.Categorical | None = None,
    *,
    question: str = "",
    raw="",
    value="",
    rule="",
    action="",
    count=1,
) -> pd.DataFrame:
    """Make lines of the ledger.

    Parameters
    ----------
    rows : array of int
        Of the export, one a line.
    event : Categorical, optional
        Of these rows, of a survey held at events.
    raw, value, rule, action, count
        The entries: one for all lines, or an array of one a line.

    Returns
    -------
    DataFrame
        row, question, raw, value, rule, action, count; of a survey held at events, event first.
    """
    table = {} if event is None else {"event": event.astype(object)}
    entries = (rows, question, raw, value, rule, action, count)
    return pd.DataFrame(table | dict(zip(COLUMNS["cleaning"], entries, strict=True)))


def merge_alike(ledger: pd.DataFrame, *, sort: bool = False) -> pd.DataFrame:
    """Make one line of all that differ in their row only: the first row, and how many they are.

    Parameters
    ----------
    ledger : DataFrame
    sort : bool
        Whether to order them by what they say, rather than by where it was first met.
    """
    same = [column for column in ledger if column not in ("row", "count")]
    groups = ledger.groupby(same, sort=sort, as_index=False)
    return groups.agg({"row": "min", "count": "sum"})[list(ledger)]


def account(
    rows: int, answers: pd.DataFrame, ledger: pd.DataFrame, failed: int | None = None
) -> pd.DataFrame:
    """Count rows and cells, in and out.

    Parameters
    ----------
    rows : int
        In the export.
    answers, ledger : DataFrame
        As `cleaning.Cleaned` holds them.
    failed : int, optional
        Rows of events that could not be cleaned.

    Returns
    -------
    DataFrame
        part, item, count.

    Raises
    ------
    RuntimeError
        If it does not balance, which is an error of ours and not of the data.
    """
    people = counting.people_per_row(answers).to_numpy()
    columns = [column.array for id, column in answers.items() if id not in ("event", "people")]
    values = _count_values(columns, people)
    changes = ledger.groupby(["action", "rule"])["count"].sum().to_dict()
    kept = int(people.sum())
    lines = [("rows", "in file", rows)]
    rare = [reason for reason in RARE_EXCLUSIONS if changes.get(("excluded", reason))]
    for reason in (*rare, *EXCLUSIONS):
        lines.append(("rows", reason, changes.get(("excluded", reason), 0)))
    if failed is not None:
        lines.append(("rows", "failed", failed))
    lines.append(("rows", "kept", kept))
    lines.append(("cells", "asked", kept * len(columns) - int(values["_not_asked"])))
    lines.append(("cells", "valid", int(values.drop(list(MISSING)).sum())))
    lines += [("cells", kind, int(values[kind])) for kind in MISSING if kind != "_not_asked"]
    if values["_not_asked"]:
        lines.append(("routing", "_not_asked", int(values["_not_asked"])))
    if ("missing", AGAINST_ROUTING) in changes:
        lines.append(("routing", AGAINST_ROUTING, changes["missing", AGAINST_ROUTING]))
    for rule in RECODING_RULES:
        if ("recoded", rule) in changes:
            lines.append(("changes", rule, changes["recoded", rule]))
    table = pd.DataFrame(lines, columns=COLUMNS["account"])
    for part in ("rows", "cells"):
        first, *others = table["count"][table.part == part]
        if first != sum(others):
            raise RuntimeError(f"the cleaning account does not balance:\n{table}")
    return table


def _count_values(columns, people):
    """How many people gave each value, over all questions."""
    counts = [
        pd.Series(np.bincount(column.codes, people, len(column.categories)), column.categories)
        for column in columns
    ]
    return pd.concat(counts).groupby(level=0).sum().astype(int)
