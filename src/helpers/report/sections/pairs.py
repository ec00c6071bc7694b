"""Which behaviours go with which outcomes."""

import pandas as pd

from helpers import published
from helpers.document import show
from helpers.privacy import suppression
from helpers.report import figures, narrative
from helpers.report.sections.captions import noted
from helpers.report.sections.claims import bounds


def associations(table, crosstabs, margins, book, words):
    """The association claim: what the published margins bound, what the answers show, what they could have shown.

    Of a survey without such a claim, the planned pairs alone.
    """
    if table.empty:
        return
    table = suppression.associations(table, crosstabs, book)
    claims = published.load(book).claims if book.published else ()
    claim = next((claim for claim in claims if "association" in claim), None)
    named = claim and words(
        "heading.claim", id=claim["id"], text=_lowered(claim["text"][words.language])
    )
    notes = [words("association.untested")] if claim else []
    notes += [words("association.synthetic")] if book.synthetic else []
    show.text("\n\n".join([f"# {named or words('heading.pairs')}", " ".join(notes)]))
    bounds(margins, book, words)
    for outcome in book.with_role("outcome"):
        rows = table[table.outcome == outcome.id]
        name = narrative.quoted_short(outcome, words)
        show.text(
            f"## {words('heading.associations', outcome=outcome.short[words.language])}\n\n"
            f"{words('association.plan', outcome=name)} {narrative.associations_tally(table, outcome, words)} "
            f"{narrative.power(table, outcome, words)}"
        )
        show.figure(
            figures.forest(rows, book, words),
            id=f"fig-forest-{outcome.id.replace('_', '-')}",
            caption=noted(words("caption.forest"), book, words),
            alt=figures.forest_alt(rows, book, words),
        )
        show.table(
            pd.DataFrame(narrative.association_rows(rows, book, words)).set_index(
                words("column.behaviour")
            ),
            id=f"tbl-associations-{outcome.id.replace('_', '-')}",
            caption=noted(words("caption.associations", outcome=name), book, words),
            note=_note(rows, book, words),
        )


def _note(rows, book, words):
    """Why a line of the table is not like the others."""
    notes = [words("association.untestable")] if rows.note.eq("untestable").any() else []
    if rows.note.eq(suppression.PROTECTED).any():
        notes.append(words("association.protected", smallest=words.integer(book.smallest_cell)))
    return " ".join(notes)


def _lowered(text):
    return text[:1].lower() + text[1:]
