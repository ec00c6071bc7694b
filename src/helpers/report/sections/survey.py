"""The survey as a whole: cover, summary, what it is, who answered, its limits, its method."""

from helpers.document import show
from helpers.report import figures, narrative
from helpers.report.sections.captions import noted


def cover(provenance, book, messages):
    """The document itself: title, event, date, and where the answers come from."""
    texts = {key: text[messages.language] for key, text in book.texts.items()}
    event = "".join(provenance.value[provenance["item"] == "event"])  # of a report on one of many
    show.document(
        language=messages.language,
        title=texts["title"],
        subtitle=messages("events.subtitle", event=event)
        if event
        else messages("document.subtitle"),
        short_title=texts["short_title"],
        organisation=f"{texts['event']} · {texts['organiser']}",
        authors=book.authors,
        date=book.date,
        date_text=messages.date(book.date),
        version=messages("document.version", version=book.version),
        description=messages(
            "document.description", event=event or texts["event"], organiser=texts["organiser"]
        ),
        keywords=messages("document.keywords").split("; "),
        notice=messages("document.notice") if book.synthetic else "",
        watermark=messages("document.watermark") if book.synthetic else "",
    )
    show.contents()


def summary(shares, claims, associations, book, messages):
    """At most five findings, and the rule that chose them."""
    found = narrative.survey.findings(shares, claims, associations, book, messages)
    lines = [f"- {text[:1].upper()}{text[1:]}" for text in found]
    show.text(
        "\n".join([f"# {messages('heading.summary')}\n", *lines, f"\n*{messages('finding.rule')}*"])
    )


def nature(book, messages):
    """What the survey is, and is not."""
    show.text(f"# {messages('heading.nature')}\n\n{narrative.survey.nature(book, messages)}")


def respondents(account, book, messages):
    """Who answered, and what cleaning did."""
    show.text(
        f"# {messages('heading.respondents')}\n\n{narrative.survey.respondents(account, book, messages)}"
    )
    show.figure(
        figures.flow(account, messages),
        id="fig-flow",
        caption=noted(messages("caption.flow"), book, messages),
        alt=figures.flow_alt(account, messages),
    )


def limits(book, messages):
    """What cannot be concluded."""
    show.text(f"# {messages('heading.limits')}\n\n{narrative.survey.limits(book, messages)}")


def method(account, associations, provenance, book, messages):
    """The method in numbered steps."""
    seed = provenance[provenance["item"] == "seed"]["value"]
    drawn = seed.iloc[0] if len(seed) and book.synthetic else None
    show.text(
        f"# {messages('heading.method')}\n\n{narrative.survey.method(account, associations, book, messages, seed=drawn)}"
    )
