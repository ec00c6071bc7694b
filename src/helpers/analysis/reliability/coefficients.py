"""How far several items measure one thing: alpha, omega, and the correlation behind answers."""

from functools import partial

import numpy as np
import scipy
from numpy.typing import ArrayLike

from helpers.analysis.notes import Note
from helpers.stats import exact
from helpers.stats.effects import Effect

# Of an item's variance, what no factor may take; at that bound the factor is the item itself.
HEYWOOD = 0.005
NODES, WEIGHTS = np.polynomial.legendre.leggauss(64)


def alpha(covariance: ArrayLike, people: int, *, confidence: float = 0.95) -> Effect:
    """Cronbach's alpha of the sum of k items, with Feldt's interval.

    Parameters
    ----------
    covariance : array_like, shape (k, k)
        Of the items; of a correlation matrix it is the standardized alpha, of a polychoric one
        ordinal alpha.
    people : int
        How many the covariances are of.
    confidence : float

    Returns
    -------
    Effect
        At most 1, negative if items go against each other, minus infinity if they cancel out.

    Raises
    ------
    ValueError
        If there are fewer than two items or two people.

    References
    ----------
    Cronbach (1951), Psychometrika 16:297.  Feldt, Woodruff & Salih (1987), Applied
    Psychological Measurement 11:93. Zumbo, Gadermann & Zeisser (2007), Journal of Modern Applied
    Statistical Methods 6:21 (ordinal alpha).

    Examples
    --------
    >>> matrix = [[1, 0.4, 0.3, 0.2], [0.4, 1, 0.3, 0.2], [0.3, 0.3, 1, 0.2], [0.2, 0.2, 0.2, 1]]
    >>> effect = alpha(matrix, 77)
    >>> round(effect.estimate, 3), round(effect.low, 3), round(effect.high, 3)
    (0.593, 0.421, 0.723)
    """
    matrix = np.asarray(covariance, float)
    k = len(matrix)
    if k < 2 or people < 2:
        raise ValueError(f"alpha needs two items and two people, got {k} and {people}")
    own, total = np.trace(matrix), matrix.sum()
    estimate = k / (k - 1) * (1 - own / total) if total > 1e-12 * own else -np.inf
    tails = (1 + np.array([1, -1]) * confidence) / 2
    low, high = 1 - (1 - estimate) * scipy.stats.f.ppf(tails, people - 1, (people - 1) * (k - 1))
    return Effect("alpha", float(estimate), float(low), float(high))


def omega(correlation: ArrayLike) -> Effect:
    """McDonald's omega of the sum of standardized items: what one common factor, by maximum
    likelihood, accounts for.

    Parameters
    ----------
    correlation : array_like, shape (k, k)

    Returns
    -------
    Effect
        Without interval. NaN, and a note, where no one factor fits: fewer than three items, items
        that repeat each other, or a factor that is one of the items (Heywood).

    References
    ----------
    McDonald (1999), Test Theory, Erlbaum.  Jöreskog (1967), Psychometrika 32:443.

    Examples
    --------
    >>> matrix = [[1, 0.4, 0.3, 0.2], [0.4, 1, 0.3, 0.2], [0.3, 0.3, 1, 0.2], [0.2, 0.2, 0.2, 1]]
    >>> round(omega(matrix).estimate, 3)
    0.601
    """
    matrix = np.asarray(correlation, float)
    none = Effect("omega", np.nan, np.nan, np.nan, Note.NO_SINGLE_FACTOR)
    k, values = len(matrix), np.linalg.eigvalsh(matrix)
    if k < 3 or values[0] < 1e-8:
        return none

    def misfit(own):
        """Discrepancy once the best loadings for these uniquenesses are put in, and its slope."""
        values, vectors = np.linalg.eigh(matrix / np.sqrt(np.outer(own, own)))
        loadings = vectors[:, -1] * np.sqrt(np.maximum(values[-1] - 1, 0) * own)
        return (
            (values[:-1] - 1 - np.log(values[:-1])).sum(),
            (loadings**2 + own - 1) / own**2,
            loadings,
        )

    start = (1 - 1 / (2 * k)) / np.diag(np.linalg.inv(matrix))
    fit = _minimum(lambda own: misfit(own)[:2], start, [(HEYWOOD, 1)] * k)
    if fit.x.min() <= HEYWOOD:
        return none
    loadings = misfit(fit.x)[2]
    common = loadings.sum() ** 2
    return Effect("omega", float(common / (common + fit.x.sum())), np.nan, np.nan)


def _minimum(function, start, bounds):
    """The minimum within bounds of a function that gives its slope too.

    A search can end half-way, at a step that rounding keeps from going down; another one goes on
    from there.
    """
    options = {"ftol": 0, "gtol": 1e-10, "maxiter": 1000}
    how = {"jac": True, "method": "L-BFGS-B", "bounds": bounds, "options": options}
    search = partial(scipy.optimize.minimize, function, **how)
    fit = search(start)
    while (further := search(fit.x)).fun < fit.fun:
        fit = further
    return fit


def polychoric(table: ArrayLike) -> float:
    """Correlation of two normal variables of which two ordered answers show only the level, in two
    steps.

    The thresholds come from the margins, the correlation is then the most likely one.

    Parameters
    ----------
    table : array_like, shape (r, c)
        Counts, rows and columns in order; empty ones are left out.

    Returns
    -------
    float
        NaN if all gave the same answer to a question.

    Raises
    ------
    ValueError
        If `table` is not a table of counts.

    References
    ----------
    Olsson (1979), Psychometrika 44:443.  Drezner & Wesolowsky (1990), Journal of
    Statistical Computation and Simulation 35:101 (the bivariate normal as an integral over the
    correlation).

    Examples
    --------
    Father's and son's occupation in three classes:

    >>> round(polychoric([[58, 52, 1], [26, 58, 3], [8, 12, 9]]), 3)
    0.42
    """
    counts = exact.as_counts(table)
    counts = counts[np.ix_(counts.any(1), counts.any(0))]
    if min(counts.shape) < 2:
        return np.nan
    shares = [np.cumsum(counts.sum(axis))[:-1] / counts.sum() for axis in (1, 0)]
    a, b = np.meshgrid(*(scipy.stats.norm.ppf(x) for x in shares), indexing="ij")
    edges, slopes = np.zeros(
        (2, *np.add(counts.shape, 1))
    )  # P(both below thresholds), with none and all at the ends
    edges[1:, -1], edges[-1, 1:] = np.append(shares[0], 1), np.append(shares[1], 1)

    def cells(correlation):
        half = np.arcsin(correlation) / 2
        angle = half * (NODES[:, None, None] + 1)
        steps = np.exp((2 * a * b * np.sin(angle) - a**2 - b**2) / (2 * np.cos(angle) ** 2))
        edges[1:-1, 1:-1] = np.outer(*shares) + half / (2 * np.pi) * np.tensordot(WEIGHTS, steps, 1)
        return np.maximum(np.diff(np.diff(edges, axis=0), axis=1), 1e-300)

    def score(correlation):
        apart = 1 - correlation**2
        density = np.exp((2 * a * b * correlation - a**2 - b**2) / (2 * apart)) / (
            2 * np.pi * np.sqrt(apart)
        )
        slopes[1:-1, 1:-1] = density
        return (counts * np.diff(np.diff(slopes, axis=0), axis=1) / cells(correlation)).sum()

    def unlikely(correlation):
        return -(counts * np.log(cells(correlation))).sum()

    likeliest = scipy.optimize.minimize_scalar(unlikely, bounds=(-1, 1), method="bounded").x
    around = np.clip(likeliest + np.array([-1e-3, 1e-3]), -1 + 1e-9, 1 - 1e-9)
    if score(around[0]) > 0 > score(around[1]):  # all digits, the same on every machine
        likeliest = scipy.optimize.brentq(score, *around, xtol=1e-14)
    return float(likeliest)
