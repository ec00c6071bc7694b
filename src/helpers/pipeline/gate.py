"""What a report must pass before it is published: it is of enough people, and gives nobody away.

Synthetic answers pass, and so do those of a survey whose codebook waives protection.
"""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.codebook import Codebook, SurveyError
from helpers.pipeline import store
from helpers.pipeline.project import Project
from helpers.pipeline.workspace import Workspace
from helpers.privacy import release, rule

if TYPE_CHECKING:
    from helpers.analysis.event_release import EventRelease


def reported_events(project: Project, book: Codebook) -> dict[str, str]:
    """The events that have a report of their own from before, and the names of their folders."""
    manifests = (project.output / f"reports/{book.id}").glob("*/manifest.json")
    contents = {path.parent.name: store.read_json(path) for path in manifests}
    return {
        content["event"]: folder
        for folder, content in sorted(contents.items())
        if isinstance(content, dict) and content.get("event")
    }


def require_silence(release: "EventRelease", event: str, reported: set[str]) -> None:
    """Refuse the report on an event that, subtracted from the others, tells of too few people.

    Parameters
    ----------
    release : EventRelease
        The answers of all events.
    event : str
    reported : set of str
        Events that have a report of their own, or will have.
    """
    book = release.book
    if rule.smallest(book) == 1:
        return
    if told := release.telling(event, reported - {event}):
        raise SurveyError(
            f"beside the other reports it would tell how many gave an answer where they are fewer "
            f"than {book.smallest_cell}, of {', '.join(told)}; if it is made all the same, say "
            f"why in `waiver` under [survey] of {book.folder / 'codebook.toml'}"
        )


def require_enough(workspace: Workspace) -> None:
    """Refuse to publish a report on too few real people."""
    path = workspace.built / workspace.table_file("account")
    if not path.is_file():  # by notebooks that write none
        return
    with path.open(encoding="utf-8", newline="") as file:
        lines = [line for line in csv.DictReader(file) if line.get("part") == "rows"]
    for line in lines:
        if line["item"] == "kept":
            release.require_enough(int(line["count"]), workspace.book, workspace.event)


def require_closed(workspace: Workspace) -> None:
    """Refuse to publish crossings that, put together, give away a count that is hidden."""
    book, folder = workspace.book, _tables(workspace)
    if folder is None:
        return
    from helpers.analysis import audit

    if counts := audit.narrowed(folder, book):
        first = counts[0]
        raise SurveyError(
            f"{book.folder / 'codebook.toml'}: the crossings that may be told bound {len(counts)} "
            f"that may not: how many answered {first.behaviour_level!r} to {first.behaviour!r} and "
            f"{first.outcome_level!r} to {first.outcome!r} is {first.lowest} to {first.highest}; "
            "merge levels or give fewer questions a role, or say why it is told all the same in "
            "`waiver` under [survey]"
        )


def told(workspace: Workspace) -> dict[str, dict[str, int]]:
    """The counts that a report of real answers tells; none of any other."""
    folder = _tables(workspace)
    if folder is None:
        return {}
    from helpers.analysis import earlier_release

    return earlier_release.told(folder, workspace.book)


def require_distance(workspace: Workspace, earlier: Sequence[Path]) -> None:
    """Refuse a report that, subtracted from one that was released earlier, tells of few people."""
    if not earlier or _tables(workspace) is None:
        return
    from helpers.analysis import earlier_release

    book, now = workspace.book, told(workspace)
    for folder in earlier:
        before = earlier_counts(folder, book, workspace.event)
        if names := earlier_release.telling(now, before, book):
            raise SurveyError(
                f"{folder}: what is between that release and this one is of fewer than "
                f"{book.smallest_cell} people, for an answer to {', '.join(names)}; wait for more "
                "answers, or say why it is told all the same in `waiver` under [survey] of "
                f"{book.folder / 'codebook.toml'}"
            )


def earlier_counts(folder: Path, book: Codebook, event: str = "") -> dict[str, dict[str, int]]:
    """What an earlier release told, as its manifest holds it.

    Raises
    ------
    SurveyError
        If there is no manifest, or that of another survey, or of synthetic answers.
    """
    path = folder / "manifest.json"
    content = store.read_json(path)
    manifest = content if isinstance(content, dict) else {}
    if manifest.get("survey") != book.id or manifest.get("event", "") != event:
        whose = f"{book.id!r}, {event!r}" if event else repr(book.id)
        raise SurveyError(f"{path} is not the manifest of an earlier release of {whose}")
    counts = manifest.get("told")
    if not isinstance(counts, dict):
        raise SurveyError(f"{path} does not say what was told: it is not of protected answers")
    return counts


def _tables(workspace):
    """The folder of the tables that a release of real answers is judged by; None without."""
    path = workspace.built / workspace.table_file("crosstabs")
    if rule.smallest(workspace.book) == 1 or not path.is_file():
        return None
    from helpers import processed

    with path.open(encoding="utf-8") as file:
        if file.readline().split() != [",".join(processed.COLUMNS["crosstabs"])]:
            return None  # of notebooks that cross something else
    return path.parent
