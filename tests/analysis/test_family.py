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
from helpers.analysis.family import JudgedPair
from helpers.analysis.pair_test import Detectable, PairTest, examine
from helpers.stats import exact
from helpers.stats.effects import Effect

HIGH = Effect("gamma", 0.5, 0.1, 0.9)  # no verdict asks what such a pair could have shown


def pair(p, p_smallest=0.0, effect=HIGH):
    """A pair of which no more is known."""
    return PairTest(pd.DataFrame([[1]]), effect, "by hand", p, p_smallest, "")


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
    judged = family.judge([pair(p) for p in values])
    expected = multipletests(values, method="holm")[1]
    assert [member.p_adjusted for member in judged] == pytest.approx(expected.tolist(), rel=1e-15)


def test_families_are_judged_each_by_itself_and_stay_in_order():
    """Fails when Holm counts the pairs of another family, or pairs change places."""
    pairs = [pair(p) for p in (0.01, 0.02, 0.03)]
    judged = family.judge_families(pairs, ["primary", "secondary", "primary"])
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
        judged = family.judge([pair(p[k], smallest[k]) for k in range(len(MARGINS))])
        probability = math.prod(chance for _, chance in outcomes)
        error += probability * any(judged[k].p_adjusted <= alpha for k in true)
    assert 0 < error <= alpha


def judged(p_adjusted, estimate, high, detectable):
    """A judged pair, by what its verdict hangs on."""
    member = JudgedPair(pair(0.5, effect=Effect("gamma", estimate, -1, high)), 0.05, p_adjusted)
    vars(member)["detectable"] = Detectable(detectable, math.nan)
    return member


EDGES = [
    ((0.05, 0.1, 0.9, 0.4), "supported"),
    ((0.05, -0.1, 0.9, 0.4), "not supported"),
    ((0.0501, 0.1, 0.9, 0.4), "cannot be decided"),
    ((1.0, 0.1, 0.39, 0.4), "not supported"),
    ((1.0, 0.1, 0.4, 0.4), "cannot be decided"),
    ((1.0, 0.1, 0.3, 0.5), "not supported"),
    ((1.0, 0.1, 0.3, 0.51), "cannot be decided"),
    ((1.0, 0.1, 0.499, 0.5), "not supported"),
    ((1.0, -0.9, -0.3, math.inf), "cannot be decided"),
    ((1.0, 1.0, math.nan, 0.4), "cannot be decided"),
    ((math.nan, 0.1, 0.3, math.nan), "cannot be decided"),
]


@pytest.mark.parametrize(("numbers", "verdict"), EDGES)
def test_the_verdict_follows_its_rule_up_to_the_edge(numbers, verdict):
    """Fails when an edge belongs to the other side, or a missing number decides something."""
    assert judged(*numbers).verdict == verdict


@pytest.mark.parametrize(("p", "asked"), [(0.001, False), (1.0, True)])
def test_what_is_detectable_is_worked_out_only_where_a_verdict_needs_it(monkeypatch, p, asked):
    """Fails when each of many removals works out an exact distribution for a number not shown."""
    alphas = []
    monkeypatch.setattr(
        PairTest, "detectable", lambda pair, alpha: alphas.append(alpha) or Detectable(0.4, 2.0)
    )
    (member,) = family.judge([pair(p, effect=Effect("gamma", 0.1, -0.1, 0.3))])
    assert member.verdict == ("not supported" if asked else "supported")
    assert alphas == [0.05] * asked
    (unknown,) = family.judge([pair(1.0)])  # its interval reaches beyond 0.5
    assert unknown.verdict == "cannot be decided" and alphas == [0.05] * asked


def test_a_pair_that_cannot_be_tested_shows_nothing_and_says_so():
    """Fails when what is not tested has a detectable association, or is judged by it."""
    rare = examine(pd.DataFrame([[56, 0], [18, 2]]))
    (member,) = family.judge([rare])
    assert (member.verdict, member.note) == ("cannot be decided", "untestable")
    assert math.isnan(member.detectable.gamma) and not member.is_tested
