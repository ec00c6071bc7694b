"""One table, one sentence: what the tables say, in words that follow declared rules."""

import math
from functools import partial

import pandas as pd

from helpers import asymptotic, published
from helpers.associations import ASYMPTOTIC, STRONG
from helpers.codebook import MISSING

WEAK = 0.05  # a gamma that only a great many people let one see

STEPS = (  # of the lower limit from above, and of the upper limit from below
    (0.9, "graded.nearly_all"),
    (2 / 3, "graded.strong_majority"),
    (1 / 2, "graded.majority"),
)


def quoted(question, levels, words, style="or"):
    """The wording of levels, in quotation marks: « Jamais » ou « Rarement »."""
    labels = [words("quote", text=question.label(level, words.language)) for level in levels]
    return words.list(labels, style)


def levels(question, joined, words):
    """The wording of levels taken together, ``non|non_mesurable``, without quotation marks."""
    return words.list([question.label(level, words.language) for level in joined.split("|")], "or")


def share(count, base, words):
    """Counts first: « 61 personnes sur 77, soit 79 % »."""
    people = words("people", n=count)
    return words("share", people=people, base=words.integer(base), percent=words.percent(count / base))


def graded(low, high, middle, words):
    """The word that an interval allows: a majority only when it clears one half.

    Examples
    --------
    >>> from helpers import words
    >>> graded(0.69, 0.87, 0.79, words.load("en")), graded(0.0, 0.08, 0.03, words.load("en"))
    ('a strong majority', 'almost none')
    """
    for limit, key in STEPS:
        if low > limit:
            return words(key)
    if high < 0.1:
        return words("graded.few")
    if high < 0.5:
        return words("graded.minority")
    return words("graded.half" if round(abs(middle - 0.5), 9) <= 0.05 else "graded.open")


def answer(row, question, words):
    """How many people gave the levels of one row of shares: a clause without its full stop."""
    levels = quoted(question, row.level.split("|"), words)
    text = share(row["count"], row.base, words)
    return words("answer", n=row["count"], share=text, base=words.integer(row.base), levels=levels)


def interval(row, words):
    """« (intervalle à 95 % : de 69 % à 87 %) »."""
    return words("answered.interval", interval=words.interval(row.low, row.high, words.percent))


def finding(shares, question, words):
    """What one question found, in a sentence; then who did not answer.

    Parameters
    ----------
    shares : DataFrame
        The rows of one question, as `tables.shares` makes them.
    question : Question
    words : Words

    Returns
    -------
    str
        Markdown.
    """
    text = _main(shares, question, words)
    return f"{text[:1].upper()}{text[1:]} {missing(shares, words)}"


def _main(shares, question, words):
    rows = shares[shares.status == "level"]
    base = int(rows.base.iloc[0])
    if base == 0:
        return words("answered.nobody")
    if question.kind == "text":
        return words("answered.free", share=share(base, int(shares[shares.status == "missing"].base.iloc[0]), words))
    most = rows[rows["count"] == rows["count"].max()]
    if base == 1:
        return words("answered.only_one", levels=quoted(question, most.level, words, "standard"))
    group = headline(shares)
    if group is not None:
        return words(
            "answered.headline",
            answer=answer(group, question, words),
            interval=interval(group, words),
            graded=graded(group.low, group.high, group.share, words),
        )
    first = most.iloc[0]
    text = words(
        "top.one" if len(most) == 1 else "top.other",
        levels=quoted(question, most.level, words, "standard"),
        share=share(first["count"], base, words),
        interval=interval(first, words),
    )
    if question.kind != "several":
        return text
    return f"{text} {words('top.several' if rows['count'].sum() > base else 'top.singles')}"


def headline(shares):
    """The row of the levels that the codebook highlights together; None if it highlights none."""
    group = shares[shares.status == "group"]
    return group.iloc[0] if len(group) else None


def missing(shares, words):
    """Who gave no answer, kind by kind."""
    counts = shares[shares.status == "missing"].set_index("level")["count"]
    if not counts.sum():
        return words("missing._skipped", n=0)
    return " ".join(words(f"missing.{kind}", n=counts[kind]) for kind in MISSING if counts[kind])


def verdict(value, section, words):
    """A verdict as a table prints it."""
    return words(f"{section}.{value.replace(' ', '_')}")


def claim_published(row, claim, words):
    """What a claim said: a percentage, or its words."""
    if claim is None:
        return words("claim.respondents", near=words.integer(row.published))
    if "percent" in claim:
        return words.percent(row.published)
    return claim["published"][words.language]


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
        lines.setdefault((said, "each" in claim), []).append((row, f"{words.percent(row.recomputed)}{limits}"))
    text = []
    for (said, each), rows in lines.items():
        if each:
            items = [
                words("claim.beside_level", level=_level(row, book, words), recomputed=found) for row, found in rows
            ]
            text.append(words("claim.beside_each", published=said, items="; ".join(items)))
            continue
        for row, found in rows:
            told = verdict(row.verdict, "claim", words)
            text.append(words("claim.beside", published=said, recomputed=found, verdict=told))
    return " ".join(text)


def _level(row, book, words):
    """The wording of the one level that a claim about each of several speaks of."""
    question, level = row.quantity.split(":")
    return book.question(question).label(level, words.language)


def _matching(claims, figures):
    """The published entry behind each row of claims; None for the number of respondents."""
    found = []
    for row in claims.itertuples(index=False):
        entries = [c for c in figures.claims if c["id"] == row.claim and row.quantity in _quantities(c)]
        found.append(entries[0] if entries else None)
    return found


def _quantities(claim):
    """The quantities, as `published.check` names them, that a published entry speaks of."""
    if "question" not in claim:
        return [""]
    return [f"{claim['question']}:{'|'.join(chosen)}" for chosen in published.quantities(claim)]


def claims_tally(claims, book, words):
    """How many published figures and claims agree, disagree, or cannot be decided."""
    counts = claims.verdict.value_counts()
    parts = [
        words(f"claims_tally.{key.replace(' ', '_')}", n=int(counts.get(key, 0)))
        for key in ("agrees", "disagrees", "cannot be decided")
    ]
    text = words("claims_tally.lead", n=len(claims)) + words.list(parts) + "."
    return text + (words("claims_tally.synthetic") if book.synthetic and counts.get("agrees", 0) else "")


def associations_tally(associations, outcome, words):
    """How many of the planned associations with one outcome the answers support, do not support, or leave undecided."""
    rows = associations[associations.outcome == outcome.id]
    counts = rows.verdict.value_counts()
    lead = words("association_tally.lead", n=len(rows), outcome=quoted_short(outcome, words))
    parts = [words("association_tally.supported", n=int(counts.get("supported", 0)))]
    for key in ("not supported", "cannot be decided"):
        if counts.get(key, 0):
            parts.append(words(f"association_tally.{key.replace(' ', '_')}", n=int(counts[key])))
    return f"{lead}{words.list(parts)}."


def quoted_short(question, words):
    """The short name of a question, in quotation marks."""
    return words("quote", text=question.short[words.language])


def power(associations, outcome, words):
    """What so many answers could have shown of the associations with one outcome."""
    rows = associations[associations.outcome == outcome.id]
    seen = rows.detectable[rows.detectable.map(lambda x: not math.isnan(x) and not math.isinf(x))]
    base = int(rows.base.max())
    if rows.note.eq("too large for exact limits").any():
        return words("power.large", n=base)
    if seen.empty:
        return words("power.none", n=base)
    if seen.max() < WEAK:
        return words("power.weak", n=base, limit=words.number(math.ceil(seen.max() * 100) / 100))
    low, high = words.number(seen.min()), words.number(seen.max())
    more = words("power.more", high=high) if high != low else ""
    what = words("power.strong" if seen.min() >= STRONG else "power.plain")
    return words("power.some", n=base, what=what, low=low, more=more)


def findings(shares, claims, associations, book, words):
    """At most five findings, chosen and ordered by a fixed rule that the report states.

    The primary outcomes; the behaviour whose highlighted share is furthest from one half; what became of the published
    claims; the planned associations with the first primary outcome; what could have been seen of them.

    Returns
    -------
    list of str
        Markdown, one a finding.
    """
    found = []
    parts = {question.id: rows for question, rows in _by_question(shares, book)}
    for outcome in book.with_role("outcome", "primary")[:1]:
        found.append(_named(parts[outcome.id], outcome, words))
    groups = [(headline(parts[q.id]), q) for q in book.with_role("behaviour") if headline(parts[q.id]) is not None]
    groups = [(row, question) for row, question in groups if row.base > 1]
    if groups:
        question = max(groups, key=lambda found: abs(found[0].share - 0.5))[1]
        found.append(_named(parts[question.id], question, words))
    if len(claims):
        found.append(claims_tally(claims, book, words))
    for outcome in book.with_role("outcome", "primary")[:1]:
        rows = associations[associations.outcome == outcome.id]
        if len(rows):
            doubt = "claim" in book.texts and not rows.verdict.eq("supported").any()
            said = f" {words('finding.claim', claim=book.texts['claim'][words.language])}" if doubt else ""
            found += [associations_tally(associations, outcome, words) + said, power(associations, outcome, words)]
    return found


def _named(shares, question, words):
    return f"{question.short[words.language]}{words('colon')}{_main(shares, question, words)}"


def _by_question(shares, book):
    return [(question, shares[shares.question == question.id]) for question in book.questions]


def respondents(account, book, words):
    """Who answered: rows in, excluded by reason and kept; answers valid and missing; changes."""
    parts = {part: lines.set_index("item")["count"] for part, lines in account.groupby("part")}
    rows, cells, changes = parts["rows"], parts["cells"], parts.get("changes")
    found = [reason for reason in ("empty", "test", "duplicate", "failed") if rows.get(reason)]
    reasons = words.list([words(f"respondents.{reason}", n=rows[reason]) for reason in found])
    excluded = words("respondents.excluded", reasons=reasons) if found else words("respondents.excluded_none")
    paragraphs = [
        words("respondents.rows", n=rows["in file"]) + f" {excluded} " + words("respondents.kept", n=rows["kept"]),
        words(
            "respondents.cells",
            asked=words("respondents.asked", n=cells["asked"]),
            people=words("people", n=rows["kept"]),
            questions=words("questions", n=len(book.questions)),
            valid=words("respondents.valid", n=cells["valid"]),
            missing=words("respondents.missing", n=cells["asked"] - cells["valid"]),
        )
        + " "
        + words("respondents.changes", n=0 if changes is None else int(changes.sum())),
    ]
    if book.disclosure["eligible"] is None:
        paragraphs.append(words("respondents.unknown"))
    return "\n\n".join(paragraphs)


def events(held, book, words):
    """How many events there are, and of which nothing can be told."""
    states = held.state.value_counts()
    told = held[held.state != "failed"]
    parts = [words("events.held", n=len(told)) + " " + words("events.people", n=told.people.sum())]
    if states.get("failed"):
        parts.append(words("events.failed", n=states["failed"]))
    if states.get("small"):
        parts.append(words("events.small", n=states["small"], smallest=words.integer(book.smallest_cell)))
    return " ".join([*parts, words("events.chance")])


def apart(shares, name, words):
    """How far apart the events are in one share."""
    low, first, middle, third, high = (words.percent(at) for at in shares.share.quantile([0, 0.25, 0.5, 0.75, 1]))
    text = words("events.apart", levels=name, low=low, high=high, middle=middle)
    return f"{text} {words('events.half', first=first, third=third)}" if len(shares) >= 8 else text


def nature(book, words):
    """What the survey is and is not; that the answers are synthetic, if they are."""
    population = (book.disclosure["population"] or {}).get(words.language, "")
    paragraphs = [words("nature.synthetic")] if book.synthetic else []
    paragraphs += [words("nature.named" if population else "nature.unnamed", population=population)]
    paragraphs += [words("nature.interval")]
    return "\n\n".join(paragraphs)


def limits(book, words):
    """What cannot be concluded."""
    return words("limits.items") + (f"\n{words('limits.synthetic')}" if book.synthetic else "")


def method(account, associations, book, words, seed=None):
    """The method in numbered steps, with the counts of this survey."""
    kept = account[(account.part == "rows") & (account.item == "kept")]["count"].iloc[0]
    text = words(
        "method.steps",
        kept=words("respondents.kept", n=kept),
        pairs=words("method.pairs", n=len(associations)),
        test=words(
            f"method.{_law(associations)}",
            people=words.integer(asymptotic.PEOPLE),
            expected=words.integer(asymptotic.EXPECTED),
        ),
    )
    return text if seed is None else f"{text}\n{words('method.reconstruction', seed=seed)}"


def grim(table, figures, words):
    """Which numbers of respondents the published percentages allow."""
    fits = published.admissible(table)
    span = {"lowest": words.integer(table.n.min()), "highest": words.integer(table.n.max())}
    if not fits:
        return words("published.grim_none", **span)
    near = figures.respondents["near"]
    gaps = table[(table.rounding == "half up") & table.count_low.isna()]
    worst = gaps.iloc[(gaps.n - near).abs().argsort(kind="stable").iloc[0]] if len(gaps) else None
    example = (
        ""
        if worst is None
        else words("published.grim_example", percent=words.percent(worst.percent / 100), n=words.integer(worst.n))
    )
    return words(
        "published.grim",
        example=example,
        questions=words("questions", n=table.question.nunique()),
        admissible=words.list([words.integer(n) for n in fits], "or"),
        n=words.integer(min(fits, key=lambda n: abs(n - near))),
        near=words.integer(near),
        **span,
    )


def bounds(figures, words):
    """What the margins bound, and the other readings of the published figures."""
    readings = [words("published.reading", text=reading["text"][words.language]) for reading in figures.readings]
    return "\n\n".join([words("published.bounds"), *readings])


def claim_rows(claims, figures, book, words):
    """The rows of the table of published claims, as it prints them: said, found, verdict and why."""
    column = {
        name: words(f"column.{name}") for name in ("claim", "published", "recomputed", "interval", "verdict", "why")
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
                column["why"]: why(row, claim, words),
            }
        )
    return rows


def why(row, claim, words):
    """Why a claim has its verdict: the rounding, how its words are read, or what no question measures."""
    told = row.verdict.replace(" ", "_")
    if claim is None:
        return words(f"why.respondents_{told}")
    if "question" in claim and not row.base:
        return words("answered.nobody")
    if "percent" in claim:
        return words(f"why.percent_{told}", percent=words.percent(row.recomputed))
    if claim.get("judgement"):
        return words("why.judgement")
    if "association" in claim:
        return words(f"why.association_{told}")
    if "people" in claim:
        return words("why.words", reading=words("why.people", n=claim["people"]))
    low, high = words.percent(claim["low"]), claim.get("high")
    if high is None:
        return words("why.words", reading=words("why.above" if claim.get("above") else "why.at_least", low=low))
    return words("why.words", reading=words("why.between", low=low, high=words.percent(high)))


def association_rows(rows, book, words):
    """The rows of the table of planned pairs, as it prints them."""
    keys = ("behaviour", "base", "effect", "interval", "p_adjusted", "detectable", "verdict")
    column = {key: words(f"column.{key}") for key in keys} | {"p": words(f"column.p_{_law(rows)}")}
    form = partial(words.number, digits=3 if _law(rows) == "asymptotic" else 2)  # of thousands, hundredths say nothing
    return [
        {
            column["behaviour"]: book.question(row.behaviour).short[words.language],
            column["base"]: words.integer(row.base),
            column["effect"]: form(row.effect),
            column["interval"]: "–" if math.isnan(row.low) else words.interval(row.low, row.high, form),
            column["p"]: words.p(row.p),
            column["p_adjusted"]: words.p(row.p_adjusted),
            column["detectable"]: form(row.detectable),
            column["verdict"]: verdict(row.verdict, "association", words),
        }
        for row in rows.itertuples(index=False)
    ]


def _law(associations):
    """Whether all tests are exact, or some rest on the normal law."""
    return "asymptotic" if associations.test.eq(ASYMPTOTIC).any() else "exact"


def count_rows(shares, book, words):
    """Every level and every kind of missing of every question, with count, share and interval."""
    column = {key: words(f"column.{key}") for key in ("question", "level", "count", "share", "interval")}
    rows = []
    for question, part in _by_question(shares, book):
        starred = {level.id for level in question.levels if level.assumed}
        for row in part[(part.status == "level") | ((part.status == "missing") & (part["count"] > 0))].itertuples():
            if row.status == "missing":
                label = words(f"account.{row.level}")
            else:
                label = question.label(row.level, words.language) if question.levels else words("account.valid")
            rows.append(
                {
                    column["question"]: question.short[words.language],
                    column["level"]: label + ("*" if row.level in starred else ""),
                    column["count"]: words.integer(row.count),
                    column["share"]: words.percent(row.share),
                    column["interval"]: "–"
                    if math.isnan(row.low)
                    else words.interval(row.low, row.high, words.percent),
                }
            )
    return pd.DataFrame(rows).set_index([column["question"], column["level"]])


def crosstab_rows(cells, outcome, book, words):
    """Every behaviour crossed with one outcome: levels of the behaviours down, of the outcome across."""
    behaviour, level = words("column.behaviour"), words("column.level")
    table = cells.set_index(["behaviour", "behaviour_level", "outcome_level"])["count"].unstack(sort=False)
    table.columns = [levels(outcome, name, words) for name in table.columns]
    table.index = pd.MultiIndex.from_tuples(
        [
            (question.short[words.language], question.label(id, words.language))
            for question, id in ((book.question(question), id) for question, id in table.index)
        ],
        names=[behaviour, level],
    )
    return table.map(words.integer)


def provenance_item(item, words):
    """The name of a line of provenance: a message if there is one, else the package it is about."""
    key = item.split(".")[0]
    return words(f"provenance.{key}") if key in words.messages["provenance"] else item
