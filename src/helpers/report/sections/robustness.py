"""Whether the verdicts hold when one decision is made otherwise."""

import pandas as pd

from helpers.document import show
from helpers.privacy import suppression
from helpers.report import figures, narrative
from helpers.report.sections.captions import noted


def robustness(table, crosstabs, book, messages):
    """Whether the verdicts hold when one decision is made otherwise; the picture for the primary outcomes."""
    if table.empty:
        return
    outcomes = [
        outcome for outcome in book.with_role("outcome") if outcome.id in set(table.outcome)
    ]
    told = " ".join(
        narrative.robustness.sentence(table, outcome, book, messages) for outcome in outcomes
    )
    show.text(f"# {messages('heading.robustness')}\n\n{messages('robustness.lead')} {told}")
    shown = suppression.robustness(table, crosstabs, book)
    for outcome in outcomes:
        rows = shown[shown.outcome == outcome.id]
        if outcome.family == "primary" and len(rows):
            show.figure(
                figures.specifications(rows, book, messages),
                id=f"fig-specifications-{outcome.id}".replace("_", "-"),
                caption=noted(messages("caption.specifications"), book, messages),
                alt=figures.specifications_alt(rows, book, messages),
            )


def robustness_table(table, crosstabs, book, messages):
    """Every pair under every specification, one table an outcome; of real answers, no table of two rows and columns."""
    table = suppression.robustness(table, crosstabs, book)
    if table.empty:
        return
    show.text(f"## {messages('heading.specifications')}")
    for outcome in book.with_role("outcome"):
        rows = table[table.outcome == outcome.id]
        if len(rows):
            lines = narrative.robustness.rows(rows, book, messages)
            frame = pd.DataFrame.from_dict(lines, orient="index").rename_axis(
                messages("column.specification")
            )
            show.table(
                frame,
                id=f"tbl-specifications-{outcome.id}".replace("_", "-"),
                caption=noted(
                    messages(
                        "caption.specification_table",
                        outcome=narrative.answers.quoted_name(outcome, messages),
                    ),
                    book,
                    messages,
                ),
                note=messages("robustness.note")
                + ("" if book.synthetic else f" {messages('note.two_by_two')}"),
            )
