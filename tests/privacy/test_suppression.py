"""Suppression: no number gives a small group away, and no other number is lost."""

import dataclasses

import pandas as pd
import pytest

from helpers.analysis import associations, exploration, regression, robustness
from helpers.codebook import Model
from helpers.privacy import suppression
from helpers.processed import COLUMNS
from helpers.report import catalogue, narrative, sections

ANSWERS = pd.DataFrame(
    [("low", "a", "no")] * 9
    + [("low", "b", "yes")] * 6
    + [("high", "a", "no")] * 3
    + [("high", "c", "yes")] * 7,
    columns=["often", "long", "gain"],
    dtype=object,
)  # of those who do it often, 3 have no gain
HIDDEN = [
    "effect",
    "low",
    "high",
    "odds_ratio",
    "odds_low",
    "odds_high",
    "p",
    "p_adjusted",
    "p_max_t",
]


@pytest.fixture
def two(ask, book_of, monkeypatch):
    """A behaviour of two levels, one of three, and an outcome of two; collected, with cells of 5 or
    more shown."""
    monkeypatch.setattr("helpers.stats.permutation.DRAWS", 1_000)
    questions = (
        ask("often", "low high"),
        ask("long", "a b c"),
        ask("gain", "no yes", role="outcome"),
    )
    return dataclasses.replace(book_of(*questions), smallest_cell=5)


def reopened(book, smallest):
    return dataclasses.replace(book, smallest_cell=smallest)


def synthetic(book):
    return dataclasses.replace(book, provenance="synthetic")


@pytest.mark.parametrize(
    ("provenance", "smallest", "kept"),
    [
        ("collected", 5, ["b"]),
        ("collected", 6, []),
        ("collected", 1, ["a", "b"]),
        ("synthetic", 5, ["a", "b"]),
    ],
)
def test_pairs_with_a_small_cell_stay_in_the_house(real, provenance, smallest, kept):
    """Fails when a cell of too few people is printed, one of nobody hides its pair, or half a pair
    is left."""
    cells = [("a", "low", 4), ("a", "high", 9), ("b", "low", 0), ("b", "high", 5)]
    table = pd.DataFrame(
        [(b, "x", level, "no", n, 9) for b, level, n in cells], columns=COLUMNS["crosstabs"]
    )
    book = dataclasses.replace(real, provenance=provenance, smallest_cell=smallest)
    shown = suppression.crosstabs(table, book).behaviour
    assert list(shown) == [behaviour for behaviour in kept for _ in range(2)]
    assert list(suppression.crosstabs(table.iloc[:0], book)) == list(table)


def test_numbers_of_two_by_two_with_a_small_cell_are_left_out_and_no_others(two):
    """Fails when gamma or p of such a pair is told, its verdict is not, or another pair loses a
    number."""
    table, crossed = associations.table(ANSWERS, two), associations.crosstabs(ANSWERS, two)
    shown = suppression.associations(table, crossed, two)
    assert shown.loc[0, HIDDEN].isna().all() and shown.note[0] == suppression.PROTECTED
    others = table.columns.difference(
        [*HIDDEN, "note"]
    )  # the margins give them, or how the pair is judged
    pd.testing.assert_series_equal(shown.loc[0, others], table.loc[0, others])
    pd.testing.assert_frame_equal(shown[1:], table[1:])
    for book in (synthetic(two), reopened(two, 3)):
        pd.testing.assert_frame_equal(suppression.associations(table, crossed, book), table)


def test_no_variant_gives_away_what_the_plan_leaves_out(two):
    """Fails when a small cell can be had from a variant, or when cutting in two makes one that is
    shown."""
    crossed, table = (
        associations.crosstabs(ANSWERS, two),
        robustness.table(ANSWERS, ANSWERS.iloc[:0], two),
    )
    shown = suppression.robustness(table, crossed, two)
    assert set(shown.behaviour) == {"long"} and "dichotomised" not in set(shown.specification)
    open_one = suppression.robustness(table, crossed, reopened(two, 3))
    assert set(open_one.behaviour) == {"often", "long"} and "dichotomised" not in set(
        open_one.specification
    )
    assert suppression.robustness(table, crossed, synthetic(two)) is table
    assert suppression.robustness(table.iloc[:0], crossed, two).empty


def test_looks_at_two_by_two_are_not_shown(two, ask):
    """Fails when two behaviours of two levels, or an option and an outcome, are shown of real
    people."""
    more = ask("more", "few many")
    book = dataclasses.replace(two, questions=(*two.questions, more))
    looks = exploration.table(ANSWERS.assign(more=["few", "many"] * 12 + ["few"]), book)
    pairs = [("often", "long"), ("often", "more"), ("long", "more")]
    assert list(zip(looks["first"], looks["second"], strict=True)) == pairs
    shown = suppression.exploration(looks, book)
    assert list(zip(shown["first"], shown["second"], strict=True)) == [pairs[0], pairs[2]]
    assert suppression.exploration(looks, synthetic(book)) is looks
    option = looks.iloc[:1].assign(effect_name="risk difference")
    assert suppression.exploration(option, book).empty


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_model_of_one_predictor_of_two_levels_is_not_told(two, language, monkeypatch):
    """Fails when its odds ratio is told of real people, or another model is kept back."""
    monkeypatch.setattr("helpers.analysis.regression.MIN_CASES_PER_PREDICTOR", 5)
    book = dataclasses.replace(two, model=Model("gain", ("often",)))
    table, messages = regression.table(ANSWERS, book), catalogue.load(language).plain
    ratio = messages.number(table.odds_ratio[0])
    hidden = narrative.regression.sentence(suppression.regression(table, book), book, messages)
    assert hidden == messages(
        "model.hidden", outcome=narrative.answers.quoted_name(book.question("gain"), messages)
    )
    assert ratio not in hidden and ratio in narrative.regression.sentence(table, book, messages)
    shown = [
        (table, synthetic(book)),
        (table.iloc[:0], book),
        (table.assign(method="", note="x"), book),
    ]
    shown.append(
        (regression.table(ANSWERS, dataclasses.replace(two, model=Model("gain", ("long",)))), book)
    )
    for other, of in shown:
        assert suppression.regression(other, of) is other


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_section_shows_no_hidden_number_and_says_why(two, capsys, monkeypatch, language):
    """Fails when the table or the figure of a section has what the room leaves out."""
    shown, messages = [], catalogue.load(language).plain
    monkeypatch.setattr(
        "helpers.document.show.table", lambda frame, **options: shown.append((frame, options))
    )
    monkeypatch.setattr(
        "helpers.document.show.figure", lambda fig, *, alt, **options: shown.append((alt, fig))
    )
    table, crossed = associations.table(ANSWERS, two), associations.crosstabs(ANSWERS, two)
    sections.associations(table, crossed, pd.DataFrame(), two, messages)
    (alt, fig), (frame, options) = shown
    gamma = messages.number(table.effect[0])
    assert gamma not in alt and gamma not in frame.to_string()
    assert (
        messages.number(table.effect[1]) in alt
        and messages.number(table.effect[1]) in frame.to_string()
    )
    assert options["note"] == messages("association.protected", smallest="5")
    points = [line.get_xdata()[0] for line in fig.axes[0].lines if line.get_marker() == "o"]
    assert pd.isna(points[0]) and points[1] == table.effect[1]
