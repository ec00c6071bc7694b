"""What else the answers show: tests that nobody planned, all kept and called exploratory."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from helpers.analysis import look, tables
from helpers.analysis.crossing import (
    beside_scale,
    by_event,
    count_by_event,
    event_codes,
    is_off_scale,
    narrow_parts,
)
from helpers.analysis.notes import Note
from helpers.answers import counting
from helpers.codebook import NO_OPTION, Codebook, Question
from helpers.privacy import marks
from helpers.processed import COLUMNS
from helpers.stats import effects, permutation
from helpers.stats.multiplicity import benjamini_hochberg


def table(answers: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Look at everything that is not in the plan.

    1. Every pair of behaviours: do those who do more of one do more of the other?
    2. Every option of every several-answers question with every outcome: do those who chose it have
       another outcome? Each option is a variable of its own, chosen or not; a person of three
       options is in three tests, so they are never stacked in one table.
    3. Every behaviour between the groups of a nominal outcome of three answers or more, "I don't
       know" being a group.

    Parameters
    ----------
    answers : DataFrame
        Clean answers.
    book : Codebook

    Returns
    -------
    DataFrame
        One row a test, in this order, null results too:

        - first, second: questions; option: of the first one, empty where it has one answer a
          person;
        - base: people who answered both. Answers off the scale are no answers here, but in 3;
        - effect_name, effect, low, high: gamma; the risk difference of the `positive` answers,
          chosen minus not chosen, with Newcombe's interval (Somers' D of the outcome where it has
          more than two levels); epsilon-squared, the share of the variance of ranks that lies
          between the groups, which has no direction;
        - test, p: in 1 the linear-by-linear test, of which gamma's interval is the inversion; in 2
          the same; in 3 the Kruskal-Wallis test. `test` says whether it is exact. Of a survey held
          at events people are compared within theirs, and 2 has gamma; 3 pools them, and says so;
        - p_max_t: adjusted over the options of one question and one outcome, by exchanging the
          outcome between whole respondents, which keeps the options that one person chose together
          (as in `associations.table`);
        - p_bh: p adjusted over the whole table by Benjamini and Hochberg;
        - note: why a number is missing, or, of real answers, that it may not leave the house.

    References
    ----------
    Goodman & Kruskal (1963), *JASA* 58:310; Newcombe (1998), *Statistics in Medicine* 17:873;
    Kruskal & Wallis (1952), *JASA* 47:583; Tomczak & Tomczak (2014), *Trends in Sport Sciences*
    21:19 (epsilon-squared, H / (n - 1)); Loughin & Scherer (1998), *Biometrics* 54:630 (why several
    answers are not stacked); Westfall & Young (1993), *Resampling-Based Multiple Testing*, Wiley;
    Benjamini & Hochberg (1995), *JRSS B* 57:289.
    """
    rows = [
        *_behaviours_with_behaviours(answers, book),
        *_options_with_outcomes(answers, book),
        *_behaviours_between_groups(answers, book),
    ]
    crossed = [row.get("strata", [row["crossed"]]) for row in rows]
    rows = marks.note_small(rows, crossed, book)
    rows = marks.note_beside(rows, [row["beside"] for row in rows], book)
    return adjust_together(pd.DataFrame(rows, columns=COLUMNS["exploration"]))


def adjust_together(looks: pd.DataFrame) -> pd.DataFrame:
    """Looks with `p_bh`: p adjusted over all of them by Benjamini and Hochberg.

    Examples
    --------
    >>> looks = pd.DataFrame({"p": [0.01, 0.04, np.nan], "p_bh": np.nan})
    >>> adjust_together(looks).p_bh.tolist()
    [0.02, 0.04, nan]
    """
    tested = looks.p.notna()
    if not tested.any():
        return looks
    p_bh = pd.Series(benjamini_hochberg(looks.p[tested]), looks.index[tested])
    return looks.assign(p_bh=p_bh.reindex(looks.index))


def _behaviours_with_behaviours(answers, book) -> Iterator[dict]:
    for first, second in itertools.combinations(book.with_role("behaviour"), 2):
        row = look.gamma(first, second, by_event(answers, first, second))
        yield row | {"beside": beside_scale(answers, first, second)}


def _options_with_outcomes(answers, book) -> Iterator[dict]:
    people = counting.people_per_row(answers)
    for question in book.questions:
        if question.kind == "multiple":
            chosen = chosen_options(answers, question)
            for outcome in book.with_role("outcome"):
                yield from _each_option(question, outcome, chosen, answers, people, book)


def _each_option(question, outcome, chosen, answers, people, book):
    """Every option of one question with one outcome, p adjusted over the options."""
    outcomes, events = tables.positions(answers, outcome), event_codes(answers)
    levels = 2 if outcome.positive else len(outcome.scale)
    measure = effects.risk_difference if levels == 2 else effects.somers_d
    rows = []
    for option in question.scale:
        both = chosen[option].notna() & outcomes.notna()
        crossed = count_by_event(
            events, people.to_numpy(), both.to_numpy(), (2, levels), (chosen[option], outcomes)
        )
        strata = [pd.DataFrame(count) for count in crossed]
        row = look.gamma(question, outcome, strata)
        if len(strata) == 1:
            row = look.measured(row, measure)
        off_scale = people[is_off_scale(answers, outcome)]
        beside = off_scale.groupby(chosen[option]).sum().to_numpy(int)
        parts = narrow_parts(_by_level(answers, outcome, chosen[option], people), outcome, book)
        rows.append(row | {"option": option, "beside": np.append(beside, parts)})
    return _with_max_t(rows, outcomes, chosen, people, events)


def _by_level(answers, outcome, chosen, people):
    """People by each level of an outcome, down, and by whether they chose an option."""
    places = tables.positions(answers, replace(outcome, positive=()))
    both = chosen.notna() & places.notna()
    counts = np.zeros((len(outcome.scale), 2), int)
    np.add.at(counts, (places[both].astype(int), chosen[both].astype(int)), people[both])
    return counts


def _behaviours_between_groups(answers, book) -> Iterator[dict]:
    for groups, behaviour in itertools.product(
        outcomes_as_groups(book), book.with_role("behaviour")
    ):
        crossed = tables.two_way(answers, groups, behaviour).to_numpy()
        row = look.between_groups(behaviour, groups, crossed)
        row |= {"beside": beside_scale(answers, groups, behaviour)}
        yield row | {"note": Note.POOLED} if event_codes(answers).any() else row


def outcomes_as_groups(book: Codebook) -> Iterator[Question]:
    """The nominal outcomes of three answers or more, each answer a group, off the scale too."""
    for outcome in book.with_role("outcome"):
        if outcome.kind == "nominal" and len(outcome.levels) > 2:
            levels = tuple(replace(level, off_scale=False) for level in outcome.levels)
            yield replace(outcome, levels=levels, positive=())


def chosen_options(answers: pd.DataFrame, question: Question) -> pd.DataFrame:
    """1 where a person chose the option, 0 where others or none, NaN where nothing was said.

    Parameters
    ----------
    answers : DataFrame
        Clean answers.
    question : Question
        Of several answers.

    Returns
    -------
    DataFrame of float
        Indexed as `answers`, one column an option.

    Examples
    --------
    >>> from helpers import codebook
    >>> why = codebook.load("data/raw/linkedin-2015").question("q1")
    >>> answers = pd.DataFrame({"q1": ["emploi|partage", "_skipped"]})
    >>> chosen_options(answers, why)[["emploi", "affaires"]].values.tolist()
    [[1.0, 0.0], [nan, nan]]
    """
    options, values = question.scale, answers[question.id].astype("object")
    given = {value: set(value.split("|")) for value in values.dropna().unique()}
    sets = {value: ids for value, ids in given.items() if not ids.isdisjoint({*options, NO_OPTION})}
    columns = {
        option: values.map({value: float(option in ids) for value, ids in sets.items()})
        for option in options
    }
    return pd.DataFrame(columns, index=values.index, dtype=float)


def _with_max_t(rows, outcome, chosen, people, events):
    """Rows with p adjusted over them all, by exchanging the outcomes of whole respondents."""
    if not permutation.affordable(int(people.sum()), draws=permutation.DRAWS):
        return [row | {"note": row["note"] or Note.TOO_MANY_FOR_MAX_T} for row in rows]
    outcomes = np.repeat(outcome.to_numpy(), people, axis=0)
    choices = np.repeat(chosen.to_numpy(), people, axis=0)
    strata = np.repeat(events, people)
    tests = permutation.max_t(outcomes, choices, strata=strata, draws=permutation.DRAWS)
    p = permutation.p_to_report(tests).where(tests.statistic.notna())
    return [row | {"p_max_t": value} for row, value in zip(rows, p, strict=True)]
