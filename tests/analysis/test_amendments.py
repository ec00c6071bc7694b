"""The plan that a codebook declares, against the one that was sealed."""

import dataclasses

import pandas as pd
import pytest
from languages import LANGUAGES

from helpers.analysis import amendments
from helpers.codebook.questions import Model
from helpers.codebook.sealed_plan import SealedPlan, flatten
from helpers.report import catalogue, narrative

FIRST = pd.DataFrame({"month": ["2026-01"], "state": ["before the first answer"]})


@pytest.fixture(scope="module")
def sealed(real):
    """The first survey with its plan sealed as it is."""
    entries = flatten(amendments.declared_plan(real))
    plan = SealedPlan("2015-04-30", "by the clock", 0, "ab" * 32, entries)
    return dataclasses.replace(real, sealed_plan=plan)


def with_question(book, id, **changes):
    questions = [
        dataclasses.replace(question, **changes) if question.id == id else question
        for question in book.questions
    ]
    return dataclasses.replace(book, questions=tuple(questions))


def amended(book):
    table = amendments.table(FIRST, book)
    rows = table[table.state == "amended"]
    return rows[["item", "sealed", "present"]].to_numpy().tolist()


def test_a_plan_that_stays_has_no_amendment(sealed):
    """Fails when an entry reads otherwise after it was written, or wording counts as plan."""
    assert amended(sealed) == []
    assert amended(with_question(sealed, "q3", text={"fr": "Autrement?"})) == []


@pytest.mark.parametrize(
    ("change", "item"),
    [
        (lambda book: dataclasses.replace(book, smallest_gamma=0.3), "smallest_gamma"),
        (lambda book: dataclasses.replace(book, composite=("q2", "q4")), "composite"),
        (lambda book: dataclasses.replace(book, groups=("q1",)), "groups"),
        (lambda book: dataclasses.replace(book, smallest_difference=0.2), "smallest_difference"),
        (lambda book: dataclasses.replace(book, random_sample=True), "random_sample"),
        (lambda book: dataclasses.replace(book, model=Model("q3", ("q2",))), "model predictors"),
        (lambda book: dataclasses.replace(book, model=None), "model outcome"),
        (lambda book: with_question(book, "q8", family="primary"), "family q8"),
        (lambda book: with_question(book, "q2", role="context"), "role q2"),
        (lambda book: with_question(book, "q3", positive=("oui", "non")), "positive q3"),
        (lambda book: with_question(book, "q3", positive=()), "variants"),
        (lambda book: with_question(book, "q1", role="outcome"), "role q1"),
    ],
)
def test_every_change_of_the_plan_is_an_amendment(sealed, change, item):
    """Fails when an entry of the plan can be changed unseen, one that was taken out too."""
    assert item in [name for name, _, _ in amended(change(sealed))]


def test_a_survey_without_a_seal_has_no_table(real):
    """Fails when nothing sealed looks like nothing amended."""
    assert amendments.table(FIRST.iloc[:0], real).empty


def test_the_report_names_each_amendment_in_words(sealed):
    """Fails when an id of the codebook, or a name of a variant, is shown in place of its words."""
    book = with_question(sealed, "q3", positive=("oui", "non"))
    book = with_question(dataclasses.replace(book, smallest_gamma=0.3), "q2", role="context")
    table = amendments.table(FIRST, book)
    for messages in (catalogue.load(language).plain for language in book.languages):
        shown = [[*row.values()] for row in narrative.sealed_plan.rows(table, book, messages)]
        names = [messages.short(book.question(id)) for id in ("q2", "q3")]
        assert any(names[0] in entry for entry, *_ in shown)
        assert any(names[1] in entry for entry, *_ in shown)
        assert not any(" q" in text or "_" in text for row in shown for text in row)
        gamma = [messages.number(value) for value in (0.5, 0.3)]
        assert [messages("plan_entry.smallest_gamma"), *gamma] in shown


def test_every_role_and_kind_has_its_word(sealed):
    """Fails when a role of the plan is added to the codebook and the report has no word for it."""
    from helpers.codebook import KINDS, ROLES

    known = narrative.sealed_plan.WORDS
    assert all(f"role {role}" in known for role in ROLES if role != amendments.NO_PART)
    assert all(f"kind {kind}" in known for kind in KINDS if kind not in ("text", "consent"))
    entries = flatten(amendments.declared_plan(sealed))
    names = {**narrative.sealed_plan.OF_SURVEY, **narrative.sealed_plan.OF_QUESTION}
    assert {entry if entry in names else entry.split()[0] for entry in entries} <= set(names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_says_whether_the_plan_was_there_first(sealed, language):
    """Fails when a plan sealed too late, or never, is told as one sealed in time."""
    messages = catalogue.load(language).plain
    late = FIRST.assign(state="not before the first answer")
    silent = FIRST.assign(state="no time of answers", month="")
    told = [
        narrative.sealed_plan.sentence(amendments.table(first, sealed), messages)
        for first in (FIRST, late, silent)
    ]
    told.append(narrative.sealed_plan.sentence(amendments.table(FIRST, sealed).iloc[:0], messages))
    keys = ["before", "not_before", "unknown", "none"]
    values = {"date": "2015-04-30", "month": "2026-01"}
    for text, key in zip(told, keys, strict=True):
        assert text.startswith(messages(f"sealed_plan.{key}", **values))
        assert ("ab" * 32 in text) is (key != "none")
