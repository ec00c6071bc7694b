"""A whole release attacked: all that it tells of three questions, put together by linear programs.

The attacker uses nothing of `helpers.privacy` but what is published: shares, cross-tables, looks,
groups, shares of events.
"""

import dataclasses
import itertools

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from helpers.analysis import (
    associations,
    comparison,
    event_shares,
    exploration,
    group_release,
    group_tests,
)
from helpers.codebook import MISSING
from helpers.privacy import suppression

pytestmark = pytest.mark.slow
SMALLEST, NOBODY = 5, "_no_group"


@pytest.fixture
def drawn(ask, book_of, monkeypatch):
    """A function that draws a survey: few people whose answers go together, some of them rare."""
    monkeypatch.setattr("helpers.stats.permutation.DRAWS", 200)

    def draw(seed):
        random = np.random.default_rng(seed)
        people, alike = int(random.integers(25, 110)), random.choice([0.3, 0.6, 0.9, 0.98])
        questions = [
            ask("sector", "public private other", kind="nominal", role="group"),
            ask("rides", " ".join("abcd"[: random.integers(2, 5)])),
            ask("mends", "a b unsure", off=("unsure",)),
            ask("gain", "yes no maybe unsure", role="outcome", off=("unsure",), positive=("yes",)),
            ask("fun", "x y z", role="outcome"),
            ask("liked", "talks meals", kind="multiple", role="context"),
        ]
        kinds, columns = random.integers(0, 3, people), {}
        for question in questions:
            names, often = question.ids, random.integers(0, len(question.ids), 3)
            weights = random.dirichlet(np.full(len(names), random.choice([0.7, 2.0])), size=3)
            given = [
                names[often[kind] if random.random() < alike else random.choice(len(names), p=own)]
                for kind, own in zip(kinds, weights[kinds], strict=True)
            ]
            skipped = random.random(people) < random.choice([0, 0, 0.03, 0.1])
            columns[question.id] = np.where(skipped, "_skipped", given)
        if seed % 2:
            columns["event"] = random.choice([f"e{place}" for place in range(3)], people)
        book = dataclasses.replace(book_of(*questions), smallest_cell=SMALLEST)
        return pd.DataFrame(columns, dtype=object), book

    return draw


def variables(answers, book):
    """What each person said to each question, to each option, and where; None where nothing."""
    found = {}
    for question in book.questions:
        values = answers[question.id].where(~answers[question.id].isin(MISSING))
        if question.kind != "multiple":
            found[question.id] = values
            continue
        for option in question.scale:
            chosen = values.map(lambda value, option=option: option in str(value).split("|"))
            sides = chosen.map({True: "chosen", False: "not_chosen"})
            found[f"{question.id}: {option}"] = sides.where(values.notna())
    return found | ({"event": answers.event} if "event" in answers else {})


def published(answers, book):
    """Two variables each, and the levels of both whose people together are told."""
    crossed = associations.crosstabs(answers, book)
    for row in suppression.crosstabs(crossed, book).itertuples():
        yield row.behaviour, row.behaviour_level, row.outcome, row.outcome_level
    for row in suppression.exploration(exploration.table(answers, book), book).itertuples():
        second = book.question(row.second)
        rest = [level for level in second.scale if level not in second.positive]
        parts = ["|".join(second.positive), "|".join(rest)] if second.positive else second.scale
        first = f"{row.first}: {row.option}" if row.option else row.first
        levels = ["chosen", "not_chosen"] if row.option else book.question(row.first).scale
        for level, part in itertools.product(levels, parts):
            yield first, level, row.second, part
    for row in group_tests.shares(group_release.compare(answers, book)).itertuples():
        asked = f"{row.question}: {row.option}" if row.option else row.question
        yield row.group, row.group_level, asked, row.level
    if "event" not in answers:
        return
    events = comparison.delivered(answers, book)
    for row in event_shares.table(answers, events, book).itertuples():
        question = book.question(row.question)
        is_option = question.kind == "multiple"
        asked = f"{row.question}: {row.level}" if is_option else row.question
        whole = "chosen|not_chosen" if is_option else "|".join(question.ids)
        for levels in ("chosen" if is_option else row.level, whole):
            yield "event", row.event, asked, levels


def narrowed(answers, book):
    """The protected counts of two variables that what is told of three leaves too little open."""
    values, told = variables(answers, book), [*published(answers, book)]
    for three in itertools.combinations(values, 3):
        names = [[*values[name].dropna().unique(), NOBODY] for name in three]
        codes = [
            values[name].fillna(NOBODY).map(own.index).to_numpy()
            for name, own in zip(three, names, strict=True)
        ]
        counts = np.zeros([len(own) for own in names], int)
        np.add.at(counts, tuple(codes), 1)
        places = np.indices(counts.shape)

        def at(name, levels, three=three, names=names, places=places):
            axis = three.index(name)
            return np.isin(np.array(names[axis], object)[places[axis]], levels.split("|"))

        known = [at(name, level) for name, own in zip(three, names, strict=True) for level in own]
        known += [at(a, x) & at(b, y) for a, x, b, y in told if {a, b} <= {*three}]
        for first, second in itertools.combinations(range(3), 2):
            for x, y in itertools.product(names[first][:-1], names[second][:-1]):
                cells = at(three[first], x) & at(three[second], y)
                if not 0 < counts[cells].sum() < SMALLEST:
                    continue
                totals = counts[at(three[first], x)].sum(), counts[at(three[second], y)].sum()
                by_shares = min(totals) - max(0, sum(totals) - counts.sum())
                if by_shares and spread(counts, known, cells) < min(SMALLEST, by_shares):
                    yield three[first], x, three[second], y


def spread(counts, known, cells):
    """How far apart the values of a count are that agree with all that is known."""
    matrix = np.array([mask.ravel() for mask in known], float)
    totals = [counts[mask].sum() for mask in known]
    least, most = (
        linprog(sign * cells.ravel(), A_eq=matrix, b_eq=totals, method="highs").fun
        for sign in (1, -1)
    )
    return np.floor(-most + 1e-6) - np.ceil(least - 1e-6)


@pytest.mark.parametrize("seed", [0, 3, 4, 5])
def test_who_puts_three_questions_together_finds_no_protected_count(drawn, seed):
    """Fails when tables, each of which may be told, may not be told beside one another."""
    assert [*narrowed(*drawn(seed))] == []


def test_the_attack_finds_what_is_told(drawn):
    """Fails when the attack of the test above finds nothing, whatever is told."""
    answers, book = drawn(3)
    everything = dataclasses.replace(book, smallest_cell=2)
    assert [*narrowed(answers, everything)]
