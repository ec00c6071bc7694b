"""What became of each report of one build, entered into the table of all reports."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from helpers.codebook import Codebook
from helpers.pipeline import gate
from helpers.pipeline.batch.event_tables import Choice
from helpers.pipeline.batch.lines import (
    DELIVERED,
    FAILED,
    SMALL,
    TABLE,
    WAITING,
    Line,
    lines,
    read,
)
from helpers.pipeline.batch.order import Order, Outcome
from helpers.pipeline.project import Project


class Register:
    """States of the reports that are asked for, survey by survey.

    Parameters
    ----------
    project : Project
    folders : sequence of Path
        Of the surveys.
    """

    def __init__(self, project: Project, folders: Sequence[Path]) -> None:
        self.project, self.language = project, "en"
        self._entries = {folder: _Entry(project, folder) for folder in folders}
        self._is_open = False

    def open(self, folder: Path, book: Codebook) -> None:
        """Note whose survey it is."""
        if not self._is_open:  # the table speaks the language of the first survey
            self.language, self._is_open = book.languages[0], True
        self._entries[folder].book = book

    def choose(self, folder: Path, choice: Choice) -> None:
        """Note which events of a survey are to have a report, and which cannot."""
        states = self._entries[folder].states
        states |= dict.fromkeys(choice.failed, FAILED)
        states |= dict.fromkeys([*choice.small, *choice.refused], SMALL)
        states |= dict.fromkeys(choice.events, WAITING)

    def end(self, order: Order, outcome: Outcome) -> None:
        """Note what became of a report."""
        entry = self._entries[order.folder]
        entry.states[order.event] = FAILED if outcome.cause else DELIVERED

    def write(self, *, changed: bool) -> None:
        """Write the table, beside what it tells of other surveys.

        Of one report alone none is begun; and if nothing has changed, it stays as it is.
        """
        entries, table = self._entries.values(), self.project.output / TABLE
        several = len(entries) > 1 or any(len(entry.states) > 1 for entry in entries)
        if not (several or table.is_file()) or all(entry.is_waiting for entry in entries):
            return
        states = {
            (entry.name, event): state
            for entry in entries
            for event, state in entry.all_states.items()
        }
        before = {(line.survey, line.event): line.state for line in read(table)}
        names = {name for name, _ in states}
        own = {row: state for row, state in before.items() if row[0] in names}
        if not changed and own == states and table.with_suffix(".html").is_file():
            return
        from helpers.pipeline.batch import index  # which takes pandas along

        rows = [line for entry in entries for line in entry.lines(self.language)]
        index.write(self.project, rows, self.language)


class _Entry:
    """One survey; its codebook comes when it is known."""

    def __init__(self, project: Project, folder: Path) -> None:
        self.project, self.folder = project, folder
        self.states = {"": WAITING}
        self.book: Codebook | None = None

    @property
    def name(self) -> str:
        return self.book.id if self.book else self.folder.name

    @property
    def is_waiting(self) -> bool:
        """Whether nothing of it was come to."""
        return set(self.states.values()) == {WAITING}

    @cached_property
    def all_states(self) -> dict[str, str]:
        """The states of its reports, those from before too, if they are there and no other came."""
        before = dict.fromkeys(self._folders, DELIVERED)
        came = {event: state for event, state in self.states.items() if state != WAITING}
        states = {**self.states, **before, **came}
        return {event: states[event] for event in sorted(states)}

    def lines(self, language: str) -> list[Line]:
        if self.book is None:  # its codebook could not be read
            return [Line(self.name, self.name, "", "", self.all_states[""])]
        return lines(self.project, self.book, self.all_states, self._folders, language)

    @cached_property
    def _folders(self) -> dict[str, str]:
        """Of each report that is there, the last part of its folder."""
        if self.book is None:
            return {}
        folders = gate.reported_events(self.project, self.book)
        own = self.project.output / f"reports/{self.book.id}/manifest.json"
        return {"": "", **folders} if own.is_file() else folders
