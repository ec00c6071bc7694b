"""A share among everybody who should have answered, whatever the missing would have said."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, fields

import pandas as pd
import scipy

from helpers.analysis import population, tables
from helpers.codebook import Codebook
from helpers.processed import COLUMNS
from helpers.stats.proportions import wilson


@dataclass(frozen=True)
class Share:
    """A share of the people who answered, and what it can have been among all; every interval is
    95 %.

    Attributes
    ----------
    share, low, high : float
        Of the people who answered, with Wilson's interval.
    worst_low, worst_high : float
        The share of all if none, or every one, of the missing belonged to it (Manski's bounds).
    envelope_low, envelope_high : float
        Wilson's lower limit at the one, upper limit at the other.
    imbens_manski_low, imbens_manski_high : float
        Interval for the share itself, not for both bounds at once: Wilson's limits at the two
        bounds, as far out as Imbens and Manski's critical value says (`critical_value`). With
        nobody missing it is Wilson's interval.
    """

    share: float
    low: float
    high: float
    worst_low: float
    worst_high: float
    envelope_low: float
    envelope_high: float
    imbens_manski_low: float
    imbens_manski_high: float


def share(count: int, base: int, missing: int) -> Share:
    """Bound a share by the worst that the missing could have said.

    Parameters
    ----------
    count, base, missing : int
        People who belong to the share, who answered, and who should have.

    Returns
    -------
    Share
        NaN where nobody answered, or nobody was to.

    Raises
    ------
    ValueError
        If these are not such counts.

    References
    ----------
    Manski (1989), *Journal of Human Resources* 24:343; Horowitz & Manski (1998),
    *Journal of Econometrics* 84:37; Imbens & Manski (2004), *Econometrica* 72:1845.

    Examples
    --------
    >>> found = share(20, 73, 4)
    >>> [round(x, 3) for x in (found.share, found.worst_low, found.worst_high)]
    [0.274, 0.26, 0.312]
    >>> round(found.imbens_manski_low, 3), round(found.imbens_manski_high, 3)
    (0.185, 0.406)
    """
    if not 0 <= count <= base or missing < 0:
        raise ValueError(
            f"{count} of {base} people with {missing} missing is no share: "
            "0 ≤ count ≤ base, 0 ≤ missing"
        )
    everybody = base + missing
    if not everybody:
        return Share(*[math.nan] * len(fields(Share)))
    given = (count / base, *wilson(count, base)) if base else [math.nan] * 3
    low, high = population.bounds(count, base, missing)
    alpha = 2 * scipy.stats.norm.sf(critical_value(low, high, everybody))
    ends = [
        [wilson(k, everybody, level)[side] for side, k in enumerate((count, count + missing))]
        for level in (0.05, alpha)
    ]
    between = min(low, ends[1][0]), max(high, ends[1][1])  # rounding may leave them inside
    return Share(*(float(x) for x in (*given, low, high, *ends[0], *between)))


def critical_value(low: float, high: float, people: int) -> float:
    """Standard errors beyond either bound so that a share anywhere between them is covered 95 times
    out of 100: 1.96 where the bounds are one, 1.64 where they are far apart.

    References
    ----------
    Imbens & Manski (2004), *Econometrica* 72:1845.

    Examples
    --------
    >>> round(critical_value(20 / 77, 24 / 77, 77), 3), round(critical_value(0.3, 0.3, 77), 3)
    (1.683, 1.96)
    """
    error = math.sqrt(max(x * (1 - x) for x in (low, high)) / people)
    apart = 0.0
    if high > low:
        apart = (high - low) / error if error else math.inf
    below = scipy.stats.norm.cdf
    return scipy.optimize.brentq(
        lambda errors: below(errors + apart) - below(-errors) - 0.95, 1, 2, xtol=1e-13
    )


def table(answers: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Bound the headline share of each question: the group that the codebook highlights, or else
    the largest level.

    Parameters
    ----------
    answers : DataFrame
        Clean answers.
    book : Codebook

    Returns
    -------
    DataFrame
        One row a question that has levels: question, level, count, base (who answered), missing,
        and the numbers of `Share`; where the codebook says how many were eligible, absent (how many
        of these did not take part) and bound_low, bound_high: what the share can be among all.
    """
    lines, absent = [], population.absent(answers, book)
    for question in book.questions:
        if not question.offers_levels:
            continue
        shares = tables.shares(answers, question)
        chosen = shares[shares.status == ("group" if question.highlight else "level")]
        row = chosen.loc[chosen["count"].idxmax()]
        unknown = (shares.status == "missing") & shares.level.isin(population.UNKNOWN)
        missing = shares[unknown]["count"].sum()
        counts = {"count": int(row["count"]), "base": int(row.base), "missing": int(missing)}
        line = {"question": question.id, "level": row.level} | counts
        line |= asdict(share(*counts.values()))
        if absent is not None:
            among = population.bounds(counts["count"], counts["base"], counts["missing"] + absent)
            line |= {"absent": absent, "bound_low": among[0], "bound_high": among[1]}
        lines.append(line)
    return pd.DataFrame(lines, columns=COLUMNS["nonresponse"])
