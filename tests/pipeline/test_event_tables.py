"""Which events of a survey have a report of their own, judged over all of them together."""

import pytest
from mini import HEADER

from helpers import codebook, processed
from helpers.analysis import comparison
from helpers.answers import cleaning, intake
from helpers.pipeline import store
from helpers.pipeline.batch.event_tables import EventTables
from helpers.pipeline.project import Project

EVENTS = ('ignore_columns = ["Horodateur"]', 'ignore_columns = ["Horodateur"]\nevent = "Event"')
DRAWN = ('provenance = "collected"', 'provenance = "synthetic"')


@pytest.fixture
def tables_of(survey, sheet, tmp_path):
    """A function that gives the tables of events, of each how many gave three answers to `often`,
    half of them one to `gain` and half the other.
    """

    def write(events, *changes):
        lines = [
            (event, f"2026-01-31 10:00:{second:02}", "Réseautage", often, gain, "")
            for event, counts in events.items()
            for often, people in zip(("Jamais", "Parfois", "Souvent"), counts, strict=True)
            for gain in ("Oui", "Non")
            for second in range(people)
        ]
        answers = sheet(*lines, header=("Event", *HEADER))
        book = codebook.load(
            survey(EVENTS, ("duplicate_seconds = 60", ""), *changes, answers=answers)
        )
        tables, cleaned = (
            EventTables(Project(tmp_path), book),
            cleaning.clean(intake.read(book), book),
        )
        tables.folder.mkdir(parents=True, exist_ok=True)
        for name in ("answers", "duplicates"):
            processed.write(getattr(cleaned, name), tables.folder, name)
        processed.write(cleaned.ledger, tables.folder, "cleaning")
        states = comparison.events(cleaned.answers, cleaned.ledger, book)
        processed.write(states, tables.folder, "events")
        return tables

    return write


PLENTY, SOME, FEW = (9, 9, 9), (9, 9, 2), (1, 1, 0)


def test_all_events_are_judged_together(tables_of):
    """Fails when '*' has a report on an event that tells of few, by itself or as what is left when
    the others are subtracted; when one is refused for what is left of many; when the second of two
    that leave a third is not refused; or when a refusal has no reason.
    """
    choice = tables_of({"A": PLENTY, "B": PLENTY, "C": SOME}).choice(["*"])
    assert len(choice.events) == 1 and not (choice.small or choice.failed)
    assert "C" in choice.refused and len(choice.refused) == 2
    assert all("beside the other reports" in reason for reason in choice.refused.values())
    tables = tables_of({"A": PLENTY, "B": PLENTY, "C": PLENTY})
    assert tables.choice(["*"]).events == ["A", "B", "C"]


def test_those_of_too_few_people_are_named_only_if_they_were_asked_for_by_name(tables_of):
    """Fails when a pattern complains of each small event, or the table does not know of them."""
    tables = tables_of({"A": PLENTY, "B": PLENTY, "C": FEW, "D": FEW})
    by_pattern, by_name = tables.choice(["*"]), tables.choice(["C"])
    assert by_pattern.small == ["C", "D"] and not {"C", "D"} & set(by_pattern.refused)
    assert by_name.small == ["C"] and "fewer people than" in by_name.refused["C"]


@pytest.mark.slow
def test_those_that_have_a_report_from_before_are_among_them(tables_of, tmp_path):
    """Fails when a report that was built on another day is forgotten."""
    tables = tables_of({"A": PLENTY, "B": PLENTY, "C": SOME})
    [first] = tables.choice(["A", "B"]).events
    other = {"A": "B", "B": "A"}[first]
    store.write(tmp_path / "reports/mini/x/manifest.json", f'{{"event": "{other}"}}')
    assert tables.choice([first]).events == []


def test_of_synthetic_answers_every_event_has_one(tables_of):
    """Fails when events of people who do not exist are protected."""
    tables = tables_of({"A": PLENTY, "B": PLENTY, "C": SOME, "D": FEW}, DRAWN)
    assert tables.choice(["*"]).events == ["A", "B", "C", "D"]


def test_one_event_of_many_is_that_event(tables_of):
    """Fails when the answers of another event come along, or are left out."""
    tables = tables_of({"A": PLENTY, "B": SOME})
    sizes = {event: tables.of(event)["answers.csv"].count(b"\n") - 1 for event in ("A", "B")}
    assert sizes == {"A": 54, "B": 40}
