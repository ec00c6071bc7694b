"""Executed notebooks, copied to where they are read by who runs nothing.

``python -m helpers.pipeline.copies data/raw/NAME`` copies those of the last build.
"""

import sys
from pathlib import Path

from helpers import codebook
from helpers.codebook import SurveyError
from helpers.pipeline import store
from helpers.pipeline.project import Project
from helpers.pipeline.workspace import Workspace

FOLDER = "executed"  # beside the reports


def copied_runs(project: Project, survey: Path) -> dict[str, Path]:
    """The executed notebooks that may be shown, by the names of their copies.

    Those of which pages are made are left out: the pages are easier to read. Of real answers only
    those remain that may be shown; see `release.may_show`.
    """
    workspace = Workspace(project, codebook.load(survey), {})
    runs = [run for run in workspace.runs if not run.pages and workspace.is_shown(run)]
    return {f"{run.name}.ipynb": workspace.built / f"executed/{run.name}.ipynb" for run in runs}


def copy(project: Project, survey: Path) -> list[Path]:
    """Make the copies equal to what the last build executed, and return them.

    Raises
    ------
    SurveyError
        If a notebook was not executed yet.
    """
    folder = project.output / "reports" / codebook.load(survey).id / FOLDER
    runs = copied_runs(project, survey)
    missing = [name for name, path in runs.items() if not path.is_file()]
    if missing:
        cure = f"run: survey build {survey}"
        raise SurveyError(f"{', '.join(missing)}: not executed yet; {cure}")
    for name, path in runs.items():
        store.write(folder / name, path.read_bytes())
    for path in folder.glob("*.ipynb"):
        if path.name not in runs:
            path.unlink()
    return [folder / name for name in runs]


def main(survey: str) -> None:
    """Copy the executed notebooks of a survey of the project around us."""
    project = Project.around(Path.cwd())
    for path in copy(project, project.survey(survey)):
        print(path.relative_to(project.output))


if __name__ == "__main__":
    main(sys.argv[1])
