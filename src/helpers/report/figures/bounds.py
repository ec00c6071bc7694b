"""Who can be in two groups at once, by the published margins alone."""

import matplotlib.pyplot as plt

from helpers.report.figures.style import ACCENT, BAND, WIDTH, wrap


def bounds(table, book, messages):
    """For each behaviour, how few and how many active people can be among the positive, by the margins alone."""
    rows = _nearest(table)
    fig, ax = plt.subplots(figsize=(WIDTH, 0.3 * len(rows) + 0.5))
    ax.barh(rows.index, rows.active, color=BAND, height=0.7)
    ax.hlines(rows.index, rows.both_low, rows.both_high, color=ACCENT, linewidth=4)
    for row in rows.itertuples():
        ax.annotate(
            _range(row, messages),
            (row.active, row.Index),
            (6, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
        )
    ax.set_yticks(
        rows.index, [wrap(book.question(id).short[messages.language]) for id in rows.behaviour]
    )
    most = rows.active.max()
    ax.set(ylim=(len(rows) - 0.5, -0.5), xlim=(0, most * 1.3), xlabel=messages("axis.people"))
    ax.set_xticks(
        [
            tick
            for tick in plt.MaxNLocator(6, integer=True).tick_values(0, most)
            if tick <= most * 1.3
        ]
    )
    return fig


def bounds_alt(table, book, messages):
    """The picture of `bounds` in words."""
    items = [
        f"{book.question(row.behaviour).short[messages.language]}{messages('colon')}{_range(row, messages)}"
        for row in _nearest(table).itertuples()
    ]
    return messages("alt.bounds", items="; ".join(items))


def _range(row, messages):
    values = {"low": row.both_low, "high": row.both_high, "active": row.active}
    return messages(
        "published.bounds_range", **{key: messages.integer(value) for key, value in values.items()}
    )


def _nearest(table):
    """The bounds in the main reading, at the number of respondents nearest to the published one: it stands first."""
    rows = table[table.reading == "main"].drop_duplicates(["behaviour", "outcome"])
    return rows.reset_index(drop=True)
