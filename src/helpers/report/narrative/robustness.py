"""Whether verdicts hold when one decision is made otherwise."""

import pandas as pd

from helpers.analysis.robustness import flips
from helpers.analysis.specifications import Kind
from helpers.codebook import Codebook, Question
from helpers.document import marks
from helpers.report import cells
from helpers.report.catalogue import Messages
from helpers.report.narrative.answers import quoted_name
from helpers.report.narrative.associations import verdict

MARK = "†"  # of a verdict that is not that of the planned analysis
SPECIFICATIONS = {
    Kind.MAIN: "specification.main",
    Kind.MID_RANKS: "specification.mid_ranks",
    Kind.MID_P: "specification.mid_p",
    Kind.DICHOTOMISED: "specification.dichotomised",
    Kind.POOLED: "specification.pooled",
    Kind.OFF_SCALE_LOWEST: "specification.off_scale_lowest",
    Kind.OFF_SCALE_LEAST: "specification.off_scale_least_favourable",
    Kind.OFF_SCALE_MOST: "specification.off_scale_most_favourable",
    Kind.WITHOUT: "specification.without",
    Kind.WITH_DUPLICATES: "specification.with_duplicates",
    Kind.LEAST_FAVOURABLE: "specification.missing_least_favourable",
    Kind.MOST_FAVOURABLE: "specification.missing_most_favourable",
    Kind.ONE_FEWER_HIGHEST: "specification.one_person_fewer_highest_p",
    Kind.ONE_FEWER_LOWEST: "specification.one_person_fewer_lowest_p",
    Kind.RESPONDENTS: "specification.n",
    Kind.READING: "specification.reading",
}
NAMED = 1  # variants in a sentence; the figure shows all


def specification(name: str, book: Codebook, messages: Messages) -> str:
    """The name of a specification; one with a value, as ``n = 76``, shows it."""
    kind, value = Kind.of(name)
    if kind == Kind.WITHOUT:
        id, _, level = value.partition("=")
        return messages(SPECIFICATIONS[kind], value=messages.label(book.question(id), level))
    shown = messages.quoted(value, "robustness", name, "specification")
    return messages(SPECIFICATIONS[kind], value=shown)


def sentence(table: pd.DataFrame, outcome: Question, book: Codebook, messages: Messages) -> str:
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
    name = quoted_name(outcome, messages)
    pairs = cells.distinct(table, "robustness", "behaviour", outcome=outcome.id)
    turned = flips(rows)
    if turned.empty:
        others = [name for name in dict.fromkeys(rows.specification) if name != Kind.MAIN]
        where = {"outcome": outcome.id, "specification": others}
        ways = cells.distinct(table, "robustness", "specification", **where)
        ways = messages.integer(ways)
        return messages("robustness.holds", n=pairs, outcome=name, ways=ways)
    where = {"outcome": outcome.id, "differs": [True]}
    items = [
        messages(
            "robustness.item",
            behaviour=quoted_name(book.question(behaviour), messages),
            ways=_ways(table, part, where | {"behaviour": behaviour}, book, messages),
        )
        for behaviour, part in turned.groupby("behaviour", sort=False)
    ]
    return messages(
        "robustness.flips",
        n=cells.distinct(table, "robustness", "behaviour", **where),
        pairs=messages.integer(pairs),
        outcome=name,
        items="; ".join(items),
    )


def headline(table: pd.DataFrame, messages: Messages) -> str:
    """On how many pairs the verdict changes, for who does not see them drawn."""
    turned = cells.pairs(table, "robustness", differs=[True])
    return messages(
        "robustness.headline", n=turned, pairs=messages.integer(cells.pairs(table, "robustness"))
    )


def reading(table: pd.DataFrame, book: Codebook, messages: Messages) -> str:
    """How to read one line of the figure: from where to where gamma goes in the first pair."""
    rows = table[table.effect.notna()]
    if rows.empty:
        return ""
    first = rows.iloc[0]
    own = rows[(rows.behaviour == first.behaviour) & (rows.outcome == first.outcome)]
    return messages(
        "reading.variants",
        behaviour=quoted_name(book.question(first.behaviour), messages),
        outcome=quoted_name(book.question(first.outcome), messages),
        range=messages.interval(own.effect.min(), own.effect.max()),
    )


def _ways(table, flipped, where, book, messages):
    """Under which variants a verdict changes, and into which; of many, how many they are."""
    if len(flipped) > NAMED:
        ways = cells.distinct(table, "robustness", "specification", **where)
        return messages("robustness.variants", n=ways)
    return messages.list([_becomes(row, book, messages) for row in flipped.itertuples()])


def _becomes(row, book, messages):
    name = marks.lower_first(specification(row.specification, book, messages))
    return f"{name}{messages('colon')}{verdict(row.verdict, messages)}"


def searched(messages: Messages) -> str:
    """That completions were searched for, not listed."""
    kinds = Kind.LEAST_FAVOURABLE, Kind.MOST_FAVOURABLE
    least, most = (messages(SPECIFICATIONS[kind]) for kind in kinds)
    return messages("robustness.searched", least=least, most=most)


def rows(table: pd.DataFrame, book: Codebook, messages: Messages) -> dict[str, dict[str, str]]:
    """The rows of the table of one outcome: a specification down, a behaviour across.

    A cell holds gamma and the exact p; a verdict that is not that of the planned analysis is
    marked.
    """
    lines = {}
    for row in table.itertuples(index=False):
        cell = messages("robustness.cell", effect=messages.number(row.effect), p=messages.p(row.p))
        line = lines.setdefault(specification(row.specification, book, messages), {})
        line[messages.short(book.question(row.behaviour))] = cell + MARK * bool(row.differs)
    return lines
