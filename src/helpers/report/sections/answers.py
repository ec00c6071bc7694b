"""The questions, one after the other, and the behaviours at a glance."""

from helpers import published
from helpers.document import show
from helpers.report import figures, narrative
from helpers.report.sections.captions import noted


def questions(shares, claims, book, messages):
    """The behaviours at a glance, then each question: as asked, what was found, what was published, its figure."""
    show.text(f"# {messages('heading.questions')}")
    if len(book.with_role("behaviour")) > 1:
        show.text(f"## {messages('heading.overview')}")
        overview(shares, book, messages)
    for number, asked in enumerate(book.questions, start=1):
        show.text(
            f"## {messages('heading.question', number=number, text=asked.text[messages.language])}"
        )
        question(shares[shares.question == asked.id], claims, asked, book, messages)


def overview(shares, book, messages):
    """All behaviours in one figure."""
    show.figure(
        figures.overview(shares, book, messages),
        id="fig-overview",
        caption=noted(messages("caption.overview"), book, messages),
        alt=figures.overview_alt(shares, book, messages),
    )


def question(shares, claims, asked, book, messages):
    """What one question found, what had been published about it, and its figure."""
    text = narrative.answers.finding(shares, asked, messages)
    own = claims[claims.quantity.str.startswith(f"{asked.id}:")]
    if len(own):
        text += f" {narrative.claims.comparison(own, published.load(book), book, messages)}"
    show.text(text)
    if asked.kind == "text" or not shares.base.iloc[0]:
        return
    base = messages.integer(shares.base.iloc[0])
    show.figure(
        figures.shares(shares, asked, messages),
        id=f"fig-{asked.id.replace('_', '-')}",
        caption=noted(
            messages("caption.shares", short=asked.short[messages.language], base=base),
            book,
            messages,
        ),
        alt=figures.shares_alt(shares, asked, messages),
    )
