"""The answers of groups compared: in shares, by one test a question, and two groups at a time."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from enum import StrEnum

import numpy as np
import pandas as pd

from helpers.analysis import group_test
from helpers.analysis.family import ALPHA
from helpers.analysis.grouping import GroupedAnswers
from helpers.analysis.notes import Note
from helpers.codebook import Codebook
from helpers.processed import COLUMNS
from helpers.stats import effects, nominal
from helpers.stats.multiplicity import benjamini_hochberg, holm
from helpers.stats.proportions import wilson

PLANNED, EXPLORATORY = "planned", "exploratory"


class Difference(StrEnum):
    """What a comparison of groups shows once adjusted."""

    SEEN = "different"
    NOT_SEEN = "no difference seen"
    UNTESTED = "untested"
    NOT_TOLD = "not told"


def shares(compared: Iterable[GroupedAnswers]) -> pd.DataFrame:
    """How many of each group gave each answer.

    Returns
    -------
    DataFrame
        group, question, option, group_level, level, count, base (people of the group who answered),
        share, low, high (Wilson's 95 % interval, of one share by itself), residual (Haberman's
        standardised residual: how many standard errors the count is above what it would be if the
        groups did not differ).  Ids of groups and levels that are taken together are joined by
        ``|``; where the share that is shown is that of several levels, it has a row besides theirs.

    References
    ----------
    Wilson (1927), *JASA* 22:209; Haberman (1973), *Biometrics* 29:205.
    """
    parts = [_shares(each) for each in compared if each.counts.to_numpy().any()]
    empty = pd.DataFrame(columns=COLUMNS["group_shares"])
    return pd.concat([empty, *parts], ignore_index=True) if parts else empty


def _shares(each):
    counts, base = each.counts, each.counts.sum(axis=1)
    residuals = pd.DataFrame(nominal.standardised_residuals(counts), *counts.axes)
    if each.shown not in counts:
        own = [name for name in counts if name in each.shown.split("|")]
        counts = counts.assign(**{each.shown: counts[own].sum(axis=1)})
    given, people = counts.to_numpy().ravel(), np.repeat(base.to_numpy(), counts.shape[1])
    low, high = wilson(given, np.maximum(people, 1))
    rows = pd.DataFrame(
        {
            "group": each.group.id,
            "question": each.question.id,
            "option": each.option,
            "group_level": np.repeat(counts.index, counts.shape[1]),
            "level": np.tile(counts.columns, len(counts)),
            "count": given,
            "base": people,
            "share": given / np.where(people, people, np.nan),
            "low": np.where(people, low, np.nan),
            "high": np.where(people, high, np.nan),
            "residual": residuals.reindex(columns=counts.columns).to_numpy().ravel(),
        }
    )
    return rows[COLUMNS["group_shares"]]


def table(compared: Iterable[GroupedAnswers], book: Codebook) -> pd.DataFrame:
    """Test every question between every group.

    Returns
    -------
    DataFrame
        One row a comparison:

        - level: whose share tells the question in one number; groups: how many are compared;
        - test: ``linear-by-linear`` where both sides have an order, or two sides; of ordered
          answers of groups without, ``kruskal-wallis``; else ``fisher-freeman-halton``.  What
          comes after the comma is how p was had: exact, saddlepoint, monte carlo or asymptotic;
        - strata: within how many events people are compared; of several, the second test is
          ``van elteren`` and the third ``cochran-mantel-haenszel``, or the first where two groups
          gave two answers; gamma is of people of the same event, and p_pooled is the p over all
          events, whatever sets them apart;
        - plan: ``planned`` where the codebook declares the group under ``[plan]``, adjusted by Holm
          over the questions of all planned groups; else ``exploratory``, by Benjamini and Hochberg;
        - effect_name, effect, low, high: gamma and its interval of the same test; epsilon-squared,
          which has none; Cramér's V with that of a noncentral chi-squared law;
        - verdict: one of `Difference`, by p once adjusted; note: why numbers are missing.

    References
    ----------
    Freeman & Halton (1951), *Biometrika* 38:141; Kruskal & Wallis (1952), *JASA* 47:583; Agresti,
    Mehta & Patel (1990), *JASA* 85:453; Smithson (2003), *Confidence Intervals*, Sage.
    """
    rows = [_test(each, book) for each in compared]
    tests = pd.DataFrame(rows, columns=COLUMNS["group_tests"])
    for plan, adjusted in ((PLANNED, holm), (EXPLORATORY, benjamini_hochberg)):
        own = (tests.plan == plan) & tests.p.notna()
        if own.any():
            tests.loc[own, "p_adjusted"] = adjusted(tests.p[own])
    seen = np.where(tests.p_adjusted <= ALPHA, str(Difference.SEEN), str(Difference.NOT_SEEN))
    return tests.assign(verdict=tests.verdict.where(tests.p.isna(), seen))


def _test(each, book):
    row = dict.fromkeys(COLUMNS["group_tests"], math.nan) | {
        "group": each.group.id,
        "question": each.question.id,
        "option": each.option,
        "level": each.shown,
        "groups": len(each.counts),
        "base": int(each.counts.to_numpy().sum()),
        "strata": max(len(each.strata), 1),
        "test": "",
        "plan": PLANNED if each.group.id in book.groups else EXPLORATORY,
        "effect_name": "",
        "verdict": str(Difference.UNTESTED if len(each.counts) else Difference.NOT_TOLD),
        "note": "" if len(each.counts) else Note.HIDDEN,
    }
    return row if each.counts.empty else row | group_test.compared(each)


def differences(compared: Iterable[GroupedAnswers]) -> pd.DataFrame:
    """The share of one answer, or of those that are shown, between every two groups.

    Returns
    -------
    DataFrame
        group, question, option, level, first, second (groups, that of the lower share first),
        difference (of their shares), low, high: Newcombe's interval, at the level by which all
        differences of one question hold at once with 95 % (`nominal.pairwise_confidence`).

    References
    ----------
    Newcombe (1998), *Statistics in Medicine* 17:873; Agresti, Bini, Bertaccini & Ryu (2008),
    *Biometrics* 64:1270.
    """
    rows = [row for each in compared for row in _differences(each)]
    return pd.DataFrame(rows, columns=COLUMNS["group_differences"])


def _differences(each):
    shown = set(each.shown.split("|"))
    own = [name for name in each.counts.columns if set(name.split("|")) <= shown]
    base = each.counts.sum(axis=1)
    groups = [name for name in each.counts.index if base[name]]
    if len(groups) < 2:
        return
    given, confidence = each.counts[own].sum(axis=1), nominal.pairwise_confidence(len(groups))
    shares = given / base.where(base > 0)
    for pair in itertools.combinations(groups, 2):
        first, second = sorted(pair, key=shares.get)
        crossed = [[base[name] - given[name], given[name]] for name in (first, second)]
        effect = effects.risk_difference(crossed, confidence=confidence)
        yield {
            "group": each.group.id,
            "question": each.question.id,
            "option": each.option,
            "level": each.shown,
            "first": first,
            "second": second,
            "difference": effect.estimate,
            "low": effect.low,
            "high": effect.high,
        }
