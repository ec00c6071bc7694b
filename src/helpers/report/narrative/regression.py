"""The one model that was declared before looking."""

from helpers.analysis import regression
from helpers.privacy.suppression import PROTECTED
from helpers.report.narrative.answers import quoted_name


def sentence(table, book, messages):
    """The declared model: odds ratios per level, or why it is not fitted; nothing when none was declared.

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
        why = next(key for key, note in regression.NOT_FITTED.items() if note == first.note)
        return messages("model.none", outcome=outcome, why=messages(f"model.{why}", n=first.events))
    if first.note == PROTECTED:
        return messages("model.hidden", outcome=outcome)
    items = [
        messages(
            "model.item",
            behaviour=book.question(row.predictor).short[messages.language],
            ratio=messages.number(row.odds_ratio),
            interval=messages.interval(row.low, row.high),
        )
        for row in table.itertuples()
    ]
    people, events = messages("people", n=first.base), messages.integer(first.events)
    said = messages(
        "model.fitted", outcome=outcome, people=people, events=events, items=messages.list(items)
    )
    return said if first.note.startswith("no ") else f"{said} {messages('model.separated')}"
