"""`helpers.stats.frechet` against R, and against every table with the margins."""

import itertools
import json
import math
from pathlib import Path

import numpy as np
import pytest
from draws import draws
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import stats

from helpers.stats import exact, frechet

ORACLES = json.loads(
    (Path(__file__).parents[1] / "oracles/published_margins.json").read_text(encoding="utf-8")
)
CASES = ["frechet_3x3_small", "frechet_q6_q3"]
MEASURES = (
    *("tau_b", "somers_row", "somers_column"),
    *("score_correlation", "spearman", "gamma"),
)


def ranges(bounds):
    """Measure → its two bounds."""
    return {row.Index: [row.low, row.high] for row in bounds.measures.itertuples()}


@pytest.mark.parametrize("name", CASES)
def test_bounds_are_those_of_all_tables_in_r(name):
    """R: every table with these margins.  Fails if an end is another table's, or D of one variable
    is the other's."""
    case = ORACLES[name]
    scores = {"row_scores": case["row_scores"], "column_scores": case["col_scores"]}
    bounds = frechet.bounds(case["row_margin"], case["col_margin"], **scores)
    expected = {key: entry["value"] for key, entry in case["R"].items()}
    for measure in MEASURES:
        limits = expected[f"{measure}_range"]
        assert ranges(bounds)[measure] == pytest.approx(limits, rel=1e-10), measure
    assert bounds.cells_low.tolist() == expected["cell_bounds"]["lower"]
    assert bounds.cells_high.tolist() == expected["cell_bounds"]["upper"]


def tables_with(rows, columns):
    """Every table with these margins."""
    if len(columns) == 1:
        return [np.array(rows)[:, None]]
    tables = []
    for first in itertools.product(*(range(min(row, columns[0]) + 1) for row in rows)):
        if sum(first) == columns[0]:
            rest = [row - used for row, used in zip(rows, first, strict=True)]
            tables += [np.column_stack([first, table]) for table in tables_with(rest, columns[1:])]
    return tables


def pearson(x, y):
    return stats.pearsonr(x, y).statistic if np.ptp(x) and np.ptp(y) else math.nan


def somers(x, y):
    with np.errstate(invalid="ignore"):  # its z, which is not asked for, may be 0/0
        return stats.somersd(x, y).statistic


def measured(table, u, v):
    """Each measure of one table by scipy, or counted pair by pair."""
    rows, columns = (np.repeat(index.ravel(), table.ravel()) for index in np.indices(table.shape))
    pairs = np.sign(np.subtract.outer(rows, rows) * np.subtract.outer(columns, columns))
    varied = np.ptp(rows) and np.ptp(columns)
    values = {
        "T": u[rows] @ v[columns],
        "S": pairs.sum() / 2,
        "score_correlation": pearson(u[rows], v[columns]),
    }
    if varied:
        agree, oppose = (pairs > 0).sum(), (pairs < 0).sum()
        values |= {
            "spearman": stats.spearmanr(rows, columns).statistic,
            "tau_b": stats.kendalltau(rows, columns).statistic,
            "somers_column": somers(rows, columns),
            "somers_row": somers(columns, rows),
            "gamma": (agree - oppose) / (agree + oppose) if agree + oppose else math.nan,
        }
    if table.shape == (2, 2) and varied:
        values["phi"] = pearson(rows, columns)
    return values


@st.composite
def small_tables(draw):
    r, c = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    cells = draw(st.lists(st.integers(0, 6), min_size=r * c, max_size=r * c))
    table = np.array(cells).reshape(r, c)
    table[draw(st.integers(0, r - 1)), draw(st.integers(0, c - 1))] += 1
    return table


@given(small_tables(), st.data())
def test_bounds_contain_every_table_with_these_margins(table, data):
    """Fails when a bound is too tight for some table, whatever its empty levels, ties of scores and
    single people."""
    scores = (st.lists(st.integers(-3, 9), min_size=size, max_size=size) for size in table.shape)
    u, v = (np.array(sorted(data.draw(values)), float) for values in scores)
    bounds = frechet.bounds(table.sum(1), table.sum(0), row_scores=u, column_scores=v)
    assert (bounds.cells_low <= table).all() and (table <= bounds.cells_high).all()
    for measure, value in measured(table, u, v).items():
        low, high = ranges(bounds)[measure]
        assert math.isnan(value) or low - 1e-9 <= value <= high + 1e-9, measure
    p, *ends = (
        exact.linear_by_linear(counts, row_scores=u, column_scores=v).p_value
        for counts in (table, bounds.counter_monotone, bounds.comonotone)
    )
    assert bounds.p_smallest == pytest.approx(min(ends), rel=1e-9)
    assert bounds.p_smallest <= p * (1 + 1e-9)


@draws(40)
@given(
    st.lists(st.integers(0, 4), min_size=1, max_size=3),
    st.lists(st.integers(0, 4), min_size=1, max_size=3),
)
@example([1, 2, 1], [1, 2, 1])
def test_bounds_are_attained(rows, columns):
    """Fails when a bound is wider than the tables are, or an end table has other margins."""
    rows[0] += max(0, sum(columns) - sum(rows)) + (not sum(columns))
    columns[0] += sum(rows) - sum(columns)
    bounds, u, v = frechet.bounds(rows, columns), np.arange(len(rows)), np.arange(len(columns))
    for end in (bounds.counter_monotone, bounds.comonotone):
        assert end.sum(1).tolist() == rows and end.sum(0).tolist() == columns and (end >= 0).all()
    tables = tables_with(rows, columns)
    assert (bounds.cells_low == np.min(tables, axis=0)).all()
    assert (bounds.cells_high == np.max(tables, axis=0)).all()
    values = [measured(table, u, v) for table in tables]
    for measure in values[0]:
        numbers = [value[measure] for value in values if not math.isnan(value[measure])]
        ends = [min(numbers), max(numbers)] if numbers else [math.nan] * 2
        assert ranges(bounds)[measure] == pytest.approx(ends, nan_ok=True, abs=1e-12), measure
    smallest = min(exact.linear_by_linear(table).p_value for table in tables)
    assert bounds.p_smallest == pytest.approx(smallest, rel=1e-9)


def test_gamma_and_the_odds_ratio_are_said_to_have_no_bounds():
    """Fails when either is given a range, or a measure that margins do bound is said to be free."""
    bounds = frechet.bounds([57, 20], [75, 2])
    assert bounds.measures.index[~bounds.measures.bounded].tolist() == ["gamma", "odds_ratio"]
    assert (ranges(bounds)["gamma"], ranges(bounds)["odds_ratio"]) == ([-1, 1], [0, math.inf])
    assert ranges(bounds)["phi"] == pytest.approx(
        ranges(bounds)["tau_b"]
    )  # the same, of four cells


def test_a_margin_on_one_level_has_no_association():
    """Fails when a correlation of nothing is 0, or stops the work; when phi is given of more than
    four cells."""
    bounds = frechet.bounds([77, 0], [75, 2])
    limits = ranges(bounds)
    for measure in ("phi", "tau_b", "spearman", "gamma", "odds_ratio"):
        assert np.isnan(limits[measure]).all(), measure
    assert limits["S"] == [0, 0] and bounds.p_smallest == 1
    assert np.isnan(ranges(frechet.bounds([3, 3, 1], [5, 2]))["phi"]).all()


def test_the_smallest_p_above_the_budget_is_missing():
    """Fails when large margins, whose measures cost nothing, stop the work."""
    bounds = frechet.bounds([400] * 6, [300] * 8)
    assert math.isnan(bounds.p_smallest) and bounds.measures.high["tau_b"] > 0.9


NO_MARGINS = [
    (([1, 2], [2, 2]), {}, "rows hold 3 people, columns 4"),
    (([[1, 2]], [3]), {}, r"margin of the rows is one count a level, this has 2 dimension"),
    (
        ([1, 2], [3.5, -0.5]),
        {},
        "margin of the columns is no margin: row 0, column 0 holds 3.5, not a count",
    ),
    (([0, 0], [0]), {}, "margin of the rows is no margin: the table is empty"),
    (([1, 2], [3]), {"row_scores": [1]}, "row_scores must be 2 finite numbers"),
    (
        ([1, 2], [1, 2]),
        {"column_scores": [2, 1]},
        r"column_scores must be .* not decreasing, got \[2, 1\]",
    ),
]


@pytest.mark.parametrize(("arguments", "options", "message"), NO_MARGINS)
def test_what_is_no_margin_is_told(arguments, options, message):
    """Fails when margins that belong to no table, or scores under which the ends are others, give
    numbers."""
    with pytest.raises(ValueError, match=message):
        frechet.bounds(*arguments, **options)
