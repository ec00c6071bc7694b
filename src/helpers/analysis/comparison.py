"""Events beside one another, all at once."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from helpers.answers import counting
from helpers.codebook import MISSING, Codebook, Question
from helpers.privacy import groups, rule
from helpers.processed import COLUMNS
from helpers.stats.proportions import wilson


def events(answers: pd.DataFrame, ledger: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Count each event.

    Parameters
    ----------
    answers : DataFrame
        Clean answers with a column ``event``.
    ledger : DataFrame
        As `cleaning.Cleaned` holds it.
    book : Codebook

    Returns
    -------
    DataFrame
        event, people, valid (answers), state: ``delivered``; ``small``, fewer people than
        `smallest_cell`, of whom nothing more is told unless the answers are synthetic, or the next
        in size if they are fewer all together, for the total would give them away; or ``failed``,
        not cleaned, its people in no table.
    """
    kept = delivered(answers, book)
    failed = pd.DataFrame(
        {"event": sorted(ledger.event[ledger.action == "failed"].unique())}, dtype=object
    )
    failed = failed.assign(people=0, valid=0, state="failed")
    both = [table for table in (kept, failed) if len(table)]
    return pd.concat(both, ignore_index=True).sort_values("event", ignore_index=True)[
        COLUMNS["events"]
    ]


def delivered(answers: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Count each event that was cleaned: as `events`, without those that failed."""
    event, people = pd.Categorical(answers["event"]), counting.people_per_row(answers).to_numpy()
    given = sum((~pd.Series(answers[q.id]).isin(MISSING)).to_numpy(int) for q in book.questions)
    size = len(event.categories)
    counts = np.bincount(event.codes, people, size).astype(int)
    valid = np.bincount(event.codes, people * given, size).astype(int)
    small = ~groups.groups_to_show(counts, book)
    return pd.DataFrame(
        {
            "event": event.categories.astype(object),
            "people": counts,
            "valid": valid,
            "state": np.where(small, "small", "delivered"),
        }
    )


def shares(answers: pd.DataFrame, event_table: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """For each question, the share of one level, or of those that the codebook highlights, at every
    event.

    Parameters
    ----------
    answers : DataFrame
        Clean answers with a column ``event``.
    event_table : DataFrame
        As `events` makes it.
    book : Codebook

    Returns
    -------
    DataFrame
        event, question, level, count, base, share, low, high: Wilson's 95 % interval. The level is
        the same at all events: the one given most often over all of them, where none is
        highlighted. Of real people, an event with fewer than `smallest_cell` answers to a question,
        or so few who gave the level or another, has no row of it, nor have as many others as keep
        that open (`groups.shares_to_show`); what offers no levels has
        none.

    References
    ----------
    Wilson (1927), *JASA* 22:209.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> skipped = {question.id: "_skipped" for question in book.questions}
    >>> answers = pd.DataFrame({"event": ["Laval", "Laval", "Lévis"]} | skipped)
    >>> answers["q6"] = ["jamais", "plupart", "rarement"]
    >>> event_table = pd.DataFrame({"event": ["Laval", "Lévis"], "state": "delivered"})
    >>> shares(answers, event_table, book)[["event", "question", "level", "count", "base"]]
       event question            level  count  base
    0  Laval       q6  jamais|rarement      1     2
    1  Lévis       q6  jamais|rarement      1     1
    """
    event, people = pd.Categorical(answers["event"]), counting.people_per_row(answers).to_numpy()
    delivered = event.categories.isin(event_table.event[event_table.state == "delivered"])
    parts = []
    for question in book.questions:
        if not question.offers_levels:
            continue
        part, table = _shares(event, pd.Categorical(answers[question.id]), people, question)
        counts, base = part["count"].to_numpy(), part.base.to_numpy()
        shown = groups.groups_to_show(base, book, delivered)
        telling = parts_told(table, part.level, question, book)
        shown = groups.shares_to_show(counts, base, shown, book, telling)
        parts.append(part[shown].assign(question=question.id))
    if not parts:
        return pd.DataFrame(columns=COLUMNS["event_shares"])
    table = pd.concat(parts, ignore_index=True)
    low, high = wilson(table["count"], table.base)
    return table.assign(share=table["count"] / table.base, low=low, high=high)[
        COLUMNS["event_shares"]
    ]


def _shares(event, given, people, question):
    """Counts and bases of one question, a row an event; and of each level."""
    events, answers = event.categories, given.categories
    cells = event.codes.astype(np.int64) * len(answers) + given.codes
    counts = np.bincount(cells, people, len(events) * len(answers)).astype(int)
    counts = counts.reshape(len(events), len(answers))
    levels = [
        {answer} if answer in MISSING else set(question.levels_of(answer)) for answer in answers
    ]
    totals = counts.sum(axis=0)
    people = {id: totals[[id in own for own in levels]].sum() for id in question.ids}
    shown = levels_to_show(question, people)
    holding = [not shown.isdisjoint(own) for own in levels]
    part = pd.DataFrame(
        {
            "event": events.astype(object),
            "level": "|".join(id for id in question.ids if id in shown),
            "count": counts[:, holding].sum(axis=1),
            "base": counts[:, ~answers.isin(MISSING)].sum(axis=1),
        }
    )
    table = [counts[:, [id in own for own in levels]].sum(axis=1) for id in question.ids]
    return part, np.array(table).T


def parts_told(
    table: np.ndarray, level: pd.Series, question: Question, book: Codebook
) -> bool | np.ndarray:
    """Events of which the share would tell of few how they answered; see `groups.narrow_parts`.

    Parameters
    ----------
    table : numpy.ndarray of int
        A row an event, a column a level.
    level : Series of str
        The levels that the share is of, joined by a bar.
    question : Question
    book : Codebook
    """
    if question.kind in ("multiple", "ranking") or level.empty:  # whoever gave one may give another
        return False
    shown = np.isin(question.ids, level.iloc[0].split("|"))
    narrow = groups.narrow_parts(table, shown, book) & rule.is_protected(table, book)
    return narrow.any(axis=1)


def levels_to_show(question: Question, people: Mapping[str, int]) -> set[str]:
    """The levels whose share tells a question in one number: those that the codebook highlights,
    else the one that most people gave, the first of several.

    Examples
    --------
    >>> from helpers import codebook
    >>> why = codebook.load("data/raw/linkedin-2015").question("q1")
    >>> levels_to_show(why, dict.fromkeys(why.ids, 7) | {"partage": 20})
    {'partage'}
    """
    return set(question.highlight) or {max(question.ids, key=people.__getitem__)}
