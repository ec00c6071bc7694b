"""How far the findings can be trusted: decisions made otherwise, answers that are missing."""

import pandas as pd

from helpers.document import show
from helpers.privacy import suppression
from helpers.report import figures, narrative
from helpers.report.sections.captions import noted


def robustness(table, crosstabs, book, words):
    """Whether the verdicts hold when one decision is made otherwise; the picture for the primary outcomes."""
    if table.empty:
        return
    outcomes = [
        outcome for outcome in book.with_role("outcome") if outcome.id in set(table.outcome)
    ]
    told = " ".join(narrative.robustness(table, outcome, book, words) for outcome in outcomes)
    show.text(f"# {words('heading.robustness')}\n\n{words('robustness.lead')} {told}")
    shown = suppression.robustness(table, crosstabs, book)
    for outcome in outcomes:
        rows = shown[shown.outcome == outcome.id]
        if outcome.family == "primary" and len(rows):
            show.figure(
                figures.specifications(rows, book, words),
                id=f"fig-specifications-{outcome.id}".replace("_", "-"),
                caption=noted(words("caption.specifications"), book, words),
                alt=figures.specifications_alt(rows, book, words),
            )


def specifications(table, crosstabs, book, words):
    """Every pair under every specification, one table an outcome; of real answers, no table of two rows and columns."""
    table = suppression.robustness(table, crosstabs, book)
    if table.empty:
        return
    show.text(f"## {words('heading.specifications')}")
    for outcome in book.with_role("outcome"):
        rows = table[table.outcome == outcome.id]
        if len(rows):
            lines = narrative.specification_rows(rows, book, words)
            frame = pd.DataFrame.from_dict(lines, orient="index").rename_axis(
                words("column.specification")
            )
            show.table(
                frame,
                id=f"tbl-specifications-{outcome.id}".replace("_", "-"),
                caption=noted(
                    words(
                        "caption.specification_table",
                        outcome=narrative.quoted_short(outcome, words),
                    ),
                    book,
                    words,
                ),
                note=words("robustness.note")
                + ("" if book.synthetic else f" {words('note.two_by_two')}"),
            )


def nonresponse(table, book, words):
    """What the answers that are missing could change in the main shares."""
    show.text(f"## {words('heading.nonresponse')}\n\n{narrative.nonresponse(table, book, words)}")
    if table.missing.any():
        show.table(
            pd.DataFrame(narrative.nonresponse_rows(table, book, words)).set_index(
                words("column.question")
            ),
            id="tbl-nonresponse",
            caption=noted(words("caption.nonresponse"), book, words),
        )
