"""The plan that the codebook declares, held against the one that was sealed before answers came."""

from __future__ import annotations

from enum import StrEnum

import pandas as pd

from helpers.analysis.family import ALPHA
from helpers.analysis.specifications import Kind
from helpers.codebook import Codebook
from helpers.codebook.sealed_plan import Plan, flatten
from helpers.processed import COLUMNS

NO_PART = "context"  # the role of questions that no test is about


class State(StrEnum):
    """What became of one entry of the plan since it was sealed."""

    SAME = "same"
    AMENDED = "amended"


def declared_plan(book: Codebook) -> Plan:
    """Everything that decides, before anybody looks, what will be tested and how it is judged.

    Returns
    -------
    dict
        In the order in which a person would read it: `sealed_plan.text` writes it.

    Examples
    --------
    >>> from helpers import codebook
    >>> plan = declared_plan(codebook.load("data/raw/linkedin-2015"))
    >>> plan["smallest_gamma"], plan["role"]["q3"], plan["positive"]["q3"], plan["model"]
    (0.5, 'outcome', ['oui'], {'outcome': 'q3', 'predictors': ['q2', 'q7']})
    """
    asked = [question for question in book.questions if question.role != NO_PART]
    off_scale = {q.id: [level.id for level in q.levels if level.off_scale] for q in asked}
    positive = {q.id: [*q.positive] for q in asked if q.positive}
    plan = {
        "smallest_gamma": book.smallest_gamma,
        "smallest_difference": book.smallest_difference,
        "family_level": ALPHA,
        "random_sample": "yes" if book.random_sample else "no",
        "variants": variants(book),
        "groups": [*book.groups],
        "composite": [*book.composite],
        "role": {q.id: q.role for q in asked},
        "family": {q.id: q.family for q in asked if q.role == "outcome"},
        "kind": {q.id: q.kind for q in asked},
        "scale": {q.id: q.scale for q in asked if q.scale},
        "off_scale": {id: levels for id, levels in off_scale.items() if levels},
        "positive": positive,
    }
    if book.model:
        model = {"outcome": book.model.outcome, "predictors": [*book.model.predictors]}
        plan["model"] = model
    return plan


def variants(book: Codebook) -> list[str]:
    """The decisions that are made otherwise: those that the codebook calls for, each by its name.

    Answers decide whether some have anything to vary, as whether any was sent twice.

    Examples
    --------
    >>> from helpers import codebook
    >>> variants(codebook.load("tests/surveys/workshop"))[:3]
    ['mid-ranks', 'mid-p', 'dichotomised']
    """
    outcomes = book.with_role("outcome")
    if not outcomes or not book.with_role("behaviour"):
        return []
    kinds = [Kind.MID_RANKS, Kind.MID_P, Kind.DICHOTOMISED]
    kinds += [Kind.POOLED] if book.events else []
    kinds += [Kind.WITH_DUPLICATES, Kind.LEAST_FAVOURABLE, Kind.MOST_FAVOURABLE]
    for outcome in outcomes:
        rest = [level for level in outcome.scale if level not in outcome.positive]
        if outcome.positive and len(rest) > 1:
            kinds += [f"{Kind.WITHOUT}{outcome.id}={level}" for level in rest]
    if any(level.off_scale for outcome in outcomes for level in outcome.levels):
        kinds += [Kind.OFF_SCALE_LOWEST, Kind.OFF_SCALE_LEAST, Kind.OFF_SCALE_MOST]
    return [*map(str, kinds), str(Kind.ONE_FEWER_HIGHEST), str(Kind.ONE_FEWER_LOWEST)]


def table(first_answer: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """What was sealed, and what the codebook declares today.

    Parameters
    ----------
    first_answer : DataFrame
        As `first_answer.table` makes it.
    book : Codebook

    Returns
    -------
    DataFrame
        item, sealed, present, state; no row if no plan was sealed. Of ``date``, `sealed` is the
        day, `present` the month of the first answer, and `state` says which was first; of
        ``dated``, ``answers`` and ``sha256``, what the seal says of itself; then a row an entry of
        the plan, empty where it had or has none, those that were amended first.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from helpers import codebook
    >>> from helpers.codebook.sealed_plan import SealedPlan
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> entries = flatten(declared_plan(book)) | {"smallest_gamma": "0.3"}
    >>> sealed = SealedPlan("2015-04-30", "by the clock", 0, "3b46…", entries)
    >>> first = pd.DataFrame({"month": ["2015-05"], "state": ["before the first answer"]})
    >>> rows = table(first, replace(book, sealed_plan=sealed))
    >>> rows.loc[rows["item"] == "date"].to_numpy().tolist()
    [['date', '2015-04-30', '2015-05', 'before the first answer']]
    >>> rows.loc[rows.state == "amended"].to_numpy().tolist()
    [['smallest_gamma', '0.3', '0.5', 'amended']]
    """
    seal = book.sealed_plan
    if seal is None:
        return pd.DataFrame(columns=COLUMNS["sealed_plan"])
    ((month, order),) = first_answer.to_numpy()
    rows = [
        ("date", seal.date, month, order),
        ("dated", seal.dated, "", State.SAME),
        ("answers", f"{seal.answers}", "", State.SAME),
        ("sha256", seal.sha256, "", State.SAME),
    ]
    present = flatten(declared_plan(book))
    entries = [
        (name, seal.entries.get(name, ""), present.get(name, ""))
        for name in dict.fromkeys([*seal.entries, *present])
    ]
    rows += [(*entry, State.AMENDED) for entry in entries if entry[1] != entry[2]]
    rows += [(*entry, State.SAME) for entry in entries if entry[1] == entry[2]]
    return pd.DataFrame(rows, columns=COLUMNS["sealed_plan"]).astype(str)
