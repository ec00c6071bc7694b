"""The declared model: R's logistf, a closed form, what a row stands for, and when nothing is
fitted."""

import dataclasses
import json
import math
import subprocess
import sys
from pathlib import Path

import firthmodels
import numpy as np
import pandas as pd
import pytest
from draws import draws
from hypothesis import given
from hypothesis import strategies as st

from helpers import codebook
from helpers.analysis import regression
from helpers.answers import cleaning, intake
from helpers.codebook import Model
from helpers.processed import COLUMNS

CASES = json.loads((Path(__file__).parents[1] / "oracles/regression.json").read_text())
FIT = [
    pytest.param("endometrial", "firth_tight", "HG", marks=pytest.mark.slow),
    ("sparse_q6_firth_b", "firth_tight", "q3"),
    ("sparse_q6_firth_b", "firth_2x2", "q3"),
]


@pytest.mark.parametrize(("case", "key", "outcome"), FIT)
def test_coefficients_and_limits_are_r_s(case, key, outcome):
    """R: logistf::logistf, tight control. Fails with the library's own tolerance (4e-5 off), with
    maximum likelihood,
    or with Wald's limits."""
    rows = pd.DataFrame(CASES[case]["rows"], columns=CASES[case]["columns"])
    r = CASES[case]["R"][key]["value"]
    coefficients, note = regression.fit(rows[r["names"][1:]], rows[outcome])
    assert coefficients.index.tolist() == r["names"][1:]
    for column, name in (("estimate", "coef"), ("low", "ci_lower"), ("high", "ci_upper")):
        assert coefficients[column].tolist() == pytest.approx(r[name][1:], abs=1e-6, rel=1e-6)
    assert note == f"separation: {r['names'][1]}"  # NV, active: the ordinary estimate is infinite


CELLS = st.lists(st.integers(0, 30), min_size=4, max_size=4).filter(
    lambda n: n[0] + n[1] and n[2] + n[3] and n[0] + n[2] and n[1] + n[3]
)


@pytest.mark.slow
@draws(30)
@given(CELLS)
def test_of_two_by_two_cells_it_is_half_a_person_more_in_each(cells):
    """The closed form of Firth's estimate. Fails when a row does not stand for its people, or
    without penalty."""
    data = pd.DataFrame({"x": [0, 0, 1, 1], "y": [0, 1, 0, 1]})
    coefficients, note = regression.fit(data[["x"]], data.y, cells)
    a, b, c, d = (count + 0.5 for count in cells)
    assert coefficients.estimate["x"] == pytest.approx(math.log(a * d / b / c), abs=1e-8)
    assert coefficients.low["x"] < coefficients.estimate["x"] < coefficients.high["x"]
    assert note == ("no separation" if all(cells) else "separation: x")


@pytest.mark.slow
@draws(5, times=12)
@given(st.lists(st.integers(0, 9), min_size=18, max_size=18), st.integers(0, 10**6))
def test_a_row_that_stands_for_several_people_is_so_many_rows(people, seed):
    """Fails when the penalty counts rows where it should count people, or the order of the rows
    matters."""
    places = np.indices((2, 3, 3)).reshape(3, -1).T
    data, people = pd.DataFrame(places, columns=["y", "a", "b"]), np.array(people)
    rows = data.loc[data.index.repeat(people)]
    if any(rows[name].nunique() < 2 for name in rows):
        return
    found, note = regression.fit(data[["a", "b"]], data.y, people)
    rows = rows.sample(frac=1, random_state=seed)
    again, said = regression.fit(rows[["a", "b"]], rows.y)
    assert note == said and (found is None) == (again is None)
    if found is not None:
        pd.testing.assert_frame_equal(found, again, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("cells", [[1, 3, 21, 30, 3, 2], [0, 14, 3, 0, 0, 43]])
def test_a_likelihood_flat_in_its_last_digit_is_fitted_all_the_same(cells):
    """Fails when the solver's giving up at the top, for want of a rise, is taken for no fit."""
    x, y = pd.DataFrame({"x": [0.0, 1, 2] * 2}), np.repeat([0, 1], 3)
    coefficients, _ = regression.fit(x, y, cells)
    loose = firthmodels.FirthLogisticRegression(gtol=1e-4, xtol=1e-4)
    loose.fit(x.to_numpy()[np.array(cells) > 0], y[np.array(cells) > 0], [n for n in cells if n])
    assert coefficients.estimate.tolist() == pytest.approx(loose.coef_.tolist(), abs=1e-3)


@pytest.fixture(scope="module")
def book(ask, survey):
    """A survey with one behaviour of three levels, one of two, and an outcome; its model names both
    behaviours."""
    gain = ask(
        "gain",
        "yes no maybe unknown",
        kind="nominal",
        role="outcome",
        off=("unknown",),
        positive=("yes",),
    )
    questions = (ask("often", "low mid high"), ask("close", "no yes"), gain)
    return dataclasses.replace(
        codebook.load(survey()),
        questions=questions,
        model=Model("gain", ("often", "close")),
        smallest_cell=1,
    )


def answered(yes, no):
    """Clean answers with so many people of each kind, in every combination of the two
    behaviours."""
    behaviours = [
        ("low", "no"),
        ("mid", "no"),
        ("high", "no"),
        ("low", "yes"),
        ("mid", "yes"),
        ("high", "yes"),
    ]
    cells = [
        (*behaviours[i % 6], gain)
        for gain, count in (("yes", yes), ("no", no))
        for i in range(count)
    ]
    return pd.DataFrame(cells, columns=["often", "close", "gain"], dtype=object)


def test_a_predictor_is_scored_by_its_levels_and_the_outcome_by_its_positive_ones(book):
    """Fails when levels are scored in order of appearance, ``yes`` is not the event, or log odds
    are given."""
    answers = answered(30, 40)
    answers.loc[answers.gain.eq("yes") & answers.often.eq("low"), "often"] = "high"
    answers.loc[answers.index[-4:], "gain"] = ["maybe", "unknown", "_skipped", "_refused"]
    table = regression.table(answers, book)
    assert list(table) == COLUMNS["regression"]
    assert table[["outcome", "predictor", "base", "events"]].to_numpy().tolist() == [
        ["gain", "often", 67, 30],
        ["gain", "close", 67, 30],
    ]
    often, close = table.itertuples()
    assert 1 < often.low < often.odds_ratio < often.high and close.low < 1 < close.high
    assert table.method.tolist() == ["firth logistic"] * 2 and set(table.note) == {"no separation"}
    codes = answers[answers.gain.isin(["yes", "no", "maybe"])]
    scores = pd.DataFrame(
        {"often": codes.often.map({"low": 0, "mid": 1, "high": 2}), "close": codes.close.eq("yes")}
    )
    coefficients, _ = regression.fit(scores, codes.gain.eq("yes"))
    expected = np.exp(coefficients.to_numpy())
    np.testing.assert_allclose(
        table[["odds_ratio", "low", "high"]].to_numpy(float), expected, rtol=1e-7
    )


def test_the_scale_the_other_way_round_gives_the_inverse(book, ask):
    """Fails when an interval is not that of the estimate beside it."""
    answers = answered(31, 40)
    turned = dataclasses.replace(
        book, questions=(ask("often", "high mid low"), *book.questions[1:])
    )
    here, there = (regression.table(answers, x).iloc[0] for x in (book, turned))
    assert here.odds_ratio * there.odds_ratio == pytest.approx(1, rel=1e-7)
    assert here.low * there.high == pytest.approx(1, rel=1e-7)


def test_people_and_unanswered_rows_in_a_large_survey(book):
    """Fails when rows are counted where people are, or a person without all three answers is."""
    answers = answered(25, 40)
    together = (
        answers.groupby(list(answers), as_index=False).size().rename(columns={"size": "people"})
    )
    together = pd.concat(
        [together, pd.DataFrame([["low", "_skipped", "yes", 9]], columns=list(together))]
    )
    pd.testing.assert_frame_equal(regression.table(answers, book), regression.table(together, book))


@pytest.mark.parametrize(
    ("answers", "note", "events"),
    [
        (answered(19, 60), "fewer than 10 events per predictor", 19),
        (answered(60, 19), "fewer than 10 events per predictor", 19),
        (answered(20, 60), "no separation", 20),
        (answered(0, 0), "one answer only", 0),
        (answered(0, 60), "one answer only", 0),
        (answered(30, 60).assign(often="mid"), "one answer only", 30),
        (
            answered(30, 60).query("(often == 'low') == (close == 'no') and often != 'high'"),
            "predictors not told apart",
            20,
        ),
    ],
    ids=[
        "few events",
        "few others",
        "enough",
        "nobody",
        "one outcome",
        "one behaviour",
        "the same twice",
    ],
)
def test_what_cannot_be_fitted_is_said(book, answers, note, events):
    """Fails when ten events for each predictor are read otherwise, or a table without information
    stops the work."""
    answers = pd.concat([answers, answers]) if note.startswith("predictors") else answers
    table = regression.table(answers, book)
    assert table.note.tolist() == [note] * 2 and table.events.tolist() == [events] * 2
    fitted = note == "no separation"
    assert table[["odds_ratio", "low", "high"]].notna().all(axis=None) == fitted
    assert table.method.tolist() == ["firth logistic" if fitted else ""] * 2


def test_a_fit_that_does_not_converge_gives_no_number(book, monkeypatch):
    """Fails when the last step of a solver that gave up is printed, or its warning is all there
    is."""
    real = firthmodels.FirthLogisticRegression
    monkeypatch.setattr(
        firthmodels, "FirthLogisticRegression", lambda *a, **k: real(*a, **k | {"max_iter": 1})
    )
    answers = answered(30, 60)
    answers.loc[answers.gain.eq("yes") & answers.often.eq("low"), "often"] = "high"
    table = regression.table(answers, book)
    assert set(table.note) == {"did not converge"} and table.odds_ratio.isna().all()


def test_without_a_declared_model_there_is_no_row(book):
    """Fails when a model is fitted that nobody declared."""
    table = regression.table(answered(30, 60), dataclasses.replace(book, model=None))
    assert table.empty and list(table) == COLUMNS["regression"]


def test_the_first_survey_bears_two_predictors(real):
    """Fails when the model of the codebook is not fitted: 20 of 76 people with results are just
    enough."""
    table = regression.table(cleaning.clean(intake.read(real), real).answers, real)
    assert (
        table.predictor.tolist() == ["q2", "q7"]
        and set(table.base) == {76}
        and set(table.events) == {20}
    )
    assert ((table.low < 1) & (table.high > 1)).all()  # the synthetic answers are independent


@pytest.mark.slow
def test_the_room_opens_without_the_slow_libraries():
    """Fails when importing the room imports scikit-learn."""
    done = [
        sys.executable,
        "-c",
        "import sys, helpers.analysis.regression; sys.exit('sklearn' in sys.modules)",
    ]
    assert subprocess.run(done).returncode == 0
