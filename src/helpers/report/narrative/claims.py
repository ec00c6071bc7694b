"""What had been published, beside what the answers give."""

import math

from helpers import published
from helpers.report.narrative.associations import verdict


def tally(claims, book, messages):
    """How many published figures and claims agree, disagree, or cannot be decided."""
    counts = claims.verdict.value_counts()
    parts = [
        messages(f"claims_tally.{key.replace(' ', '_')}", n=int(counts.get(key, 0)))
        for key in ("agrees", "disagrees", "cannot be decided")
    ]
    text = messages("claims_tally.lead", n=len(claims)) + messages.list(parts) + "."
    return text + (
        messages("claims_tally.synthetic") if book.synthetic and counts.get("agrees", 0) else ""
    )


def comparison(claims, publication, book, messages):
    """The published claims about one question beside what these answers give.

    Parameters
    ----------
    claims : DataFrame
        The rows of one question, as `published.check` makes them.
    publication : published.Published
    book : Codebook
    messages : Messages
    """
    if not len(claims):
        return messages("claim.nothing")
    lines = {}
    for row, claim in zip(
        claims.itertuples(index=False), _matching(claims, publication), strict=True
    ):
        said = published_text(row, claim, messages)
        limits = f" ({messages.interval(row.low, row.high, messages.percent)})" if row.base else ""
        lines.setdefault((said, "each" in claim), []).append(
            (row, f"{messages.percent(row.recomputed)}{limits}")
        )
    text = []
    for (said, each), rows in lines.items():
        if each:
            items = [
                messages("claim.beside_level", level=_level(row, book, messages), recomputed=found)
                for row, found in rows
            ]
            text.append(messages("claim.beside_each", published=said, items="; ".join(items)))
            continue
        for row, found in rows:
            told = verdict(row.verdict, "claim", messages)
            text.append(messages("claim.beside", published=said, recomputed=found, verdict=told))
    return " ".join(text)


def rows(claims, publication, book, messages):
    """The rows of the table of published claims, as it prints them: said, found, verdict and why."""
    column = {
        name: messages(f"column.{name}")
        for name in ("claim", "published", "recomputed", "interval", "verdict", "why")
    }
    rows = []
    for row, claim in zip(
        claims.itertuples(index=False), _matching(claims, publication), strict=True
    ):
        text = (claim or publication.respondents)["text"][messages.language]
        if claim and "each" in claim:
            text += f"{messages('colon')}{_level(row, book, messages)}"
        found = messages.integer(row.recomputed) if claim is None else "–"
        if not math.isnan(row.low):
            limits = messages.interval(row.low, row.high, messages.percent)
            found = f"{messages.percent(row.recomputed)} ({messages.integer(row.count)}/{messages.integer(row.base)}), {limits}"
        rows.append(
            {
                column["claim"]: f"{row.claim}. {text}",
                column["published"]: published_text(row, claim, messages),
                column["recomputed"]: found,
                column["verdict"]: verdict(row.verdict, "claim", messages),
                column["why"]: reason(row, claim, publication, messages),
            }
        )
    return rows


def published_text(row, claim, messages):
    """What a claim said: a percentage, or its words."""
    if claim is None:
        return messages("claim.respondents", near=messages.integer(row.published))
    if "percent" in claim:
        return messages.percent(row.published, _digits(claim))
    return claim["published"][messages.language]


def reason(row, claim, publication, messages):
    """Why a claim has its verdict: the rounding, how its words are read, or what no question measures."""
    told = row.verdict.replace(" ", "_")
    if claim is None:
        low, high = (messages.integer(n) for n in (publication.close[0], publication.close[-1]))
        return messages(
            "why.words", reading=messages("why.between", low=low, high=high) if low != high else low
        )
    if "question" in claim and not row.base:
        return messages("answered.nobody")
    if "percent" in claim:
        return messages(
            f"why.percent_{told}", percent=messages.percent(row.recomputed, _digits(claim))
        )
    if claim.get("judgement"):
        return messages("why.judgement")
    if "association" in claim:
        return messages(f"why.association_{told}")
    if "people" in claim:
        return messages("why.words", reading=messages("why.people", n=claim["people"]))
    low, high = messages.percent(claim["low"]), claim.get("high")
    if high is None:
        return messages(
            "why.words",
            reading=messages("why.above" if claim.get("above") else "why.at_least", low=low),
        )
    return messages(
        "why.words", reading=messages("why.between", low=low, high=messages.percent(high))
    )


def _level(row, book, messages):
    """The wording of the one level that a claim about each of several speaks of."""
    question, level = row.quantity.split(":")
    return book.question(question).label(level, messages.language)


def _matching(claims, publication):
    """The published entry behind each row of claims; None for the number of respondents."""
    found = []
    for row in claims.itertuples(index=False):
        entries = [
            c for c in publication.claims if c["id"] == row.claim and row.quantity in _quantities(c)
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
