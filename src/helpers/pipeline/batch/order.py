"""One report to be made, and what became of it."""

import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from helpers.codebook import SurveyError
from helpers.pipeline.build import Built
from helpers.pipeline.project import Project
from helpers.pipeline.store import BuildError


@dataclass(frozen=True)
class Settings:
    """What all reports of one build have in common.

    Attributes
    ----------
    project : Project
    languages : tuple of str
        Report in these only; in all of each codebook, if there are none.
    force : bool
        Make everything, changed or not.
    earlier : tuple of Path
        Folders of reports that were released before.
    against : Path, optional
        The survey of an earlier edition, whose shares are compared.
    """

    project: Project
    languages: tuple[str, ...] = ()
    force: bool = False
    earlier: tuple[Path, ...] = ()
    against: Path | None = None


@dataclass(frozen=True)
class Order:
    """One report to be made: on a survey, or on one of its events.

    Attributes
    ----------
    folder : Path
        Of the survey.
    event : str
    tables : dict of str to bytes
        Of an event: the files of its clean answers.
    """

    folder: Path
    event: str = ""
    tables: Mapping[str, bytes] = field(default_factory=dict, repr=False, compare=False)

    @property
    def name(self) -> str:
        """What a person calls it."""
        return f"{self.folder.name}: {self.event}" if self.event else self.folder.name


@dataclass(frozen=True)
class Outcome:
    """What became of an order: what was done, or why it failed.

    Attributes
    ----------
    built : Built
    cause : Exception, optional
    """

    built: Built = field(default_factory=Built)
    cause: Exception | None = None


def plain(error: BaseException) -> Exception:
    """Return an error as it can travel; one that nobody has foreseen says where it arose.

    >>> plain(BuildError("01_clean failed"))
    BuildError('01_clean failed')
    >>> plain(KeyError("q9"))
    BuildError("KeyError: 'q9'")
    """
    for known in (SurveyError, BuildError, OSError):
        if isinstance(error, known):
            return error if known is OSError else known(str(error))
    last = traceback.extract_tb(error.__traceback__)[-1:]
    where = "".join(f" ({frame.filename}, line {frame.lineno})" for frame in last)
    return BuildError(f"{type(error).__name__}: {error}{where}")
