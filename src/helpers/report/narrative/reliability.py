"""The index that was declared before looking."""

import math

from helpers.analysis import reliability
from helpers.report.narrative.answers import quoted_name


def sentence(table, book, messages):
    """Whether the declared index is built, by alpha's interval, and what it shows; nothing when none was declared.

    Parameters
    ----------
    table : DataFrame
        As `reliability.table` makes it.
    book : Codebook
    messages : Messages
    """
    if table.empty:
        return ""
    alpha = table[table.quantity == "alpha"].iloc[0]
    items = messages.list([quoted_name(book.question(id), messages) for id in book.composite])
    limit = messages.number(reliability.LOWEST)
    if math.isnan(alpha.low):
        return messages("index.none", items=items)
    found = {
        "alpha": messages.number(alpha.estimate),
        "interval": messages.interval(alpha.low, alpha.high),
    }
    if not reliability.built(table):
        return messages("index.not_built", items=items, limit=limit, **found)
    said = messages("index.built", items=items, limit=limit, **found)
    shown = table.set_index("quantity")
    if "index gamma" not in shown.index or math.isnan(shown.estimate["index p"]):
        return said
    gamma = shown.loc["index gamma"]
    test = messages(
        "index.test",
        outcome=quoted_name(book.question(gamma["item"]), messages),
        effect=messages.number(gamma.estimate),
        interval=messages.interval(gamma.low, gamma.high),
        p=messages.p(shown.estimate["index p"]),
    )
    return f"{said} {test}"
