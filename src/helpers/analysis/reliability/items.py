"""The declared items: do their answers hold together, and what does their index show?"""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd

from helpers.analysis import tables
from helpers.analysis.crossing import event_codes
from helpers.analysis.notes import MIN_PEOPLE_PER_LEVEL, Note
from helpers.analysis.pair_test import examine
from helpers.analysis.reliability.coefficients import alpha, omega, polychoric
from helpers.codebook import Codebook
from helpers.privacy import rule
from helpers.privacy.suppression import PROTECTED
from helpers.processed import COLUMNS
from helpers.stats import exact

LOWEST = 0.5  # that alpha's lower limit may be for an index to be built
RANKS = exact.midranks  # the scores of the index, whose values have no spacing of their own


def table(answers: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Say how far the items of the declared index hold together, and test the index if it may be
    built.

    Parameters
    ----------
    answers : DataFrame
        Clean answers.
    book : Codebook

    Returns
    -------
    DataFrame
        quantity, item, estimate, low, high, base, note; no row when no index is declared. `base` is
        the people who answered all that the quantity is about. By quantity:

        - ``alpha``: Cronbach's, levels equally spaced, with Feldt's 95 % interval; `built` reads
          its lower limit;
        - ``ordinal alpha``, ``omega``: sensitivities without interval, NaN with a note where they
          cannot be had;
        - ``item-rest``: for each item, Spearman's correlation with the sum of the others;
        - ``index gamma``, ``index p``: only if the index, the mean of the items' rank-scores, may
          be built. Goodman and Kruskal's gamma of the index and the first primary outcome (`item`)
          with the interval and the p of one linear-by-linear test, by mid-ranks. It belongs to no
          family and is adjusted for nothing. Its note is how p came about: ``exact``,
          ``saddlepoint`` or ``asymptotic``.

        Of real answers, the note says what may not leave the house: what is told of the crossing of
        two items, or of the index and the outcome, with a small cell. Of three items or more, alpha
        is one number for as many crossings at once.

    References
    ----------
    Cronbach (1951), *Psychometrika* 16:297; Feldt, Woodruff & Salih (1987), *Applied
    Psychological Measurement* 11:93; Zumbo, Gadermann & Zeisser (2007), *Journal of Modern Applied
    Statistical Methods* 6:21.
    """
    if not book.composite:
        return _frame([])
    items = [book.question(id) for id in book.composite]
    counted = tables.combinations(answers, items)
    lines, outcomes = (
        _coefficients(counted, list(book.composite)),
        book.with_role("outcome", "primary"),
    )
    if outcomes and built(_frame(lines)):
        lines += _test(answers, items, outcomes[0], counted, book)
    table = _frame(lines)
    if len(items) > 2:
        return table
    crossed = counted.pivot_table("people", *book.composite, fill_value=0, observed=True)
    return table.assign(note=PROTECTED) if rule.is_hidden(crossed.to_numpy(int), book) else table


def built(table: pd.DataFrame) -> bool:
    """Whether the index may be built: alpha's lower limit is at least `LOWEST`.

    Examples
    --------
    >>> columns = ["quantity", "estimate", "low"]
    >>> built(pd.DataFrame([["alpha", 0.7, 0.58]], columns=columns))
    True
    >>> built(pd.DataFrame([["alpha", 0.6, 0.45]], columns=columns))
    False
    """
    return bool((table.low[table.quantity == "alpha"] >= LOWEST).any())


def _frame(lines):
    return pd.DataFrame(lines, columns=COLUMNS["reliability"]).astype(
        dict.fromkeys(("estimate", "low", "high"), float)
    )


def _coefficients(counted, items):
    people = counted.people.to_numpy()
    base, places = int(people.sum()), np.array([counted[item].cat.codes for item in items], float)
    if counted[items].nunique().min() < 2:
        whole = [
            (name, "", math.nan, math.nan, math.nan, base, Note.SINGLE_LEVEL)
            for name in ("alpha", "ordinal alpha", "omega")
        ]
        return whole + [
            ("item-rest", item, math.nan, math.nan, math.nan, base, Note.SINGLE_LEVEL)
            for item in items
        ]
    covariance = np.cov(places, fweights=people)
    found, factor = alpha(covariance, base), omega(_correlation(covariance))
    ordinal = _ordinal(counted, items, base)
    lines = [  # six decimals of omega: those that its search finds on every machine
        ("alpha", "", found.estimate, found.low, found.high, base, found.note),
        (
            "ordinal alpha",
            "",
            ordinal,
            math.nan,
            math.nan,
            base,
            Note.SPARSE if math.isnan(ordinal) else "",
        ),
        ("omega", "", round(factor.estimate, 6), math.nan, math.nan, base, factor.note),
    ]
    for item, own in zip(items, places, strict=True):
        ranks = [_ranks(values, people) for values in (own, places.sum(0) - own)]
        together = (
            _correlation(np.cov(ranks, fweights=people))[0, 1] if np.ptp(ranks[1]) else math.nan
        )
        lines.append(
            (
                "item-rest",
                item,
                together,
                math.nan,
                math.nan,
                base,
                "" if np.ptp(ranks[1]) else Note.SINGLE_LEVEL,
            )
        )
    return lines


def _correlation(covariance):
    spread = np.sqrt(np.diag(covariance))
    return covariance / np.outer(spread, spread)


def _ranks(values, people):
    """Mid-rank of each row among all people."""
    _, level = np.unique(values, return_inverse=True)
    return exact.midranks(np.bincount(level, people))[level]


def _ordinal(counted, items, base):
    """Ordinal alpha; NaN if some level was given by too few for its threshold to be known."""
    levels = [counted.groupby(item, observed=False).people.sum().min() for item in items]
    if min(levels) < MIN_PEOPLE_PER_LEVEL:
        return math.nan
    correlation = np.eye(len(items))
    for (i, one), (j, other) in itertools.combinations(enumerate(items), 2):
        pair = counted.groupby([one, other], observed=True).people.sum().unstack(fill_value=0)
        correlation[i, j] = correlation[j, i] = polychoric(pair)
    return alpha(correlation, base).estimate


def _test(answers, items, outcome, counted, book):
    """The index against one outcome: effect, then p."""
    margins = [counted.groupby(item.id, observed=False).people.sum() for item in items]
    ranks = [pd.Series(exact.midranks(margin), margin.index.astype(object)) for margin in margins]
    events = event_codes(answers)
    crossed = [
        _crossed(answers[events == event], items, outcome, ranks) for event in np.unique(events)
    ]
    values = sorted(set().union(*crossed))
    pair = examine([table.reindex(columns=values, fill_value=0) for table in crossed], scores=RANKS)
    gamma, note = pair.effect, pair.trend.method if pair.trend else pair.note
    p = pair.p if pair.trend else math.nan
    notes = [gamma.note, note]
    if rule.is_hidden_within([table.to_numpy() for table in pair.tables], book):
        notes = [PROTECTED, PROTECTED]
    return [
        ("index gamma", outcome.id, gamma.estimate, gamma.low, gamma.high, pair.base, notes[0]),
        ("index p", outcome.id, p, math.nan, math.nan, pair.base, notes[1]),
    ]


def _crossed(answers, items, outcome, ranks):
    """The outcome, and the index: the mean of the ranks of the items' levels."""
    both = tables.combinations(answers, [outcome, *items])
    index = sum(
        both[item.id].astype(object).map(rank) for item, rank in zip(items, ranks, strict=True)
    ) / len(items)
    levels = both[outcome.id].cat.categories
    counted = both.people.groupby([both[outcome.id].astype(object), index.round(9)]).sum()
    return counted.unstack(fill_value=0).reindex(index=levels, fill_value=0)
