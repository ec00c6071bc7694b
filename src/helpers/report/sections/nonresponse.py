"""What the answers that are missing could change."""

import pandas as pd

from helpers.codebook import Codebook
from helpers.document import show
from helpers.report import cells, narrative
from helpers.report.catalogue import Messages
from helpers.report.sections.captions import noted, show_table


def nonresponse(table: pd.DataFrame, book: Codebook, messages: Messages) -> None:
    """What the answers that are missing could change in the main shares."""
    bound = cells.bind(table, "nonresponse")
    sentence = narrative.nonresponse.sentence(bound, book, messages)
    show.text(f"## {messages('heading.nonresponse')}\n\n{sentence}")


def nonresponse_table(table: pd.DataFrame, book: Codebook, messages: Messages) -> None:
    """The main share of each question, and what its missing answers could make of it."""
    if table.missing.any() or table.absent.any():
        bound = cells.bind(table, "nonresponse")
        show.text(f"# {messages('heading.nonresponse')}")
        lines = narrative.nonresponse.rows(bound, book, messages)
        frame = pd.DataFrame(lines).set_index(messages("column.question"))
        caption = noted(messages("caption.nonresponse"), book, messages)
        show_table(frame, "nonresponse", caption=caption)
