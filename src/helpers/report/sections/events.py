"""The events that a survey was held at, side by side."""

from helpers.document import show
from helpers.report import figures, narrative
from helpers.report.sections.captions import noted


def events(held, shares, book, messages):
    """The events that the survey was held at: how many, how far apart, and those at either end."""
    if held.empty:
        return
    show.text(
        f"# {messages('events.heading')}\n\n{narrative.events.sentence(held, book, messages)}"
    )
    for asked in book.questions:
        rows = shares[shares.question == asked.id]
        if len(rows) < 2:
            continue
        name = narrative.answers.quoted_levels(asked, rows.level.iloc[0].split("|"), messages)
        show.text(
            f"## {asked.short[messages.language]}\n\n{narrative.events.spread(rows, name, messages)}"
        )
        show.figure(
            figures.events(rows, messages),
            id=f"fig-events-{asked.id.replace('_', '-')}",
            caption=noted(messages("events.caption", levels=name), book, messages),
            alt=figures.events_alt(rows, messages),
        )
