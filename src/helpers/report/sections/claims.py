"""What had been published, beside what the answers give."""

import pandas as pd

from helpers import published
from helpers.codebook import Codebook
from helpers.document import show
from helpers.report import cells, narrative
from helpers.report.catalogue import Messages
from helpers.report.sections.captions import noted, show_table


def claims(table: pd.DataFrame, book: Codebook, messages: Messages) -> None:
    """Every published figure and claim, beside what the answers give."""
    if table.empty:
        return
    bound = cells.bind(table, "claims")
    tally = narrative.claims.tally(bound, book, messages)
    show.text(f"# {messages('heading.claims')}\n\n{tally}")
    lines = narrative.claims.rows(bound, published.load(book), book, messages)
    frame = pd.DataFrame(lines).set_index(messages("column.claim"))
    show_table(frame, "claims", caption=noted(messages("caption.claims"), book, messages))
