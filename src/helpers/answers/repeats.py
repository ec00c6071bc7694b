"""Submissions sent twice: the same answers within a declared time, across the borders of chunks too."""

import numpy as np
import pandas as pd

from helpers.codebook import SurveyError


def read_times(rows, given, book):
    """Read the time stamps of some rows.

    Parameters
    ----------
    rows : array of int
        Of the export.
    given : Series
        Of these rows, in their order: text in the codebook's format, or times.
    book : Codebook

    Returns
    -------
    Series of datetime64
        Of a survey held at events, NaT where a time stamp does not have the declared format.

    Raises
    ------
    SurveyError
        If there are no time stamps, or one does not have the declared format.
    """
    if given.empty and len(rows):
        raise SurveyError(
            f"{book.folder / 'codebook.toml'}: duplicate_seconds of [intake] needs a `timestamp` column"
        )
    form = book.intake["timestamp_format"]
    time = pd.to_datetime(given, format=form, errors="coerce").astype("datetime64[ns]")
    if time.isna().any() and not book.events:
        place = time.isna().to_numpy().argmax()
        raise SurveyError(
            f"{book.answers}, row {rows[place]}: the time stamp {given.iloc[place]!r} does not have the format "
            f"{form!r}, named in [intake]"
        )
    return time


def submissions(rows, time, said):
    """What tells submissions sent twice: when each was sent, and one number for all it says.

    Parameters
    ----------
    rows : array of int
        Rows of the export.
    time : Series of datetime64
        In their order.
    said : list of (codes, texts)
        Of each question, the place of each row's answer among the texts.

    Returns
    -------
    DataFrame
        row, time, said.
    """
    number = np.zeros(
        len(rows), np.uint64
    )  # 64 bits of all answers: two that differ are never within the same minute
    for codes, texts in said:
        hashes = pd.util.hash_array(np.array([*texts, ""], dtype=object), categorize=False)
        number *= np.uint64(0x9E3779B97F4A7C15)
        number ^= hashes[codes]
    return pd.DataFrame({"row": rows, "time": time.to_numpy(), "said": number})


def find_repeats(now, before, book):
    """Find the submissions that say what one shortly before says, or one in a chain of such.

    Parameters
    ----------
    now : DataFrame
        The rows of one chunk, as `submissions` makes it.
    before : DataFrame or None
        What this function returned of the chunk before it; None for the first.
    book : Codebook

    Returns
    -------
    first : array of int
        For each row of the chunk, the row that it repeats: of a chain the first to be sent, or met
        in an earlier chunk; itself if it repeats none.
    last : DataFrame
        row, time, said: the submissions that the next chunk may repeat, under the row that is kept
        of each chain.

    Raises
    ------
    SurveyError
        If the chunk goes back further in time than repeats may lie apart: those before it are gone.
    """
    apart = np.timedelta64(book.intake["duplicate_seconds"], "s")
    old = 0 if before is None else len(before)
    if old and len(now) and now.time.min() < before.time.max() - apart:
        row = now.row[(now.time < before.time.max() - apart).to_numpy().argmax()]
        raise SurveyError(
            f"{book.answers}, row {row}: its time stamp goes back by more than {apart}; an export of so many rows must "
            "be in the order of time for submissions sent twice to be found: sort it by its time stamps"
        )
    both = pd.concat([before, now], ignore_index=True) if old else now
    row, time, said = (both[column].to_numpy() for column in ("row", "time", "said"))
    order = np.lexsort((time, said))
    linked = (said[order][1:] == said[order][:-1]) & (np.diff(time[order]) <= apart)
    chain = np.empty(len(order), np.int64)
    chain[order] = np.cumsum(np.concatenate([[0], ~linked])[: len(order)])
    heads = np.lexsort(
        (time, np.arange(len(order)) >= old, chain)
    )  # those met before first, then by time
    starts = np.flatnonzero(np.diff(chain[heads], prepend=-1))
    first = row[heads[starts]][chain]
    return first[old:], _still_repeatable(both.assign(row=first), apart)


def carry_over(now, before, book):
    """What the next chunk may repeat, without knowing who repeats whom: the rows of `find_repeats`, under their own names.

    Many chunks can then be looked through at the same time; of many answers it is not kept who was
    repeated.

    Parameters
    ----------
    now : DataFrame
        The rows of one chunk, as `submissions` makes it.
    before : DataFrame or None
        What this function returned of the chunk before it; None for the first.
    book : Codebook

    Returns
    -------
    DataFrame
        row, time, said.
    """
    both = now if before is None or before.empty else pd.concat([before, now], ignore_index=True)
    return _still_repeatable(both, np.timedelta64(book.intake["duplicate_seconds"], "s"))


def _still_repeatable(sent, apart):
    """The submissions that others yet to come may repeat, though they be somewhat out of order."""
    return sent[sent.time >= sent.time.max() - 2 * apart]
