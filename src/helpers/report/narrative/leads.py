"""What lies outside the plan: exploratory looks, joint estimates, an index."""

import math

from helpers.analysis import regression, reliability
from helpers.analysis.associations import ALPHA
from helpers.privacy.suppression import PROTECTED
from helpers.report.narrative.answers import quoted_short

EFFECTS = {
    "gamma": "gamma",
    "risk difference": "difference",
    "Somers' D": "somers",
    "epsilon-squared": "epsilon",
}


def exploration(table, words):
    """How many looks were taken outside the plan, and what is left of them once adjusted for.

    Parameters
    ----------
    table : DataFrame
        As `exploration.table` makes it.
    words : Words
    """
    left = int((table.p_bh <= ALPHA).sum())
    return f"{words('exploration.looks', n=len(table))} {words('exploration.left', n=left)}"


def exploration_rows(table, book, words):
    """The rows of the table of exploratory looks, as it prints them."""
    keys = ("first", "second", "base", "effect_size", "interval", "p_raw", "p_bh")
    column = {key: words(f"column.{key}") for key in keys}
    return [
        {
            column["first"]: _first(row, book, words),
            column["second"]: book.question(row.second).short[words.language],
            column["base"]: words.integer(row.base),
            column["effect_size"]: "–"
            if math.isnan(row.effect)
            else words(f"effect.{EFFECTS[row.effect_name]}", value=words.number(row.effect)),
            column["interval"]: "–" if math.isnan(row.low) else words.interval(row.low, row.high),
            column["p_raw"]: words.p(row.p),
            column["p_bh"]: words.p(row.p_bh),
        }
        for row in table.itertuples(index=False)
    ]


def _first(row, book, words):
    question = book.question(row.first)
    return (
        question.label(row.option, words.language) if row.option else question.short[words.language]
    )


def model(table, book, words):
    """The declared model: odds ratios per level, or why it is not fitted; nothing when none was declared.

    Parameters
    ----------
    table : DataFrame
        As `suppression.regression` leaves it.
    book : Codebook
    words : Words
    """
    if table.empty:
        return ""
    first = table.iloc[0]
    outcome = quoted_short(book.question(first.outcome), words)
    if not first.method:
        why = next(key for key, note in regression.NOT_FITTED.items() if note == first.note)
        return words("model.none", outcome=outcome, why=words(f"model.{why}", n=first.events))
    if first.note == PROTECTED:
        return words("model.hidden", outcome=outcome)
    items = [
        words(
            "model.item",
            behaviour=book.question(row.predictor).short[words.language],
            ratio=words.number(row.odds_ratio),
            interval=words.interval(row.low, row.high),
        )
        for row in table.itertuples()
    ]
    people, events = words("people", n=first.base), words.integer(first.events)
    said = words(
        "model.fitted", outcome=outcome, people=people, events=events, items=words.list(items)
    )
    return said if first.note.startswith("no ") else f"{said} {words('model.separated')}"


def index(table, book, words):
    """Whether the declared index is built, by alpha's interval, and what it shows; nothing when none was declared.

    Parameters
    ----------
    table : DataFrame
        As `reliability.table` makes it.
    book : Codebook
    words : Words
    """
    if table.empty:
        return ""
    alpha = table[table.quantity == "alpha"].iloc[0]
    items = words.list([quoted_short(book.question(id), words) for id in book.composite])
    limit = words.number(reliability.LOWEST)
    if math.isnan(alpha.low):
        return words("index.none", items=items)
    found = {
        "alpha": words.number(alpha.estimate),
        "interval": words.interval(alpha.low, alpha.high),
    }
    if not reliability.built(table):
        return words("index.not_built", items=items, limit=limit, **found)
    said = words("index.built", items=items, limit=limit, **found)
    shown = table.set_index("quantity")
    if "index gamma" not in shown.index or math.isnan(shown.estimate["index p"]):
        return said
    gamma = shown.loc["index gamma"]
    test = words(
        "index.test",
        outcome=quoted_short(book.question(gamma["item"]), words),
        effect=words.number(gamma.estimate),
        interval=words.interval(gamma.low, gamma.high),
        p=words.p(shown.estimate["index p"]),
    )
    return f"{said} {test}"
