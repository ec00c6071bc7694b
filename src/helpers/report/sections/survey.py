"""The survey as a whole: opening, summary, what it is, who answered, its limits, its method."""

import pandas as pd
from babel import Locale

from helpers.codebook import Codebook
from helpers.document import show
from helpers.report import cells, figures, narrative
from helpers.report.catalogue import Messages
from helpers.report.sections.captions import noted, show_figure


def opening(provenance: pd.DataFrame, book: Codebook, messages: Messages) -> None:
    """The document itself: title, event, date, where the answers come from, what else there is."""
    names = provenance.value[provenance["item"] == "event"]  # of a report on one of many
    event = messages.quoted("".join(names), _provenance(messages), "event", "value")
    occasion = event or messages.of_survey(book, "event")
    organiser = messages.of_survey(book, "organiser")
    subtitle = messages("events.subtitle", event=event) if event else messages("document.subtitle")
    version = messages.quoted(book.version, "codebook.toml", "survey", "version")
    show.document(
        language=messages.language,
        title=messages.of_survey(book, "title"),
        subtitle=subtitle,
        short_title=messages.of_survey(book, "short_title"),
        organisation=f"{messages.of_survey(book, 'event')} · {organiser}",
        authors=book.authors,
        date=book.date,
        date_text=messages.date(book.date),
        version=messages("document.version", version=version),
        description=messages("document.description", event=occasion, organiser=organiser),
        keywords=messages("document.keywords").split("; "),
        notice=messages("document.notice") if book.synthetic else "",
        watermark=messages("document.watermark") if book.synthetic else "",
        annex=_pages(provenance),
        links=_links(book, messages),
    )


def summary(
    shares: pd.DataFrame,
    claims: pd.DataFrame,
    associations: pd.DataFrame,
    book: Codebook,
    messages: Messages,
) -> None:
    """At most five findings, and the rule that chose them; then what else the report holds."""
    tables = (
        cells.bind(shares, "shares"),
        cells.bind(claims, "claims"),
        cells.bind(associations, "associations"),
    )
    findings = narrative.survey.findings(*tables, book, messages)
    lines = [f"- {text[:1].upper()}{text[1:]}" for text in findings]
    rule = "finding.rule" if narrative.survey.compares(book) else "finding.agreement"
    rule = f"\n*{messages(rule)}*"
    show.text("\n".join([f"# {messages('heading.summary')}\n", *lines, rule]))
    show.contents()


def nature(book: Codebook, messages: Messages) -> None:
    """What the survey is, and is not."""
    show.text(f"# {messages('heading.nature')}\n\n{narrative.survey.nature(book, messages)}")


def respondents(account: pd.DataFrame, book: Codebook, messages: Messages) -> None:
    """Who answered, and what cleaning did."""
    text = narrative.survey.respondents(cells.bind(account, "account"), book, messages)
    show.text(f"# {messages('heading.respondents')}\n\n{text}")
    caption = noted(messages("caption.flow"), book, messages)
    show_figure(figures.flow(account, messages), "flow", caption=caption)


def limits(book: Codebook, messages: Messages) -> None:
    """What cannot be concluded."""
    show.text(f"# {messages('heading.limits')}\n\n{narrative.survey.limits(book, messages)}")


def method(
    account: pd.DataFrame,
    associations: pd.DataFrame,
    provenance: pd.DataFrame,
    book: Codebook,
    messages: Messages,
) -> None:
    """The method in numbered steps."""
    rows = provenance[provenance["item"] == "seed"]
    seed = None
    if len(rows) and book.synthetic:
        seed = messages.quoted(rows.value.iloc[0], _provenance(messages), "seed", "value")
    bound = cells.bind(account, "account")
    text = narrative.survey.method(bound, associations, book, messages, seed=seed)
    show.text(f"# {messages('heading.method')}\n\n{text}")


def _links(book, messages):
    """From the HTML page: the report in the other languages, and as a PDF."""
    others = [language for language in book.languages if language != messages.language]
    pages = [
        {
            "url": f"report.{language}.html",
            "language": language,
            "text": Locale(language).get_display_name(language).capitalize(),
        }
        for language in others
    ]
    file = f"report.{messages.language}.pdf"
    return [*pages, {"url": file, "language": "", "text": messages("document.pdf")}]


def _pages(provenance):
    """The page that shows how a table is made, for each table of which one is published."""
    return {
        table: f"annex/{item.removeprefix('annex ')}.html"
        for item, tables in provenance[["item", "value"]].itertuples(index=False)
        if item.startswith("annex ")
        for table in tables.split()
    }


def _provenance(messages):
    """The table of provenance of a report in one language."""
    return f"provenance.{messages.language}"
