"""One share of each question in every group: a panel a question, a dot and an interval a group."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from helpers.codebook import Codebook
from helpers.report import cells, narrative
from helpers.report.catalogue import Messages
from helpers.report.figures.drawings import Drawing
from helpers.report.figures.room import WIDE
from helpers.report.figures.rows import Rows
from helpers.report.figures.style import ACCENT, BAND, SMALL, Figure, shorten

LINES = 22  # of one picture: half a page, so that it stands beside its text
RIGHT = {False: 1.45, True: 1.55}  # of an axis that ends at 1: room for shares
HEAD = 1.4  # lines above a panel
NBSP = "\u00a0"


def groups(table: pd.DataFrame, book: Codebook, messages: Messages) -> Figure:
    """The share that tells a question in one number, in every group.

    Parameters
    ----------
    table : DataFrame
        Rows of one group, one answer of each question or option, as `group_tests.shares` makes
        them.
    book : Codebook
    messages : Messages
    """
    drawing = Drawing(_draw_groups, table, book, messages.plain)
    bound = cells.bind(table, "group_shares")
    return Figure(drawing, _describe_groups(bound, book, messages))


def told_first(shares: pd.DataFrame, tests: pd.DataFrame) -> pd.DataFrame:
    """The shares, of one group, of the answer that tells each question in one number."""
    shown = tests.set_index(["question", "option"]).level
    keys = pd.MultiIndex.from_frame(shares[["question", "option"]])
    return shares[(shares.level == shown.reindex(keys).to_numpy()) & shares.share.notna()]


def pages(table: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The rows of a table in as many pictures as it takes, no question torn apart.

    Examples
    --------
    >>> table = pd.DataFrame({"question": sorted(["q1", "q2", "q3"] * 8), "option": ""})
    >>> [page.question.unique().tolist() for page in pages(table)]
    [['q1', 'q2'], ['q3']]
    """
    page, lines = [], 0
    for _, rows in _panels(table):
        if page and lines + len(rows) + 1 > LINES:
            yield pd.concat(page)
            page, lines = [], 0
        page.append(rows)
        lines += len(rows) + 1
    yield pd.concat(page)


def _panels(table):
    """The rows of each question, or option."""
    return table.groupby(["question", "option"], sort=False)


def _draw_groups(table, book, messages, room=WIDE):
    table = table.reset_index(drop=True)
    names = [
        narrative.groups.label(row.group, row.group_level, book, messages)
        for row in table.itertuples()
    ]
    firsts = ~table.duplicated(["question", "option"]).to_numpy()
    layout = Rows.of(names, room, lines=2, heads=np.where(firsts, HEAD, 0))
    fig, ax = layout.axes(below=1.3)
    ax.set_xlim(-0.02, RIGHT[room.is_narrow])
    for row, top in zip(table[firsts].itertuples(), layout.tops[firsts], strict=True):
        ax.axhspan(top - HEAD + 0.2, top - 0.1, color=BAND, linewidth=0)
        title = shorten(_title(row, book, messages), 44 if room.is_narrow else 70)
        ax.text(0, top - HEAD / 2, title, va="center", fontsize=SMALL, fontweight="bold")
    ax.hlines(layout.places, table.low, table.high, color=ACCENT, linewidth=1.6)
    ax.plot(table.share, layout.places, "o", color=ACCENT, markersize=4.5, clip_on=False)
    for row, place in zip(table.itertuples(), layout.places, strict=True):
        ax.text(1.04, place, _share(row, messages), va="center", fontsize=SMALL)
    ax.spines["bottom"].set(visible=True, bounds=(0, 1))
    ticks = (0, 0.5, 1) if room.is_narrow else (0, 0.25, 0.5, 0.75, 1)
    ax.set_xticks(ticks, [messages.percent(x) for x in ticks], fontsize=SMALL)
    return fig


def _title(row, book, messages):
    answer = narrative.groups.answer(row.question, row.option, row.level, book, messages)
    question = messages.short(book.question(row.question))
    return f"{question}{messages('colon')}{messages('quote', text=answer)}"


def _describe_groups(table, book, messages):
    """The answer whose groups lie furthest apart, its two ends; where the rest is."""
    ends = [rows.sort_values("share", kind="stable").iloc[[0, -1]] for _, rows in _panels(table)]
    widest = max(ends, key=lambda pair: pair.share.iloc[1] - pair.share.iloc[0])
    low, high = (_end(row, book, messages) for row in widest.itertuples())
    row = widest.iloc[0]
    answer = narrative.groups.answer(row.question, row.option, row.level, book, messages.plain)
    return messages(
        "groups.alt",
        answer=shorten(answer, 22),
        name=shorten(messages.plain.short(book.question(row.question)), 36),
        low=low,
        high=high,
    )


def _end(row, book, messages):
    group = narrative.groups.label(row.group, row.group_level, book, messages.plain)
    return f"{shorten(group, 18)} {messages.percent(row.share)}"


def _share(row, messages):
    base = messages.integer(row.base)
    return f"{messages.percent(row.share)} (n{NBSP}={NBSP}{base})"
