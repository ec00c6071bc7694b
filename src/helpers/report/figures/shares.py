"""What was answered to one question: bars on one scale for all questions, their values aligned."""

from collections.abc import Collection

import numpy as np
import pandas as pd
from matplotlib.patches import Rectangle

from helpers.codebook import NO_OPTION, Question
from helpers.report import cells
from helpers.report.catalogue import Messages
from helpers.report.figures.drawings import Drawing
from helpers.report.figures.room import SHORT, WIDE
from helpers.report.figures.rows import Rows
from helpers.report.figures.style import (
    FOLLOWS,
    INK,
    LETTERS,
    LINE,
    Figure,
    brackets,
    fill,
    shorten,
)
from helpers.report.narrative.account import item
from helpers.report.narrative.answers import in_order

# Right of the bars, whose scale ends at 1: where values end, the bracket, the edge.
VALUES, BRACKET, RIGHT = 1.2, 1.24, 1.45
NARROW_VALUES, NARROW_BRACKET, NARROW_RIGHT = 1.34, 1.38, 1.62
SHORT_VALUES, SHORT_BRACKET, SHORT_RIGHT = 1.55, 1.59, 1.85


def shares(
    table: pd.DataFrame,
    question: Question,
    messages: Messages,
    published: Collection[str] | None = None,
    follows: Collection[str] = (),
) -> Figure:
    """Bars of one question, each with its interval, count and share; see `answers.in_order`.

    The levels that the codebook highlights are coloured, and a bracket gives their share together.
    Of a reconstruction, what was published is solid and its number bold, what follows from it is
    hatched, and what was drawn at random is pale and dashed.

    Parameters
    ----------
    table : DataFrame
        The rows of one question, as `tables.shares` makes them.
    question : Question
    messages : Messages
    published : collection of str, optional
        Of a reconstruction: the levels, or levels taken together as ``jamais|rarement``, whose
        percentage was published.
    follows : collection of str, optional
        Those whose percentage follows from that.
    """
    known = None if published is None else tuple(sorted(published))
    drawing = Drawing(_draw_shares, table, question, known, tuple(sorted(follows)), messages.plain)
    return Figure(drawing, _describe_shares(cells.bind(table, "shares"), question, known, messages))


def _draw_shares(table, question, published, follows, messages, room=WIDE):
    rows = in_order(table, question).reset_index(drop=True)
    labels = [_label(question, level, messages) for level in rows.level]
    if room.is_narrow and max(map(len, labels)) <= SHORT.line:
        room = SHORT
    layout = Rows.of(labels, room)
    fig, ax = layout.axes()
    where = layout.places
    values, _, right = _columns(room)
    for level, share, place in zip(rows.level, rows.share, where, strict=True):
        ax.barh(place - 0.08, share, height=0.6, **_look(level, question, published, follows))
    beside = where + 0.36
    if rows.bound_low.notna().any():
        ax.hlines(beside, rows.bound_low, rows.bound_high, color=LINE, linewidth=4, alpha=0.35)
    brackets(ax, rows.low, rows.high, beside)
    for row, place in zip(rows.itertuples(), where, strict=True):
        text = messages.integer(row.count)
        if row.base:
            text += f" ({messages.percent(row.share)})"
        weight = "bold" if published and row.level in published else "normal"
        ax.text(values, place, text, ha="right", va="center", fontsize=LETTERS, fontweight=weight)
    _bracket(ax, table, rows, layout, published, messages)
    _rests(ax, rows, layout, follows, messages)
    ax.vlines(np.zeros(len(where)), where - 0.5, where + 0.5, color=INK, linewidth=0.8)
    ax.set_xlim(0, right)
    return fig


def _columns(room):
    if room == SHORT:
        return SHORT_VALUES, SHORT_BRACKET, SHORT_RIGHT
    if room.is_narrow:
        return NARROW_VALUES, NARROW_BRACKET, NARROW_RIGHT
    return VALUES, BRACKET, RIGHT


def _look(level, question, published, follows):
    """Drawn by where a share is from, coloured if the codebook highlights its level."""
    plain = level == NO_OPTION or (question.highlight and level not in question.highlight)
    origin = "" if published is None or level in published else "drawn"
    return fill(not plain, "follows" if level in follows else origin)


def _rests(ax, rows, layout, follows, messages):
    """What published percentages leave to several levels together: hatched, beside them."""
    where, (_, left, _) = layout.places, _columns(layout.room)
    for joined in follows:
        places = np.flatnonzero(rows.level.isin(joined.split("|")))
        if len(places) < 2 or np.ptp(places) != len(places) - 1:
            continue
        top, bottom = where[places[0]] - 0.35, where[places[-1]] + 0.35
        ax.add_patch(Rectangle((left - 0.015, top), 0.015, bottom - top, **FOLLOWS))
        text = messages.percent(rows.share.iloc[places].sum())
        ax.text(left + 0.02, (top + bottom) / 2, text, va="center", fontsize=LETTERS)


def _bracket(ax, table, rows, layout, published, messages):
    """The share of the highlighted levels together, beside them, if they are neighbours."""
    groups = table[table.status == "group"]
    where, (_, bracket, _) = layout.places, _columns(layout.room)
    for group in groups.itertuples():
        places = np.flatnonzero(rows.level.isin(group.level.split("|")))
        if len(places) < 2 or np.ptp(places) != len(places) - 1 or not group.base:
            continue
        top, bottom = where[places[0]] - 0.35, where[places[-1]] + 0.35
        ends = [bracket - 0.015, bracket, bracket, bracket - 0.015]
        ax.plot(ends, [top, top, bottom, bottom], color=LINE, linewidth=0.8)
        text, is_known = messages.percent(group.share), published and group.level in published
        ax.text(
            *(bracket + 0.02, (top + bottom) / 2, text),
            va="center",
            fontsize=LETTERS,
            fontweight="normal" if published is not None and not is_known else "bold",
        )


def _describe_shares(table, question, published, messages):
    """The share that the text speaks of, or the largest; of one that was drawn, that it was."""
    rows = table[table.status == "group"]
    if rows.empty:
        rows = table[table.status == "level"].sort_values("count", ascending=False, kind="stable")
    row, name = rows.iloc[0], shorten(messages.short(question), 40)
    people = messages("people_in_words", n=row.base)
    if published is not None and row.level not in published:
        return messages("alt.shares_drawn", name=name, people=people)
    names = [_name(question, level, messages) for level in row.level.split("|")]
    levels = messages.list(names, "or")
    percent = messages.percent(row.share)
    return messages(
        "alt.shares", levels=shorten(levels, 60), name=name, people=people, percent=percent
    )


def _label(question, level, messages):
    assumed = any(item.assumed for item in question.levels if item.id == level)
    return _name(question, level, messages) + "*" * assumed


def _name(question, level, messages):
    if level == NO_OPTION:
        return item("_unticked" if question.is_consent else level, messages)
    return messages.label(question, level)
