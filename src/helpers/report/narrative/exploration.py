"""What was looked at outside the plan."""

import math

import pandas as pd

from helpers.analysis.family import ALPHA
from helpers.codebook import Codebook
from helpers.report import cells
from helpers.report.catalogue import Messages
from helpers.stats import exact, permutation

EFFECTS = {
    "gamma": "effect.gamma",
    "risk difference": "effect.difference",
    "Somers' D": "effect.somers",
    "epsilon-squared": "effect.epsilon",
}


def sentence(table: pd.DataFrame, messages: Messages) -> str:
    """How many crossings were looked at outside the plan, and what is left of them once adjusted.

    Parameters
    ----------
    table : DataFrame
        As `exploration.table` makes it.
    messages : Messages
    """
    left = cells.at_most(table, "exploration", "p_bh", ALPHA)
    return f"{_looks(table, messages)} {messages('exploration.left', n=left)}"


def sentence_of_hidden(table: pd.DataFrame, book: Codebook, messages: Messages) -> str:
    """How many crossings were looked at, and that what is left of them is not told."""
    smallest = messages.integer(cells.declared(book, "smallest_cell"))
    return f"{_looks(table, messages)} {messages('exploration.hidden', smallest=smallest)}"


def _looks(table, messages):
    return messages("exploration.looks", n=cells.count(table, "exploration"))


def rows(table: pd.DataFrame, book: Codebook, messages: Messages) -> list[dict[str, str]]:
    """The rows of the table of exploratory crossings, as it prints them."""
    return [
        messages.row(
            {
                "column.first": _first(row, book, messages),
                "column.second": messages.short(book.question(row.second)),
                "column.base": messages.integer(row.base),
                "column.effect_size": _effect(row, messages),
                "column.interval": messages.limits(row.low, row.high),
                "column.p_raw": _p(row, messages),
                "column.p_bh": messages.p(row.p_bh),
            }
        )
        for row in table.itertuples(index=False)
    ]


def _first(row, book, messages):
    question = book.question(row.first)
    return messages.label(question, row.option) if row.option else messages.short(question)


def _effect(row, messages):
    if math.isnan(row.effect):
        return "–"
    return messages(EFFECTS[row.effect_name], value=messages.number(row.effect))


def _p(row, messages):
    """Of a Monte Carlo without any draw as extreme, what p is below."""
    is_drawn = row.test.endswith("monte carlo")
    return messages.p(row.p, is_bound=is_drawn and permutation.is_bound(row.p, exact.DRAWS))
