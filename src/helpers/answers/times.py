"""When rows were sent: time stamps of any tool, in one time."""

import re
from datetime import timedelta

import numpy as np
import pandas as pd

from helpers.answers.unknown import rows_named
from helpers.codebook import Codebook, SurveyError, shown

# Tried in this order where nobody says how time stamps are written.
FORMATS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M:%S%z",
    "%Y-%m-%dT%H:%M:%S%z",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %I:%M:%S %p",
    "%Y/%m/%d %I:%M:%S %p %z",
    "%d/%m/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M:%S",
    "%d/%m/%Y %I:%M:%S %p",
    "%m/%d/%Y %I:%M:%S %p",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y %H:%M",
    "%d/%m/%y %H:%M:%S",
    "%m/%d/%y %H:%M:%S",
    "%d-%m-%Y %H:%M:%S",
    "%d.%m.%Y %H:%M:%S",
    "%Y-%m-%d",
)
TRIED = 1_000  # time stamps that a format is chosen by
FIRST_YEAR, LAST_YEAR = 1970, 2100
_ZONE = re.compile(r"(?:GMT|UTC)\s*([+\-−])(\d{1,2})(?::?(\d{2}))?")
_NO_OFFSET = re.compile(r"(?:GMT|UTC|(?<=\d)Z)$")
_HALF_OF_DAY = re.compile(r"(?i)(?<![a-z])([ap])\s?\.?\s?m\b\.?")
_FRACTION = re.compile(r"(:\d{2})[.,]\d+")


def read_times(
    rows: np.ndarray, stamps: pd.Series, book: Codebook, own_format: str = ""
) -> pd.Series:
    """Read the time stamps of some rows.

    Offsets of any spelling are taken into account, so that rows sent before and after a clock
    change compare; ``a.m.`` and ``p. m.`` are as good as ``AM`` and ``PM``; fractions of a second
    are left out.

    Parameters
    ----------
    rows : array of int
        Of the export.
    stamps : Series
        Of these rows, in their order: texts, or times.
    book : Codebook
    own_format : str
        How the collecting tool writes them, where the codebook does not say.

    Returns
    -------
    Series of datetime64[ns]
        In one time; of a survey held at events, NaT where a time stamp cannot be read.

    Raises
    ------
    SurveyError
        If time stamps cannot be read, lie outside the years 1970 to 2100, or could be read in two
        ways.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> stamps = pd.Series(["2015/11/01 1:30:00 AM GMT-4", "2015/11/01 1:30:00 a.m. UTC−5"])
    >>> read_times(np.array([2, 3]), stamps, book).diff().iloc[1]
    Timedelta('0 days 01:00:00')
    """
    form = book.intake["timestamp_format"] or own_format
    if not form and not pd.api.types.is_datetime64_any_dtype(stamps):
        form = _find_format(rows, stamps, book)
    times = _read(stamps, form)
    is_bad = times.isna().to_numpy()
    years = times.dt.year
    is_far = ((years < FIRST_YEAR) | (years > LAST_YEAR)).to_numpy()
    times = times.mask(is_far)
    if book.events:
        return times.astype("datetime64[ns]")
    for is_wrong, fault in (
        (is_bad, f"does not have the format {form!r}, named in [intake]"),
        (is_far, f"lies outside the years {FIRST_YEAR} to {LAST_YEAR}"),
    ):
        if is_wrong.any():
            named = rows_named(rows[is_wrong].tolist(), int(is_wrong.sum()))
            stamp = shown(stamps.iloc[is_wrong.argmax()])
            raise SurveyError(f"{book.answers}, row {named}: the time stamp {stamp} {fault}")
    return times.astype("datetime64[ns]")


def _read(stamps, form):
    """Times in UTC, where an offset is told; NaT for those that cannot be read."""
    if pd.api.types.is_datetime64_any_dtype(stamps):
        return pd.to_datetime(stamps, utc=True).dt.tz_localize(None)
    zone = _ZONE.search(form)
    if "%z" not in form:
        times = pd.to_datetime(stamps, format=form, errors="coerce")
        if times.notna().all():
            return times - _offset(*zone.groups()) if zone else times
    form = _ZONE.sub("%z", form).replace("%S.%f", "%S")
    has_offset = "%z" in form
    texts = stamps.astype(object).map(lambda stamp: _plain(str(stamp), has_offset))
    times = pd.to_datetime(texts, format=form, errors="coerce", utc=has_offset)
    return times.dt.tz_localize(None) if has_offset else times


def _plain(stamp, has_offset):
    """A time stamp in the spelling that `strptime` reads.

    >>> _plain("2024/05/01 2:03:11.5 p. m. UTC−4", True)
    '2024/05/01 2:03:11 PM -0400'
    """
    stamp = " ".join(stamp.split()).replace("−", "-")
    stamp = _FRACTION.sub(r"\1", _HALF_OF_DAY.sub(lambda half: f"{half[1].upper()}M", stamp))
    if has_offset:
        stamp = _ZONE.sub(lambda zone: f"{zone[1]}{int(zone[2]):02}{zone[3] or '00'}", stamp)
        stamp = _NO_OFFSET.sub("+0000", stamp)
    return stamp


def _offset(sign, hours, minutes):
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return offset if sign == "+" else -offset


def _find_format(rows, stamps, book):
    """The one format of `FORMATS` that reads the first time stamps."""
    codebook = book.folder / "codebook.toml"
    sample = stamps.iloc[:TRIED]
    readings = {}
    for form in FORMATS:
        times = _read(sample, form)
        if times.notna().all() and not any(times.equals(other) for other in readings.values()):
            readings[form] = times
    if len(readings) == 1:
        return next(iter(readings))
    stamp = shown(stamps.iloc[0]) if len(stamps) else "''"
    if not readings:
        raise SurveyError(
            f"{book.answers}, row {rows[0]}: the time stamp {stamp} is written in no known way; "
            f'say in {codebook} how, as `timestamp_format = "%d.%m.%Y %H h %M"` under [intake]'
        )
    lines = "\n".join(f'  timestamp_format = "{form}"' for form in readings)
    raise SurveyError(
        f"{book.answers}: the time stamps, as {stamp}, can be read with the day first or the month "
        f"first; write one of these under [intake] of {codebook}:\n{lines}"
    )
