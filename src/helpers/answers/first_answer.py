"""When a survey's first answer came, and whether its plan was sealed before."""

from __future__ import annotations

import datetime
from enum import StrEnum

import numpy as np
import pandas as pd

from helpers.answers import intake
from helpers.answers.chunk_matching import ChunkMatcher
from helpers.answers.intake.stamps import format_of
from helpers.answers.times import read_times
from helpers.codebook import Codebook
from helpers.processed import COLUMNS


class Order(StrEnum):
    """Whether the plan was sealed before the day of the first answer; on that day nobody knows."""

    BEFORE = "before the first answer"
    NOT_BEFORE = "not before the first answer"
    UNKNOWN = "no time of answers"


def first_day(export: intake.Export, book: Codebook) -> datetime.date | None:
    """The day on which the first answer was sent, by the time stamps of the export.

    Empty submissions, trials of the form and rows that are not kept are no answers. A time stamp
    that cannot be read counts for nothing.

    Parameters
    ----------
    export : intake.Export
    book : Codebook

    Returns
    -------
    datetime.date or None
        None where the codebook names no column of time stamps.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> first_day(intake.read(book), book)
    datetime.date(2015, 5, 14)
    """
    matcher, first = ChunkMatcher(book), pd.NaT
    for chunk in export.chunks() if book.intake["timestamp"] else ():
        stamps = chunk.timestamp[_is_answer(chunk, matcher.match(chunk))]
        if not len(stamps):
            continue
        form = book.intake["timestamp_format"] or chunk.timestamp_format
        times, _ = read_times(stamps, form or format_of([stamps], book.answers, book))
        first = min(filter(pd.notna, (first, times.min())), default=pd.NaT)
    return None if pd.isna(first) else first.date()


def table(export: intake.Export, book: Codebook) -> pd.DataFrame:
    """The month of the first answer, and whether the plan was sealed before its day.

    Nothing closer than the month is handed on: who answered first may be known.

    Parameters
    ----------
    export : intake.Export
    book : Codebook

    Returns
    -------
    DataFrame
        month (empty if it is not known), state (an `Order`); no row if no plan was sealed.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from helpers import codebook
    >>> from helpers.codebook.sealed_plan import SealedPlan
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> sealed = replace(book, sealed_plan=SealedPlan("2015-04-30", "by the clock", 0, "3b46…", {}))
    >>> table(intake.read(book), sealed).to_dict("records")
    [{'month': '2015-05', 'state': 'before the first answer'}]
    """
    rows = []
    if book.sealed_plan:
        first = first_day(export, book)
        rows.append((f"{first:%Y-%m}" if first else "", str(_order(book.sealed_plan.date, first))))
    return pd.DataFrame(rows, columns=COLUMNS["first_answer"])


def _order(sealed: str, first: datetime.date | None) -> Order:
    if first is None:
        return Order.UNKNOWN
    return Order.BEFORE if sealed < first.isoformat() else Order.NOT_BEFORE


def _is_answer(chunk, matched):
    """Which rows of a chunk are somebody's answers; rows of two events may have one number."""
    rows = chunk.answers.index
    if chunk.event is None:
        return np.isin(rows, matched.rows)
    every = pd.MultiIndex.from_arrays([rows, chunk.event])
    return every.isin(pd.MultiIndex.from_arrays([matched.rows, matched.event]))
