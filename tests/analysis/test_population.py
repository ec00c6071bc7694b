"""Shares among the people eligible, where the codebook counts them."""

import dataclasses
import itertools

import pandas as pd
import pytest

from helpers import codebook
from helpers.analysis import nonresponse, population, tables
from helpers.answers import cleaning, intake
from helpers.codebook import SurveyError
from helpers.processed import COLUMNS
from helpers.report import catalogue, cells, narrative

GIVEN = ["a", "a", "b", "c", "_skipped", "_not_asked"]


@pytest.fixture(scope="module")
def often(ask):
    return ask("often", "a b c", highlight=("b", "c"))


@pytest.fixture(scope="module")
def book(book_of, often):
    return dataclasses.replace(book_of(often), eligible=8)


def shares(book, given=GIVEN):
    answers, question = pd.DataFrame({"often": given}), book.questions[0]
    return population.among_eligible(tables.shares(answers, question), answers, book)


def test_bounds_are_those_of_every_completion(book):
    """Fails when those who were away are forgotten, or who was not asked counts as one of them."""
    table = shares(book).set_index("level")
    known, unknown = ["a", "a", "b", "c"], 3  # one skipped, two of the eight were away
    for level in "abc":
        reached = {
            (known + list(others)).count(level) / 7
            for others in itertools.product("abc", repeat=unknown)
        }
        row = table.loc[level]
        assert (row.bound_low, row.bound_high) == (min(reached), max(reached))
    assert table.bound_low[table.status == "missing"].isna().all()
    group = table[table.status == "group"].iloc[0]
    assert (group.bound_low, group.bound_high) == (2 / 7, 5 / 7)


def test_who_might_not_have_been_asked_leads_no_further(book):
    """Fails when bounds of a routed question suppose that all who were away had been asked it."""
    row = shares(book).set_index("level").loc["a"]
    routed = [(2 + yes) / (4 + 1 + asked) for asked in range(3) for yes in range(1 + asked + 1)]
    assert (row.bound_low, row.bound_high) == (min(routed), max(routed))


def test_without_a_number_nothing_is_bounded(book_of, often):
    """Fails when a survey that says nothing of the eligible gets bounds, or other intervals."""
    table = shares(book_of(often))
    assert table.bound_low.isna().all() and list(table) == COLUMNS["shares"]
    pd.testing.assert_frame_equal(table, tables.shares(pd.DataFrame({"often": GIVEN}), often))


def test_one_event_of_many_is_not_bounded_by_the_number_of_all(book):
    """Fails when the people of all events are counted as absent from one."""
    of_events = dataclasses.replace(book, intake=book.intake | {"file": "*.csv"})
    assert population.absent(pd.DataFrame({"often": GIVEN}), of_events) is None
    events = pd.DataFrame({"event": "east", "often": GIVEN})
    assert population.absent(events, of_events) == 2


def test_of_a_random_sample_the_interval_is_of_the_eligible(book):
    """Fails when the interval stays that of a larger group, or leaves its bounds."""
    sample = dataclasses.replace(book, random_sample=True)
    table = shares(sample).query("status in ['level', 'group']")
    assert set(table.method) == {"hypergeometric"}
    assert (table.low >= table.bound_low).all() and (table.high <= table.bound_high).all()
    assert ((table.low * 7).round(9) % 1 == 0).all()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_interval_is_named_for_what_it_is_about(book, language):
    """Fails when the bounds are printed as a margin of error, or missing from sentence or table."""
    messages = catalogue.load(language).plain
    bound = cells.bind(shares(book), "shares")
    text = narrative.population.sentence(bound, book.questions[0], messages)
    levels = narrative.answers.quoted_levels(book.questions[0], ["b", "c"], messages)
    between = messages.percents(2 / 7, 5 / 7)
    assert text == messages("population.bounds", levels=levels, between=between)
    header = set(narrative.counts.rows(bound, book, messages))
    assert {messages("column.among_eligible"), messages("column.interval_larger")} <= header
    sample = dataclasses.replace(book, random_sample=True)
    header = set(narrative.counts.rows(shares(sample), sample, messages))
    assert messages("column.interval_sample") in header
    everybody = dataclasses.replace(book, eligible=3)
    full = cells.bind(shares(everybody, ["a", "b", "b"]), "shares")
    text = narrative.population.sentence(full, book.questions[0], messages)
    assert text == messages("population.everybody", levels=levels)


def test_who_was_away_is_told_though_nobody_skipped_a_question(book):
    """Fails when a survey without item non-response says that nothing can move its shares."""
    answers = pd.DataFrame({"often": ["a", "b", "b", "c"]})
    table, messages = nonresponse.table(answers, book), catalogue.load("en").plain
    assert table.loc[0, ["missing", "absent"]].tolist() == [0, 4]
    text = narrative.nonresponse.sentence(table, book, messages)
    text = text.replace("\u00a0", " ")
    assert text.startswith("Of the 8 people eligible, four did not take part.")
    assert "75% of those who answered, but 38% to 88% among all" in text


def test_more_people_than_could_have_answered_are_refused(survey, sheet):
    """Fails when bounds are made of a negative number of people."""
    rows = [("2026-01-08 09:00:00", "Réseautage", "Souvent", "Oui", "")] * 2
    rows[1] = ("2026-01-09 09:00:00", "Réseautage", "Parfois", "Non", "")
    change = ("[[questions]]", "[disclosure]\neligible = 1\n\n[[questions]]")
    book = codebook.load(survey(change, answers=sheet(*rows)))
    with pytest.raises(SurveyError, match="eligible is 1, yet 2 people answered"):
        cleaning.clean(intake.read(book), book)


@pytest.mark.parametrize(
    ("entries", "complaint"),
    [
        ("eligible = 0", "a whole number, 1 or more, or a text in each language"),
        ("eligible = true", "a whole number, 1 or more, or a text in each language"),
        ('eligible = "80"', "a whole number, 1 or more, or a text in each language"),
        ('eligible.en = "80"', "eligible"),
        ("[plan]\nrandom_sample = true", "random_sample needs the number of people drawn from"),
    ],
)
def test_what_is_no_number_of_people_is_refused(survey, entries, complaint):
    """Fails when a text passes for a number, or a sample is drawn from nobody knows how many."""
    change = ("[[questions]]", f"[disclosure]\n{entries}\n\n[[questions]]")
    with pytest.raises(SurveyError, match=complaint):
        codebook.load(survey(change))
