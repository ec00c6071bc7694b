"""Time stamps of a draft, and the format that reads all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from helpers.answers.intake.stamps import find_formats, read_stamps
from helpers.typography import conventions

APART = 60  # seconds within which the same answers are likely sent twice


@dataclass(frozen=True)
class Stamps:
    """Time stamps that one format reads.

    Attributes
    ----------
    format : str
        As for ``timestamp_format``.
    latest : datetime
    is_certain : bool
        False if day and month might also stand the other way round.
    """

    format: str
    latest: datetime
    is_certain: bool = True


def guess_format(texts: Sequence[str], language: str = "en", first: str = "") -> Stamps | None:
    """Find the format that reads all texts; of two, the one by which time never goes back.

    Parameters
    ----------
    texts : sequence of str
    language : str
        Some write the day before the month, if nothing else tells.
    first : str
        A format to try before all others.

    Returns
    -------
    Stamps or None
        None if no format reads all of them.

    Examples
    --------
    >>> guess_format(["4/22/2016 19:57:50", "4/23/2016 1:04:22"]).format
    '%m/%d/%Y %H:%M:%S'
    >>> guess_format(["2017/05/11 10:26:51 am GMT-4"]).format
    '%Y/%m/%d %I:%M:%S %p %z'
    >>> guess_format(["soon"])
    """
    stamps = pd.Series(texts, dtype=object)
    readings = _read_all(stamps, [first] if first else [])
    readings = readings or _read_all(stamps, find_formats([stamps]))
    if not readings:
        return None
    rising = [form for form, times in readings.items() if times.is_monotonic_increasing]
    rising = rising or list(readings)
    day_first = conventions(language)["day_first"]
    usual = [form for form in rising if form.startswith("%d")] if day_first else []
    form = (usual or rising)[0]
    return Stamps(form, readings[form].max().to_pydatetime(), len(readings) == 1)


def count_repeats(answers: pd.DataFrame, stamps: pd.Series, form: str) -> int:
    """How many rows say the same as another one that was sent shortly before.

    >>> answers = pd.DataFrame({0: ["Oui", "Non", "Oui", ""], 1: ["a", "b", "a", ""]})
    >>> stamps = pd.Series([f"2024-05-01 10:00:0{second}" for second in range(4)])
    >>> count_repeats(answers, stamps, "%Y-%m-%d %H:%M:%S")
    1
    """
    is_filled = (answers != "").any(axis=1)
    said = pd.util.hash_pandas_object(answers[is_filled], index=False)
    sent = pd.DataFrame({"said": said, "time": read_stamps(stamps[is_filled], form)})
    apart = sent.sort_values(["said", "time"]).groupby("said").time.diff()
    return int((apart <= pd.Timedelta(seconds=APART)).sum())


def _read_all(stamps, formats):
    """Those formats that read all stamps, and what they read."""
    times_of = {form: read_stamps(stamps, form) for form in formats}
    return {form: times for form, times in times_of.items() if times.notna().all()}
