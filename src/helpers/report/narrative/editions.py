"""Shares in two editions, side by side."""

import pandas as pd

from helpers.analysis.comparability import COMPARED, State
from helpers.analysis.editions import Change
from helpers.codebook import Codebook
from helpers.report import cells
from helpers.report.catalogue import Messages
from helpers.report.narrative.answers import joined_levels, quoted_levels, quoted_name

SMALLEST = ("codebook.toml", "plan", "smallest_difference")  # where it is declared
REASONS = {
    State.NEW: "editions.new",
    State.WORDING: "editions.wording",
    State.KIND: "editions.kind",
    State.SCALE: "editions.scale",
}
VERDICTS = {
    Change.MORE: "editions.increased",
    Change.LESS: "editions.decreased",
    Change.NONE: "editions.none",
    Change.OPEN: "editions.undecided",
}


def is_synthetic(compared: pd.DataFrame, book: Codebook) -> bool:
    """Whether the answers of either edition are."""
    return book.synthetic or "synthetic" in set(compared.provenance)


def date(compared: pd.DataFrame, messages: Messages) -> str:
    """The day of the earlier edition."""
    row = compared.iloc[0]
    return messages.quoted(row.date, "comparability", row.question, "date")


def sentence(
    table: pd.DataFrame, compared: pd.DataFrame, book: Codebook, messages: Messages
) -> str:
    """What can be compared, what changed, what did not, what cannot be told.

    Parameters
    ----------
    table, compared : DataFrame
        As `editions.table` and `comparability.table` make them.
    """
    first = compared.iloc[0]
    edition = messages.quoted(first.edition, "comparability", first.question, "edition")
    states = [str(state) for state in COMPARED]
    number = cells.count(compared, "comparability", state=states)
    parts = [messages("editions.lead", n=number, edition=edition, date=date(compared, messages))]
    rows = cells.bind(table[table.verdict.isin([Change.MORE, Change.LESS])], "editions")
    items = messages.list([_item(row, book, messages) for row in rows.itertuples()])
    changed = cells.count(table, "editions", verdict=[str(Change.MORE), str(Change.LESS)])
    smallest = messages.percent_alone(cells.Cell(book.smallest_difference, *SMALLEST))
    parts.append(messages("editions.changed", n=changed, items=items))
    steady = cells.count(table, "editions", verdict=str(Change.NONE))
    parts.append(messages("editions.steady", n=steady, smallest=smallest))
    if undecided := cells.count(table, "editions", verdict=str(Change.OPEN)):
        parts.append(messages("editions.open", n=undecided))
    if is_synthetic(compared, book):
        parts.append(messages("editions.synthetic"))
    parts.append(messages("editions.people"))
    return " ".join(filter(None, [*parts, *_notes(compared, book, messages)]))


def rule(book: Codebook, messages: Messages) -> str:
    """When a change is established, and when none is seen."""
    smallest = messages.percent_alone(cells.Cell(book.smallest_difference, *SMALLEST))
    return messages("editions.rule", smallest=smallest)


def _notes(compared, book, messages):
    """What is not compared, and why; what is although its words changed."""
    blocked = compared[~compared.state.isin(COMPARED)]
    if len(blocked):
        items = [
            messages(
                "editions.reason",
                question=quoted_name(book.question(row.question), messages),
                reason=messages(REASONS[row.state]),
            )
            for row in blocked.itertuples()
        ]
        yield messages("editions.not_compared", items="; ".join(items))
    declared = compared[compared.state == State.DECLARED]
    if len(declared):
        names = [quoted_name(book.question(id), messages) for id in declared.question]
        yield messages("editions.declared", items=messages.list(names))


def _item(row, book, messages):
    question = book.question(row.question)
    return messages(
        "editions.item",
        levels=quoted_levels(question, row.level.split("|"), messages),
        question=quoted_name(question, messages),
        before=messages.percent(row.share_before),
        now=messages.percent(row.share),
    )


def rows(table: pd.DataFrame, book: Codebook, messages: Messages) -> pd.DataFrame:
    """Every share in both editions, under its question."""
    lines = []
    for row in cells.bind(table, "editions").itertuples():
        question = book.question(row.question)
        difference = messages(
            "editions.difference_cell",
            difference=messages.percent_alone(row.difference),
            low=messages.percent_alone(row.low),
            high=messages.percent_alone(row.high),
        )
        verdict = messages(VERDICTS[row.verdict]) if row.verdict else "–"
        lines.append(
            messages.row(
                {
                    "column.question": messages.short(question),
                    "groups.answer": joined_levels(question, row.level, messages),
                    "editions.before": _share(row.share_before, row.base_before, messages),
                    "editions.now": _share(row.share, row.base, messages),
                    "editions.difference": difference,
                    "column.p_adjusted": messages.p(row.p_adjusted),
                    "column.verdict": verdict,
                }
            )
        )
    return pd.DataFrame(lines).set_index([messages("column.question"), messages("groups.answer")])


def _share(share, base, messages):
    return f"{messages.percent(share)} (n = {messages.integer(base)})"
