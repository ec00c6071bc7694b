"""How each document opens: what it is, who made it, when, of what, and what stands beside it."""

import pandas as pd
from babel import Locale

from helpers.codebook import Codebook
from helpers.document import show
from helpers.report.catalogue import Messages

# Of each document, its name as a subtitle, and the others that it leads to.
SUBTITLES = {"report": "document.subtitle", "tables": "document.tables", "brief": "document.brief"}
BESIDE = {
    "report": {
        ("report", "pdf"): "link.pdf",
        ("brief", "pdf"): "link.brief",
        ("tables", "html"): "link.tables",
    },
    "tables": {("tables", "xlsx"): "link.workbook", ("report", "html"): "link.report"},
    "brief": {},
}


def opening(
    provenance: pd.DataFrame, book: Codebook, messages: Messages, *, document: str = "report"
) -> None:
    """The document itself: title, event, date, where the answers come from, what else there is.

    Parameters
    ----------
    provenance : pandas.DataFrame
    book : Codebook
    messages : Messages
    document : {"report", "tables", "brief"}
    """
    names = provenance.value[provenance["item"] == "event"]  # of a report on one of many
    source = f"provenance.{messages.language}"
    event = messages.quoted("".join(names), source, "event", "value")
    occasion = event or messages.of_survey(book, "event")
    organiser = messages.of_survey(book, "organiser")
    subtitle = messages(SUBTITLES[document])
    version = messages.quoted(book.version, "codebook.toml", "survey", "version")
    conductor = messages.of_disclosure(book, "conductor")
    show.document(
        language=messages.language,
        title=messages.of_survey(book, "title"),
        subtitle=messages("events.subtitle", event=event, subtitle=subtitle) if event else subtitle,
        short_title=messages.of_survey(book, "short_title"),
        organisation=f"{messages.of_survey(book, 'event')} · {organiser}",
        authors=book.authors,
        made=messages("document.made", conductor=conductor) if conductor else "",
        date=book.date,
        date_text=messages.date(book.date),
        version=messages("document.version", version=version),
        description=messages("document.description", event=occasion, organiser=organiser),
        keywords=messages("document.keywords").split("; "),
        notice=_notice(book, messages),
        watermark=messages("document.watermark") if book.synthetic else "",
        annex=_pages(provenance),
        links=[*_translations(document, book, messages), *_beside(document, messages)],
    )


def _notice(book, messages):
    """Where the answers come from, if nobody gave them."""
    if not book.synthetic:
        return ""
    return messages("document.notice" if book.published else "document.notice_invented")


def _translations(document, book, messages):
    """The same document in the other languages, each named in its own."""
    return [
        {
            "url": f"{document}.{language}.html",
            "language": language,
            "text": Locale(language).get_display_name(language).capitalize(),
        }
        for language in book.languages
        if language != messages.language
    ]


def _beside(document, messages):
    return [
        {"url": f"{name}.{messages.language}.{form}", "language": "", "text": messages(key)}
        for (name, form), key in BESIDE[document].items()
    ]


def _pages(provenance):
    """The page that shows how a table is made, for each table of which one is published."""
    return {
        table: f"annex/{item.removeprefix('annex ')}.html"
        for item, tables in provenance[["item", "value"]].itertuples(index=False)
        if item.startswith("annex ")
        for table in tables.split()
    }
