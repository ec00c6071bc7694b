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
from helpers.report.sections.captions import (
    noted,
    of_draw,
    remarks,
    show_figure,
    show_table,
)


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
    show.text(f"# {_heading(claim, book, messages)}\n\n{' '.join(notes)}")
    bounds(margins, book, messages)
    _results(table, book, messages)


def pairs(table: pd.DataFrame, crosstabs: pd.DataFrame, book: Codebook, messages: Messages) -> None:
    """Every planned pair, under its outcome."""
    if len(table):
        show.text(f"# {messages('heading.pairs')}")
        _pairs(suppression.associations(table, crosstabs, book), book, messages)


def _pairs(table, book, messages):
    """All planned pairs, under their outcomes."""
    bound = cells.bind(table, "associations")
    parts = {}
    for outcome in book.with_role("outcome"):
        rows = bound[bound.outcome == outcome.id]
        if len(rows):
            lines = narrative.associations.rows(rows, book, messages)
            frame = pd.DataFrame(lines).set_index(messages("column.behaviour"))
            parts[messages.short(outcome)] = frame
    show_table(
        pd.concat(parts, names=[messages("column.second")]),
        "associations",
        caption=noted(messages("caption.associations"), book, messages),
        note=_note(table, book, messages),
        grouped=True,
    )


def _heading(claim, book, messages):
    if claim is None:
        return messages("heading.pairs")
    told = "claim" in book.texts
    text = messages.of_survey(book, "claim") if told else messages.of_claim(claim, "text")
    return messages("heading.claim", text=text[:1].upper() + text[1:])


def _results(table, book, messages):
    """What the pairs come to: in words, in one figure, in people."""
    bound = cells.bind(table, "associations")
    outcomes = [
        outcome for outcome in book.with_role("outcome") if outcome.id in set(table.outcome)
    ]
    names = messages.list(
        [narrative.answers.quoted_name(outcome, messages) for outcome in outcomes]
    )
    sentences = [messages("association.plan", outcomes=names)]
    for outcome in outcomes:
        sentences.append(narrative.associations.tally(bound, outcome, messages))
        sentences.append(narrative.associations.power(bound, outcome, messages))
    sentences.append(messages("power.nothing"))
    show.text(f"## {messages('heading.associations')}\n\n{' '.join(sentences)}")
    key = "key.forest_drawn" if book.synthetic else "key.forest"
    people = "caption.people_drawn" if book.synthetic else "caption.people"
    drawn = table[
        ["behaviour", "outcome", "base", "effect", "low", "high", "detectable", "verdict"]
    ]
    figure = figures.forest(table, book, messages)
    caption = narrative.associations.confirmed(bound, messages)
    caption = of_draw(caption or messages("caption.associations"), book, messages)
    subtitle = messages("subtitle.gamma")
    reading = narrative.associations.reading(bound, book, messages)
    note = remarks(reading, messages(key), book=book, messages=messages)
    show_figure(figure, "forest", caption=caption, subtitle=subtitle, note=note, data=drawn)
    parts = {}
    for outcome in outcomes:
        rows = bound[bound.outcome == outcome.id]
        lines = narrative.associations.people_rows(rows, book, messages)
        answers = narrative.answers.quoted_levels(outcome, upper_levels(outcome), messages)
        name = narrative.answers.quoted_name(outcome, messages)
        frame = pd.DataFrame(lines).set_index(messages("column.behaviour"))
        parts[messages("association.people", levels=answers, outcome=name)] = frame
    show_table(
        pd.concat(parts, names=[messages("column.second")]),
        "people",
        caption=noted(messages(people), book, messages),
        note=_note(table, book, messages),
        grouped=True,
    )


def _note(rows, book, messages):
    """Why a line of the table is not like the others."""
    notes = [messages("association.untestable")] if rows.note.eq(Note.UNTESTABLE).any() else []
    if rows.note.eq(suppression.PROTECTED).any():
        smallest = messages.integer(cells.declared(book, "smallest_cell"))
        notes.append(messages("association.protected", smallest=smallest))
    return " ".join(notes)
