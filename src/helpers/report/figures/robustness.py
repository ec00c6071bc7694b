"""Whether a verdict holds when one decision is made otherwise."""

import pandas as pd

from helpers.analysis.specifications import Kind
from helpers.codebook import Codebook
from helpers.report import cells, narrative
from helpers.report.catalogue import Messages
from helpers.report.figures.drawings import Drawing
from helpers.report.figures.panels import RANGES, panels
from helpers.report.figures.room import WIDE
from helpers.report.figures.style import ACCENT, INK, LINE, QUIET, SMALL, Figure, shorten

ABOVE = 1.9  # lines of a panel's name
FAR = 0.5  # from the planned gamma: a variant so far from it, and so alone there, is named
ALONE = 0.25


def specifications(table: pd.DataFrame, book: Codebook, messages: Messages) -> Figure:
    """One line a behaviour, one panel an outcome: gamma under each specification.

    That of the planned analysis is larger, one with another verdict a dark diamond; one that lies
    far off is named. Of a reconstruction, points are empty.

    Parameters
    ----------
    table : DataFrame
        As `robustness.table` makes it.
    book : Codebook
    messages : Messages
    """
    drawing = Drawing(_draw_specifications, table, book, messages.plain)
    return Figure(drawing, _describe_specifications(cells.bind(table, "robustness"), messages))


def _draw_specifications(table, book, messages, room=WIDE):
    outcomes = list(dict.fromkeys(table.outcome))
    behaviours = list(dict.fromkeys(table.behaviour))
    names, titles = (
        [messages.short(book.question(id)) for id in ids] for ids in (behaviours, outcomes)
    )
    fig, axes, layout = panels(names, titles, messages, room, least=1.4, values=RANGES, above=ABOVE)
    for ax, outcome in zip(axes, outcomes, strict=True):
        rows = table[(table.outcome == outcome) & table.effect.notna()]
        for behaviour, place in zip(behaviours, layout.places, strict=True):
            own = rows[rows.behaviour == behaviour]
            if len(own):
                _row(ax, own, place, book, messages)
    return fig


def _row(ax, rows, place, book, messages):
    """All variants of one pair, on one line."""
    low, high = rows.effect.min(), rows.effect.max()
    ax.hlines(place, low, high, color=LINE, linewidth=0.6, zorder=1)
    inside = {"markerfacecolor": "white"} if book.synthetic else {}
    for row in rows[rows.specification != Kind.MAIN].itertuples():
        look = {"marker": "D", "color": INK, "markersize": 4.5, "zorder": 3}
        if not row.differs:
            look = {"marker": "o", "color": QUIET, "markersize": 4, "zorder": 2} | inside
        ax.plot(row.effect, place, linestyle="none", **look)
    main = rows[rows.specification == Kind.MAIN]
    look = {"color": ACCENT, "markersize": 6.5, "zorder": 4, "markeredgewidth": 1.4} | inside
    ax.plot(main.effect, [place] * len(main), "o", **look)
    text = messages.interval(low, high)
    ax.text(RANGES, place, text, ha="right", va="center", fontsize=SMALL)
    if len(main):
        _name_the_furthest(ax, rows, main.effect.iloc[0], place, book, messages)


def _name_the_furthest(ax, rows, planned, place, book, messages):
    """The one variant that lies far from all others, if there is one."""
    away = (rows.effect - planned).abs()
    row = rows.loc[away.idxmax()]
    others = (rows.effect.drop(row.name) - row.effect).abs()
    if away.max() < FAR or others.min() < ALONE:
        return
    name = shorten(narrative.robustness.specification(row.specification, book, messages), 40)
    side = {"x": -1.03, "ha": "left"} if row.effect < 0 else {"x": 1.0, "ha": "right"}
    ground = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}  # the line of zero goes behind
    ax.text(y=place - 0.35, s=name, va="bottom", fontsize=SMALL, color=LINE, bbox=ground, **side)


def _describe_specifications(table, messages):
    """On how many pairs the verdict changes."""
    return messages("alt.specifications", headline=narrative.robustness.headline(table, messages))
