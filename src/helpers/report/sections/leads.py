"""What lies outside the plan: exploratory looks, the declared model, the declared index."""

import pandas as pd

from helpers.document import show
from helpers.privacy import suppression
from helpers.report import narrative
from helpers.report.sections.captions import noted


def exploration(looks, model, index, book, words):
    """How many looks were taken outside the plan and what is left of them; then the behaviours taken together."""
    if len(looks):
        where = words("exploration.where") if len(suppression.exploration(looks, book)) else ""
        show.text(
            f"# {words('heading.exploration')}\n\n{narrative.exploration(looks, words)} {where}"
        )
    told = (
        narrative.model(suppression.regression(model, book), book, words),
        narrative.index(index, book, words),
    )
    together = [text for text in told if text]
    if together:
        show.text(
            "\n\n".join([f"{'##' if len(looks) else '#'} {words('heading.joint')}", *together])
        )


def looks(table, book, words):
    """Every exploratory look, one line each; of real answers, no table of two rows and two columns."""
    shown = suppression.exploration(table, book)
    hidden = "" if len(shown) == len(table) else f" {words('note.two_by_two')}"
    if len(shown):
        show.text(f"## {words('heading.looks')}")
        show.table(
            pd.DataFrame(narrative.exploration_rows(shown, book, words)).set_index(
                words("column.first")
            ),
            id="tbl-exploration",
            caption=noted(words("caption.exploration"), book, words),
            note=words("exploration.note") + hidden,
        )
