"""Shares among the people eligible, and of a larger group: each named for what it is about."""

import math

import pandas as pd

from helpers.analysis.population import METHOD
from helpers.codebook import Codebook, Question
from helpers.report import cells
from helpers.report.catalogue import Messages


def is_bounded(shares: pd.DataFrame) -> bool:
    """Whether any share has bounds among the people eligible."""
    return bool(shares.bound_low.notna().any())


def is_of_sample(shares: pd.DataFrame) -> bool:
    """Whether intervals are of the people eligible, respondents being a random sample of them."""
    return bool(shares.method.eq(METHOD).any())


def eligible(book: Codebook) -> cells.Cell:
    """How many people the codebook says were eligible."""
    return cells.Cell(book.eligible, "codebook.toml", "disclosure", "eligible")


def sentence(shares: pd.DataFrame, question: Question, messages: Messages) -> str:
    """What the main share of one question can be among the people eligible; nothing if unknown.

    Parameters
    ----------
    shares : DataFrame
        The rows of one question.
    question : Question
    messages : Messages

    Returns
    -------
    str
        Markdown.
    """
    groups, levels = (shares[shares.status == status] for status in ("group", "level"))
    row = (groups if len(groups) else levels.sort_values("count", ascending=False)).iloc[0]
    if math.isnan(row.bound_low):
        return ""
    labels = [messages.label(question, level) for level in row.level.split("|")]
    levels = messages.list([messages("quote", text=label) for label in labels], "or")
    if row.bound_low == row.bound_high:
        return messages("population.everybody", levels=levels)
    between = messages.percents(row.bound_low, row.bound_high)
    key = "population.sample" if row.method == METHOD else "population.bounds"
    return messages(key, levels=levels, between=between)


def limits(row: object, messages: Messages) -> str:
    """The bounds of one share as a table prints them: a dash where there are none."""
    if math.isnan(row.bound_low):
        return "–"
    return messages.percents(row.bound_low, row.bound_high)


def method(book: Codebook, messages: Messages) -> str:
    """What the intervals are about, and the bounds; nothing where nobody counted the eligible."""
    if book.eligible is None:
        return ""
    key = "population.method_sample" if book.random_sample else "population.method"
    text = messages(key, eligible=messages.integer(eligible(book)))
    return f" {text.strip()}"
