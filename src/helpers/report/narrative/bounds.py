"""Who can be in two groups at once, by the published margins alone."""

import pandas as pd

from helpers.codebook import Codebook
from helpers.published import Published
from helpers.report.catalogue import Messages
from helpers.report.narrative.answers import quoted_name
from helpers.report.narrative.key import sentence


def paragraphs(publication: Published, messages: Messages) -> str:
    """What the margins bound, and the other readings of the published figures."""
    readings = [
        messages("published.reading", text=messages.of_claim(reading, "text"))
        for reading in publication.readings
    ]
    return "\n\n".join([messages("published.bounds"), *readings])


def nearest(table: pd.DataFrame) -> pd.DataFrame:
    """The bounds in the main reading, at the number of respondents nearest to the published one.

    It stands first.
    """
    rows = table[table.reading == "main"].drop_duplicates(["behaviour", "outcome"])
    return rows.reset_index(drop=True)


def between(row: object, messages: Messages) -> str:
    """How few and how many of the active people can be in the other group too."""
    return messages(
        "published.bounds_range",
        low=messages.integer(row.both_low),
        high=messages.integer(row.both_high),
        active=messages.integer(row.active),
    )


def words(table: pd.DataFrame, book: Codebook, messages: Messages) -> tuple[str, str]:
    """What stands over the figure of the bounds, and under it."""
    rows = nearest(table)
    is_open = (rows.phi_low.astype(float) < 0).all() and (rows.phi_high.astype(float) > 0).all()
    headline = messages("headline.bounds" if is_open else "caption.bounds")
    row = next(rows.itertuples())
    name = quoted_name(book.question(row.behaviour), messages)
    reading = messages("reading.bounds", name=name, range=between(row, messages))
    return headline, f"{reading} {sentence(['hatched'], messages)}"
