"""What lies outside the plan: exploratory looks, the declared model, the declared index."""

import pandas as pd

from helpers.document import show
from helpers.privacy import suppression
from helpers.report import narrative
from helpers.report.sections.captions import noted


def exploration(looks, model, index, book, messages):
    """How many looks were taken outside the plan and what is left of them; then the behaviours taken together."""
    if len(looks):
        where = messages("exploration.where") if len(suppression.exploration(looks, book)) else ""
        show.text(
            f"# {messages('heading.exploration')}\n\n{narrative.exploration.sentence(looks, messages)} {where}"
        )
    told = (
        narrative.regression.sentence(suppression.regression(model, book), book, messages),
        narrative.reliability.sentence(index, book, messages),
    )
    together = [text for text in told if text]
    if together:
        show.text(
            "\n\n".join([f"{'##' if len(looks) else '#'} {messages('heading.joint')}", *together])
        )


def exploration_table(table, book, messages):
    """Every exploratory look, one line each; of real answers, no table of two rows and two columns."""
    shown = suppression.exploration(table, book)
    hidden = "" if len(shown) == len(table) else f" {messages('note.two_by_two')}"
    if len(shown):
        show.text(f"## {messages('heading.looks')}")
        show.table(
            pd.DataFrame(narrative.exploration.rows(shown, book, messages)).set_index(
                messages("column.first")
            ),
            id="tbl-exploration",
            caption=noted(messages("caption.exploration"), book, messages),
            note=messages("exploration.note") + hidden,
        )
