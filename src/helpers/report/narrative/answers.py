"""What people answered to one question, in words that follow declared rules."""

import math

import numpy as np
import pandas as pd

from helpers.codebook import Question
from helpers.report.catalogue import Messages
from helpers.report.narrative import account
from helpers.report.narrative.grades import grade

MISSING = {
    "_skipped": "missing._skipped",
    "_not_asked": "missing._not_asked",
    "_not_applicable": "missing._not_applicable",
    "_refused": "missing._refused",
    "_not_codable": "missing._not_codable",
}


def quoted_levels(
    question: Question, levels: list[str], messages: Messages, style: str = "or"
) -> str:
    """The wording of levels, in quotation marks: « Jamais » ou « Rarement »."""
    labels = [messages("quote", text=messages.label(question, level)) for level in levels]
    return messages.list(labels, style)


def quoted_name(question: Question, messages: Messages) -> str:
    """The short name of a question, in quotation marks."""
    return messages("quote", text=messages.short(question))


def joined_levels(question: Question, joined: str, messages: Messages) -> str:
    """The wording of levels taken together, ``non|non_mesurable``, without quotation marks."""
    return messages.list([messages.label(question, level) for level in joined.split("|")], "or")


def share(count: float, base: float, portion: float, messages: Messages) -> str:
    """Counts first: « 61 personnes sur 77, soit 79 % »."""
    people, percent = messages("people", n=count), messages.percent(portion)
    return messages("share", people=people, base=messages.integer(base), percent=percent)


def answer(row: object, question: Question, messages: Messages) -> str:
    """How many people gave the levels of one row of shares, and what to call that."""
    levels = quoted_levels(question, row.level.split("|"), messages)
    text = messages(
        "answer",
        n=printed(row),
        percent=messages.percent(row.share),
        people=messages("people", n=row["count"]),
        base=messages.integer(row.base),
        levels=levels,
        interval=interval_of_shares(row, messages),
    )
    return f"{text} {grade(row.low, row.high, row.share, messages)}"


def printed(row: object) -> int:
    """The percentage of a row of shares as a verb agrees with it; none only where nobody is.

    In French: « 1 % a répondu », « 33 % ont répondu ».

    >>> [printed(pd.Series({"count": n, "share": n / 1000})) for n in (0, 1, 330)]
    [0, 1, 33]
    """
    return max(1, math.floor(row.share * 100 + 0.5 + 1e-9)) if row["count"] else 0


def interval(row: object, messages: Messages) -> str:
    """« (intervalle à 95 % : de 69 % à 87 %) »."""
    return messages("answered.interval", interval=interval_of_shares(row, messages))


def interval_of_shares(row: object, messages: Messages) -> str:
    """« de 69 % à 87 % »."""
    return messages.percents(row.low, row.high)


def limits_of_share(row: object, messages: Messages) -> str:
    """The same as a table prints it: a dash where there is none."""
    return "–" if math.isnan(row.low) else interval_of_shares(row, messages)


def finding(shares: pd.DataFrame, question: Question, messages: Messages) -> str:
    """What one question found, in a sentence; then who did not answer.

    Parameters
    ----------
    shares : DataFrame
        The rows of one question, as `tables.shares` makes them.
    question : Question
    messages : Messages

    Returns
    -------
    str
        Markdown.
    """
    text = sentence(shares, question, messages)
    if headline(shares) is not None and answered(shares, question) > 1:
        text = messages("answered.in_all", text=text)
    return f"{text[:1].upper()}{text[1:]} {missing(shares, question, messages)}".strip()


def sentence(shares: pd.DataFrame, question: Question, messages: Messages) -> str:
    """What one question found, without those who did not answer."""
    text = leading(shares, question, messages)
    return " ".join([text, *_several(shares, question, messages)])


def besides(shares: pd.DataFrame, question: Question, messages: Messages) -> str:
    """What is said of one question beside what was found: of several answers, of no answer."""
    texts = [*_several(shares, question, messages), missing(shares, question, messages)]
    return " ".join(filter(None, texts))


def _several(shares, question, messages):
    """What is so of several answers alone: sums, those who chose none, or what does not go."""
    rows = shares[shares.status == "level"]
    if question.kind != "multiple" or question.is_consent or not rows.base.iloc[0]:
        return
    if rows.base.iloc[0] > 1 and headline(shares) is None:
        more_than_one = rows["count"].sum() > rows.base.iloc[0]
        yield messages("top.several" if more_than_one else "top.singles")
    for _, row in shares[(shares.status == "none") & (shares["count"] > 0)].iterrows():
        if not _is_nothing_chosen(shares):  # it was said first
            yield messages("top.none", n=row["count"])
    for _, row in shares[(shares.status == "conflict") & (shares["count"] > 0)].iterrows():
        level = quoted_levels(question, [row.level], messages)
        yield messages("top.conflict", n=row["count"], level=level)


def _is_nothing_chosen(shares):
    """Whether all that there is to say is that nobody chose an option."""
    rows, group = shares[shares.status == "level"], headline(shares)
    return not rows["count"].any() and (group is None or rows.base.iloc[0] == 1)


def leading(shares: pd.DataFrame, question: Question, messages: Messages) -> str:
    """What was answered most, or how many answered as the codebook highlights."""
    rows = shares[shares.status == "level"]
    base = rows.base.iloc[0]
    if answered(shares, question) == 0:
        return messages("answered.nobody")
    if question.kind == "text":
        row = rows.iloc[0]
        text = share(row["count"], row.base, row.share, messages)
        return messages("answered.free", share=text)
    group = headline(shares)
    most = rows[rows["count"] == rows["count"].max()]
    levels = quoted_levels(question, most.level, messages, "standard")
    if question.is_consent and base > 1:
        return answer(rows.iloc[0], question, messages)
    if question.is_consent and not most["count"].any():
        levels = messages("quote", text=account.item("_unticked", messages))
    elif _is_nothing_chosen(shares):
        return messages("top.none", n=base)
    if base == 1:
        return messages("answered.only_one", levels=levels)
    if group is not None:
        return answer(group, question, messages)
    first = most.iloc[0]
    return messages(
        "top.one" if len(most) == 1 else "top.other",
        levels=levels,
        share=share(first["count"], base, first.share, messages),
        interval=interval(first, messages),
    )


def answered(shares: pd.DataFrame, question: Question) -> float:
    """How many people answered a question."""
    levels = shares[shares.status == "level"]
    return levels.base.iloc[0] if question.offers_levels else levels["count"].sum()


def headline(shares: pd.DataFrame) -> pd.Series | None:
    """The row of the levels that the codebook highlights together; None if it highlights none."""
    group = shares[shares.status == "group"]
    return group.iloc[0] if len(group) else None


def missing(shares: pd.DataFrame, question: Question, messages: Messages) -> str:
    """Who gave no answer, kind by kind; of a routed question, `routing` tells who was not asked."""
    counts = shares[shares.status == "missing"].set_index("level")["count"]
    told = [kind for kind in MISSING if kind in counts.index]
    if question.asked_if:
        told.remove("_not_asked")
    if not counts[told].sum():
        if counts.sum() and not answered(shares, question):
            return ""
        return messages("missing.of_those_asked" if counts.sum() else "missing._skipped", n=0)
    return " ".join(messages(MISSING[kind], n=counts[kind]) for kind in told if counts[kind])


def in_order(shares: pd.DataFrame, question: Question) -> pd.DataFrame:
    """The levels of one question as a report shows them, with those who chose none of them.

    Where they have no order, the largest first; then what is off the scale or goes with no other,
    then words of the respondents' own. Or as in the codebook, if it says so.
    """
    levels = shares[shares.status == "level"]
    nothing = shares[(shares.status == "none") & (shares["count"] > 0)]
    if question.kind in ("nominal", "multiple", "ranking") and question.order == "size":
        last = {
            level.id: 2 if level.write_in else int(level.off_scale or level.exclusive)
            for level in question.levels
        }
        places = levels.level.map(last).astype(int), -levels["count"].astype(float)
        levels = levels.iloc[np.lexsort(places[::-1])]
    return pd.concat([levels, nothing])


def are_rounded(shares: pd.DataFrame, question: Question) -> bool:
    """Whether the shares of a question, as they are printed, do not add up to the whole."""
    rows = shares[shares.status == "level"]
    printed = np.floor(rows.share.astype(float) * 100 + 0.5 + 1e-9)
    is_whole = rows["count"].sum() == rows.base.iloc[0] > 0  # each person counts once
    return question.kind != "multiple" and bool(is_whole) and printed.sum() != 100
