"""One look at two questions: how strong their association is, and its test."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from helpers.analysis.notes import Note
from helpers.analysis.pair_test import examine
from helpers.codebook import Question
from helpers.processed import COLUMNS
from helpers.stats import effects, exact

# People; among so few, a pair is worth more than the usual budget.
FEW = 100
# For these: what five levels by four are taken to cost; done in half a second at most.
BUDGET = 400_000_000
# People; above, the test between groups takes minutes.
MAX_PEOPLE_TESTED = 20_000
NAMES = {effects.risk_difference: "risk difference", effects.somers_d: "Somers' D"}


def gamma(first: Question, second: Question, strata: Sequence[pd.DataFrame]) -> dict:
    """A row of `exploration.table`: gamma, with the interval and the p of one test.

    Parameters
    ----------
    first, second : Question
    strata : sequence of DataFrame
        Their counts at each event, from low to high.

    Returns
    -------
    dict
        The table itself is among its entries, ``crossed``, and that of each event, ``strata``.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> why, results = book.question("q1"), book.question("q3")
    >>> row = gamma(why, results, [pd.DataFrame([[29, 7, 7], [13, 7, 21]])])
    >>> round(row["effect"], 3), round(row["low"], 3), round(row["high"], 3), row["test"]
    (0.612, 0.302, 0.798, 'linear-by-linear, exact')
    """
    base = sum(int(table.to_numpy().sum()) for table in strata)
    pair = examine(strata, budget=BUDGET if base <= FEW else exact.BUDGET)
    row = _row(first, second, pair.table.to_numpy(), "gamma", "linear-by-linear")
    row |= {"strata": [table.to_numpy() for table in strata]}
    if pair.trend is None:
        return row
    effect = pair.effect
    numbers = {"effect": effect.estimate, "low": effect.low, "high": effect.high, "p": pair.p}
    return row | numbers | {"test": pair.test, "note": effect.note}


def measured(row: dict, measure: Callable[[np.ndarray], effects.Effect]) -> dict:
    """The same look by another measure of its table, one of `NAMES`.

    Examples
    --------
    >>> row = {"crossed": np.array([[32, 48], [14, 56]]), "p": 0.01}
    >>> round(measured(row, effects.risk_difference)["effect"], 3)
    0.2
    """
    row = row | {"effect_name": NAMES[measure]}
    if math.isnan(row["p"]):
        return row
    effect = measure(row["crossed"])
    numbers = {"effect": effect.estimate, "low": effect.low, "high": effect.high}
    return row | numbers | {"note": effect.note}


def between_groups(first: Question, second: Question, crossed: np.ndarray) -> dict:
    """A row of `exploration.table`: an ordered question (columns) between groups (rows)."""
    row = _row(first, second, crossed, "epsilon-squared", "kruskal-wallis")
    if min(crossed.any(0).sum(), crossed.any(1).sum()) < 2:
        return row
    row |= {"effect": epsilon_squared(crossed), "note": Note.NO_DIRECTION}
    if row["base"] > MAX_PEOPLE_TESTED:
        return row | {"note": Note.TOO_MANY_FOR_EXACT}
    result = exact.kruskal_wallis(crossed)
    return row | {"test": f"kruskal-wallis, {result.method}", "p": result.p_to_report()}


def epsilon_squared(crossed: np.ndarray) -> float:
    """Share of the variance of ranks (columns) that lies between groups (rows).

    >>> round(float(epsilon_squared(np.array([[10, 5, 0], [0, 6, 12]]))), 3)
    0.663
    """
    ranks, groups = exact.midranks(crossed.sum(0)), crossed.sum(1)
    ranks = ranks - np.average(ranks, weights=crossed.sum(0))
    means = crossed @ ranks / np.maximum(groups, 1)
    return groups @ means**2 / (crossed.sum(0) @ ranks**2)


def _row(first, second, crossed, effect_name, test):
    """A look that nothing is known of yet."""
    return dict.fromkeys(COLUMNS["exploration"], math.nan) | {
        "first": first.id,
        "second": second.id,
        "option": "",
        "base": int(crossed.sum()),
        "effect_name": effect_name,
        "test": test,
        "note": Note.SINGLE_LEVEL,
        "crossed": crossed,
    }
