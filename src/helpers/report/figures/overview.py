"""The behaviours at a glance: bars of one length, cut where the highlighted answers end."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from helpers.analysis.frequencies import upper_part
from helpers.codebook import Codebook, Question
from helpers.report import cells, narrative
from helpers.report.catalogue import Messages
from helpers.report.figures.drawings import Drawing
from helpers.report.figures.room import WIDE
from helpers.report.figures.rows import Rows
from helpers.report.figures.style import LETTERS, SMALL, Figure, brackets, fill, shorten, wrap

LEFT, RIGHT = -0.2, 1.25  # of the bars, whose scale goes from 0 to 1: room for both totals
HEAD = {False: 26, True: 22}  # letters of a line of what stands over a part, on a page, on a phone
NAMED = 3  # levels of a part that are all named; of more, the first and the last


@dataclass(frozen=True)
class _Bar:
    """One behaviour: its shares from left to right, and where they are cut."""

    question: Question
    shares: tuple[float, ...]
    cut: int
    low: float = np.nan  # of the coloured part
    high: float = np.nan

    @property
    def parts(self):
        """The levels left and right of the cut."""
        return self.question.scale[: self.cut], self.question.scale[self.cut :]

    @property
    def totals(self):
        return sum(self.shares[: self.cut]), sum(self.shares[self.cut :])

    @property
    def told(self):
        """The part that the codebook highlights, or else the right one."""
        return 0 if set(self.question.highlight) == set(self.parts[0]) else 1


def overview(
    table: pd.DataFrame,
    book: Codebook,
    messages: Messages,
    published: Mapping[str, Collection[str]] | None = None,
) -> Figure:
    """All behaviours as bars of one length, those with the same answers under each other.

    The part that the codebook highlights is coloured, or else the right one; a bracket gives its
    interval, where it is of one level or highlighted, and totals stand at both ends. The larger the
    left part, the higher the bar stands.

    Parameters
    ----------
    table : DataFrame
        The shares of all questions, as `tables.shares` makes them.
    book : Codebook
    messages : Messages
    published : dict of str to collection of str, optional
        Of a reconstruction: question to the levels, taken together as ``jamais|rarement``, whose
        percentage was published; what is published is solid, what is left of it hatched, and all
        other bars are pale and dashed.
    """
    known = None if published is None else {key: tuple(sorted(published[key])) for key in published}
    questions = book.with_role("behaviour")
    blocks = _blocks(table, questions, messages)
    drawing = Drawing(_draw, table, questions, known, messages.plain)
    return Figure(drawing, _describe(blocks, table, messages))


def has_intervals(table: pd.DataFrame, book: Codebook, messages: Messages) -> bool:
    """Whether any bar of the overview has the interval of its coloured part."""
    blocks = _blocks(table, book.with_role("behaviour"), messages)
    return any(np.isfinite(bar.low) for block in blocks for bar in block)


def _blocks(table, questions, messages):
    """The bars, those with the same answers together; the largest block first."""
    blocks = {}
    for question in questions:
        rows = table[table.question == question.id]
        levels = rows[rows.status == "level"].set_index("level").loc[question.scale]
        bar = _Bar(question, tuple(levels.share.fillna(0)), upper_part(question))
        told = bar.parts[bar.told]
        group = rows[rows.status == "group"] if question.highlight else levels.loc[told]
        if len(group) == 1:  # of several levels that no codebook takes together, there is none
            low, high = group[["low", "high"]].iloc[0]
            bar = replace(bar, low=low, high=high)
        labels = tuple(messages.label(question, level) for level in question.scale)
        blocks.setdefault((bar.cut, labels), []).append(bar)
    ordered = sorted(blocks.values(), key=len, reverse=True)
    return [sorted(block, key=lambda bar: -bar.totals[0]) for block in ordered]


def _draw(table, questions, published, messages, room=WIDE):
    blocks = _blocks(table, questions, messages)
    heads = [[_head(block[0], part, messages, room) for part in (0, 1)] for block in blocks]
    bars = [bar for block in blocks for bar in block]
    space = []
    for pair, block in zip(heads, blocks, strict=True):
        lines = 1 + max(text.count("\n") for text in pair)
        space += [0.8 * lines + 0.7, *[0.15] * (len(block) - 1)]
    names = [messages.short(bar.question) for bar in bars]
    layout = Rows.of(names, room, lines=3, least=1.15, heads=space)
    fig, ax = layout.axes()
    first = 0
    for pair, block in zip(heads, blocks, strict=True):
        under = layout.tops[first] - 0.15
        for text, x, side in zip(pair, (0, 1), ("left", "right"), strict=True):
            ax.text(x, under, text, ha=side, va="bottom", fontsize=SMALL, linespacing=1.1)
        first += len(block)
    for bar, place in zip(bars, layout.places, strict=True):
        known = None if published is None else published.get(bar.question.id, ())
        _bar(ax, bar, place, known, messages)
    ax.set_xlim(LEFT, RIGHT)
    return fig


def _head(bar, part, messages, room):
    """What the answers of a part are."""
    levels = bar.parts[part]
    labels = [messages.label(bar.question, level) for level in levels]
    if len(labels) > NAMED:
        labels = [labels[0], labels[-1]]
        text = messages("figure.span", first=labels[0], last=labels[1])
    else:
        text = messages.list(labels, "or")
    return wrap(text, HEAD[room.is_narrow])


def _bar(ax, bar, place, published, messages):
    is_known = published is None or "|".join(bar.parts[bar.told]) in published
    origin = ("follows", "published") if is_known and published is not None else ("", "")
    origin = origin if is_known else ("drawn", "drawn")
    edges = np.cumsum([0, *bar.shares])
    for level, (left, share) in enumerate(zip(edges, bar.shares, strict=False)):
        told = (level >= bar.cut) == bool(bar.told)
        ax.barh(place, share, left=left, height=0.7, **fill(told, origin[told], is_part=True))
    ends = zip((-0.02, 1.02), ("right", "left"), bar.totals, strict=True)
    for part, (x, side, total) in enumerate(ends):
        weight = "bold" if is_known and part == bar.told else "normal"
        text = messages.percent(total)
        ax.text(x, place, text, ha=side, va="center", fontsize=LETTERS, fontweight=weight)
    if np.isfinite(bar.low):
        end = sum(bar.shares)  # less than 1 where some answered off the scale
        limits = (bar.low, bar.high) if bar.told == 0 else (end - bar.high, end - bar.low)
        brackets(ax, *limits, place + 0.47)


def _describe(blocks, table, messages):
    """The first bar's larger part; where the rest is."""
    bar = blocks[0][0]
    rows = cells.bind(table[table.question == bar.question.id], "shares")
    group = rows[rows.status == "group"]
    if group.empty:
        return messages("alt.overview_plain")
    levels = narrative.answers.joined_levels(bar.question, group.level.iloc[0], messages)
    return messages(
        "alt.overview",
        percent=messages.percent(group.share.iloc[0]),
        levels=shorten(levels),
        name=shorten(messages.short(bar.question)),
    )
