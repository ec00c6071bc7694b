"""Which behaviours go with which outcomes, how strongly, and what so many answers could have shown."""

import math

import pandas as pd
from statsmodels.stats.multitest import multipletests

from helpers import asymptotic, effects, exact, tables
from helpers.processed import COLUMNS

ALPHA = 0.05  # over a whole family of tests
POWER = 0.8  # of the smallest association that is called detectable
ASYMPTOTIC = "linear-by-linear, asymptotic"
TOO_LARGE = "too large for exact limits"
STRONG = 0.5  # a gamma; a survey that could see only stronger ones cannot speak against an association


def plan(book):
    """The tests that the roles of the codebook call for: every behaviour with every outcome, in families.

    Nobody picks a test by hand, and the family is what p-values are adjusted over.

    Returns
    -------
    list of (behaviour, outcome) questions

    Examples
    --------
    >>> from helpers import codebook
    >>> pairs = plan(codebook.load("data/raw/linkedin-2015"))
    >>> [f"{behaviour.id}-{outcome.id}" for behaviour, outcome in pairs]
    ['q2-q3', 'q4-q3', 'q5-q3', 'q6-q3', 'q7-q3', 'q2-q8', 'q4-q8', 'q5-q8', 'q6-q8', 'q7-q8']
    """
    return [(behaviour, outcome) for outcome in book.with_role("outcome") for behaviour in book.with_role("behaviour")]


def crosstabs(answers, book):
    """Every planned pair crossed, one row a cell.

    Returns
    -------
    DataFrame
        behaviour, outcome, behaviour_level, outcome_level, count, base (people with both answers on their scale).
    """
    cells = [
        (behaviour.id, outcome.id, column, row, count, int(crossed.to_numpy().sum()))
        for behaviour, outcome in plan(book)
        for crossed in [tables.two_way(answers, outcome, behaviour)]
        for column in crossed.columns
        for row, count in crossed[column].items()
    ]
    return pd.DataFrame(cells, columns=COLUMNS["crosstabs"])


def table(answers, book):
    """Test every planned pair.

    The test is the exact conditional linear-by-linear test, levels equally spaced; of so many people that a formula
    serves (`asymptotic.serves`), the asymptotic one, and with it odds ratio and detectable association. A pair whose
    margins allow no p as small as its family asks for is not tested: it leaves the family and its verdict is ``cannot
    be decided``.

    Parameters
    ----------
    answers : DataFrame
        Clean answers.
    book : Codebook

    Returns
    -------
    DataFrame
        One row a planned pair, null results too:

        - behaviour, outcome, family, base;
        - effect_name, effect, low, high: Goodman and Kruskal's gamma with its 95 % interval;
        - odds_ratio, odds_low, odds_high: exact conditional, per level of the behaviour; limits may be infinite;
        - test (exact, asymptotic, or Monte Carlo for tables too large), p, p_adjusted (Holm within the family),
          p_smallest (the smallest that these margins allow);
        - alpha: the level that the first step of Holm asks for; detectable, detectable_odds: the smallest gamma, and
          odds ratio per level, seen at that level with power 0.8 given these margins; infinite if there is none;
        - verdict: see `verdict`; note: why a number is missing. What is too large for exact work is NaN.

    References
    ----------
    Agresti, Mehta & Patel (1990), *JASA* 85:453; Goodman & Kruskal (1963), *JASA* 58:310; Tarone (1990),
    *Biometrics* 46:515; Holm (1979), *Scandinavian Journal of Statistics* 6:65.
    """
    lines = [_test(answers, behaviour, outcome) for behaviour, outcome in plan(book)]
    if not lines:
        return pd.DataFrame(columns=COLUMNS["associations"])
    families = [_family(members) for _, members in pd.DataFrame(lines).groupby("family", sort=False)]
    return pd.concat(families).sort_index()[COLUMNS["associations"]]


def _test(answers, behaviour, outcome):
    crossed = tables.two_way(answers, outcome, behaviour)
    line = dict.fromkeys(COLUMNS["associations"], math.nan) | {
        "behaviour": behaviour.id,
        "outcome": outcome.id,
        "family": outcome.family,
        "base": int(crossed.to_numpy().sum()),
        "effect_name": "gamma",
        "test": "linear-by-linear, exact",
        "note": "",
        "margins": crossed,
    }
    if min((crossed.sum(axis=0) > 0).sum(), (crossed.sum(axis=1) > 0).sum()) < 2:
        return line | {"p": 1.0, "p_smallest": 1.0, "note": "one answer only"}
    gamma = effects.gamma(crossed)
    line |= {"effect": gamma.estimate, "low": gamma.low, "high": gamma.high}
    if asymptotic.serves(crossed):
        estimate, low, high = asymptotic.odds_ratio(crossed)
        line |= {"odds_ratio": estimate, "odds_low": low, "odds_high": high, "test": ASYMPTOTIC, "note": gamma.note}
        return line | {"p": asymptotic.linear_by_linear(crossed), "p_smallest": 0.0}
    result = exact.linear_by_linear(crossed)
    odds, smallest = _exactly(exact.odds_ratio, crossed), _exactly(exact.smallest_p, crossed)
    if odds is not None:
        line |= {"odds_ratio": odds.estimate, "odds_low": odds.low, "odds_high": odds.high}
    return line | {
        "test": f"linear-by-linear, {result.method}",
        "p": result.p_value or result.high,  # no draw as extreme: the upper end of what that says
        "p_smallest": math.nan if smallest is None else smallest,
        "note": TOO_LARGE if odds is None or smallest is None else gamma.note,
    }


def _exactly(compute, crossed, **options):
    """What `compute` finds, or None when the table is too large for exact work."""
    try:
        return compute(crossed, **options)
    except ValueError:  # the table itself is one of counts: `exact.linear_by_linear` has taken it
        return None


def _family(members):
    """Adjust one family: who can be tested at all, Holm over these, and what could have been detected."""
    members = members.copy()
    count = testable(members.p_smallest)
    tested = ~(members.p_smallest > ALPHA / count)
    alpha = ALPHA / (tested.sum() or count)
    members["alpha"] = alpha
    members.loc[tested, "p_adjusted"] = multipletests(members.p[tested], method="holm")[1] if tested.any() else []
    members.loc[~tested & members.note.ne("one answer only"), "note"] = "untestable"
    for row in members.index[tested]:
        crossed = members.at[row, "margins"]
        large = members.at[row, "test"] == ASYMPTOTIC
        find = asymptotic.detectable if large else exact.detectable
        slope = _exactly(find, crossed, alpha=alpha, power=POWER)
        if slope is None:
            continue
        members.at[row, "detectable_odds"] = math.exp(slope)
        members.at[row, "detectable"] = (
            math.inf if math.isinf(slope) else effects.gamma_of_slope(crossed.sum(axis=1), crossed.sum(axis=0), slope)
        )
    members["verdict"] = members.apply(verdict, axis=1)
    return members


def testable(p_smallest):
    """How many hypotheses a family keeps: the smallest k such that at most k can reach p ≤ α/k; an unknown one can.

    References
    ----------
    Tarone (1990), *Biometrics* 46:515.

    Examples
    --------
    >>> testable(pd.Series([1e-9, 1e-8, 0.067]))
    2
    """
    return next(k for k in range(1, len(p_smallest) + 1) if (~(p_smallest > ALPHA / k)).sum() <= k)


def verdict(row):
    """Say what one pair shows of « more of the behaviour goes with more of the outcome ».

    - ``supported``: the adjusted p is at most 0.05 and the association is positive;
    - ``not supported``: the interval leaves out every association as strong as the detectable one, and the survey could
      see more than very strong ones (the detectable gamma is at most 0.5). Or the adjusted p is at most 0.05 and the
      association is negative;
    - ``cannot be decided``: otherwise. It is never "no link".

    Examples
    --------
    >>> verdict(pd.Series({"p_adjusted": 1.0, "effect": 0.1, "high": 0.3, "detectable": 0.4}))
    'not supported'
    >>> verdict(pd.Series({"p_adjusted": 1.0, "effect": 0.1, "high": 0.3, "detectable": 0.6}))
    'cannot be decided'
    """
    if row["p_adjusted"] <= ALPHA:
        return "supported" if row["effect"] > 0 else "not supported"
    if row["detectable"] <= STRONG and row["high"] < row["detectable"]:
        return "not supported"
    return "cannot be decided"
