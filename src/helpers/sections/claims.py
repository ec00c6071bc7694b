"""What had been published, and what it tells by itself."""

import pandas as pd

from helpers import figures, narrative, published, show
from helpers.sections.captions import noted


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
    show.text(f"# {words('heading.published')}\n\n{narrative.grim(grim, published.load(book), words)}")
    show.table(_roundings(grim, words), id="tbl-grim", caption=words("caption.grim"))


def bounds(table, book, words):
    """What the published margins bound."""
    if table.empty:
        return
    show.text(f"## {words('heading.bounds')}\n\n{narrative.bounds(published.load(book), words)}")
    show.figure(
        figures.bounds(table, book, words),
        id="fig-bounds",
        caption=words("caption.bounds"),
        alt=figures.bounds_alt(table, book, words),
    )


def _roundings(grim, words):
    fits = {
        words(f"rounding.{rounding.replace(' ', '_')}"): words.list(
            [words.integer(n) for n in published.admissible(grim, rounding)]
        )
        or "–"
        for rounding in grim.rounding.unique()
    }
    return pd.DataFrame(
        {words("column.admissible"): fits.values()}, index=pd.Index(fits, name=words("column.rounding"))
    )
