"""The one model that the codebook declares before anybody looks: odds ratios that decide nothing.

Firth's penalty keeps an estimate finite where a level has answers of one kind only, and its profile
likelihood gives the interval.  On such cells it decides too readily: with two people of 76 active,
both with results, the interval of the odds ratio leaves 1 out where the exact p is .067.  So no
p-value is computed here; `associations` holds the tests.
"""

from __future__ import annotations

import math
import warnings

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from helpers.analysis import tables
from helpers.analysis.firth_limits import profile_limits
from helpers.analysis.notes import MIN_CASES_PER_PREDICTOR, Note
from helpers.codebook import Codebook
from helpers.privacy import rule
from helpers.privacy.suppression import PROTECTED
from helpers.processed import COLUMNS

# Why there is no model, each for its own reason.
NOT_FITTED = (Note.SINGLE_LEVEL, Note.TOO_FEW_CASES, Note.ALIASED, Note.NOT_CONVERGED)


def table(answers: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Fit the model that the codebook declares, over those who answered all its questions.

    Parameters
    ----------
    answers : DataFrame
        Clean answers.
    book : Codebook

    Returns
    -------
    DataFrame
        One row a predictor, none when no model is declared:

        - outcome, predictor; base: people who answered all; events: those of the smaller class;
        - odds_ratio, low, high: per level of the predictor, levels equally spaced, the other
          predictor held; 95 % profile penalised-likelihood interval;
        - method: ``firth logistic``, empty where nothing is fitted;
        - note: ``no separation``; ``separation:`` and the predictors whose odds ratio would be 0 or
          infinite without the penalty; why nothing is fitted (`NOT_FITTED`); or, of real answers,
          that the numbers may not leave the house.

    References
    ----------
    Firth (1993), *Biometrika* 80:27; Heinze & Schemper (2002), *Statistics in Medicine* 21:2409;
    Peduzzi et al. (1996), *Journal of Clinical Epidemiology* 49:1373 (ten events for each
    predictor).
    """
    if book.model is None:
        return pd.DataFrame(columns=COLUMNS["regression"])
    outcome, predictors = book.model.outcome, list(book.model.predictors)
    counted = tables.combinations(answers, [book.question(id) for id in (outcome, *predictors)])
    codes = pd.DataFrame({id: counted[id].cat.codes for id in (outcome, *predictors)})
    base = int(counted.people.sum())
    positive = int(counted.people[codes[outcome] == 1].sum())
    cases = min(positive, base - positive)
    coefficients = None
    if codes.nunique().min() < 2:
        note = Note.SINGLE_LEVEL
    elif cases < MIN_CASES_PER_PREDICTOR * len(predictors):
        note = Note.TOO_FEW_CASES
    else:
        coefficients, note = fit(codes[predictors], codes[outcome], counted.people)
    lines = pd.DataFrame(
        {"outcome": outcome, "predictor": predictors, "base": base, "events": cases}
    )
    numbers, method = math.nan, ""
    if coefficients is not None:
        numbers, method = np.exp(coefficients.to_numpy()), "firth logistic"
        crossed = counted.pivot_table("people", predictors, outcome, fill_value=0, observed=True)
        note = PROTECTED if rule.is_hidden(crossed.to_numpy(int), book) else note
    lines[["odds_ratio", "low", "high"]] = numbers
    return lines.assign(method=method, note=note)[COLUMNS["regression"]]


def fit(
    predictors: pd.DataFrame, outcome: ArrayLike, people: ArrayLike | None = None
) -> tuple[pd.DataFrame | None, str]:
    """Fit a logistic regression by Firth's penalised likelihood, and say whether data are
    separated.

    Parameters
    ----------
    predictors : DataFrame, shape (n, k)
        One column a predictor, of numbers.
    outcome : array_like of {0, 1}, shape (n,)
    people : array_like of int, shape (n,), optional
        How many people each row stands for; one by default. The same as so many rows.

    Returns
    -------
    coefficients : DataFrame or None
        Indexed by predictor: estimate, low, high, on the log-odds scale; None where there is none.
    note : str
        What was found of separation, or why there is no fit.

    Raises
    ------
    ValueError
        If all outcomes are the same.

    References
    ----------
    Konis (2007), DPhil thesis, Oxford (separation by linear programming); Venzon & Moolgavkar
    (1988), *Applied Statistics* 37:87 (profile intervals).

    Examples
    --------
    Treatment and marked improvement of 84 patients with arthritis (Koch & Edwards 1988):

    >>> cells = {"treated": [0, 0, 1, 1], "improved": [0, 1, 0, 1], "people": [36, 7, 20, 21]}
    >>> cells = pd.DataFrame(cells)
    >>> coefficients, note = fit(cells[["treated"]], cells.improved, cells.people)
    >>> np.exp(coefficients.loc["treated"]).round(2).tolist(), str(note)
    ([5.1, 1.96, 14.51], 'no separation')
    """
    from firthmodels import (  # with scikit-learn: slow to import
        FirthLogisticRegression,
        detect_separation,
    )

    people = np.ones(len(predictors)) if people is None else np.asarray(people)
    some = people > 0
    X, y, weights = predictors.to_numpy(float)[some], np.asarray(outcome)[some], people[some]
    try:
        separation = detect_separation(X, y)
    except np.linalg.LinAlgError:
        return None, Note.ALIASED
    # No halving of steps: near the top the likelihood no longer rises in its last digit, and
    # halving gives up there.
    model = FirthLogisticRegression("numpy", gtol=1e-8, xtol=1e-8, max_iter=1000, max_halfstep=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what did not converge is asked for below
        model.fit(X, y, sample_weight=weights)
    if not (model.converged_ and np.isfinite(model.coef_).all()):
        return None, Note.NOT_CONVERGED
    # the library's own stop short of the contour where groups are separated
    design = np.column_stack([X, np.ones(len(X))])
    fitted = np.append(model.coef_, model.intercept_)
    values = np.column_stack([model.coef_, profile_limits(design, y, weights, fitted)])
    coefficients = pd.DataFrame(values, list(predictors), ["estimate", "low", "high"])
    if not separation.separation:
        return coefficients, Note.NO_SEPARATION
    pairs = zip(predictors, separation.is_finite, strict=False)
    return coefficients, f"separation: {', '.join(name for name, finite in pairs if not finite)}"
