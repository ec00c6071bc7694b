"""What became of each report of one build, entered into the table of all reports."""

from collections.abc import Sequence
from pathlib import Path

from helpers.codebook import Codebook
from helpers.pipeline import gate
from helpers.pipeline.batch.event_tables import Choice
from helpers.pipeline.batch.lines import DELIVERED, FAILED, SMALL, TABLE, WAITING, Line, lines
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
        self._entries = {folder: _Entry(folder) for folder in folders}
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

    def let_go(self, folder: Path) -> None:
        """Note what there is of a survey of which nothing more comes."""
        entry, project = self._entries[folder], self.project
        if not self._is_kept:
            return
        book, folders = entry.book, {"": "", **gate.reported_events(project, entry.book)}
        if not (project.output / f"reports/{book.id}/manifest.json").is_file():
            del folders[""]
        before = dict.fromkeys(folders, DELIVERED)  # and still there, if it was not come to
        came = {event: state for event, state in entry.states.items() if state != WAITING}
        states = {**entry.states, **before, **came}
        own = {event: states[event] for event in sorted(states)}
        entry.lines = lines(project, book, own, folders, self.language)

    def write(self) -> None:
        """Write the table, beside what it tells of other surveys."""
        if not self._is_kept or all(entry.is_waiting for entry in self._entries.values()):
            return
        from helpers.pipeline.batch import index  # which takes pandas along

        rows = [line for entry in self._entries.values() for line in entry.told()]
        index.write(self.project, rows, self.language)

    @property
    def _is_kept(self) -> bool:
        """Whether there is a table: of one report alone, none is begun."""
        several = len(self._entries) > 1 or any(len(e.states) > 1 for e in self._entries.values())
        return several or (self.project.output / TABLE).is_file()


class _Entry:
    """One survey; its codebook and its lines come when they are known."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.states = {"": WAITING}
        self.book: Codebook | None = None
        self.lines: list[Line] = []

    @property
    def is_waiting(self) -> bool:
        return not self.lines and self.states[""] == WAITING

    def told(self) -> list[Line]:
        """Its lines; if its codebook could not be read, the one that there is."""
        name = self.book.id if self.book else self.folder.name
        return self.lines or [Line(name, name, "", "", self.states[""])]
