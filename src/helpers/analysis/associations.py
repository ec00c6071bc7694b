"""Which behaviours go with which outcomes, how strongly, and what could have been seen."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from helpers.analysis import tables, withholding
from helpers.analysis.crossing import beside_parts, by_event, event_codes
from helpers.analysis.family import JudgedPair, judge_families
from helpers.analysis.frequencies import frequencies
from helpers.analysis.notes import Note
from helpers.analysis.pair_test import PairTest, examine
from helpers.answers import counting
from helpers.codebook import Codebook, Question
from helpers.privacy import marks, rule
from helpers.processed import COLUMNS
from helpers.stats import permutation

Pair = tuple[Question, Question]  # a behaviour, an outcome


def plan(book: Codebook) -> list[Pair]:
    """Every behaviour with every outcome: the tests that the roles of the codebook call for.

    Nobody picks a test by hand. The outcomes are in families, and a family is what p-values are
    adjusted over.

    Returns
    -------
    list of (behaviour, outcome) questions

    Examples
    --------
    >>> from helpers import codebook
    >>> pairs = plan(codebook.load("data/raw/linkedin-2015"))
    >>> [f"{behaviour.id}-{outcome.id}" for behaviour, outcome in pairs]
    ['q2-q3', 'q4-q3', 'q5-q3', 'q6-q3', 'q7-q3', 'q2-q8', 'q4-q8', 'q5-q8', 'q6-q8', 'q7-q8']
    """
    return [
        (behaviour, outcome)
        for outcome in book.with_role("outcome")
        for behaviour in book.with_role("behaviour")
    ]


def crosstabs(answers: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Every planned pair crossed, one row a cell.

    Of real answers, none of a pair whose totals, beside the shares, would tell of a few people that
    they gave an answer off its scale.

    Returns
    -------
    DataFrame
        behaviour, outcome, behaviour_level, outcome_level, count, base (people with both answers on
        their scale).
    """
    counts = zip(plan(book), beside(answers, book), strict=True)
    pairs = [pair for pair, people in counts if not rule.is_protected(people, book).any()]
    return cross(answers, pairs)


def cross(answers: pd.DataFrame, pairs: Sequence[Pair]) -> pd.DataFrame:
    """Cross pairs, whatever their counts; as `crosstabs`."""
    cells = []
    for behaviour, outcome in pairs:
        crossed = tables.two_way(answers, outcome, behaviour)
        base = int(crossed.to_numpy().sum())
        for column in crossed.columns:
            for row, count in crossed[column].items():
                cells.append((behaviour.id, outcome.id, column, row, count, base))
    return pd.DataFrame(cells, columns=COLUMNS["crosstabs"])


def table(answers: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Test every planned pair.

    The test is the conditional linear-by-linear test, levels equally spaced, and p, interval, odds
    ratio and detectable association all come from it: exactly, or where that is too much work by
    the saddlepoint; of so many people that a formula serves (`asymptotic.serves`), by the normal
    law. Of a survey held at events, people are compared within their event only. A pair whose
    margins allow no p small enough for any step of Holm is not tested: it leaves the family.

    Parameters
    ----------
    answers : DataFrame
        Clean answers.
    book : Codebook

    Returns
    -------
    DataFrame
        One row a planned pair, null results too:

        - behaviour, outcome, family, base; strata: how many events are compared;
        - effect_name, effect, low, high: Goodman and Kruskal's gamma, and the 95 % interval that
          the test leaves; low_simultaneous, high_simultaneous: the interval for the whole family;
        - odds_ratio, odds_low, odds_high: per level of both scales, the same interval; limits may
          be infinite;
        - test (exact, saddlepoint or asymptotic), p, p_adjusted (Holm within the family), p_max_t
          (Westfall and Young within the family, exchanging people within events: less conservative,
          beside Holm and never the one that decides; NaN for too many people), p_smallest (the
          smallest that these margins allow);
        - alpha: the level that the first step of Holm asks for; detectable, detectable_odds: the
          smallest gamma, and odds ratio per level, seen at that level with power 0.8 given these
          margins; infinite if there is none;
        - base_more, count_more, base_less, count_less: the same in people, those in the upper part
          of the behaviour and the others, and of each those in the upper part of the outcome
          (`frequencies`); detectable_more, detectable_less: how many of these would be, if the
          association were the smallest detectable one;
        - verdict: see `family.RULE`, or ``withheld``, of real answers, where it would give a
          small count away (`withholding`); note: why a number is missing (`notes.Note`).

    References
    ----------
    Agresti, Mehta & Patel (1990), *JASA* 85:453; Goodman & Kruskal (1963), *JASA* 58:310; Tarone
    (1990), *Biometrics* 46:515; Holm (1979), *Scandinavian Journal of Statistics* 6:65; Westfall &
    Young (1993), *Resampling-Based Multiple Testing*, Wiley.
    """
    pairs = plan(book)
    tests = [examine(by_event(answers, outcome, behaviour)) for behaviour, outcome in pairs]
    families = [outcome.family for _, outcome in pairs]
    judged = judge_families(tests, families, book.smallest_gamma)
    rows = [_row(*pair, member) for pair, member in zip(pairs, judged, strict=True)]
    rows = marks.note_events(rows, strata_of(tests), book)
    rows = marks.note_beside(rows, beside(answers, book), book)
    rows = marks.without_totals(rows, strata_of(tests), answered_either(answers, book), book)
    table = pd.DataFrame(rows, columns=COLUMNS["associations"])
    verdicts = _verdicts(pairs, judged, beside(answers, book), book)
    return _with_max_t(table.assign(verdict=verdicts), answers, book)


def strata_of(tests: Sequence[PairTest]) -> list[list[np.ndarray]]:
    """The counts that each test is of, a table an event."""
    return [[table.to_numpy() for table in test.tables] for test in tests]


def answered_either(answers: pd.DataFrame, book: Codebook) -> list[int]:
    """Of each planned pair, how many gave an answer on the scale of one question, or of both."""
    people, given = counting.people_per_row(answers), {}
    for question in [*book.with_role("behaviour"), *book.with_role("outcome")]:
        given[question.id] = tables.positions(answers, question).notna()
    pairs = plan(book)
    return [int(people[given[first.id] | given[second.id]].sum()) for first, second in pairs]


def beside(answers: pd.DataFrame, book: Codebook) -> list[np.ndarray]:
    """Of each planned pair, who is beside its table, or in part of a row; see `beside_parts`."""
    return [beside_parts(answers, outcome, behaviour, book) for behaviour, outcome in plan(book)]


def _verdicts(pairs, judged, beside, book) -> list[str]:
    """The verdict on each pair, but for those that would give a protected count away."""
    families = [outcome.family for _, outcome in pairs]
    verdicts = []
    for place, own in enumerate(judged):
        if rule.is_protected(beside[place], book).any():  # its totals are no one's to know
            verdicts.append(withholding.WITHHELD)
            continue
        counts = own.pair.table.to_numpy()
        protected = rule.is_protected(counts, book)

        def is_judged_alike(other, place=place, own=own):
            if not rule.is_hidden(other, book):
                return False
            tests = [member.pair for member in judged]
            tests[place] = examine(pd.DataFrame(other, *own.pair.table.axes))
            again = judge_families(tests, families, book.smallest_gamma)[place]
            return again.verdict == own.verdict

        told = not rule.is_hidden(counts, book) or (
            len(own.pair.tables) == 1
            and not rule.is_two_by_two(counts)
            and withholding.is_told(counts, protected, rule.smallest(book), is_judged_alike)
        )
        verdicts.append(str(own.verdict) if told else withholding.WITHHELD)
    return verdicts


def _row(behaviour, outcome, judged: JudgedPair):
    """One pair as the table has it, but for max-T."""
    pair = judged.pair
    odds_ratio, odds_low, odds_high = pair.odds
    low, high = judged.simultaneous
    slope = math.log(judged.detectable.odds) if judged.is_tested else math.nan
    return frequencies(pair, outcome, behaviour, slope) | {
        "behaviour": behaviour.id,
        "outcome": outcome.id,
        "family": outcome.family,
        "base": pair.base,
        "strata": len(pair.tables),
        "effect_name": pair.effect.name,
        "effect": pair.effect.estimate,
        "low": pair.effect.low,
        "high": pair.effect.high,
        "low_simultaneous": low,
        "high_simultaneous": high,
        "odds_ratio": odds_ratio,
        "odds_low": odds_low,
        "odds_high": odds_high,
        "test": pair.test,
        "p": pair.p,
        "p_adjusted": judged.p_adjusted,
        "p_max_t": math.nan,
        "p_smallest": pair.p_smallest,
        "alpha": judged.alpha,
        "detectable": judged.detectable.gamma,
        "detectable_odds": judged.detectable.odds,
        "verdict": str(judged.verdict),
        "note": judged.note,
    }


def _with_max_t(table, answers, book):
    """The table with the p by exchanging the outcomes of whole respondents, of pairs tested."""
    people = counting.people_per_row(answers)
    if not permutation.affordable(int(people.sum()), draws=permutation.DRAWS):
        return table.assign(note=table.note.where(table.note != "", Note.TOO_MANY_FOR_MAX_T))
    events = event_codes(answers).repeat(people)
    for _, rows in table[table.p_adjusted.notna()].groupby("family", sort=False):
        outcomes, behaviours = (
            np.column_stack(
                [tables.positions(answers, book.question(id)).repeat(people) for id in rows[side]]
            )
            for side in ("outcome", "behaviour")
        )
        p = permutation.max_t(outcomes, behaviours, strata=events, draws=permutation.DRAWS)
        table.loc[rows.index, "p_max_t"] = permutation.p_to_report(p).to_numpy()
    return table
