"""An audit finds what a release gives away, by each criterion, and says so in words."""

import dataclasses
import json
import shutil
from types import SimpleNamespace

import pandas as pd
import pytest
from draws import draws
from hypothesis import given
from hypothesis import strategies as st
from languages import LANGUAGES

from helpers import processed
from helpers.analysis import associations, audit, earlier_release, tables
from helpers.codebook import SurveyError
from helpers.pipeline import gate
from helpers.privacy import suppression
from helpers.report import catalogue, narrative

# Who does one thing often does the other, and gains; one crossing alone has small cells.
PEOPLE = [
    *[("low", "few", "no", "no")] * 16,
    *[("high", "many", "yes", "yes")] * 14,
]


@pytest.fixture(scope="module")
def book(ask, book_of):
    questions = (
        ask("often", "low high"),
        ask("much", "few many"),
        ask("gain", "no yes", role="outcome"),
        ask("fun", "no yes", role="outcome"),
    )
    return dataclasses.replace(book_of(*questions), smallest_cell=5)


@pytest.fixture
def released(book, tmp_path, monkeypatch):
    """A function that writes the tables that an audit reads, of rows of answers."""
    monkeypatch.setattr("helpers.stats.permutation.DRAWS", 200)

    def write(rows):
        names = [question.id for question in book.questions]
        answers = pd.DataFrame(rows, columns=names, dtype=object)
        folder = tmp_path / "data/processed/mini"
        folder.mkdir(parents=True)
        answers.index.name = "row"
        processed.write(answers, folder, "answers")
        for question in book.questions:
            processed.write(tables.shares(answers, question), folder, f"shares/{question.id}")
        processed.write(associations.crosstabs(answers, book), folder, "crosstabs")
        processed.write(associations.table(answers, book), folder, "associations")
        return folder

    return write


def test_crossings_that_give_a_hidden_one_away_are_found(book, released):
    """`often` and `gain` as if hidden, with counts of 2. Fails when their crossings with the
    others, which are shown, are not put together."""
    folder = released(PEOPLE)
    crosstabs = pd.read_csv(folder / "crosstabs.csv")
    pair = (crosstabs.behaviour == "often") & (crosstabs.outcome == "gain")
    crosstabs.loc[pair, "count"] = crosstabs["count"][pair].replace({0: 2, 16: 14, 14: 12})
    crosstabs.to_csv(folder / "crosstabs.csv", index=False)
    counts = audit.narrowed(folder, book)
    assert {(count.behaviour, count.outcome) for count in counts} == {("often", "gain")}
    assert {(count.lowest, count.highest) for count in counts} == {(0, 0)}


LEVELS = st.tuples(*[st.integers(0, 1)] * 4)


@pytest.mark.slow
@draws(15)
@given(st.lists(st.tuples(LEVELS, st.integers(1, 25)), min_size=2, max_size=8))
def test_crossings_without_small_counts_narrow_no_hidden_one(book, groups):
    """Fails when a crossing is shown that has a protected count: others are then bounded by it.

    A count of 1 to 4 is a sum over the answers to a third question; each part is of all people, of
    nobody, or open by the smallest of counts that are shown, which are 5 or more.
    """
    labels = [question.ids for question in book.questions]
    rows = [
        [labels[place][level] for place, level in enumerate(levels)]
        for levels, people in groups
        for _ in range(people)
    ]
    names = [question.id for question in book.questions]
    answers = pd.DataFrame(rows, columns=names, dtype=object)
    crosstabs = associations.crosstabs(answers, book)
    told = suppression.crosstabs(crosstabs, book)
    shares = pd.concat([tables.shares(answers, question) for question in book.questions])
    found = list(audit._bounded(crosstabs, told, shares, book))
    assert not [count for count in found if count.by_links]


def test_what_is_open_is_not_called_bounded(book, released):
    """Fails when a release that tells little is refused."""
    mixed = [
        (often, much, gain, fun)
        for often in ("low", "high")
        for much in ("few", "many")
        for gain in ("no", "yes")
        for fun in ("no", "yes")
    ]
    folder = released(mixed * 4 + [("low", "few", "no", "yes")] * 3)
    found = audit.audit(folder, book)
    assert not audit.narrowed(folder, book) and not found.is_broken and not found.bounded
    assert (found.people, found.alone, found.pairs) == (67, 0, 4)


def test_the_page_names_the_three_criteria_and_what_is_told(book, released):
    """Fails when a group of which all gave one answer, or somebody alone, is not on the page."""
    folder = released([*PEOPLE, ("low", "many", "yes", "no")])
    found = audit.audit(folder, book)
    assert found.alone == 1
    titled = dataclasses.replace(book, texts={"title": dict.fromkeys(LANGUAGES, "T")})
    for messages in (catalogue.load(language).plain for language in LANGUAGES):
        page = narrative.audit.page(found, titled, messages, "secret.key")
        for key in ("individualisation", "correlation", "inference", "law"):
            assert messages(f"audit.{key}") in page
        assert messages("audit.alone", n=1, people="31") in page
        assert "secret.key" in page and "{" not in page


def test_a_crossing_of_which_a_whole_group_gave_one_answer_is_named(book, released):
    """Fails when the inference that a shown zero allows is passed over."""
    found = audit.audit(released(PEOPLE), book)
    assert ("often", "high", "gain", "yes") in found.certain


def test_the_gate_refuses_with_the_count_that_is_given_away(book, monkeypatch, tmp_path):
    """Fails when a release that breaks the rule is published."""

    class Workspace:
        built = tmp_path

        @staticmethod
        def table_file(name):
            return f"{name}.csv"

    Workspace.book = book
    gate.require_closed(Workspace)
    (tmp_path / "crosstabs.csv").write_text(",".join(processed.COLUMNS["crosstabs"]) + "\n")
    bounded = audit.Bounded("often", "low", "gain", "yes", 1, 2, True)
    monkeypatch.setattr(audit, "narrowed", lambda *_: [bounded])
    with pytest.raises(SurveyError, match=r"'low' to 'often' .* is 1 to 2; .*`waiver`"):
        gate.require_closed(Workspace)


@pytest.mark.slow
def test_what_is_between_two_releases_is_told_only_of_many(book, released, tmp_path):
    """Fails when two who answered later can be subtracted, by a share or by a crossing, or ten
    cannot follow; or when a report that is built anew tells by being the same."""
    first = released(PEOPLE)
    before = earlier_release.told(first, book)
    assert before["often"]["low"] == 16 and before["often × gain"]["low × no"] == 16
    now = {"one": [("low", "few", "no", "no")], "many": [("low", "few", "no", "no")] * 10}
    for name, more in {"same": [], **now}.items():
        shutil.rmtree(first)
        after = earlier_release.told(released([*PEOPLE, *more]), book)
        names = earlier_release.telling(after, before, book)
        assert names == (sorted(before) if name == "one" else [])
    found = audit.audit(first, book, {"sent": before})
    assert not found.is_broken
    shutil.rmtree(first)
    found = audit.audit(released([*PEOPLE, *now["one"]]), book, {"sent": before})
    assert found.is_broken and found.earlier["sent"] == sorted(before)
    page = narrative.audit.page(found, book, catalogue.load("en").plain, "secret.key")
    assert "Beside the release in sent, subtracted" in page


def test_only_counts_that_a_release_tells_are_remembered_of_it(book, released):
    """Fails when a manifest holds the counts of a crossing that is hidden, or anything of a
    survey whose answers are synthetic."""
    folder = released([*PEOPLE, ("low", "many", "yes", "no")])
    crossed = {name for name in earlier_release.told(folder, book) if "×" in name}
    assert crossed == {"much × gain", "often × fun"}
    workspace = SimpleNamespace(
        built=folder, table_file=lambda name: f"{name}.csv", book=book, event=""
    )
    assert gate.told(workspace) == earlier_release.told(folder, book)
    workspace.book = dataclasses.replace(book, provenance="synthetic")
    assert gate.told(workspace) == {}


def test_the_gate_refuses_a_release_that_tells_beside_an_earlier_one(book, released, tmp_path):
    """Fails when such a report is published, or a folder that is none passes for one."""
    folder, sent = released(PEOPLE), tmp_path / "sent"
    sent.mkdir()
    workspace = SimpleNamespace(
        built=folder, table_file=lambda name: f"{name}.csv", book=book, event=""
    )
    with pytest.raises(SurveyError, match="is not the manifest of an earlier release"):
        gate.require_distance(workspace, [sent])
    manifest = {"survey": book.id, "told": gate.told(workspace)}
    (sent / "manifest.json").write_text(json.dumps(manifest))
    gate.require_distance(workspace, [sent])
    manifest["told"]["often"]["low"] -= 2
    (sent / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(SurveyError, match=r"fewer than 5 people, .* to often; wait .*`waiver`"):
        gate.require_distance(workspace, [sent])
