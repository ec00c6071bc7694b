"""What numbers and scores come to: worked by hand, and held to scipy."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from helpers.analysis import summaries, tables
from helpers.codebook import Level, Question
from helpers.codebook.numbers import bands
from helpers.processed import COLUMNS
from helpers.stats import location

WORDS = {"fr": "Q", "en": "Q"}
HOURS = Question(
    *("hours", "number", "context", WORDS, WORDS),
    levels=(Level("unsure", "?", {"en": "?"}, off_scale=True),),
    bands=bands([5, 10]),
    plausible=(0.0, 24.0),
)
GIVEN = ["1", "5", "5", "9.5", "10", "30", "unsure", "_skipped", "_not_asked"]


def score(value):
    """A level of a rating."""
    return Level(str(value), str(value), {"en": str(value)}, score=float(value))


RATING = Question(
    *("rate", "rating", "context", WORDS, WORDS),
    levels=(*map(score, range(11)), Level("dk", "?", {"en": "?"}, off_scale=True)),
    net_promoter=True,
)


def numbers(answers, question):
    """The value of each statistic."""
    table = summaries.statistics(pd.DataFrame({question.id: answers}), question)
    assert list(table) == COLUMNS["statistics"]
    return dict(zip(table.statistic, table.estimate, strict=True)), table


def test_numbers_are_summed_up_without_those_off_the_scale():
    """Fails when an answer that is no number, or a missing one, counts, or one is dropped.

    1, 5, 5, 9.5, 10, 30: their sum is 60.5; the median lies between 5 and 9.5.
    """
    values, table = numbers(GIVEN, HOURS)
    assert values == {
        "mean": pytest.approx(60.5 / 6),
        "median": 7.25,
        "first_quartile": 5.0,
        "third_quartile": 9.875,
        "minimum": 1.0,
        "maximum": 30.0,
        "implausible": 1.0,
    }
    assert set(table.base) == {6}
    low, high = stats.t.interval(0.95, 5, 60.5 / 6, stats.sem([1, 5, 5, 9.5, 10, 30]))
    assert low < 0  # no number was below what is plausible, so the mean is not either
    assert (table.low[0], table.high[0]) == pytest.approx((0, high))


def test_bands_part_the_numbers():
    """Fails when a number at an edge is in the lower band, the base has those not asked, or the
    numbers are not counted one by one."""
    table = tables.shares(pd.DataFrame({"hours": GIVEN}), HOURS)
    rows = {status: part.set_index("level") for status, part in table.groupby("status")}
    assert rows["level"]["count"].to_dict() == {"b1": 1, "b2": 3, "b3": 2, "unsure": 1}
    assert set(rows["level"].base) == {7}
    assert rows["value"]["count"].to_dict() == {"1": 1, "5": 2, "9.5": 1, "10": 1, "30": 1}
    assert set(rows["value"].base) == {6}
    assert (rows["missing"].base["_skipped"], rows["missing"].base["_not_asked"]) == (8, 9)


def test_numbers_without_bands_are_out_of_everybody_asked():
    """Fails when the share of those who gave a number is out of those who did."""
    question = Question("hours", "number", "context", WORDS, WORDS)
    row = tables.shares(pd.DataFrame({"hours": ["1", "2", "_skipped"]}), question).iloc[0]
    assert (row.level, row["count"], row.base) == ("answered", 2, 3)


def test_many_numbers_are_counted_in_steps_of_one_width():
    """Fails when a step loses its lower end, or their people do not add up."""
    question = Question("hours", "number", "context", WORDS, WORDS)
    answers = pd.DataFrame({"hours": [str(x) for x in range(200)]})
    steps = tables.shares(answers, question).query("status == 'bin'")
    assert steps.level.tolist()[:2] == ["0|10", "10|20"] and steps["count"].tolist() == [10] * 20


def test_scores_are_summed_up_by_what_they_count_as():
    """Fails when an answer off the scale has a score, or 8 is a promoter and 6 is none.

    9, 10, 8, 6, 0: mean 33 ÷ 5; 2 promoters less 2 detractors.
    """
    values, table = numbers(["9", "10", "8", "6", "0", "dk", "_skipped"], RATING)
    assert values["mean"] == pytest.approx(6.6) and values["median"] == 8.0
    assert (values["net_promoter"], values["promoters"], values["detractors"]) == (0.0, 0.4, 0.4)
    # (2 + ¾ − 2 − ¾) ÷ 8 ± 1.96 √(5.5 ÷ 8 ÷ 8)
    row = table.set_index("statistic").loc["net_promoter"]
    reach = 100 * 1.959964 * (5.5 / 8 / 8) ** 0.5
    assert (row.low, row.high) == pytest.approx((-reach, reach), rel=1e-6)


@pytest.mark.parametrize("question", [HOURS, RATING])
def test_nobody_one_person_and_the_same_answer(question):
    """Fails when nobody has a mean, or one value an interval."""
    assert numbers(["_skipped"], question)[1].empty
    for given in (["7"], ["7", "7", "7"]):
        values, table = numbers(given, question)
        assert values["mean"] == values["median"] == 7.0
        assert table[table.statistic.isin(["mean", "median"])].low.isna().all()


def test_other_kinds_have_none(ask):
    """Fails when levels without a score get a mean."""
    assert numbers(["a", "b"], ask("q", "a b"))[1].empty


@pytest.mark.parametrize("size", [5, 6, 9, 17, 40, 400])
def test_the_interval_of_the_median_is_the_narrowest_that_covers(size):
    """Fails when coverage is below 95 %, or another rank would still cover."""
    estimate = location.median(np.arange(1, size + 1))

    def coverage(rank):
        return 1 - 2 * stats.binom.cdf(rank - 1, size, 0.5)

    if np.isnan(estimate.low):
        assert coverage(1) < 0.95
        return
    rank = int(estimate.low)
    assert estimate.high == size + 1 - rank
    assert coverage(rank) >= 0.95 > coverage(rank + 1)


def test_a_number_with_bands_is_crossed_by_its_bands(ask):
    """Fails when numbers are crossed one by one, or an answer off the scale is."""
    answers = pd.DataFrame({"hours": GIVEN[:7], "q": ["a", "b", "b", "a", "b", "b", "a"]})
    crossed = tables.two_way(answers, HOURS, ask("q", "a b"))
    assert crossed.to_numpy().tolist() == [[1, 0], [1, 2], [0, 2]]


@pytest.mark.parametrize("answers", [["10"], ["0", "0"], ["0", "1"], ["9", "10"], ["10"] * 5])
def test_no_interval_leaves_the_scale_or_its_own_score_out(answers):
    """Fails when a mean of scores from 0 to 10 may be 14, or a score of 100 is −48 to 98."""
    _, table = numbers(answers, RATING)
    rows = table.set_index("statistic")
    assert not rows.low["mean"] < 0 and not rows.high["mean"] > 10
    score = rows.loc["net_promoter"]
    assert -100 <= score.low <= score.estimate <= score.high <= 100
