"""Which behaviours go with which outcomes, how strongly, and what so many answers could have shown."""

import functools
import math

import numpy as np
import pandas as pd

from helpers.analysis import tables
from helpers.answers import counting
from helpers.processed import COLUMNS
from helpers.stats import asymptotic, effects, exact, permutation, uniform_association

ALPHA = 0.05  # over a whole family of tests
POWER = 0.8  # of the smallest association that is called detectable
ASYMPTOTIC = "linear-by-linear, asymptotic"
TOO_LARGE = "too large for exact limits"
TOO_MANY = "too many people for max-T"
ALIKE = "one answer only"
STRONG = (
    0.5  # a gamma; a survey that could see only stronger ones cannot speak against an association
)


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
    return [
        (behaviour, outcome)
        for outcome in book.with_role("outcome")
        for behaviour in book.with_role("behaviour")
    ]


def crosstabs(answers, book):
    """Every planned pair crossed, one row a cell.

    Returns
    -------
    DataFrame
        behaviour, outcome, behaviour_level, outcome_level, count, base (people with both answers on
        their scale).
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

    The test is the exact conditional linear-by-linear test, levels equally spaced; of so many
    people that a formula serves (`asymptotic.serves`), the asymptotic one, and with it odds ratio
    and detectable association. A pair whose margins allow no p as small as its family asks for is
    not tested: it leaves the family and its verdict is ``cannot be decided``.

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
        - odds_ratio, odds_low, odds_high: exact conditional, per level of the behaviour; limits may
          be infinite;
        - test (exact, asymptotic, or Monte Carlo for tables too large), p, p_adjusted (Holm within
          the family), p_max_t (Westfall and Young within the family: less conservative, beside Holm
          and never the one that decides; NaN for too many people), p_smallest (the smallest that
          these margins allow);
        - alpha: the level that the first step of Holm asks for; detectable, detectable_odds: the
          smallest gamma, and odds ratio per level, seen at that level with power 0.8 given these
          margins; infinite if there is none;
        - verdict: see `verdict`; note: why a number is missing. What is too large for exact work is
          NaN.

    References
    ---------- Agresti, Mehta & Patel (1990), *JASA* 85:453; Goodman & Kruskal (1963), *JASA*
    58:310; Tarone (1990), *Biometrics* 46:515; Holm (1979), *Scandinavian Journal of Statistics*
    6:65; Westfall & Young (1993), *Resampling-Based Multiple Testing*, Wiley.
    """
    lines = judge([_line(answers, behaviour, outcome) for behaviour, outcome in plan(book)])
    return pd.DataFrame(_max_t(lines, answers, book), columns=COLUMNS["associations"])


def _line(answers, behaviour, outcome):
    """One pair before its family is judged."""
    crossed = tables.two_way(answers, outcome, behaviour)
    line = {"behaviour": behaviour.id, "outcome": outcome.id, "family": outcome.family} | examine(
        crossed
    )
    if line["note"] == ALIKE:
        return line
    if line["test"] == ASYMPTOTIC:
        limits = asymptotic.odds_ratio(crossed)
    elif odds := _exactly(exact.odds_ratio, crossed):
        limits = odds.estimate, odds.low, odds.high
    else:
        return line | {"note": TOO_LARGE}
    return line | dict(zip(("odds_ratio", "odds_low", "odds_high"), limits, strict=True))


def examine(crossed, *, scores=None, mid_p=False):
    """Test one crossed pair by itself, as far as that goes without its family.

    Parameters
    ----------
    crossed : DataFrame
        Counts: outcome in rows, behaviour in columns, both from low to high.
    scores : callable, optional
        From the counts of the levels of a variable to their scores, such as `exact.midranks`;
        levels are equally spaced by default.
    mid_p : bool
        Whether tables exactly as extreme count half, in the test and in what it could have
        detected.

    Returns
    -------
    dict
        base, effect_name, effect, low, high, test, p, p_smallest, note as in `table`; and `detect`,
        from a level of the test to what would be detectable at it.

    Examples
    --------
    >>> line = examine(pd.DataFrame([[5, 14, 23, 15], [4, 6, 7, 3]]))
    >>> line["base"], round(line["effect"], 3), round(line["p"], 3), round(line["detect"](0.05)["detectable"], 3)
    (77, -0.304, 0.133, 0.55)
    """
    line = {
        "base": int(crossed.to_numpy().sum()),
        "effect_name": "gamma",
        "test": "linear-by-linear, exact",
        "p_smallest": 1.0,
    } | dict.fromkeys(("effect", "low", "high"), math.nan)
    rows, columns = crossed.sum(axis=1), crossed.sum(axis=0)
    if min((rows > 0).sum(), (columns > 0).sum()) < 2:
        return line | {"p": 1.0, "note": ALIKE}
    spaced = {"row_scores": scores(rows), "column_scores": scores(columns)} if scores else {}
    gamma, counts = effects.gamma(crossed), tuple(map(tuple, crossed.to_numpy().tolist()))
    line |= {
        "effect": gamma.estimate,
        "low": gamma.low,
        "high": gamma.high,
        "note": gamma.note,
        "detect": functools.partial(_detectable, counts, scores, mid_p),
    }
    if asymptotic.serves(crossed):
        return line | {
            "test": ASYMPTOTIC,
            "p": asymptotic.linear_by_linear(crossed, **spaced),
            "p_smallest": 0.0,
        }
    result = exact.linear_by_linear(crossed, **spaced)
    # Nothing is more extreme than the most extreme table: its mid-p is half its p.
    smallest = math.nan if result.p_smallest is None else result.p_smallest / (2 if mid_p else 1)
    return line | {
        "test": f"linear-by-linear, {result.method}",
        "p": result.p_to_report(mid_p=mid_p),
        "p_smallest": smallest,
        "note": TOO_LARGE if math.isnan(smallest) else gamma.note,
    }


@functools.lru_cache(
    maxsize=4096
)  # a family is judged again for each person left out of one of its pairs
def _detectable(counts, scores, mid_p, alpha):
    """The smallest association seen at level `alpha` given the margins, as odds ratio and as gamma, where it is known."""
    rows, columns = (np.sum(counts, axis=axis) for axis in (1, 0))
    spaced = {"row_scores": scores(rows), "column_scores": scores(columns)} if scores else {}
    if asymptotic.serves(counts):
        slope = asymptotic.detectable(counts, alpha=alpha, power=POWER, **spaced)
    else:
        slope = _exactly(exact.detectable, counts, alpha=alpha, power=POWER, mid_p=mid_p, **spaced)
    if slope is None:
        return {}
    gamma = (
        math.inf
        if math.isinf(slope)
        else uniform_association.gamma_of_slope(rows, columns, slope, **spaced)
    )
    return {"detectable": gamma, "detectable_odds": math.exp(slope)}


def _exactly(compute, counts, **options):
    """What `compute` finds, or None when the table is too large for exact work."""
    try:
        return compute(counts, **options)
    except ValueError:  # the table itself is one of counts: `exact.linear_by_linear` has taken it
        return None


def judge(lines):
    """Give each pair its verdict, family by family: who can be tested at all, Holm over these, what could be detected.

    Parameters
    ----------
    lines : list of dict
        As `examine` makes them, each with its family.

    Returns
    -------
    list of dict
        The lines, in their order, with alpha, p_adjusted, detectable, detectable_odds and verdict
        as in `table`.

    Examples
    --------
    Two pairs, and a third in which so few are active that it can show nothing:

    >>> crossed = [[[52, 4], [13, 7]], [[40, 16], [8, 12]], [[56, 0], [18, 2]]]
    >>> judged = judge([{"family": "primary"} | examine(pd.DataFrame(counts)) for counts in crossed])
    >>> [(round(line["p"], 4), round(line["p_adjusted"], 4), line["verdict"]) for line in judged]
    [(0.0056, 0.0113, 'supported'), (0.0164, 0.0164, 'supported'), (0.0667, nan, 'cannot be decided')]
    """
    missing = dict.fromkeys(("p_adjusted", "detectable", "detectable_odds"), math.nan)
    judged = [line | missing for line in lines]
    for family in dict.fromkeys(line["family"] for line in judged):
        members = [line for line in judged if line["family"] == family]
        count = testable(np.array([line["p_smallest"] for line in members]))
        tested = [line for line in members if not line["p_smallest"] > ALPHA / count]
        alpha = ALPHA / (len(tested) or count)
        for line, p in zip(tested, _holm([line["p"] for line in tested]), strict=True):
            line.update(line["detect"](alpha), p_adjusted=p)
        for line in members:
            if line["p_smallest"] > ALPHA / count and line["note"] != ALIKE:
                line["note"] = "untestable"
            line.update(alpha=alpha, verdict=verdict(line))
    return judged


def _holm(p):
    """Holm's step-down adjustment; statsmodels' own collects garbage at each call, and a family is judged often."""
    order = np.argsort(p, kind="stable")
    steps = np.maximum.accumulate(np.asarray(p)[order] * np.arange(len(p), 0, -1))
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(steps, 1)
    return adjusted.tolist()


def _max_t(lines, answers, book):
    """Add to each judged pair its p by exchanging the outcomes of whole respondents; only those tested have one."""
    lines, people = [line | {"p_max_t": math.nan} for line in lines], counting.people_per_row(answers)
    if not permutation.affordable(int(people.sum()), draws=permutation.DRAWS):
        return [line | {"note": line["note"] or TOO_MANY} for line in lines]
    for family in dict.fromkeys(line["family"] for line in lines):
        tested = [
            line
            for line in lines
            if line["family"] == family and not math.isnan(line["p_adjusted"])
        ]
        if not tested:
            continue
        outcomes, behaviours = (
            np.column_stack(
                [
                    tables.positions(answers, book.question(line[side])).repeat(people)
                    for line in tested
                ]
            )
            for side in ("outcome", "behaviour")
        )
        found = permutation.max_t(outcomes, behaviours, draws=permutation.DRAWS)
        for line, p in zip(tested, permutation.p_to_report(found), strict=True):
            line["p_max_t"] = p
    return lines


def testable(p_smallest):
    """How many hypotheses a family keeps: the smallest k such that at most k can reach p ≤ α/k; an unknown one can.

    References
    ----------
    Tarone (1990), *Biometrics* 46:515.

    Examples
    --------
    >>> testable(np.array([1e-9, 1e-8, 0.067]))
    2
    """
    return next(k for k in range(1, len(p_smallest) + 1) if (~(p_smallest > ALPHA / k)).sum() <= k)


def verdict(row):
    """Say what one pair shows of « more of the behaviour goes with more of the outcome ».

    - ``supported``: the adjusted p is at most 0.05 and the association is positive;
    - ``not supported``: the interval leaves out every association as strong as the detectable one,
      and the survey could see more than very strong ones (the detectable gamma is at most 0.5). Or
      the adjusted p is at most 0.05 and the association is negative;
    - ``cannot be decided``: otherwise. It is never "no link".

    Examples
    --------
    >>> verdict({"p_adjusted": 1.0, "effect": 0.1, "high": 0.3, "detectable": 0.4})
    'not supported'
    >>> verdict({"p_adjusted": 1.0, "effect": 0.1, "high": 0.3, "detectable": 0.6})
    'cannot be decided'
    """
    if row["p_adjusted"] <= ALPHA:
        return "supported" if row["effect"] > 0 else "not supported"
    if row["detectable"] <= STRONG and row["high"] < row["detectable"]:
        return "not supported"
    return "cannot be decided"
