"""Limits of a Firth regression: where the profile of its likelihood has fallen far enough."""

from __future__ import annotations

import math

import numpy as np
import scipy

RESTARTS = 5
FURTHEST = 60.0  # log odds; a limit beyond is printed as unbounded


def profile_limits(
    X: np.ndarray, y: np.ndarray, weights: np.ndarray, fitted: np.ndarray
) -> np.ndarray:
    """The 95 % limits of every coefficient but the last, which is the intercept's.

    Parameters
    ----------
    X : numpy.ndarray, shape (n, k)
        The last column is ones.
    y, weights : numpy.ndarray, shape (n,)
    fitted : numpy.ndarray, shape (k,)
        Where the penalised likelihood is highest.

    Returns
    -------
    numpy.ndarray, shape (k - 1, 2)
        Infinite where the profile does not fall far enough within reach.

    References
    ----------
    Heinze & Schemper (2002), *Statistics in Medicine* 21:2409.

    Examples
    --------
    >>> x, y = np.array([0.0, 0, 0, 1, 1, 1]), np.array([0, 0, 0, 1, 1, 1])
    >>> X = np.column_stack([x, np.ones(6)])
    >>> profile_limits(X, y, np.ones(6), np.array([3.892, -1.946])).round(1)
    array([[0.4, 9.7]])
    """
    top, reach = likelihood(fitted, X, y, weights)[0], scipy.stats.chi2.ppf(0.95, 1) / 2
    limits = np.empty((len(fitted) - 1, 2))
    for k, column in np.ndindex(limits.shape):
        side, solved = (-1, 1)[column], {0.0: np.delete(fitted, k)}

        def fall(away: float, k: int = k, side: int = side, solved: dict = solved) -> float:
            """How far below the contour, from the nearest solution on."""
            near = solved[min(solved, key=lambda other: abs(other - away))]
            value, solved[away] = _profile(fitted[k] + side * away, k, near, X, y, weights)
            return top - value - reach

        away = 0.5
        while fall(away) < 0 and away < FURTHEST:
            away *= 1.5
        limits[k, column] = side * math.inf
        if away < FURTHEST:
            limits[k, column] = fitted[k] + side * scipy.optimize.brentq(fall, 0, away, xtol=1e-8)
    return limits


def likelihood(
    beta: np.ndarray, X: np.ndarray, y: np.ndarray, weights: np.ndarray
) -> tuple[float, np.ndarray]:
    """Logarithm of the penalised likelihood, and its slope."""
    eta = X @ beta
    p = 1 / (1 + np.exp(-np.clip(eta, -500, 500)))
    spread = weights * p * (1 - p)
    information = X.T @ (X * spread[:, None])
    _, determinant = np.linalg.slogdet(information)
    value = -(weights * np.logaddexp(0, np.where(y > 0, -eta, eta))).sum() + determinant / 2
    inverse = np.linalg.pinv(information)
    leverage = spread * np.einsum("ij,jk,ik->i", X, inverse, X)
    return float(value), X.T @ (weights * (y - p) + leverage * (0.5 - p))


def _profile(value, k, start, X, y, weights):
    """The highest penalised likelihood with one coefficient held, and the others there."""

    def negative(others):
        height, slope = likelihood(np.insert(others, k, value), X, y, weights)
        return -height, -np.delete(slope, k)

    height, how = math.inf, {"jac": True, "method": "BFGS", "options": {"gtol": 1e-7}}
    for _ in range(RESTARTS):  # where groups are separated, one run may stop on a slope
        found = scipy.optimize.minimize(negative, start, **how)
        if height - found.fun < 1e-9:
            break
        height, start = found.fun, found.x
    return -found.fun, found.x
