"""A family judged together: who leaves it, Holm, error rates by enumeration, verdicts at the
edge."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from draws import draws
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from helpers.analysis import family
from helpers.analysis.pair_test import PairTest, examine
from helpers.stats import exact
from helpers.stats.trend import Trend


def pair(p, p_smallest=0.0, low=-0.9, high=0.9):
    """A pair of which no more is known; its interval is the same at every level."""
    test = Trend("exact", p, p_smallest, 0.0, lambda alpha: (low, high), lambda alpha, power: 1.0)
    made = PairTest((pd.DataFrame([[1]]),), 0.0, test)
    vars(made)["_gamma_of"] = lambda slope: slope
    return made


def judge(pairs, smallest_gamma=0.5):
    return family.judge(pairs, smallest_gamma)


@pytest.mark.parametrize(
    ("smallest", "kept"),
    [
        ([0.05], 1),
        ([0.9], 1),
        ([0.01, 0.01, 0.067], 2),
        ([0.05, 0.04], 2),
        ([0.02] * 3, 3),
        ([1e-9] * 5, 5),
    ],
)
def test_tarones_count(smallest, kept):
    """Fails when p ≤ α/k is read as <, or k is not the smallest."""
    assert family.count_testable(np.array(smallest)) == kept


@draws(10)  # statsmodels collects garbage at each call
@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_holm_is_that_of_statsmodels(values):
    """Fails when a step is skipped, ties are stepped otherwise, or the order of pairs is lost."""
    judged = judge([pair(p) for p in values])
    expected = multipletests(values, method="holm")[1]
    assert [member.p_adjusted for member in judged] == pytest.approx(expected.tolist(), rel=1e-15)


def test_families_are_judged_each_by_itself_and_stay_in_order():
    """Fails when Holm counts the pairs of another family, or pairs change places."""
    pairs = [pair(p) for p in (0.01, 0.02, 0.03)]
    judged = family.judge_families(pairs, ["primary", "secondary", "primary"], 0.5)
    assert [member.p_adjusted for member in judged] == [0.02, 0.02, 0.03]
    assert [member.pair for member in judged] == pairs


MARGINS = [
    ([8, 4], [6, 6]),
    ([6, 5], [5, 4, 2]),
    ([9, 3], [10, 2]),
]  # the last is untestable at 0.05 / 3


@pytest.mark.parametrize("alpha", [0.05, 0.2])
@pytest.mark.parametrize("true", [(0, 1, 2), (1, 2), (0, 1), (1,)])
def test_a_family_errs_as_rarely_as_alpha_says(monkeypatch, alpha, true):
    """Every combination of p of three independent pairs, by the null distributions of their
    margins.

    The pairs that are not `true` are as far from independence as they can be.  Fails when p is
    compared to alpha unadjusted, or Holm goes on to the next pair at twice the level.
    """
    monkeypatch.setattr(family, "ALPHA", alpha)
    distributions = []
    for margins in MARGINS:
        corner = np.minimum.outer(*map(np.cumsum, margins))
        table = np.diff(np.diff(corner, axis=0, prepend=0), axis=1, prepend=0)
        null = exact.distribution(table)
        distances = np.abs(null.support - null.expected)
        p = np.array([null.probability[distances >= x - 1e-9].sum() for x in distances])
        levels = np.unique(p.round(12))
        distributions.append([(x, null.probability[np.isclose(p, x)].sum()) for x in levels])
    smallest = [distribution[0][0] for distribution in distributions]
    error = 0.0
    for outcomes in itertools.product(*(distributions[k] for k in true)):
        p = dict(enumerate(smallest))
        p |= {k: value for k, (value, _) in zip(true, outcomes, strict=True)}
        judged = judge([pair(p[k], smallest[k]) for k in range(len(MARGINS))])
        probability = math.prod(chance for _, chance in outcomes)
        error += probability * any(judged[k].p_adjusted <= alpha for k in true)
    assert 0 < error <= alpha


EDGES = [  # p, and the interval
    ((0.05, 0.1, 0.9), "supported"),
    ((0.05, -0.9, -0.1), "opposite"),
    ((0.05, 0.001, 0.3), "supported"),  # weak, and there all the same
    ((0.0501, -0.1, 0.9), "cannot be decided"),
    ((1.0, -0.499, 0.499), "no strong association"),
    ((1.0, -0.5, 0.3), "cannot be decided"),
    ((1.0, -0.3, 0.5), "cannot be decided"),
    ((1.0, -0.9, 0.05), "cannot be decided"),  # looked at from one end, it was not supported
    ((0.06, -0.01, 0.4), "no strong association"),
]


@pytest.mark.parametrize(("numbers", "verdict"), EDGES)
def test_the_verdict_follows_its_rule_up_to_the_edge(numbers, verdict):
    """Fails when an edge belongs to the other side, one end of an interval decides by itself, or a
    significant negative is no finding."""
    p, low, high = numbers
    (member,) = judge([pair(p, low=low, high=high)])
    assert member.verdict == verdict


def test_the_smallest_gamma_of_interest_is_the_declared_one():
    """Fails when the verdict compares with another number."""
    wide, narrow = (judge([pair(1.0, low=-0.3, high=0.3)], size)[0] for size in (0.31, 0.3))
    assert (wide.verdict, narrow.verdict) == ("no strong association", "cannot be decided")


TABLE = pd.DataFrame([[55, 72, 72, 41], [25, 48, 48, 39]])


@pytest.mark.parametrize("others", [0, 4, 29])
def test_a_larger_family_only_leaves_more_undecided(others):
    """Fails when more tests turn what is supported into its contrary: among thirty, this table was
    "not supported" though its interval is above 0."""
    alone = judge([examine(TABLE)])[0]
    member = judge([examine(TABLE), *[pair(1.0)] * others])[0]
    assert alone.verdict == "supported"
    assert member.verdict in ("supported", "no strong association", "cannot be decided")
    assert member.pair.effect == alone.pair.effect
    low, high = member.simultaneous
    assert low <= alone.simultaneous[0] < alone.simultaneous[1] <= high


@pytest.mark.slow
def test_verdicts_never_stand_beside_an_interval_that_says_otherwise():
    """Families of random tables. Fails when « supported » stands beside an interval that holds 0,
    or « no strong association » beside one that reaches as far."""
    random, verdicts = np.random.default_rng(3), set()
    for _ in range(60):
        tilt = random.normal(0, 0.5)
        weights = np.exp(tilt * np.outer(range(2), range(4))) * random.dirichlet(np.full(4, 4))
        shape = (5, 2, 4)
        tables = random.multinomial(90, (weights / weights.sum()).ravel(), size=5).reshape(shape)
        for member in judge([examine(pd.DataFrame(table)) for table in tables]):
            low, high = member.pair.interval(0.05)
            far, near = member.simultaneous
            verdicts.add(member.verdict)
            assert (member.verdict == "supported") <= (low > 0)
            assert (member.verdict == "opposite") <= (high < 0)
            assert (member.verdict == "no strong association") <= (-0.5 < far < near < 0.5)
            assert far <= low < high <= near
    assert len(verdicts) == 4


def test_what_is_detectable_is_worked_out_only_where_a_table_needs_it(monkeypatch):
    """Fails when each of many removals works out a number that is not shown."""
    monkeypatch.setattr(PairTest, "detectable", lambda pair, alpha: pytest.fail("worked out"))
    assert judge([pair(0.2)])[0].verdict == "cannot be decided"


def test_a_pair_that_cannot_be_tested_shows_nothing_and_says_so():
    """Fails when what no step of Holm reaches has a detectable association, or is judged by it."""
    rare = examine(pd.DataFrame([[56, 0], [18, 2]]))
    (member,) = judge([rare])
    assert (member.verdict, member.note) == ("cannot be decided", "untestable")
    assert math.isnan(member.detectable.gamma) and not member.is_tested


def test_a_pair_is_untestable_only_if_no_step_reaches_it():
    """Fails when a pair that the last step can reach is left out, or counts where it cannot."""
    judged = judge([pair(0.001), pair(0.002), pair(0.03, 0.03), pair(0.5, 0.06)])
    adjusted = [member.p_adjusted for member in judged]
    assert adjusted[:3] == pytest.approx([0.002, 0.004, 0.03]) and math.isnan(adjusted[3])


def test_two_families_are_said_to_find_more_than_one():
    """Fails when the rate that the method states is one that no two families of 5 % can have."""
    assert family.ALPHA < family.FALSE_IN_TWO <= 2 * family.ALPHA
