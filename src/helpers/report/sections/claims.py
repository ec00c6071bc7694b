"""What had been published, and what it tells by itself."""

import pandas as pd

from helpers import published
from helpers.document import show
from helpers.report import figures, narrative
from helpers.report.sections.captions import noted


def published_claims(claims, book, words):
    """Every published figure and claim, beside what the answers give."""
    if claims.empty:
        return
    figures_of = published.load(book)
    show.text(f"# {words('heading.claims')}\n\n{narrative.claims_tally(claims, book, words)}")
    column = words("column.claim")
    frame = pd.DataFrame(narrative.claim_rows(claims, figures_of, book, words)).set_index(column)
    show.table(frame, id="tbl-claims", caption=noted(words("caption.claims"), book, words))


def margins(grim, book, words):
    """How many people the published percentages say there were."""
    if grim.empty:
        return
    figures_of = published.load(book)
    said = f"{narrative.grim(grim, figures_of, words)} {narrative.unequal(grim, figures_of, book, words)}"
    show.text(f"# {words('heading.published')}\n\n{said}")
    show.table(_roundings(grim, words), id="tbl-grim", caption=words("caption.grim"))


def bounds(table, book, words):
    """What the published margins bound."""
    if table.empty:
        return
    show.text(f"## {words('heading.bounds')}\n\n{narrative.bounds(published.load(book), words)}")
    bounds_figure(table, book, words)


def _roundings(grim, words):
    fits = {
        words(f"column.{column}"): [
            words.runs(published.admissible(grim, rounding, blanks=blanks)) or "–"
            for rounding in grim.rounding.unique()
        ]
        for blanks, column in enumerate(("admissible", "admissible_blank"))
    }
    names = [words(f"rounding.{rounding.replace(' ', '_')}") for rounding in grim.rounding.unique()]
    return pd.DataFrame(fits, index=pd.Index(names, name=words("column.rounding")))


def bounds_figure(table, book, words):
    """The figure of these bounds; none when no behaviour and outcome were both published as percentages."""
    if table.empty:
        return
    show.figure(
        figures.bounds(table, book, words),
        id="fig-bounds",
        caption=words("caption.bounds"),
        alt=figures.bounds_alt(table, book, words),
    )
