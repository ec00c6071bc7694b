"""How strong the association of a small ordered table is, each number with its interval.

Rows and columns are in the order of their scales.  A positive number says that higher columns go
with higher rows. Intervals are Fisher's z on the delta-method standard error that does not assume
independence (ASE1), ``tanh(atanh(g) -+ z * ASE1 / (1 - g^2))``: at 77 answers they cover .944 to
.955 where the usual ``g -+ z * ASE1`` covers .907 to .934.  At exactly +1 or -1 there is no such
interval, and `Effect.note` says why.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy
from numpy.typing import ArrayLike

from helpers.stats import concordance, exact, proportions


@dataclass(frozen=True)
class Effect:
    """A measure of association.

    Attributes
    ----------
    name : str
    estimate, low, high : float
        Estimate and limits of its interval; NaN where the data do not give one.
    note : str
        Why there is no interval; empty otherwise.
    """

    name: str
    estimate: float
    low: float
    high: float
    note: str = ""


def _fisher(
    name: str, estimate: float, variance: float, confidence: float, discordant: float
) -> Effect:
    """Fisher-z interval of a measure that lies between -1 and 1."""
    if np.isnan(estimate):
        return Effect(name, estimate, np.nan, np.nan, "no pair differs in both variables")
    if abs(estimate) >= 1 - 1e-12:
        note = "no concordant pair" if discordant else "no discordant pair"
        return Effect(name, float(np.sign(estimate)), np.nan, np.nan, note)
    z = scipy.stats.norm.ppf((1 + confidence) / 2)
    half_width = z * np.sqrt(max(variance, 0)) / (1 - estimate**2)
    low, high = np.tanh(np.arctanh(estimate) + half_width * np.array([-1, 1]))
    return Effect(name, float(estimate), float(low), float(high))


def _ratio(difference: float, base: float) -> float:
    """NaN of nothing."""
    return float(difference / base) if base > 0 else np.nan


def gamma(table: ArrayLike, *, confidence: float = 0.95) -> Effect:
    """Goodman and Kruskal's gamma: concordant minus discordant share of the pairs without ties.

    Parameters
    ----------
    table : array_like, shape (r, c)
        Counts, rows and columns in order.
    confidence : float

    Returns
    -------
    Effect

    Raises
    ------
    ValueError
        If `table` is not a table of counts.

    References
    ----------
    Goodman & Kruskal (1963), JASA 58:310.  Brown & Benedetti (1977), JASA 72:309.  Carr, Hafner &
    Koch (1989), JASA 84:797 (Fisher's z).

    Examples
    --------
    Treatment and improvement of 84 patients with arthritis (Koch & Edwards 1988):

    >>> effect = gamma([[29, 7, 7], [13, 7, 21]])
    >>> round(effect.estimate, 3), round(effect.low, 3), round(effect.high, 3)
    (0.612, 0.306, 0.803)
    >>> gamma([[10, 5, 0], [0, 6, 12]]).note
    'no discordant pair'
    """
    counts = exact.as_counts(table).astype(float)
    concordant, discordant = concordance.pairs(counts)
    P, Q = (counts * concordant).sum(), (counts * discordant).sum()
    variance = 16 * (counts * (Q * concordant - P * discordant) ** 2).sum() / max(P + Q, 1) ** 4
    return _fisher("gamma", _ratio(P - Q, P + Q), variance, confidence, Q)


def tau_b(table: ArrayLike, *, confidence: float = 0.95) -> Effect:
    """Kendall's tau-b: concordant minus discordant pairs, allowing for ties.

    Over the geometric mean of the pairs untied in rows and those untied in columns.

    Parameters, errors and result as in `gamma`.

    References
    ----------
    Kendall (1945), Biometrika 33:239.  Brown & Benedetti (1977), JASA 72:309.

    Examples
    --------
    >>> effect = tau_b([[29, 7, 7], [13, 7, 21]])
    >>> round(effect.estimate, 3), round(effect.low, 3), round(effect.high, 3)
    (0.373, 0.176, 0.542)
    """
    counts = exact.as_counts(table).astype(float)
    concordant, discordant = concordance.pairs(counts)
    n, rows, columns = counts.sum(), counts.sum(1), counts.sum(0)
    surplus, Q = concordant - discordant, (counts * discordant).sum()
    untied_rows, untied_columns = n**2 - (rows**2).sum(), n**2 - (columns**2).sum()
    w = np.sqrt(untied_rows * untied_columns)
    tau = _ratio((counts * surplus).sum(), w)
    margins = np.add.outer(rows * untied_columns, columns * untied_rows)
    squares = (counts * (2 * w * surplus + tau * margins) ** 2).sum()
    variance = (squares - n**3 * tau**2 * (untied_rows + untied_columns) ** 2) / max(w, 1) ** 4
    return _fisher("tau-b", tau, variance, confidence, Q)


def somers_d(table: ArrayLike, *, confidence: float = 0.95) -> Effect:
    """Somers' D of the column variable given the row variable: D(column | row).

    Of the pairs that differ in the row variable, the share in which the higher row has the higher
    column, minus the share in which it has the lower one.  With two rows it is Cliff's delta of the
    second row against the first; in a 2 x 2 table, the difference of the two proportions.
    Transpose the table for D(row | column).

    Parameters, errors and result as in `gamma`.

    References
    ----------
    Somers (1962), American Sociological Review 27:799.  Cliff (1993), Psychological Bulletin
    114:494.

    Examples
    --------
    >>> effect = somers_d([[29, 7, 7], [13, 7, 21]])
    >>> round(effect.estimate, 3), round(effect.low, 3), round(effect.high, 3)
    (0.413, 0.19, 0.595)
    """
    counts = exact.as_counts(table).astype(float)
    concordant, discordant = concordance.pairs(counts)
    n, rows, surplus = counts.sum(), counts.sum(1, keepdims=True), concordant - discordant
    untied, difference = n**2 - (rows**2).sum(), (counts * surplus).sum()
    squares = (counts * (untied * surplus - difference * (n - rows)) ** 2).sum()
    variance, delta = 4 * squares / max(untied, 1) ** 4, _ratio(difference, untied)
    name, Q = "Somers' D(column | row)", (counts * discordant).sum()
    return _fisher(name, delta, variance, confidence, Q)


def risk_difference(table: ArrayLike, *, confidence: float = 0.95) -> Effect:
    """Share of the second column in the second row minus that in the first; Newcombe's interval.

    Parameters
    ----------
    table : array_like, shape (2, 2)
    confidence : float

    Returns
    -------
    Effect

    Raises
    ------
    ValueError
        If `table` is not a 2 x 2 table of counts.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17:873, method 10 (statsmodels).

    Examples
    --------
    >>> effect = risk_difference([[32, 48], [14, 56]])
    >>> round(effect.estimate, 3), round(effect.low, 3), round(effect.high, 3)
    (0.2, 0.052, 0.334)
    """
    counts = exact.as_counts(table)
    if counts.shape != (2, 2):
        raise ValueError(f"a risk difference needs a 2 x 2 table, this has shape {counts.shape}")
    name, (first, second) = "risk difference (second row - first row)", counts.sum(1)
    if not first * second:
        return Effect(name, np.nan, np.nan, np.nan, "a row is empty")
    two = (counts[1, 1], second, counts[0, 1], first)
    low, high = proportions.newcombe(*two, alpha=1 - confidence)
    difference = counts[1, 1] / second - counts[0, 1] / first
    return Effect(name, float(difference), float(low), float(high))
