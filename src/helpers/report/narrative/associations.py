"""Which behaviours go with which outcomes, and what so many answers could have shown."""

import math
from functools import partial

import pandas as pd

from helpers.analysis.associations import ASYMPTOTIC, STRONG
from helpers.report.narrative.answers import joined_levels, quoted_name

WEAK = 0.05  # a gamma that only a great many people let one see


def verdict(value, section, messages):
    """A verdict as a table prints it."""
    return messages(f"{section}.{value.replace(' ', '_')}")


def tally(associations, outcome, messages):
    """How many of the planned associations with one outcome the answers support, do not support, or leave undecided."""
    rows = associations[associations.outcome == outcome.id]
    counts = rows.verdict.value_counts()
    lead = messages("association_tally.lead", n=len(rows), outcome=quoted_name(outcome, messages))
    parts = [messages("association_tally.supported", n=int(counts.get("supported", 0)))]
    for key in ("not supported", "cannot be decided"):
        if counts.get(key, 0):
            parts.append(messages(f"association_tally.{key.replace(' ', '_')}", n=int(counts[key])))
    return f"{lead}{messages.list(parts)}."


def power(associations, outcome, messages):
    """What so many answers could have shown of the associations with one outcome."""
    rows = associations[associations.outcome == outcome.id]
    seen = rows.detectable[rows.detectable.map(lambda x: not math.isnan(x) and not math.isinf(x))]
    base = int(rows.base.max())
    if rows.note.eq("too large for exact limits").any():
        return messages("power.large", n=base)
    if seen.empty:
        return messages("power.none", n=base)
    if seen.max() < WEAK:
        return messages(
            "power.weak", n=base, limit=messages.number(math.ceil(seen.max() * 100) / 100)
        )
    low, high = messages.number(seen.min()), messages.number(seen.max())
    more = messages("power.more", high=high) if high != low else ""
    what = messages("power.strong" if seen.min() >= STRONG else "power.plain")
    return messages("power.some", n=base, what=what, low=low, more=more)


def rows(table, book, messages):
    """The rows of the table of planned pairs, as it prints them."""
    keys = (
        "behaviour",
        "base",
        "effect",
        "interval",
        "p_adjusted",
        "p_max_t",
        "detectable",
        "verdict",
    )
    column = {key: messages(f"column.{key}") for key in keys} | {
        "p": messages(f"column.p_{kind_of_test(table)}")
    }
    form = partial(
        messages.number, digits=3 if kind_of_test(table) == "asymptotic" else 2
    )  # of thousands, hundredths say nothing
    return [
        {
            column["behaviour"]: book.question(row.behaviour).short[messages.language],
            column["base"]: messages.integer(row.base),
            column["effect"]: form(row.effect),
            column["interval"]: "–"
            if math.isnan(row.low)
            else messages.interval(row.low, row.high, form),
            column["p"]: messages.p(row.p),
            column["p_adjusted"]: messages.p(row.p_adjusted),
            column["p_max_t"]: messages.p(row.p_max_t),
            column["detectable"]: form(row.detectable),
            column["verdict"]: verdict(row.verdict, "association", messages),
        }
        for row in table.itertuples(index=False)
    ]


def crosstab_rows(cells, outcome, book, messages):
    """Every behaviour crossed with one outcome: levels of the behaviours down, of the outcome across."""
    behaviour, level = messages("column.behaviour"), messages("column.level")
    table = cells.set_index(["behaviour", "behaviour_level", "outcome_level"])["count"].unstack(
        sort=False
    )
    table.columns = [joined_levels(outcome, name, messages) for name in table.columns]
    table.index = pd.MultiIndex.from_tuples(
        [
            (question.short[messages.language], question.label(id, messages.language))
            for question, id in ((book.question(question), id) for question, id in table.index)
        ],
        names=[behaviour, level],
    )
    return table.map(messages.integer)


def kind_of_test(associations):
    """Whether all tests are exact, or some rest on the normal law."""
    return "asymptotic" if associations.test.eq(ASYMPTOTIC).any() else "exact"
