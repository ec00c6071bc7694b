"""Every level of every question, as tables print them."""

import pandas as pd

from helpers.codebook import ANSWERED, Codebook
from helpers.report.catalogue import Messages
from helpers.report.narrative import account, population
from helpers.report.narrative.answers import in_order, joined_levels, limits_of_share
from helpers.report.narrative.sources import Sources


def rows(
    shares: pd.DataFrame,
    book: Codebook,
    messages: Messages,
    claims: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Every level and every kind of missing of every question, with count, share and interval.

    With the claims about a reconstruction, also levels taken together, and where each share is
    from.
    """
    lines, interval = [], "column.interval"
    are_told = book.synthetic and claims is not None
    sources = Sources(claims, book, messages) if are_told else None
    is_bounded = population.is_bounded(shares)
    if is_bounded:
        of_sample = population.is_of_sample(shares)
        interval = "column.interval_sample" if of_sample else "column.interval_larger"
    for question in book.questions:
        part = shares[shares.question == question.id]
        absent = part[(part.status == "missing") & (part["count"] > 0)]
        together = part[(part.status == "group") & are_told]
        shown = pd.concat([in_order(part, question), together, absent])
        lines += [
            messages.row(
                {
                    "column.question": messages.short(question),
                    "column.level": _level(row, question, messages),
                    "column.count": messages.integer(row.count),
                    "column.share": messages.percent(row.share),
                    interval: limits_of_share(row, messages),
                }
                | ({"column.origin": sources.of(row, question)} if are_told else {})
                | (
                    {"column.among_eligible": population.limits(row, messages)}
                    if is_bounded
                    else {}
                )
            )
            for row in shown.itertuples()
        ]
    return pd.DataFrame(lines).set_index([messages("column.question"), messages("column.level")])


def _level(row, question, messages):
    """The wording of a level, starred if it is assumed; the name of a kind of missing."""
    if row.status == "none" and question.is_consent:
        return account.item("_unticked", messages)
    if row.status in ("missing", "none"):
        return account.item(row.level, messages)
    if row.level == ANSWERED:
        return account.item("valid", messages)
    if row.status == "group":
        return joined_levels(question, row.level, messages)
    assumed = any(level.assumed for level in question.levels if level.id == row.level)
    return messages.label(question, row.level) + "*" * assumed
