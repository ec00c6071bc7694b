"""The one model that was declared before looking."""

import pandas as pd

from helpers.analysis.notes import Note
from helpers.codebook import Codebook
from helpers.privacy import rule
from helpers.privacy.suppression import PROTECTED
from helpers.report import cells
from helpers.report.catalogue import Messages
from helpers.report.narrative.answers import quoted_name

REASONS = {
    Note.SINGLE_LEVEL: "model.alike",
    Note.TOO_FEW_CASES: "model.few",
    Note.ALIASED: "model.aliased",
    Note.NOT_CONVERGED: "model.unsettled",
}


def sentence(table: pd.DataFrame, book: Codebook, messages: Messages) -> str:
    """The declared model: odds ratios per level, or why it is not fitted; nothing without a model.

    Parameters
    ----------
    table : DataFrame
        As `suppression.regression` leaves it.
    book : Codebook
    messages : Messages
    """
    if table.empty:
        return ""
    first = table.iloc[0]
    outcome = quoted_name(book.question(first.outcome), messages)
    if not first.method:
        why = messages(REASONS[first.note], n=first.events)
        if first.note == Note.TOO_FEW_CASES and rule.is_protected(first.events, book):
            why = messages("model.too_few")
        return messages("model.none", outcome=outcome, why=why)
    if first.note == PROTECTED:
        smallest = messages.integer(cells.declared(book, "smallest_cell"))
        return messages("model.hidden", outcome=outcome, smallest=smallest)
    items = [
        messages(
            "model.item",
            behaviour=quoted_name(book.question(row.predictor), messages),
            ratio=messages.number(row.odds_ratio),
            interval=messages.interval(row.low, row.high),
        )
        for row in table.itertuples()
    ]
    fitted = messages(
        "model.fitted",
        outcome=outcome,
        people=messages("people", n=first.base),
        events=messages.integer(first.events),
        items=messages.list(items),
    )
    if first.note == Note.NO_SEPARATION:
        return fitted
    return f"{fitted} {messages('model.separated')}"
