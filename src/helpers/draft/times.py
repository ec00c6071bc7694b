"""Time stamps, and the format that reads all of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

FORMATS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d %I:%M:%S %p",
    "%Y/%m/%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT%H:%M:%S.%f",
    "%Y-%m-%d %H:%M:%S.%f",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M",
    "%m/%d/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%d/%m/%Y %H:%M",
    "%m/%d/%y %H:%M:%S",
    "%d/%m/%y %H:%M:%S",
    "%m/%d/%Y %I:%M:%S %p",
    "%d/%m/%Y %I:%M:%S %p",
    "%m/%d/%y %H:%M",
    "%d/%m/%y %H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d-%m-%Y %H:%M:%S",
    "%Y-%m-%d",
    "%m/%d/%Y",
    "%d/%m/%Y",
)
ZONE = re.compile(r"\s*(?:GMT|UTC)?\s?[+−-]\d{1,2}(?::?\d{2})?$|\s+(?:GMT|UTC|Z|EST|EDT)$")


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


def read_stamps(texts: Sequence[str], language: str = "en", first: str = "") -> Stamps | None:
    """Find the format that reads all texts; of two, the one by which time never goes back.

    Parameters
    ----------
    texts : sequence of str
    language : str
        French writes the day before the month, if nothing else tells.
    first : str
        A format to try before all others.

    Returns
    -------
    Stamps or None
        None if no format reads all of them.

    Examples
    --------
    >>> read_stamps(["4/22/2016 19:57:50", "4/23/2016 1:04:22"]).format
    '%m/%d/%Y %H:%M:%S'
    >>> read_stamps(["2017/05/11 10:26:51 am GMT-4"]).format
    '%Y/%m/%d %I:%M:%S %p GMT-4'
    >>> read_stamps(["soon"])
    """
    if first and (times := _read(texts, first)):
        return Stamps(first, max(times))
    zones = {zone.group() if (zone := ZONE.search(text)) else "" for text in texts}
    bare = [ZONE.sub("", text) if len(text) > 10 else text for text in texts]
    if zones == {""} or not any(len(text) > 10 for text in texts):
        zones, bare = {""}, list(texts)
    if len(zones) > 1:
        return None
    readings = {form: times for form in FORMATS if (times := _read(bare, form))}
    if not readings:
        return None
    rising = [form for form in readings if _rises(readings[form])] or list(readings)
    is_french = [form for form in rising if form.startswith("%d")] if language == "fr" else []
    form = (is_french or rising)[0]
    zone = zones.pop().replace("%", "%%")
    return Stamps(f"{form}{zone}", max(readings[form]), len(readings) == 1)


def _read(texts, form):
    try:
        return [datetime.strptime(text, form) for text in texts]
    except ValueError:
        return None


def _rises(times):
    return all(one <= other for one, other in pairwise(times))
