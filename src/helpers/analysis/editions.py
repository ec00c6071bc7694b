"""Shares in two editions of a survey, and how they changed."""

from __future__ import annotations

import math
from enum import StrEnum

import numpy as np
import pandas as pd

from helpers.analysis import tables
from helpers.analysis.comparability import COMPARED
from helpers.analysis.comparison import levels_to_show
from helpers.analysis.family import ALPHA
from helpers.answers import counting
from helpers.codebook import Codebook, Question, SurveyError
from helpers.privacy import release, rule
from helpers.processed import COLUMNS
from helpers.stats import effects, exact
from helpers.stats.multiplicity import holm


class Change(StrEnum):
    """What one share shows of a change between two editions; see `table`."""

    MORE = "increased"
    LESS = "decreased"
    NONE = "no change seen"
    OPEN = "cannot be decided"


def shares(answers: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """The shares of all questions of an edition, as its own report tells them.

    Raises
    ------
    SurveyError
        If its people are too few for a report (`release.require_enough`).
    """
    release.require_enough(int(counting.people_per_row(answers).sum()), book)
    parts = [tables.shares(answers, question) for question in book.questions]
    return pd.concat(parts, ignore_index=True)[COLUMNS["edition_shares"]]


def table(
    now: pd.DataFrame, before: pd.DataFrame, compared: pd.DataFrame, book: Codebook
) -> pd.DataFrame:
    """Compare each share of the questions that can be compared.

    The share that tells a question in one number is judged: those of all questions are one family.
    It *increased* or *decreased* where the exact p, adjusted by Holm, is at most 5 % and the
    interval that holds for the whole family leaves 0 out; there is *no change seen* where that
    interval lies inside ± the smallest difference of interest that the codebook declares; else it
    *cannot be decided*.  The other shares are not judged.

    Parameters
    ----------
    now, before : DataFrame
        As `tables.shares` makes them, of all questions.
    compared : DataFrame
        As `comparability.table` makes it.
    book : Codebook

    Returns
    -------
    DataFrame
        question, earlier, level; count, base, share, and the same before; difference (now less
        before), low, high (Newcombe's 95 % interval); low_simultaneous, high_simultaneous (for all
        that is judged at once, by Bonferroni); p (Fisher's exact test), p_adjusted; verdict, empty
        where it is not judged.

    References
    ----------
    Newcombe (1998), *Statistics in Medicine* 17:873; Fisher (1935), *JRSS* 98:39; Holm (1979),
    *Scandinavian Journal of Statistics* 6:65.
    """
    rows = []
    for row in compared[compared.state.isin(COMPARED)].itertuples():
        question = book.question(row.question)
        if question.offers_levels:
            rows += _of_question(question, row.earlier, now, before)
    family = [row for row in rows if row["verdict"]]
    if family:
        adjusted = holm([row["p"] for row in family])
        for row, p in zip(family, adjusted, strict=True):
            low, high = _interval(row, 1 - ALPHA / len(family))
            row |= {"p_adjusted": p, "low_simultaneous": low, "high_simultaneous": high}
            row["verdict"] = str(judge(p, low, high, book.smallest_difference))
    return pd.DataFrame(rows, columns=COLUMNS["editions"])


def judge(p_adjusted: float, low: float, high: float, smallest: float) -> Change:
    """The verdict on a difference, by its interval for the whole family.

    Examples
    --------
    >>> [str(judge(*each, 0.1)) for each in ((0.01, 0.02, 0.3), (0.6, -0.08, 0.06))]
    ['increased', 'no change seen']
    >>> str(judge(0.04, -0.01, 0.3, 0.1))
    'cannot be decided'
    """
    if p_adjusted <= ALPHA and not low <= 0 <= high:
        return Change.MORE if low > 0 else Change.LESS
    return Change.NONE if -smallest < low and high < smallest else Change.OPEN


def _of_question(question, earlier, now, before):
    """A row a level; of those whose share is shown, taken together if they are several, first."""
    ours, theirs = now[now.question == question.id], before[before.question == earlier]
    levels = ours[ours.status == "level"]
    if not (levels.base.iloc[0] and theirs.base.iloc[0]):
        return
    shown = set(levels_to_show(question, dict(zip(levels.level, levels["count"], strict=True))))
    together = "|".join(id for id in question.ids if id in shown)
    judged = set(levels.level) if question.kind == "multiple" else {together}
    names = [*levels.level] if together in set(levels.level) else [together, *levels.level]
    for name in names:
        counts = [_count(own, name, question) for own in (ours, theirs)]
        yield _row(question, earlier, name, *counts, is_judged=name in judged)


def _count(shares: pd.DataFrame, name: str, question: Question) -> tuple[int, int]:
    """How many gave a level, or one of several, and of how many."""
    rows = shares[(shares.level == name) & shares.status.isin(["level", "group"])]
    if rows.empty:
        levels = shares[(shares.status == "level") & shares.level.isin(name.split("|"))]
        return int(levels["count"].sum()), int(levels.base.iloc[0])
    return int(rows["count"].iloc[0]), int(rows.base.iloc[0])


def _row(question, earlier, level, own, other, *, is_judged):
    (count, base), (count_before, base_before) = own, other
    row = dict.fromkeys(COLUMNS["editions"], math.nan) | {
        "question": question.id,
        "earlier": earlier,
        "level": level,
        "count": count,
        "base": base,
        "share": count / base,
        "count_before": count_before,
        "base_before": base_before,
        "share_before": count_before / base_before,
        "verdict": str(Change.OPEN) if is_judged else "",
    }
    row["difference"] = row["share"] - row["share_before"]
    row["low"], row["high"] = _interval(row, 1 - ALPHA)
    crossed = _crossed(row)
    row["p"] = exact.fisher_freeman_halton(crossed).p_value if crossed.any(axis=0).all() else 1.0
    return row


def _crossed(row):
    others = row["base_before"] - row["count_before"], row["base"] - row["count"]
    return np.array([[others[0], row["count_before"]], [others[1], row["count"]]])


def _interval(row, confidence):
    effect = effects.risk_difference(_crossed(row), confidence=confidence)
    return effect.low, effect.high


def require_apart(
    now: pd.DataFrame, before: pd.DataFrame, book: Codebook, earlier: Codebook
) -> None:
    """Refuse editions of real people of which one holds the other and few people more.

    Shares of both are told: subtracted, they would be those of the people who came to it.

    Parameters
    ----------
    now, before : DataFrame
        Clean answers of both.
    book, earlier : Codebook

    Raises
    ------
    SurveyError
        If a count of those who came to it is protected.
    """
    if min(rule.smallest(book), rule.smallest(earlier)) == 1:
        return
    ids = [
        question.id for question in book.questions if question.id in before and question.id in now
    ]
    counts = [_combinations(answers, ids) for answers in (now, before)]
    for larger, smaller in (counts, counts[::-1]):
        more = larger.sub(smaller, fill_value=0)
        if len(ids) < 2 or (more < 0).any() or not more.any():
            continue
        for place, id in enumerate(ids):
            added = more.groupby(level=place).sum()
            if rule.is_protected(added.to_numpy(int), book).any():
                raise SurveyError(
                    f"{book.folder / 'codebook.toml'}: every answer of one edition is in the other "
                    f"({book.id}, {earlier.id}), which has {int(more.sum())} people more: their "
                    f"shares, subtracted, would tell how fewer than {book.smallest_cell} people "
                    f"answered {id!r}; compare editions of different people"
                )


def _combinations(answers, ids):
    people = counting.people_per_row(answers)
    return people.groupby([answers[id].astype(object) for id in ids]).sum()
