"""What the missing could change: R's bounds, every completion by brute force, and who counts as
missing."""

import dataclasses
import itertools
import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from draws import draws
from hypothesis import assume, given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from helpers import codebook
from helpers.analysis import nonresponse, tables
from helpers.analysis.nonresponse import Incomplete, completions
from helpers.analysis.nonresponse.shares import critical_value
from helpers.processed import COLUMNS
from helpers.stats import concordance, effects

CASE = json.loads(
    (Path(__file__).parents[1] / "oracles/nonresponse.json").read_text(encoding="utf-8")
)["manski_a"]


# ---------------------------------------------------------------------------------- shares
def test_bounds_of_a_share_are_those_of_r():
    """Fails when the missing are left out of the base, the envelope is of one end, or the interval
    is for both ends."""
    found = nonresponse.share(CASE["yes"], CASE["n_obs"], CASE["n_mis"])
    for name, given_as in (
        ("worst", "proportion_bounds"),
        ("envelope", "wilson_of_bounds"),
    ):
        value = CASE["R"][given_as]["value"]
        limits = (getattr(found, f"{name}_low"), getattr(found, f"{name}_high"))
        assert limits == pytest.approx((value["lower"], value["upper"]), rel=1e-10)
    assert found.share == 20 / 73
    r = CASE["R"]["imbens_manski_ci"]["value"]
    low, high, everybody = found.worst_low, found.worst_high, CASE["n_obs"] + CASE["n_mis"]
    reach = critical_value(low, high, everybody)
    assert reach == pytest.approx(r["C"], rel=1e-10)
    for share, side, limit in ((low, -1, r["lower"]), (high, 1, r["upper"])):
        wald = share + side * reach * math.sqrt(share * (1 - share) / everybody)
        assert wald == pytest.approx(limit, rel=1e-10)
    assert (found.low, found.high) == pytest.approx(
        proportion_confint(20, 73, method="wilson"), rel=1e-12
    )


def test_without_anybody_missing_nothing_is_added():
    """Fails when bounds are wider than the share, or Imbens and Manski's is not then Wilson's."""
    for count in (0, 1, 20, 77):
        found = nonresponse.share(count, 77, 0)
        assert found.worst_low == found.worst_high == found.share
        assert (found.envelope_low, found.envelope_high) == (found.low, found.high)
        own = found.imbens_manski_low, found.imbens_manski_high
        assert own == pytest.approx((found.low, found.high), abs=1e-12)


@pytest.mark.parametrize(
    ("count", "base", "missing"), [(0, 0, 0), (0, 0, 5), (0, 9, 0), (9, 9, 0), (0, 9, 3)]
)
def test_a_share_of_nobody_or_of_everybody(count, base, missing):
    """Fails when a division by nobody warns, a limit leaves 0 to 1, or bounds without answers say
    anything."""
    found = nonresponse.share(count, base, missing)
    assert math.isnan(found.share) == (base == 0)
    if base + missing:
        assert (
            0
            <= found.imbens_manski_low
            <= found.worst_low
            <= found.worst_high
            <= found.imbens_manski_high
            <= 1
        )
    else:
        assert math.isnan(found.worst_low) and math.isnan(found.envelope_high)
    if not base and missing:
        assert (found.worst_low, found.worst_high) == (0, 1)


@draws(60)
@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 20))
def test_bounds_hold_what_any_completion_would_give(yes, no, missing):
    """Fails when one way to fill in the missing gives a share, or a Wilson limit, outside."""
    assume(yes + no)
    found = nonresponse.share(yes, yes + no, missing)
    everybody = yes + no + missing
    for more in range(missing + 1):
        low, high = proportion_confint(yes + more, everybody, method="wilson")
        assert found.worst_low <= (yes + more) / everybody <= found.worst_high
        assert found.envelope_low - 1e-12 <= low and high <= found.envelope_high + 1e-12
    assert found.worst_low <= found.share <= found.worst_high


@pytest.mark.parametrize("counts", [(5, 4, 0), (-1, 4, 0), (1, 4, -1)])
def test_what_is_no_share_is_refused(counts):
    """Fails when a slip in the order of the arguments goes through."""
    with pytest.raises(ValueError, match="is no share"):
        nonresponse.share(*counts)


@pytest.fixture(scope="module")
def book(ask, survey):
    return dataclasses.replace(
        codebook.load(survey()),
        questions=(
            ask("often", "low mid high", highlight=("mid", "high")),
            ask(
                "gain",
                "no yes unknown",
                kind="nominal",
                role="outcome",
                off=("unknown",),
                positive=("yes",),
            ),
            ask("why", "a b", kind="multiple", role="context", highlight=("a",)),
            ask("say", "", kind="text", role="context"),
        ),
    )


ANSWERS = pd.DataFrame(
    [
        ("low", "no", "a", "answered"),
        ("mid", "unknown", "a|b", "_skipped"),
        ("high", "unknown", "b", "_skipped"),
        ("_skipped", "yes", "_skipped", "_skipped"),
        ("_refused", "_skipped", "a", "answered"),
        ("_not_asked", "no", "_not_asked", "_skipped"),
        ("high", "_not_codable", "b", "_skipped"),
    ],
    columns=["often", "gain", "why", "say"],
)


def test_headline_shares_of_a_survey(book):
    """Fails when "I don't know" is missing, who was not asked is, or the level is neither
    highlighted nor largest."""
    table = nonresponse.table(ANSWERS, book)
    assert list(table) == COLUMNS["nonresponse"]
    found = table[["question", "level", "count", "base", "missing"]].to_numpy().tolist()
    assert found == [["often", "mid|high", 3, 4, 2], ["gain", "no", 2, 5, 2], ["why", "a", 3, 5, 1]]
    assert table.share.tolist() == [3 / 4, 2 / 5, 3 / 5]
    assert (table.worst_low[1], table.worst_high[1]) == (2 / 7, 4 / 7)
    assert nonresponse.table(ANSWERS.assign(say="_skipped"), book).equals(table)


def test_people_count_as_if_one_by_one(book):
    """Fails when a combination is one person, among those who answered or among the missing."""
    doubled = ANSWERS.assign(people=2)
    twice = pd.concat([ANSWERS, ANSWERS], ignore_index=True)
    pd.testing.assert_frame_equal(nonresponse.table(doubled, book), nonresponse.table(twice, book))
    often, gain = book.question("often"), book.question("gain")
    one, other = (nonresponse.incomplete(answers, gain, often) for answers in (doubled, twice))
    assert (
        one.crossed.equals(other.crossed)
        and one.by_row.tolist() == other.by_row.tolist()
        and one.missing == 6
    )
    assert one.by_column.tolist() == other.by_column.tolist() and one.neither == other.neither


def test_who_is_missing_from_a_crossed_pair_and_how(book):
    """Fails when an answer off the scale is missing, "not asked" is, or a row is counted as a
    column."""
    gaps = nonresponse.incomplete(ANSWERS, book.question("gain"), book.question("often"))
    pd.testing.assert_frame_equal(
        gaps.crossed, tables.two_way(ANSWERS, book.question("gain"), book.question("often"))
    )
    assert gaps.by_row.tolist() == [0, 1]  # skipped how often, gained
    assert gaps.by_column.tolist() == [0, 0, 1]  # often, and what they gained cannot be coded
    assert (gaps.neither, gaps.missing) == (1, 3)
    more = ANSWERS.iloc[:2].assign(often=["_skipped", "_not_asked"], gain=["unknown", "_skipped"])
    again = nonresponse.incomplete(
        pd.concat([ANSWERS, more]), book.question("gain"), book.question("often")
    )
    assert (again.by_row.tolist(), again.by_column.tolist(), again.neither) == (
        [0, 1],
        [0, 0, 1],
        1,
    )


# ---------------------------------------------------------------------------------- completions
def gaps_of(table, by_row=None, by_column=None, neither=0):
    table = pd.DataFrame(table)
    rows, columns = table.shape
    by_row, by_column = (
        np.array(x if x else [0] * k) for x, k in ((by_row, rows), (by_column, columns))
    )
    return Incomplete(table, by_row, by_column, neither)


def one_by_one(gaps):
    """Every completed table, person by person: slow, and nothing to get wrong."""
    rows, columns = gaps.crossed.shape
    choices = [
        [(i, j) for j in range(columns)] for i, k in enumerate(gaps.by_row) for _ in range(k)
    ]
    choices += [
        [(i, j) for i in range(rows)] for j, k in enumerate(gaps.by_column) for _ in range(k)
    ]
    choices += [list(itertools.product(range(rows), range(columns)))] * gaps.neither
    for cells in itertools.product(*choices):
        completed = gaps.crossed.to_numpy().copy()
        for i, j in cells:
            completed[i, j] += 1
        yield completed


def test_bounds_of_gamma_are_those_of_r():
    """Fails when a completion is left out, or people are moved to another row."""
    bounds = nonresponse.gamma_bounds(
        gaps_of(CASE["table_observed"], by_row=CASE["missing_outcome_by_row"])
    )
    assert (bounds.low, bounds.high) == pytest.approx(CASE["R"]["gamma_bounds"]["value"], rel=1e-10)
    assert bounds.complete
    assert effects.gamma(bounds.lowest).estimate == pytest.approx(bounds.low)
    assert bounds.lowest.to_numpy().sum(axis=1).tolist() == [28, 38]


def incomplete_tables(fewest):
    """Tables with cells of at least so many people, some of their people missing in one way or
    another."""

    def lists(low, high, size):
        return st.lists(st.integers(low, high), min_size=size, max_size=size)

    def tables(rows, columns):
        return st.lists(lists(fewest, 6, columns), min_size=2, max_size=rows)

    return st.builds(
        gaps_of, tables(3, 3), by_column=lists(0, 1, 3), neither=st.integers(0, 1)
    ) | st.builds(gaps_of, tables(2, 4), by_row=lists(0, 2, 2))


@draws(40)
@given(incomplete_tables(0))
def test_bounds_are_those_of_all_completions_person_by_person(gaps):
    """Fails when exchangeable people are not, a way of missing hides another, or one is left
    out."""
    tables = list(one_by_one(gaps))
    assume(all(table.any() for table in tables))
    bounds = nonresponse.gamma_bounds(gaps)
    gammas = concordance.gammas(tables)
    assert bounds.complete
    if np.isnan(gammas).all():
        assert math.isnan(bounds.low) and math.isnan(bounds.high)
    else:
        assert (bounds.low, bounds.high) == pytest.approx((np.nanmin(gammas), np.nanmax(gammas)))


def test_completions_are_counted_as_multisets(monkeypatch):
    """Fails when people missing alike are told apart: 6 of them over 2 rows are 7 completions, not
    64."""
    gaps = gaps_of([[9, 4, 2], [2, 5, 9]], by_column=[6, 0, 0])
    monkeypatch.setattr(completions, "LIMIT", 7)
    assert nonresponse.gamma_bounds(gaps).complete
    monkeypatch.setattr(completions, "LIMIT", 6)
    assert not nonresponse.gamma_bounds(gaps).complete


@draws(40)
@given(incomplete_tables(2))
def test_extreme_allocations_are_completions_and_reach_nearly_as_far(gaps):
    """Fails when people are lost or change rows, an end of the scale is the wrong one, or nobody is
    moved from the corners."""
    every = nonresponse.gamma_bounds(gaps)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(completions, "LIMIT", 0)
        bounds = nonresponse.gamma_bounds(gaps)
    assert not bounds.complete
    possible = {table.tobytes() for table in one_by_one(gaps)}
    assert {bounds.lowest.to_numpy().tobytes(), bounds.highest.to_numpy().tobytes()} <= possible
    assert every.low <= bounds.low <= bounds.high <= every.high
    assert bounds.low - every.low < 0.002 and every.high - bounds.high < 0.002


def test_a_pair_that_nobody_answered():
    """Fails when an empty table stops the work: nothing is known of it."""
    gaps = gaps_of([[0, 0], [0, 0]])
    bounds = nonresponse.gamma_bounds(gaps)
    assert math.isnan(bounds.low) and math.isnan(bounds.high)
    assert bounds.lowest.equals(gaps.crossed)
