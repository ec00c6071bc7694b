"""Ordered tables in which every local odds ratio is the same (Goodman's uniform association).

Its one parameter is ``beta``, the log odds ratio per unit of the scores.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from helpers.stats.concordance import gamma_within
from helpers.stats.tilted import TiltedLaws


def gamma_of_slope(
    row_margin: ArrayLike,
    column_margin: ArrayLike,
    beta: float,
    *,
    row_scores: ArrayLike | None = None,
    column_scores: ArrayLike | None = None,
) -> float:
    """Gamma of the expected r x c table whose log odds ratio is `beta` per unit of the scores.

    Levels are one apart unless they have scores of their own.  It turns slopes, the limits of a
    test's interval among them, into the headline measure.

    Parameters
    ----------
    row_margin : array_like, shape (r,) or (s, r)
    column_margin : array_like, shape (c,) or (s, c)
        Both margins are kept, those of each of s strata.  Empty levels count as steps of the scale.
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
    Wiley, sections 2.1 and 6.2..

    Examples
    --------
    >>> round(gamma_of_slope([57, 20], [9, 20, 30, 18], 0.9), 3)
    0.555
    >>> round(gamma_of_slope([30, 27, 20], [9, 20, 30, 18], 0.9), 3)
    0.641
    """
    if np.isinf(beta):
        return float(np.sign(beta))
    fitted = expected_tables(
        row_margin, column_margin, beta, row_scores=row_scores, column_scores=column_scores
    )
    return gamma_within(fitted)


def expected_tables(
    row_margin: ArrayLike,
    column_margin: ArrayLike,
    beta: float,
    *,
    row_scores: ArrayLike | None = None,
    column_scores: ArrayLike | None = None,
) -> np.ndarray:
    """The expected tables of `gamma_of_slope`, a stack of one or of a stratum each.

    Parameters, errors and references as there.

    Examples
    --------
    >>> expected_tables([50, 50], [60, 40], 0).round(9).tolist()
    [[[30.0, 20.0], [30.0, 20.0]]]
    """
    rows, columns = (np.atleast_2d(margin) for margin in (row_margin, column_margin))
    held = rows.sum(1) > 0
    rows, columns = rows[held], columns[held]
    if not ((rows > 0).sum(1) > 1).any() or not np.allclose(rows.sum(1), columns.sum(1)):
        raise ValueError(
            f"need two non-empty rows and columns with the same sum, got {rows} and {columns}"
        )
    u, v = (
        np.arange(margin.shape[1]) if scores is None else np.asarray(scores, float)
        for margin, scores in ((rows, row_scores), (columns, column_scores))
    )
    laws = TiltedLaws(rows, columns, u, v)
    return laws.expected(laws.reach(float(beta)))
