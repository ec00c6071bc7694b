"""The clean answers of each event, out of the pass over all: read once for all events."""

import contextlib
import fnmatch
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.codebook import Codebook, SurveyError, suggest
from helpers.pipeline import gate
from helpers.pipeline.project import Project
from helpers.privacy import rule

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

# Of one event, as of all.
FILES = ("answers", "duplicates", "cleaning", "account", "first_answer")


@dataclass(frozen=True)
class Choice:
    """Which events are to have a report.

    Attributes
    ----------
    events : list of str
    failed : dict of str to str
        Those that could not be cleaned, and why.
    refused : dict of str to str
        Others that were asked for by name or would tell of few people, and why they have none.
    small : list of str
        Those of too few people, by whatever name they were asked for.
    """

    events: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    small: list[str] = field(default_factory=list)


class EventTables:
    """The tables that the build of a survey remembers of all its events.

    Parameters
    ----------
    project : Project
    book : Codebook
    """

    def __init__(self, project: Project, book: Codebook) -> None:
        self.project, self.book = project, book
        self.folder = project.work(book.id) / f"built/data/processed/{book.id}"

    @cached_property
    def states(self) -> "pd.Series":
        """Of each event: ``delivered``, ``small`` or ``failed``; see `comparison.events`."""
        from helpers import processed

        return processed.read(self.folder, "events").set_index("event").state

    @cached_property
    def _cleaned(self) -> tuple["pd.DataFrame", "pd.DataFrame", "pd.DataFrame"]:
        """Answers, duplicates and ledger of all events."""
        from helpers import processed

        tables = [
            processed.read_answers(self.folder, self.book, name) for name in processed.ANSWERS
        ]
        return *tables, processed.read(self.folder, "cleaning")

    @cached_property
    def _rows(self) -> list[dict[str, "np.ndarray"]]:
        """By event, the rows of each table: found once for all events."""
        return [
            defaultdict(list, table.groupby(table["event"].astype(object)).indices)
            for table in self._cleaned
        ]

    @cached_property
    def _first(self) -> "pd.DataFrame":
        from helpers import processed

        return processed.read(self.folder, "first_answer")

    def of(self, event: str) -> dict[str, bytes]:
        """Return the files of one event's clean answers, by their names."""
        from helpers import processed
        from helpers.answers import single_event

        parts = [
            table.iloc[rows[event]] for table, rows in zip(self._cleaned, self._rows, strict=True)
        ]
        own = single_event.single_event(*parts, event, self.book)
        tables = (own.answers, own.duplicates, own.ledger, own.account, self._first)
        with tempfile.TemporaryDirectory() as folder:
            for name, table in zip(FILES, tables, strict=True):
                processed.write(table, folder, name)
            return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}

    def choice(self, asked: Sequence[str]) -> Choice:
        """Choose the events that are asked for by name or pattern, and may have a report.

        Whether they may is judged over all of them together: each beside those that have a report
        of their own already, or were chosen before it.

        Raises
        ------
        SurveyError
            If there is no event of a name.
        """
        from helpers import processed
        from helpers.answers import events

        choice, wanted = Choice(), []
        if self.states.eq("failed").any():
            ledger = processed.read(self.folder, "cleaning")
            choice.failed.update(events.failures(ledger, self.book))
        for name in asked:
            matches = [event for event in self.states.index if _is_meant(event, name)]
            if not matches:
                hint = suggest(name, self.states.index)
                raise SurveyError(f"no event {name!r} in {self.book.answers}{hint}")
            wanted += matches
            if name in matches and self.states[name] == "small":
                codebook = self.book.folder / "codebook.toml"
                limit = f"`smallest_cell` of {codebook}, {self.book.smallest_cell}"
                reason = f"it has fewer people than {limit}, or would give away an event that has"
                choice.refused[name] = f"{name} has no report of its own: {reason}"
        wanted = list(dict.fromkeys(wanted))
        choice.small.extend(event for event in wanted if self.states[event] == "small")
        self._judge([event for event in wanted if self.states[event] == "delivered"], choice)
        return choice

    def _judge(self, events: Sequence[str], choice: Choice) -> None:
        if rule.smallest(self.book) == 1:
            choice.events.extend(events)
            return
        from helpers.analysis.event_release import EventRelease

        reported = set(gate.reported_events(self.project, self.book)) & {*self.states.index}
        if not (events or reported):
            return
        release = EventRelease(self._cleaned[0], self.book)
        for event in events:
            try:
                gate.require_silence(release, event, reported)
            except SurveyError as reason:
                choice.refused[event] = f"{event} has no report of its own: {reason}"
            else:
                reported.add(event)
                choice.events.append(event)
        kept = set(choice.events)
        for event in sorted(reported - kept):  # from before, beside what is new
            try:
                gate.require_silence(release, event, kept)
            except SurveyError as reason:
                old = "has a report from before, to be taken back"
                choice.refused[event] = f"{event} {old}: {reason}"
            else:
                kept.add(event)


def _is_meant(event: str, name: str) -> bool:
    """Whether an event is meant by a name, or by a pattern with ``*``."""
    return event == name or ("*" in name and fnmatch.fnmatchcase(event, name))


class Survey:
    """A survey while reports of it are made.

    Attributes
    ----------
    book : Codebook
    held : contextlib.ExitStack
        Closed when its last report is done.
    open : int
        Reports that are still to come.
    tables : EventTables or None
    """

    def __init__(self, book: Codebook) -> None:
        self.book, self.held, self.open = book, contextlib.ExitStack(), 1
        self.tables: EventTables | None = None
