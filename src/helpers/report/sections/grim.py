"""How many people there were, by the published percentages alone."""

import pandas as pd

from helpers import published
from helpers.codebook import Codebook
from helpers.document import show
from helpers.report import cells, narrative
from helpers.report.catalogue import Messages
from helpers.report.narrative.grim import ROUNDINGS
from helpers.report.sections.captions import show_table

COLUMNS = {
    0: "column.admissible",
    1: "column.admissible_blank",
}  # by the blanks a question may have


def grim(table: pd.DataFrame, book: Codebook, messages: Messages) -> None:
    """How many people the published percentages say there were."""
    if table.empty:
        return
    bound, publication = cells.bind(table, "grim"), published.load(book)
    all_answered = narrative.grim.sentence(bound, publication, messages)
    blanks = narrative.grim.sentence_with_blanks(bound, publication, book, messages)
    show.text(f"# {messages('heading.published')}\n\n{all_answered} {blanks}")
    roundings = table.rounding.unique()
    columns = {
        messages(key): [
            narrative.grim.fitting(bound, rounding, most, messages) for rounding in roundings
        ]
        for most, key in COLUMNS.items()
    }
    names = [messages(ROUNDINGS[rounding]) for rounding in roundings]
    index = pd.Index(names, name=messages("column.rounding"))
    show_table(pd.DataFrame(columns, index=index), "grim", caption=messages("caption.grim"))
