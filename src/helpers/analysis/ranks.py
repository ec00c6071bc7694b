"""What rankings come to: mean ranks, how many ranked each option, what is odd about their ranks."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from helpers.answers.ranks import has_gap, places_of
from helpers.codebook import Question
from helpers.stats import location

ODDITIES = ("some", "tied", "gaps")
Line = tuple[str, str, str, float, float, float, int, str]  # of `statistics`


def summary(given: pd.Series, question: Question) -> list[Line]:
    """The lines of `summaries.statistics` about a ranking.

    A rank counts as it was given: of two options ranked first, both have rank 1.

    Parameters
    ----------
    given : Series of int
        People by clean answer, the missing left out.
    question : Question

    Examples
    --------
    >>> from helpers.codebook import Level
    >>> levels = tuple(Level(id, id, {}) for id in "ab")
    >>> question = Question("q", "ranking", "context", {}, {}, levels)
    >>> [line[1:4] for line in summary(pd.Series([3, 1], ["a|b", "b"]), question)][:4]
    [('a', 'ranked', 3.0), ('a', 'mean_rank', 1.0), ('b', 'ranked', 4.0), ('b', 'mean_rank', 1.75)]
    """
    places = [places_of(value) for value in given.index]
    everybody, lines = int(given.sum()), []
    for level in question.levels:
        rank = [_rank(level.id, each) for each in places]
        own = np.repeat([each or 0 for each in rank], given)
        own = own[own > 0]
        lines.append(_line(question, level.id, "ranked", len(own), everybody))
        mean = _within(location.mean(own), question) if len(own) else location.Estimate(math.nan)
        ends = (mean.value, mean.low, mean.high)
        lines.append((question.id, level.id, "mean_rank", *ends, len(own), "student"))
    odd = [oddities(each, question) for each in places]
    counts = {name: int(given[[name in own for own in odd]].sum()) for name in ODDITIES}
    return lines + [_line(question, "", name, count, everybody) for name, count in counts.items()]


def oddities(places: list[list[str]], question: Question) -> set[str]:
    """What is odd about the ranks of one answer: not all options have one, two have the same, one
    is of none.

    >>> from helpers.codebook import Level
    >>> levels = tuple(Level(id, id, {}) for id in "abc")
    >>> question = Question("q", "ranking", "context", {}, {}, levels)
    >>> sorted(oddities([["a", "b"], [], ["c"]], question)), oddities([["a"]], question)
    (['tied'], {'some'})
    """
    odd = {
        "some": sum(map(len, places)) < len(question.levels),
        "tied": any(len(place) > 1 for place in places),
        "gaps": has_gap(places),
    }
    return {name for name, is_odd in odd.items() if is_odd}


def _rank(id, places):
    """The rank that an answer gives an option; None if it gives none."""
    return next((rank for rank, place in enumerate(places, start=1) if id in place), None)


def _within(mean, question):
    """An interval no wider than the ranks that there are."""
    low, high = max(mean.low, 1.0), min(mean.high, float(len(question.levels)))
    return mean if math.isnan(mean.low) else location.Estimate(mean.value, low, high)


def _line(question, item, name, count, base):
    return question.id, item, name, float(count), math.nan, math.nan, base, ""
