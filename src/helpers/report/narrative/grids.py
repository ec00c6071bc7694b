"""The rows of one grid side by side, in words and in a table."""

from collections.abc import Sequence

import pandas as pd

from helpers.codebook import Question
from helpers.report.catalogue import Messages
from helpers.report.narrative.answers import headline, interval, quoted_levels, quoted_name, share

MAX_LEVELS = 7  # that a table has a column for


def in_order(shares: pd.DataFrame, rows: Sequence[Question]) -> list[Question]:
    """The rows of a grid, the one with the largest share of `leading` first; unanswered ones last.

    Parameters
    ----------
    shares : DataFrame
        Of all rows.
    rows : sequence of Question
    """
    share = {row.id: leading(shares, row).share for row in rows}
    return sorted(rows, key=lambda row: -share[row.id] if share[row.id] == share[row.id] else 1)


def leading(shares: pd.DataFrame, row: Question) -> pd.Series:
    """The share by which rows are compared: of the highlighted levels, or of the highest one."""
    own = shares[shares.question == row.id]
    group = headline(own)
    return own[own.level == row.scale[-1]].iloc[0] if group is None else group


def sentence(shares: pd.DataFrame, rows: Sequence[Question], messages: Messages) -> str:
    """Which row stands highest and which lowest.

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
    return messages(
        "grid.ends",
        levels=levels,
        first=names[0],
        first_share=f"**{texts[0]}",
        last=names[1],
        last_share=f"**{texts[1]}",
    )


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
