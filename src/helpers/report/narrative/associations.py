"""Which behaviours go with which outcomes, and what so many answers could have shown."""

import math
from functools import partial

import pandas as pd

from helpers.analysis.associations import ASYMPTOTIC, STRONG
from helpers.report.narrative.answers import levels, quoted_short

WEAK = 0.05  # a gamma that only a great many people let one see


def verdict(value, section, words):
    """A verdict as a table prints it."""
    return words(f"{section}.{value.replace(' ', '_')}")


def associations_tally(associations, outcome, words):
    """How many of the planned associations with one outcome the answers support, do not support, or leave undecided."""
    rows = associations[associations.outcome == outcome.id]
    counts = rows.verdict.value_counts()
    lead = words("association_tally.lead", n=len(rows), outcome=quoted_short(outcome, words))
    parts = [words("association_tally.supported", n=int(counts.get("supported", 0)))]
    for key in ("not supported", "cannot be decided"):
        if counts.get(key, 0):
            parts.append(words(f"association_tally.{key.replace(' ', '_')}", n=int(counts[key])))
    return f"{lead}{words.list(parts)}."


def power(associations, outcome, words):
    """What so many answers could have shown of the associations with one outcome."""
    rows = associations[associations.outcome == outcome.id]
    seen = rows.detectable[rows.detectable.map(lambda x: not math.isnan(x) and not math.isinf(x))]
    base = int(rows.base.max())
    if rows.note.eq("too large for exact limits").any():
        return words("power.large", n=base)
    if seen.empty:
        return words("power.none", n=base)
    if seen.max() < WEAK:
        return words("power.weak", n=base, limit=words.number(math.ceil(seen.max() * 100) / 100))
    low, high = words.number(seen.min()), words.number(seen.max())
    more = words("power.more", high=high) if high != low else ""
    what = words("power.strong" if seen.min() >= STRONG else "power.plain")
    return words("power.some", n=base, what=what, low=low, more=more)


def association_rows(rows, book, words):
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
    column = {key: words(f"column.{key}") for key in keys} | {"p": words(f"column.p_{law(rows)}")}
    form = partial(
        words.number, digits=3 if law(rows) == "asymptotic" else 2
    )  # of thousands, hundredths say nothing
    return [
        {
            column["behaviour"]: book.question(row.behaviour).short[words.language],
            column["base"]: words.integer(row.base),
            column["effect"]: form(row.effect),
            column["interval"]: "–"
            if math.isnan(row.low)
            else words.interval(row.low, row.high, form),
            column["p"]: words.p(row.p),
            column["p_adjusted"]: words.p(row.p_adjusted),
            column["p_max_t"]: words.p(row.p_max_t),
            column["detectable"]: form(row.detectable),
            column["verdict"]: verdict(row.verdict, "association", words),
        }
        for row in rows.itertuples(index=False)
    ]


def crosstab_rows(cells, outcome, book, words):
    """Every behaviour crossed with one outcome: levels of the behaviours down, of the outcome across."""
    behaviour, level = words("column.behaviour"), words("column.level")
    table = cells.set_index(["behaviour", "behaviour_level", "outcome_level"])["count"].unstack(
        sort=False
    )
    table.columns = [levels(outcome, name, words) for name in table.columns]
    table.index = pd.MultiIndex.from_tuples(
        [
            (question.short[words.language], question.label(id, words.language))
            for question, id in ((book.question(question), id) for question, id in table.index)
        ],
        names=[behaviour, level],
    )
    return table.map(words.integer)


def law(associations):
    """Whether all tests are exact, or some rest on the normal law."""
    return "asymptotic" if associations.test.eq(ASYMPTOTIC).any() else "exact"
