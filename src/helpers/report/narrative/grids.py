"""The rows of one grid side by side, in words and in a table."""

from collections.abc import Sequence

import pandas as pd

from helpers.codebook import Question
from helpers.report.catalogue import Messages
from helpers.report.narrative.answers import headline, interval, quoted_levels, quoted_name, share

MAX_LEVELS = 7  # that a table has a column for


def in_order(shares: pd.DataFrame, rows: Sequence[Question]) -> list[Question]:
    """The rows of a grid, the one with the largest share of `leading` first; unanswered ones last.

    Rows that are compared by no level of theirs stay as the codebook has them.

    Parameters
    ----------
    shares : DataFrame
        Of all rows.
    rows : sequence of Question
    """
    if not are_compared(rows):
        return [*rows]
    share = {row.id: leading(shares, row).share for row in rows}
    return sorted(rows, key=lambda row: -share[row.id] if share[row.id] == share[row.id] else 1)


def are_compared(rows: Sequence[Question]) -> bool:
    """Whether one level, or some, tell all rows apart: the highest, or those highlighted."""
    return rows[0].is_ordered or bool(rows[0].highlight)


def leading(shares: pd.DataFrame, row: Question) -> pd.Series:
    """The share by which rows are compared: of the highlighted levels, or of the highest one.

    Without an order, and with nothing highlighted, that of the level given most often.
    """
    own = shares[shares.question == row.id]
    group = headline(own)
    if group is None and not row.is_ordered:
        levels = own[own.status == "level"]
        return levels.iloc[int(levels["count"].astype(int).argmax())]
    return own[own.level == row.scale[-1]].iloc[0] if group is None else group


def sentence(shares: pd.DataFrame, rows: Sequence[Question], messages: Messages) -> str:
    """Which row stands highest and which lowest; or what was answered most, row by row.

    Parameters
    ----------
    shares : DataFrame
        Of all rows.
    rows : sequence of Question
        In the order of `in_order`.
    messages : Messages
    """
    answered = [row for row in rows if leading(shares, row).base]
    if not answered:
        return messages("answered.nobody")
    if not are_compared(rows):
        return _row_by_row(shares, answered, messages)
    ends = answered[:1] if len(answered) == 1 else [answered[0], answered[-1]]
    lines = [leading(shares, row) for row in ends]
    texts = [
        f"{share(line['count'], line.base, line.share, messages)}** {interval(line, messages)}"
        for line in lines
    ]
    levels = quoted_levels(answered[0], lines[0].level.split("|"), messages)
    names = [quoted_name(row, messages) for row in ends]
    if len(ends) == 1:
        return messages("grid.one", levels=levels, row=names[0], share=f"**{texts[0]}")
    if lines[0].share == lines[1].share:
        return messages("grid.alike", levels=levels, percent=messages.percent(lines[0].share))
    return messages(
        "grid.ends",
        levels=levels,
        first=names[0],
        first_share=f"**{texts[0]}",
        last=names[1],
        last_share=f"**{texts[1]}",
    )


def _row_by_row(shares, rows, messages):
    items = []
    for row in rows:
        line = leading(shares, row)
        people = share(line["count"], line.base, line.share, messages)
        level = quoted_levels(row, [line.level], messages)
        items.append(
            messages("grid.item", row=messages.short(row), level=level, share=f"**{people}**")
        )
    return messages("grid.items", items="; ".join(items))


def rows(shares: pd.DataFrame, rows: Sequence[Question], messages: Messages) -> pd.DataFrame:
    """Every row: how many answered, the share of each level, how many did not answer."""
    lines = []
    for row in rows:
        own = shares[shares.question == row.id]
        levels = own[own.status == "level"].set_index("level")
        skipped = own[own.level == "_skipped"]["count"].iloc[0]
        base = messages.integer(levels.base.iloc[0])
        line = messages.row({"column.row": messages.short(row), "column.base": base})
        if len(row.ids) <= MAX_LEVELS:
            labels = [messages.label(row, level) for level in row.ids]
            line |= dict(zip(labels, map(messages.percent, levels.share[row.ids]), strict=True))
        else:
            top = leading(shares, row)
            name = quoted_levels(row, top.level.split("|"), messages)
            line |= {name: messages.percent(top.share)}
        line |= messages.row({"column.missing": messages.integer(skipped)})
        lines.append(line)
    return pd.DataFrame(lines).set_index(messages("column.row"))
