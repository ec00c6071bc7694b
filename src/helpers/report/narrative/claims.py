"""What had been published, beside what the answers give."""

import math
from collections.abc import Iterator

import pandas as pd

from helpers.codebook import Codebook, Question
from helpers.published import (
    AssociationClaim,
    Judgement,
    LevelClaim,
    PeopleClaim,
    PercentClaim,
    Published,
)
from helpers.report import cells
from helpers.report.catalogue import Messages
from helpers.report.narrative import answers
from helpers.report.narrative.grades import grade

VERDICTS = {
    "agrees": "claim.agrees",
    "disagrees": "claim.disagrees",
    "cannot be decided": "claim.cannot_be_decided",
}
TALLY = {
    "agrees": "claims_tally.agrees",
    "disagrees": "claims_tally.disagrees",
    "cannot be decided": "claims_tally.cannot_be_decided",
}
PERCENT_REASONS = {"agrees": "why.percent_agrees", "disagrees": "why.percent_disagrees"}
ASSOCIATION_REASONS = {
    "agrees": "why.association_agrees",
    "disagrees": "why.association_disagrees",
    "cannot be decided": "why.association_cannot_be_decided",
}


def tally(table: pd.DataFrame, book: Codebook, messages: Messages) -> str:
    """How many published claims agree, disagree, or cannot be decided.

    One that is about several figures counts once; if it holds of some of them only, each figure
    counts.
    """

    def number(**where):
        if (table.groupby("claim").verdict.nunique() > 1).any():
            return cells.count(table, "claims", **where)
        return cells.distinct(table, "claims", "claim", **where)

    numbers = {verdict: number(verdict=verdict) for verdict in TALLY}
    parts = [messages(TALLY[verdict], n=n) for verdict, n in numbers.items()]
    lead = messages("claims_tally.lead", n=number())
    text = f"{lead}{messages.list(parts)}."
    if book.synthetic and numbers["agrees"]:
        text += messages("claims_tally.synthetic")
    return text


def comparison(
    table: pd.DataFrame, publication: Published, book: Codebook, messages: Messages
) -> str:
    """The published claims about one question beside what these answers give.

    Parameters
    ----------
    table : DataFrame
        The rows of one question, as `published.check` makes them.
    publication : published.Published
    book : Codebook
    messages : Messages
    """
    if not len(table):
        return messages("claim.nothing")
    groups = {}
    for row, claim in claim_pairs(table, publication):
        text = published_text(row, claim, messages)
        limits = f" ({answers.interval_of_shares(row, messages)})" if row.base else ""
        recomputed = f"{messages.percent(row.recomputed)}{limits}"
        groups.setdefault((text, is_each(claim)), []).append((row, recomputed))
    sentences = []
    for (text, each), rows in groups.items():
        if each:
            items = [
                messages("claim.beside_level", level=_level(row, book, messages), recomputed=number)
                for row, number in rows
            ]
            items = "; ".join(items)
            sentences.append(messages("claim.beside_each", published=text, items=items))
            continue
        for row, number in rows:
            verdict = messages(VERDICTS[row.verdict])
            sentences.append(
                messages("claim.beside", published=text, recomputed=number, verdict=verdict)
            )
    return " ".join(sentences)


def reconstructed(row: object, claim: object, question: Question, messages: Messages) -> str:
    """One published share, and the people whom it makes in the reconstruction."""
    levels = answers.quoted_levels(question, row.quantity.split(":")[1].split("|"), messages)
    values = {
        "levels": levels,
        "people": messages("people", n=row.count),
        "base": messages.integer(row.base),
        "interval": answers.interval_of_shares(row, messages),
    }
    said = published_text(row, claim, messages)
    if isinstance(claim, PercentClaim):
        graded = grade(row.low, row.high, row.recomputed, messages)
        return messages("claim.percent", published=said, graded=graded, **values)
    quoted, percent = messages("quote", text=said), messages.percent(row.recomputed)
    return messages("claim.words", published=quoted, percent=percent, **values)


def rows(
    table: pd.DataFrame, publication: Published, book: Codebook, messages: Messages
) -> list[dict[str, str]]:
    """The rows of the table of published claims: said, found, verdict and why."""
    pairs = [*claim_pairs(table, publication)]
    before = [None, *(claim for _, claim in pairs[:-1])]
    return [
        messages.row(
            {
                "column.claim": (
                    _level_alone(row, book, messages)
                    if is_each(claim) and claim is last
                    else _claim(row, claim, publication, book, messages)
                ),
                "column.published": published_text(row, claim, messages),
                "column.recomputed": _recomputed(row, claim, messages),
                "column.verdict": messages(VERDICTS[row.verdict]),
                "column.why": reason(row, claim, publication, messages),
            }
        )
        for (row, claim), last in zip(pairs, before, strict=True)
    ]


def _level_alone(row, book, messages):
    """A further level of the claim in the row before, whose words are not said again."""
    return f"{row.claim}. {_level(row, book, messages)}"


def _claim(row, claim, publication, book, messages):
    """What was claimed, by its number; about each of several levels, of which one."""
    text = messages.of_claim(claim or publication.respondents, "text")
    if is_each(claim):
        text += f"{messages('colon')}{_level(row, book, messages)}"
    return f"{row.claim}. {text}"


def _recomputed(row, claim, messages):
    """What the answers give for a claim: a share with its count and interval, or a number."""
    if claim is None:
        return messages.integer(row.recomputed)
    if math.isnan(row.low):
        return "–"
    counts = f"{messages.integer(row.count)}/{messages.integer(row.base)}"
    limits = answers.interval_of_shares(row, messages)
    return f"{messages.percent(row.recomputed)} ({counts}), {limits}"


def published_text(row: object, claim: object, messages: Messages) -> str:
    """What a claim said: a percentage, or its words."""
    if claim is None:
        return messages("claim.respondents", near=messages.integer(row.published))
    if isinstance(claim, PercentClaim):
        return messages.percent(row.published, claim.digits)
    return messages.of_claim(claim, "published")


def reason(row: object, claim: object, publication: Published, messages: Messages) -> str:
    """Why a claim has its verdict: rounding, how its words are read, what no question measures."""
    if claim is None:
        return messages("why.words", reading=_close(publication, messages))
    if isinstance(claim, Judgement):
        return messages("why.judgement")
    if isinstance(claim, AssociationClaim):
        return messages(ASSOCIATION_REASONS[row.verdict])
    if not row.base:
        return messages("answered.nobody")
    if isinstance(claim, PercentClaim):
        percent = messages.percent(row.recomputed, claim.digits)
        return messages(PERCENT_REASONS[row.verdict], percent=percent)
    return messages("why.words", reading=_reading(claim, messages))


def _close(publication, messages):
    """The numbers of people that the published words are read as."""
    low, high = publication.close[0], publication.close[-1]
    source = ("published.toml", "respondents")
    first = messages.integer(cells.Cell(low, *source, "near - tolerance"))
    last = messages.integer(cells.Cell(high, *source, "near + tolerance"))
    return first if low == high else messages("why.between", low=first, high=last)


def _reading(claim, messages):
    """The counts or shares that the words of a claim are read as."""

    def number(name):
        return cells.Cell(getattr(claim, name), "published.toml", cells.entry(claim), name)

    if isinstance(claim, PeopleClaim):
        return messages("why.people", n=number("people"))
    low = messages.percent(number("low"))
    if claim.high is not None:
        return messages("why.between", low=low, high=messages.percent(number("high")))
    return messages("why.above" if claim.above else "why.at_least", low=low)


def is_each(claim: object) -> bool:
    """Whether a claim is about each of several levels."""
    return isinstance(claim, LevelClaim) and claim.each


def _level(row, book, messages):
    """The wording of one of several levels that a claim speaks of."""
    question, level = row.quantity.split(":")
    return messages.label(book.question(question), level)


def claim_pairs(table: pd.DataFrame, publication: Published) -> Iterator[tuple]:
    """Yield each row of claims with its published entry; None for the number of respondents."""
    for row in table.itertuples(index=False):
        entries = (
            claim
            for claim in publication.claims
            if claim.id == row.claim and row.quantity in claim.quantities
        )
        yield row, next(entries, None)
