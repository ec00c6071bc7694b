"""Each published figure and claim, held against the answers at hand."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from helpers.codebook import Codebook, Question
from helpers.processed import COLUMNS
from helpers.published.entries import AssociationClaim, Claim, LevelClaim
from helpers.published.source import Published, load
from helpers.stats.proportions import wilson

NUMBERS = {
    "published": float,
    "recomputed": float,
    "low": float,
    "high": float,
    "count": "Int64",
    "base": "Int64",
}


def check(book: Codebook, shares: pd.DataFrame, associations: pd.DataFrame) -> pd.DataFrame:
    """Hold each published figure and claim against the answers at hand.

    Each question then has its own base, so that the percentages are judged by their own rows, and
    the number of respondents by the published words alone: it agrees when they are read as it
    (`Published.close`).

    Parameters
    ----------
    book : Codebook
    shares : DataFrame
        As `tables.shares` makes them, all questions together.
    associations : DataFrame
        As `associations.table` makes them.

    Returns
    -------
    DataFrame
        claim, quantity (``question:levels``), published (a share, or the lowest share that words
        are read as), recomputed, low, high (Wilson 95 %), count, base, verdict: ``agrees``,
        ``disagrees`` or ``cannot be decided``. No rows when nothing was published.
    """
    if book.published is None:
        return _frame([])
    publication = load(book)
    rows = [_respondents(publication, shares)]
    for claim in publication.claims:
        if isinstance(claim, LevelClaim):
            rows += _level_rows(claim, shares)
        else:
            rows.append(
                {"claim": claim.id, "quantity": "", "verdict": _overall(claim, associations)}
            )
    return _frame(rows)


def check_question(book: Codebook, question: Question, shares: pd.DataFrame) -> pd.DataFrame:
    """The rows of `check` about one question, from its own shares."""
    claims = load(book).claims if book.published else ()
    rows = []
    for claim in claims:
        if isinstance(claim, LevelClaim) and claim.question == question.id:
            rows += _level_rows(claim, shares)
    return _frame(rows)


def _frame(rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS["claims"]).astype(NUMBERS)


def _respondents(publication: Published, shares) -> dict:
    asked = int(shares[shares.status == "missing"].base.max())
    return {
        "claim": publication.respondents.claim,
        "quantity": "respondents",
        "published": publication.respondents.near,
        "recomputed": asked,
        "count": asked,
        "base": asked,
        "verdict": "agrees" if asked in publication.close else "disagrees",
    }


def _level_rows(claim: LevelClaim, shares) -> Iterator[dict]:
    """A row for each set of levels that a claim speaks of."""
    rows = shares[(shares.question == claim.question) & (shares.status == "level")]
    base = int(rows.base.iloc[0])
    for levels, quantity in zip(claim.groups, claim.quantities, strict=True):
        count = int(rows[rows.level.isin(levels)]["count"].sum())
        row = {"claim": claim.id, "quantity": quantity, "published": claim.share}
        row |= {"count": count, "base": base, "verdict": "cannot be decided"}
        if base:
            low, high = wilson(count, base)
            verdict = "agrees" if count in claim.counts(base) else "disagrees"
            row |= {"recomputed": count / base, "low": low, "high": high, "verdict": verdict}
        yield row


def _overall(claim: Claim, associations) -> str:
    """An association claim stands or falls with all its pairs; a judgement has no measure here."""
    if not isinstance(claim, AssociationClaim):
        return "cannot be decided"
    verdicts = set(associations[associations.family == claim.family].verdict)
    if verdicts == {"supported"}:
        return "agrees"
    if verdicts and verdicts <= {"opposite", "no strong association"}:
        return "disagrees"
    return "cannot be decided"
