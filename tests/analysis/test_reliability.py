"""Alpha, omega and the polychoric correlation against R; which index may be built, and its one
test."""

import dataclasses
import itertools
import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from draws import draws
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.multivariate.factor import Factor

from helpers import codebook
from helpers.analysis import reliability
from helpers.analysis.notes import Note
from helpers.answers import cleaning, intake
from helpers.privacy.suppression import PROTECTED
from helpers.processed import COLUMNS
from helpers.stats import exact

CASE = json.loads((Path(__file__).parents[1] / "oracles/reliability.json").read_text())[
    "reliability_bfi_A"
]
R = {key: result["value"] for key, result in CASE["R"].items()}
AGREEABLE = np.array(CASE["rows"])
ITEMS = CASE["columns"]


def crossed(x, y):
    return pd.crosstab(x, y).to_numpy()


# -------------------------------------------------------------------------------------------------
# coefficients
def test_alpha_and_feldt_s_interval_are_r_s():
    """R: psych::alpha. Fails when the F has the degrees of freedom of n, or its tails are
    exchanged."""
    effect = reliability.alpha(np.cov(AGREEABLE.T), 80)
    r = R["cronbach_alpha"]
    expected = [r["alpha"], r["lower"], r["upper"]]
    assert [effect.estimate, effect.low, effect.high] == pytest.approx(expected, rel=1e-10)


def test_polychoric_correlations_and_ordinal_alpha_are_r_s():
    """R: polycor::polychor in two steps, psych::alpha of psych::polychoric; R stops 2e-5 before the
    top. Fails when
    thresholds are of one margin, or Pearson's correlation is used."""
    found = np.eye(5)
    for i, j in itertools.permutations(range(5), 2):
        found[i, j] = reliability.polychoric(crossed(AGREEABLE[:, i], AGREEABLE[:, j]))
    np.testing.assert_allclose(found, R["polycor_pairs"]["values"], atol=1e-4)
    np.testing.assert_allclose(found, found.T, atol=1e-10)
    assert reliability.alpha(found, 80).estimate == pytest.approx(R["ordinal_alpha"], abs=1e-4)


def test_omega_is_r_s():
    """R: psych::fa(fm = "ml"). Fails when the factor is a principal component, or omega is that of
    the mean loading."""
    assert reliability.omega(np.corrcoef(AGREEABLE.T)).estimate == pytest.approx(
        R["omega_total_1f"]["omega"], abs=1e-7
    )


@pytest.mark.parametrize(("same", "other"), [(30, 10), (10, 30), (38, 2), (200, 1), (5, 5)])
def test_of_answers_split_at_the_median_the_correlation_has_a_closed_form(same, other):
    """Sheppard: the share above both medians is 1/4 + arcsin(rho) / 2 pi. Fails when a digit of rho
    is lost."""
    rho = math.sin(math.pi * (same / (same + other) - 1 / 2))
    assert reliability.polychoric([[same, other], [other, same]]) == pytest.approx(rho, abs=1e-12)


@pytest.mark.parametrize("rho", [-0.95, -0.4, 0.0, 0.3, 0.9])
def test_expected_counts_give_their_correlation_back(rho):
    """Counts of scipy's bivariate normal. Fails when the probability of a cell is wrong, above all
    near 1."""
    edges = [np.array([-9, -1, 0.2, 1.1, 9]), np.array([-9, -0.5, 0.4, 9])]
    normal = stats.multivariate_normal([0, 0], [[1, rho], [rho, 1]])
    below = np.array([[normal.cdf([x, y]) for y in edges[1]] for x in edges[0]])
    cells = np.rint(np.diff(np.diff(below, axis=0), axis=1) * 1e8).clip(0)
    assert reliability.polychoric(cells) == pytest.approx(rho, abs=1e-6)


def test_answers_that_agree_wholly_or_do_not_vary():
    """Fails when a correlation of 1 is not reached, or a table of one row stops the work."""
    assert reliability.polychoric(np.diag([10, 10, 10])) == pytest.approx(1, abs=1e-4)
    assert reliability.polychoric(np.diag([10, 10, 10])[::-1]) == pytest.approx(-1, abs=1e-4)
    assert math.isnan(reliability.polychoric([[3, 0, 4], [0, 0, 0]]))


SIX = [[1, 0.4, 0.3, 0.2], [0.4, 1, 0.3, 0.2], [0.3, 0.3, 1, 0.2], [0.2, 0.2, 0.2, 1]]


@draws(15)
@given(st.lists(st.floats(0.3, 0.9), min_size=3, max_size=6))
def test_a_matrix_made_by_one_factor_gives_its_omega_back(loadings):
    """Fails when uniquenesses are not the rest of the loadings. With equal loadings omega is
    alpha."""
    loadings = np.array(loadings)
    matrix = np.outer(loadings, loadings) + np.diag(1 - loadings**2)
    expected = loadings.sum() ** 2 / (loadings.sum() ** 2 + (1 - loadings**2).sum())
    assert reliability.omega(matrix).estimate == pytest.approx(expected, abs=1e-6)
    equal = np.full((4, 4), loadings[0]) + np.diag(np.full(4, 1 - loadings[0]))
    assert reliability.omega(equal).estimate == pytest.approx(
        reliability.alpha(equal, 77).estimate, abs=1e-6
    )


def test_omega_is_statsmodels_s():
    """Fails when the discrepancy is not that of maximum likelihood. (Theirs starts at random unless
    told not to.)"""
    loadings = Factor(corr=np.array(SIX), n_factor=1, method="ml").fit(rng=1).loadings[:, 0]
    common = loadings.sum() ** 2
    expected = common / (common + (1 - loadings**2).sum())
    assert reliability.omega(SIX).estimate == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize(
    "correlation",
    [
        [[1, 0.5], [0.5, 1]],
        [[1, 1, 0.2], [1, 1, 0.2], [0.2, 0.2, 1]],
        [[1, 0.9, 0.9], [0.9, 1, 0.1], [0.9, 0.1, 1]],
        [[1, 0.6, 0.6], [0.6, 1, 0.2], [0.6, 0.2, 1]],
    ],
    ids=["two items", "an item twice", "impossible", "Heywood"],
)
def test_where_no_one_factor_fits_omega_is_not_given(correlation):
    """Fails when a factor that is one of the items, or one of two items, passes for a common
    one."""
    effect = reliability.omega(correlation)
    assert math.isnan(effect.estimate) and effect.note == "no one-factor solution"


def test_alpha_of_items_that_cancel_out_and_of_too_few():
    """Fails when it divides by nothing, or is given where it has no degrees of freedom."""
    assert reliability.alpha([[1, -1], [-1, 1]], 77).low == -math.inf
    for matrix, people in (([[1]], 77), (SIX, 1)):
        with pytest.raises(ValueError, match="alpha needs two items and two people"):
            reliability.alpha(matrix, people)


# -------------------------------------------------------------------------------------------------
# the declared items
@pytest.fixture(scope="module")
def book_of(ask, survey):
    """A function that gives a codebook with these items in its index, and an outcome."""
    gain = ask("gain", "yes no maybe", kind="nominal", role="outcome", positive=("yes",))
    start = dataclasses.replace(codebook.load(survey()), smallest_cell=1)

    def book(levels, items=ITEMS):
        return dataclasses.replace(
            start, questions=(*(ask(item, levels) for item in items), gain), composite=tuple(items)
        )

    return book


@pytest.fixture(scope="module")
def agreeable(book_of):
    """R's case as a survey: six levels, five items, an outcome that those with more agreeable
    answers report."""
    answers = pd.DataFrame(AGREEABLE.astype(str), columns=ITEMS).astype(object)
    return book_of("1 2 3 4 5 6"), answers.assign(
        gain=np.where(AGREEABLE.sum(1) > 24, "yes", "maybe")
    )


def test_the_table_of_the_items(agreeable):
    """R: psych::alpha and psych::fa; scipy: Spearman. Fails when an item is correlated with a sum
    that holds it."""
    book, answers = agreeable
    table = reliability.table(answers, book)
    assert list(table) == COLUMNS["reliability"] and set(table.base) == {80}
    assert table.quantity.tolist() == ["alpha", "ordinal alpha", "omega", *["item-rest"] * 5]
    assert table.estimate[0] == pytest.approx(R["cronbach_alpha"]["alpha"], rel=1e-10)
    assert table.low[0] == pytest.approx(R["cronbach_alpha"]["lower"], rel=1e-10)
    assert table.note[1] == "fewer than 5 people in a level" and math.isnan(table.estimate[1])
    assert table.estimate[2] == pytest.approx(R["omega_total_1f"]["omega"], abs=1e-6)
    for item, row in zip(AGREEABLE.T, table[3:].itertuples(), strict=True):
        rest = AGREEABLE.sum(1) - item
        assert row.estimate == pytest.approx(stats.spearmanr(item, rest).statistic, rel=1e-10)
    assert not reliability.built(table)  # alpha's lower limit is 0.488


def test_the_rest_of_two_items_is_the_other_one(agreeable):
    """R: cor(method = "spearman"). Fails when ties do not share their mean rank."""
    book, answers = agreeable
    table = reliability.table(answers, dataclasses.replace(book, composite=("A2", "A5")))
    expected = [R["spearman_matrix"]["values"][1][4]] * 2
    assert table[table.quantity == "item-rest"].estimate.tolist() == pytest.approx(
        expected, rel=1e-10
    )


@pytest.mark.parametrize(
    ("people", "levels", "given"),
    [
        ([20, 10, 2, 3], "low high", True),
        ([20, 10, 1, 3], "low high", False),
        ([20, 10, 2, 3], "low mid high", False),
    ],
)
def test_ordinal_alpha_is_given_where_each_level_has_five_people(book_of, people, levels, given):
    """Fails when four are enough, five are not, a level that nobody gave is left out, or rows are
    counted."""
    pairs = [("low", "low"), ("low", "high"), ("high", "low"), ("high", "high")]
    answers = pd.DataFrame(pairs, columns=["a", "b"], dtype=object).assign(gain="no", people=people)
    row = reliability.table(answers, book_of(levels, ["a", "b"])).iloc[1]
    rho = reliability.polychoric(np.reshape(people, (2, 2)))
    assert row.quantity == "ordinal alpha" and math.isnan(row.estimate) is not given
    if given:  # of two items it is the Spearman-Brown formula
        assert row.estimate == pytest.approx(2 * rho / (1 + rho), rel=1e-9) and row.note == ""
    else:
        assert row.note == "fewer than 5 people in a level"


def consistent(agreeable):
    """Without the weakest item, twice as many people: alpha's whole interval is above one half."""
    book, answers = agreeable
    return dataclasses.replace(book, composite=("A2", "A3", "A5")), pd.concat(
        [answers, answers], ignore_index=True
    )


def test_items_that_hold_together_make_an_index_with_one_test(agreeable):
    """Fails when items are added up as they are, the p is not by mid-ranks, or the sign is turned
    round."""
    book, answers = consistent(agreeable)
    table = reliability.table(answers, book).set_index("quantity")
    assert reliability.built(table.reset_index()) and table.low["alpha"] >= 0.5
    assert (
        table.item["index p"] == table.item["index gamma"] == "gain"
        and table.note["index p"] == "exact"
    )
    places = answers[["A2", "A3", "A5"]].astype(int)
    index = places.rank().mean(axis=1)
    counts = pd.crosstab(answers.gain == "yes", index)
    test = exact.linear_by_linear(counts, column_scores=exact.midranks(counts.sum()))
    assert table.estimate["index p"] == pytest.approx(test.p_value, rel=1e-9, abs=0)
    assert math.isnan(table.low["index p"])
    more, fewer = index[answers.gain == "yes"].to_numpy(), index[answers.gain != "yes"].to_numpy()
    signs = np.sign(np.subtract.outer(more, fewer))
    assert table.estimate["index gamma"] == pytest.approx(
        signs.sum() / np.abs(signs).sum(), rel=1e-12
    )
    assert (
        0
        < table.low["index gamma"]
        < table.estimate["index gamma"]
        < table.high["index gamma"]
        <= 1
    )


def test_the_index_is_tested_over_those_who_gave_an_outcome(agreeable):
    """Fails when the test keeps people whom it cannot place, or one outcome for all stops the
    work."""
    book, answers = consistent(agreeable)
    some = answers.assign(gain=answers.gain.where(answers.index % 8 > 0, "_skipped"))
    table = reliability.table(some, book).set_index("quantity")
    assert (table.base["alpha"], table.base["index gamma"], table.base["index p"]) == (
        160,
        140,
        140,
    )
    alike = reliability.table(answers.assign(gain="no"), book)[-2:]
    assert alike.note.tolist() == ["one answer only"] * 2 and alike.estimate.isna().all()
    nobody = dataclasses.replace(book, questions=book.questions[:-1])
    assert "index p" not in set(reliability.table(answers, nobody).quantity)


def test_of_many_people_the_test_says_by_which_way_it_is_done(agreeable):
    """Fails when a p is printed as another one, or far from that of another program."""
    book, answers = consistent(agreeable)
    loose = answers.assign(people=7, gain=np.where(answers.index % 3, "no", "yes"))
    many = reliability.table(loose, book).iloc[-2:]
    assert many.note.tolist() == ["", "saddlepoint"] and many.base.tolist() == [1120, 1120]
    index = np.repeat(answers[["A2", "A3", "A5"]].astype(int).rank().mean(axis=1), 7)
    yes = np.repeat(loose.gain == "yes", 7)
    p = stats.mannwhitneyu(index[yes], index[~yes], use_continuity=False).pvalue
    assert many.estimate.iloc[1] == pytest.approx(p, rel=0.01) and p > 1e-4


@pytest.mark.parametrize(
    ("low", "verdict"), [(0.5, True), (0.4999, False), (math.nan, False), (-math.inf, False)]
)
def test_the_verdict_up_to_its_edge(low, verdict):
    """Fails when the estimate decides, or the edge belongs to the other side."""
    table = pd.DataFrame(
        [["alpha", 0.9, low], ["omega", 0.9, 0.9]], columns=["quantity", "estimate", "low"]
    )
    assert reliability.built(table) is verdict


def test_people_and_unanswered_rows_in_a_large_survey(agreeable):
    """Fails when rows are counted where people are, or a person without all items is."""
    book, answers = consistent(agreeable)
    together = (
        answers.groupby(list(answers), as_index=False).size().rename(columns={"size": "people"})
    )
    more = together.iloc[:1].assign(A3="_skipped", people=9)
    here, there = (
        reliability.table(answers, book),
        reliability.table(pd.concat([together, more]), book),
    )
    pd.testing.assert_frame_equal(here, there, rtol=1e-9)


@pytest.mark.parametrize("rows", [0, 1, 80])
def test_items_that_all_answered_alike_give_no_number(agreeable, rows):
    """Fails when a division by no variance stops the work or gives a number."""
    book, answers = agreeable
    table = reliability.table(answers[:rows].assign(A1="3"), book)
    assert (
        table.estimate.isna().all() and set(table.note) == {"one answer only"} and len(table) == 8
    )
    assert set(table.base) == {rows}


def test_an_item_whose_others_cancel_out_has_no_correlation(book_of):
    """Fails when a sum that does not vary is correlated with something."""
    book = book_of("1 2 3", ["a", "b", "c"])
    answers = pd.DataFrame(
        [["1", "3", "1"], ["2", "2", "3"], ["3", "1", "2"]] * 4, columns=list("abc"), dtype=object
    )
    table = reliability.table(answers.assign(gain="no"), book).set_index("item")
    assert math.isnan(table.estimate["c"]) and table.note["c"] == "one answer only"
    assert table.note["a"] == "" and not math.isnan(table.estimate["a"])


def test_without_a_declared_index_there_is_no_row(agreeable):
    """Fails when an index is made that nobody declared."""
    book, answers = agreeable
    table = reliability.table(answers, dataclasses.replace(book, composite=()))
    assert table.empty and list(table) == COLUMNS["reliability"]


def test_the_first_survey_has_no_index(real):
    """Fails when synthetic answers, independent by construction, pass for a scale."""
    table = reliability.table(cleaning.clean(intake.read(real), real).answers, real)
    assert not reliability.built(table) and "index p" not in set(table.quantity)
    assert table[table.quantity == "item-rest"].item.tolist() == ["q2", "q4", "q5", "q7"] and set(
        table.base
    ) == {75}


def test_a_search_that_ends_half_way_is_gone_on_with():
    """Fails when omega is told of a place where rounding stopped the search, not of a minimum."""
    first, second, third = -0.04313311, 0.14104265, 0.0430473
    matrix = np.array([[1, first, second], [first, 1, third], [second, third, 1]])
    for order in itertools.permutations(range(3)):
        effect = reliability.omega(matrix[np.ix_(order, order)])
        assert effect.note == Note.NO_SINGLE_FACTOR, order


@pytest.mark.slow
@draws(15)
@given(st.lists(st.tuples(*[st.sampled_from("123")] * 3), min_size=2, max_size=30), st.randoms())
def test_the_order_of_people_and_of_items_changes_no_coefficient(book_of, given, random):
    """Fails when a coefficient depends on where a row or an item stands."""
    answers = pd.DataFrame(given, columns=list("abc"), dtype=object).assign(gain="no")
    shuffled = answers.sample(frac=1, random_state=random.randrange(10**6))
    here = reliability.table(answers, book_of("1 2 3", list("abc")))
    there = reliability.table(shuffled, book_of("1 2 3", list("cab")))
    ordered = (
        table.sort_values(["quantity", "item"], ignore_index=True) for table in (here, there)
    )
    pd.testing.assert_frame_equal(*ordered, rtol=1e-5, atol=1e-5)


def test_of_real_people_an_index_within_few_events_is_not_told(agreeable):
    """Fails when the index is tested within two events, at one of which a count is of few: beside
    the counts of both together, that would be told."""
    book, answers = consistent(agreeable)
    book = dataclasses.replace(book, smallest_cell=5)
    rows = [
        pd.concat([answers] * copies).assign(event=event) for copies, event in ((6, "a"), (1, "b"))
    ]
    together = pd.concat(rows, ignore_index=True)
    notes = {}
    for name, whole in (("one", together.assign(event="a")), ("two", together)):
        table = reliability.table(whole, book).set_index("quantity")
        notes[name] = table.note["index p"]
    assert notes["one"] != PROTECTED and notes["two"] == PROTECTED
