"""Dates, rankings and own words of nobody, one person, two, or people who all say the same."""

import pandas as pd
import pytest

from helpers import codebook, processed
from helpers.analysis import summaries, tables
from helpers.report import catalogue, narrative, sections

BOOK = codebook.load("tests/surveys/garden")
CLAIMS = pd.DataFrame(columns=processed.COLUMNS["claims"])
CASES = [
    ("joined", ["_skipped"] * 3, "Nobody answered this question."),
    ("joined", ["2020-01-01"], "One person gave a date: January 1, 2020."),
    ("joined", ["2020-01-01"] * 5, "are all the same: January 1, 2020."),
    ("joined", ["2020-01-01", "2021-01-01"], "their median is **July 2, 2020**."),
    ("crops", ["_skipped"] * 3, "Nobody answered this question."),
    ("crops", ["tomatoes|beans|squash"], "One person ranked the options, with “Tomatoes” first."),
    ("crops", ["tomatoes=beans=squash"] * 3, "All the options have the same mean rank, 1.00."),
    ("crops", ["|beans"] * 2, "Nobody gave the first rank."),
    ("remarks", ["_skipped"] * 3, "Nobody answered this question."),
    ("remarks", ["answered"] * 3, "These answers are not reproduced."),
    ("remarks", ["1", "1"], "Each text has 1 character."),
]


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(("question", "values", "told"), CASES)
def test_few_people_are_told_as_they_are(question, values, told, language, capsys):
    """Fails when a section of few people stops, warns, or says what is so of many."""
    asked, answers = BOOK.question(question), pd.DataFrame({question: values})
    messages = catalogue.load(language).plain
    shares, statistics = tables.shares(answers, asked), summaries.statistics(answers, asked)
    sections.question(shares, statistics, CLAIMS, asked, BOOK, messages)
    finding = narrative.numbers.finding(shares, statistics, asked, messages)
    assert language != "en" or told in finding.replace("\u00a0", " ")
