"""The laws of a linear-by-linear statistic, one for each slope, given the margins of every stratum.

They differ by a factor exp(slope x value).  What is expected of each, its variance, and how
probable that value is under no association, follow from the fitted tables of that slope alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from helpers.stats.exact.counts import ScoredTable

FITS = 50  # steps of a fit: five or six are the rule
CLOSE = 1e-11  # of all people: margins that are fitted
LONGEST = 2.0  # step of a fit
STRIDE = 2.0  # standard deviations between a law and the next that is fitted from it
RIDGE = 1e-14  # of the people of a stratum: what steep slopes leave can still be solved
TINY = 1e-300


@dataclass(frozen=True)
class Tilt:
    """The law of one slope.

    Attributes
    ----------
    beta : float
        The slope, per step of the statistic.
    mean, variance : float
        Of the statistic; ``variances`` of each stratum, shape (s,).
    log_density : float
        Of the mean under no association, by Daniels' saddlepoint, but for a constant.
    terms : numpy.ndarray, shape (s, r)
        What the fit ended with.
    direction : numpy.ndarray, shape (s, r)
        How the terms fall as the slope grows.
    """

    beta: float
    mean: float
    variances: np.ndarray
    log_density: float
    terms: np.ndarray
    direction: np.ndarray

    @property
    def variance(self) -> float:
        """Of the statistic, all strata together."""
        return float(self.variances.sum())


class TiltedLaws:
    """The laws with these margins, a row a stratum, and these scores of rows and columns.

    People of a column choose rows: the logarithm of the probability is a term of the row, plus
    slope x row score x column score.  The terms make the expected rows those of the table.

    Examples
    --------
    >>> laws = TiltedLaws([[43, 41]], [[42, 14, 28]], np.arange(2), np.arange(3))
    >>> none, some = laws.tilt(0.0), laws.tilt(0.9)
    >>> round(none.mean, 3), round(some.mean, 3)
    (34.167, 48.417)
    """

    def __init__(self, rows: np.ndarray, columns: np.ndarray, u: np.ndarray, v: np.ndarray) -> None:
        self.rows, self.columns = np.asarray(rows, float), np.asarray(columns, float)
        self.u, self.v = (u - u[0]).astype(float), (v - v[0]).astype(float)  # from the lowest
        shift = self.rows @ self.u * v[0] + self.columns @ self.v * u[0]
        self.shift = float((shift + u[0] * v[0] * self.rows.sum(1)).sum())
        self.held = (self.rows > 0).astype(float)  # rows of a stratum that hold anybody
        empty = np.eye(len(u)) * (1 - self.held[:, :, None])
        self.arbitrary = self.held[:, :, None] * self.held[:, None] + empty
        self.arbitrary += RIDGE * self.people[:, None, None] * np.eye(len(u))

    @classmethod
    def of(cls, scored: Sequence[ScoredTable]) -> TiltedLaws:
        """With the margins of these tables, whose scores may be of other levels each."""
        u = np.unique(np.concatenate([part.row_scores for part in scored]))
        v = np.unique(np.concatenate([part.column_scores for part in scored]))
        rows, columns = np.zeros((len(scored), len(u))), np.zeros((len(scored), len(v)))
        for k, part in enumerate(scored):
            np.add.at(rows[k], np.searchsorted(u, part.row_scores), part.counts.sum(1))
            np.add.at(columns[k], np.searchsorted(v, part.column_scores), part.counts.sum(0))
        return cls(rows, columns, u, v)

    @property
    def people(self) -> np.ndarray:
        """People of each stratum."""
        return self.rows.sum(1)

    def tilt(self, beta: float, near: Tilt | None = None) -> Tilt:
        """The law of a slope, fitted from one that is near."""
        if near is None:
            with np.errstate(divide="ignore"):
                terms = np.log(self.rows / self.people[:, None])
            near = Tilt(0.0, 0.0, np.zeros(0), 0.0, terms, np.zeros(terms.shape))
        terms = near.terms - (beta - near.beta) * near.direction
        for _ in range(FITS):
            total, share, fitted = self._fitted(beta, terms)
            gap = self.rows - fitted.sum(2)
            information = self._information(share, fitted)
            if np.abs(gap).max() <= CLOSE * self.people.sum():
                break
            step = np.linalg.solve(information, gap[:, :, None])[:, :, 0]
            terms = terms + np.clip(step, -LONGEST, LONGEST) * self.held

        centred = self.u[:, None] - np.einsum("sij,i->sj", share, self.u)[:, None]
        shared = (fitted * centred * self.v).sum(2) * self.held  # of row and statistic
        direction = np.linalg.solve(information, shared[:, :, None])[:, :, 0] * self.held
        variances = (fitted * (centred * self.v) ** 2).sum((1, 2)) - (shared * direction).sum(1)
        mean = float(np.einsum("sij,i,j->", fitted, self.u, self.v))
        terms_of_people = np.where(self.held, terms, 0) * self.rows
        log_density = (self.columns * total).sum() - terms_of_people.sum() - beta * mean
        log_density -= np.linalg.slogdet(information)[1].sum() / 2
        log_density -= math.log(max(variances.sum(), TINY)) / 2
        return Tilt(beta, mean + self.shift, variances, float(log_density), terms, direction)

    def reach(self, beta: float) -> Tilt:
        """The law of a slope however far from 0, by laws in between; the nearest is remembered."""
        tilt = min(self.known, key=lambda tilt: abs(tilt.beta - beta))
        while tilt.beta != beta:
            stride = STRIDE / math.sqrt(max(tilt.variance, TINY))
            tilt = self.tilt(float(np.clip(beta, tilt.beta - stride, tilt.beta + stride)), tilt)
        self.known.append(tilt)
        return tilt

    @cached_property
    def known(self) -> list[Tilt]:
        """Laws that were fitted."""
        return [self.tilt(0.0)]

    def expected(self, tilt: Tilt) -> np.ndarray:
        """The expected tables of a law, shape (s, r, c)."""
        _, _, fitted = self._fitted(tilt.beta, tilt.terms)
        return fitted

    def _fitted(self, beta: float, terms: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Logarithm of the total of each column, shares of its rows, and people in each cell."""
        log = terms[:, :, None] + beta * np.multiply.outer(self.u, self.v)
        total = np.logaddexp.reduce(log, axis=1)
        share = np.exp(log - total[:, None])
        return total, share, self.columns[:, None] * share

    def _information(self, share: np.ndarray, fitted: np.ndarray) -> np.ndarray:
        """Of the terms, with what is arbitrary in them held."""
        information = -np.einsum("sij,skj->sik", fitted, share)
        np.einsum("sii->si", information)[...] += fitted.sum(2)
        return information + self.arbitrary
