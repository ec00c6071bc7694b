"""What the published figures tell by themselves, and what stands of the published claims."""

import itertools
import math
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from helpers.codebook import SurveyError, read_toml, suggest
from helpers.processed import COLUMNS
from helpers.typography import typeset

ROUNDINGS = {
    "half up": lambda share: math.floor(share + 0.5),
    "half even": round,
    "truncation": math.floor,
}

MEASURES = ("percent", "low", "people", "judgement", "association")  # what a claim can be held against answers by


@dataclass(frozen=True)
class Published:
    """What was published about a survey; see `load`."""

    seed: int
    source: dict
    respondents: dict
    claims: tuple
    readings: tuple
    reconstruction: dict

    def percents(self, reading=None):
        """The published whole percentages: question, levels, percent; in another reading of them if one is named."""
        other = next((r["percent"] for r in self.readings if r["id"] == reading), {})
        return [
            (c["question"], tuple(c["levels"]), other.get(c["question"], c["percent"]))
            for c in self.claims
            if "percent" in c
        ]


def load(book):
    """Read and check ``published.toml``.

    Parameters
    ----------
    book : Codebook

    Returns
    -------
    Published

    Raises
    ------
    SurveyError
        If there is none, an entry is incomplete, or a claim names a question or a level that the codebook does not
        have.
    """
    path = book.folder / "published.toml"
    raw = read_toml(path)
    claims = raw.get("claims", [])
    for key in ("seed", "source", "respondents"):
        if key not in raw:
            raise SurveyError(f"{path}: no {key!r}")
    _need(raw["respondents"], ("claim", "near", "lowest", "highest"), f"{path}: [respondents]")
    for number, claim in enumerate(claims, start=1):
        where = f"{path}: claim {claim.get('id', f'number {number}')!r}"
        _need(claim, ("id",), where)
        if "question" in claim and "levels" not in claim and "each" not in claim:
            raise SurveyError(f"{where} names a question without the `levels`, or `each` level, that it is about")
        if "question" in claim:
            ids = book.question(claim["question"]).ids
            for level in (*claim.get("levels", ()), *claim.get("each", ())):
                if level not in ids:
                    raise SurveyError(
                        f"{where} names the level {level!r} of {claim['question']!r}, "
                        f"not one of {ids}{suggest(level, ids)}"
                    )
        if not any(key in claim for key in MEASURES):
            raise SurveyError(f"{where} says nothing that can be held against answers; give it one of {MEASURES}")
    for entry in (raw, raw.get("respondents", {}), *claims, *raw.get("readings", ())):
        for key in ("text", "published", "source"):
            if isinstance(entry.get(key), dict):
                entry[key] = {language: typeset(text, language) for language, text in entry[key].items()}
    return Published(
        seed=raw["seed"],
        source=raw["source"],
        respondents=raw["respondents"],
        claims=tuple(claims),
        readings=tuple(raw.get("readings", ())),
        reconstruction=raw.get("reconstruction", {}),
    )


def _need(entry, keys, where):
    for key in keys:
        if key not in entry:
            raise SurveyError(f"{where} has no {key!r}")


def counts_of(percent, n, rounding="half up"):
    """The whole counts out of `n` that round to a whole percentage; an empty range when none does.

    References
    ----------
    Brown & Heathers (2017), The GRIM test, *Social Psychological and Personality Science* 8:363.

    Examples
    --------
    >>> counts_of(97, 80), counts_of(97, 77)
    (range(0, 0), range(75, 76))
    """
    found = [k for k in range(n + 1) if ROUNDINGS[rounding](100 * k / n) == percent]
    return range(found[0], found[-1] + 1) if found else range(0)


def grim(published):
    """For each number of respondents and way of rounding, the counts that each published percentage allows.

    Parameters
    ----------
    published : Published

    Returns
    -------
    DataFrame
        rounding, n, question, percent, count_low, count_high (both missing where no count fits).
    """
    lines = []
    span = range(published.respondents["lowest"], published.respondents["highest"] + 1)
    for rounding, n, (question, _, percent) in itertools.product(ROUNDINGS, span, published.percents()):
        fits = counts_of(percent, n, rounding)
        ends = (fits[0], fits[-1]) if fits else (pd.NA, pd.NA)
        lines.append((rounding, n, question, percent, *ends))
    return pd.DataFrame(lines, columns=COLUMNS["grim"]).astype({"count_low": "Int64", "count_high": "Int64"})


def admissible(table, rounding="half up"):
    """The numbers of respondents at which every published percentage is possible at once.

    Examples
    --------
    >>> from helpers import codebook
    >>> admissible(grim(load(codebook.load("data/raw/linkedin-2015"))))
    [70, 73, 76, 77]
    """
    fits = table[table.rounding == rounding].groupby("n").count_low.apply(lambda counts: bool(counts.notna().all()))
    return [int(n) for n in fits.index[fits]]


def respondents(published):
    """The admissible number of respondents nearest to the published one; that one if no percentage was published."""
    fits = admissible(grim(published)) if published.percents() else [published.respondents["near"]]
    if not fits:
        raise SurveyError("no number of respondents in the published range fits every published percentage")
    return min(fits, key=lambda n: abs(n - published.respondents["near"]))


def bounds(published, book):
    """What the margins alone allow for each behaviour and primary outcome published as whole percentages.

    Parameters
    ----------
    published : Published
    book : Codebook

    Returns
    -------
    DataFrame
        reading, behaviour, outcome, n, active, positive: the margins; both_low, both_high: how few and how many people
        can be active and positive at once; phi_low, phi_high: the correlation of the 2 × 2 table at these ends, missing
        when a margin is empty; p_smallest: the smallest two-sided Fisher p that any table with these margins attains.
        The odds ratio and gamma have no bounds: margins allow every value.

    References
    ----------
    Fréchet (1951), *Annales de l'Université de Lyon* A 14:53; Hoeffding (1940).
    """
    lines = []
    n = respondents(published)
    for reading in (None, *(r["id"] for r in published.readings)):
        counts = {q: (levels, counts_of(percent, n)) for q, levels, percent in published.percents(reading)}
        outcomes = [q.id for q in book.with_role("outcome", "primary") if q.id in counts]
        for behaviour, outcome in itertools.product([q.id for q in book.with_role("behaviour")], outcomes):
            if behaviour not in counts or not counts[behaviour][1] or not counts[outcome][1]:
                continue
            levels, part = counts[behaviour][0], counts[behaviour][1][0]
            active = n - part if book.question(behaviour).scale[0] in levels else part
            positive = counts[outcome][1][0]
            both = max(0, active + positive - n), min(active, positive)
            tables = [[[k, active - k], [positive - k, n - active - positive + k]] for k in both]
            spread = math.sqrt(active * (n - active) * positive * (n - positive))
            phi = [(n * k - active * positive) / spread if spread else math.nan for k in both]
            smallest = min(float(stats.fisher_exact(t).pvalue) for t in tables)
            lines.append((reading or "main", behaviour, outcome, n, active, positive, *both, *phi, smallest))
    return pd.DataFrame(lines, columns=COLUMNS["bounds"])


def check(book, shares, associations):
    """Hold each published figure and claim against the data at hand.

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
        claim, quantity (``question:levels``), published (a share, or the lowest share that words are read as),
        recomputed, low, high (Wilson 95 %), count, base, verdict: ``agrees``, ``disagrees`` or ``cannot be decided``.
        No rows when nothing was published.
    """
    if book.published is None:
        return _claims([])
    published = load(book)
    asked, near = int(shares[shares.status == "missing"].base.max()), published.respondents["near"]
    possible = not published.percents() or asked in admissible(grim(published))
    agrees = "agrees" if possible and abs(asked - near) <= 5 else "disagrees"
    lines = [(published.respondents["claim"], "respondents", near, asked, None, None, asked, asked, agrees)]
    for claim in published.claims:
        if "question" in claim:
            lines += _check_claim(claim, shares)
        else:
            lines.append((claim["id"], "", *[None] * 6, _overall(claim, associations)))
    return _claims(lines)


def check_question(book, question, shares):
    """The rows of `check` about one question, from its own shares."""
    claims = load(book).claims if book.published else ()
    return _claims([line for c in claims if c.get("question") == question.id for line in _check_claim(c, shares)])


def _claims(lines):
    numbers = {"published": float, "recomputed": float, "low": float, "high": float, "count": "Int64", "base": "Int64"}
    return pd.DataFrame(lines, columns=COLUMNS["claims"]).astype(numbers)


def _check_claim(claim, shares):
    rows = shares[(shares.question == claim["question"]) & (shares.status == "level")]
    base = int(rows.base.iloc[0])
    value = claim["percent"] / 100 if "percent" in claim else claim.get("low")
    for chosen in quantities(claim):
        quantity = f"{claim['question']}:{'|'.join(chosen)}"
        if not base:
            yield claim["id"], quantity, value, None, None, None, 0, 0, "cannot be decided"
            continue
        count = int(rows[rows.level.isin(chosen)]["count"].sum())
        low, high = (float(limit) for limit in proportion_confint(count, base, method="wilson"))
        verdict = "agrees" if count in counts_for(claim, base) else "disagrees"
        yield claim["id"], quantity, value, count / base, low, high, count, base, verdict


def quantities(claim):
    """The sets of levels that a claim speaks of: one, or one a level for ``each``."""
    return [(level,) for level in claim["each"]] if "each" in claim else [tuple(claim["levels"])]


def counts_for(claim, base):
    """The counts out of `base` for which a claim, as it is read, holds; an empty range when none does.

    Examples
    --------
    >>> counts_for({"percent": 97}, 80), counts_for({"low": 0.5, "above": True}, 76)
    (range(0, 0), range(39, 77))
    """
    if "percent" in claim:
        return counts_of(claim["percent"], base)
    if "people" in claim:
        return range(claim["people"], base + 1)
    low, high = (Fraction(str(claim.get(key, default))) * base for key, default in (("low", 0), ("high", 1)))
    return range(math.floor(low) + 1 if claim.get("above") else math.ceil(low), math.floor(high) + 1)


def _overall(claim, associations):
    """A judgement has no measure here; an association claim stands or falls with all its pairs."""
    if claim.get("judgement"):
        return "cannot be decided"
    verdicts = set(associations[associations.family == claim["association"]].verdict)
    return {("supported",): "agrees", ("not supported",): "disagrees"}.get(tuple(verdicts), "cannot be decided")
