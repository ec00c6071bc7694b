"""One question by itself: counts, shares with base and interval, picture, sentence."""

from dataclasses import replace
from functools import partial

import pandas as pd

from helpers.analysis import summaries, tables
from helpers.codebook import Codebook, Question
from helpers.lab.view import View
from helpers.report import figures, narrative
from helpers.report.catalogue import Messages
from helpers.report.sections.captions import synthetic_note


def describe(clean: pd.DataFrame, question: Question, book: Codebook, messages: Messages) -> View:
    """What people answered to one question, as 02_question hands it on.

    Parameters
    ----------
    clean : DataFrame
        Clean answers.
    question : Question
    book : Codebook
    messages : Messages
        Bare ones.

    Returns
    -------
    View
        Its frame is that of `tables.shares`.
    """
    shares = tables.shares(clean, question)
    alone = replace(book, questions=(question,), model=None, composite=())
    lines = [narrative.counts.rows(shares, alone, messages).droplevel(0)]
    wording = f"**{messages.wording(question)}**"
    statistics = summaries.statistics(clean, question)
    if question.kind == "ranking" and len(statistics):
        lines.append(narrative.rankings.rows(shares, statistics, question, messages))
    finding = narrative.numbers.finding(shares, statistics, question, messages)
    return View(
        shares,
        f"{wording}\n\n{finding}",
        tuple(lines),
        _drawn(shares, statistics, question, messages),
        synthetic_note(book, messages),
    )


def _drawn(shares, statistics, question, messages):
    """What draws the answers to a question, if anybody gave one."""
    if question.offers_levels:
        has_base = shares.base.iloc[0] > 0
        return partial(figures.shares, shares, question, messages) if has_base else None
    if statistics.empty:
        return None
    if question.kind == "date":
        return partial(figures.dates, shares, statistics, messages)
    return partial(figures.numbers, shares, statistics, question, messages)
