"""Tables without order: how strong the association is, where it sits, and groups two by two."""

from __future__ import annotations

import math

import numpy as np
import scipy
from numpy.typing import ArrayLike

from helpers.stats import exact
from helpers.stats.effects import Effect


def cramers_v(table: ArrayLike, *, confidence: float = 0.95) -> Effect:
    """Cramér's V, from 0 (independent) to 1, with the limits of a noncentral chi-squared law.

    Parameters
    ----------
    table : array_like, shape (r, c)
        Counts; empty rows and columns are dropped.
    confidence : float

    Returns
    -------
    Effect
        The interval holds 0 where the chi-squared test does not reject.  It is asymptotic: beside
        an exact p it tells a size, and decides nothing.

    References
    ----------
    Cramér (1946), *Mathematical Methods of Statistics*, Princeton, 282; Smithson (2003),
    *Confidence Intervals*, Sage, 41.

    Examples
    --------
    >>> effect = cramers_v([[29, 7, 7], [13, 7, 21]])
    >>> round(effect.estimate, 3), round(effect.low, 3), round(effect.high, 3)
    (0.394, 0.157, 0.596)
    """
    counts = exact.as_counts(table)
    counts = counts[counts.any(1)][:, counts.any(0)]
    shorter = min(counts.shape) - 1
    if shorter < 1:
        return Effect("Cramér's V", math.nan, math.nan, math.nan, "one answer only")
    people, freedom = counts.sum(), (counts.shape[0] - 1) * (counts.shape[1] - 1)
    expected = np.outer(counts.sum(1), counts.sum(0)) / people
    statistic = float(((counts - expected) ** 2 / expected).sum())
    most = people * shorter
    tail = (1 - confidence) / 2
    ends = [_noncentrality(statistic, freedom, below) for below in (1 - tail, tail)]
    limits = [min(1.0, math.sqrt(end / most)) for end in ends]
    return Effect("Cramér's V", math.sqrt(statistic / most), *limits)


def _noncentrality(statistic: float, freedom: int, below: float) -> float:
    """Of the chi-squared law that has a share `below` under a statistic; 0 where none has."""
    if scipy.stats.chi2.cdf(statistic, freedom) <= below:
        return 0.0
    top = 2 * statistic + 100
    return scipy.optimize.brentq(
        lambda end: scipy.stats.ncx2.cdf(statistic, freedom, end) - below, 0, top
    )


def standardised_residuals(table: ArrayLike) -> np.ndarray:
    """How far each count is from independence, in standard errors; NaN in an empty row or column.

    Parameters
    ----------
    table : array_like, shape (r, c)
        Counts.

    Returns
    -------
    numpy.ndarray of float, shape (r, c)

    References
    ----------
    Haberman (1973), *Biometrics* 29:205.

    Examples
    --------
    >>> standardised_residuals([[29, 7, 7], [13, 7, 21]]).round(2).tolist()
    [[3.27, -0.1, -3.4], [-3.27, 0.1, 3.4]]
    """
    counts = exact.as_counts(table)
    people = counts.sum()
    rows, columns = counts.sum(1) / people, counts.sum(0) / people
    expected = people * np.outer(rows, columns)
    variance = expected * np.outer(1 - rows, 1 - columns)
    deviation = counts - expected
    return np.where(variance > 0, deviation / np.sqrt(np.where(variance > 0, variance, 1)), np.nan)


def pairwise_confidence(groups: int, confidence: float = 0.95) -> float:
    """The level of each interval by which all differences of two groups are right at once.

    The quantile of the studentised range takes the place of the normal one.

    Parameters
    ----------
    groups : int
        Two or more.
    confidence : float
        Of all intervals together.

    References
    ----------
    Agresti, Bini, Bertaccini & Ryu (2008), *Biometrics* 64:1270.

    Examples
    --------
    >>> [round(pairwise_confidence(groups), 4) for groups in (2, 3, 5)]
    [0.95, 0.9809, 0.9936]
    """
    if groups == 2:
        return confidence
    quantile = scipy.stats.studentized_range.ppf(confidence, groups, np.inf) / math.sqrt(2)
    return float(1 - 2 * scipy.stats.norm.sf(quantile))
