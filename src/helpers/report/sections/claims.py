"""What had been published, beside what the answers give."""

import pandas as pd

from helpers import published
from helpers.document import show
from helpers.report import narrative
from helpers.report.sections.captions import noted


def claims(table, book, messages):
    """Every published figure and claim, beside what the answers give."""
    if table.empty:
        return
    publication = published.load(book)
    show.text(f"# {messages('heading.claims')}\n\n{narrative.claims.tally(table, book, messages)}")
    lines = narrative.claims.rows(table, publication, book, messages)
    show.table(
        pd.DataFrame(lines).set_index(messages("column.claim")),
        id="tbl-claims",
        caption=noted(messages("caption.claims"), book, messages),
    )
