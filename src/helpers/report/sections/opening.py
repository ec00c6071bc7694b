"""What comes first: the cover, the findings, what the survey is, who answered."""

from helpers.document import show
from helpers.report import figures, narrative
from helpers.report.sections.captions import noted


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
        description=words(
            "document.description", event=event or texts["event"], organiser=texts["organiser"]
        ),
        keywords=words("document.keywords").split("; "),
        notice=words("document.notice") if book.synthetic else "",
        watermark=words("document.watermark") if book.synthetic else "",
    )
    show.contents()


def summary(shares, claims, associations, book, words):
    """At most five findings, and the rule that chose them."""
    found = narrative.findings(shares, claims, associations, book, words)
    lines = [f"- {text[:1].upper()}{text[1:]}" for text in found]
    show.text(
        "\n".join([f"# {words('heading.summary')}\n", *lines, f"\n*{words('finding.rule')}*"])
    )


def nature(book, words):
    """What the survey is, and is not."""
    show.text(f"# {words('heading.nature')}\n\n{narrative.nature(book, words)}")


def respondents(account, book, words):
    """Who answered, and what cleaning did."""
    show.text(f"# {words('heading.respondents')}\n\n{narrative.respondents(account, book, words)}")
    show.figure(
        figures.flow(account, words),
        id="fig-flow",
        caption=noted(words("caption.flow"), book, words),
        alt=figures.flow_alt(account, words),
    )
