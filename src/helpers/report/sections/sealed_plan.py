"""Whether the plan was sealed before the answers came, and every amendment since."""

import pandas as pd

from helpers.analysis.amendments import State
from helpers.codebook import Codebook
from helpers.document import show
from helpers.report import narrative
from helpers.report.catalogue import Messages
from helpers.report.sections.captions import show_table


def sealed_plan(table: pd.DataFrame, book: Codebook, messages: Messages) -> None:
    """When the plan was sealed, and what was amended; of a survey without a plan, nothing.

    That a plan was not sealed is one more sentence of the method.
    """
    if table.empty and not narrative.summary.compares(book):
        return
    sentence = narrative.sealed_plan.sentence(table, messages)
    heading = "" if table.empty else f"## {messages('heading.sealed_plan')}\n\n"
    show.text(heading + sentence)
    if table.state.eq(State.AMENDED).any():
        lines = narrative.sealed_plan.rows(table, book, messages)
        frame = pd.DataFrame(lines).set_index(messages("column.entry"))
        show_table(frame, "sealed_plan", caption=messages("caption.sealed_plan"))
