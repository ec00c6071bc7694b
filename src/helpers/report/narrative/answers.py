"""What people answered to one question, in words that follow declared rules."""

import math

import pandas as pd

from helpers.codebook import MISSING

STEPS = (  # of the lower limit from above, and of the upper limit from below
    (0.9, "graded.nearly_all"),
    (2 / 3, "graded.strong_majority"),
    (1 / 2, "graded.majority"),
)


def quoted(question, levels, words, style="or"):
    """The wording of levels, in quotation marks: « Jamais » ou « Rarement »."""
    labels = [words("quote", text=question.label(level, words.language)) for level in levels]
    return words.list(labels, style)


def quoted_short(question, words):
    """The short name of a question, in quotation marks."""
    return words("quote", text=question.short[words.language])


def levels(question, joined, words):
    """The wording of levels taken together, ``non|non_mesurable``, without quotation marks."""
    return words.list([question.label(level, words.language) for level in joined.split("|")], "or")


def share(count, base, words):
    """Counts first: « 61 personnes sur 77, soit 79 % »."""
    people = words("people", n=count)
    return words(
        "share", people=people, base=words.integer(base), percent=words.percent(count / base)
    )


def graded(low, high, middle, words):
    """The word that an interval allows: a majority only when it clears one half.

    Examples
    --------
    >>> from helpers.report import words
    >>> graded(0.69, 0.87, 0.79, words.load("en")), graded(0.0, 0.08, 0.03, words.load("en"))
    ('a strong majority', 'almost none')
    """
    for limit, key in STEPS:
        if low > limit:
            return words(key)
    if high < 0.1:
        return words("graded.few")
    if high < 0.5:
        return words("graded.minority")
    return words("graded.half" if round(abs(middle - 0.5), 9) <= 0.05 else "graded.open")


def answer(row, question, words):
    """How many people gave the levels of one row of shares: a clause without its full stop."""
    levels = quoted(question, row.level.split("|"), words)
    text = share(row["count"], row.base, words)
    return words("answer", n=row["count"], share=text, base=words.integer(row.base), levels=levels)


def interval(row, words):
    """« (intervalle à 95 % : de 69 % à 87 %) »."""
    return words("answered.interval", interval=words.interval(row.low, row.high, words.percent))


def finding(shares, question, words):
    """What one question found, in a sentence; then who did not answer.

    Parameters
    ----------
    shares : DataFrame
        The rows of one question, as `tables.shares` makes them.
    question : Question
    words : Words

    Returns
    -------
    str
        Markdown.
    """
    text = sentence(shares, question, words)
    return f"{text[:1].upper()}{text[1:]} {missing(shares, words)}"


def sentence(shares, question, words):
    """What one question found, without those who did not answer."""
    rows = shares[shares.status == "level"]
    base = int(rows.base.iloc[0])
    if base == 0:
        return words("answered.nobody")
    if question.kind == "text":
        return words(
            "answered.free",
            share=share(base, int(shares[shares.status == "missing"].base.iloc[0]), words),
        )
    most = rows[rows["count"] == rows["count"].max()]
    if base == 1:
        return words("answered.only_one", levels=quoted(question, most.level, words, "standard"))
    group = headline(shares)
    if group is not None:
        return words(
            "answered.headline",
            answer=answer(group, question, words),
            interval=interval(group, words),
            graded=graded(group.low, group.high, group.share, words),
        )
    first = most.iloc[0]
    text = words(
        "top.one" if len(most) == 1 else "top.other",
        levels=quoted(question, most.level, words, "standard"),
        share=share(first["count"], base, words),
        interval=interval(first, words),
    )
    if question.kind != "multiple":
        return text
    return f"{text} {words('top.several' if rows['count'].sum() > base else 'top.singles')}"


def headline(shares):
    """The row of the levels that the codebook highlights together; None if it highlights none."""
    group = shares[shares.status == "group"]
    return group.iloc[0] if len(group) else None


def missing(shares, words):
    """Who gave no answer, kind by kind."""
    counts = shares[shares.status == "missing"].set_index("level")["count"]
    if not counts.sum():
        return words("missing._skipped", n=0)
    return " ".join(words(f"missing.{kind}", n=counts[kind]) for kind in MISSING if counts[kind])


def count_rows(shares, book, words):
    """Every level and every kind of missing of every question, with count, share and interval."""
    column = {
        key: words(f"column.{key}") for key in ("question", "level", "count", "share", "interval")
    }
    rows = []
    for question in book.questions:
        part = shares[shares.question == question.id]
        starred = {level.id for level in question.levels if level.assumed}
        for row in part[
            (part.status == "level") | ((part.status == "missing") & (part["count"] > 0))
        ].itertuples():
            if row.status == "missing":
                label = words(f"account.{row.level}")
            else:
                label = (
                    question.label(row.level, words.language)
                    if question.levels
                    else words("account.valid")
                )
            rows.append(
                {
                    column["question"]: question.short[words.language],
                    column["level"]: label + ("*" if row.level in starred else ""),
                    column["count"]: words.integer(row.count),
                    column["share"]: words.percent(row.share),
                    column["interval"]: "–"
                    if math.isnan(row.low)
                    else words.interval(row.low, row.high, words.percent),
                }
            )
    return pd.DataFrame(rows).set_index([column["question"], column["level"]])
