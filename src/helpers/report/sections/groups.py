"""The groups of people side by side: what is compared, what stands out, every answer."""

import pandas as pd

from helpers.codebook import Codebook
from helpers.document import show
from helpers.report import figures, narrative
from helpers.report.catalogue import Messages
from helpers.report.figures.groups import pages, told_first
from helpers.report.sections.captions import noted, show_figure, show_table


def groups(
    shares: pd.DataFrame,
    tests: pd.DataFrame,
    differences: pd.DataFrame,
    book: Codebook,
    messages: Messages,
) -> None:
    """Each group: a sentence, a picture of one share of each question, the tests."""
    if tests.empty:
        return
    show.text(f"# {messages('groups.heading')}")
    for group, own in tests.groupby("group", sort=False):
        rows = shares[shares.group == group]
        name = narrative.groups.name(group, book, messages)
        sentence = narrative.groups.sentence(own, rows, book, messages)
        show.text(f"## {name}\n\n{sentence} {narrative.groups.methods(own, messages)}".rstrip())
        if rows.empty:
            continue
        caption = noted(messages("groups.caption", group=name), book, messages)
        for number, page in enumerate(pages(told_first(rows, own)), 1):
            picture = figures.groups(page, book, messages)
            show_figure(picture, "groups", group, str(number), caption=caption, data=page)
        if own.test.eq("").all():  # each is hidden, or has nothing to be tested
            continue
        show_table(
            narrative.groups.rows(own, differences[differences.group == group], book, messages),
            "groups",
            group,
            caption=noted(messages("groups.table", group=name), book, messages),
            note=messages("groups.note"),
            grouped=True,
        )


def group_counts(shares: pd.DataFrame, book: Codebook, messages: Messages) -> None:
    """Every answer of every group; a table a group."""
    for group, rows in shares.groupby("group", sort=False):
        name = narrative.groups.name(group, book, messages)
        caption = messages("groups.counts", group=name)
        show.text(f"# {caption}")
        show_table(
            narrative.groups.count_rows(rows, book, messages),
            "group-counts",
            group,
            caption=noted(caption, book, messages),
            note=messages("groups.counts_note"),
            grouped=True,
        )
