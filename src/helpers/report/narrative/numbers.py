"""What numbers and scores come to, in words."""

import math

import pandas as pd

from helpers.codebook import ANSWERED, Codebook, Question
from helpers.report import cells
from helpers.report.catalogue import CURRENCIES, Messages
from helpers.report.narrative import answers, dates, lengths, rankings
from helpers.report.narrative.answers import answer, answered, leading, missing

UNITLESS = Question("", "number", "context", {}, {})
WIDE = 10  # from the lowest to the highest, from which a mean has one decimal; else two


def finding(
    shares: pd.DataFrame, statistics: pd.DataFrame, question: Question, messages: Messages
) -> str:
    """What one question of any kind found; see `answers.finding` and `sentence`."""
    if question.kind == "date":
        texts = [dates.sentence(statistics, question, messages)]
        texts.append(_levels(shares, question, messages))
    elif question.kind == "ranking":
        texts = [rankings.sentence(shares, statistics, question, messages)]
    elif question.kind == "text":
        texts = [leading(shares, question, messages), lengths.sentence(statistics, messages)]
    elif question.kind in ("number", "rating"):
        return sentence(shares, statistics, question, messages)
    else:
        return answers.finding(shares, question, messages)
    return " ".join(filter(None, [*texts, missing(shares, question, messages)]))


def sentence(
    shares: pd.DataFrame, statistics: pd.DataFrame, question: Question, messages: Messages
) -> str:
    """What one question of numbers or scores found; then who did not answer.

    Parameters
    ----------
    shares, statistics : DataFrame
        The rows of one question, as `tables.shares` and `summaries.statistics` make them.
    question : Question
    messages : Messages

    Returns
    -------
    str
        Markdown.
    """
    texts = [_levels(shares, question, messages)]
    if len(statistics) and question.kind == "rating":
        texts += _scores(statistics.set_index("statistic"), question, messages)
    elif len(statistics):
        rows = statistics.set_index("statistic")
        told = [_middle(rows, question, messages), *_implausible(rows, question, messages)]
        texts = told + texts
    return " ".join(filter(None, [*texts, missing(shares, question, messages)]))


def besides(
    shares: pd.DataFrame, statistics: pd.DataFrame, question: Question, messages: Messages
) -> str:
    """What is said of one question beside the levels most often given; see `answers.besides`."""
    texts = []
    if len(statistics) and question.kind == "rating":
        texts += _scores(statistics.set_index("statistic"), question, messages)
    return " ".join([*texts, answers.besides(shares, question, messages)]).strip()


def _levels(shares, question, messages):
    """The levels most often given, where some are offered; those off the scale, where none is."""
    if question.offers_levels or not answered(shares, question):
        text = leading(shares, question, messages)
        return f"{text[:1].upper()}{text[1:]}"
    aside = shares[(shares.status == "level") & (shares.level != ANSWERED) & (shares["count"] > 0)]
    texts = [answer(row, question, messages) for _, row in aside.iterrows()]
    return " ".join(messages("answered.besides", text=text) for text in texts)


def _middle(rows, question, messages):
    """The median, the half in the middle, the mean and the range; or what they all are."""
    value = rows.estimate
    people = messages("people_in_words", n=rows.base["mean"])
    if rows.base["mean"] == 1:
        number = messages.quantity(value["median"], question)
        return messages("numbers.only_one", value=number)
    if value["minimum"] == value["maximum"]:
        number = messages.quantity(value["median"], question)
        return messages("numbers.alike", people=people, value=number)
    return messages(
        "numbers.middle",
        people=people,
        median=messages.quantity(value["median"], question),
        median_interval=_interval(rows.loc["median"], question, messages),
        half=_between(value["first_quartile"], value["third_quartile"], question, messages),
        mean=messages.quantity(value["mean"], question, digits(rows)),
        mean_interval=_interval(rows.loc["mean"], question, messages, digits(rows)),
        range=_between(value["minimum"], value["maximum"], question, messages),
    )


def _implausible(rows, question, messages):
    if not question.plausible or not rows.estimate["implausible"]:
        return
    ends = [
        cells.Cell(end, "codebook.toml", question.id, f"plausible {place}")
        for place, end in enumerate(question.plausible)
    ]
    low, high = (messages.quantity(end, question) for end in ends)
    yield messages("numbers.implausible", n=rows.estimate["implausible"], low=low, high=high)


def _scores(rows, question, messages):
    mean = rows.loc["mean"]
    interval = _interval(mean, question, messages, _score_digits(question))
    yield messages("numbers.score", mean=mean_score(mean, question, messages), interval=interval)
    if question.net_promoter:
        score = rows.loc["net_promoter"]
        ends = messages.interval(score.low, score.high, lambda end: messages.number(end, 0))
        yield messages(
            "numbers.net_promoter",
            score=messages.number(score.estimate, 0),
            interval=messages("answered.interval", interval=ends),
            promoters=messages.percent(rows.estimate["promoters"]),
            detractors=messages.percent(rows.estimate["detractors"]),
        )


def mean_score(mean: pd.Series, question: Question, messages: Messages) -> str:
    """The mean of the scores of one question, a row of its statistics."""
    return messages.number(mean.estimate, _score_digits(question))


def _score_digits(question):
    scores = [level.score for level in question.levels if level.score is not None]
    return 1 if max(scores) - min(scores) >= WIDE else 2


def digits(rows: pd.DataFrame) -> int:
    """How many decimals the mean of some numbers has."""
    ends = [rows.estimate[name] for name in ("minimum", "median", "maximum")]
    has_cents = any(round(end * 10, 9) % 1 for end in ends)  # tenths are not all they have
    return 1 if ends[-1] - ends[0] >= WIDE and not has_cents else 2


def _between(low, high, question, messages, decimals=None):
    """« 5 à 12 ans »."""
    unit = question.unit.get(messages.language, "")
    last = messages.quantity(high, question, decimals)
    if "{}" in unit:
        return messages("interval", low=messages.quantity(low, question, decimals), high=last)
    if not CURRENCIES.isdisjoint(unit):
        decimals = 2 if low % 1 else 0
    return messages("interval", low=messages.quantity(low, UNITLESS, decimals), high=last)


def _interval(row, question, messages, decimals=None):
    """« (intervalle à 95 % : 5 à 12 ans) »; nothing where there is none."""
    if math.isnan(row.low):
        return ""
    text = _between(row.low, row.high, question, messages, decimals)
    return f" {messages('answered.interval', interval=text)}"


def rows(statistics: pd.DataFrame, book: Codebook, messages: Messages) -> pd.DataFrame:
    """What the numbers and scores of every question come to, one row a question."""
    lines = []
    for question in book.questions:
        part = statistics[statistics.question == question.id].set_index("statistic")
        if part.empty or question.kind not in ("number", "rating"):
            continue
        is_number = question.kind == "number"
        decimals = digits(part) if is_number else 2
        middle = part.loc["median"]
        lines.append(
            messages.row(
                {
                    "column.question": messages.short(question),
                    "column.base": messages.integer(middle.base),
                    "column.mean": _with_limits(part.loc["mean"], messages, decimals),
                    "column.median": _with_limits(middle, messages),
                    "column.quartiles": _ends(part, "first_quartile", "third_quartile", messages),
                    "column.range": _ends(part, "minimum", "maximum", messages),
                }
            )
        )
    return pd.DataFrame(lines)


def _with_limits(row, messages, decimals=None):
    def write(value):
        return messages.amount(value) if decimals is None else messages.number(value, decimals)

    if math.isnan(row.low):
        return write(row.estimate)
    interval = messages.interval(row.low, row.high, write)
    return messages("numbers.limits", value=write(row.estimate), interval=interval)


def _ends(part, low, high, messages):
    if low not in part.index:
        return "–"
    return messages.interval(part.estimate[low], part.estimate[high], messages.amount)
