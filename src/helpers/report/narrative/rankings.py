"""One ranking: what was ranked first, mean ranks, how many ranked each option."""

import math
from collections.abc import Iterator

import pandas as pd

from helpers.codebook import Question
from helpers.report.catalogue import Messages
from helpers.report.narrative.answers import answered, interval, quoted_levels, share

DECIMALS = 2  # of a mean rank
# What is odd about the ranks that somebody gave → who says it.
ODD = {"some": "ranking.some", "tied": "ranking.tied", "gaps": "ranking.gaps"}


def sentence(
    shares: pd.DataFrame, statistics: pd.DataFrame, question: Question, messages: Messages
) -> str:
    """What a ranking found, without those who did not answer.

    Parameters
    ----------
    shares, statistics : DataFrame
        The rows of one question, as `tables.shares` and `summaries.statistics` make them.
    question : Question
    messages : Messages
    """
    if not answered(shares, question):
        return messages("answered.nobody")
    texts = [_first(shares, question, messages), *_means(statistics, question, messages)]
    counts = statistics[statistics.item == ""].set_index("statistic").estimate
    odd = [messages(key, n=counts[name]) for name, key in ODD.items() if counts[name]]
    return " ".join([*texts, *odd])


def _first(shares, question, messages):
    """What most people ranked first."""
    levels = shares[shares.status == "level"]
    most = levels[levels["count"] == levels["count"].max()]
    first = most.iloc[0]
    if not first["count"]:
        return messages("ranking.no_first")
    names = quoted_levels(question, most.level, messages, "standard")
    if first.base == 1:
        return messages("ranking.only_one", levels=names)
    return messages(
        "ranking.first" if len(most) == 1 else "ranking.first_tied",
        levels=names,
        share=share(first["count"], first.base, first.share, messages),
        interval=interval(first, messages),
    )


def _means(statistics, question, messages) -> Iterator[str]:
    """The options that stand highest and lowest on average, where they are not one."""
    means = in_order(statistics, question)
    means = means[means.base > 0]
    if len(means) < 2 or means.base.max() == 1:
        return
    ends = means.iloc[0], means.iloc[-1]
    if ends[0].estimate == ends[1].estimate:
        mean = messages.number(ends[0].estimate, DECIMALS)
        yield messages("ranking.alike", mean=mean)
        return
    names = [quoted_levels(question, [end["item"]], messages) for end in ends]
    first, last = (_with_interval(end, messages) for end in ends)
    yield messages("ranking.ends", highest=names[0], first=first, lowest=names[1], last=last)


def _with_interval(row, messages):
    """« **1,67** (intervalle à 95 % : de 1,2 à 2,1) »."""
    text = f"**{messages.number(row.estimate, DECIMALS)}**"
    if math.isnan(row.low):
        return text
    ends = messages.interval(row.low, row.high)
    return f"{text} {messages('answered.interval', interval=ends)}"


def in_order(statistics: pd.DataFrame, question: Question) -> pd.DataFrame:
    """The mean ranks of one question, the smallest first; an option that nobody ranked last."""
    means = statistics[statistics.statistic == "mean_rank"]
    order = means.estimate.astype(float).sort_values(kind="stable", na_position="last").index
    return means.loc[order]


def unranked(messages: Messages) -> str:
    """What an option is called that somebody who ranked others left out."""
    return messages("ranking.unranked")


def rows(
    shares: pd.DataFrame, statistics: pd.DataFrame, question: Question, messages: Messages
) -> pd.DataFrame:
    """Every option: how many ranked it first, its mean rank, how many ranked it."""
    first = shares[shares.status == "level"].set_index("level")
    ranked = statistics[statistics.statistic == "ranked"].set_index("item").estimate
    lines = []
    for _, row in in_order(statistics, question).iterrows():
        own = first.loc[row["item"]]
        count = f"{messages.integer(own['count'])} ({messages.percent(own.share)})"
        mean = messages.number(row.estimate, DECIMALS)
        if not math.isnan(row.low):
            ends = messages.interval(row.low, row.high)
            mean = messages("numbers.limits", value=mean, interval=ends)
        lines.append(
            messages.row(
                {
                    "column.level": messages.label(question, row["item"]),
                    "column.first_choices": count,
                    "column.mean_rank": mean,
                    "column.ranked": messages.integer(ranked[row["item"]]),
                }
            )
        )
    return pd.DataFrame(lines).set_index(messages("column.level"))
