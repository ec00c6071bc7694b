"""Pairs of people of whom one is higher in both variables, and their share: gamma alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def pairs(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """People concordant and people discordant with a person of each cell.

    Of a table, or of each in a stack: two arrays of its shape.

    >>> concordant, discordant = pairs(np.array([[1, 2], [3, 4]]))
    >>> concordant.tolist(), discordant.tolist()
    ([[4, 0], [0, 1]], [[0, 3], [2, 0]])
    """

    def before(table: np.ndarray) -> np.ndarray:
        """Sum of all cells in earlier rows and earlier columns."""
        earlier = np.zeros_like(table)
        earlier[..., 1:, 1:] = table.cumsum(-2).cumsum(-1)[..., :-1, :-1]
        return earlier

    turned = counts[..., ::-1, ::-1]
    concordant = before(counts) + before(turned)[..., ::-1, ::-1]
    discordant = before(counts[..., ::-1])[..., ::-1] + before(turned[..., ::-1])[..., ::-1, :]
    return concordant, discordant


def gammas(tables: ArrayLike) -> np.ndarray:
    """Gamma of each table of a stack, without its interval.

    Parameters
    ----------
    tables : array_like, shape (k, r, c)

    Returns
    -------
    numpy.ndarray, shape (k,)
        NaN where no pair differs in both variables.

    Examples
    --------
    >>> gammas([[[29, 7, 7], [13, 7, 21]], [[1, 2, 3], [0, 0, 0]]]).round(3)
    array([0.612,   nan])
    """
    counts = np.asarray(tables, dtype=float)
    concordant, discordant = ((counts * people).sum((-2, -1)) for people in pairs(counts))
    base = concordant + discordant
    return np.divide(concordant - discordant, base, out=np.full(base.shape, np.nan), where=base > 0)


def gamma_within(tables: ArrayLike) -> float:
    """Gamma of the pairs of people that are in one stratum.

    Parameters
    ----------
    tables : array_like, shape (s, r, c)

    Returns
    -------
    float
        NaN where no such pair differs in both variables.

    References
    ----------
    Davis (1967), JASA 62:189 (partial gamma).

    Examples
    --------
    >>> gamma_within([[[18, 6], [6, 2]], [[2, 6], [6, 18]]])
    0.0
    """
    counts = np.asarray(tables, dtype=float)
    P, Q = ((counts * people).sum() for people in pairs(counts))
    return float((P - Q) / (P + Q)) if P + Q else np.nan
