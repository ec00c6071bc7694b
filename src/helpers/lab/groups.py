"""One question between groups of people, as the report compares them."""

from __future__ import annotations

from functools import partial

import pandas as pd

from helpers.analysis import group_strata, group_tests, grouping
from helpers.codebook import Codebook, Question
from helpers.lab.view import View
from helpers.report import figures, narrative
from helpers.report.catalogue import Messages
from helpers.report.figures.groups import told_first
from helpers.report.sections.captions import synthetic_note


def compare(
    clean: pd.DataFrame, question: Question, group: Question, book: Codebook, messages: Messages
) -> View:
    """The answers to one question by the answers to another: shares, test, differences.

    Parameters
    ----------
    clean : DataFrame
        Clean answers.
    question, group : Question
    book : Codebook
        That has both.
    messages : Messages
        Bare ones.

    Returns
    -------
    View
        Its frame is that of `group_tests.shares`: of real people as far as the report may tell it.
    """
    by_group = grouping.by_group(clean, group, question, book)
    compared = [group_strata.by_event(clean, each, book) for each in by_group]
    shares, tests = group_tests.shares(compared), group_tests.table(compared, book)
    sentence = narrative.groups.sentence(tests, shares, book, messages)
    note = synthetic_note(book, messages)
    if shares.empty:
        return View(shares, sentence, note=note)
    lines = [narrative.groups.count_rows(shares, book, messages)]
    if (tests.test != "").any():
        differences = group_tests.differences(compared)
        lines.append(narrative.groups.rows(tests, differences, book, messages))
    return View(
        shares,
        f"{sentence} {narrative.groups.methods(tests, messages)}".strip(),
        tuple(lines),
        partial(figures.groups, told_first(shares, tests), book, messages),
        note,
    )
