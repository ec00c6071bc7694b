"""How many people there were, by the published percentages alone."""

import pandas as pd

from helpers import published
from helpers.document import show
from helpers.report import narrative


def grim(table, book, messages):
    """How many people the published percentages say there were."""
    if table.empty:
        return
    publication = published.load(book)
    all_answered = narrative.grim.sentence(table, publication, messages)
    blanks = narrative.grim.sentence_with_blanks(table, publication, book, messages)
    show.text(f"# {messages('heading.published')}\n\n{all_answered} {blanks}")
    show.table(_roundings(table, messages), id="tbl-grim", caption=messages("caption.grim"))


def _roundings(table, messages):
    roundings = table.rounding.unique()
    columns = {
        messages(f"column.{column}"): [
            messages.runs(published.admissible(table, rounding, blanks=blanks)) or "–"
            for rounding in roundings
        ]
        for blanks, column in enumerate(("admissible", "admissible_blank"))
    }
    names = [messages(f"rounding.{rounding.replace(' ', '_')}") for rounding in roundings]
    return pd.DataFrame(columns, index=pd.Index(names, name=messages("column.rounding")))
