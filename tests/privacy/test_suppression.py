"""Suppression: no number gives a small group away, and no other number is lost."""

import dataclasses
import sys

import pandas as pd
import pytest
from languages import LANGUAGES

from helpers.analysis import associations, exploration, regression, reliability, robustness
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
    "low_simultaneous",
    "high_simultaneous",
    "odds_ratio",
    "odds_low",
    "odds_high",
    "p",
    "p_adjusted",
    "p_max_t",
    "base_more",
    "count_more",
    "base_less",
    "count_less",
    "detectable_more",
    "detectable_less",
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


def test_the_numbers_of_a_pair_with_a_small_cell_are_left_out_and_no_others(two):
    """Fails when gamma or p of such a pair is told, its verdict is not, or another pair loses more
    than what is computed from them all."""
    table, crossed = associations.table(ANSWERS, two), associations.crosstabs(ANSWERS, two)
    shown = suppression.associations(table, crossed, two)
    assert shown.loc[0, HIDDEN].isna().all() and shown.note[0] == suppression.PROTECTED
    others = table.columns.difference(
        [*HIDDEN, "note"]
    )  # the margins give them, or how the pair is judged
    pd.testing.assert_series_equal(shown.loc[0, others], table.loc[0, others])
    of_all = ["p_adjusted", "p_max_t"]
    pd.testing.assert_frame_equal(shown[1:].drop(columns=of_all), table[1:].drop(columns=of_all))
    for book in (synthetic(two), reopened(two, 1)):
        pd.testing.assert_frame_equal(suppression.associations(table, crossed, book), table)


def test_the_adjusted_p_of_another_pair_does_not_tell_that_of_a_hidden_one(two):
    """Fails when Holm's p of a shown pair, which may be a multiple of a hidden one's, is told."""
    table, crossed = associations.table(ANSWERS, two), associations.crosstabs(ANSWERS, two)
    shown = suppression.associations(table, crossed, two)
    assert shown.p[1] == table.p[1] and shown[["p_adjusted", "p_max_t"]].isna().all(axis=None)
    apart = table.assign(family=["primary", "secondary"])
    assert suppression.associations(apart, crossed, two).p_adjusted[1] == table.p_adjusted[1]


def test_no_variant_gives_away_what_the_plan_leaves_out(two):
    """Fails when a small cell can be had from a variant, or the people sent twice from the
    difference of two."""
    crossed = associations.crosstabs(ANSWERS, two)
    table = robustness.table(ANSWERS, ANSWERS.iloc[:2], two)
    shown = suppression.robustness(table, crossed, two)
    assert "with duplicates" in set(table.specification)
    assert set(shown.behaviour) == {"long"} and "with duplicates" not in set(shown.specification)
    open_one = suppression.robustness(table, crossed, reopened(two, 1))
    assert set(open_one.behaviour) == {"often", "long"}
    assert suppression.robustness(table, crossed, synthetic(two)) is table
    assert suppression.robustness(table.iloc[:0], crossed, two).empty


def test_looks_at_tables_with_a_small_cell_are_not_shown(two, ask):
    """Fails when a look at a small cell is shown, one without any is not, or an adjusted p gives
    the hidden one."""
    more = ask("more", "few many")
    book = dataclasses.replace(two, questions=(*two.questions, more))
    looks = exploration.table(ANSWERS.assign(more=["few"] * 15 + ["many"] * 10), book)
    pairs = [("often", "long"), ("often", "more"), ("long", "more")]
    assert list(zip(looks["first"], looks["second"], strict=True)) == pairs
    assert looks.effect.notna().all()  # in the house
    shown = suppression.exploration(looks, book)
    assert list(zip(shown["first"], shown["second"], strict=True)) == pairs[1:2]
    assert shown.p.notna().all() and shown.p_bh.isna().all()
    assert suppression.exploration(looks, synthetic(book)) is looks
    open_ones = exploration.table(ANSWERS.assign(more="few"), reopened(book, 1))
    pd.testing.assert_frame_equal(suppression.exploration(open_ones, book), open_ones)


@pytest.mark.parametrize(("events", "told"), [(1, True), (2, False), (5, True)])
def test_numbers_within_few_events_are_told_only_if_each_could_be(two, events, told):
    """Fails when p within two events, with the table over both, gives the small counts of each."""
    book = dataclasses.replace(two, questions=(two.question("often"), two.question("gain")))
    people = [("low", "no"), ("low", "yes"), ("high", "no"), ("high", "yes"), ("high", "yes")]
    answers = pd.DataFrame(people * 12, columns=["often", "gain"], dtype=object)
    if events > 1:
        answers["event"] = [f"e{place * events // 60}" for place in range(60)]
    table, crossed = associations.table(answers, book), associations.crosstabs(answers, book)
    assert table.p.notna().all() and len(suppression.crosstabs(crossed, book)) == 4
    shown = suppression.associations(table, crossed, book)
    assert shown.p.notna().all() == told
    variants = robustness.table(answers, answers.iloc[:0], book)
    assert bool(len(suppression.robustness(variants, crossed, book))) == told
    open_book = reopened(book, 1)
    table = associations.table(answers, open_book)
    pd.testing.assert_frame_equal(suppression.associations(table, crossed, open_book), table)


@pytest.mark.parametrize("predictors", [("often",), ("often", "long")])
def test_a_model_whose_questions_have_a_small_cell_is_not_told(two, predictors, monkeypatch):
    """Fails when its odds ratios are told of real people, or another model is kept back."""
    monkeypatch.setattr("helpers.analysis.regression.MIN_CASES_PER_PREDICTOR", 5)
    book = dataclasses.replace(two, model=Model("gain", predictors))
    table, told = regression.table(ANSWERS, book), regression.table(ANSWERS, synthetic(book))
    withheld = suppression.regression(table, book)
    for messages in (catalogue.load(language).plain for language in LANGUAGES):
        ratio = messages.number(table.odds_ratio[0])
        hidden = narrative.regression.sentence(withheld, book, messages)
        assert hidden == messages(
            "model.hidden",
            outcome=narrative.answers.quoted_name(book.question("gain"), messages),
            smallest=messages.integer(5),
        )
        assert ratio not in hidden
        assert ratio in narrative.regression.sentence(told, synthetic(book), messages)
    assert suppression.regression(told, synthetic(book)) is told
    alone = dataclasses.replace(two, model=Model("gain", ("long",)))
    large = regression.table(ANSWERS, alone)
    pd.testing.assert_frame_equal(suppression.regression(large, alone), large)


def test_an_index_of_two_items_with_a_small_cell_is_not_told(two, ask):
    """Fails when alpha, which gives the covariance of two items, is told; or the test of an index
    by which people can be counted."""
    more = ask("more", "few many")
    answers = ANSWERS.assign(more=["few"] * 14 + ["many"] * 11)
    book = dataclasses.replace(two, questions=(*two.questions, more), composite=("often", "more"))
    table, told = reliability.table(answers, book), reliability.table(answers, synthetic(book))
    withheld = suppression.reliability(table, book)
    for messages in (catalogue.load(language).plain for language in LANGUAGES):
        alpha = messages.number(table.estimate[0])
        hidden = narrative.reliability.sentence(withheld, book, messages)
        assert hidden and alpha not in hidden
        assert alpha in narrative.reliability.sentence(told, synthetic(book), messages)
    three = reliability.table(
        answers, dataclasses.replace(book, composite=("often", "more", "long"))
    )
    assert three.note[0] != suppression.PROTECTED


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_section_shows_no_hidden_number_and_says_why(two, capsys, monkeypatch, language):
    """Fails when the table or the figure of a section has what the room leaves out."""
    shown, messages = [], catalogue.load(language).plain
    monkeypatch.setattr(
        "helpers.document.show.table", lambda frame, **options: shown.append((frame, options))
    )
    monkeypatch.setattr(
        sys.modules["helpers.report.sections.associations"],
        "show_figure",
        lambda figure, *names, **options: shown.append((figure.alt, figure.picture)),
    )
    table, crossed = associations.table(ANSWERS, two), associations.crosstabs(ANSWERS, two)
    sections.associations(table, crossed, pd.DataFrame(), two, messages)
    (alt, fig), (people, options) = shown
    verdict = messages("column.verdict")
    assert people.iloc[0, 1:].drop(verdict).eq("–").all()
    assert not people.iloc[1, 1:].eq("–").any()
    gammas = [messages.number(gamma) for gamma in table.effect]
    drawn = [text.get_text() for text in fig.axes[0].texts]
    assert gammas[0] not in alt and gammas[0] not in drawn and gammas[1] in drawn
    assert options["note"] == messages("association.protected", smallest=messages.integer(5))
    points = [line.get_xdata()[0] for line in fig.axes[0].lines if line.get_marker() == "o"]
    assert points == [table.effect[1]]
