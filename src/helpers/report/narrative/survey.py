"""The survey as a whole: its findings, who answered, what it is, its method and its limits."""

from helpers.report.narrative.answers import headline, sentence
from helpers.report.narrative.associations import associations_tally, law, power
from helpers.report.narrative.claims import claims_tally
from helpers.stats import asymptotic, exact, permutation


def findings(shares, claims, associations, book, words):
    """At most five findings, chosen and ordered by a fixed rule that the report states.

    The primary outcomes; the behaviour whose highlighted share is furthest from one half; what
    became of the published claims; the planned associations with the first primary outcome; what
    could have been seen of them.

    Returns
    -------
    list of str
        Markdown, one a finding.
    """
    found = []
    parts = dict(list(shares.groupby("question")))
    for outcome in book.with_role("outcome", "primary")[:1]:
        found.append(_named(parts[outcome.id], outcome, words))
    groups = [
        (headline(parts[q.id]), q)
        for q in book.with_role("behaviour")
        if headline(parts[q.id]) is not None
    ]
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
            said = (
                f" {words('finding.claim', claim=book.texts['claim'][words.language])}"
                if doubt
                else ""
            )
            found += [
                associations_tally(associations, outcome, words) + said,
                power(associations, outcome, words),
            ]
    return found


def _named(shares, question, words):
    return f"{question.short[words.language]}{words('colon')}{sentence(shares, question, words)}"


def respondents(account, book, words):
    """Who answered: rows in, excluded by reason and kept; answers valid and missing; changes."""
    parts = {part: lines.set_index("item")["count"] for part, lines in account.groupby("part")}
    rows, cells, changes = parts["rows"], parts["cells"], parts.get("changes")
    found = [reason for reason in ("empty", "test", "duplicate", "failed") if rows.get(reason)]
    reasons = words.list([words(f"respondents.{reason}", n=rows[reason]) for reason in found])
    excluded = (
        words("respondents.excluded", reasons=reasons)
        if found
        else words("respondents.excluded_none")
    )
    paragraphs = [
        words("respondents.rows", n=rows["in file"])
        + f" {excluded} "
        + words("respondents.kept", n=rows["kept"]),
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
        draws=words.integer(permutation.DRAWS),
        seed=exact.SEED,
        test=words(
            f"method.{law(associations)}",
            people=words.integer(asymptotic.PEOPLE),
            expected=words.integer(asymptotic.EXPECTED),
        ),
    )
    return text if seed is None else f"{text}\n{words('method.reconstruction', seed=seed)}"


def provenance_item(item, words):
    """The name of a line of provenance: a message if there is one, else the package it is about."""
    key = item.split(".")[0]
    return words(f"provenance.{key}") if f"provenance.{key}" in words else item


def events(held, book, words):
    """How many events there are, and of which nothing can be told."""
    states = held.state.value_counts()
    told = held[held.state != "failed"]
    parts = [words("events.held", n=len(told)) + " " + words("events.people", n=told.people.sum())]
    if states.get("failed"):
        parts.append(words("events.failed", n=states["failed"]))
    if states.get("small"):
        parts.append(
            words("events.small", n=states["small"], smallest=words.integer(book.smallest_cell))
        )
    return " ".join([*parts, words("events.chance")])


def apart(shares, name, words):
    """How far apart the events are in one share."""
    low, first, middle, third, high = (
        words.percent(at) for at in shares.share.quantile([0, 0.25, 0.5, 0.75, 1])
    )
    text = words("events.apart", levels=name, low=low, high=high, middle=middle)
    return f"{text} {words('events.half', first=first, third=third)}" if len(shares) >= 8 else text
