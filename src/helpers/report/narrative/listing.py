"""A table of many reports in words."""

from collections import Counter
from collections.abc import Sequence

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
        "waiting": messages("reports.is_waiting"),
    }
    return said[name]


def figure(question: Question, levels: list[str], messages: Messages) -> str:
    """What a headline figure is the share of."""
    answer = messages.list([messages.label(question, level) for level in levels], "or")
    return messages("reports.figure", question=messages.short(question), answer=answer)


def title(messages: Messages) -> str:
    """The title of the table."""
    return messages("reports.title")


def facts(states: Sequence[str], messages: Messages) -> list[str]:
    """How many reports there are, and how many are not."""
    counts = Counter(states)
    number = {name: {"n": counts[name], "count": messages.integer(counts[name])} for name in counts}
    sentences = [messages("reports.delivered", n=0, count=messages.integer(0))]
    if counts["delivered"]:
        sentences = [messages("reports.delivered", **number["delivered"])]
    if counts["failed"]:
        sentences.append(messages("reports.failed", **number["failed"]))
    if counts["small"]:
        sentences.append(messages("reports.small", **number["small"]))
    if counts["waiting"]:
        sentences.append(messages("reports.waiting", **number["waiting"]))
    return sentences


def notice(messages: Messages) -> str:
    """What is said where some answers are synthetic."""
    return messages("reports.synthetic")
