"""Robustness: each specification against the analysis done by hand that way, removals against
people one by one."""

import dataclasses
import itertools

import pandas as pd
import pytest

from helpers import published
from helpers.analysis import associations, nonresponse, robustness, tables
from helpers.analysis import family as family_of_tests
from helpers.analysis.family import JudgedPair
from helpers.analysis.pair_test import examine
from helpers.processed import COLUMNS
from helpers.published import PercentClaim, Reading, reconstruction
from helpers.stats import exact, permutation

HIGHEST, LOWEST = "one person fewer, highest p", "one person fewer, lowest p"
NUMBERS = ["base", "effect", "low", "high", "p", "p_adjusted", "verdict"]


@pytest.fixture(scope="module", autouse=True)
def few_draws():
    """No test here asks for max-T, which the analyses that it compares with work out."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(permutation, "DRAWS", 100)
        yield


@pytest.fixture(scope="module")
def two(ask, book_of):
    """A behaviour of two levels and an outcome."""
    return book_of(ask("often", "low high"), ask("gain", "no yes", role="outcome"))


@pytest.fixture(scope="module")
def three(ask, book_of):
    """A behaviour of three levels, another one, and an outcome."""
    return book_of(
        ask("often", "low mid high"),
        ask("other", "low high"),
        ask("gain", "no yes", role="outcome"),
    )


@pytest.fixture(scope="module")
def drawn(real):
    """What was published about the first survey, and synthetic answers that agree with it."""
    figures = published.load(real)
    return figures, reconstruction.draw(figures, real).replace("", "_skipped")


def people(cells, *columns):
    """Answers from counts: ``"x y 3"`` is three people who answered x, then y."""
    given = [
        answer for *answer, count in map(str.split, cells.split(",")) for _ in range(int(count))
    ]
    return pd.DataFrame(given, columns=columns or ["often", "gain"], dtype=object)


def judged(answers, book, duplicates=None, figures=None):
    """The table with a row by its behaviour and specification."""
    none = answers.iloc[:0] if duplicates is None else duplicates
    return robustness.table(answers, none, book, figures).set_index(["behaviour", "specification"])


def by_hand(answers, book):
    """The main analysis of these answers, a row by its behaviour."""
    return associations.table(answers, book).set_index("behaviour")


RARE = people("low no 56, low yes 18, high yes 2")  # two active people, both of them with results
CLOSE = people("low no 8, high no 2, low yes 4, high yes 7")  # p = 0.0805
MORE = people("high yes 1")  # with one more of these, p = 0.0427
SCALE = people("low no 7, mid no 4, high no 2, low yes 2, mid yes 4, high yes 7")  # p = 0.0346


@pytest.fixture(scope="module")
def family():
    """Answers to two behaviours, the second nearly unrelated to the outcome."""
    other = ["low", "high", "low"] * 9
    return SCALE.assign(other=other[: len(SCALE)])


# ---------------------------------------------------------------------------------- the table
def test_every_pair_has_every_specification_in_the_order_of_the_plan(real, drawn):
    """Fails when a pair or a specification is left out, done twice, or sorted away."""
    figures, answers = drawn
    table = robustness.table(answers, answers.iloc[:1], real, figures)
    assert list(table) == COLUMNS["robustness"]
    pairs = list(dict.fromkeys(zip(table.behaviour, table.outcome, strict=True)))
    assert pairs == [(behaviour.id, outcome.id) for behaviour, outcome in associations.plan(real)]
    otherwise = {
        "q3": ["without: q3=non", "without: q3=non_mesurable"],
        "q8": [f"off the scale, {x}" for x in ("as the lowest", "least favourable")]
        + ["off the scale, most favourable"],
    }
    for (_, outcome), rows in table.groupby(["behaviour", "outcome"]):
        assert list(rows.specification) == [
            "main",
            "mid-ranks",
            "mid-p",
            "dichotomised",
            "with duplicates",
            "missing, least favourable",
            "missing, most favourable",
            *otherwise[outcome],
            "n = 76",
            "reading: reverse",
            HIGHEST,
            LOWEST,
        ]
    main = table[table.specification == "main"].reset_index(drop=True)
    expected = associations.table(answers, real)
    pd.testing.assert_frame_equal(main[[*NUMBERS, "note"]], expected[[*NUMBERS, "note"]])
    assert not main.differs.any()


def test_what_changes_nothing_is_not_a_specification(three, family):
    """Fails when a survey without duplicates, missing answers or published figures gets rows for
    them."""
    table = judged(family, three)
    kept = ["main", "mid-ranks", "mid-p", "dichotomised", HIGHEST, LOWEST]
    assert list(table.index) == list(itertools.product(["often", "other"], kept))


def test_a_survey_without_pairs_has_an_empty_table(ask, book_of):
    """Fails when there must be a plan."""
    book = book_of(ask("often", "low high"))
    table = robustness.table(CLOSE, MORE, book)
    assert list(table) == COLUMNS["robustness"] and table.empty and robustness.flips(table).empty


def test_people_count_as_if_one_by_one(three, family):
    """Fails when a combination is one person, among the answers, the duplicates or the people left
    out."""
    counted = (
        family.value_counts().rename("people").reset_index().astype(dict.fromkeys(family, object))
    )
    again = family.iloc[[0, 0, 5]]
    expected = robustness.table(family, again, three)
    for sent in (again, again.iloc[1:].assign(people=[2, 1])):
        pd.testing.assert_frame_equal(robustness.table(counted, sent, three), expected)


# ---------------------------------------------------------------------------------- other tests
def test_a_strong_association_that_only_the_mid_p_supports(two):
    """Fails when the mid-p is that of another test, or a family leaves by the smallest exact p:
    0.067, not 0.033."""
    table = judged(RARE, two).loc["often"]
    assert (table.verdict["main"], table.note["main"]) == ("cannot be decided", "untestable")
    assert (table.verdict["mid-p"], table.differs["mid-p"]) == ("supported", True)
    assert table.p["mid-p"] == table.p_adjusted["mid-p"] == pytest.approx(table.p["main"] / 2)
    assert list(table.index[table.differs]) == ["mid-p"]


def test_mid_ranks_are_scores_of_both_variables(ask, book_of):
    """Fails when only one variable is ranked, its p is that of the main test, or the family is not
    adjusted anew."""
    book = book_of(
        ask("often", "low mid high"),
        ask("other", "low high"),
        ask("gain", "no some yes", role="outcome"),
    )
    answers = people("low no 9, mid no 2, low some 1, mid some 5, high yes 2, mid yes 3")
    answers = answers.assign(other=["low", "high"] * 11)
    table = judged(answers, book)
    p = {}
    for behaviour, outcome in associations.plan(book):
        counts = tables.two_way(answers, outcome, behaviour).to_numpy()
        ranks = {
            "row_scores": exact.midranks(counts.sum(1)),
            "column_scores": exact.midranks(counts.sum(0)),
        }
        p[behaviour.id] = exact.linear_by_linear(counts, **ranks).p_value
        assert (
            table.p[behaviour.id, "mid-ranks"] == p[behaviour.id] != table.p[behaviour.id, "main"]
        )
    assert table.p_adjusted["often", "mid-ranks"] == pytest.approx(2 * p["often"])
    assert table.effect["often", "mid-ranks"] == table.effect["often", "main"]


@pytest.mark.parametrize(
    ("levels", "highlight", "parts"),
    [
        ("a b c d", ("c", "d"), ("a|b", "c|d")),
        ("a b c d", ("a",), ("a", "b|c|d")),
        ("a b c d", (), ("a|b", "c|d")),
        ("a b c d e", (), ("a|b|c", "d|e")),
        ("a b c d", ("b", "c"), ("a|b", "c|d")),
        ("a b c d", ("d", "a"), ("a|b", "c|d")),
        ("a b c", ("a", "b", "c"), ("a|b", "c")),
        ("a b c x", ("x",), ("a|b", "c")),
        ("a b c x", ("c", "x"), ("a|b", "c")),
    ],
)
def test_a_behaviour_is_cut_where_the_codebook_says(ask, book_of, levels, highlight, parts):
    """Fails when less and more change places, a group in the middle cuts, or a level off the scale
    counts."""
    off = ("x",) if "x" in levels else ()
    book = book_of(
        ask("often", levels, highlight=highlight, off=off), ask("gain", "no yes", role="outcome")
    )
    given = [
        (level, "yes" if level > "b" or i % 3 == 0 else "no")
        for level in levels.split()
        for i in range(6)
    ]
    answers = pd.DataFrame(given, columns=["often", "gain"], dtype=object)
    cut = answers[~answers.often.isin(off)].replace(
        {"often": {level: part for part in parts for level in part.split("|")}}
    )
    halves = book_of(ask("often", " ".join(parts)), ask("gain", "no yes", role="outcome"))
    found, expected = (
        judged(answers, book).loc[("often", "dichotomised")],
        by_hand(cut, halves).loc["often"],
    )
    assert found[NUMBERS].tolist() == pytest.approx(expected[NUMBERS].tolist(), nan_ok=True)
    assert found.effect > 0


# ---------------------------------------------------------------------------------- other people
def test_a_duplicate_that_was_put_back_flips_the_verdict(two):
    """Fails when the rows excluded as sent twice stay out, or the verdict is that of the main
    analysis."""
    table = judged(CLOSE, two, MORE).loc["often"]
    assert (table.verdict["main"], table.verdict["with duplicates"]) == (
        "cannot be decided",
        "supported",
    )
    assert table.base["with duplicates"] == 22 and table.p["with duplicates"] == pytest.approx(
        0.0427313, abs=1e-6
    )
    assert table.differs["with duplicates"] and not table.differs["main"]


def test_missing_answers_at_their_worst_and_at_their_best(three, family):
    """Fails when the two are one, a completion is of another pair, or its family is not judged with
    it."""
    given = pd.concat(
        [family, family.iloc[:3].assign(gain="_skipped"), family.iloc[:1].assign(often="_refused")]
    )
    table = judged(given, three)
    for name, side in (("least", "lowest"), ("most", "highest")):
        crossed = [
            getattr(
                nonresponse.gamma_bounds(nonresponse.incomplete(given, outcome, behaviour)), side
            )
            for behaviour, outcome in associations.plan(three)
        ]
        judged_pairs = family_of_tests.judge([examine(counts) for counts in crossed], 0.5)
        rows = table.xs(f"missing, {name} favourable", level="specification")
        assert rows.p_adjusted.tolist() == [member.p_adjusted for member in judged_pairs]
        assert rows.verdict.tolist() == [member.verdict for member in judged_pairs]
        assert rows.effect.tolist() == [member.pair.effect.estimate for member in judged_pairs]
    gammas = table.loc["often"].effect
    assert gammas["missing, least favourable"] < gammas["main"] < gammas["missing, most favourable"]
    assert table.base["often", "missing, least favourable"] == len(given) and set(table.note) >= {
        "",
        "0 of 27",
    }


def test_extreme_allocations_are_told(two):
    """Fails when too many completions to look at are passed off as all of them."""
    many = pd.concat([CLOSE, people("_skipped _skipped 40, low _skipped 9")])
    notes = judged(many, two).loc["often"].note
    assert (
        notes["missing, least favourable"]
        == notes["missing, most favourable"]
        == "extreme allocations"
    )
    assert notes["main"] == ""


@pytest.mark.slow
def test_leaving_out_a_cell_is_leaving_out_its_people_one_by_one(three, family):
    """Fails when a whole cell goes, more than one pair loses a person, or the people who flip are
    miscounted."""
    table, main = judged(family, three), by_hand(family, three)
    for behaviour in ("often", "other"):
        found = []
        for person in range(len(family)):
            fewer = family.copy()
            fewer.iloc[person, fewer.columns.get_loc(behaviour)] = (
                "_skipped"  # out of this pair, not of the others
            )
            found.append(by_hand(fewer, three).loc[behaviour])
        p = pd.Series([row.p for row in found])
        turned = sum(row.verdict != main.verdict[behaviour] for row in found)
        for name, place in ((HIGHEST, p.idxmax()), (LOWEST, p.idxmin())):
            row = table.loc[(behaviour, name)]
            assert row.p == pytest.approx(p[place], rel=1e-12) and row.base == len(family) - 1
            assert row.p_adjusted == pytest.approx(found[place].p_adjusted, rel=1e-12)
            assert row.note == f"{turned} of {len(family)}"
            assert row.verdict in {
                other.verdict for other in found if other.p == pytest.approx(row.p)
            }


def test_how_many_people_hold_up_a_verdict(three):
    """Fails when those who flip are counted as cells: each of 14 of these 26 people is needed for p
    to be under 5 %."""
    alone = dataclasses.replace(three, questions=(three.questions[0], three.questions[2]))
    table = judged(SCALE, alone).loc["often"]
    assert (table.verdict["main"], table.verdict[HIGHEST]) == ("supported", "cannot be decided")
    assert (table.verdict[LOWEST], table.note[HIGHEST], table.note[LOWEST]) == (
        "supported",
        "14 of 26",
        "14 of 26",
    )
    assert table.differs[HIGHEST] and not table.differs[LOWEST]


def test_a_removal_that_flips_between_the_two_is_shown(three, monkeypatch):
    """Fails when a verdict that turns on the interval alone is hidden: p is neither highest nor
    lowest there."""
    alone = dataclasses.replace(three, questions=(three.questions[0], three.questions[2]))
    counts = tables.two_way(SCALE, alone.questions[1], alone.questions[0])
    removals = []
    for row, column in itertools.product(range(2), range(3)):
        fewer = counts.copy()
        fewer.iloc[row, column] -= 1
        removals.append(examine(fewer))
    between = sorted(removals, key=lambda pair: pair.p)[2]

    def verdict(member):
        return "opposite" if member.pair.effect == between.effect else "cannot be decided"

    monkeypatch.setattr(JudgedPair, "verdict", property(verdict))
    table = judged(SCALE, alone).loc["often"]
    assert table.verdict[HIGHEST] == "opposite"
    assert table.p[HIGHEST] == pytest.approx(between.p)
    assert table.verdict[LOWEST] == table.verdict["main"] == "cannot be decided"


def test_one_person_fewer_is_told_of_a_table_too_large_for_exact_work(ask, book_of):
    """Fails when the line ends where exact work does."""
    letters = "a b c d e f"
    book = book_of(ask("often", letters), ask("gain", letters, role="outcome"))
    cells = [f"{x} {y} {4 if x == y else 2}" for x in letters.split() for y in letters.split()]
    table = judged(people(", ".join(cells)), book).loc["often"]
    assert table.p[LOWEST] < table.p["main"] < table.p[HIGHEST] < 1.5 * table.p["main"]


def test_all_removals_together_are_as_much_work_as_one_exact_test(three, monkeypatch):
    """Fails when a pair near the limit of exact work is tested as exactly for each of its cells, or
    is not where there are too many of these."""
    alone = dataclasses.replace(three, questions=(three.questions[0], three.questions[2]))
    budgets = []

    def spend(tables, *, budget):
        budgets.append(budget)
        return examine(tables, budget=budget)

    monkeypatch.setattr(robustness, "examine", spend)
    judged(SCALE, alone)
    assert budgets == [exact.BUDGET / 6] * 6
    monkeypatch.setattr(robustness, "MOST_CELLS", 5)
    assert HIGHEST not in judged(SCALE, alone).loc["often"].index and len(budgets) == 6


def test_events_are_compared_within_and_pooled_beside(ask, book_of):
    """Two events without any association, which differ in both answers. Fails when the main
    analysis pools them, or the pooled one is not shown as a variant."""
    book = book_of(ask("often", "low high"), ask("gain", "no yes", role="outcome"))
    first = people("low no 27, low yes 9, high no 9, high yes 3").assign(event="Laval")
    second = people("low no 3, low yes 9, high no 9, high yes 27").assign(event="Gaspé")
    table = judged(pd.concat([first, second]), book).loc["often"]
    assert (table.effect["main"], table.p["main"]) == (0, 1)
    assert table.verdict["events pooled"] == "supported" and table.differs["events pooled"]
    assert "events pooled" not in judged(first.drop(columns="event"), book).loc["often"].index


def test_the_unsure_are_read_in_every_way(ask, book_of):
    """Fails when who cannot tell is only read as no, or only left out, or the bounds of what they
    might have said are narrower than any reading."""
    gain = ask(
        "gain",
        "no cannot yes unsure",
        kind="nominal",
        role="outcome",
        positive=("yes",),
        off=("unsure",),
    )
    cells = "low no 9, high no 5, low cannot 2, high cannot 6, low yes 4, high yes 9"
    answers = people(f"{cells}, low unsure 3, high unsure 2")
    table = judged(answers, book_of(ask("often", "low high"), gain)).loc["often"]
    assert table.base[["main", "without: gain=no", "without: gain=cannot"]].tolist() == [35, 21, 27]
    assert table.base["off the scale, as the lowest"] == len(answers)
    by_hand = examine(pd.DataFrame([[9 + 2 + 3, 5 + 6 + 2], [4, 9]]))
    assert table.effect["off the scale, as the lowest"] == pytest.approx(by_hand.gamma)
    least, most = (table.effect[f"off the scale, {x} favourable"] for x in ("least", "most"))
    assert least < table.effect["main"] < most
    assert least <= table.effect["off the scale, as the lowest"] <= most


def test_a_pair_of_one_answer_or_of_nobody(two):
    """Fails when an empty or one-sided table stops the work, before or after somebody is left
    out."""
    for cells in ("low no 4, low yes 4", "low no 4, high yes 1", "low _skipped 2, _skipped no 1"):
        table = judged(people(cells), two)
        assert set(table.verdict) == {"cannot be decided"} and not table.differs.any()


# ---------------------------------------------------------------------------------- other
# reconstructions
@pytest.mark.slow
def test_synthetic_answers_are_drawn_anew(real, drawn):
    """Fails when the main number of people is drawn too, one further off is, or the draw is not
    that of its name."""
    figures, answers = drawn
    table = robustness.table(answers, answers.iloc[:0], real, figures)
    anew = [name for name in table.specification.unique() if name.startswith(("n =", "reading"))]
    assert anew == ["n = 76", "reading: reverse"]
    for name, options in zip(anew, ({"n": 76}, {"reading": "reverse"}), strict=True):
        rows = table[table.specification == name].reset_index(drop=True)
        expected = associations.table(reconstruction.draw(figures, real, **options), real)
        pd.testing.assert_frame_equal(rows[NUMBERS], expected[NUMBERS])


@pytest.mark.slow
def test_collected_answers_are_not_drawn(real, drawn):
    """Fails when figures published about collected answers make others of them."""
    figures, answers = drawn
    collected = dataclasses.replace(real, provenance="collected")
    table = robustness.table(answers, answers.iloc[:0], collected, figures)
    assert not table.specification.str.startswith(("n =", "reading")).any()
    without = robustness.table(answers, answers.iloc[:0], collected)
    pd.testing.assert_frame_equal(table, without)


@pytest.mark.slow
def test_figures_without_percentages_or_with_a_reading_that_nothing_fits(real, drawn):
    """Fails when no percentage, or a reading that no counts agree with, stops the work."""
    figures, answers = drawn
    words = tuple(claim for claim in figures.claims if not isinstance(claim, PercentClaim))
    for changed in (
        dataclasses.replace(figures, claims=words, readings=()),
        dataclasses.replace(figures, readings=(Reading("odd", {"q6": 50.5}),)),
    ):
        names = robustness.table(answers, answers.iloc[:0], real, changed).specification
        assert list(names[names.str.startswith(("n =", "reading"))].unique()) == (
            ["n = 76"] if changed.readings else []
        )


# ---------------------------------------------------------------------------------- what flips
def test_flips_are_the_rows_that_differ_with_the_main_verdict(two):
    """Fails when a verdict that holds is listed, or the two verdicts change places."""
    table = robustness.table(CLOSE, MORE, two)
    flips = robustness.flips(table)
    assert list(flips) == ["behaviour", "outcome", "main", "specification", "verdict", "note"]
    row = flips.set_index("specification").loc["with duplicates"]
    assert row.tolist() == ["often", "gain", "cannot be decided", "supported", ""]
    assert set(flips.specification) == set(table[table.differs].specification) and len(flips) < len(
        table
    )
    assert robustness.flips(table[~table.differs]).empty
