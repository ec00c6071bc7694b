"""How many people it would have taken to see a strong association."""

import math

import pandas as pd

STEP = 10  # people: an estimate is told no more exactly


def people_needed(pairs: pd.DataFrame, gamma: float) -> int:
    """About how many people let each pair show an association as strong, with power 0.8.

    The test's power rests on atanh(gamma) times the square root of the number of people, as long as
    the margins keep their shape: the number grows by the square of what the detectable gamma is too
    large by.

    Parameters
    ----------
    pairs : pandas.DataFrame
        ``base`` and ``detectable`` of planned pairs, as `associations.table` has them.
    gamma : float

    Returns
    -------
    int
        For the pair that takes most, in tens; 0 if no pair has a detectable gamma.

    Examples
    --------
    >>> people_needed(pd.DataFrame({"base": [77, 76], "detectable": [0.659, 0.592]}), 0.5)
    160
    """
    seen = pairs[pairs.detectable.between(0, 1, inclusive="neither")]
    if seen.empty:
        return 0
    factors = [(math.atanh(each) / math.atanh(gamma)) ** 2 for each in seen.detectable]
    most = max(base * factor for base, factor in zip(seen.base, factors, strict=True))
    return math.ceil(most / STEP) * STEP
