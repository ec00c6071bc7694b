"""`helpers.stats.permutation` against R, against every order of a few people, and against what must
hold for any answers."""

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

from helpers.stats import exact, permutation

CASE = json.loads((Path(__file__).parents[1] / "oracles/several_tests.json").read_text())[
    "maxt_bfi_shared"
]
Y, X = pd.DataFrame(CASE["Y"], columns=CASE["columns"]), np.array(CASE["x"])
DRAWS = 2_000


def within(share, expected, draws, other=math.inf):
    """Whether Monte Carlo shares are within four standard errors of other ones."""
    expected = np.asarray(expected)
    return np.all(
        abs(share - expected)
        <= 4 * np.sqrt(expected * (1 - expected) * (1 / draws + 1 / other)) + 1e-12
    )


@pytest.fixture
def every_order(monkeypatch):
    """A function that runs the test over all orders of a few people instead of random ones."""

    def every(people, draws, seed):
        listed = np.array(list(itertools.permutations(range(len(people)))))
        assert len(listed) == draws
        yield from (listed[:100], listed[100:])

    def run(outcome, scores, people=None):
        monkeypatch.setattr(permutation, "orders", every)
        return permutation.max_t(outcome, scores, draws=math.factorial(people or len(outcome)))

    return run


# ------------------------------------------------------------------------------------------------ R
def test_statistics_are_coin_s():
    """R: coin's standardised statistics.  Fails with n for n - 1, a turned sign, or columns in
    another order."""
    table = permutation.max_t(X, Y, draws=10)
    assert table.index.tolist() == CASE["columns"]
    assert table.statistic.tolist() == pytest.approx(CASE["R"]["marginal_z"]["value"], rel=1e-10)


def test_p_values_are_coin_s_within_monte_carlo_error():
    """R: coin's step-down, a million draws.  Fails if the step is single, the strongest column is
    compared to itself alone, or adjusted p-values do not go up along the steps."""
    table, r = permutation.max_t(X, Y, draws=200_000), CASE["R"]["maxT_mc"]["value"]
    assert within(table.p, r["unadjusted"], 200_000, 1e6)
    assert within(table.p_adjusted, r["step_down"], 200_000, 1e6)
    assert not within(table.p_adjusted, r["single_step"], 200_000, 1e6)


# -------------------------------------------------------------------------------------- every order
def by_hand(outcome, scores):
    """Adjusted p-values over every order, from the definition; no answer missing."""
    z = np.array(
        [
            [np.corrcoef(outcome, column[list(order)])[0, 1] for column in scores.T]
            for order in itertools.permutations(range(len(outcome)))
        ]
    )
    seen = abs(z[0])
    ranks = np.argsort(-seen, kind="stable")
    steps = [
        (abs(z[:, ranks[step:]]).max(1) >= seen[j] - 1e-9).mean() for step, j in enumerate(ranks)
    ]
    adjusted = np.empty(len(ranks))
    adjusted[ranks] = np.maximum.accumulate(steps)
    return (abs(z) >= seen - 1e-9).mean(0), adjusted


@pytest.mark.parametrize("outcome", [[0, 1, 1, 0, 1, 0], [0, 2, 1, 0, 2, 1], [0, 4, 1, 2, 9, 1.5]])
def test_all_orders_give_the_p_values_of_the_definition(every_order, outcome):
    """Fails if a tie between columns of one margin is broken by rounding, or portions are not added
    up."""
    scores = np.array(
        [[1, 2, 3, 1, 3, 2], [0, 1, 0, 0, 1, 1], [3, 2, 1, 1, 2, 3], [2, 0, 1, 2, 1, 1]]
    ).T
    table = every_order(outcome, scores)
    p, adjusted = by_hand(np.array(outcome, float), scores)
    assert table.p.tolist() == pytest.approx(p, abs=1e-12)
    assert table.p_adjusted.tolist() == pytest.approx(adjusted, abs=1e-12)


def test_one_column_has_the_exact_p(every_order):
    """Fails if one column is adjusted, or its p is not that of the exact linear-by-linear test."""
    table = every_order([0, 1, 1, 0, 1, 0, 0], [1, 2, 3, 1, 3, 2, 1])
    expected = exact.linear_by_linear([[3, 1, 0], [0, 1, 2]]).p_value
    assert table.p[0] == table.p_adjusted[0] == pytest.approx(expected, rel=1e-12)


def test_a_missing_answer_leaves_its_person_out_of_that_column(every_order):
    """Fails if a missing answer counts as 0, or somebody without an outcome is exchanged."""
    gone = math.nan
    outcome, column = [0, 1, 1, 0, 1, 0, gone, 1], [1, 2, 3, 1, 3, 2, 3, gone]
    alone = every_order(outcome, column, people=6)
    assert alone.statistic[0] == every_order([0, 1, 1, 0, 1, 0], [1, 2, 3, 1, 3, 2]).statistic[0]
    assert alone.p[0] == pytest.approx(
        exact.linear_by_linear([[2, 1, 0], [0, 1, 2]]).p_value, rel=1e-12
    )
    # beside a column that the last person did answer, T - E stays and only its spread is that of
    # seven people
    both = every_order(
        outcome[:6] + outcome[7:], np.column_stack([column[:6] + column[7:], [1, 1, 2, 2, 1, 1, 2]])
    )
    y, x = np.array(outcome[:6] + outcome[7:]), np.array([1, 2, 3, 1, 3, 2, 2.0])
    distance, spread = (
        (x - 2) @ y,
        math.sqrt(((x - 2) ** 2).sum() * ((y - y.mean()) ** 2).sum() / 6),
    )
    assert both.statistic[0] == pytest.approx(distance / spread, rel=1e-12)


def test_outcomes_of_several_columns_are_exchanged_together(every_order):
    """Fails if each column is exchanged by itself: two copies of a pair are one hypothesis; or an
    outcome meets the scores of another column once columns are ranked."""
    outcome, column, other = np.array([[0, 1, 1, 0, 1, 0], [1, 2, 3, 1, 3, 2], [5, 0, 3, 1, 1, 1]])
    alone = every_order(outcome, column)
    twice = every_order(
        np.column_stack([outcome, 1 - outcome]), np.column_stack([column, 7 * column])
    )
    assert twice.statistic.tolist() == pytest.approx([alone.statistic[0], -alone.statistic[0]])
    assert twice.p_adjusted.tolist() == twice.p.tolist() == pytest.approx([alone.p[0]] * 2)
    mixed = every_order(np.column_stack([outcome, other]), np.column_stack([column, column]))
    assert mixed.statistic[1] == every_order(other, column).statistic[0]
    assert (mixed.p_adjusted >= mixed.p).all() and mixed.p_adjusted[0] > mixed.p[0]
    turned = every_order(np.column_stack([other, outcome]), np.column_stack([column, column]))
    assert turned.p_adjusted.tolist() == mixed.p_adjusted.tolist()[::-1]


# --------------------------------------------------------------------------------------- properties
ANSWERS = st.lists(st.tuples(*[st.sampled_from([0, 1, 2, math.nan])] * 4), max_size=30)


@draws(40)
@given(ANSWERS)
def test_adjusting_only_adds_and_goes_up_along_the_steps(rows):
    """Fails if an adjusted p is below its own or below that of a stronger column, or outside its
    interval."""
    answers = np.array(rows).reshape(-1, 4)
    table = permutation.max_t(answers[:, 0], answers[:, 1:], draws=300)
    assert (table.p_adjusted >= table.p).all() and table.p.between(0, 1).all()
    assert (table.low <= table.p_adjusted).all() and (table.p_adjusted <= table.high).all()
    steps = table.iloc[np.argsort(-table.statistic.abs().fillna(0), kind="stable")]
    assert steps.p_adjusted.is_monotonic_increasing
    assert (table[table.statistic.isna()][["p", "p_adjusted"]] == 1).all(axis=None)


def test_another_order_of_the_people_changes_nothing():
    """Fails if a result depends on where a row stands."""
    shuffled = np.random.default_rng(5).permutation(len(X))
    gone = Y.astype(float).mask(Y == 4)
    one, other = (
        permutation.max_t(X[rows], gone.iloc[rows], draws=DRAWS)
        for rows in (np.arange(80), shuffled)
    )
    pd.testing.assert_frame_equal(one, other)


def test_a_seed_gives_the_same_draws_whatever_the_portion(monkeypatch):
    """Fails if the random state is global, the seed is not used, or a portion begins the draws
    again."""
    one = permutation.max_t(X, Y, draws=2_000, seed=3)
    pd.testing.assert_frame_equal(one, permutation.max_t(X, Y, draws=2_000, seed=3))
    assert not one.p.equals(permutation.max_t(X, Y, draws=2_000, seed=4).p)
    assert set(one.seed) == {3} and set(one.draws) == {2_000}
    monkeypatch.setattr(permutation, "PORTION", 1_000)
    pd.testing.assert_frame_equal(one, permutation.max_t(X, Y, draws=2_000, seed=3))


def test_units_of_the_scores_change_nothing():
    """Fails if a statistic is compared before it is standardised, or an absolute number decides
    what is constant."""
    one = permutation.max_t(X, Y, draws=1_000)
    other = permutation.max_t(X * 1e9 - 7, Y * [1e-15, 1, 2, 1e9, 3] + [0, 1, 1, 1, 1], draws=1_000)
    assert other.statistic.tolist() == pytest.approx(one.statistic.tolist(), rel=1e-6)
    assert other.p_adjusted.tolist() == one.p_adjusted.tolist()


@pytest.mark.parametrize("people", [1, 2, 5, 64, 65])
def test_orders_are_permutations_all_equally_probable(people):
    """Fails if a person is met twice, the number of draws is not kept, or a place is favoured."""
    drawn = np.concatenate(list(permutation.orders(np.zeros(people, int), 4_000, seed=11)))
    assert drawn.shape == (4_000, people) and (np.sort(drawn, axis=1) == np.arange(people)).all()
    counts = np.array([np.bincount(place, minlength=people) for place in drawn.T])
    expected = 4_000 / people
    assert abs(counts - expected).max() <= 5 * math.sqrt(expected)


# -------------------------------------------------------------------------------------------- edges
def test_a_side_with_one_value_only_is_not_tested_and_harms_nobody():
    """Fails if a constant column divides by zero, or counts among the others."""
    scores = Y.assign(same=3, nobody=math.nan, large=1e9 / 3)
    table, alone = permutation.max_t(X, scores, draws=500), permutation.max_t(X, Y, draws=500)
    assert table.statistic.isna().tolist() == [False] * 5 + [True] * 3
    assert table.p_adjusted[5:].tolist() == [1.0] * 3
    pd.testing.assert_frame_equal(table.iloc[:5], alone)
    assert permutation.max_t(np.ones(80), Y, draws=10).statistic.isna().all()
    assert permutation.max_t([], np.empty((0, 2)), draws=10).p.tolist() == [1.0, 1.0]


def test_a_share_of_none_has_an_upper_limit():
    """Fails if no draw as extreme leaves nothing to quote: 1 - 0.005 ** (1 / draws)."""
    row = permutation.max_t(np.arange(40), np.arange(40), draws=1_000).iloc[0]
    assert (row.p_adjusted, row.low) == (0, 0) and row.high == pytest.approx(
        1 - 0.005**0.001, rel=1e-9
    )


@pytest.mark.parametrize(
    ("outcome", "scores", "options", "message"),
    [
        ([0, 1], [1, 2, 3], {}, r"shape \(2,\) does not fit scores of shape \(3,\)"),
        ([[0, 1], [1, 0]], [[1, 2, 3], [3, 2, 1]], {}, "does not fit"),
        (["oui", "non"], [1, 2], {}, "outcome must be numbers"),
        ([0, 1], [1, math.inf], {}, "scores holds an infinite value"),
        ([0, 1], np.zeros((2, 2, 2)), {}, "3 dimensions"),
        ([0, 1], [1, 2], {"draws": 0}, "at least one draw"),
        (
            np.arange(600) % 2,
            np.arange(600),
            {},
            "200000 draws of 600 people: .* at most 100000000",
        ),
    ],
)
def test_what_cannot_be_tested_is_refused(outcome, scores, options, message):
    """Fails if shapes are broadcast, words become numbers, or hours of work begin without a
    word."""
    with pytest.raises(ValueError, match=message):
        permutation.max_t(outcome, scores, **options)


def test_the_budget_is_people_times_draws():
    """Fails if the edge belongs to the other side."""
    assert permutation.affordable(500) and not permutation.affordable(501)
    assert permutation.affordable(10, draws=10, budget=100) and not permutation.affordable(
        10, draws=11, budget=100
    )


def test_people_take_the_places_of_their_own_stratum_only():
    """All orders within two strata, by hand. Fails when people of another event are exchanged, or
    the statistic is centred over all of them."""
    outcome, strata = np.array([0, 1, 1, 0, 0, 1]), np.array([0, 0, 0, 1, 1, 1])
    score = np.array([1, 2, 3, 2, 0, 1])
    values = []
    for first in itertools.permutations(outcome[:3]):
        for second in itertools.permutations(outcome[3:]):
            values.append(score @ np.array([*first, *second]))
    values = np.array(values)
    distances = np.abs(values - values.mean())
    expected = (distances >= distances[0] - 1e-9).mean()
    row = permutation.max_t(outcome, score, strata=strata, draws=20_000).iloc[0]
    assert row.p == pytest.approx(expected, abs=0.02)
    assert row.statistic == pytest.approx((values[0] - values.mean()) / values.std())
    turned = permutation.max_t(outcome[::-1], score[::-1], strata=strata[::-1], draws=20_000)
    assert turned.p[0] == pytest.approx(expected, abs=0.02)


def test_an_upper_bound_is_told_from_a_share():
    """Fails when five hits of all draws pass for none, or none for five."""
    hit = 1 / permutation.DRAWS
    table = pd.DataFrame({"p_adjusted": [0.0, 5 * hit], "high": [1 - 0.005**hit, 10 * hit]})
    bounds = [permutation.is_bound(p) for p in permutation.p_to_report(table)]
    assert bounds == [True, False]
