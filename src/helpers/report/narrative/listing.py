"""A table of many reports in words."""

from helpers.codebook import Question
from helpers.report.catalogue import Messages


def heads(messages: Messages) -> list[str]:
    """What stands above the columns."""
    return [
        messages("reports.report"),
        messages("reports.people"),
        messages("reports.state"),
        messages("reports.headline"),
        messages("reports.share"),
        messages("reports.open"),
    ]


def state(name: str, messages: Messages) -> str:
    """The state of one report."""
    said = {
        "delivered": messages("reports.is_delivered"),
        "failed": messages("reports.has_failed"),
        "small": messages("reports.is_small"),
    }
    return said[name]


def figure(question: Question, levels: list[str], messages: Messages) -> str:
    """What a headline figure is the share of."""
    answer = messages.list([messages.label(question, level) for level in levels], "or")
    return messages("reports.figure", question=messages.short(question), answer=answer)


def title(messages: Messages) -> str:
    """The title of the table."""
    return messages("reports.title")


def delivered(count: int, messages: Messages) -> str:
    """How many reports there are."""
    return messages("reports.delivered", n=count, count=messages.integer(count))


def notice(messages: Messages) -> str:
    """What is said where some answers are synthetic."""
    return messages("reports.synthetic")
