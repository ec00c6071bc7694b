"""What stands over a question's bars, how one is read, and what the text still has to say.

A share that was drawn at random is no headline: then it is what was published, or the question.
"""

from dataclasses import dataclass

import pandas as pd

from helpers import published
from helpers.codebook import Codebook, Question
from helpers.published import PercentClaim
from helpers.report.catalogue import Messages
from helpers.report.narrative import answers, claims, numbers
from helpers.report.narrative.grades import grade

LEVELS = ("ordinal", "nominal", "multiple", "rating")  # kinds whose headline is an answer
TIED = 3  # answers that a headline has room for


@dataclass(frozen=True)
class Words:
    """Of one figure: what stands over it, how it is read, and what the text still has to say.

    >>> Words("Median: 12", "", "").headline
    'Median: 12'
    """

    headline: str
    reading: str
    text: str


def question(
    shares: pd.DataFrame,
    statistics: pd.DataFrame,
    own: pd.DataFrame,
    asked: Question,
    book: Codebook,
    messages: Messages,
) -> Words:
    """The words of one question's figure.

    Parameters
    ----------
    shares, statistics, own : DataFrame
        The rows of one question, as `tables.shares`, `summaries.statistics` and `published.check`
        make them.
    asked : Question
    book : Codebook
    messages : Messages
    """
    finding = numbers.finding(shares, statistics, asked, messages)
    plain = Words(messages.short(asked), "", finding)
    if book.synthetic:
        publication = published.load(book) if book.published else None
        return _reconstructed(shares, own, asked, publication, plain, messages)
    words = _counted(shares, statistics, asked, messages) or plain
    if asked.kind == "ranking":
        words = Words(_first(shares, asked, messages), "", finding)
    if not len(own):
        return words
    beside = claims.comparison(own, published.load(book), book, messages)
    return Words(words.headline, words.reading, f"{words.text} {beside}".strip())


def _counted(shares, statistics, asked, messages):
    """Of collected answers: the highlighted ones together, or the most frequent."""
    rows = shares[shares.status == "level"]
    if asked.kind not in LEVELS or rows.base.iloc[0] < 2 or not rows["count"].any():
        return None
    rest, row = numbers.besides(shares, statistics, asked, messages), answers.headline(shares)
    if row is None and asked.is_consent:
        row = rows.iloc[0]
    if row is not None:
        percent, levels = messages.percent(row.share), levels_of(row, asked, messages)
        headline = messages("headline.answers", levels=levels, percent=percent)
        graded = grade(row.low, row.high, row.share, messages)
        return Words(headline, f"{_reading(row, levels, messages)} {graded}", rest)
    most = rows[rows["count"] == rows["count"].max()]
    if len(most) > TIED:
        return None
    first, levels = most.iloc[0], answers.quoted_levels(asked, most.level, messages, "standard")
    percent = messages.percent(first.share)
    headline = messages("headline.most", n=len(most), levels=levels, percent=percent)
    if asked.kind == "rating" and len(statistics):
        mean = statistics.set_index("statistic").loc["mean"]
        headline = messages("headline.mean", mean=numbers.mean_score(mean, asked, messages))
    if len(most) == 1:
        return Words(headline, _reading(first, levels, messages), rest)
    return Words(headline, "", f"{answers.leading(shares, asked, messages)} {rest}".strip())


def _first(shares, asked, messages):
    """What was ranked first most often; what was asked, if too many options were."""
    rows = shares[shares.status == "level"]
    most = rows[(rows["count"] == rows["count"].max()) & (rows["count"] > 0)]
    if not 0 < len(most) <= TIED:
        return messages.short(asked)
    levels = answers.quoted_levels(asked, most.level, messages, "standard")
    return messages("headline.first", levels=levels)


def _reading(row, levels, messages):
    """How many people, out of how many, gave some answers, with the interval of their share."""
    people = messages("people", n=row["count"])
    base = messages.integer(row.base)
    return messages(
        "reading.answers",
        n=row["count"],
        share=messages("reading.out_of", people=people, base=base),
        base=base,
        levels=levels,
        interval=answers.interval_of_shares(row, messages),
    )


def _reconstructed(shares, own, asked, publication, plain, messages):
    """Of a reconstruction: what was published first; what was drawn is read as drawn."""
    if not len(own):
        lead = messages("claim.drawn") if publication else ""
        if not asked.offers_levels or asked.kind not in LEVELS:
            return Words(plain.headline, "", f"{lead} {plain.text}".strip())
        return Words(plain.headline, _drawn(shares, asked, messages), lead)
    pairs = [*claims.claim_pairs(own, publication)]
    one = [pair for pair in pairs if not claims.is_each(pair[1])]
    one.sort(key=lambda pair: not isinstance(pair[1], PercentClaim))
    texts = [claims.reconstructed(*pair, asked, messages) for pair in one[1:]]
    each = [pair for pair in pairs if claims.is_each(pair[1])]
    texts += [messages("claim.no_share")] if each and not one else []
    texts += [
        messages("claim.differs", percent=messages.percent(row.recomputed))
        for row, _ in pairs
        if row.verdict == "disagrees"
    ]
    if one:
        row, claim = one[0]
        said, reading = _said(row, claim, messages), _rebuilt(row, claim, asked, messages)
        levels = _levels_of(row.quantity, asked, messages)
    else:
        said, reading = _said(*each[0], messages), _drawn(shares, asked, messages)
        named = [row.quantity.split(":")[1] for row, _ in each]
        levels = answers.quoted_levels(asked, named, messages, "standard")
    headline = messages("headline.published", levels=levels, said=said)
    return Words(headline, reading, " ".join(texts))


def _said(row, claim, messages):
    """What was published: a percentage, or words in quotation marks."""
    text = claims.published_text(row, claim, messages)
    return text if isinstance(claim, PercentClaim) else messages("quote", text=text)


def _rebuilt(row, claim, asked, messages):
    """What a reconstruction makes of a published share; the share too, if only words told it."""
    if not row.base:
        return ""
    people, base = messages("people", n=row.count), messages.integer(row.base)
    share = messages("reading.out_of", people=people, base=base)
    graded, key = "", "reading.words"
    if isinstance(claim, PercentClaim):
        graded, key = grade(row.low, row.high, row.recomputed, messages), "reading.reconstruction"
    reading = messages(
        key,
        n=row.count,
        percent=messages.percent(row.recomputed),
        share=share,
        base=base,
        levels=_levels_of(row.quantity, asked, messages),
        interval=answers.interval_of_shares(row, messages),
    )
    return f"{reading} {graded}".strip()


def _drawn(shares, asked, messages):
    """The first bar, told as what it is: a number that was drawn."""
    row = answers.in_order(shares, asked).iloc[0]
    if not row.base:
        return ""
    levels, base = answers.quoted_levels(asked, [row.level], messages), messages.integer(row.base)
    people = messages("people", n=row["count"])
    share = messages("reading.out_of", people=people, base=base)
    return messages("reading.drawn", levels=levels, share=share)


def levels_of(row: pd.Series, asked: Question, messages: Messages) -> str:
    """The wording of the levels of one row of shares, in quotation marks."""
    return answers.quoted_levels(asked, row.level.split("|"), messages)


def _levels_of(quantity, asked, messages):
    """The levels that a claim is about, ``q5:jamais|rarement``."""
    return answers.quoted_levels(asked, quantity.split(":")[1].split("|"), messages)
