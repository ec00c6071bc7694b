"""The interval of a share of a known group, against every sample counted."""

import math
from fractions import Fraction

import pytest
from draws import draws
from hypothesis import given
from hypothesis import strategies as st

from helpers.stats import finite


def tails(count, drawn, group, people):
    """Probability of at most so many, and of at least so many, in whole numbers."""
    ways = [math.comb(people, k) * math.comb(group - people, drawn - k) for k in range(drawn + 1)]
    total = math.comb(group, drawn)
    return Fraction(sum(ways[: count + 1]), total), Fraction(sum(ways[count:]), total)


def listed_limits(count, drawn, group):
    """The lowest and the highest number of people that neither tail rules out, by trying each."""
    kept = [
        people
        for people in range(group + 1)
        if min(tails(count, drawn, group, people)) > Fraction(1, 40)
    ]
    return min(kept) / group, max(kept) / group


SAMPLES = st.integers(1, 60).flatmap(
    lambda group: st.integers(0, group).flatmap(
        lambda drawn: st.tuples(st.integers(0, drawn), st.just(drawn), st.just(group))
    )
)


@draws(60)
@given(SAMPLES)
def test_limits_are_those_of_every_group_tried(sample):
    """Fails when a limit is a person off, a tail is left open, or the search stops too early."""
    assert finite.limits(*sample) == listed_limits(*sample)


@pytest.mark.parametrize(("drawn", "group"), [(77, 80), (76, 400), (20, 40)])
def test_limits_cover_whatever_the_group_is(drawn, group):
    """Fails when the correction for a known group leaves an interval that is right too seldom."""
    intervals = [finite.limits(count, drawn, group) for count in range(drawn + 1)]
    for people in range(group + 1):
        covered = sum(
            math.comb(people, count) * math.comb(group - people, drawn - count)
            for count, (low, high) in enumerate(intervals)
            if low <= people / group <= high
        )
        assert Fraction(covered, math.comb(group, drawn)) >= Fraction(95, 100)


def test_a_census_leaves_nothing_open():
    """Fails when chance is left where everybody was asked."""
    assert finite.limits(60, 77, 77) == (60 / 77, 60 / 77)


def test_what_is_no_sample_is_refused():
    """Fails when more people are drawn than there are, and a number comes out."""
    with pytest.raises(ValueError, match="78 people drawn out of 77"):
        finite.limits(60, 78, 77)
