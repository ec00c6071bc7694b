"""What comes last: the limits, the method, the appendix."""

import pandas as pd

from helpers.document import show
from helpers.privacy import suppression
from helpers.report import figures, narrative
from helpers.report.sections.captions import noted
from helpers.report.sections.doubts import specifications
from helpers.report.sections.leads import looks


def limits(book, words):
    """What cannot be concluded."""
    show.text(f"# {words('heading.limits')}\n\n{narrative.limits(book, words)}")


def method(account, associations, provenance, book, words):
    """The method in numbered steps."""
    seed = provenance[provenance["item"] == "seed"]["value"]
    drawn = seed.iloc[0] if len(seed) and book.synthetic else None
    show.text(
        f"# {words('heading.method')}\n\n{narrative.method(account, associations, book, words, seed=drawn)}"
    )


def appendix(account, shares, crosstabs, robustness, explored, provenance, book, words):
    """About the survey, the cleaning account, all counts, the cross-tables, every variant and look, provenance."""
    item, value, count = (words(f"column.{name}") for name in ("item", "value", "count"))
    show.text(f"# {words('heading.appendix')}\n\n## {words('heading.disclosure')}")
    known = {
        words(f"disclosure.{key}"): text[words.language] if text else words("disclosure.unknown")
        for key, text in book.disclosure.items()
    }
    _pairs(known, item, value, id="tbl-disclosure", caption=words("caption.disclosure"))
    show.text(f"## {words('heading.account')}")
    kept = account[
        (account["count"] > 0) | account["item"].isin(["in file", "kept", "asked", "valid"])
    ]
    names = [words(f"account.{name.replace(' ', '_')}") for name in kept["item"]]
    lines = dict(zip(names, kept["count"], strict=True))
    _pairs(
        lines, item, count, id="tbl-account", caption=noted(words("caption.account"), book, words)
    )
    show.text(f"## {words('heading.counts')}")
    show.table(
        narrative.count_rows(shares, book, words),
        id="tbl-counts",
        caption=noted(words("caption.counts"), book, words),
        note=words("note.assumed")
        if any(level.assumed for q in book.questions for level in q.levels)
        else "",
    )
    _crosstabs(crosstabs, book, words)
    specifications(robustness, crosstabs, book, words)
    looks(explored, book, words)
    if provenance.empty:
        return
    show.text(f"## {words('heading.provenance')}")
    made = {
        narrative.provenance_item(row.item, words): row.value
        for row in provenance.itertuples(index=False)
    }
    _pairs(made, item, value, id="tbl-provenance", caption=words("caption.provenance"))
    show.text(_annex(provenance, book, words))


def _annex(provenance, book, words):
    """Where the executed notebooks are; of real answers, only those that show no single answer and no small cell."""
    whole = (
        not provenance["item"].eq("event").any()
    )  # not of one event, cleaned with all the others
    names = ["00_published"] if book.published else []
    if book.synthetic:
        names += ["01_clean"] * whole + ["02_events"] * (whole and book.events)
        names += ["03_associations", "04_robustness", "05_exploration"]
    pages = {name: name for name in names} | {q.id: f"02_question.{q.id}" for q in book.questions}
    return words(
        "provenance.notebooks",
        links=words.list(f"[{text}](annex/{page}.html)" for text, page in pages.items()),
    )


def _crosstabs(crosstabs, book, words):
    """The crossed pairs that may be shared, and how many may not."""
    if crosstabs.empty:
        return
    pairs, shared = ["behaviour", "outcome"], suppression.crosstabs(crosstabs, book)
    hidden = len(crosstabs[pairs].drop_duplicates()) - len(shared[pairs].drop_duplicates())
    note = (
        words("note.protected", n=hidden, smallest=words.integer(book.smallest_cell))
        if hidden
        else ""
    )
    show.text(f"## {words('heading.crosstabs')}\n\n{note}")
    for outcome in book.with_role("outcome"):
        cells = shared[shared.outcome == outcome.id]
        if len(cells):
            show.figure(
                figures.crosstabs(cells, outcome, book, words),
                id=f"fig-crosstab-{outcome.id}".replace("_", "-"),
                caption=noted(
                    words("caption.crosstabs", outcome=narrative.quoted_short(outcome, words)),
                    book,
                    words,
                ),
                alt=figures.crosstabs_alt(cells, outcome, book, words),
            )
            show.table(
                narrative.crosstab_rows(cells, outcome, book, words),
                id=f"tbl-crosstab-{outcome.id}".replace("_", "-"),
                caption=noted(
                    words("caption.crosstab", outcome=narrative.quoted_short(outcome, words)),
                    book,
                    words,
                ),
            )


def _pairs(pairs, first, second, **table):
    show.table(pd.DataFrame({second: pairs.values()}, index=pd.Index(pairs, name=first)), **table)
