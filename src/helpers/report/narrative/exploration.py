"""What was looked at outside the plan."""

import math

from helpers.analysis.associations import ALPHA

EFFECTS = {
    "gamma": "gamma",
    "risk difference": "difference",
    "Somers' D": "somers",
    "epsilon-squared": "epsilon",
}


def sentence(table, messages):
    """How many looks were taken outside the plan, and what is left of them once adjusted for.

    Parameters
    ----------
    table : DataFrame
        As `exploration.table` makes it.
    messages : Messages
    """
    left = int((table.p_bh <= ALPHA).sum())
    return f"{messages('exploration.looks', n=len(table))} {messages('exploration.left', n=left)}"


def rows(table, book, messages):
    """The rows of the table of exploratory looks, as it prints them."""
    keys = ("first", "second", "base", "effect_size", "interval", "p_raw", "p_bh")
    column = {key: messages(f"column.{key}") for key in keys}
    return [
        {
            column["first"]: _first(row, book, messages),
            column["second"]: book.question(row.second).short[messages.language],
            column["base"]: messages.integer(row.base),
            column["effect_size"]: "–"
            if math.isnan(row.effect)
            else messages(f"effect.{EFFECTS[row.effect_name]}", value=messages.number(row.effect)),
            column["interval"]: "–"
            if math.isnan(row.low)
            else messages.interval(row.low, row.high),
            column["p_raw"]: messages.p(row.p),
            column["p_bh"]: messages.p(row.p_bh),
        }
        for row in table.itertuples(index=False)
    ]


def _first(row, book, messages):
    question = book.question(row.first)
    return (
        question.label(row.option, messages.language)
        if row.option
        else question.short[messages.language]
    )
