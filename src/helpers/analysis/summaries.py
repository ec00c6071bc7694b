"""What numbers, scores, dates and texts come to: the middle, the ends, a net promoter score."""

from __future__ import annotations

import datetime
import math

import numpy as np
import pandas as pd

from helpers.analysis import distributions, ranks
from helpers.answers import counting
from helpers.codebook import MISSING, Codebook, Question
from helpers.codebook.days import number_of
from helpers.processed import COLUMNS
from helpers.stats import location

PROMOTERS, DETRACTORS = 9, 6  # the lowest score of the ones, the highest of the others


def statistics(answers: pd.DataFrame, question: Question) -> pd.DataFrame:
    """What the numbers of one question, or the scores of its levels, come to.

    Parameters
    ----------
    answers : DataFrame
        Clean answers.
    question : Question

    Returns
    -------
    DataFrame
        question, item (an option; else empty), statistic, estimate, low, high (95 % interval), base
        (people with a number), method. By kind:

        - ``number``: ``mean``, ``median``, ``first_quartile``, ``third_quartile``, ``minimum``,
          ``maximum``, and how many are ``implausible`` where the codebook says which are plausible;
        - ``rating``: ``mean`` and ``median``, and where it is declared ``net_promoter``, in points,
          with the shares of ``promoters`` and ``detractors``;
        - ``date``: ``earliest``, ``median``, ``latest``, each as a number of eight figures, and
          ``implausible``;
        - ``ranking``: of each option ``ranked``, how many ranked it, and ``mean_rank``, out of
          them; of all people how many ranked ``some`` options only, gave ``tied`` ranks, or left
          ranks out (``gaps``);
        - ``text``: of the lengths in characters, ``median``, ``minimum``, ``maximum``.

        Of any other kind, and where nobody answered, no row.

    Examples
    --------
    >>> question = Question("q", "number", "context", {}, {}, plausible=(0.0, 24.0))
    >>> answers = pd.DataFrame({"q": ["7", "8", "_skipped", "90"]})
    >>> table = statistics(answers, question)
    >>> dict(zip(table.statistic, table.estimate))  # doctest: +NORMALIZE_WHITESPACE
    {'mean': 35.0, 'median': 8.0, 'first_quartile': 7.5, 'third_quartile': 49.0, 'minimum': 7.0,
     'maximum': 90.0, 'implausible': 1.0}
    >>> held = Question("q", "date", "context", {}, {})
    >>> table = statistics(pd.DataFrame({"q": ["2026-01-31", "2025-12-24", "2025-12-24"]}), held)
    >>> table[["statistic", "estimate"]].to_numpy().tolist()
    [['median', 20251224.0], ['earliest', 20251224.0], ['latest', 20260131.0]]
    """
    people = counting.people_per_row(answers).groupby(answers[question.id].astype("object")).sum()
    given = people.drop(list(MISSING), errors="ignore")
    if question.kind == "ranking":
        lines = ranks.summary(given, question) if len(given) else []
        return pd.DataFrame(lines, columns=COLUMNS["statistics"])
    numbers, measures = _numbers(given, question)
    base = int(numbers.sum())
    lines = [
        (question.id, "", name, estimate.value, estimate.low, estimate.high, base, method)
        for name, estimate, method in (measures(numbers, question) if base else ())
    ]
    return pd.DataFrame(lines, columns=COLUMNS["statistics"])


def _numbers(given, question):
    """People by number, and what is computed of them."""
    if question.kind == "number":
        return distributions.numbers(given, question), _of_numbers
    if question.kind == "text":
        return distributions.numbers(given, question), _of_lengths
    if question.kind == "date":
        return distributions.days(given, question), _of_days
    if question.kind == "rating":
        scores = {level.id: level.score for level in question.levels if not level.off_scale}
        numbers = given[given.index.isin(scores)]
        return numbers.set_axis(numbers.index.map(scores).astype(float)).sort_index(), _of_scores
    return given[:0], _of_numbers


def table(answers: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """What the numbers and scores of all questions come to; see `statistics`."""
    parts = [statistics(answers, question) for question in book.questions]
    parts = [part for part in parts if len(part)]
    return (
        pd.concat(parts, ignore_index=True)
        if parts
        else pd.DataFrame(columns=COLUMNS["statistics"])
    )


def _middles(values):
    yield "mean", location.mean(values), "student"
    yield "median", location.median(values), "order statistics"


def _of_numbers(numbers, question):
    values = np.repeat(numbers.index.to_numpy(), numbers)
    mean, median = _middles(values)
    name, estimate, method = mean
    yield name, _within(estimate, values, question.plausible), method
    yield median
    first, third = location.quartiles(values)
    ends = {"first_quartile": first, "third_quartile": third}
    ends |= {"minimum": values[0], "maximum": values[-1]}
    for name, value in ends.items():
        yield name, location.Estimate(float(value)), ""
    yield from _implausible(values, question)


def _implausible(values, question):
    if question.plausible:
        low, high = question.plausible
        outside = int(((values < low) | (values > high)).sum())
        yield "implausible", location.Estimate(float(outside)), ""


def _of_lengths(numbers, question):
    values = np.repeat(numbers.index.to_numpy(), numbers)
    yield "median", location.median(values), "order statistics"
    yield "minimum", location.Estimate(float(values[0])), ""
    yield "maximum", location.Estimate(float(values[-1])), ""


def _of_days(numbers, question):
    """The median is a day that somebody gave, or the one halfway; of two, the earlier."""
    values = np.repeat([day.toordinal() for day in numbers.index], numbers)
    middle = location.median(values)
    ends = (middle.value, middle.low, middle.high)
    yield "median", location.Estimate(*map(_day_number, ends)), "order statistics"
    yield "earliest", location.Estimate(_day_number(values[0])), ""
    yield "latest", location.Estimate(_day_number(values[-1])), ""
    written = np.array([_day_number(value) for value in values])
    yield from _implausible(written, question)


def _day_number(ordinal):
    if math.isnan(ordinal):
        return math.nan
    return number_of(datetime.date.fromordinal(math.floor(ordinal)))


def _within(estimate, values, plausible):
    """An interval no wider than what is plausible, on each side where all numbers are.

    No mean of scores is below the lowest of them, or above the highest.
    """
    if not plausible or np.isnan(estimate.low):
        return estimate
    low = max(estimate.low, plausible[0]) if values[0] >= plausible[0] else estimate.low
    high = min(estimate.high, plausible[1]) if values[-1] <= plausible[1] else estimate.high
    return location.Estimate(estimate.value, low, high)


def _of_scores(numbers, question):
    values = np.repeat(numbers.index.to_numpy(), numbers)
    (name, estimate, method), median = _middles(values)
    scores = [level.score for level in question.levels if level.score is not None]
    yield name, _within(estimate, values, (min(scores), max(scores))), method
    yield median
    if question.net_promoter:
        promoters, detractors = int((values >= PROMOTERS).sum()), int((values <= DETRACTORS).sum())
        score = location.net_promoter(promoters, detractors, len(values))
        yield "net_promoter", score, "adjusted wald"
        for name, count in {"promoters": promoters, "detractors": detractors}.items():
            yield name, location.Estimate(count / len(values)), ""
