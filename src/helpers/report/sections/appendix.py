"""The appendix: what a survey must state, all counts, every cross-table, provenance."""

import pandas as pd

from helpers.codebook import Codebook
from helpers.document import show
from helpers.privacy import suppression
from helpers.report import cells, figures, narrative
from helpers.report.catalogue import Messages
from helpers.report.sections.captions import noted, show_figure, show_table
from helpers.report.sections.exploration import exploration_table
from helpers.report.sections.robustness import robustness_table

DISCLOSURE = {
    "commissioner": "disclosure.commissioner",
    "funder": "disclosure.funder",
    "conductor": "disclosure.conductor",
    "purpose": "disclosure.purpose",
    "population": "disclosure.population",
    "eligible": "disclosure.eligible",
    "recruitment": "disclosure.recruitment",
    "mode": "disclosure.mode",
    "fieldwork": "disclosure.fieldwork",
    "languages": "disclosure.languages",
    "pretest": "disclosure.pretest",
    "consent": "disclosure.consent",
    "weights": "disclosure.weights",
    "sharing": "disclosure.sharing",
    "contact": "disclosure.contact",
}
ALWAYS = ["in file", "kept", "asked", "valid"]  # lines of the account that are shown with a zero


def appendix(
    account: pd.DataFrame,
    shares: pd.DataFrame,
    crosstabs: pd.DataFrame,
    robustness: pd.DataFrame,
    explored: pd.DataFrame,
    provenance: pd.DataFrame,
    book: Codebook,
    messages: Messages,
) -> None:
    """What must be stated, the account, every count, pair, variant and crossing, provenance."""
    _disclosure(book, messages)
    _account(cells.bind(account, "account"), book, messages)
    _counts(cells.bind(shares, "shares"), book, messages)
    _crosstabs(crosstabs, book, messages)
    robustness_table(robustness, crosstabs, book, messages)
    exploration_table(explored, book, messages)
    if len(provenance):
        _provenance(provenance, book, messages)


def _disclosure(book, messages):
    show.text(f"# {messages('heading.appendix')}\n\n## {messages('heading.disclosure')}")
    if not any(book.disclosure.values()):
        items = messages.list([messages(key) for key in DISCLOSURE.values()])
        show.text(messages("disclosure.none", items=items))
        return
    lines = {
        messages(DISCLOSURE[key]): messages.of_disclosure(book, key)
        or messages("disclosure.unknown")
        for key in book.disclosure
    }
    frame = _two_columns(lines, "column.value", messages)
    show_table(frame, "disclosure", caption=messages("caption.disclosure"))


def _account(account, book, messages):
    show.text(f"## {messages('heading.account')}")
    shown = account[(account["count"] > 0) | account["item"].isin(ALWAYS)]
    lines = {
        narrative.account.item(row.item, messages): messages.integer(row.count)
        for row in shown.itertuples()
    }
    frame = _two_columns(lines, "column.count", messages)
    show_table(frame, "account", caption=noted(messages("caption.account"), book, messages))


def _counts(shares, book, messages):
    show.text(f"## {messages('heading.counts')}")
    assumed = any(level.assumed for question in book.questions for level in question.levels)
    show_table(
        narrative.answers.rows(shares, book, messages),
        "counts",
        caption=noted(messages("caption.counts"), book, messages),
        note=messages("note.assumed") if assumed else "",
    )


def _crosstabs(crosstabs, book, messages):
    """The crossed pairs that may be shared, and how many may not."""
    if crosstabs.empty:
        return
    pairs, shared = ["behaviour", "outcome"], suppression.crosstabs(crosstabs, book)
    hidden = len(crosstabs[pairs].drop_duplicates()) - len(shared[pairs].drop_duplicates())
    note = ""
    if hidden:
        number = cells.Cell(hidden, "crosstabs", "pairs with a small cell", "number")
        smallest = messages.integer(cells.declared(book, "smallest_cell"))
        note = messages("note.protected", n=number, smallest=smallest)
    show.text(f"## {messages('heading.crosstabs')}\n\n{note}")
    for outcome in book.with_role("outcome"):
        rows = shared[shared.outcome == outcome.id]
        if rows.empty:
            continue
        name = narrative.answers.quoted_name(outcome, messages)
        figure = figures.crosstabs(rows, outcome, book, messages)
        caption = noted(messages("caption.crosstabs", outcome=name), book, messages)
        show_figure(figure, "crosstab", outcome.id, caption=caption)
        bound = cells.bind(rows, "crosstabs")
        frame = narrative.associations.crosstab_rows(bound, outcome, book, messages)
        caption = noted(messages("caption.crosstab", outcome=name), book, messages)
        show_table(frame, "crosstab", outcome.id, caption=caption)


def _provenance(provenance, book, messages):
    """What the report is made from, and where the executed notebooks are."""
    show.text(f"## {messages('heading.provenance')}")
    annex = provenance["item"].str.startswith("annex ")  # executed notebooks beside the report
    source = f"provenance.{messages.language}"
    lines = {
        narrative.survey.provenance_item(row.item, book, messages): messages.whole(
            row.value, source, row.item, "value"
        )
        for row in provenance[~annex].itertuples(index=False)
    }
    frame = _two_columns(lines, "column.value", messages)
    show_table(frame, "provenance", caption=messages("caption.provenance"))
    if annex.any():
        runs = provenance["item"][annex].str.removeprefix("annex ")
        links = (f"[{run.rpartition('.')[2]}](annex/{run}.html)" for run in runs)
        show.text(messages("provenance.notebooks", links=messages.list(links)))


def _two_columns(lines, heading, messages):
    """A table of names and what stands beside them."""
    index = pd.Index(lines, name=messages("column.item"))
    return pd.DataFrame({messages(heading): lines.values()}, index=index)
