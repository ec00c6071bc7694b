"""Whom a survey met, and where."""

from helpers.codebook import Codebook
from helpers.report.catalogue import Messages

SETTINGS = {
    "open": "setting.open",
    "event": "setting.event",
    "online": "setting.online",
    "panel": "setting.panel",
    "members": "setting.members",
    "customers": "setting.customers",
    "staff": "setting.staff",
    "students": "setting.students",
}


def who(book: Codebook, messages: Messages) -> str:
    """Who answered: « people who attended an event and were willing to answer »."""
    return messages(SETTINGS[book.setting])


def where(book: Codebook, messages: Messages) -> str:
    """What the place adds to what cannot be concluded; nothing but of an event."""
    return messages("limits.event") if book.setting == "event" else ""
