"""Groups without an order compared within strata, as events: what sets these apart does not count.

Both statistics add up, over the strata, by how much the counts of each are from what its margins
let expect, in units of their covariance.  p is that of tables drawn with the margins of each
stratum; of very many people, of the chi-squared law that they come near to.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import scipy
from numpy.typing import ArrayLike

from helpers.stats.exact import SEED, ExactTest, as_counts, midranks
from helpers.stats.exact.p_values import drawn, undirected

DRAWS = 20_000  # tables of each stratum
NEAR = 1e-9  # of a statistic: as far as rounding takes two that are equal apart


def cochran_mantel_haenszel(
    tables: Iterable[ArrayLike], *, draws: int = DRAWS, seed: int = SEED
) -> ExactTest:
    """Test independence of two nominal variables within strata.

    Parameters
    ----------
    tables : iterable of array_like, shape (r, c)
        Counts, a table a stratum, all of one shape.
    draws : int
        Tables of each stratum that p is worked out from; 0 for that of the chi-squared law.
    seed : int

    Returns
    -------
    ExactTest

    References
    ----------
    Birch (1965), *JRSS B* 27:111; Landis, Heyman & Koch (1978), *International Statistical Review*
    46:237; Agresti (2002), *Categorical Data Analysis*, 7.5.3.

    Examples
    --------
    Satisfaction by income, of women and men (Agresti 2002, p. 57; R's `mantelhaen.test`):

    >>> women = np.reshape([1, 3, 11, 2, 2, 3, 17, 3, 0, 1, 8, 5, 0, 2, 4, 2], (4, 4))
    >>> men = np.reshape([1, 1, 2, 1, 0, 3, 5, 1, 0, 0, 7, 3, 0, 1, 9, 6], (4, 4))
    >>> test = cochran_mantel_haenszel([women, men], draws=0)
    >>> round(test.statistic, 4), round(test.p_value, 4)
    (10.2001, 0.3345)
    """
    tables = [as_counts(table) for table in tables]
    scores = [np.eye(table.shape[1])[:, 1:] for table in tables]
    return _test("cochran-mantel-haenszel", tables, scores, draws, seed)


def van_elteren(tables: Iterable[ArrayLike], *, draws: int = DRAWS, seed: int = SEED) -> ExactTest:
    """Test whether groups (rows) differ on an ordered variable (columns) within strata.

    Of one stratum, it is the test of Kruskal and Wallis: the scores are the mid-ranks of the
    stratum, by one more than its people.  Parameters and result as in `cochran_mantel_haenszel`.

    References
    ----------
    van Elteren (1960), *Bulletin de l'Institut international de statistique* 37:351; Landis, Heyman
    & Koch (1978), *International Statistical Review* 46:237.

    Examples
    --------
    >>> test = van_elteren([[[10, 5, 0, 0], [0, 6, 12, 0], [0, 0, 9, 20]]], draws=0)
    >>> round(test.statistic, 3)
    47.614
    """
    tables = [as_counts(table) for table in tables]
    scores = [midranks(table.sum(0))[:, None] / (table.sum() + 1) for table in tables]
    return _test("van elteren", tables, scores, draws, seed)


def _test(name, tables, scores, draws, seed):
    tables, scores = zip(
        *((table, own) for table, own in zip(tables, scores, strict=True) if table.sum() > 1),
        strict=True,
    )
    inverse, freedom = _inverse(sum(map(_covariance, tables, scores)))
    sums = sum(map(_distances, [table[None] for table in tables], scores))
    (statistic,) = np.einsum("di,ij,dj->d", sums, inverse, sums)
    if not draws:
        p = scipy.stats.chi2.sf(statistic, freedom)
        return undirected(name, float(statistic), p, p)
    random, sums = np.random.default_rng(seed), 0.0
    for table, own in zip(tables, scores, strict=True):
        law = scipy.stats.random_table(table.sum(1), table.sum(0))
        sums = sums + _distances(law.rvs(draws, random_state=random), own)
    others = np.einsum("di,ij,dj->d", sums, inverse, sums)
    near = NEAR * max(statistic, 1.0)
    p, beyond = (others >= statistic - near).mean(), (others > statistic + near).mean()
    return drawn(undirected(name, float(statistic), p, beyond), seed, draws)


def _distances(tables: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """How far the scores of all groups but the first are from what is expected; a row a table."""
    rows, columns = tables[0].sum(1), tables[0].sum(0)
    expected = np.outer(rows, columns) / rows.sum()
    return np.reshape((tables - expected)[:, 1:] @ scores, (len(tables), -1))


def _covariance(table: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Of these distances, given the margins."""
    rows, columns, people = table.sum(1), table.sum(0), table.sum()
    of_rows = people * np.diag(rows) - np.outer(rows, rows)
    of_columns = people * np.diag(columns) - np.outer(columns, columns)
    down, across = of_rows[1:, 1:], scores.T @ of_columns @ scores
    return np.kron(down, across) / (people**2 * (people - 1))


def _inverse(covariance: np.ndarray) -> tuple[np.ndarray, int]:
    """Its inverse where it has one, and how many distances are free."""
    return np.linalg.pinv(covariance, hermitian=True), int(np.linalg.matrix_rank(covariance))
