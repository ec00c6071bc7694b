"""How many people gave each number: one by one while they are few, then in steps of one width."""

import itertools
import math

import numpy as np
import pandas as pd

from helpers.answers.numbers import canonical
from helpers.codebook import Question

MAX_PEOPLE = 60  # who can be shown one by one
MAX_STEPS = 20  # of one width, in a distribution of more
WIDTHS = (1, 2, 2.5, 5, 10)  # times a power of ten


def numbers(given: pd.Series, question: Question) -> pd.Series:
    """How many people gave each number, from low to high.

    Parameters
    ----------
    given : Series of int
        People by clean answer, the missing left out.
    question : Question
        Of kind ``number``: answers off the scale are left out too.
    """
    aside = [level.id for level in question.levels]
    values = given[~given.index.isin(aside)]
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


def _width(extent):
    """The smallest round width of which so many steps hold them all."""
    power = 10.0 ** math.floor(math.log10(extent / MAX_STEPS))
    return next(w * power for w in WIDTHS if extent / (w * power) < MAX_STEPS)
