"""Scores and outcomes of people, a row a person, made ready to be exchanged between them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def as_columns(values: ArrayLike, name: str) -> np.ndarray:
    """Values as numbers, shape (n, k).

    >>> as_columns([1, 2], "scores").shape
    (2, 1)
    """
    try:
        table = np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be numbers, NaN where missing: {error}") from None
    if table.ndim not in (1, 2):
        dimensions = f"it has {table.ndim} dimensions"
        raise ValueError(f"{name} must have one value a person, or one row; {dimensions}")
    if np.isinf(table).any():
        raise ValueError(f"{name} holds an infinite value")
    return table if table.ndim == 2 else table[:, None]


def standardised_people(
    X: np.ndarray, Y: np.ndarray, strata: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Those who have any score and any outcome, so scaled that ``(X * Y).sum(0)`` is the statistic.

    Y has as many columns as X.  People are sorted by stratum, a number from 0, and within it, so
    that nothing depends on where a row stood.

    Examples
    --------
    >>> X, Y = np.array([[1.0], [2.0], [4.0]]), np.array([[0.0], [1.0], [1.0]])
    >>> X, Y, _ = standardised_people(X, Y, np.zeros(3, int))
    >>> (X * Y).sum(0).round(3)
    array([1.069])
    """
    answered = ~np.isnan(X).all(1) & ~np.isnan(Y).all(1)
    X, Y = X[answered], Y[answered]
    _, strata = np.unique(strata[answered], return_inverse=True)
    order = np.lexsort([*np.hstack([X, Y]).T, strata])
    strata = strata[order]
    X, Y = (_centred(values[order], strata) for values in (X, Y))
    Y = np.broadcast_to(Y, X.shape)
    sizes = np.maximum(np.bincount(strata) - 1, 1)[:, None]
    variance = (_sums(X**2, strata) * _sums(Y**2, strata) / sizes).sum(0)
    return X / np.sqrt(np.where(variance > 0, variance, 1)), Y, strata


def _centred(values: np.ndarray, strata: np.ndarray) -> np.ndarray:
    """Columns centred over who answered in each stratum; 0 where missing or all alike there."""
    given = ~np.isnan(values)
    filled = np.where(given, values, 0)
    means = _sums(filled, strata) / np.maximum(_sums(given.astype(float), strata), 1)
    centred = np.where(given, filled - means[strata], 0)
    # of nobody, of one, or of people who are all alike, only rounding is left
    rounding = 1e-12 * np.abs(filled).max(0, initial=0)
    spread = np.zeros(means.shape)
    np.maximum.at(spread, strata, np.abs(centred))
    return np.where((spread <= rounding)[strata], 0, centred)


def _sums(values: np.ndarray, strata: np.ndarray) -> np.ndarray:
    """Sums over each stratum, shape (s, k)."""
    sums = np.zeros((strata.max(initial=-1) + 1, values.shape[1]))
    np.add.at(sums, strata, values)
    return sums
