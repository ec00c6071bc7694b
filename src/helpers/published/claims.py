"""Each published figure and claim, held against the answers at hand."""

import math
from fractions import Fraction

import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from helpers.processed import COLUMNS
from helpers.published.source import load, printed, quantities
from helpers.stats import grim


def check(book, shares, associations):
    """Hold each published figure and claim against the answers at hand.

    Each question then has its own base, so that the percentages are judged by their own rows, and
    the number of respondents by the published words alone: it agrees when they are read as it
    (`Published.close`).

    Parameters
    ----------
    book : Codebook
    shares : DataFrame
        As `tables.shares` makes them, all questions together.
    associations : DataFrame
        As `associations.table` makes them.

    Returns
    -------
    DataFrame
        claim, quantity (``question:levels``), published (a share, or the lowest share that words
        are read as), recomputed, low, high (Wilson 95 %), count, base, verdict: ``agrees``,
        ``disagrees`` or ``cannot be decided``. No rows when nothing was published.
    """
    if book.published is None:
        return _claims([])
    published = load(book)
    asked, near = int(shares[shares.status == "missing"].base.max()), published.respondents["near"]
    agrees = "agrees" if asked in published.close else "disagrees"
    lines = [
        (
            published.respondents["claim"],
            "respondents",
            near,
            asked,
            None,
            None,
            asked,
            asked,
            agrees,
        )
    ]
    for claim in published.claims:
        if "question" in claim:
            lines += _check_claim(claim, shares)
        else:
            lines.append((claim["id"], "", *[None] * 6, _overall(claim, associations)))
    return _claims(lines)


def check_question(book, question, shares):
    """The rows of `check` about one question, from its own shares."""
    claims = load(book).claims if book.published else ()
    return _claims(
        [
            line
            for c in claims
            if c.get("question") == question.id
            for line in _check_claim(c, shares)
        ]
    )


def _claims(lines):
    numbers = {
        "published": float,
        "recomputed": float,
        "low": float,
        "high": float,
        "count": "Int64",
        "base": "Int64",
    }
    return pd.DataFrame(lines, columns=COLUMNS["claims"]).astype(numbers)


def _check_claim(claim, shares):
    rows = shares[(shares.question == claim["question"]) & (shares.status == "level")]
    base = int(rows.base.iloc[0])
    value = float(printed(claim)) / 100 if "percent" in claim else claim.get("low")
    for chosen in quantities(claim):
        quantity = f"{claim['question']}:{'|'.join(chosen)}"
        if not base:
            yield claim["id"], quantity, value, None, None, None, 0, 0, "cannot be decided"
            continue
        count = int(rows[rows.level.isin(chosen)]["count"].sum())
        low, high = (float(limit) for limit in proportion_confint(count, base, method="wilson"))
        verdict = "agrees" if count in counts_for(claim, base) else "disagrees"
        yield claim["id"], quantity, value, count / base, low, high, count, base, verdict


def counts_for(claim, base):
    """The counts out of `base` for which a claim, as it is read, holds; an empty range when none does.

    Examples
    --------
    >>> counts_for({"percent": 97}, 80), counts_for({"low": 0.5, "above": True}, 76)
    (range(0, 0), range(39, 77))
    """
    if "percent" in claim:
        return grim.counts_of(printed(claim), base)
    if "people" in claim:
        return range(claim["people"], base + 1)
    low, high = (
        Fraction(str(claim.get(key, default))) * base for key, default in (("low", 0), ("high", 1))
    )
    return range(
        math.floor(low) + 1 if claim.get("above") else math.ceil(low), math.floor(high) + 1
    )


def _overall(claim, associations):
    """A judgement has no measure here; an association claim stands or falls with all its pairs."""
    if claim.get("judgement"):
        return "cannot be decided"
    verdicts = set(associations[associations.family == claim["association"]].verdict)
    return {("supported",): "agrees", ("not supported",): "disagrees"}.get(
        tuple(verdicts), "cannot be decided"
    )
