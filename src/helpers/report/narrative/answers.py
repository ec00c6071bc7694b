"""What people answered to one question, in words that follow declared rules."""

import math

import pandas as pd

from helpers.codebook import MISSING

STEPS = (  # of the lower limit from above, and of the upper limit from below
    (0.9, "graded.nearly_all"),
    (2 / 3, "graded.strong_majority"),
    (1 / 2, "graded.majority"),
)


def quoted_levels(question, levels, messages, style="or"):
    """The wording of levels, in quotation marks: « Jamais » ou « Rarement »."""
    labels = [messages("quote", text=question.label(level, messages.language)) for level in levels]
    return messages.list(labels, style)


def quoted_name(question, messages):
    """The short name of a question, in quotation marks."""
    return messages("quote", text=question.short[messages.language])


def joined_levels(question, joined, messages):
    """The wording of levels taken together, ``non|non_mesurable``, without quotation marks."""
    return messages.list(
        [question.label(level, messages.language) for level in joined.split("|")], "or"
    )


def share(count, base, messages):
    """Counts first: « 61 personnes sur 77, soit 79 % »."""
    people = messages("people", n=count)
    return messages(
        "share", people=people, base=messages.integer(base), percent=messages.percent(count / base)
    )


def grade(low, high, middle, messages):
    """The word that an interval allows: a majority only when it clears one half.

    Examples
    --------
    >>> from helpers.report import catalogue
    >>> grade(0.69, 0.87, 0.79, catalogue.load("en")), grade(0.0, 0.08, 0.03, catalogue.load("en"))
    ('a strong majority', 'almost none')
    """
    for limit, key in STEPS:
        if low > limit:
            return messages(key)
    if high < 0.1:
        return messages("graded.few")
    if high < 0.5:
        return messages("graded.minority")
    return messages("graded.half" if round(abs(middle - 0.5), 9) <= 0.05 else "graded.open")


def answer(row, question, messages):
    """How many people gave the levels of one row of shares: a clause without its full stop."""
    levels = quoted_levels(question, row.level.split("|"), messages)
    text = share(row["count"], row.base, messages)
    return messages(
        "answer", n=row["count"], share=text, base=messages.integer(row.base), levels=levels
    )


def interval(row, messages):
    """« (intervalle à 95 % : de 69 % à 87 %) »."""
    return messages(
        "answered.interval", interval=messages.interval(row.low, row.high, messages.percent)
    )


def finding(shares, question, messages):
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
    return f"{text[:1].upper()}{text[1:]} {missing(shares, messages)}"


def sentence(shares, question, messages):
    """What one question found, without those who did not answer."""
    rows = shares[shares.status == "level"]
    base = int(rows.base.iloc[0])
    if base == 0:
        return messages("answered.nobody")
    if question.kind == "text":
        return messages(
            "answered.free",
            share=share(base, int(shares[shares.status == "missing"].base.iloc[0]), messages),
        )
    most = rows[rows["count"] == rows["count"].max()]
    if base == 1:
        return messages(
            "answered.only_one", levels=quoted_levels(question, most.level, messages, "standard")
        )
    group = headline(shares)
    if group is not None:
        return messages(
            "answered.headline",
            answer=answer(group, question, messages),
            interval=interval(group, messages),
            graded=grade(group.low, group.high, group.share, messages),
        )
    first = most.iloc[0]
    text = messages(
        "top.one" if len(most) == 1 else "top.other",
        levels=quoted_levels(question, most.level, messages, "standard"),
        share=share(first["count"], base, messages),
        interval=interval(first, messages),
    )
    if question.kind != "multiple":
        return text
    return f"{text} {messages('top.several' if rows['count'].sum() > base else 'top.singles')}"


def headline(shares):
    """The row of the levels that the codebook highlights together; None if it highlights none."""
    group = shares[shares.status == "group"]
    return group.iloc[0] if len(group) else None


def missing(shares, messages):
    """Who gave no answer, kind by kind."""
    counts = shares[shares.status == "missing"].set_index("level")["count"]
    if not counts.sum():
        return messages("missing._skipped", n=0)
    return " ".join(messages(f"missing.{kind}", n=counts[kind]) for kind in MISSING if counts[kind])


def rows(shares, book, messages):
    """Every level and every kind of missing of every question, with count, share and interval."""
    column = {
        key: messages(f"column.{key}")
        for key in ("question", "level", "count", "share", "interval")
    }
    rows = []
    for question in book.questions:
        part = shares[shares.question == question.id]
        starred = {level.id for level in question.levels if level.assumed}
        for row in part[
            (part.status == "level") | ((part.status == "missing") & (part["count"] > 0))
        ].itertuples():
            if row.status == "missing":
                label = messages(f"account.{row.level}")
            else:
                label = (
                    question.label(row.level, messages.language)
                    if question.levels
                    else messages("account.valid")
                )
            rows.append(
                {
                    column["question"]: question.short[messages.language],
                    column["level"]: label + ("*" if row.level in starred else ""),
                    column["count"]: messages.integer(row.count),
                    column["share"]: messages.percent(row.share),
                    column["interval"]: "–"
                    if math.isnan(row.low)
                    else messages.interval(row.low, row.high, messages.percent),
                }
            )
    return pd.DataFrame(rows).set_index([column["question"], column["level"]])
