"""Which behaviours go with which outcomes."""

import pandas as pd

from helpers import published
from helpers.document import show
from helpers.privacy import suppression
from helpers.report import figures, narrative
from helpers.report.sections.bounds import bounds
from helpers.report.sections.captions import noted


def associations(table, crosstabs, margins, book, messages):
    """The association claim: what the published margins bound, what the answers show, what they could have shown.

    Of a survey without such a claim, the planned pairs alone.
    """
    if table.empty:
        return
    table = suppression.associations(table, crosstabs, book)
    claims = published.load(book).claims if book.published else ()
    claim = next((claim for claim in claims if "association" in claim), None)
    named = claim and messages(
        "heading.claim", id=claim["id"], text=_lowered(claim["text"][messages.language])
    )
    notes = [messages("association.untested")] if claim else []
    notes += [messages("association.synthetic")] if book.synthetic else []
    show.text("\n\n".join([f"# {named or messages('heading.pairs')}", " ".join(notes)]))
    bounds(margins, book, messages)
    for outcome in book.with_role("outcome"):
        rows = table[table.outcome == outcome.id]
        name = narrative.answers.quoted_name(outcome, messages)
        show.text(
            f"## {messages('heading.associations', outcome=outcome.short[messages.language])}\n\n"
            f"{messages('association.plan', outcome=name)} {narrative.associations.tally(table, outcome, messages)} "
            f"{narrative.associations.power(table, outcome, messages)}"
        )
        show.figure(
            figures.forest(rows, book, messages),
            id=f"fig-forest-{outcome.id.replace('_', '-')}",
            caption=noted(messages("caption.forest"), book, messages),
            alt=figures.forest_alt(rows, book, messages),
        )
        show.table(
            pd.DataFrame(narrative.associations.rows(rows, book, messages)).set_index(
                messages("column.behaviour")
            ),
            id=f"tbl-associations-{outcome.id.replace('_', '-')}",
            caption=noted(messages("caption.associations", outcome=name), book, messages),
            note=_note(rows, book, messages),
        )


def _note(rows, book, messages):
    """Why a line of the table is not like the others."""
    notes = [messages("association.untestable")] if rows.note.eq("untestable").any() else []
    if rows.note.eq(suppression.PROTECTED).any():
        notes.append(
            messages("association.protected", smallest=messages.integer(book.smallest_cell))
        )
    return " ".join(notes)


def _lowered(text):
    return text[:1].lower() + text[1:]
