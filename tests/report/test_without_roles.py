"""A survey whose codebook gives no question a role: what its report says, and what it does not."""

import re

import pandas as pd
import pytest
from languages import LANGUAGES

from helpers.analysis import tables
from helpers.document import show
from helpers.report import cells, narrative, sections
from helpers.report.catalogue import load

NOTHING = {
    "fr": "rien à résumer",
    "en": "nothing to summarise",
    "es": "nada que resumir",
}


@pytest.fixture
def alone(ask, book_of):
    """A codebook of seven questions of context, and the shares of its forty answers."""
    questions = [ask(f"q{place}", "low middle high", role="context") for place in range(1, 7)]
    book = book_of(*questions, ask("q7", "", kind="text", role="context"))
    count = {f"q{place}": 20 + place for place in range(1, 7)}  # of forty, who answered low
    answers = pd.DataFrame(
        {
            question.id: pd.Categorical(
                ["low"] * count[question.id] + ["high"] * (40 - count[question.id]),
                question.categories,
            )
            for question in questions
        }
        | {"q7": pd.Categorical(["answered"] * 40, book.questions[-1].categories)}
    )
    shares = pd.concat([tables.shares(answers, question) for question in book.questions])
    return book, cells.bind(shares, "shares")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_tells_where_people_agree_most(alone, language):
    """Fails when a report without roles opens on an empty summary, or when the rule is another."""
    book, shares = alone
    nothing = pd.DataFrame({"outcome": []})
    findings = narrative.summary.findings(shares, nothing, nothing, book, load(language).plain)
    for place, text in zip(range(2, 7), findings, strict=True):
        quoted = load(language).plain("quote", text=f"Question q{place}?")
        assert f"{quoted}, " in text


@pytest.mark.parametrize("role", ["context", "behaviour"])
def test_a_survey_that_nobody_answered_says_so(ask, book_of, role):
    """Fails when a report opens on an empty summary because nobody answered."""
    question = ask("q1", "low high", role=role)
    answers = pd.DataFrame({"q1": pd.Categorical(["_refused"] * 9, question.categories)})
    shares = cells.bind(tables.shares(answers, question), "shares")
    nothing = pd.DataFrame({"outcome": []})
    for language, words in NOTHING.items():
        messages = load(language).plain
        told = narrative.summary.findings(shares, nothing, nothing, book_of(question), messages)
        assert len(told) == 1 and words in told[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_said_of_pairs_that_nobody_asked_for(alone, language):
    """Fails when method or limits speak of tests and verdicts that there are none of."""
    book, _ = alone
    account = pd.DataFrame({"part": ["rows"], "item": ["kept"], "count": [40]})
    messages = load(language).plain
    method = narrative.survey.method(cells.bind(account, "account"), pd.DataFrame(), book, messages)
    said = f"{method}\n{narrative.survey.limits(book, messages)}"
    for word in ("Holm", "γ", "erdict", "xplorat", "onfirm"):
        assert word not in said
    assert "Wilson" in said


def test_what_is_not_stated_is_listed_as_a_sentence_lists(book_of, ask, monkeypatch):
    """Fails when the names of lines keep their capitals in the middle of a sentence."""
    shown = []
    monkeypatch.setattr(show, "text", shown.append)
    none = pd.DataFrame({"item": [], "value": []})
    sections.appendix(none, book_of(ask("q", "no yes")), load("en").plain)
    assert re.search(r"should tell: [a-z]", shown[-1])
    assert not re.search(r", [A-Z]", shown[-1])
