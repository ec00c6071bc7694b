"""Time stamps as tools and people write them: by which format they read, and as which times."""

import re
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from helpers.codebook import Codebook, SurveyError, shown

# In this order where several read the same times: years first, then the day, then the month.
DAYS = (
    *("%Y-%m-%d", "%Y/%m/%d", "%d/%m/%Y", "%m/%d/%Y", "%d/%m/%y", "%m/%d/%y"),
    *("%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y", "%d.%m.%y"),
)
HOURS = (" %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p")
FORMATS = (
    *(f"{day}{hour}{zone}" for zone in ("", " %z") for day in DAYS for hour in HOURS),
    *(f"%Y-%m-%dT{hour}{zone}" for zone in ("", "%z") for hour in ("%H:%M:%S", "%H:%M")),
    *DAYS,
)
TRIED = 1_000  # time stamps that a format is chosen by, unless they leave a doubt
READ = 0.5  # the share of them that a format must read: the others are mistakes, and told
ZONE = re.compile(r"(?:GMT|UTC)\s*[+\-−]\d{1,2}(?::?\d{2})?")  # that a format may name
_HALF = r"(?: ?[APap]M)?"
_SPELLINGS = (
    ("−", "-"),
    (r"[\s\x{a0}\x{2009}\x{202f}]+", " "),
    (r"^ | $", ""),
    (r"(?i)(\d) ?h ?(\d{2})\b", r"\1:\2"),  # 14 h 03
    (r"(\d),? (?:à |at )?(\d{1,2}:)", r"\1 \2"),
    (r"(?i)([^a-z])([ap]) ?\.? ?m\b\.?", r"\1\2M"),
    (r"(:\d{2})[.,]\d+", r"\1"),  # fractions of a second
    (r"(\d)[Tt](\d)", r"\1 \2"),
    (rf"(:\d{{2}}{_HALF}) ?(?:GMT|UTC|[Zz])$", r"\1 +0000"),
    (rf"(:\d{{2}}{_HALF}) ?(?:GMT|UTC)? ?([+-])(\d{{1,2}}):?(\d{{2}})$", r"\1 \2\3\4"),
    (rf"(:\d{{2}}{_HALF}) ?(?:GMT|UTC)? ?([+-])(\d{{1,2}})$", r"\1 \2\300"),
    (r" ([+-])(\d{3})$", r" \10\2"),
)
_NAMED_ZONES = {  # where clocks are told by name; HNE and HAE are Québec's
    **{"WET": "+0000", "CET|WEST|BST": "+0100", "CEST": "+0200", "EDT|HAE": "-0400"},
    **{"EST|HNE|CDT": "-0500", "CST|MDT": "-0600", "MST|PDT": "-0700", "PST": "-0800"},
}
_WITHOUT_SECONDS = r"^([^:]*:\d{2})( .*)?$", r"\1:00\2"


def read_stamps(stamps: pd.Series, form: str) -> pd.Series:
    """Read time stamps by one format.

    Offsets of any spelling are taken into account; ``a.m.`` and ``p. m.`` are as good as ``AM`` and
    ``PM``; seconds may be left out, and fractions of one are; ``14 h 03`` is as good as ``14:03``.

    Parameters
    ----------
    stamps : Series
        Texts, or times.
    form : str
        As `strptime` spells it.

    Returns
    -------
    Series of datetime64
        In UTC, where an offset is told; NaT for those that cannot be read.

    Examples
    --------
    >>> stamps = pd.Series(["2015/11/01 1:30:00 AM GMT-4", "2015/11/01 1:30 a.m. UTC−5", "soon"])
    >>> read_stamps(stamps, "%Y/%m/%d %I:%M:%S %p %z").tolist()
    [Timestamp('2015-11-01 05:30:00'), Timestamp('2015-11-01 06:30:00'), NaT]
    """
    if pd.api.types.is_datetime64_any_dtype(stamps):
        return pd.to_datetime(stamps, utc=True).dt.tz_localize(None)
    has_offset = "%z" in form or bool(ZONE.search(form))
    if not has_offset and _parse(stamps.iloc[:TRIED], form).notna().any():
        times = _parse(stamps, form)
        is_other = times.isna()
        if is_other.any():
            times[is_other] = _read_any_spelling(stamps[is_other], form, has_offset)
        return times
    return _read_any_spelling(stamps, form, has_offset)


def find_formats(tables: Iterable[pd.Series]) -> dict[str, str]:
    """Find the formats by which the time stamps of a file read as different times.

    Parameters
    ----------
    tables : iterable of Series
        All stamps of the file, in parts; they are looked at until one format only is left.

    Returns
    -------
    dict
        Format of `FORMATS` → an example, and the day as which it is read. One, where nothing is in
        doubt; none, where no format reads half of them.

    Examples
    --------
    >>> find_formats([pd.Series(["3/4/2024 10:00", "5/13/2024 11:00:00"])])
    {'%m/%d/%Y %H:%M:%S': "'3/4/2024 10:00' is 2024-03-04"}
    >>> [*find_formats([pd.Series(["03/04/2024 10:00"])])]
    ['%d/%m/%Y %H:%M', '%m/%d/%Y %H:%M']
    """
    tables = iter(tables)
    for table in tables:
        stamps = table[table.astype(str).str.strip() != ""]
        if len(stamps):
            break
    else:
        return {}
    sample, rest = stamps.iloc[:TRIED], stamps.iloc[TRIED:]
    readings = {}
    for form, times in _best(sample, _candidates(sample)).items():
        if not any(times.equals(other) for other in readings.values()):
            readings[form] = times
    for others in chain([rest], tables):
        if len(readings) < 2:
            break
        decided = _best(others, readings)
        readings = {form: readings[form] for form in decided or readings}
    return {form: _example(sample, readings, form) for form in readings}


def format_of(tables: Iterable[pd.Series], path: Path, book: Codebook, *, own: str = "") -> str:
    """The one format of the time stamps of a file; empty where they are times already.

    Parameters
    ----------
    tables : iterable of Series
        See `find_formats`; indexed by the rows of the file.
    path : Path
    book : Codebook
        Names the column.
    own : str, optional
        That of the collecting tool, which is taken if it reads half of them.

    Raises
    ------
    SurveyError
        If no format reads half of them, or they could be read in two ways; with both readings.
    """
    tables = iter(tables)
    first = next(tables, pd.Series(dtype=object))
    if pd.api.types.is_datetime64_any_dtype(first):
        return ""
    if own and _best(first.iloc[:TRIED], [own]):
        return own
    formats = find_formats(chain([first], tables))
    if len(formats) == 1:
        return next(iter(formats))
    codebook, column = book.folder / "codebook.toml", shown(book.intake["timestamp"])
    if formats:
        lines = "\n".join(f'  timestamp_format = "{form}"  # {formats[form]}' for form in formats)
        raise SurveyError(
            f"{path}: the time stamps in {column} can be read with the day first or the month "
            f"first; write one of these under [intake] of {codebook}:\n{lines}"
        )
    is_filled = first.astype(str).str.strip() != ""
    if not is_filled.any():
        raise SurveyError(f"{path}: {column}, the `timestamp` of [intake], holds no time stamps")
    row, stamp = first.index[is_filled.argmax()], shown(first[is_filled].iloc[0])
    raise SurveyError(
        f"{path}, row {row}: the time stamp {stamp} is written in no known way; say in {codebook} "
        'how, as `timestamp_format = "%d.%m.%Y %H h %M"` under [intake]'
    )


def _best(stamps, forms):
    """The formats that read most of some stamps, and what they read."""
    times_of = {form: read_stamps(stamps, form) for form in forms}
    counts = {form: int(times.notna().sum()) for form, times in times_of.items()}
    least = max(READ * len(stamps), 1, *counts.values())
    return {form: times for form, times in times_of.items() if counts[form] >= least}


def _candidates(stamps):
    """The formats with the parts that stamps have: half of the day, seconds, an offset."""
    plain = _any_spelling(stamps)
    parts = {"%H:%M": r":\d{2}(?!.*[APap]M)", "%p": r"[APap]M", "%z": r" [+-]\d{4}$"}
    has = {part: plain.str.contains(pattern).mean() > READ for part, pattern in parts.items()}
    has["T"] = stamps.astype(str).str.contains(r"\dT\d").mean() > READ
    has[":%S"] = plain.str.contains(r":\d{2}:").any()
    return [form for form in FORMATS if all((part in form) == has[part] for part in has)]


def _example(stamps, readings, form):
    """A stamp that the formats read differently, and the day of it by one of them."""
    times = readings[form]
    is_telling = times.notna()
    for other in readings.values():
        if other is not times and (is_telling & (times != other)).any():
            is_telling &= times != other
    place = is_telling.to_numpy().argmax()
    return f"{stamps.iloc[place]!r} is {times.iloc[place]:%Y-%m-%d}"


def _parse(stamps, form, **options):
    return pd.to_datetime(stamps, format=form, errors="coerce", **options)


def _read_any_spelling(stamps, form, has_offset):
    texts = _any_spelling(stamps)
    form = ZONE.sub("%z", form).replace("%S.%f", "%S").replace("T%", " %")
    form = re.sub(r" ?%z", " %z", form)
    if ":%S" in form:
        texts = texts.str.replace(*_WITHOUT_SECONDS, regex=True)
    times = _parse(texts, form, utc=has_offset)
    return times.dt.tz_localize(None) if has_offset else times


def _any_spelling(stamps):
    """Time stamps in the one spelling that `strptime` reads."""
    texts = pa.array(stamps.astype(str).to_numpy(object), pa.string())
    for pattern, replacement in _SPELLINGS:
        texts = pc.replace_substring_regex(texts, pattern, replacement)
    if pc.any(pc.match_substring_regex(texts, r" [A-Z]{3,4}$")).as_py():
        for names, offset in _NAMED_ZONES.items():
            texts = pc.replace_substring_regex(texts, rf" (?:{names})$", f" {offset}")
    return pd.Series(texts.to_numpy(zero_copy_only=False), stamps.index, dtype=object)
