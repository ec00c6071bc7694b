"""What commands have in common: the project that is meant, paths as seen from here, messages."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from pathlib import Path

    from helpers.pipeline.project import Project


def project(options: Namespace) -> Project:
    """The project that is named, or that is around us, or around what the command is about."""
    from pathlib import Path

    from helpers.codebook import SurveyError
    from helpers.pipeline.project import Project

    into = options.into.resolve() if getattr(options, "into", None) else None
    about = [getattr(options, name, None) for name in ("survey", "report")]
    about = [each for value in about for each in (value if isinstance(value, list) else [value])]
    places = [options.project] if options.project else [Path.cwd(), *map(Path, filter(None, about))]
    for place in places:
        try:
            project = Project.around(place, into)
        except SurveyError:
            continue
        project.check_code()
        return project
    return Project.around(places[0])  # which says what is missed


def short(path: Path) -> Path:
    """A path as seen from here."""
    from pathlib import Path

    path, here = Path(path), Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def say(message: object, status: int) -> int:
    """Say on the error stream what is wrong; return the status to end with."""
    print(f"survey: {message}", file=sys.stderr)
    return status
