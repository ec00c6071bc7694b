"""The one model that was declared before looking."""

from helpers.analysis import regression
from helpers.privacy.suppression import PROTECTED
from helpers.report.narrative.answers import quoted_name

REASONS = {
    regression.NOT_FITTED["alike"]: "model.alike",
    regression.NOT_FITTED["few"]: "model.few",
    regression.NOT_FITTED["aliased"]: "model.aliased",
    regression.NOT_FITTED["unsettled"]: "model.unsettled",
}


def sentence(table, book, messages):
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
        return messages("model.none", outcome=outcome, why=why)
    if first.note == PROTECTED:
        return messages("model.hidden", outcome=outcome)
    items = [
        messages(
            "model.item",
            behaviour=messages.short(book.question(row.predictor)),
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
    if first.note.startswith("no "):
        return fitted
    return f"{fitted} {messages('model.separated')}"
