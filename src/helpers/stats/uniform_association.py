"""Ordered tables in which every local odds ratio is the same (Goodman's uniform association).

Its one parameter is ``beta``, the log odds ratio per unit of the scores.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from helpers.stats.effects import gammas

STEPS = 10_000  # of a proportional fit: enough for slopes whose gamma is 1 to five digits


def gamma_of_slope(
    row_margin: ArrayLike,
    column_margin: ArrayLike,
    beta: float,
    *,
    row_scores: ArrayLike | None = None,
    column_scores: ArrayLike | None = None,
) -> float:
    """Gamma of the expected r x c table whose log odds ratio is `beta` per unit of the scores.

    Levels are one apart unless they have scores of their own.  It turns what `exact.detectable`
    finds into the headline measure.

    Parameters
    ----------
    row_margin : array_like, shape (r,)
    column_margin : array_like, shape (c,)
        Both margins are kept, by iterative proportional fitting.  Empty levels count as steps of
        the scale.
    beta : float
        May be infinite.
    row_scores, column_scores : sequence of float, optional
        Increasing, one a level.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If the margins do not hold two non-empty rows, or differ in their sums.

    References
    ----------
    Goodman (1979), JASA 74:537.  Agresti (2010), Analysis of Ordinal Categorical Data, 2nd ed.,
    Wiley, sections 2.1 and 6.2.  Deming & Stephan (1940), Annals of Mathematical Statistics 11:427.

    Examples
    --------
    >>> round(gamma_of_slope([57, 20], [9, 20, 30, 18], 0.9), 3)
    0.555
    >>> round(gamma_of_slope([30, 27, 20], [9, 20, 30, 18], 0.9), 3)
    0.641
    """
    if np.isinf(beta):
        return float(np.sign(beta))
    fitted = expected_table(
        row_margin, column_margin, beta, row_scores=row_scores, column_scores=column_scores
    )
    return float(gammas([fitted])[0])


def expected_table(
    row_margin: ArrayLike,
    column_margin: ArrayLike,
    beta: float,
    *,
    row_scores: ArrayLike | None = None,
    column_scores: ArrayLike | None = None,
) -> np.ndarray:
    """The expected table of `gamma_of_slope`, empty levels left out.

    Parameters, errors and references as there.

    Examples
    --------
    >>> expected_table([50, 50], [60, 40], 0).round(9).tolist()
    [[30.0, 20.0], [30.0, 20.0]]
    """
    rows, columns = np.asarray(row_margin, float), np.asarray(column_margin, float)
    if rows.ndim != 1 or (rows > 0).sum() < 2 or not np.isclose(rows.sum(), columns.sum()):
        raise ValueError(
            f"need two non-empty rows and columns with the same sum, got {rows} and {columns}"
        )
    i, j = np.flatnonzero(rows), np.flatnonzero(columns)
    rows, columns = rows[i, None], columns[j]
    u, v = (
        k if scores is None else np.asarray(scores)[k]
        for k, scores in ((i, row_scores), (j, column_scores))
    )
    log = float(beta) * np.outer(u, v)  # logarithms: a steep slope does not overflow
    for _ in range(STEPS):
        log += np.log(columns) - np.logaddexp.reduce(log, axis=0)
        reached = np.logaddexp.reduce(log, axis=1, keepdims=True)
        log += np.log(rows) - reached
        if np.allclose(reached, np.log(rows), rtol=0, atol=1e-13):
            break
    return np.exp(log)
