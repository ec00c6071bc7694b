"""When rows were sent: their time stamps read, and those told that cannot be."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from helpers.answers.intake.stamps import read_stamps
from helpers.answers.unknown import rows_named
from helpers.codebook import Codebook, shown

FIRST_YEAR, LAST_YEAR = 1970, 2100
UNREAD, FAR = RULES = ("time stamp", "year")  # of the ledger: what is wrong with a time stamp


def read_times(stamps: pd.Series, form: str) -> tuple[pd.Series, dict[str, np.ndarray]]:
    """Read the time stamps of some rows.

    Parameters
    ----------
    stamps : Series
        Texts, or times.
    form : str
        How they are written.

    Returns
    -------
    times : Series of datetime64[ns]
        In one time; NaT where a time stamp is wrong.
    faults : dict
        One of `RULES` → which rows.

    Examples
    --------
    >>> times, faults = read_times(pd.Series(["2024-01-31", "3024-01-31", "soon"]), "%Y-%m-%d")
    >>> {rule: is_wrong.tolist() for rule, is_wrong in faults.items()}
    {'time stamp': [False, False, True], 'year': [False, True, False]}
    """
    times = read_stamps(stamps, form)
    years = times.dt.year
    is_far = ((years < FIRST_YEAR) | (years > LAST_YEAR)).to_numpy()
    faults = {UNREAD: times.isna().to_numpy(), FAR: is_far}
    return times.mask(is_far).astype("datetime64[ns]"), faults


def fault(stamp: str, rule: str, form: str) -> str:
    """What is wrong with a time stamp.

    >>> fault("soon", "time stamp", "%Y-%m-%d")
    "the time stamp 'soon' does not have the format '%Y-%m-%d'"
    """
    if not stamp.strip():
        return (
            "no time stamp stands there; fill it in, or leave `timestamp` and `duplicate_seconds` "
            "out of [intake]: nobody is then looked for who sent twice"
        )
    if rule == FAR:
        return f"the time stamp {shown(stamp)} lies outside the years {FIRST_YEAR} to {LAST_YEAR}"
    return f"the time stamp {shown(stamp)} does not have the format {form!r}"


def told_faults(ledger: pd.DataFrame, book: Codebook) -> Iterator[str]:
    """What is wrong with the time stamps of a survey, a line for each reason.

    Parameters
    ----------
    ledger : DataFrame
        Its lines of the action ``failed``: ``raw`` is the stamp, ``value`` its format.
    book : Codebook
    """
    for rule in RULES:
        lines = ledger[(ledger.action == "failed") & (ledger.rule == rule)].sort_values("row")
        if len(lines):
            first = lines.iloc[0]
            named = rows_named(lines.row.tolist(), int(lines["count"].sum()))
            yield f"{book.answers}, row {named}: {fault(first.raw, rule, first.value)}"
