"""Does a verdict hold when decisions had been made otherwise?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.analysis import associations
from helpers.analysis.family import JudgedPair, judge, judge_families
from helpers.analysis.pair_test import PairTest, examine
from helpers.analysis.specifications import Kind, specifications
from helpers.codebook import Codebook
from helpers.privacy import marks
from helpers.processed import COLUMNS
from helpers.published import Published
from helpers.stats import exact

MOST_CELLS = 200  # from which a person is left out in turn: a second or two, or seconds


def table(
    answers: pd.DataFrame,
    duplicates: pd.DataFrame,
    book: Codebook,
    publication: Published | None = None,
) -> pd.DataFrame:
    """Judge every planned pair anew under each specification.

    A specification is the main analysis with one decision made otherwise. Within it each family is
    tested and adjusted as a whole, by `pair_test.examine` and `family.judge`.

    Parameters
    ----------
    answers : DataFrame
        Clean answers.
    duplicates : DataFrame
        The rows that cleaning took for submissions sent twice, in the form of `answers`; possibly
        none.
    book : Codebook
    publication : published.Published, optional
        What was published about the survey; of use where its answers are synthetic.

    Returns
    -------
    DataFrame
        One row a planned pair and specification: behaviour, outcome, specification, base, effect
        (gamma), low, high, p, p_adjusted, verdict, differs (whether the verdict is not that of
        ``main``), note. The specifications are

        - ``main``: as in `associations.table`;
        - ``mid-ranks``: mid-ranks as scores, in place of equally spaced ones;
        - ``mid-p``: tables exactly as extreme count half; a sensitivity, not a test that keeps its
          level;
        - ``dichotomised``: behaviours in two parts, less and more of it, cut at the edge of the
          highlighted group where that is one end of the scale, and otherwise below the upper half;
        - ``events pooled``: of a survey held at several events, people are compared over all of
          them; what the events differ in then looks like an association;
        - ``with duplicates``: these put back, where there are any;
        - ``missing, least favourable``, ``missing, most favourable``: each pair completed to its
          lowest and to its highest gamma, where anybody is missing; see `nonresponse.gamma_bounds`;
        - ``without: q3=maybe`` and the like: of an outcome with `positive` levels and several
          others, each of these left out in turn, in place of read as one "no";
        - ``off the scale, as the lowest``: who said "I don't know" to an outcome, in place of left
          out; ``off the scale, least favourable``, ``off the scale, most favourable``: these, and
          who said nothing, completed as the missing are;
        - ``n = 76``, ``reading: reverse`` and the like, of synthetic answers: these drawn anew at
          each other admissible number of respondents that the published words are read as, and in
          each other reading of the percentages, as far as what was published allows any answers;
        - ``one person fewer, highest p``, ``one person fewer, lowest p``: of the tables that leave
          one person out of the pair, the other pairs being as they are. `note` says of how many
          people the removal changes the verdict; if it does in neither of these tables, but in
          others, through the interval, one of those is in the first row. Not where there are more
          than `MOST_CELLS` cells, those of all events counted.

    References
    ----------
    Steegen, Tuerlinckx, Gelman & Vanpaemel (2016), *Perspectives on Psychological Science* 11:702.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("tests/surveys/workshop")
    >>> rides, repair = ["never", "never", "daily", "daily"] * 3, ["no", "no", "yes"] * 4
    >>> answers = pd.DataFrame({"rides": rides, "repair": repair})
    >>> table(answers, answers.iloc[:0], book)[["specification", "base", "verdict"]].head(2)
      specification  base            verdict
    0          main    12  cannot be decided
    1     mid-ranks    12  cannot be decided
    """
    pairs = associations.plan(book)
    if not pairs:
        return pd.DataFrame(columns=COLUMNS["robustness"])
    families = [outcome.family for _, outcome in pairs]
    rows = [[] for _ in pairs]
    for specification in specifications(pairs, answers, duplicates, book, publication):
        tests = specification.test()
        judged = judge_families(tests, families, book.smallest_gamma)
        if specification.name == Kind.MAIN:
            main, main_tests = judged, tests
        for place, member in enumerate(judged):
            if specification.outcome not in ("", pairs[place][1].id):
                continue
            note = specification.note(place, member.note)
            rows[place].append(_row(specification.name, member, main[place], note))
    for place, member in enumerate(main):
        members = [k for k, family in enumerate(families) if family == families[place]]
        own = [main_tests[k] for k in members]
        removals = remove_each(own, members.index(place), book.smallest_gamma)
        rows[place] += _removal_rows(removals, member)
    lines, crossed = [], []
    strata, beside = associations.strata_of(main_tests), associations.beside(answers, book)
    for (behaviour, outcome), own, counts, people in zip(pairs, rows, strata, beside, strict=True):
        own = [{"behaviour": behaviour.id, "outcome": outcome.id} | row for row in own]
        lines += marks.note_beside(own, [people] * len(own), book)
        crossed += [counts] * len(own)
    lines = marks.note_events(lines, crossed, book)
    return pd.DataFrame(lines, columns=COLUMNS["robustness"])


def _row(name, judged: JudgedPair, main: JudgedPair, note):
    effect = judged.pair.effect
    return {
        "specification": name,
        "base": judged.pair.base,
        "effect": effect.estimate,
        "low": effect.low,
        "high": effect.high,
        "p": judged.pair.p,
        "p_adjusted": judged.p_adjusted,
        "verdict": str(judged.verdict),
        "differs": judged.verdict != main.verdict,
        "note": note,
    }


def flips(table: pd.DataFrame) -> pd.DataFrame:
    """The specifications under which a pair has another verdict.

    Parameters
    ----------
    table : DataFrame
        As `table` makes it.

    Returns
    -------
    DataFrame
        behaviour, outcome, main (the verdict of the main analysis), specification, verdict, note;
        no rows where every verdict holds.

    Examples
    --------
    >>> columns = ["behaviour", "outcome", "specification", "verdict", "differs", "note"]
    >>> main = ("q2", "q3", "main", "supported", False, "")
    >>> other = ("q2", "q3", "mid-ranks", "cannot be decided", True, "")
    >>> flips(pd.DataFrame([main, other], columns=columns)).iloc[0].tolist()
    ['q2', 'q3', 'supported', 'mid-ranks', 'cannot be decided', '']
    """
    main = (
        table[table.specification == Kind.MAIN]
        .set_index(["behaviour", "outcome"])
        .verdict.rename("main")
    )
    turned = table[table.differs.astype(bool)].join(main, on=["behaviour", "outcome"])
    return turned[["behaviour", "outcome", "main", "specification", "verdict", "note"]].reset_index(
        drop=True
    )


@dataclass(frozen=True)
class Removal:
    """A pair with one person fewer, who is one of so many people in the same cell."""

    judged: JudgedPair
    people: int


def remove_each(pairs: Sequence[PairTest], place: int, smallest_gamma: float) -> list[Removal]:
    """Leave out each person of one pair in turn, the other pairs of its family being as they are.

    People of one cell are exchangeable: there are as many removals as cells, however many people.
    Each is tested as exactly as all of them together can be.

    Returns
    -------
    list of Removal
        Empty where there are more than `MOST_CELLS`.
    """
    pair = pairs[place]
    stack = np.stack([table.to_numpy() for table in pair.tables])
    cells = np.argwhere(stack > 0)
    if len(cells) > MOST_CELLS:
        return []
    removals = []
    for stratum, row, column in cells:
        fewer = list(pair.tables)
        fewer[stratum] = fewer[stratum].copy()
        fewer[stratum].iloc[row, column] -= 1
        test = examine(fewer, budget=exact.BUDGET / len(cells))
        tests = [*pairs[:place], test, *pairs[place + 1 :]]
        people = int(stack[stratum, row, column])
        removals.append(Removal(judge(tests, smallest_gamma)[place], people))
    return removals


def _removal_rows(removals: Sequence[Removal], main: JudgedPair) -> Iterator[dict]:
    """The removals with the highest and the lowest p, or one that flips in place of the highest."""
    if not removals:
        return
    flipping = [removal for removal in removals if removal.judged.verdict != main.verdict]
    highest = max(removals, key=_p)
    lowest = min(removals, key=_p)
    if flipping and main.verdict == highest.judged.verdict == lowest.judged.verdict:
        highest = max(flipping, key=_p)
    note = f"{sum(removal.people for removal in flipping)} of {main.pair.base}"
    yield _row(Kind.ONE_FEWER_HIGHEST, highest.judged, main, note)
    yield _row(Kind.ONE_FEWER_LOWEST, lowest.judged, main, note)


def _p(removal):
    return removal.judged.pair.p
