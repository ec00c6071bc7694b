"""What a release tells of single people: the three criteria, looked at by who would break them.

Individualisation: can one person be told apart?  Correlation: can what is told be put together with
what else is?  Inference: can an answer be concluded, exactly or nearly?
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from helpers import processed
from helpers.analysis import earlier_release, withholding
from helpers.answers import counting
from helpers.codebook import Codebook
from helpers.privacy import linked, rule, suppression


@dataclass(frozen=True)
class Bounded:
    """A count that is not told, and the values between which it must be.

    Attributes
    ----------
    behaviour, behaviour_level, outcome, outcome_level : str
    lowest, highest : int
    by_links : bool
        Whether other crossings that are told narrow it; otherwise the shares of the two questions
        do, by themselves.
    """

    behaviour: str
    behaviour_level: str
    outcome: str
    outcome_level: str
    lowest: int
    highest: int
    by_links: bool


@dataclass(frozen=True)
class Audit:
    """What was looked at, what is hidden, and what could still be bounded.

    Attributes
    ----------
    people, alone : int
        Who answered; those whose answers together nobody else gave.
    answers, rare : int
        Answers of which the number of people is told; those that few people gave.
    pairs, hidden, withheld : int
        Planned pairs; those whose counts are hidden; those whose verdict is too.
    looks, hidden_looks : int
    models : list of str
        ``model`` and ``index``, where they are not told.
    events, left_out : int
        Shares of events, and those of them that are not told.
    certain : list of (str, str, str, str)
        Behaviour and level of which everybody gave one outcome, in a crossing that is told.
    numbers : list of str
        Questions of numbers, of which each number is told that somebody gave.
    bounded : list of Bounded
        Hidden counts that are open by less than the rule asks for.
    earlier : dict of str to list of str
        Of each earlier release, the questions and crossings where what is between is of few people.
    """

    people: int
    alone: int
    answers: int
    rare: int
    pairs: int = 0
    hidden: int = 0
    withheld: int = 0
    looks: int = 0
    hidden_looks: int = 0
    models: list[str] = field(default_factory=list)
    events: int = 0
    left_out: int = 0
    certain: list[tuple[str, str, str, str]] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    bounded: list[Bounded] = field(default_factory=list)
    earlier: dict[str, list[str]] = field(default_factory=dict)

    @property
    def is_broken(self) -> bool:
        """Whether a count is narrowed further than by the shares alone, or two releases tell it."""
        return any(count.by_links for count in self.bounded) or any(self.earlier.values())


def audit(
    folder: str | Path,
    book: Codebook,
    earlier: Mapping[str, earlier_release.Told] | None = None,
) -> Audit:
    """Attack a release as who has all that is told of it.

    Parameters
    ----------
    folder : str or Path
        The survey's processed folder.
    book : Codebook
    earlier : dict, optional
        What earlier releases told, by the folder of each.

    Returns
    -------
    Audit
    """
    now = earlier_release.told(folder, book) if earlier else {}
    answers, shares = processed.read_answers(folder, book), processed.read_shares(folder, book)
    names = ("crosstabs", "associations", "exploration", "regression", "reliability")
    crosstabs, associations, looks, model, index = processed.read_all(folder, *names)
    events, event_shares = processed.read_all(folder, "events", "event_shares")
    told = suppression.crosstabs(crosstabs, book)
    levels = shares[shares.status == "level"]
    asked = [question for question in book.questions if question.kind != "text"]
    held = int((events.state != "failed").sum()) if len(events) else 0
    models = [(suppression.regression(model, book), "model")]
    models += [(suppression.reliability(index, book), "index")]
    return Audit(
        people=int(counting.people_per_row(answers).sum()),
        alone=_alone(answers, [question.id for question in asked]),
        answers=len(levels),
        rare=int(rule.is_protected(levels["count"], book).sum()),
        pairs=len(associations),
        hidden=len(associations) - told.groupby(["behaviour", "outcome"]).ngroups,
        withheld=int((associations.verdict == withholding.WITHHELD).sum()),
        looks=len(looks),
        hidden_looks=len(looks) - len(suppression.exploration(looks, book)),
        models=[name for table, name in models if (table.note == suppression.PROTECTED).any()],
        events=held * len(asked),
        left_out=held * len(asked) - len(event_shares) if held else 0,
        certain=_certain(told),
        numbers=[question.id for question in asked if question.kind == "number"],
        bounded=list(_bounded(crosstabs, told, shares, book)),
        earlier={
            name: earlier_release.telling(now, told, book) for name, told in (earlier or {}).items()
        },
    )


def narrowed(folder: str | Path, book: Codebook) -> list[Bounded]:
    """The hidden counts that the crossings which are told narrow further than the shares do.

    A release that has any breaks the rule, and is not published.

    Parameters
    ----------
    folder, book
        As in `audit`.
    """
    crosstabs = processed.read(folder, "crosstabs")
    if crosstabs.empty:
        return []
    shares, told = processed.read_shares(folder, book), suppression.crosstabs(crosstabs, book)
    return [count for count in _bounded(crosstabs, told, shares, book) if count.by_links]


def _alone(answers: pd.DataFrame, questions: list[str]) -> int:
    """How many people gave answers that, all together, nobody else gave."""
    people = counting.people_per_row(answers)
    together = people.groupby([answers[id].astype(str) for id in questions]).sum()
    return int((together == 1).sum())


def _certain(told: pd.DataFrame) -> list[tuple[str, str, str, str]]:
    """Groups of a crossing that is told of whom all gave one answer."""
    keys = ["behaviour", "outcome", "behaviour_level"]
    groups = []
    for (behaviour, outcome, level), rows in told.groupby(keys, sort=False):
        given = rows[rows["count"] > 0]
        if len(given) == 1:
            groups.append((behaviour, level, outcome, given.outcome_level.iloc[0]))
    return groups


def _bounded(crosstabs, told, shares, book):
    """Hidden protected counts that are open by less than the rule asks for."""
    pairs = ["behaviour", "outcome"]
    shown = {pair: _crossed(rows) for pair, rows in told.groupby(pairs, sort=False)}
    for pair, rows in crosstabs.groupby(pairs, sort=False):
        if pair in shown:
            continue
        crossed = _crossed(rows)
        people = [
            _margin(shares, pair[0], crossed.index),
            _margin(shares, pair[1], crossed.columns),
        ]
        base = int(rows.base.iloc[0])
        lowest, highest = linked.by_margins(people[0][:-1], people[1][:-1], base)
        for i, j in zip(*np.nonzero(rule.is_protected(crossed.to_numpy(), book)), strict=True):
            low, high = int(lowest[i, j]), int(min(highest[i, j], base))
            needed = min(rule.smallest(book), high - low)
            narrow = _by_links(pair, (i, j), crosstabs, shown, shares, base)
            by_links = narrow is not None and narrow[1] - narrow[0] < needed
            low, high = narrow if by_links else (low, high)
            if high - low < rule.smallest(book):
                names = pair[0], crossed.index[i], pair[1], crossed.columns[j]
                yield Bounded(*names, int(low), int(high), by_links)


def _by_links(pair, cell, crosstabs, shown, shares, base):
    """The narrowest bounds by the crossings of both questions with two others; None without."""
    behaviour, outcome = pair
    others = [
        (second, third)
        for second, third in itertools.product(
            crosstabs.behaviour.unique(), crosstabs.outcome.unique()
        )
        if second != behaviour and third != outcome
    ]
    ends = []
    for second, third in others:
        links = {(0, 3): (behaviour, third), (2, 1): (second, outcome), (2, 3): (second, third)}
        if not all(link in shown for link in links.values()):
            continue
        tables = {places: shown[link].to_numpy() for places, link in links.items()}
        rows = crosstabs[(crosstabs.behaviour == behaviour) & (crosstabs.outcome == outcome)]
        crossed = _crossed(rows)
        margins = [
            _margin(shares, behaviour, crossed.index),
            _margin(shares, outcome, crossed.columns),
            _margin(shares, second, shown[second, third].index),
            _margin(shares, third, shown[second, third].columns),
        ]
        ends.append(linked.bounds(margins, tables, {(0, 1): base}, cell))
    if not ends:
        return None
    return max(low for low, _ in ends), min(high for _, high in ends)


def _crossed(rows: pd.DataFrame) -> pd.DataFrame:
    """One pair of `associations.crosstabs`: levels of the behaviour down, of the outcome across."""
    table = rows.set_index(["behaviour_level", "outcome_level"])["count"]
    return table.unstack(sort=False)


def _margin(shares: pd.DataFrame, question: str, levels: pd.Index) -> np.ndarray:
    """The people who gave each level, or one of those joined by a bar; last, all others."""
    rows = shares[shares.question == question]
    counts = rows[rows.status == "level"].set_index("level")["count"]
    people = [int(counts[level.split("|")].sum()) for level in levels]
    everybody = int(counts.sum() + rows[rows.status == "missing"]["count"].sum())
    return np.array([*people, everybody - sum(people)])
