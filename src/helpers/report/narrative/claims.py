"""What had been published, beside what the answers give."""

import math

from helpers import published
from helpers.report.narrative.associations import verdict


def claims_tally(claims, book, words):
    """How many published figures and claims agree, disagree, or cannot be decided."""
    counts = claims.verdict.value_counts()
    parts = [
        words(f"claims_tally.{key.replace(' ', '_')}", n=int(counts.get(key, 0)))
        for key in ("agrees", "disagrees", "cannot be decided")
    ]
    text = words("claims_tally.lead", n=len(claims)) + words.list(parts) + "."
    return text + (
        words("claims_tally.synthetic") if book.synthetic and counts.get("agrees", 0) else ""
    )


def beside(claims, figures, book, words):
    """The published claims about one question beside what these answers give.

    Parameters
    ----------
    claims : DataFrame
        The rows of one question, as `published.check` makes them.
    figures : published.Published
    book : Codebook
    words : Words
    """
    if not len(claims):
        return words("claim.nothing")
    lines = {}
    for row, claim in zip(claims.itertuples(index=False), _matching(claims, figures), strict=True):
        said = claim_published(row, claim, words)
        limits = f" ({words.interval(row.low, row.high, words.percent)})" if row.base else ""
        lines.setdefault((said, "each" in claim), []).append(
            (row, f"{words.percent(row.recomputed)}{limits}")
        )
    text = []
    for (said, each), rows in lines.items():
        if each:
            items = [
                words("claim.beside_level", level=_level(row, book, words), recomputed=found)
                for row, found in rows
            ]
            text.append(words("claim.beside_each", published=said, items="; ".join(items)))
            continue
        for row, found in rows:
            told = verdict(row.verdict, "claim", words)
            text.append(words("claim.beside", published=said, recomputed=found, verdict=told))
    return " ".join(text)


def claim_rows(claims, figures, book, words):
    """The rows of the table of published claims, as it prints them: said, found, verdict and why."""
    column = {
        name: words(f"column.{name}")
        for name in ("claim", "published", "recomputed", "interval", "verdict", "why")
    }
    rows = []
    for row, claim in zip(claims.itertuples(index=False), _matching(claims, figures), strict=True):
        text = (claim or figures.respondents)["text"][words.language]
        if claim and "each" in claim:
            text += f"{words('colon')}{_level(row, book, words)}"
        found = words.integer(row.recomputed) if claim is None else "–"
        if not math.isnan(row.low):
            limits = words.interval(row.low, row.high, words.percent)
            found = f"{words.percent(row.recomputed)} ({words.integer(row.count)}/{words.integer(row.base)}), {limits}"
        rows.append(
            {
                column["claim"]: f"{row.claim}. {text}",
                column["published"]: claim_published(row, claim, words),
                column["recomputed"]: found,
                column["verdict"]: verdict(row.verdict, "claim", words),
                column["why"]: why(row, claim, figures, words),
            }
        )
    return rows


def claim_published(row, claim, words):
    """What a claim said: a percentage, or its words."""
    if claim is None:
        return words("claim.respondents", near=words.integer(row.published))
    if "percent" in claim:
        return words.percent(row.published, _digits(claim))
    return claim["published"][words.language]


def why(row, claim, figures, words):
    """Why a claim has its verdict: the rounding, how its words are read, or what no question measures."""
    told = row.verdict.replace(" ", "_")
    if claim is None:
        low, high = (words.integer(n) for n in (figures.close[0], figures.close[-1]))
        return words(
            "why.words", reading=words("why.between", low=low, high=high) if low != high else low
        )
    if "question" in claim and not row.base:
        return words("answered.nobody")
    if "percent" in claim:
        return words(f"why.percent_{told}", percent=words.percent(row.recomputed, _digits(claim)))
    if claim.get("judgement"):
        return words("why.judgement")
    if "association" in claim:
        return words(f"why.association_{told}")
    if "people" in claim:
        return words("why.words", reading=words("why.people", n=claim["people"]))
    low, high = words.percent(claim["low"]), claim.get("high")
    if high is None:
        return words(
            "why.words",
            reading=words("why.above" if claim.get("above") else "why.at_least", low=low),
        )
    return words("why.words", reading=words("why.between", low=low, high=words.percent(high)))


def _level(row, book, words):
    """The wording of the one level that a claim about each of several speaks of."""
    question, level = row.quantity.split(":")
    return book.question(question).label(level, words.language)


def _matching(claims, figures):
    """The published entry behind each row of claims; None for the number of respondents."""
    found = []
    for row in claims.itertuples(index=False):
        entries = [
            c for c in figures.claims if c["id"] == row.claim and row.quantity in _quantities(c)
        ]
        found.append(entries[0] if entries else None)
    return found


def _quantities(claim):
    """The quantities, as `published.check` names them, that a published entry speaks of."""
    if "question" not in claim:
        return [""]
    return [f"{claim['question']}:{'|'.join(chosen)}" for chosen in published.quantities(claim)]


def _digits(claim):
    """Decimals of the percentage of a claim."""
    return -published.printed(claim).as_tuple().exponent
