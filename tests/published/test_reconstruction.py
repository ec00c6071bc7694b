"""The synthetic answers: the committed ones, all that was published met, and nothing else
supposed."""

import csv
import io
import itertools
import math

import numpy as np
import pandas as pd
import pytest
from draws import draws
from hypothesis import given
from hypothesis import strategies as st

from helpers import published
from helpers.analysis import associations, tables
from helpers.answers import cleaning, intake
from helpers.codebook import SurveyError
from helpers.published import reconstruction
from helpers.published.entropy import most_entropic
from helpers.stats import effects


@pytest.fixture(scope="module")
def figures(real):
    return published.load(real)


@pytest.fixture(scope="module")
def margins(figures, real):
    return reconstruction.marginal_counts(figures, real)


@pytest.fixture
def draw(figures, real, margins, monkeypatch):
    """A function that draws with the margins computed once."""
    monkeypatch.setattr(reconstruction, "marginal_counts", lambda *_, **__: margins)
    return lambda **options: reconstruction.draw(figures, real, **options)


@pytest.fixture(scope="module")
def cleaned(real):
    return cleaning.clean(intake.read(real), real)


def test_the_committed_answers_are_regenerated_byte_for_byte(real):
    """Fails when one draw, one slip or one line end changes, or the committed file is edited."""
    assert reconstruction.export(real) == real.answers.read_bytes()


def test_every_published_figure_is_met_after_cleaning(real, cleaned):
    """Fails when a margin misses a published percentage or the reading of a published word."""
    shares = pd.concat([tables.shares(cleaned.answers, question) for question in real.questions])
    claims = published.check(real, shares, associations.table(cleaned.answers, real)).set_index(
        "quantity"
    )
    assert set(claims.verdict[claims.index != ""]) == {"agrees"}
    counts = claims["count"].to_dict()
    assert (counts["respondents"], counts["q3:oui"]) == (77, 20)
    assert [counts[f"{q}:jamais|rarement"] for q in ("q5", "q6", "q7")] == [61, 75, 51]


def test_the_export_has_each_kind_of_mess(real, cleaned):
    """Fails when a kind of mess is no longer made: cleaning would be tried on answers that need
    none."""
    rows = list(csv.reader(io.StringIO(real.answers.read_text(encoding="utf-8"), newline="")))
    cells = [cell for row in rows[1:] for cell in row[1:]]
    assert any("'" in cell for cell in cells) and any("’" in cell for cell in cells)
    assert any("\u00a0" in cell for cell in cells) and any("\u00a0" in name for name in rows[0])
    assert any(cell != cell.strip() for cell in cells) and any(
        name != name.strip() for name in rows[0]
    )
    assert any(cell.isupper() for cell in cells) and any(cell.islower() for cell in cells)
    account = cleaned.account.set_index("item")["count"]
    assert [account[kind] for kind in ("empty", "test", "duplicate", "_skipped")] == [1, 1, 1, 5]
    assert all(account[kind] > 0 for kind in ("spaces", "apostrophe", "case", "alias", "own words"))
    assert real.answers.read_bytes().count(b"\r\n") == len(rows) == 81


def test_times_run_forward(real):
    """Fails when the rows of the export are not in the order in which they were sent."""
    column = pd.read_csv(real.answers)[real.intake["timestamp"]]
    stamps = pd.to_datetime(column, format=real.intake["timestamp_format"])
    assert stamps.is_monotonic_increasing


# ---------------------------------------------------------------------------------- margins
LEVELS = ["a", "b", "c", "d"]
LIMIT = st.tuples(
    st.sets(st.sampled_from(LEVELS), min_size=1), st.integers(0, 5), st.integers(0, 5)
)


def arrangements(counts):
    return math.factorial(sum(counts)) // math.prod(math.factorial(count) for count in counts)


@draws(60)
@given(size=st.integers(2, 4), n=st.integers(1, 8), limits=st.lists(LIMIT, max_size=2))
def test_margins_are_the_most_probable_ones(size, n, limits):
    """Fails when another count vector under the same limits has more arrangements, or a limit is
    not kept."""
    levels = LEVELS[:size]
    limits = [(chosen & set(levels), low, low + more) for chosen, low, more in limits]
    fitting = [
        counts
        for counts in itertools.product(range(n + 1), repeat=size)
        if sum(counts) == n
        and all(
            low <= sum(counts[levels.index(x)] for x in chosen) <= high
            for chosen, low, high in limits
        )
    ]
    if not fitting:
        with pytest.raises(SurveyError, match=f"no counts of {n} people over"):
            most_entropic(levels, n, limits)
        return
    found = tuple(most_entropic(levels, n, limits).values())
    assert found in fitting
    assert arrangements(found) == max(map(arrangements, fitting))


def test_margins_without_limits_are_even_and_earlier_levels_come_first():
    """Fails when a tie is left to the solver."""
    assert most_entropic(["a", "b", "c"], 77, []) == {"a": 26, "b": 26, "c": 25}


def test_margins_hold_everybody_but_those_left_out(real, margins):
    """Fails when the declared blanks are not left out, or a level is lost."""
    assert {id: sum(counts.values()) for id, counts in margins.items()} == {
        "q1": 76,
        "q2": 76,
        "q3": 77,
        "q4": 76,
        "q5": 77,
        "q6": 77,
        "q7": 77,
        "q8": 75,
    }
    assert all(list(margins[q.id]) == q.ids for q in real.questions if q.kind != "multiple")


def test_margins_meet_what_was_published(margins):
    """Fails when a claim sets no limit, or one on other levels: 26, 79, 97 and 66 % of 77; a
    majority of 76 is 39."""

    def people(question, *chosen):
        return sum(
            count
            for level, count in margins[question].items()
            if set(level.split("|")) & set(chosen)
        )

    assert people("q3", "oui") == 20
    assert [people(question, "jamais", "rarement") for question in ("q5", "q6", "q7")] == [
        61,
        75,
        51,
    ]
    assert people("q2", "semaine", "jour") >= 39 and people("q4", "plupart", "toujours") >= 51
    assert 36 <= people("q8", "non") <= 39
    assert all(people("q1", level) >= 3 for level in ("reseautage", "collaboration", "partage"))


@pytest.mark.parametrize(("n", "q5", "q7"), [(77, 51, 61), (76, 50, 60)])
def test_another_reading_and_another_number_of_people(figures, real, n, q5, q7):
    """Fails when the percentages stay those of the main reading, or are out of the main number of
    people."""
    people = reconstruction.draw(figures, real, n=n, reading="reverse")
    assert len(people) == n
    assert (
        people.q5.isin(["jamais", "rarement"]).sum() == q5
        and people.q7.isin(["jamais", "rarement"]).sum() == q7
    )
    assert people.q3.eq("oui").sum() == 20 and people.q8.eq("").sum() == 2


def test_what_another_reading_does_not_touch_stays(figures, real):
    """Fails when a reading draws every question anew: pairs that it says nothing about would
    move."""
    people, other = (
        reconstruction.draw(figures, real, reading=reading) for reading in (None, "reverse")
    )
    assert [id for id in people if not people[id].equals(other[id])] == ["q5", "q7"]


def test_an_unknown_reading_is_told(figures, real):
    """Fails when it is taken for the main one."""
    with pytest.raises(
        SurveyError, match=r"no reading 'revers' .*only \['reverse'\]; did you mean 'reverse'"
    ):
        reconstruction.draw(figures, real, reading="revers")


def test_a_percentage_that_no_count_makes_is_told(figures, real):
    """Fails when an empty set of counts is taken for no limit."""
    with pytest.raises(SurveyError, match="claim 'c6': no count out of 80"):
        reconstruction.marginal_counts(figures, real, n=80)


# ---------------------------------------------------------------------------------- the joint
# sample
def gammas(people, book):
    """Gamma of every planned pair."""
    return [
        effects.gamma(tables.two_way(people, outcome, behaviour)).estimate
        for behaviour, outcome in associations.plan(book)
    ]


def test_a_draw_keeps_the_margins(draw, margins, real):
    """Fails when a person is lost or added, or a blank counts as an answer."""
    people = draw(dependence=0.9, seed=3)
    assert people.shape == (77, 8)
    for question in real.questions:
        counts = people[question.id].value_counts().drop("", errors="ignore").to_dict()
        assert counts == {level: count for level, count in margins[question.id].items() if count}


@pytest.mark.slow
def test_without_dependence_no_association_is_planted(draw, real):
    """Fails when the answers share anything: a correlation of 0.2 with one trait makes the mean
    0.07."""
    found = np.array([gammas(draw(dependence=0.0, seed=seed), real) for seed in range(30)])
    assert abs(found.mean()) < 0.02 and np.abs(found.mean(axis=0)).max() < 0.15


@pytest.mark.slow
def test_with_dependence_every_behaviour_is_supported(draw, real):
    """Fails when a planted association is not found, or is planted the other way round for one
    question."""
    table = associations.table(draw(dependence=0.9), real)
    primary = table[table.family == "primary"]
    assert list(primary.behaviour) == ["q2", "q4", "q5", "q6", "q7"]
    assert set(primary.verdict) == {"supported"} and (primary.effect > 0).all()


def test_the_declared_dependence_and_seed_are_the_default(draw, figures):
    """Fails when the first survey's answers are drawn with a dependence, or with a seed that is not
    the printed one."""
    assert figures.reconstruction["dependence"] == 0.0
    pd.testing.assert_frame_equal(draw(), draw(dependence=0.0, seed=figures.seed))


def test_the_seed_matters_and_decides(draw):
    """Fails when randomness comes from elsewhere, or the seed is not used."""
    pd.testing.assert_frame_equal(draw(seed=1), draw(seed=1))
    assert not draw(seed=1).equals(draw(seed=2))
