"""How many people gave each number, or date: one by one, or in steps of one width."""

import datetime
import itertools
import math

import numpy as np
import pandas as pd

from helpers.answers.numbers import canonical
from helpers.codebook import ANSWERED, Question

MAX_PEOPLE = 60  # who can be shown one by one
MAX_STEPS = 20  # of one width, in a distribution of more
SPANS = (7, 31, 92, 366)  # days of a step of dates, at most, after one of a single day
WIDTHS = (1, 2, 2.5, 5, 10)  # times a power of ten


def spread(given: pd.Series, question: Question) -> tuple[str, pd.Series] | None:
    """What a figure draws of numbers, of dates or of the lengths of texts; None where none is.

    Parameters
    ----------
    given : Series of int
        People by clean answer, the missing left out.
    question : Question
    """
    if question.kind == "date":
        values = days(given, question)
        return ("bin", _steps_of_days(values)) if len(values) else None
    values = numbers(given, question) if question.kind in ("number", "text") else given[:0]
    return distribution(values) if len(values) else None


def days(given: pd.Series, question: Question) -> pd.Series:
    """How many people gave each day, from the first to the last.

    >>> question = Question("q", "date", "context", {}, {})
    >>> days(pd.Series([1, 2], ["2026-01-31", "2025-12-24"]), question).to_dict()
    {datetime.date(2025, 12, 24): 2, datetime.date(2026, 1, 31): 1}
    """
    values = _on_scale(given, question)
    return values.set_axis([datetime.date.fromisoformat(day) for day in values.index]).sort_index()


def numbers(given: pd.Series, question: Question) -> pd.Series:
    """How many people gave each number, from low to high.

    Parameters
    ----------
    given : Series of int
        People by clean answer, the missing left out.
    question : Question
        Of kind ``number``: answers off the scale are left out too. Of kind ``text``: its lengths.
    """
    values = _on_scale(given, question)
    return values.set_axis(values.index.astype(float)).sort_index()


def distribution(values: pd.Series) -> tuple[str, pd.Series]:
    """What a figure of numbers draws.

    Parameters
    ----------
    values : Series of int
        People by number, as `numbers` gives them.

    Returns
    -------
    (str, Series)
        ``value`` and people by number, as text; or, of many people, ``bin`` and people by
        ``low|high``, steps that hold their lower end.

    Examples
    --------
    >>> distribution(pd.Series([2, 1], [1.0, 2.5]))
    ('value', 1      2
    2.5    1
    dtype: int64)
    >>> status, steps = distribution(pd.Series(1, np.arange(100.0)))
    >>> status, steps.index[0], len(steps)
    ('bin', '0|5', 20)
    """
    if values.sum() <= MAX_PEOPLE or len(values) <= MAX_STEPS:
        return "value", values.set_axis([canonical(value) for value in values.index])
    width = _width(values.index[-1] - values.index[0])
    first = math.floor(values.index[0] / width)
    step = np.floor(values.index.to_numpy() / width + 1e-9).astype(int) - first
    counts = np.bincount(step, values.to_numpy()).astype(int)
    edges = [canonical((first + place) * width) for place in range(len(counts) + 1)]
    return "bin", pd.Series(counts, map("|".join, itertools.pairwise(edges)))


def _on_scale(given, question):
    aside = [*(level.id for level in question.levels), ANSWERED]
    return given[~given.index.isin(aside)]


def _steps_of_days(values):
    """People by ``first|after``: a day, a week, a month, a quarter, a year, or so many years."""
    first, last = values.index[0], values.index[-1]
    extent = (last - first).days
    step = sum(extent > MAX_STEPS * days for days in (1, *SPANS[:-1]))
    years = max(1, math.ceil((last.year - first.year + 1) / MAX_STEPS))
    edges = [_floor(first, step)]
    while edges[-1] <= last:
        edges.append(_next(edges[-1], step, years))
    counts = [
        int(values[(values.index >= low) & (values.index < high)].sum())
        for low, high in itertools.pairwise(edges)
    ]
    names = [f"{low.isoformat()}|{high.isoformat()}" for low, high in itertools.pairwise(edges)]
    return pd.Series(counts, names)


def _floor(day, step):
    """Where the step begins that a day is in."""
    if step == 1:
        return day - datetime.timedelta(day.weekday())
    if step == 0:
        return day
    month = {2: day.month, 3: day.month - (day.month - 1) % 3, 4: 1}[step]
    return day.replace(month=month, day=1)


def _next(day, step, years):
    """Where the next step begins."""
    if step < 2:
        return day + datetime.timedelta((1, 7)[step])
    months = day.month - 1 + {2: 1, 3: 3, 4: 12 * years}[step]
    return day.replace(year=day.year + months // 12, month=months % 12 + 1)


def _width(extent):
    """The smallest round width of which so many steps hold them all."""
    power = 10.0 ** math.floor(math.log10(extent / MAX_STEPS))
    return next(w * power for w in WIDTHS if extent / (w * power) < MAX_STEPS)
