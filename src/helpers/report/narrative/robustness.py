"""Whether verdicts hold when one decision is made otherwise."""

from helpers.analysis.robustness import MAIN, flips
from helpers.report.narrative.answers import quoted_name
from helpers.report.narrative.associations import verdict

MARK = "†"  # of a verdict that is not that of the planned analysis


def specification(name, messages):
    """The name of a specification; one with a value, as ``n = 76``, shows it."""
    kind, _, value = name.replace(" = ", ": ").partition(": ")
    return messages(
        f"specification.{kind.replace(', ', '_').replace(' ', '_').replace('-', '_')}", value=value
    )


def sentence(table, outcome, book, messages):
    """Whether the verdicts on one outcome hold, and where they do not.

    Parameters
    ----------
    table : DataFrame
        As `robustness.table` makes it.
    outcome : Question
    book : Codebook
    messages : Messages

    Returns
    -------
    str
        Markdown, one sentence.
    """
    rows = table[table.outcome == outcome.id]
    name, pairs, turned = quoted_name(outcome, messages), rows.behaviour.nunique(), flips(rows)
    if turned.empty:
        ways = messages.integer(rows.specification[rows.specification != MAIN].nunique())
        return messages("robustness.holds", n=pairs, outcome=name, ways=ways)
    items = [
        messages(
            "robustness.item",
            behaviour=book.question(behaviour).short[messages.language],
            ways=messages.list([_becomes(row, messages) for row in part.itertuples()]),
        )
        for behaviour, part in turned.groupby("behaviour", sort=False)
    ]
    return messages(
        "robustness.flips",
        n=len(items),
        pairs=messages.integer(pairs),
        outcome=name,
        items="; ".join(items),
    )


def _becomes(row, messages):
    told = verdict(row.verdict, "association", messages)
    return f"{specification(row.specification, messages)}{messages('colon')}{told}"


def rows(table, book, messages):
    """The rows of the table of specifications of one outcome: a specification down, a behaviour across.

    A cell holds gamma and the exact p; a verdict that is not that of the planned analysis is
    marked.
    """
    lines = {}
    for row in table.itertuples(index=False):
        cell = messages("robustness.cell", effect=messages.number(row.effect), p=messages.p(row.p))
        column = book.question(row.behaviour).short[messages.language]
        lines.setdefault(specification(row.specification, messages), {})[column] = (
            cell + MARK * bool(row.differs)
        )
    return lines
