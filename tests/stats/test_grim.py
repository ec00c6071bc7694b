"""`helpers.stats.grim` against R, and against every count tried one by one."""

import itertools
import json
import math
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from draws import draws
from hypothesis import given
from hypothesis import strategies as st

from helpers.stats import grim
from helpers.stats.grim import Percentages

ORACLES = Path(__file__).parents[1] / "oracles"
GRIM = json.loads((ORACLES / "published_margins.json").read_text("utf-8"))["grim_percent_int"]
RANGE = range(GRIM["n_range"][0], GRIM["n_range"][1] + 1)


def numbers(runs):
    """``"58 63-64"`` as a list."""
    ends = [run.split("-") for run in runs.split()]
    return [n for run in ends for n in range(int(run[0]), int(run[-1]) + 1)]


@pytest.mark.parametrize(("question", "percents"), GRIM["percentages"].items())
def test_numbers_that_each_percentage_allows_are_r_s(question, percents):
    """Fails when halves are not rounded up, or a count is tried that is no count of n people."""
    expected = numbers(GRIM["R"]["admissible_n_each_percentage"]["value"][question])
    assert [n for n in RANGE if all(grim.counts_of(percent, n) for percent in percents)] == expected
    assert grim.admissible([Percentages(tuple(percents), disjoint=False)], RANGE) == expected


@pytest.mark.parametrize(("question", "percents"), GRIM["percentages"].items())
def test_numbers_at_which_counts_add_up_are_r_s(question, percents):
    """Fails when counts may add up to fewer or more than n where the groups hold everybody."""
    expected = numbers(GRIM["R"]["admissible_n_sum_constraint"]["value"][question])
    assert grim.admissible([Percentages(tuple(percents), whole=True)], RANGE) == expected


def test_numbers_that_all_questions_allow_are_r_s():
    """Fails when one question is enough, or the questions may have different numbers."""
    questions = [
        Percentages(tuple(percents), whole=True) for percents in GRIM["percentages"].values()
    ]
    expected = numbers(GRIM["R"]["admissible_n_all_questions"]["value"])
    assert grim.admissible(questions, RANGE) == expected


RULES = {"half even": round, "truncation": math.floor}


def printed(k, n, rounding, decimals=0):
    """The percentages that k of n may be printed as, in units of their last digit, by fractions."""
    share = Fraction(100 * 10**decimals * k, n)
    units = RULES.get(rounding, lambda share: math.floor(share + Fraction(1, 2)))(share)
    return {units - 1, units, units + 1} if rounding == "off by one" else {units}


@draws(300)
@given(st.data(), st.sampled_from(list(grim.ROUNDINGS)), st.integers(1, 400), st.integers(0, 2))
def test_counts_are_those_that_round_to_the_percentage(data, rounding, n, decimals):
    """Fails when a share is computed inexactly, a half goes the wrong way, or a count at the edge
    is lost."""
    steps = 100 * 10**decimals
    near = math.floor(Fraction(steps * data.draw(st.integers(0, n)), n))
    units = min(max(near + data.draw(st.integers(-1, 2)), 0), steps)
    expected = [k for k in range(n + 1) if units in printed(k, n, rounding, decimals)]
    percent = Decimal(units).scaleb(-decimals)
    assert list(grim.counts_of(percent, n, rounding)) == expected
    assert list(grim.counts_of(float(percent), n, rounding, decimals=decimals)) == expected


HALVES = [
    ("half up", 62, []),
    ("half even", 62, [5]),
    ("truncation", 62, [5]),
    ("off by one", 62, [5]),
    ("half up", 63, [5]),
    ("half even", 63, []),
    ("off by one", 64, [5]),
    ("off by one", 65, []),
]


@pytest.mark.parametrize(("rounding", "percent", "counts"), HALVES)
def test_each_rounding_has_its_own_counts(rounding, percent, counts):
    """Fails when the roundings are mixed up: 5 of 8 is 62.5 %, rounded 63, to the even one 62, cut
    off 62."""
    assert list(grim.counts_of(percent, 8, rounding)) == counts


def test_decimals_are_those_that_were_printed():
    """Fails when 79.0 says no more than 79, or 79 as much as 79.0: 61 of 77 are 79.22 %."""
    assert list(grim.counts_of(79, 77)) == list(grim.counts_of(79.0, 77)) == [61]
    assert list(grim.counts_of("79.0", 77)) == list(grim.counts_of(79, 77, decimals=1)) == []
    assert list(grim.counts_of("79.22", 77)) == list(grim.counts_of(79.22, 77)) == [61]
    assert grim.counts_of(0, 0) == range(0)


WRONG = [
    ((101, 77), {}, "101 is not a percentage from 0 to 100"),
    ((-1, 77), {}, "-1 is not a percentage"),
    (("many", 77), {}, "many is not a percentage"),
    ((math.nan, 77), {}, "nan is not a percentage"),
    ((26.5, 77), {"decimals": 0}, r"26.5 is not a percentage from 0 to 100 with 0 decimal\(s\)"),
    ((26, 77), {"decimals": -1}, r"26 is not a percentage .* -1 decimal"),
    ((26, -1), {}, "whole and not negative, got -1"),
    ((26, 7.5), {}, "whole and not negative, got 7.5"),
    ((26, 77, "up"), {}, r"no rounding 'up', only \['half up', "),
]


@pytest.mark.parametrize(("arguments", "options", "message"), WRONG)
def test_what_is_no_percentage_is_told(arguments, options, message):
    """Fails when a mistake gives an empty range, which would say that no number fits."""
    with pytest.raises(ValueError, match=message):
        grim.counts_of(*arguments, **options)


def brute_possible(percents, n, rounding, whole, disjoint):
    """Whether any counts, tried one by one, round to the percentages and add up."""
    counts = [[k for k in range(n + 1) if p in printed(k, n, rounding)] for p in percents]
    sums = {sum(combination) for combination in itertools.product(*counts)}
    if not disjoint:
        return bool(sums)
    return n in sums if whole else min(sums, default=n + 1) <= n


@given(
    st.lists(st.integers(0, 100), min_size=1, max_size=3),
    st.integers(1, 45),
    st.sampled_from(list(grim.ROUNDINGS)),
    st.sampled_from([(True, True), (False, True), (False, False)]),
)
def test_percentages_are_possible_when_some_counts_are(percents, n, rounding, kind):
    """Fails when the sum is not held to n, when groups that overlap are, or when another base is
    missed or made up."""
    question = Percentages(tuple(percents), *kind)
    fits = [base for base in range(1, n + 1) if brute_possible(percents, base, rounding, *kind)]
    assert question.possible(n, rounding) is (n in fits)
    assert question.blanks(n, rounding) == (n - fits[-1] if fits else None)


def test_blanks_let_each_question_have_its_own_base():
    """Fails when all questions must be left out by the same number of people, or by none, or nobody
    may be left."""
    four = [Percentages((percent,)) for percent in (26, 79, 97, 66)]
    assert grim.admissible(four, range(69, 86)) == [70, 73, 76, 77]
    assert [question.blanks(80) for question in four] == [0, 0, 1, 0]
    assert [question.blanks(83) for question in four] == [1, 1, 4, 0]
    for most, last in ((1, 80), (2, 81), (3, 82), (6, 85)):
        assert grim.admissible(four, range(69, 86), blanks=most) == list(range(69, last + 1))
    assert grim.admissible(four, [10], blanks=10) == [] and grim.admissible([], [3]) == [3]
