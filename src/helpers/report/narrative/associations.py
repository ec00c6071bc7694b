"""Which behaviours go with which outcomes, and what so many answers could have shown."""

import math
from functools import partial

import pandas as pd

from helpers.analysis.family import RULE, Verdict
from helpers.analysis.frequencies import upper_levels
from helpers.analysis.withholding import WITHHELD
from helpers.codebook import Codebook, Question
from helpers.privacy.suppression import PROTECTED
from helpers.report import cells
from helpers.report.catalogue import Messages
from helpers.report.narrative.answers import joined_levels, quoted_name
from helpers.stats import permutation, trend
from helpers.stats.asymptotic import PEOPLE

SMALLEST_GAMMA = ("codebook.toml", "plan", "smallest_gamma")  # where it is declared
STRONG = 0.5  # a gamma of which the text says so
WEAK = 0.05  # a gamma that only a great many people let one see
VERDICTS = {
    Verdict.SUPPORTED: "association.supported",
    Verdict.OPPOSITE: "association.opposite",
    Verdict.NOT_STRONG: "association.not_strong",
    Verdict.OPEN: "association.cannot_be_decided",
    WITHHELD: "association.withheld",
}
CLAUSES = {  # of the rule, in its order
    Verdict.SUPPORTED: "rule.supported",
    Verdict.OPPOSITE: "rule.opposite",
    Verdict.NOT_STRONG: "rule.not_strong",
    Verdict.OPEN: "rule.cannot_be_decided",
}
METHODS = {
    "exact": "method.exact",
    "saddlepoint": "method.saddlepoint",
    "asymptotic": "method.asymptotic",
}
OTHERS = {  # than "supported", which is told of even if there is none
    Verdict.OPPOSITE: "association_tally.opposite",
    Verdict.NOT_STRONG: "association_tally.not_strong",
    Verdict.OPEN: "association_tally.cannot_be_decided",
    WITHHELD: "association_tally.withheld",
}
ONLY = {  # the verdict on the one link that was planned
    Verdict.SUPPORTED: "association_tally.only_supported",
    Verdict.OPPOSITE: "association_tally.only_opposite",
    Verdict.NOT_STRONG: "association_tally.only_not_strong",
    Verdict.OPEN: "association_tally.only_open",
    WITHHELD: "association_tally.only_withheld",
}


def verdict(value: str, messages: Messages) -> str:
    """The verdict on a pair as a table prints it."""
    return messages(VERDICTS[value])


def tally(table: pd.DataFrame, outcome: Question, messages: Messages) -> str:
    """How many of the planned links with one outcome have each verdict."""
    where, name = {"outcome": outcome.id}, quoted_name(outcome, messages)
    if len(rows := table[table.outcome == outcome.id]) == 1:
        link = messages("association_tally.with", outcome=name)
        return f"{messages(ONLY[rows.verdict.iloc[0]], link=link)}."
    count = cells.count(table, "associations", **where)
    lead = messages("association_tally.lead", n=count, outcome=name)
    return f"{lead}{_verdicts(table, where, messages)}."


def headline(table: pd.DataFrame, messages: Messages) -> str:
    """How many of all planned links have each verdict, for who does not see them drawn."""
    if len(table) == 1:
        link = messages("association_tally.link")
        return messages(ONLY[table.verdict.iloc[0]], link=link).replace("**", "")
    lead = messages("association_tally.lead_of_all", n=cells.count(table, "associations"))
    return f"{lead}{_verdicts(table, {}, messages)}".replace("**", "")


def confirmed(table: pd.DataFrame, messages: Messages) -> str:
    """How many of all planned links are confirmed; empty where a verdict is not told."""
    if table.verdict.eq(WITHHELD).any():
        return ""
    supported = cells.count(table, "associations", verdict="supported")
    if len(table) == 1:
        return messages("headline.only_link", n=supported)
    planned = messages.integer(cells.count(table, "associations"))
    return messages("headline.links", n=supported, planned=planned)


def reading(table: pd.DataFrame, book: Codebook, messages: Messages) -> str:
    """How to read one line of the forest: the first that shows what it would have taken."""
    for row in table.itertuples(index=False):
        if math.isfinite(row.effect) and math.isfinite(row.detectable):
            return messages(
                "reading.forest",
                behaviour=quoted_name(book.question(row.behaviour), messages),
                outcome=quoted_name(book.question(row.outcome), messages),
                effect=messages.number(row.effect),
                detectable=messages.number(row.detectable),
            )
    return ""


def _verdicts(table, where, messages):
    supported = cells.count(table, "associations", **where, verdict="supported")
    withheld = cells.count(table, "associations", **where, verdict=WITHHELD)
    # That none is supported is not said where a verdict is not told.
    told = supported or not withheld
    parts = [messages("association_tally.supported", n=supported)] if told else []
    for verdict, key in OTHERS.items():
        if number := cells.count(table, "associations", **where, verdict=verdict):
            parts.append(messages(key, n=number))
    return messages.list(parts)


def power(table: pd.DataFrame, outcome: Question, messages: Messages) -> str:
    """What so many answers could have shown of the associations with one outcome."""
    rows = table[table.outcome == outcome.id]
    if is_power_hidden(rows):
        return messages("power.hidden")
    detectable = rows.detectable[rows.detectable.map(math.isfinite)]
    answers = people_compared(rows, messages)
    if detectable.empty:
        return messages("power.none", answers=answers)
    lowest, highest = detectable.min(), detectable.max()
    if highest < WEAK:
        return messages("power.weak", answers=answers, limit=messages.number_above(highest))
    low, high = messages.number(lowest), messages.number(highest)
    same = messages.plain.number(lowest) == messages.plain.number(highest)
    more = "" if same else messages("power.more", high=high)
    what = messages("power.strong" if lowest >= STRONG else "power.plain")
    return messages("power.some", answers=answers, what=what, low=low, more=more)


def people_compared(rows: pd.DataFrame, messages: Messages) -> str:
    """With how many answers pairs were compared: the fewest and the most, where they differ.

    Of those of which it is known what could be detected, if there are any: of some, their n would
    tell of a few people.
    """
    known = rows.base[rows.detectable.notna()]
    bases = known if len(known) else rows.base
    fewest, most = bases.min(), bases.max()
    if fewest == most:
        return messages("size.answers", n=most)
    return messages("size.between", range=messages.interval(fewest, most, messages.integer))


def is_power_hidden(rows: pd.DataFrame) -> bool:
    """Whether what so many answers could have shown would tell of a few people."""
    return bool(rows.detectable.isna().all() and rows.note.eq(PROTECTED).any())


def people_rows(table: pd.DataFrame, book: Codebook, messages: Messages) -> list[dict[str, str]]:
    """The rows of the table that says in people what gamma says."""
    lines = []
    for row in table.itertuples(index=False):
        behaviour = book.question(row.behaviour)
        levels = messages.list(
            [messages.label(behaviour, level) for level in upper_levels(behaviour)], "or"
        )
        more = _of(row.detectable_more, row.base_more, messages)
        less = _of(row.detectable_less, row.base_less, messages)
        lines.append(
            messages.row(
                {
                    "column.behaviour": messages.short(behaviour),
                    "column.who": levels,
                    "column.of_these": _of(row.count_more, row.base_more, messages),
                    "column.of_others": _of(row.count_less, row.base_less, messages),
                    "column.to_be_seen": messages("power.against", more=more, less=less)
                    if math.isfinite(row.detectable_more)
                    else "–",
                    "column.verdict": verdict(row.verdict, messages),
                }
            )
        )
    return lines


def _of(count, base, messages):
    if math.isnan(count):
        return "–"
    return messages("power.of", count=messages.integer(count), base=messages.integer(base))


def rows(table: pd.DataFrame, book: Codebook, messages: Messages) -> list[dict[str, str]]:
    """The rows of the table of planned pairs, as it prints them."""
    large, exact = (table.base >= PEOPLE).any(), table.test.str.endswith(", exact").all()
    # of thousands, hundredths say nothing
    form = partial(messages.number, digits=3 if large else 2)
    return [
        messages.row(
            {
                "column.behaviour": messages.short(book.question(row.behaviour)),
                "column.base": "–" if math.isnan(row.base) else messages.integer(row.base),
                "column.effect": form(row.effect),
                "column.interval": messages.limits(row.low, row.high, form),
                "column.p_exact" if exact else "column.p": messages.p(row.p),
                "column.p_adjusted": messages.p(row.p_adjusted),
                "column.p_max_t": max_t(row.p_max_t, messages),
                "column.detectable": form(row.detectable),
                "column.verdict": verdict(row.verdict, messages),
            }
        )
        for row in table.itertuples(index=False)
    ]


def max_t(p: float, messages: Messages) -> str:
    """A p by exchanging people; where no draw was as extreme, what it is below."""
    return messages.p(p, is_bound=permutation.is_bound(p))


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


def methods(table: pd.DataFrame, messages: Messages) -> str:
    """By which way the pairs were tested, and how many of them by each."""
    parts = []
    for method, key in METHODS.items():
        number = cells.count(table, "associations", test=trend.NAME.format(method))
        if number:
            parts.append(messages(key, n=number))
    return messages.list(parts)


def rule(book: Codebook, messages: Messages) -> str:
    """The rule of verdicts, as `family.RULE` has it."""
    smallest = messages.number(cells.Cell(book.smallest_gamma, *SMALLEST_GAMMA))
    clauses = [
        messages(CLAUSES[value], name=verdict(value, messages), smallest=smallest) for value in RULE
    ]
    return messages("rule.lead", clauses="; ".join(clauses))
