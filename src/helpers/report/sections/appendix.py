"""The appendix: what a survey must state, all counts, every cross-table, provenance."""

import pandas as pd

from helpers.document import show
from helpers.privacy import suppression
from helpers.report import figures, narrative
from helpers.report.sections.captions import noted
from helpers.report.sections.exploration import exploration_table
from helpers.report.sections.robustness import robustness_table


def appendix(account, shares, crosstabs, robustness, explored, provenance, book, messages):
    """About the survey, the cleaning account, all counts, the cross-tables, every variant and look, provenance."""
    item, value, count = (messages(f"column.{name}") for name in ("item", "value", "count"))
    show.text(f"# {messages('heading.appendix')}\n\n## {messages('heading.disclosure')}")
    known = {
        messages(f"disclosure.{key}"): text[messages.language]
        if text
        else messages("disclosure.unknown")
        for key, text in book.disclosure.items()
    }
    _pairs(known, item, value, id="tbl-disclosure", caption=messages("caption.disclosure"))
    show.text(f"## {messages('heading.account')}")
    kept = account[
        (account["count"] > 0) | account["item"].isin(["in file", "kept", "asked", "valid"])
    ]
    names = [messages(f"account.{name.replace(' ', '_')}") for name in kept["item"]]
    lines = dict(zip(names, kept["count"], strict=True))
    _pairs(
        lines,
        item,
        count,
        id="tbl-account",
        caption=noted(messages("caption.account"), book, messages),
    )
    show.text(f"## {messages('heading.counts')}")
    show.table(
        narrative.answers.rows(shares, book, messages),
        id="tbl-counts",
        caption=noted(messages("caption.counts"), book, messages),
        note=messages("note.assumed")
        if any(level.assumed for q in book.questions for level in q.levels)
        else "",
    )
    _crosstabs(crosstabs, book, messages)
    robustness_table(robustness, crosstabs, book, messages)
    exploration_table(explored, book, messages)
    if provenance.empty:
        return
    show.text(f"## {messages('heading.provenance')}")
    made = {
        narrative.survey.provenance_item(row.item, messages): row.value
        for row in provenance.itertuples(index=False)
    }
    _pairs(made, item, value, id="tbl-provenance", caption=messages("caption.provenance"))
    show.text(_annex(provenance, book, messages))


def _annex(provenance, book, messages):
    """Where the executed notebooks are; of real answers, only those that show no single answer and no small cell."""
    whole = (
        not provenance["item"].eq("event").any()
    )  # not of one event, cleaned with all the others
    names = ["00_published"] if book.published else []
    if book.synthetic:
        names += ["01_clean"] * whole + ["02_events"] * (whole and book.events)
        names += ["03_associations", "04_robustness", "05_exploration"]
    pages = {name: name for name in names} | {q.id: f"02_question.{q.id}" for q in book.questions}
    return messages(
        "provenance.notebooks",
        links=messages.list(f"[{text}](annex/{page}.html)" for text, page in pages.items()),
    )


def _crosstabs(crosstabs, book, messages):
    """The crossed pairs that may be shared, and how many may not."""
    if crosstabs.empty:
        return
    pairs, shared = ["behaviour", "outcome"], suppression.crosstabs(crosstabs, book)
    hidden = len(crosstabs[pairs].drop_duplicates()) - len(shared[pairs].drop_duplicates())
    note = (
        messages("note.protected", n=hidden, smallest=messages.integer(book.smallest_cell))
        if hidden
        else ""
    )
    show.text(f"## {messages('heading.crosstabs')}\n\n{note}")
    for outcome in book.with_role("outcome"):
        cells = shared[shared.outcome == outcome.id]
        if len(cells):
            show.figure(
                figures.crosstabs(cells, outcome, book, messages),
                id=f"fig-crosstab-{outcome.id}".replace("_", "-"),
                caption=noted(
                    messages(
                        "caption.crosstabs",
                        outcome=narrative.answers.quoted_name(outcome, messages),
                    ),
                    book,
                    messages,
                ),
                alt=figures.crosstabs_alt(cells, outcome, book, messages),
            )
            show.table(
                narrative.associations.crosstab_rows(cells, outcome, book, messages),
                id=f"tbl-crosstab-{outcome.id}".replace("_", "-"),
                caption=noted(
                    messages(
                        "caption.crosstab", outcome=narrative.answers.quoted_name(outcome, messages)
                    ),
                    book,
                    messages,
                ),
            )


def _pairs(pairs, first, second, **table):
    show.table(pd.DataFrame({second: pairs.values()}, index=pd.Index(pairs, name=first)), **table)
