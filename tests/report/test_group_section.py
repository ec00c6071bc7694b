"""The section on groups where there is little to say."""

import importlib

import pandas as pd

from helpers.analysis import group_release, group_tests
from helpers.report import catalogue

section = importlib.import_module("helpers.report.sections.groups")


def test_groups_that_answer_alike_have_a_picture_and_no_table_of_tests(ask, book_of, monkeypatch):
    """Fails when a survey of which no comparison is tested has no report."""
    book = book_of(
        ask("sector", "public private", kind="nominal", role="group"),
        ask("colour", "red green", kind="nominal", role="context"),
    )
    answers = pd.DataFrame(
        [("public", "red"), ("private", "red")] * 6, columns=["sector", "colour"]
    )
    compared = group_release.compare(answers.astype(object), book)
    tests = group_tests.table(compared, book)
    assert len(tests) and tests.test.eq("").all()
    shown = []
    for name in ("show_figure", "show_table"):
        monkeypatch.setattr(section, name, lambda *given, name=name, **options: shown.append(name))
    monkeypatch.setattr(section.show, "text", lambda text: None)
    differences, shares = group_tests.differences(compared), group_tests.shares(compared)
    section.groups(shares, tests, differences, book, catalogue.load("en").plain)
    assert shown == ["show_figure"]
