"""What is told of a hidden table does not depend on what the shares leave open."""

import dataclasses

import pandas as pd
import pytest
from attacks import people

from helpers.analysis import associations, exploration, regression, tables
from helpers.codebook.questions import Model
from helpers.privacy import marks, suppression
from helpers.processed import COLUMNS
from helpers.report import catalogue, narrative, sections

# Two events with the same answers in all: the second has the gains of the first.
HELD = ["e1"] * 12 + ["e2"] * 12
OFTEN = ["low"] * 6 + ["high"] * 6 + ["low"] * 8 + ["high"] * 4
GAIN = ["no", "yes"] * 12
OTHER_GAIN = ["yes"] * 3 + ["no"] * 9 + ["yes"] * 9 + ["no"] * 3
# Who does not know: a person who seldom does it, or one who often does.
UNSURE = [("low", "unsure"), *[("low", "no")] * 12, *[("high", "yes")] * 12]
OTHER_UNSURE = [("high", "unsure"), *[("low", "no")] * 12, ("low", "yes"), *[("high", "yes")] * 11]


@pytest.fixture
def planned(ask, book_of, monkeypatch):
    """A codebook of one planned pair, collected; one may not know whether one gained."""
    monkeypatch.setattr("helpers.stats.permutation.DRAWS", 200)
    gain = ask("gain", "no yes unsure", role="outcome", positive=("yes",), off=["unsure"])
    book = book_of(ask("often", "low high"), gain)
    return dataclasses.replace(book, smallest_cell=5)


def told(answers, book):
    """What may be told of the pair, and of how its table comes about."""
    table, crossed = associations.table(answers, book), associations.crosstabs(answers, book)
    shown = suppression.associations(table, crossed, book)
    return shown, suppression.crosstabs(crossed, book)


def shares_of(answers, book):
    return pd.concat([tables.shares(answers, question) for question in book.questions])


def test_what_could_be_detected_does_not_tell_how_events_differ(planned):
    """Fails when the smallest association that could be seen within events, which their totals
    give, is told of a table that is hidden."""
    lines = []
    for gain in (GAIN, OTHER_GAIN):
        answers = pd.DataFrame({"event": HELD, "often": OFTEN, "gain": gain}, dtype=object)
        shown, crossed = told(answers, planned)
        assert crossed.empty and shown.note[0] == suppression.PROTECTED
        lines.append(shown)
        text = narrative.associations.power(
            shown, planned.question("gain"), catalogue.load("en").plain
        )
        assert "would tell of a few people" in text
    pd.testing.assert_frame_equal(*lines)


def test_a_table_does_not_tell_who_did_not_know(planned):
    """Fails when the totals of a table, taken from the shares, tell what the one person answered
    who does not know: by its counts, its n or what could be detected."""
    lines = []
    for rows in (UNSURE, OTHER_UNSURE):
        answers = pd.DataFrame(rows, columns=["often", "gain"], dtype=object)
        shown, crossed = told(answers, planned)
        assert crossed.empty and shown.verdict[0] == "withheld"
        lines.append(shown)
    pd.testing.assert_frame_equal(*lines)
    many = [row for row in UNSURE for _ in range(5)]
    answers = pd.DataFrame(many, columns=["often", "gain"], dtype=object)
    shown, crossed = told(answers, planned)
    assert crossed["count"].sum() == 24 * 5 and shown.detectable.notna().all()


def test_n_does_not_tell_how_many_know_neither(planned):
    """Fails when the n of a hidden pair, of which either may not be known, is told."""
    often = dataclasses.replace(planned.question("gain"), id="often", role="behaviour")
    book = dataclasses.replace(planned, questions=(often, planned.question("gain")))
    rows = [("unsure", "unsure"), *[("no", "no")] * 12, *[("yes", "yes")] * 12]
    shown, _ = told(pd.DataFrame(rows, columns=["often", "gain"], dtype=object), book)
    assert shown.base.isna().all()
    (line,) = narrative.associations.rows(shown, book, catalogue.load("en").plain)
    assert line["n"] == "–"


def test_a_look_does_not_tell_it_either(planned, ask):
    """Fails when a look outside the plan is told whose people beside its table are few."""
    much = dataclasses.replace(planned.question("gain"), id="much", role="behaviour")
    book = dataclasses.replace(planned, questions=(planned.question("often"), much))
    answers = pd.DataFrame(UNSURE, columns=["often", "much"], dtype=object)
    assert exploration.table(answers, book).note.tolist() == [marks.PROTECTED]
    synthetic = dataclasses.replace(book, provenance="synthetic")
    assert exploration.table(answers, synthetic).note.tolist() != [marks.PROTECTED]


def test_how_many_looks_stand_out_is_not_told_if_one_is_hidden(planned, monkeypatch):
    """Fails when "one stands out" tells that a hidden table is among the most uneven ones."""
    texts = []
    monkeypatch.setattr("helpers.document.show.text", texts.append)
    much = dataclasses.replace(planned.question("gain"), id="much", role="behaviour")
    book = dataclasses.replace(planned, questions=(planned.question("often"), much))
    answers = pd.DataFrame(UNSURE, columns=["often", "much"], dtype=object)
    looks = exploration.table(answers, book)
    assert looks.p_bh[0] < 0.001
    model, index = (pd.DataFrame(columns=COLUMNS[name]) for name in ("regression", "reliability"))
    sections.exploration(looks, model, index, book, catalogue.load("en").plain)
    assert "stand out once adjusted is not shown" in texts[0]


def test_what_could_be_detected_does_not_tell_who_gave_one_answer_only(planned):
    """Of those who seldom do it, three or four say whether they gained; the shares are the same.
    Fails when what could be seen, which the totals of the table give, is told of a hidden table."""
    lines = []
    for seldom in (3, 4):
        rows = (
            [("low", "no")] * (seldom - 1) + [("low", "yes")] + [("low", "_skipped")] * (9 - seldom)
        )
        rows += [("high", "no")] * 9 + [("high", "yes")] * 9 + [("high", "_skipped")] * (2 + seldom)
        rows += [("_skipped", "no")] * (4 - seldom) + [("_skipped", "yes")] * 2
        answers = pd.DataFrame(rows, columns=["often", "gain"], dtype=object)
        assert answers.often.value_counts()["low"] == 9
        shown, crossed = told(answers, planned)
        assert crossed.empty and shown[marks.OF_TOTALS].isna().all(axis=None)
        table = associations.table(answers, planned)
        texts = narrative.summary.findings(
            shares_of(answers, planned),
            pd.DataFrame(columns=COLUMNS["claims"]),
            table,
            planned,
            catalogue.load("en").plain,
        )
        assert not any("good chance" in text for text in texts)
        lines.append(shown)


@pytest.mark.parametrize("whole", [[[20, 20], [19, 0], [2, 0]], [[20, 20], [15, 15], [3, 20]]])
def test_a_level_that_is_told_with_others_is_open(planned, ask, whole):
    """Of an outcome read in two rows, all of one row, or nearly, gave one answer: the two in it who
    said maybe did too. Fails when the table is told."""
    gain = ask("gain", "yes no maybe", kind="nominal", role="outcome", positive=("yes",))
    book = dataclasses.replace(planned, questions=(planned.question("often"), gain))
    answers = people(whole, ("yes", "no", "maybe"), ("low", "high"), ["gain", "often"])
    shown, crossed = told(answers, book)
    hidden = whole[1] == [19, 0]
    assert crossed.empty == hidden and (shown.note[0] == suppression.PROTECTED) == hidden


def test_a_base_of_few_is_not_told(planned):
    """Fails when the n of a pair tells that three people gave both answers."""
    rows = [("low", "no"), ("low", "yes"), ("high", "no")]
    rows += [("_skipped", "no"), ("_skipped", "yes")] * 9 + [
        ("low", "_skipped"),
        ("high", "_skipped"),
    ] * 9
    shown, _ = told(pd.DataFrame(rows, columns=["often", "gain"], dtype=object), planned)
    assert shown.base.isna().all()


def test_the_report_counts_the_tables_that_are_hidden_for_those_off_the_scale(planned, monkeypatch):
    """Fails when a table of which nothing is kept is not among those that are not shown."""
    texts = []
    monkeypatch.setattr("helpers.document.show.text", texts.append)
    answers = pd.DataFrame(UNSURE, columns=["often", "gain"], dtype=object)
    crossed = associations.crosstabs(answers, planned)
    assert crossed.empty
    sections.crosstabs(crossed, planned, catalogue.load("en").plain)
    assert "One cross-table is not shown" in texts[0]
    synthetic = dataclasses.replace(planned, questions=planned.questions[:1])
    sections.crosstabs(crossed, synthetic, catalogue.load("en").plain)
    assert len(texts) == 1


def test_a_model_that_is_not_fitted_does_not_tell_its_few_cases(planned):
    """Fails when the three who gave all the answers of a model and gained are counted."""
    book = dataclasses.replace(planned, model=Model("gain", ("often",)))
    rows = [("low", "no")] * 9 + [("high", "no")] * 9 + [("high", "yes")] * 3
    rows += [("_skipped", "yes")] * 9
    answers = pd.DataFrame(rows, columns=["often", "gain"], dtype=object)
    shown = suppression.regression(regression.table(answers, book), book)
    messages = catalogue.load("en").plain
    told = narrative.regression.sentence(shown, book, messages)
    assert "too few people" in told and "three" not in told
    synthetic = dataclasses.replace(book, provenance="synthetic")
    assert "only three people" in narrative.regression.sentence(shown, synthetic, messages)
