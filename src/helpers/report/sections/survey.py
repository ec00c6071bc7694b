"""The survey as a whole: summary, what it is, who answered, its limits, its method."""

import pandas as pd

from helpers.codebook import Codebook
from helpers.document import show
from helpers.report import cells, narrative
from helpers.report.catalogue import Messages


def summary(
    shares: pd.DataFrame,
    claims: pd.DataFrame,
    associations: pd.DataFrame,
    book: Codebook,
    messages: Messages,
) -> None:
    """The findings; then what else the report holds."""
    findings(shares, claims, associations, book, messages)
    show.contents()


def findings(
    shares: pd.DataFrame,
    claims: pd.DataFrame,
    associations: pd.DataFrame,
    book: Codebook,
    messages: Messages,
) -> None:
    """The findings; of a survey without roles, the rule that chose them too."""
    tables = (
        cells.bind(shares, "shares"),
        cells.bind(claims, "claims"),
        cells.bind(associations, "associations"),
    )
    texts = narrative.summary.findings(*tables, book, messages)
    people = messages("people", n=tables[0].base.max())
    lines = [f"# {messages('heading.summary')}", "", messages("finding.lead", people=people), ""]
    lines += [f"- {text[:1].upper()}{text[1:]}" for text in texts]
    if not narrative.summary.compares(book):
        lines += ["", f"*{messages('finding.agreement')}*"]
    show.text("\n".join(lines))


def nature(book: Codebook, messages: Messages) -> None:
    """What the survey is, and is not."""
    show.text(f"# {messages('heading.nature')}\n\n{narrative.survey.nature(book, messages)}")


def respondents(account: pd.DataFrame, book: Codebook, messages: Messages) -> None:
    """Who answered, and what cleaning did."""
    text = narrative.survey.respondents(cells.bind(account, "account"), book, messages)
    show.text(f"# {messages('heading.respondents')}\n\n{text}")


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
    event = provenance["item"].eq("event").any()
    text = narrative.survey.method(bound, associations, book, messages, seed=seed, event=event)
    show.text(f"# {messages('heading.method')}\n\n{text}")


def _provenance(messages):
    """The table of provenance of a report in one language."""
    return f"provenance.{messages.language}"
