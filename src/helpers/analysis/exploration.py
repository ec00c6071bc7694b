"""What else the answers show: looks that nobody planned, every one of them kept and called exploratory."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pandas as pd
from statsmodels.stats.multitest import multipletests

from helpers.analysis import tables
from helpers.analysis.associations import TOO_MANY
from helpers.answers import counting
from helpers.processed import COLUMNS
from helpers.stats import effects, exact, permutation

FEW = 100  # people; among so few a pair of behaviours is worth more than the usual budget
BUDGET = 400_000_000  # for these: what five levels by four are taken to cost; done in half a second at most
LARGE = 20_000  # people; above, a p says nothing that the effect and its interval do not, and takes minutes
ONE_ANSWER = "one answer only"
UNTESTED = "too many people for an exact test"


def table(answers, book):
    """Look at everything that is not in the plan.

    1. Every pair of behaviours: do those who do more of one do more of the other?
    2. Every option of every several-answers question with every outcome: do those who chose it have
       another outcome? Each option is a variable of its own, chosen or not; a person of three
       options is in three looks, so they are never stacked in one table.
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
        One row a look, in this order, null results too:

        - first, second: questions; option: of the first one, empty where it has one answer a
          person;
        - base: people who answered both. Answers off the scale are no answers here, but in look 3;
        - effect_name, effect, low, high: gamma; the risk difference of the `positive` answers,
          chosen minus not chosen, with Newcombe's interval (Somers' D of the outcome where it has
          more than two levels); epsilon-squared, the share of the variance of ranks that lies
          between the groups, which has no direction;
        - test, p: the exact linear-by-linear test, or the exact Kruskal-Wallis test in look 3; by
          Monte Carlo where exact is too much work, and `test` says so;
        - p_max_t: adjusted over the options of one question and one outcome, by exchanging the
          outcome between whole respondents, which keeps the options that one person chose together
          (as in `associations.table`);
        - p_bh: p adjusted over the whole table by Benjamini and Hochberg;
        - note: why a number is missing.

    References
    ---------- Goodman & Kruskal (1963), *JASA* 58:310; Newcombe (1998), *Statistics in Medicine*
    17:873; Kruskal & Wallis (1952), *JASA* 47:583; Tomczak & Tomczak (2014), *Trends in Sport
    Sciences* 21:19 (epsilon-squared, H / (n - 1)); Loughin & Scherer (1998), *Biometrics* 54:630
    (why several answers are not stacked); Westfall & Young (1993), *Resampling-Based Multiple
    Testing*, Wiley; Benjamini & Hochberg (1995), *JRSS B* 57:289.
    """
    rows = [*_behaviours(answers, book), *_options(answers, book), *_groups(answers, book)]
    looks = pd.DataFrame(rows, columns=COLUMNS["exploration"])
    tested = looks.p.notna()
    if tested.any():
        looks.loc[tested, "p_bh"] = multipletests(looks.p[tested], method="fdr_bh")[1]
    return looks


def _behaviours(answers, book):
    for first, second in itertools.combinations(book.with_role("behaviour"), 2):
        crossed = tables.two_way(answers, first, second).to_numpy()
        budget = BUDGET if crossed.sum() <= FEW else exact.BUDGET
        yield _look(
            first, second, crossed, "gamma", effects.gamma, exact.linear_by_linear, budget=budget
        )


def _options(answers, book):
    people = counting.people_per_row(answers)
    for question in (question for question in book.questions if question.kind == "multiple"):
        chosen = _chosen(answers[question.id].astype("object"), question.scale)
        for outcome in book.with_role("outcome"):
            places = tables.positions(answers, outcome)
            levels = 2 if outcome.positive else len(outcome.scale)
            measured = (
                ("risk difference", effects.risk_difference)
                if levels == 2
                else ("Somers' D", effects.somers_d)
            )
            rows = []
            for option in question.scale:
                crossed = np.zeros((2, levels), int)
                both = chosen[option].notna() & places.notna()
                np.add.at(
                    crossed,
                    (chosen[option][both].astype(int), places[both].astype(int)),
                    people[both],
                )
                row = _look(question, outcome, crossed, *measured, exact.linear_by_linear)
                rows.append(row | {"option": option})
            yield from _with_max_t(rows, places, chosen, people)


def _groups(answers, book):
    for outcome in book.with_role("outcome"):
        if outcome.kind == "nominal" and len(outcome.levels) > 2:
            groups = tuple(replace(level, off_scale=False) for level in outcome.levels)
            for behaviour in book.with_role("behaviour"):
                crossed = tables.two_way(
                    answers, replace(outcome, levels=groups, positive=()), behaviour
                ).to_numpy()
                yield _look(
                    behaviour,
                    outcome,
                    crossed,
                    "epsilon-squared",
                    _epsilon_squared,
                    exact.kruskal_wallis,
                )


def _look(first, second, crossed, name, measure, test, **options):
    """One row: how strong the association of a table is, and its test."""
    row = dict.fromkeys(COLUMNS["exploration"], math.nan) | {
        "first": first.id,
        "second": second.id,
        "option": "",
        "base": int(crossed.sum()),
        "effect_name": name,
        "test": test.__name__.replace("_", "-"),
        "note": ONE_ANSWER,
    }
    if min(crossed.any(0).sum(), crossed.any(1).sum()) < 2:
        return row
    effect = measure(crossed)
    row |= {"effect": effect.estimate, "low": effect.low, "high": effect.high, "note": effect.note}
    if row["base"] > LARGE:
        return row | {"note": UNTESTED}
    result = test(crossed, **options)
    return row | {"test": f"{row['test']}, {result.method}", "p": result.p_to_report()}


def _chosen(values, options):
    """1 where a person chose the option, 0 where another one only, NaN where none at all."""
    sets = {value: set(value.split("|")) & set(options) for value in values.dropna().unique()}
    columns = {
        option: values.map(
            {value: float(option in found) for value, found in sets.items() if found}
        )
        for option in options
    }
    return pd.DataFrame(columns, index=values.index, dtype=float)


def _with_max_t(rows, outcome, chosen, people):
    """The rows of one question and one outcome, p adjusted by exchanging the outcomes of whole respondents."""
    if not permutation.affordable(int(people.sum()), draws=permutation.DRAWS):
        return [row | {"note": row["note"] or TOO_MANY} for row in rows]
    outcome, chosen = (np.repeat(given.to_numpy(), people, axis=0) for given in (outcome, chosen))
    found = permutation.max_t(outcome, chosen, draws=permutation.DRAWS)
    p = permutation.p_to_report(found).where(found.statistic.notna())
    return [row | {"p_max_t": value} for row, value in zip(rows, p, strict=True)]


def _epsilon_squared(crossed):
    ranks, groups = exact.midranks(crossed.sum(0)), crossed.sum(1)
    ranks = ranks - np.average(ranks, weights=crossed.sum(0))
    means = crossed @ ranks / np.maximum(groups, 1)
    share = float(groups @ means**2 / (crossed.sum(0) @ ranks**2))
    return effects.Effect("epsilon-squared", share, math.nan, math.nan, "no direction, no interval")
