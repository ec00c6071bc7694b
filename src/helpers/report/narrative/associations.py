"""Which behaviours go with which outcomes, and what so many answers could have shown."""

import math
from functools import partial

import pandas as pd

from helpers.analysis.family import STRONG
from helpers.analysis.notes import Note
from helpers.analysis.pair_test import ASYMPTOTIC
from helpers.analysis.withholding import WITHHELD
from helpers.codebook import Codebook, Question
from helpers.report import cells
from helpers.report.catalogue import Messages
from helpers.report.narrative.answers import joined_levels, quoted_name

WEAK = 0.05  # a gamma that only a great many people let one see
VERDICTS = {
    "supported": "association.supported",
    "not supported": "association.not_supported",
    "cannot be decided": "association.cannot_be_decided",
    WITHHELD: "association.withheld",
}
OTHERS = {  # than "supported", which is told of even if there is none
    "not supported": "association_tally.not_supported",
    "cannot be decided": "association_tally.cannot_be_decided",
    WITHHELD: "association_tally.withheld",
}


def verdict(value: str, messages: Messages) -> str:
    """The verdict on a pair as a table prints it."""
    return messages(VERDICTS[value])


def tally(table: pd.DataFrame, outcome: Question, messages: Messages) -> str:
    """How many of the planned associations with one outcome have each verdict."""
    name, where = quoted_name(outcome, messages), {"outcome": outcome.id}
    pairs = cells.count(table, "associations", **where)
    supported = cells.count(table, "associations", **where, verdict="supported")
    parts = [messages("association_tally.supported", n=supported)]
    for verdict, key in OTHERS.items():
        number = cells.count(table, "associations", **where, verdict=verdict)
        if number:
            parts.append(messages(key, n=number))
    lead = messages("association_tally.lead", n=pairs, outcome=name)
    return f"{lead}{messages.list(parts)}."


def power(table: pd.DataFrame, outcome: Question, messages: Messages) -> str:
    """What so many answers could have shown of the associations with one outcome."""
    rows = table[table.outcome == outcome.id]
    detectable = rows.detectable[rows.detectable.map(math.isfinite)]
    base = rows.base.max()
    if rows.note.eq(Note.TOO_LARGE_FOR_LIMITS).any():
        return messages("power.large", n=base)
    if detectable.empty:
        return messages("power.none", n=base)
    lowest, highest = detectable.min(), detectable.max()
    if highest < WEAK:
        return messages("power.weak", n=base, limit=messages.number_above(highest))
    low, high = messages.number(lowest), messages.number(highest)
    same = messages.plain.number(lowest) == messages.plain.number(highest)
    more = "" if same else messages("power.more", high=high)
    what = messages("power.strong" if lowest >= STRONG else "power.plain")
    return messages("power.some", n=base, what=what, low=low, more=more)


def rows(table: pd.DataFrame, book: Codebook, messages: Messages) -> list[dict[str, str]]:
    """The rows of the table of planned pairs, as it prints them."""
    large = rests_on_the_normal_law(table)
    form = partial(
        messages.number, digits=3 if large else 2
    )  # of thousands, hundredths say nothing
    return [
        messages.row(
            {
                "column.behaviour": messages.short(book.question(row.behaviour)),
                "column.base": messages.integer(row.base),
                "column.effect": form(row.effect),
                "column.interval": messages.limits(row.low, row.high, form),
                "column.p_asymptotic" if large else "column.p_exact": messages.p(row.p),
                "column.p_adjusted": messages.p(row.p_adjusted),
                "column.p_max_t": messages.p(row.p_max_t),
                "column.detectable": form(row.detectable),
                "column.verdict": verdict(row.verdict, messages),
            }
        )
        for row in table.itertuples(index=False)
    ]


def crosstab_rows(
    crosstabs: pd.DataFrame, outcome: Question, book: Codebook, messages: Messages
) -> pd.DataFrame:
    """Every behaviour crossed with one outcome: its levels down, those of the outcome across."""
    keys = ["behaviour", "behaviour_level", "outcome_level"]
    table = crosstabs.set_index(keys)["count"].unstack(sort=False)
    table.columns = [joined_levels(outcome, level, messages) for level in table.columns]
    labels = []
    for id, level in table.index:
        question = book.question(id)
        labels.append((messages.short(question), messages.label(question, level)))
    names = [messages("column.behaviour"), messages("column.level")]
    table.index = pd.MultiIndex.from_tuples(labels, names=names)
    return table.map(messages.integer)


def rests_on_the_normal_law(table: pd.DataFrame) -> bool:
    """Whether some test of the planned pairs does; otherwise all are exact."""
    return table.test.eq(ASYMPTOTIC).any()
