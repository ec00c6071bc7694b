"""The questions, one after the other, and the behaviours at a glance."""

from helpers import published
from helpers.document import show
from helpers.report import figures, narrative
from helpers.report.sections.captions import noted


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
        caption=noted(words("caption.overview"), book, words),
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
        caption=noted(
            words("caption.shares", short=asked.short[words.language], base=base), book, words
        ),
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
            caption=noted(words("events.caption", levels=name), book, words),
            alt=figures.events_alt(rows, words),
        )
