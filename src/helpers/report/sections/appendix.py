"""What stands at the end: what a survey must state, its account, who and what made the report."""

import pandas as pd

from helpers.codebook import Codebook
from helpers.document import show
from helpers.report import cells, narrative
from helpers.report.catalogue import Messages
from helpers.report.sections.captions import noted, show_table

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
# Told by their hashes.
INPUTS = ("answers", "codebook", "published", "sealed_plan", "code", "requirements")
SHORT_HASH = 12  # characters that tell one file from another; whole ones travel with the PDF
ALWAYS = ["in file", "kept", "asked", "valid"]  # lines of the account that are shown with a zero


def appendix(provenance: pd.DataFrame, book: Codebook, messages: Messages) -> None:
    """What must be stated, then who and what made the report, of what."""
    _disclosure(book, messages)
    if len(provenance):
        _provenance(provenance, book, messages)


def _disclosure(book, messages):
    show.text(f"# {messages('heading.appendix')}\n\n## {messages('heading.disclosure')}")
    if not any(book.disclosure.values()):
        items = _in_a_sentence([messages(key) for key in DISCLOSURE.values()], messages)
        show.text(messages("disclosure.none", items=items))
        return
    texts = {key: messages.of_disclosure(book, key) for key in book.disclosure}
    known = {key: text[:1].upper() + text[1:] for key, text in texts.items() if text}
    lines = {messages(DISCLOSURE[key]): text for key, text in known.items()}
    silent = [messages(DISCLOSURE[key]) for key, text in texts.items() if not text]
    if silent:
        items = _in_a_sentence(silent, messages)
        lines[messages("disclosure.unknown")] = f"{items[:1].upper()}{items[1:]}"
    frame = _two_columns(lines, "column.value", messages)
    show_table(frame, "disclosure", caption=messages("caption.disclosure"))


def _in_a_sentence(names, messages):
    """Names of lines, one after the other, without the capital that each has by itself."""
    return messages.list([name[:1].lower() + name[1:] for name in names])


def account(table: pd.DataFrame, book: Codebook, messages: Messages) -> None:
    """Rows and cells that came in, were left out by which reason, and remain."""
    bound = cells.bind(table, "account")
    shown = bound[(bound["count"] > 0) | bound["item"].isin(ALWAYS)]
    lines = {
        narrative.account.item(row.item, messages): messages.integer(row.count)
        for row in shown.itertuples()
    }
    show.text(f"# {messages('heading.account')}")
    frame = _two_columns(lines, "column.count", messages)
    show_table(frame, "account", caption=noted(messages("caption.account"), book, messages))


def _provenance(provenance, book, messages):
    """Who and what made the report, from what, and where the details are: a paragraph each."""
    items, source = provenance["item"], f"provenance.{messages.language}"
    annex = items.str.startswith("annex ")  # executed notebooks beside the report
    hashed = items.str.split(".").str[0].isin(INPUTS)
    software = ~annex & ~hashed & ~items.isin(["seed", "event"])

    def listed(rows, length):
        return messages.list(
            f"{narrative.survey.provenance_item(row.item, book, messages)}\u00a0"
            + messages.whole(row.value[:length], source, row.item, "value")
            for row in rows.itertuples(index=False)
        )

    made = messages("provenance.made", authors=messages.list(book.authors))
    if conductor := messages.of_disclosure(book, "conductor"):
        made = f"{messages('document.made', conductor=conductor)}. {made}"
    texts = [
        f"## {messages('heading.provenance')}",
        made,
        messages("provenance.inputs", items=listed(provenance[hashed], SHORT_HASH), file=source),
        messages("provenance.software", items=listed(provenance[software], None)),
        messages("provenance.tables", language=messages.language),
    ]
    if annex.any():
        runs = items[annex].str.removeprefix("annex ")
        links = (f"[{run.rpartition('.')[2]}](annex/{run}.html)" for run in runs)
        texts.append(messages("provenance.notebooks", links=messages.list(links)))
    show.text("\n\n".join(texts))


def _two_columns(lines, heading, messages):
    """A table of names and what stands beside them."""
    index = pd.Index(lines, name=messages("column.item"))
    return pd.DataFrame({messages(heading): lines.values()}, index=index)
