"""One share of each question in every group: a panel a question, a dot and an interval a group."""

from collections.abc import Iterator

import matplotlib.pyplot as plt
import pandas as pd

from helpers.codebook import Codebook
from helpers.report import cells, narrative
from helpers.report.catalogue import Messages
from helpers.report.figures.drawings import Drawing
from helpers.report.figures.style import ACCENT, BAND, INK, WIDTH, Figure, wrap

LINES = 22  # of one picture: half a page, so that it stands beside its text
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


def _draw_groups(table, book, messages):
    panels = [rows for _, rows in _panels(table)]
    height = 0.18 * (len(table) + 1.4 * len(panels)) + 0.4
    fig, ax = plt.subplots(figsize=(WIDTH, height))
    labels, place = {}, 0.0
    for rows in panels:
        first = rows.iloc[0]
        ax.axhspan(place - 0.55, place + 0.5, color=BAND, linewidth=0)
        title = wrap(_title(first, book, messages), 95, lines=1)
        ax.text(0.01, place, title, va="center", fontsize=8.5, fontweight="bold")
        for number, row in enumerate(rows.itertuples(), 1):
            y = place + number
            ax.hlines(y, row.low, row.high, color=ACCENT, linewidth=1.6)
            ax.plot(row.share, y, "o", color=ACCENT, markersize=4.5, clip_on=False)
            text = _share(row, messages)
            ax.annotate(text, (1.02, y), va="center", fontsize=8.5, annotation_clip=False)
            name = narrative.groups.label(row.group, row.group_level, book, messages)
            labels[y] = wrap(name, 32, lines=1)
        place += len(rows) + 1.4
    ax.set_yticks(list(labels), list(labels.values()))
    ax.set(xlim=(0, 1), ylim=(place - 0.7, -0.6))
    ax.vlines([0.25, 0.5, 0.75], -0.6, place, color=BAND, linewidth=0.6, zorder=0)
    ax.axvline(0, color=INK, linewidth=0.8)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], [messages.percent(x) for x in (0, 0.25, 0.5, 0.75, 1)])
    return fig


def _title(row, book, messages):
    answer = narrative.groups.answer(row.question, row.option, row.level, book, messages)
    question = messages.short(book.question(row.question))
    return f"{question}{messages('colon')}{messages('quote', text=answer)}"


def _describe_groups(table, book, messages):
    items = []
    for _, rows in _panels(table):
        shares = [
            f"{narrative.groups.label(row.group, row.group_level, book, messages)} "
            f"{_share(row, messages)}"
            for row in rows.itertuples()
        ]
        title = _title(rows.iloc[0], book, messages)
        items.append(f"{title}{messages('colon')}{', '.join(shares)}")
    return messages("groups.alt", items="; ".join(items))


def _share(row, messages):
    base = messages.integer(row.base)
    return f"{messages.percent(row.share)} (n{NBSP}={NBSP}{base})"
