"""Intervals of shares, by statsmodels, which takes long to load: the first that asks does."""

import numpy as np
from numpy.typing import ArrayLike

Limits = tuple[np.ndarray, np.ndarray]


def wilson(count: ArrayLike, base: ArrayLike, alpha: float = 0.05) -> Limits:
    """Wilson's score interval of each share: its low and its high end.

    Parameters
    ----------
    count, base : array_like, shape (n,)
        Of so many people, so many.
    alpha : float
        How often, on average, the share is not between the ends.

    References
    ----------
    Wilson (1927), JASA 22:209 (statsmodels).

    Examples
    --------
    >>> low, high = wilson([20, 0], 77)
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.175, 0.0], [0.367, 0.048])
    """
    return _limits(count, base, alpha, "wilson")


def clopper_pearson(count: ArrayLike, base: ArrayLike, alpha: float = 0.05) -> Limits:
    """Clopper and Pearson's exact interval of each share: its low and its high end.

    References
    ----------
    Clopper & Pearson (1934), Biometrika 26:404 (statsmodels).

    Examples
    --------
    >>> low, high = clopper_pearson([20], [77])
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.166], [0.372])
    """
    return _limits(count, base, alpha, "beta")


def _limits(count: ArrayLike, base: ArrayLike, alpha: float, method: str) -> Limits:
    from statsmodels.stats.proportion import proportion_confint

    return proportion_confint(count, base, alpha, method=method)


def goodman(counts: ArrayLike) -> Limits:
    """Goodman's simultaneous intervals of all shares of one total: their low and high ends.

    References
    ----------
    Goodman (1965), Technometrics 7:247 (statsmodels).

    Examples
    --------
    >>> low, high = goodman([20, 30, 27])
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.16, 0.269, 0.235], [0.393, 0.526, 0.487])
    """
    from statsmodels.stats.proportion import multinomial_proportions_confint

    return tuple(multinomial_proportions_confint(np.asarray(counts), method="goodman").T)


def newcombe(
    count: float, base: float, other: float, base_of_other: float, alpha: float = 0.05
) -> tuple[float, float]:
    """Newcombe's interval of the difference of two shares, the first less the other.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17:873, method 10 (statsmodels).

    Examples
    --------
    >>> [round(float(end), 3) for end in newcombe(56, 70, 48, 80)]
    [0.052, 0.334]
    """
    from statsmodels.stats.proportion import confint_proportions_2indep

    two = (count, base, other, base_of_other)
    return confint_proportions_2indep(*two, method="newcomb", compare="diff", alpha=alpha)
