"""Tests that exchange whole respondents: many associations at once, however they hang together.

Each draw gives every person the outcome of somebody, and leaves all that the person said otherwise
as it is.  What the answers to several questions have in common is kept, so nothing is assumed about
it, and what they have in common need not be corrected for twice.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from helpers.stats.exact import DRAWS, SEED
from helpers.stats.people import as_columns, standardised_people
from helpers.stats.proportions import clopper_pearson

BUDGET = 100_000_000  # people x draws: some two seconds; above it nothing is drawn
PORTION = 2**16  # people x draws held at once: half a megabyte, in the processor's cache
TIE = 1e-9  # closer statistics are equal: rounding moves them by 1e-13, answers by 1 / people**2


def affordable(people: int, *, draws: int = DRAWS, budget: float = BUDGET) -> bool:
    """Whether so many draws of so many people are within the budget.

    >>> affordable(77), affordable(100_000)
    (True, False)
    """
    return people * draws <= budget


def orders(strata: np.ndarray, draws: int, seed: int) -> Iterator[np.ndarray]:
    """Random orders of people, all equally probable, in portions that are small in memory.

    Parameters
    ----------
    strata : numpy.ndarray of int, shape (people,)
        Increasing; nobody takes the place of somebody of another stratum.
    draws, seed : int

    Yields
    ------
    ndarray of int, shape (some, people)
        One order a row; `draws` rows altogether, the same whatever the size of a portion.

    Examples
    --------
    >>> sum(len(portion) for portion in orders(np.zeros(77, int), 10_000, seed=1))
    10000
    >>> order = next(orders(np.array([0, 0, 0, 1, 1]), 1, seed=1))[0].tolist()
    >>> sorted(order[:3]), sorted(order[3:])
    ([0, 1, 2], [3, 4])
    """
    people = len(strata)
    random, size = np.random.default_rng(seed), max(1, PORTION // max(people, 1))
    bounds = [*np.flatnonzero(np.diff(strata, prepend=-1)).tolist(), people]
    for begin in range(0, draws, size):
        order = np.tile(np.arange(people), (min(size, draws - begin), 1))
        for first, end in itertools.pairwise(bounds):
            order[:, first:end] = random.permuted(order[:, first:end], axis=1)
        yield order


def max_t(
    outcome: ArrayLike,
    scores: ArrayLike,
    *,
    strata: ArrayLike | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    budget: float = BUDGET,
) -> pd.DataFrame:
    """Test an outcome against several columns at once: Westfall and Young's step-down max-T.

    The statistic is the standardised linear-by-linear one, ``(T - E) / sd`` with T = sum of outcome
    x score over people and E and sd over all orders of the people, within strata.  Columns are
    taken from the strongest to the weakest; each is compared to the largest \\|statistic\\| that
    the draw gives to it or to a weaker one.

    Parameters
    ----------
    outcome : array_like, shape (n,) or (n, k)
        Scores of the outcome's levels, one a person; two levels or more.  With as many columns as
        `scores`, column belongs to column, and a draw exchanges whole rows of outcomes.
    scores : array_like, shape (n, k) or (n,)
        One column a variable.  NaN, here or in `outcome`, is a missing answer.
    strata : array_like of int, shape (n,), optional
        Where people are exchanged with others of their stratum only.
    draws, seed : int
    budget : float
        People x draws that may be looked at.

    Returns
    -------
    DataFrame
        One row a column of `scores`, in their order and under their names:

        - statistic: positive where higher scores go with higher outcomes; NaN if a side has one
          value only;
        - p: share of the draws that are as extreme in this column (the unadjusted two-sided
          permutation p);
        - p_adjusted: controls the chance of any false finding among the columns; low, high: its 99
          % Clopper-Pearson interval as a Monte Carlo share.  A share may be 0: then quote `high`;
        - draws, seed.

    Raises
    ------
    ValueError
        If the shapes do not fit, a value is not a number or infinite, or the draws are none or
        above the budget.

    Notes
    -----
    A missing answer adds nothing: values are centred over those of the stratum who gave one, then
    a missing one counts as 0, in the data and in every draw.  People without any outcome, or
    without any score, are left out.  So one column is tested over the people who have both.

    Numbers are of double precision.  Single precision would save little, the random orders being
    most of the work, and with thousands of people its seven digits would take different statistics
    for equal ones.

    References
    ----------
    Westfall & Young (1993), Resampling-Based Multiple Testing, Wiley, algorithm 2.8 and section 4.
    Ge, Dudoit & Speed (2003), Test 12:1.  Strasser & Weber (1999), Mathematical Methods of
    Statistics 8:220 (the statistic).

    Examples
    --------
    Two questions that say much the same of 77 people, 20 of whom have results, and a third one:

    >>> results = np.arange(77) < 20
    >>> often = np.arange(77) % 5 + results
    >>> longer, far = often + np.arange(77) % 3, np.arange(77) % 4
    >>> scores = pd.DataFrame({"often": often, "long": longer, "far": far})
    >>> max_t(results, scores, draws=100_000)[["statistic", "p", "p_adjusted"]].round(3)
           statistic      p  p_adjusted
    often      2.698  0.007       0.015
    long       2.244  0.028       0.048
    far        0.090  1.000       1.000
    """
    names = scores.columns if isinstance(scores, pd.DataFrame) else None
    X, Y = as_columns(scores, "scores"), as_columns(outcome, "outcome")
    strata = np.zeros(len(X), int) if strata is None else np.asarray(strata)
    if len(X) != len(Y) or Y.shape[1] not in (1, X.shape[1]):
        shapes = f"{np.shape(outcome)} does not fit scores of shape {np.shape(scores)}"
        raise ValueError(f"an outcome of shape {shapes}")
    X, Y, strata = standardised_people(X, Y, strata)
    people = len(X)
    if draws < 1 or not affordable(people, draws=draws, budget=budget):
        limits = f"at least one draw, at most {budget:.0f} people x draws"
        raise ValueError(f"{draws} draws of {people} people: {limits}")

    observed = (X * Y).sum(0)
    steps = np.argsort(-np.abs(observed), kind="stable")  # columns from the strongest on
    alone, together = _as_extreme(X[:, steps], Y[:, steps], strata, draws, seed)
    together = np.maximum.accumulate(together)
    low, high = clopper_pearson(together, draws, alpha=0.01)
    constant = ~(X.any(0) & Y.any(0))
    table = pd.DataFrame(
        {
            "statistic": np.where(constant, np.nan, observed)[steps],
            "p": alone / draws,
            "p_adjusted": together / draws,
            "low": low,
            "high": high,
            "draws": draws,
            "seed": seed,
        },
        index=steps,
    ).sort_index()
    return table if names is None else table.set_axis(names)


def _as_extreme(
    X: np.ndarray, Y: np.ndarray, strata: np.ndarray, draws: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """How many draws are as extreme in each column, and in it or in any column after it."""
    observed = (X * Y).sum(0)
    threshold = np.abs(observed) - TIE
    alone, together = np.zeros(len(observed), int), np.zeros(len(observed), int)
    groups = _same_columns(Y)
    for portion in orders(strata, draws, seed):
        drawn = np.empty((len(portion), len(observed)))
        for columns in groups:  # an outcome that several columns have is exchanged once
            drawn[:, columns] = Y[:, columns[0]].take(portion) @ X[:, columns]
        np.abs(drawn, out=drawn)
        alone += (drawn >= threshold).sum(0)
        from_last = drawn[:, ::-1]
        np.maximum.accumulate(from_last, axis=1, out=from_last)
        together += (drawn >= threshold).sum(0)
    return alone, together


def _same_columns(Y: np.ndarray) -> list[list[int]]:
    """The columns in groups of equal ones.

    >>> _same_columns(np.array([[0, 1, 0], [2, 1, 2]]))
    [[0, 2], [1]]
    """
    _, group = np.unique(Y, axis=1, return_inverse=True)
    return sorted(np.flatnonzero(group == k).tolist() for k in range(group.max(initial=-1) + 1))


def is_bound(p: float, draws: int = DRAWS) -> bool:
    """Whether a p to print is the upper end of the interval of a share of which no draw was.

    Examples
    --------
    >>> is_bound(5.298e-6, 10**6), is_bound(5e-6, 10**6)
    (True, False)
    """
    bound = -np.expm1(np.log(0.005) / draws)
    return bool(np.isclose(p, bound, rtol=1e-4, atol=0))


def p_to_report(tests: pd.DataFrame) -> pd.Series:
    """The adjusted p to print: the upper end of its interval where no draw is as extreme.

    Parameters
    ----------
    tests : DataFrame
        As `max_t` returns it.

    Returns
    -------
    Series of float

    Examples
    --------
    >>> p_to_report(pd.DataFrame({"p_adjusted": [0.2, 0.0], "high": [0.21, 5e-6]})).tolist()
    [0.2, 5e-06]
    """
    return tests.p_adjusted.where(tests.p_adjusted > 0, tests.high)
