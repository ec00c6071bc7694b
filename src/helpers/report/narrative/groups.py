"""The answers of groups of people, side by side."""

import math

import pandas as pd

from helpers.analysis.crossing import EVENT
from helpers.analysis.group_tests import PLANNED, Difference
from helpers.analysis.grouping import CHOSEN, NO_GROUP
from helpers.codebook import Codebook
from helpers.report import cells
from helpers.report.catalogue import Messages
from helpers.report.narrative.answers import (
    joined_levels,
    limits_of_share,
    quoted_levels,
    quoted_name,
)
from helpers.report.narrative.exploration import EFFECTS
from helpers.stats import exact, permutation, stratified

TESTS = {
    "linear-by-linear": "groups.trend",
    "kruskal-wallis": "groups.ranks",
    "fisher-freeman-halton": "groups.fisher",
    "van elteren": "groups.van_elteren",
    "cochran-mantel-haenszel": "groups.cochran",
    "chi-squared": "groups.chi2",
}
WAYS = {
    "exact": "groups.exact",
    "saddlepoint": "groups.saddlepoint",
    "monte carlo": "groups.monte_carlo",
    "asymptotic": "groups.asymptotic",
}


def name(group: str, book: Codebook, messages: Messages) -> str:
    """What people are grouped by."""
    return messages("groups.event") if group == EVENT else messages.short(book.question(group))


def label(group: str, joined: str, book: Codebook, messages: Messages) -> str:
    """A group, or several that are taken together."""
    labels = []
    for level in joined.split("|"):
        if level == NO_GROUP:
            labels.append(messages("groups.none"))
        elif group == EVENT:
            labels.append(messages.quoted(level, "events", level, "event"))
        else:
            labels.append(messages.label(book.question(group), level))
    return messages.list(labels, "or")


def answer(question: str, option: str, level: str, book: Codebook, messages: Messages) -> str:
    """An answer, or several that are taken together; of an option, its wording."""
    asked = book.question(question)
    if option and level == CHOSEN[0]:
        return messages("groups.not_chosen")
    return messages.label(asked, option) if option else joined_levels(asked, level, messages)


def sentence(tests: pd.DataFrame, shares: pd.DataFrame, book: Codebook, messages: Messages) -> str:
    """How many comparisons there are of one group, planned or not, and which stand out.

    Parameters
    ----------
    tests, shares : DataFrame
        Rows of one group, as `group_tests.table` and `group_tests.shares` make them.
    """
    group, smallest = tests.group.iloc[0], messages.integer(cells.declared(book, "smallest_cell"))
    parts, hidden = [], _count(tests, Difference.NOT_TOLD)
    if len(shares):
        levels = dict.fromkeys(part for own in shares.group_level for part in own.split("|"))
        named = [label(group, own, book, messages) for own in levels if own != NO_GROUP]
        told = _count(tests, Difference.SEEN, Difference.NOT_SEEN, Difference.UNTESTED)
        parts.append(messages("groups.lead", n=told, groups=messages.list(named)))
        is_planned = tests.plan.iloc[0] == PLANNED
        parts.append(messages("groups.planned" if is_planned else "groups.exploratory"))
        parts.append(_left(tests, shares, is_planned, book, messages))
    if any("|" in own for own in shares.group_level):
        parts.append(messages("groups.together", smallest=smallest))
    if hidden:
        parts.append(messages("groups.hidden", n=hidden, smallest=smallest))
    if book.events and group != EVENT and len(shares):
        within = tests.strata[tests.test != ""] > 1
        pooled = messages("groups.within_some" if within.any() else "groups.pooled")
        parts.append(messages("groups.within") if len(within) and within.all() else pooled)
    return " ".join(parts)


def _count(tests, *verdicts):
    group, verdicts = tests.group.iloc[0], list(map(str, verdicts))
    return cells.count(tests, "group_tests", group=group, verdict=verdicts)


def _left(tests, shares, is_planned, book, messages):
    """What stands out once adjusted, each from the group of its lowest share to the highest."""
    rows, number = tests[tests.verdict == Difference.SEEN], _count(tests, Difference.SEEN)
    bound = cells.bind(shares, "group_shares")
    items = messages.list([_item(row, bound, book, messages) for row in rows.itertuples()])
    key = "groups.left_planned" if is_planned else "groups.left_exploratory"
    text = messages(key, n=number, items=items)
    if book.synthetic and len(rows):
        text += f" {messages('groups.synthetic')}"
    return text if len(rows) == len(tests) else f"{text} {messages('groups.not_seen')}"


def _item(row, shares, book, messages):
    own = shares[(shares.question == row.question) & (shares.option == row.option)]
    own = own[(own.level == (CHOSEN[1] if row.option else row.level)) & own.share.notna()]
    ends = own.sort_values("share", kind="stable").iloc[[0, -1]]
    first, last = (label(row.group, level, book, messages) for level in ends.group_level)
    question = book.question(row.question)
    levels = [row.option] if row.option else row.level.split("|")
    low, high = map(messages.percent, ends.share)
    return messages(
        "groups.option" if row.option else "groups.item",
        levels=quoted_levels(question, levels, messages),
        question=quoted_name(question, messages),
        **{"low": low, "high": high, "first": first, "last": last},
    )


def methods(tests: pd.DataFrame, messages: Messages) -> str:
    """By which tests, and by which way each, the comparisons of one group were made."""
    items = []
    for test in dict.fromkeys(tests.test[tests.test != ""]):
        kind, _, way = test.partition(", ")
        number = cells.count(tests, "group_tests", group=tests.group.iloc[0], test=test)
        items.append(
            messages(
                "groups.method",
                test=messages(TESTS[kind]),
                way=messages(WAYS[way]),
                n=number,
            )
        )
    return messages("groups.methods", items="; ".join(items)) if items else ""


def rows(
    tests: pd.DataFrame, differences: pd.DataFrame, book: Codebook, messages: Messages
) -> pd.DataFrame:
    """The comparisons of one group: the test of each, and the widest of its differences.

    Where people are compared within their event, the p over all events stands beside.
    """
    within = tests.strata.gt(1).any()
    tests = cells.bind(tests[tests.test != ""], "group_tests")
    bound = cells.bind(differences, "group_differences")
    lines = [
        messages.row(
            {
                "column.question": messages.short(book.question(row.question)),
                "groups.answer": answer(row.question, row.option, row.level, book, messages),
                "column.base": messages.integer(row.base),
                "column.effect_size": _effect(row, messages),
                "column.p_raw": messages.p(row.p, is_bound=_is_bound(row)),
                "column.p_bh": messages.p(row.p_adjusted),
                **({"groups.p_pooled": messages.p(row.p_pooled)} if within else {}),
                "groups.widest": _widest(row, bound, book, messages),
            }
        )
        for row in tests.itertuples()
    ]
    frame = pd.DataFrame(lines)
    return frame.set_index([messages("column.question"), messages("groups.answer")])


def _is_bound(row):
    draws = stratified.DRAWS if row.strata > 1 else exact.DRAWS
    return row.test.endswith("monte carlo") and permutation.is_bound(row.p, draws)


def _effect(row, messages):
    keys = {**EFFECTS, "Cramér's V": "groups.cramer"}
    if math.isnan(row.effect):
        return "–"
    text = messages(keys[row.effect_name], value=messages.number(row.effect))
    return text if math.isnan(row.low) else f"{text} ({messages.limits(row.low, row.high)})"


def _widest(row, differences, book, messages):
    own = differences[(differences.question == row.question) & (differences.option == row.option)]
    if own.empty:
        return "–"
    widest = own.loc[own.difference.astype(float).idxmax()]
    first, second = (label(row.group, widest[end], book, messages) for end in ("first", "second"))
    difference, low, high = map(messages.percent_alone, widest[["difference", "low", "high"]])
    ends = {"difference": difference, "low": low, "high": high}
    return messages("groups.difference", first=first, second=second, **ends)


def count_rows(shares: pd.DataFrame, book: Codebook, messages: Messages) -> pd.DataFrame:
    """Every answer by one group: its groups down, under each question."""
    lines = []
    for row in cells.bind(shares, "group_shares").itertuples():
        question = messages.short(book.question(row.question))
        lines.append(
            {
                messages("column.question"): question,
                messages("groups.answer"): answer(
                    row.question, row.option, row.level, book, messages
                ),
                name(row.group, book, messages): label(row.group, row.group_level, book, messages),
                messages("column.count"): messages.integer(row.count),
                messages("column.base"): messages.integer(row.base),
                messages("column.share"): messages.percent(row.share),
                messages("column.interval"): limits_of_share(row, messages),
                "z": messages.number(row.residual, 1),
            }
        )
    return pd.DataFrame(lines).set_index([messages("column.question"), messages("groups.answer")])
