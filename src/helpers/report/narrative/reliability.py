"""The index that was declared before looking."""

import math

import pandas as pd

from helpers.analysis import reliability
from helpers.codebook import Codebook
from helpers.privacy.suppression import PROTECTED
from helpers.report import cells
from helpers.report.catalogue import Messages
from helpers.report.narrative.answers import quoted_name


def sentence(table: pd.DataFrame, book: Codebook, messages: Messages) -> str:
    """Whether the declared index is built, by alpha's interval, and what it shows.

    Parameters
    ----------
    table : DataFrame
        As `suppression.reliability` leaves it.
    book : Codebook
    messages : Messages

    Returns
    -------
    str
        Empty when no index was declared.
    """
    if table.empty:
        return ""
    items = messages.list([quoted_name(book.question(id), messages) for id in book.composite])
    alpha = table[table.quantity == "alpha"].iloc[0]
    if alpha.note == PROTECTED:
        smallest = messages.integer(cells.declared(book, "smallest_cell"))
        return messages("index.hidden", items=items, smallest=smallest)
    if math.isnan(alpha.low):
        return messages("index.none", items=items)
    built = reliability.built(table)
    text = messages(
        "index.built" if built else "index.not_built",
        items=items,
        limit=messages.number(cells.constant(reliability, "LOWEST")),
        alpha=messages.number(alpha.estimate),
        interval=messages.interval(alpha.low, alpha.high),
    )
    rows = table.set_index("quantity")
    if not built or "index gamma" not in rows.index or math.isnan(rows.estimate["index p"]):
        return text
    gamma = rows.loc["index gamma"]
    test = messages(
        "index.test",
        outcome=quoted_name(book.question(gamma["item"]), messages),
        effect=messages.number(gamma.estimate),
        interval=messages.interval(gamma.low, gamma.high),
        p=messages.p(rows.estimate["index p"]),
    )
    return f"{text} {test}"
