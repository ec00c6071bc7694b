"""What stands over figures that are no bars of one question, and how they are read."""

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from helpers.codebook import Codebook, Question
from helpers.document import marks
from helpers.report.catalogue import Messages
from helpers.report.narrative import answers, grids, rankings
from helpers.report.narrative.headlines import Words, levels_of


def overview(
    shares: pd.DataFrame,
    book: Codebook,
    messages: Messages,
    known: Mapping[str, Collection[str]] | None = None,
) -> Words:
    """Over all behaviours: how far the same answers go from one behaviour to another.

    Parameters
    ----------
    shares : DataFrame
        Of all questions.
    book : Codebook
    messages : Messages
    known : dict of str to collection of str, optional
        Of a reconstruction: question to the levels whose percentage was published.
    """
    groups = {}
    for asked in book.with_role("behaviour"):
        row = answers.headline(shares[shares.question == asked.id])
        if row is not None and row.base > 1 and _is_told(row, asked, book, known):
            groups.setdefault(levels_of(row, asked, messages), []).append((row, asked))
    if not groups:
        return Words(messages("caption.overview"), "", "")
    levels, pairs = max(groups.items(), key=lambda item: len(item[1]))
    pairs.sort(key=lambda pair: -pair[0].share)
    (row, asked), (last, _) = pairs[0], pairs[-1]
    percent = messages.percent(row.share)
    said = percent
    if last.share < row.share:
        spread, by = messages.percents(last.share, row.share), messages("headline.behaviour")
        said = messages("headline.by", range=spread, by=by)
    name = answers.quoted_name(asked, messages)
    reading = messages("reading.overview", name=name, percent=percent, levels=levels)
    if book.synthetic:
        return Words(messages("headline.published", levels=levels, said=said), reading, "")
    return Words(messages("headline.answers", levels=levels, percent=said), reading, "")


def _is_told(row, asked, book, known):
    """Whether a share may be a headline: it was counted, or published as a percentage."""
    return row.level in (known or {}).get(asked.id, ()) if book.synthetic else True


def grid(
    shares: pd.DataFrame, rows: Sequence[Question], book: Codebook, messages: Messages
) -> Words:
    """Over the rows of a grid, in the order of `grids.in_order`: how far they lie apart."""
    short, sentence = messages.short(rows[0].grid), grids.sentence(shares, rows, messages)
    answered = [row for row in rows if grids.leading(shares, row).base]
    if book.synthetic or not answered or not grids.are_compared(rows):
        return Words(short, "", sentence)
    first, last = (grids.leading(shares, answered[place]) for place in (0, -1))
    said = messages.percent(first.share)
    if last.share < first.share:
        spread, by = messages.percents(last.share, first.share), messages("headline.row")
        said = messages("headline.by", range=spread, by=by)
    levels = levels_of(first, answered[0], messages)
    headline = messages("headline.answers", levels=levels, percent=said)
    text = marks.lower_first(sentence.replace("**", ""))
    return Words(headline, messages("reading.sentence", text=text), "")


def median(row: pd.Series, asked: Question, book: Codebook, messages: Messages) -> str:
    """Over the spread of numbers, dates or lengths: their median, a row of `statistics`.

    Of answers that were drawn at random, what was asked.
    """
    if book.synthetic:
        return messages.short(asked)
    if asked.kind == "date":
        value = messages.day(row.estimate)
    elif asked.kind == "text":
        value = messages.amount(row.estimate)
    else:
        value = messages.quantity(row.estimate, asked)
    return messages("headline.median", median=value)


def best_rank(statistics: pd.DataFrame, asked: Question, book: Codebook, messages: Messages) -> str:
    """Over mean ranks: the option that stands highest; of a reconstruction, what was asked."""
    first = rankings.in_order(statistics, asked).iloc[0]
    if book.synthetic:
        return messages.short(asked)
    label = answers.quoted_levels(asked, [first["item"]], messages)
    mean = messages.number(first.estimate, rankings.DECIMALS)
    return messages("headline.rank", label=label, mean=mean)
