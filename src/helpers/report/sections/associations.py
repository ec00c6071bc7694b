"""Which behaviours go with which outcomes."""

import pandas as pd

from helpers import published
from helpers.analysis.frequencies import upper_levels
from helpers.analysis.notes import Note
from helpers.codebook import Codebook
from helpers.document import show
from helpers.privacy import suppression
from helpers.published import AssociationClaim
from helpers.report import cells, figures, narrative
from helpers.report.catalogue import Messages
from helpers.report.sections.bounds import bounds
from helpers.report.sections.captions import noted, show_figure, show_table


def associations(
    table: pd.DataFrame,
    crosstabs: pd.DataFrame,
    margins: pd.DataFrame,
    book: Codebook,
    messages: Messages,
) -> None:
    """The association claim: what the published margins bound, and what the answers show.

    Of a survey without such a claim, the planned pairs alone.
    """
    if table.empty:
        return
    table = suppression.associations(table, crosstabs, book)
    claims = published.load(book).claims if book.published else ()
    claim = next((claim for claim in claims if isinstance(claim, AssociationClaim)), None)
    notes = [messages("association.untested")] if claim else []
    notes += [messages("association.synthetic")] if book.synthetic else []
    show.text(f"# {_heading(claim, messages)}\n\n{' '.join(notes)}")
    bounds(margins, book, messages)
    for outcome in book.with_role("outcome"):
        _outcome(table, outcome, book, messages)
    decides_nothing = [messages("column.p_max_t")]
    _pairs(table, book, messages, hidden=decides_nothing)


def pairs(table: pd.DataFrame, crosstabs: pd.DataFrame, book: Codebook, messages: Messages) -> None:
    """Every planned pair, under its outcome."""
    if len(table):
        show.text(f"# {messages('heading.pairs')}")
        _pairs(suppression.associations(table, crosstabs, book), book, messages)


def _pairs(table, book, messages, hidden=()):
    """All planned pairs, under their outcomes, without the columns that are hidden."""
    bound = cells.bind(table, "associations")
    parts = {}
    for outcome in book.with_role("outcome"):
        rows = bound[bound.outcome == outcome.id]
        if len(rows):
            lines = narrative.associations.rows(rows, book, messages)
            frame = pd.DataFrame(lines).set_index(messages("column.behaviour"))
            parts[messages.short(outcome)] = frame.drop(columns=list(hidden))
    show_table(
        pd.concat(parts, names=[messages("column.second")]),
        "associations",
        caption=noted(messages("caption.associations"), book, messages),
        note=_note(table, book, messages),
        grouped=True,
    )


def _heading(claim, messages):
    if claim is None:
        return messages("heading.pairs")
    text = messages.of_claim(claim, "text")
    return messages("heading.claim", id=claim.id, text=text[:1].lower() + text[1:])


def _outcome(table, outcome, book, messages):
    """The planned pairs of one outcome."""
    bound, name = (
        cells.bind(table, "associations"),
        narrative.answers.quoted_name(outcome, messages),
    )
    sentences = [
        messages("association.plan", outcome=name),
        narrative.associations.tally(bound, outcome, messages),
        narrative.associations.power(bound, outcome, messages),
    ]
    heading = messages("heading.associations", outcome=messages.short(outcome))
    show.text(f"## {heading}\n\n{' '.join(sentences)}")
    rows = table[table.outcome == outcome.id]
    caption = noted(messages("caption.forest"), book, messages)
    drawn = rows[["behaviour", "outcome", "base", "effect", "low", "high", "detectable", "verdict"]]
    figure = figures.forest(rows, book, messages)
    show_figure(figure, "forest", outcome.id, caption=caption, data=drawn)
    lines = narrative.associations.people_rows(bound[bound.outcome == outcome.id], book, messages)
    levels = upper_levels(outcome)
    answers = narrative.answers.quoted_levels(outcome, levels, messages)
    show_table(
        pd.DataFrame(lines).set_index(messages("column.behaviour")),
        "people",
        outcome.id,
        caption=noted(messages("caption.people", levels=answers, outcome=name), book, messages),
    )


def _note(rows, book, messages):
    """Why a line of the table is not like the others."""
    notes = [messages("association.untestable")] if rows.note.eq(Note.UNTESTABLE).any() else []
    if rows.note.eq(suppression.PROTECTED).any():
        smallest = messages.integer(cells.declared(book, "smallest_cell"))
        notes.append(messages("association.protected", smallest=smallest))
    return " ".join(notes)
