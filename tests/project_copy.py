"""A copy of the project that builds as the original does."""

import shutil
from pathlib import Path

TOP = Path(__file__).parents[1]
LEFT_BEHIND = (".venv*", ".git", ".survey", ".*_cache", "__pycache__")  # made where it stands


def project_copy(place: Path, *left_behind: str) -> Path:
    """Copy the project, but for environments, what builds remember, and what else is named."""
    ignore = shutil.ignore_patterns(*LEFT_BEHIND, *left_behind)
    return Path(shutil.copytree(TOP, place, ignore=ignore))
