"""One question between groups: by which test it is compared, and what that gives.

Of a survey held at events people are compared within theirs, where that may be told: what sets the
events apart would pass for a difference between groups that are not at all events alike.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import pandas as pd
import scipy

from helpers.analysis import look
from helpers.analysis.grouping import GroupedAnswers
from helpers.analysis.notes import Note
from helpers.analysis.pair_test import examine
from helpers.stats import exact, nominal, stratified

BUDGET = 4_000_000  # partial tables: a second; there is a test for each question and group
TREND, RANKS, NOMINAL = "trend", "ranks", "nominal"


def compared(each: GroupedAnswers) -> dict:
    """The test that suits the order of groups and answers, and how strongly these go together.

    Returns
    -------
    dict
        ``test``, ``p``, ``p_pooled``, ``effect_name``, ``effect``, ``low``, ``high``, ``note`` of
        `group_tests.table`, as far as there are any.
    """
    kind, rows, columns = _kind(each)
    run = {TREND: _trend, RANKS: _ranks, NOMINAL: _nominal}[kind]
    pooled = run([each.counts.loc[rows, columns]])
    if len(each.strata) < 2 or "p" not in pooled:
        return pooled
    if len(rows) == len(columns) == 2:  # two shares, of which the test has a direction
        run = _trend
    within = run([table.loc[rows, columns] for table in each.strata])
    return pooled | {"test": "", "p": math.nan, "p_pooled": pooled["p"]} | within


def _kind(each):
    """By what groups and answers are compared, and which of each are."""
    groups, answers = list(each.counts.index), _answers_in_order(each)
    if answers is None:
        return NOMINAL, groups, list(each.counts.columns)
    ordered = _groups_in_order(each)
    if ordered is not None and (each.group.is_ordered or len(answers) > 2):
        return TREND, ordered, answers
    return RANKS if len(answers) > 2 else NOMINAL, groups, answers


def _answers_in_order(each):
    """The answers that have an order, or two; None where they have none."""
    if each.counts.shape[1] == 2:
        return list(each.counts.columns)
    if not each.question.is_ordered:
        return None
    on_scale = [name for name in each.counts.columns if name in each.question.scale]
    return on_scale if len(on_scale) > 1 else None


def _groups_in_order(each):
    """The groups that have an order, or two; None where they have none."""
    if not each.group.is_ordered:
        return list(each.counts.index) if len(each.counts) == 2 else None
    own = [name for name in each.counts.index if set(name.split("|")) & set(each.group.scale)]
    return own if len(own) > 1 else None


def _trend(tables: Sequence[pd.DataFrame]) -> dict:
    pair = examine(tables, budget=BUDGET)
    if pair.trend is None:
        return {"note": Note.SINGLE_LEVEL}
    return {
        "test": pair.test,
        "p": pair.p,
        "effect_name": "gamma",
        "effect": pair.effect.estimate,
        "low": pair.effect.low,
        "high": pair.effect.high,
    }


def _ranks(tables: Sequence[pd.DataFrame]) -> dict:
    counts = _telling(tables)
    if not counts:
        return {"note": Note.SINGLE_LEVEL}
    if len(tables) > 1:
        return _within(stratified.van_elteren, counts)
    (counts,) = counts
    epsilon = look.epsilon_squared(counts)
    row = {"effect_name": "epsilon-squared", "effect": epsilon, "note": Note.NO_DIRECTION}
    if counts.sum() > look.MAX_PEOPLE_TESTED:
        h, freedom = epsilon * (counts.sum() - 1), counts.any(1).sum() - 1
        p = float(scipy.stats.chi2.sf(h, freedom))
        return row | {"test": "kruskal-wallis, asymptotic", "p": p}
    test = exact.kruskal_wallis(counts, budget=BUDGET)
    return row | {"test": f"kruskal-wallis, {test.method}", "p": test.p_to_report()}


def _nominal(tables: Sequence[pd.DataFrame]) -> dict:
    counts = _telling(tables)
    if not counts:
        return {"note": Note.SINGLE_LEVEL}
    if len(tables) > 1:
        return _within(stratified.cochran_mantel_haenszel, counts)
    (counts,) = counts
    effect = nominal.cramers_v(counts)
    row = {
        "effect_name": effect.name,
        "effect": effect.estimate,
        "low": effect.low,
        "high": effect.high,
    }
    if counts.sum() > look.MAX_PEOPLE_TESTED:
        full = counts[counts.any(1)][:, counts.any(0)]
        p = scipy.stats.chi2_contingency(full, correction=False).pvalue
        return row | {"test": "chi-squared, asymptotic", "p": float(p)}
    test = exact.fisher_freeman_halton(counts, budget=BUDGET)
    return row | {"test": f"fisher-freeman-halton, {test.method}", "p": test.p_to_report()}


def _telling(tables):
    """The counts of tables in which some groups, and some answers, may differ."""
    counts = [table.to_numpy() for table in tables]
    return [each for each in counts if min(each.any(0).sum(), each.any(1).sum()) > 1]


def _within(test, counts):
    people = sum(each.sum() for each in counts)
    if people > look.MAX_PEOPLE_TESTED:
        result = test(counts, draws=0)
        return {"test": f"{result.name}, asymptotic", "p": result.p_value}
    result = test(counts)
    return {"test": f"{result.name}, {result.method}", "p": result.p_to_report()}
