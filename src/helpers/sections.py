"""Sections of the report, each shown whole: its heading, its sentences, its figure, its table."""

import pandas as pd

from helpers import figures, narrative, published, show, tables


def cover(provenance, book, words):
    """The document itself: title, event, date, and where the answers come from."""
    texts = {key: text[words.language] for key, text in book.texts.items()}
    event = "".join(provenance.value[provenance["item"] == "event"])  # of a report on one of many
    show.document(
        language=words.language,
        title=texts["title"],
        subtitle=words("events.subtitle", event=event) if event else words("document.subtitle"),
        short_title=texts["short_title"],
        organisation=f"{texts['event']} · {texts['organiser']}",
        authors=book.authors,
        date=book.date,
        date_text=words.date(book.date),
        version=words("document.version", version=book.version),
        description=words("document.description", event=event or texts["event"], organiser=texts["organiser"]),
        keywords=words("document.keywords").split("; "),
        notice=words("document.notice") if book.synthetic else "",
        watermark=words("document.watermark") if book.synthetic else "",
    )
    show.contents()


def summary(shares, claims, associations, book, words):
    """At most five findings, and the rule that chose them."""
    found = narrative.findings(shares, claims, associations, book, words)
    lines = [f"- {text[:1].upper()}{text[1:]}" for text in found]
    show.text("\n".join([f"# {words('heading.summary')}\n", *lines, f"\n*{words('finding.rule')}*"]))


def nature(book, words):
    """What the survey is, and is not."""
    show.text(f"# {words('heading.nature')}\n\n{narrative.nature(book, words)}")


def respondents(account, book, words):
    """Who answered, and what cleaning did."""
    show.text(f"# {words('heading.respondents')}\n\n{narrative.respondents(account, book, words)}")
    show.figure(
        figures.flow(account, words),
        id="fig-flow",
        caption=_noted(words("caption.flow"), book, words),
        alt=figures.flow_alt(account, words),
    )


def questions(shares, claims, book, words):
    """The behaviours at a glance, then each question: as asked, what was found, what was published, its figure."""
    show.text(f"# {words('heading.questions')}")
    if len(book.with_role("behaviour")) > 1:
        show.text(f"## {words('heading.overview')}")
        overview(shares, book, words)
    for number, asked in enumerate(book.questions, start=1):
        show.text(f"## {words('heading.question', number=number, text=asked.text[words.language])}")
        question(shares[shares.question == asked.id], claims, asked, book, words)


def overview(shares, book, words):
    """All behaviours in one figure."""
    show.figure(
        figures.overview(shares, book, words),
        id="fig-overview",
        caption=_noted(words("caption.overview"), book, words),
        alt=figures.overview_alt(shares, book, words),
    )


def question(shares, claims, asked, book, words):
    """What one question found, what had been published about it, and its figure."""
    text = narrative.finding(shares, asked, words)
    own = claims[claims.quantity.str.startswith(f"{asked.id}:")]
    if len(own):
        text += f" {narrative.beside(own, published.load(book), book, words)}"
    show.text(text)
    if asked.kind == "text" or not shares.base.iloc[0]:
        return
    base = words.integer(shares.base.iloc[0])
    show.figure(
        figures.shares(shares, asked, words),
        id=f"fig-{asked.id.replace('_', '-')}",
        caption=_noted(words("caption.shares", short=asked.short[words.language], base=base), book, words),
        alt=figures.shares_alt(shares, asked, words),
    )


def events(held, shares, book, words):
    """The events that the survey was held at: how many, how far apart, and those at either end."""
    if held.empty:
        return
    show.text(f"# {words('events.heading')}\n\n{narrative.events(held, book, words)}")
    for asked in book.questions:
        rows = shares[shares.question == asked.id]
        if len(rows) < 2:
            continue
        name = narrative.quoted(asked, rows.level.iloc[0].split("|"), words)
        show.text(f"## {asked.short[words.language]}\n\n{narrative.apart(rows, name, words)}")
        show.figure(
            figures.events(rows, words),
            id=f"fig-events-{asked.id.replace('_', '-')}",
            caption=_noted(words("events.caption", levels=name), book, words),
            alt=figures.events_alt(rows, words),
        )


def published_claims(claims, book, words):
    """Every published figure and claim, beside what the answers give."""
    if claims.empty:
        return
    figures_of = published.load(book)
    show.text(f"# {words('heading.claims')}\n\n{narrative.claims_tally(claims, book, words)}")
    column = words("column.claim")
    frame = pd.DataFrame(narrative.claim_rows(claims, figures_of, book, words)).set_index(column)
    show.table(frame, id="tbl-claims", caption=_noted(words("caption.claims"), book, words))


def margins(grim, book, words):
    """How many people the published percentages say there were."""
    if grim.empty:
        return
    show.text(f"# {words('heading.published')}\n\n{narrative.grim(grim, published.load(book), words)}")
    show.table(_roundings(grim, words), id="tbl-grim", caption=words("caption.grim"))


def bounds(table, book, words):
    """What the published margins bound."""
    if table.empty:
        return
    show.text(f"## {words('heading.bounds')}\n\n{narrative.bounds(published.load(book), words)}")
    show.figure(
        figures.bounds(table, book, words),
        id="fig-bounds",
        caption=words("caption.bounds"),
        alt=figures.bounds_alt(table, book, words),
    )


def associations(table, margins, book, words):
    """The association claim: what the published margins bound, what the answers show, what they could have shown.

    Of a survey without such a claim, the planned pairs alone.
    """
    if table.empty:
        return
    claims = published.load(book).claims if book.published else ()
    claim = next((claim for claim in claims if "association" in claim), None)
    named = claim and words("heading.claim", id=claim["id"], text=_lowered(claim["text"][words.language]))
    notes = [words("association.untested")] if claim else []
    notes += [words("association.synthetic")] if book.synthetic else []
    show.text("\n\n".join([f"# {named or words('heading.pairs')}", " ".join(notes)]))
    bounds(margins, book, words)
    for outcome in book.with_role("outcome"):
        rows = table[table.outcome == outcome.id]
        name = narrative.quoted_short(outcome, words)
        show.text(
            f"## {words('heading.associations', outcome=outcome.short[words.language])}\n\n"
            f"{words('association.plan', outcome=name)} {narrative.associations_tally(table, outcome, words)} "
            f"{narrative.power(table, outcome, words)}"
        )
        show.figure(
            figures.forest(rows, book, words),
            id=f"fig-forest-{outcome.id.replace('_', '-')}",
            caption=_noted(words("caption.forest"), book, words),
            alt=figures.forest_alt(rows, book, words),
        )
        show.table(
            pd.DataFrame(narrative.association_rows(rows, book, words)).set_index(words("column.behaviour")),
            id=f"tbl-associations-{outcome.id.replace('_', '-')}",
            caption=_noted(words("caption.associations", outcome=name), book, words),
            note=words("association.untestable") if rows.note.eq("untestable").any() else "",
        )


def limits(book, words):
    """What cannot be concluded."""
    show.text(f"# {words('heading.limits')}\n\n{narrative.limits(book, words)}")


def method(account, associations, provenance, book, words):
    """The method in numbered steps."""
    seed = provenance[provenance["item"] == "seed"]["value"]
    drawn = seed.iloc[0] if len(seed) and book.synthetic else None
    show.text(f"# {words('heading.method')}\n\n{narrative.method(account, associations, book, words, seed=drawn)}")


def appendix(account, shares, crosstabs, provenance, book, words):
    """About the survey, the cleaning account, all counts, the cross-tables, provenance."""
    item, value, count = (words(f"column.{name}") for name in ("item", "value", "count"))
    show.text(f"# {words('heading.appendix')}\n\n## {words('heading.disclosure')}")
    known = {
        words(f"disclosure.{key}"): text[words.language] if text else words("disclosure.unknown")
        for key, text in book.disclosure.items()
    }
    _pairs(known, item, value, id="tbl-disclosure", caption=words("caption.disclosure"))
    show.text(f"## {words('heading.account')}")
    kept = account[(account["count"] > 0) | account["item"].isin(["in file", "kept", "asked", "valid"])]
    names = [words(f"account.{name.replace(' ', '_')}") for name in kept["item"]]
    lines = dict(zip(names, kept["count"], strict=True))
    _pairs(lines, item, count, id="tbl-account", caption=_noted(words("caption.account"), book, words))
    show.text(f"## {words('heading.counts')}")
    show.table(
        narrative.count_rows(shares, book, words),
        id="tbl-counts",
        caption=_noted(words("caption.counts"), book, words),
        note=words("note.assumed") if any(level.assumed for q in book.questions for level in q.levels) else "",
    )
    _crosstabs(crosstabs, book, words)
    if provenance.empty:
        return
    show.text(f"## {words('heading.provenance')}")
    made = {narrative.provenance_item(row.item, words): row.value for row in provenance.itertuples(index=False)}
    _pairs(made, item, value, id="tbl-provenance", caption=words("caption.provenance"))
    show.text(_annex(provenance, book, words))


def _annex(provenance, book, words):
    """Where the executed notebooks are; of real answers, only those that show no single answer and no small cell."""
    whole = not provenance["item"].eq("event").any()  # not of one event, cleaned with all the others
    names = ["00_published"] if book.published else []
    if book.synthetic:
        names += ["01_clean"] * whole + ["02_events"] * (whole and book.events) + ["03_associations"]
    pages = {name: name for name in names} | {q.id: f"02_question.{q.id}" for q in book.questions}
    return words(
        "provenance.notebooks", links=words.list(f"[{text}](annex/{page}.html)" for text, page in pages.items())
    )


def _crosstabs(crosstabs, book, words):
    """The crossed pairs that may be shared, and how many may not."""
    if crosstabs.empty:
        return
    pairs, shared = ["behaviour", "outcome"], tables.shareable(crosstabs, book)
    hidden = len(crosstabs[pairs].drop_duplicates()) - len(shared[pairs].drop_duplicates())
    note = words("note.protected", n=hidden, smallest=words.integer(book.smallest_cell)) if hidden else ""
    show.text(f"## {words('heading.crosstabs')}\n\n{note}")
    for outcome in book.with_role("outcome"):
        cells = shared[shared.outcome == outcome.id]
        if len(cells):
            show.figure(
                figures.crosstabs(cells, outcome, book, words),
                id=f"fig-crosstab-{outcome.id}".replace("_", "-"),
                caption=_noted(words("caption.crosstabs", outcome=narrative.quoted_short(outcome, words)), book, words),
                alt=figures.crosstabs_alt(cells, outcome, book, words),
            )
            show.table(
                narrative.crosstab_rows(cells, outcome, book, words),
                id=f"tbl-crosstab-{outcome.id}".replace("_", "-"),
                caption=_noted(words("caption.crosstab", outcome=narrative.quoted_short(outcome, words)), book, words),
            )


def _pairs(pairs, first, second, **table):
    show.table(pd.DataFrame({second: pairs.values()}, index=pd.Index(pairs, name=first)), **table)


def _roundings(grim, words):
    fits = {
        words(f"rounding.{rounding.replace(' ', '_')}"): words.list(
            [words.integer(n) for n in published.admissible(grim, rounding)]
        )
        or "–"
        for rounding in grim.rounding.unique()
    }
    return pd.DataFrame(
        {words("column.admissible"): fits.values()}, index=pd.Index(fits, name=words("column.rounding"))
    )


def _lowered(text):
    return text[:1].lower() + text[1:]


def _noted(caption, book, words):
    """Every table and figure drawn from synthetic answers says so."""
    return f"{caption}. {words('note.synthetic')}" if book.synthetic else caption
