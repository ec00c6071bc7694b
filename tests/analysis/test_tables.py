"""Counts and shares: whose answers they are out of, and intervals that agree with statsmodels and
with R."""

from dataclasses import replace

import pandas as pd
import pytest
from draws import draws
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import multinomial_proportions_confint, proportion_confint

from helpers.analysis import tables
from helpers.codebook import MISSING
from helpers.processed import COLUMNS

GIVEN = ["a", "a", "b", "_skipped", "a", "_refused", "_skipped"]


@pytest.fixture(scope="module")
def often(ask):
    return ask("often", "a b c", highlight=("c", "b"))


def level_rows(table, status="level"):
    rows = table[table.status == status]
    return {row.level: (row.count, row.base) for row in rows.itertuples()}


def test_the_base_is_those_who_answered_and_levels_nobody_chose_stay(often):
    """Fails when rows without an answer are in the base, or a level without answers goes."""
    table = tables.shares(pd.DataFrame({"often": GIVEN}), often)
    assert list(table) == COLUMNS["shares"] and set(table.question) == {"often"}
    assert level_rows(table) == {"a": (3, 4), "b": (1, 4), "c": (0, 4)}
    assert list(table[table.status == "level"].share) == [0.75, 0.25, 0.0]


def test_the_missing_are_counted_out_of_everybody_asked(often):
    """Fails when the base of the missing is that of the answers, or a kind that did not occur
    goes."""
    table = tables.shares(pd.DataFrame({"often": GIVEN}), often)
    assert level_rows(table, "missing") == {
        kind: (count, 7) for kind, count in zip(MISSING, (2, 0, 0, 1, 0), strict=True)
    }
    rows = table[table.status == "missing"]
    assert rows.low.isna().all() and rows.high.isna().all() and set(rows.method) == {""}


def test_the_levels_are_in_the_order_of_the_codebook(often):
    """Fails when they are in the order of their counts or of the alphabet of a group's name."""
    table = tables.shares(pd.DataFrame({"often": ["c", "c", "b"]}), often)
    assert list(table.level) == ["a", "b", "c", "b|c", *MISSING]
    assert list(table.status) == ["level"] * 3 + ["group"] + ["missing"] * 5


# Seven categories of Sison & Glaz (1995), R 4.2.2 with DescTools 0.99.59, x = COUNTS:
COUNTS = [56, 72, 73, 59, 62, 87, 58]
GOODMAN = [  # DescTools::MultinomCI(x, conf.level = .95, method = 'goodman')
    (0.0851672391387468, 0.166261408130465),
    (0.114532918904883, 0.204372582694992),
    (0.116395289223748, 0.206727515771794),
    (0.0906056708911603, 0.173474886565051),
    (0.0960773800481545, 0.180655087595056),
    (0.142749109163055, 0.239415943371816),
    (0.0887890581298042, 0.171074195930741),
]
WILSON = (
    0.124257167698439,
    0.189736972050828,
)  # the second of BinomCI(x, sum(x), conf.level = .95, method = 'wilson')


def test_intervals_of_alternatives_are_goodmans(ask):
    """Fails when the interval is for one level at a time, at another confidence, or on a base with
    the missing."""
    given = [level for level, count in zip("abcdefg", COUNTS, strict=True) for _ in range(count)]
    answers = pd.DataFrame({"q": [*given, "_skipped"]})
    rows = tables.shares(answers, ask("q", "a b c d e f g")).iloc[:7]
    assert rows[["low", "high"]].to_numpy() == pytest.approx(
        pd.DataFrame(GOODMAN).to_numpy(), rel=1e-12
    )
    assert rows[["low", "high"]].to_numpy() == pytest.approx(
        multinomial_proportions_confint(COUNTS, method="goodman")
    )
    assert set(rows.method) == {"goodman"}


def test_the_group_is_one_share_with_wilsons_interval(often):
    """Fails when the group's count, its name's order, or its interval is another one."""
    answers = pd.DataFrame({"often": ["a"] * 395 + ["b"] * 71 + ["c"] + ["_skipped"] * 3})
    group = tables.shares(answers, often).query("status == 'group'").iloc[0]
    assert (group.level, group["count"], group.base, group.method) == ("b|c", 72, 467, "wilson")
    assert (group.low, group.high) == pytest.approx(WILSON, rel=1e-12)
    assert (group.low, group.high) == pytest.approx(proportion_confint(72, 467, method="wilson"))


def test_shares_of_several_answers_are_of_people_and_may_exceed_one_together(ask):
    """Fails when the base is the answers given, a person counts twice in the group, or intervals
    are simultaneous."""
    question = ask("why", "a b c", kind="multiple", role="context", highlight=("a", "b"))
    table = tables.shares(pd.DataFrame({"why": ["a|b", "a|b|c", "b", "_skipped"]}), question)
    assert level_rows(table) == {"a": (2, 3), "b": (3, 3), "c": (1, 3)}
    assert level_rows(table, "group") == {"a|b": (3, 3)}
    levels = table[table.status == "level"]
    assert levels.share.sum() == pytest.approx(2.0) and set(levels.method) == {"wilson"}
    assert (levels.low[0], levels.high[0]) == pytest.approx(
        proportion_confint(2, 3, method="wilson")
    )


def test_none_of_the_options_and_options_that_exclude_each_other_are_counted(ask):
    """Fails when who chose none is missing from the base, or a contradiction is dropped."""
    question = ask("why", "a b none", kind="multiple", role="context")
    levels = (*question.levels[:2], replace(question.levels[2], exclusive=True))
    answers = pd.DataFrame({"why": ["a|none", "a|b", "none", "_none", "_none", "_skipped"]})
    table = tables.shares(answers, replace(question, levels=levels))
    assert level_rows(table) == {"a": (2, 5), "b": (1, 5), "none": (2, 5)}
    assert level_rows(table, "none") == {"_none": (2, 5)}
    assert level_rows(table, "conflict") == {"none": (1, 5)}


def test_free_text_has_one_row_of_answers(ask):
    """Fails when a text question needs levels, or its share is of those who wrote."""
    table = tables.shares(
        pd.DataFrame({"say": ["answered", "_skipped"]}), ask("say", "", kind="text", role="context")
    )
    assert level_rows(table) == {"answered": (1, 2)}


@pytest.mark.parametrize("kind", ["ordinal", "multiple"])
def test_nobody_answered(ask, kind):
    """Fails when a share is divided by nobody, or warns."""
    question = ask("often", "a b", kind=kind, highlight=("a",))
    table = tables.shares(pd.DataFrame({"often": ["_skipped", "_skipped"]}), question)
    levels = table[table.status != "missing"]
    assert set(levels["count"]) == {0} and set(levels.base) == {0}
    assert levels[["share", "low", "high"]].isna().all(axis=None)
    assert tables.shares(pd.DataFrame({"often": []}, dtype=object), question).base.eq(0).all()


ANSWERS = st.lists(st.sampled_from(["a", "b", "c", "_skipped", "_refused"]), max_size=20)


@pytest.mark.slow
@draws(40)
@given(ANSWERS, st.randoms())
def test_more_unanswered_rows_and_another_order_change_no_share(often, given, random):
    """Fails when the base counts rows, or a count depends on where its row stands."""
    table = tables.shares(pd.DataFrame({"often": given}, dtype=object), often)
    others = [*given, "_skipped", "_not_asked"]
    random.shuffle(others)
    again = tables.shares(pd.DataFrame({"often": others}, dtype=object), often)
    pd.testing.assert_frame_equal(
        again[again.status != "missing"], table[table.status != "missing"]
    )
    assert list(again["count"][4:] - table["count"][4:]) == [1, 1, 0, 0, 0]


def test_a_frame_given_is_not_changed(often):
    """Fails when a table is computed in place."""
    answers = pd.DataFrame({"often": pd.Categorical(GIVEN, ["a", "b", "c", *MISSING])})
    before = answers.copy(deep=True)
    tables.shares(answers, often)
    tables.two_way(answers, often, often)
    pd.testing.assert_frame_equal(answers, before)


PAIRS = pd.DataFrame(
    {
        "often": ["a", "b", "b", "c", "_skipped", "a", "c"],
        "gain": ["yes", "no", "maybe", "yes", "yes", "unknown", "_refused"],
    }
)


def test_two_questions_are_crossed_over_those_who_gave_both_a_level_on_its_scale(ask, often):
    """Fails when a missing or off-scale answer is a row or a column, or a level that nobody gave
    goes."""
    gain = ask(
        "gain", "no maybe yes never unknown", kind="ordinal", role="outcome", off=("unknown",)
    )
    crossed = tables.two_way(PAIRS, gain, often)
    expected = pd.DataFrame(
        [[0, 1, 0], [0, 1, 0], [1, 0, 1], [0, 0, 0]],
        index=pd.Index(["no", "maybe", "yes", "never"], name="gain"),
        columns=pd.Index(["a", "b", "c"], name="often"),
    )
    pd.testing.assert_frame_equal(crossed, expected)


def test_positive_levels_make_two_rows_the_rest_first(ask, often):
    """Fails when the two rows change places (every association would change its sign), or the rest
    loses a level."""
    gain = ask(
        "gain",
        "yes no maybe unknown",
        kind="nominal",
        role="outcome",
        off=("unknown",),
        positive=("yes",),
    )
    crossed = tables.two_way(PAIRS, gain, often)
    assert crossed.index.tolist() == ["no|maybe", "yes"]
    assert crossed.to_numpy().tolist() == [[0, 2, 0], [1, 0, 1]]


def test_a_place_on_the_scale_is_the_one_that_two_way_counts(ask, often):
    """Fails when an off-scale answer is scored, levels count from 1 or as they come, or the
    positive ones are not 1."""
    gain = ask(
        "gain",
        "yes no some unsure",
        kind="nominal",
        role="outcome",
        positive=("yes",),
        off=("unsure",),
    )
    answers = pd.DataFrame(
        {"often": ["c", "a", "_skipped", "c"], "gain": ["yes", "unsure", "some", "no"]}
    )
    places = tables.positions(answers, often), tables.positions(answers, gain)
    assert places[0].fillna(-1).tolist() == [2, 0, -1, 2] and places[1].fillna(-1).tolist() == [
        1,
        -1,
        0,
        0,
    ]
    counts = pd.crosstab(places[1], places[0]).reindex(
        index=[0, 1], columns=[0, 1, 2], fill_value=0
    )
    assert counts.to_numpy().tolist() == tables.two_way(answers, gain, often).to_numpy().tolist()
    assert tables.positions(answers.iloc[:0], often).dtype == float


def test_a_crossing_without_answers_is_all_zeros(ask, often):
    """Fails when a table of nobody loses its levels."""
    gain = ask("gain", "no yes", role="outcome")
    nobody = pd.DataFrame({"often": ["_skipped"], "gain": ["yes"]})
    assert tables.two_way(nobody, gain, often).to_numpy().tolist() == [[0, 0, 0], [0, 0, 0]]


def test_combinations_with_their_people_count_as_the_people_one_by_one(real):
    """Fails when a table counts rows where it should add up people."""
    one_by_one = pd.DataFrame(
        {
            "q1": ["partage|emploi", "partage", "partage|emploi", "_skipped"],
            "q3": ["oui", "non", "oui", "oui"],
            "q5": ["jamais", "rarement", "jamais", "_skipped"],
        }
    )
    together = (
        one_by_one.groupby(list(one_by_one.columns), as_index=False)
        .size()
        .rename(columns={"size": "people"})
    )
    for id in one_by_one.columns:
        question = real.question(id)
        pd.testing.assert_frame_equal(
            tables.shares(one_by_one, question), tables.shares(together, question)
        )
    crossed = (
        tables.two_way(answers, real.question("q3"), real.question("q5"))
        for answers in (one_by_one, together)
    )
    pd.testing.assert_frame_equal(*crossed)


def test_those_who_answered_everything_are_counted_by_combination(ask, often):
    """Fails when one answer is enough, an empty level goes, or people who gave the same are rows of
    their own."""
    gain = ask(
        "gain",
        "yes no maybe unknown",
        kind="nominal",
        role="outcome",
        off=("unknown",),
        positive=("yes",),
    )
    counted = tables.combinations(PAIRS.assign(people=[1, 2, 3, 4, 5, 6, 7]), [often, gain])
    assert counted.to_numpy().tolist() == [["a", "yes", 1], ["b", "no|maybe", 5], ["c", "yes", 4]]
    assert counted.often.cat.ordered and counted.gain.cat.categories.tolist() == ["no|maybe", "yes"]
    assert counted.often.cat.categories.tolist() == ["a", "b", "c"]
    nobody = tables.combinations(PAIRS.iloc[4:5], [often, gain])
    assert nobody.empty and nobody.often.cat.categories.tolist() == ["a", "b", "c"]
