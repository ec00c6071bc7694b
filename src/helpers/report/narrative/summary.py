"""What a reader with two minutes is told: findings chosen and ordered by a fixed rule."""

import math

import pandas as pd

from helpers.codebook import Codebook
from helpers.report import cells
from helpers.report.catalogue import Messages
from helpers.report.narrative.answers import (
    headline,
    leading,
    printed,
    quoted_levels,
    quoted_name,
    sentence,
)
from helpers.report.narrative.associations import STRONG, is_power_hidden, people_compared, tally
from helpers.report.narrative.sources import Sources

MOST = 5  # findings about questions without roles
GROUPS = 3  # of behaviours; a summary is no list
CLOSE = 0.02  # to a fraction that has a name
# Of people: a fraction that has a name, and how many stand above its line, for the verb.
FRACTIONS = (
    (1 / 10, 1, "fraction.tenth"),
    (1 / 5, 1, "fraction.fifth"),
    (1 / 4, 1, "fraction.quarter"),
    (1 / 3, 1, "fraction.third"),
    (1 / 2, 1, "fraction.half"),
    (2 / 3, 2, "fraction.two_thirds"),
    (3 / 4, 3, "fraction.three_quarters"),
    (4 / 5, 4, "fraction.four_fifths"),
    (9 / 10, 9, "fraction.nine_tenths"),
)


def findings(
    shares: pd.DataFrame,
    claims: pd.DataFrame,
    associations: pd.DataFrame,
    book: Codebook,
    messages: Messages,
) -> list[str]:
    """Findings, chosen and ordered by a fixed rule that the report states.

    Of a survey without roles, the questions that agree most; see `agreements`. Of any other: the
    outcomes; the behaviours, those with the same answers together, the furthest from one half
    first, then those of which nothing is highlighted; the planned associations with the first
    primary outcome; what a survey of this size could see of them, and what would have been needed.

    Returns
    -------
    list of str
        Markdown, one a finding.
    """
    if not compares(book):
        return agreements(shares, book, messages)
    parts, sources = dict(list(shares.groupby("question"))), Sources(claims, book, messages)
    texts = [
        _outcome(parts[outcome.id], outcome, sources, book, messages)
        for outcome in book.with_role("outcome")
        if parts[outcome.id].base.iloc[0] > 1
    ]
    texts += _behaviours(parts, sources, book, messages)
    for outcome in book.with_role("outcome", "primary")[:1]:
        rows = associations[associations.outcome == outcome.id]
        if len(rows):
            texts.append(_associations(rows, outcome, book, messages))
            if not is_power_hidden(rows):
                texts.append(_size(rows, outcome, book, messages))
    return texts or agreements(shares, book, messages)


def compares(book: Codebook) -> bool:
    """Whether the codebook asks for anything to be compared: by a role, a model or a composite."""
    roles = any(question.role != "context" for question in book.questions)
    return roles or book.model is not None or bool(book.composite)


def agreements(shares: pd.DataFrame, book: Codebook, messages: Messages) -> list[str]:
    """Of the questions that offered answers, those whose most frequent one has the largest share.

    Returns
    -------
    list of str
        At most five, in the order of the questionnaire; of a survey that nobody answered, that.
    """
    levels = shares[(shares.status == "level") & (shares.base > 1)]
    largest = levels.groupby("question", sort=False).share.max()
    offered = [question for question in book.questions if question.id in largest.index]
    offered = [question for question in offered if question.offers_levels]
    if not offered:
        return [messages("finding.nobody")]
    parts = dict(list(shares.groupby("question")))
    first = sorted(offered, key=lambda question: -largest[question.id])[:MOST]
    return [
        _answered(question, leading(parts[question.id], question, messages), book, messages)
        for question in offered
        if question in first
    ]


def _outcome(shares, question, sources, book, messages):
    """Who gave an outcome's highlighted answers, as a fraction of people where it has a name."""
    row = headline(shares)
    if row is None:
        return _answered(question, sentence(shares, question, messages), book, messages)
    words = {
        "name": quoted_name(question, messages),
        "levels": quoted_levels(question, row.level.split("|"), messages),
    }
    percent, origin = messages.percent(row.share), sources.of(row, question)
    for part, people, key in FRACTIONS:
        if round(abs(row.share - part), 9) <= CLOSE:
            percent = ", ".join(filter(None, [percent, origin]))
            return messages(
                "finding.outcome", n=people, fraction=messages(key), percent=percent, **words
            )
    origin = f" ({origin})" if origin else ""
    return messages(
        "finding.outcome_percent", n=printed(row), percent=percent, origin=origin, **words
    )


def _behaviours(parts, sources, book, messages):
    """The highlighted shares of behaviours, those with the same answers in one sentence; of one
    that highlights none, its answer by itself.
    """
    groups, others = {}, []
    for question in book.with_role("behaviour"):
        row = headline(parts[question.id])
        if row is None and parts[question.id].base.iloc[0] > 1 and not book.synthetic:
            text = sentence(parts[question.id], question, messages)
            others.append(_answered(question, text, book, messages))
        elif row is not None and row.base > 1:
            levels = quoted_levels(question, row.level.split("|"), messages)
            groups.setdefault(levels, []).append((row, question))
    for rows in groups.values():
        rows.sort(key=lambda pair: -pair[0].share)

    def distance(levels):
        return -abs(groups[levels][0][0].share - 0.5)

    told = [
        messages(
            "finding.behaviours", levels=levels, items=_items(groups[levels], sources, messages)
        )
        for levels in sorted(groups, key=distance)
    ]
    return [*told, *others][:GROUPS]


def _items(rows, sources, messages):
    """How many gave the same answers to each behaviour; where all are from one place, told once."""
    last = sources.of_all(rows)
    origins = ["" if last else sources.of(*pair) for pair in rows]
    items = [
        messages(
            "finding.behaviour",
            percent=messages.percent(row.share),
            origin=f" ({origin})" if origin else "",
            name=quoted_name(question, messages),
        )
        for (row, question), origin in zip(rows, origins, strict=True)
    ]
    return messages.list(items) + (f" ({last})" if last else "")


def _size(rows, outcome, book, messages):
    """What a survey of this size could see, and how many people would let a strong link show."""
    answers = people_compared(rows, messages)
    seen = rows.detectable[rows.detectable.map(math.isfinite)]
    if seen.empty:
        return messages("size.none", answers=answers)
    if seen.max() <= STRONG:
        return messages("size.enough", answers=answers)
    needed = cells.people_needed(rows, "associations", STRONG, outcome=outcome.id)
    again = "size.again_synthetic" if book.synthetic else "size.again"
    return f"{messages('size.little', answers=answers)} {messages(again, n=needed)}"


def _answered(question, text, book, messages):
    """What was answered to a question, or drawn for it, in one sentence with its name."""
    name, text = quoted_name(question, messages), f"{text[:1].lower()}{text[1:]}"
    if book.synthetic:
        return messages("finding.answered_drawn", name=name, text=text)
    return messages("finding.answered", name=name, text=text)


def _associations(rows, outcome, book, messages):
    """What became of the planned pairs, and of the claim about them where no pair supports it.

    Verdicts on answers that were drawn at random are no finding: only the claim is spoken of.
    """
    told = tally(rows, outcome, messages)
    if "claim" not in book.texts or rows.verdict.eq("supported").any():
        return told
    claim = messages("finding.claim", claim=messages.of_survey(book, "claim"))
    return claim if book.synthetic else f"{told} {claim}"
