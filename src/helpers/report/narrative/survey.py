"""The survey as a whole: its findings, who answered, what it is, its method and its limits."""

from helpers.report.narrative.answers import headline, sentence
from helpers.report.narrative.associations import kind_of_test, power
from helpers.report.narrative.associations import tally as associations_tally
from helpers.report.narrative.claims import tally as claims_tally
from helpers.stats import asymptotic, exact, permutation


def findings(shares, claims, associations, book, messages):
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
        found.append(_named(parts[outcome.id], outcome, messages))
    groups = [
        (headline(parts[q.id]), q)
        for q in book.with_role("behaviour")
        if headline(parts[q.id]) is not None
    ]
    groups = [(row, question) for row, question in groups if row.base > 1]
    if groups:
        question = max(groups, key=lambda found: abs(found[0].share - 0.5))[1]
        found.append(_named(parts[question.id], question, messages))
    if len(claims):
        found.append(claims_tally(claims, book, messages))
    for outcome in book.with_role("outcome", "primary")[:1]:
        rows = associations[associations.outcome == outcome.id]
        if len(rows):
            doubt = "claim" in book.texts and not rows.verdict.eq("supported").any()
            said = (
                f" {messages('finding.claim', claim=book.texts['claim'][messages.language])}"
                if doubt
                else ""
            )
            found += [
                associations_tally(associations, outcome, messages) + said,
                power(associations, outcome, messages),
            ]
    return found


def _named(shares, question, messages):
    return f"{question.short[messages.language]}{messages('colon')}{sentence(shares, question, messages)}"


def respondents(account, book, messages):
    """Who answered: rows in, excluded by reason and kept; answers valid and missing; changes."""
    parts = {part: lines.set_index("item")["count"] for part, lines in account.groupby("part")}
    rows, cells, changes = parts["rows"], parts["cells"], parts.get("changes")
    found = [reason for reason in ("empty", "test", "duplicate", "failed") if rows.get(reason)]
    reasons = messages.list([messages(f"respondents.{reason}", n=rows[reason]) for reason in found])
    excluded = (
        messages("respondents.excluded", reasons=reasons)
        if found
        else messages("respondents.excluded_none")
    )
    paragraphs = [
        messages("respondents.rows", n=rows["in file"])
        + f" {excluded} "
        + messages("respondents.kept", n=rows["kept"]),
        messages(
            "respondents.cells",
            asked=messages("respondents.asked", n=cells["asked"]),
            people=messages("people", n=rows["kept"]),
            questions=messages("questions", n=len(book.questions)),
            valid=messages("respondents.valid", n=cells["valid"]),
            missing=messages("respondents.missing", n=cells["asked"] - cells["valid"]),
        )
        + " "
        + messages("respondents.changes", n=0 if changes is None else int(changes.sum())),
    ]
    if book.disclosure["eligible"] is None:
        paragraphs.append(messages("respondents.unknown"))
    return "\n\n".join(paragraphs)


def nature(book, messages):
    """What the survey is and is not; that the answers are synthetic, if they are."""
    population = (book.disclosure["population"] or {}).get(messages.language, "")
    paragraphs = [messages("nature.synthetic")] if book.synthetic else []
    paragraphs += [
        messages("nature.named" if population else "nature.unnamed", population=population)
    ]
    paragraphs += [messages("nature.interval")]
    return "\n\n".join(paragraphs)


def limits(book, messages):
    """What cannot be concluded."""
    return messages("limits.items") + (
        f"\n{messages('limits.synthetic')}" if book.synthetic else ""
    )


def method(account, associations, book, messages, seed=None):
    """The method in numbered steps, with the counts of this survey."""
    kept = account[(account.part == "rows") & (account.item == "kept")]["count"].iloc[0]
    text = messages(
        "method.steps",
        kept=messages("respondents.kept", n=kept),
        pairs=messages("method.pairs", n=len(associations)),
        draws=messages.integer(permutation.DRAWS),
        seed=exact.SEED,
        test=messages(
            f"method.{kind_of_test(associations)}",
            people=messages.integer(asymptotic.PEOPLE),
            expected=messages.integer(asymptotic.EXPECTED),
        ),
    )
    return text if seed is None else f"{text}\n{messages('method.reconstruction', seed=seed)}"


def provenance_item(item, messages):
    """The name of a line of provenance: a message if there is one, else the package it is about."""
    key = item.split(".")[0]
    return messages(f"provenance.{key}") if f"provenance.{key}" in messages else item
