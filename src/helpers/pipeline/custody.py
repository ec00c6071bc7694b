"""Where what is derived of real answers lies: read by its owner alone, and nowhere that Git takes.

The processed tables of real answers stand in a folder that ignores itself; those with a line a
person are not left beside what builds remember; and all of it can be forgotten.
"""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from helpers.codebook import Codebook, SurveyError
from helpers.pipeline import seal, store
from helpers.pipeline.project import Project
from helpers.privacy import release

PROCESSED = "data/processed"


def refuse_tracked(project: Project, book: Codebook) -> None:
    """Refuse to write tables of real answers where Git has taken them.

    Raises
    ------
    SurveyError
        In one line, with what to do.
    """
    folder = project.output / PROCESSED / book.id
    if book.synthetic or not folder.is_dir():
        return
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        command = ["git", "ls-files", "--", "."]
        files = subprocess.run(command, cwd=folder, capture_output=True, timeout=10).stdout
        if files.strip():
            cure = f"take them out with `git rm -r --cached {folder}`, and out of its history"
            raise SurveyError(f"{folder}: tables of real answers are tracked by Git; {cure}")


def restore(built: Path, processed: str, project: Project, book: Codebook) -> None:
    """Put the tables with a line a person back among those that builds remember, for one build.

    Parameters
    ----------
    built : Path
        Where builds of the survey, or of one event, remember what they wrote.
    processed : str
        The folder of its tables, as seen from there and from the project's output.
    project : Project
    book : Codebook
    """
    for path in _with_lines(project.output / processed, book, "*"):
        target = built / path.relative_to(project.output)
        if target.parent.is_dir() and not target.exists():
            shutil.copyfile(path, target)
            target.chmod(0o600)


def keep(project: Project, book: Codebook) -> None:
    """After a build, or one that was refused: close what there is of real answers, leave no line
    where notebooks ran."""
    if book.synthetic:
        return
    with contextlib.suppress(OSError):  # of a folder that is not ours to write into
        seal.keep_from_git(_untracked(book.exports))
    folder, work = project.output / PROCESSED / book.id, project.work(book.id)
    for sandboxes in (work / "sandboxes", *(work / "events").glob("*/sandboxes")):
        shutil.rmtree(sandboxes, ignore_errors=True)
    if folder.is_dir():
        store.write(folder / ".gitignore", "*\n")
    for top in filter(Path.is_dir, (folder, work)):
        for path in (top, *top.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o700 if path.is_dir() else path.stat().st_mode & 0o700)
    for top in (work / "built", *(work / "events").glob("*/built")):
        for path in _with_lines(top, book):
            path.unlink()


def forget(project: Project, book: Codebook) -> list[Path]:
    """Remove all that was derived of a survey: its tables, its reports, what builds remember.

    Its folder, with the codebook and the raw answers, stays as it is. Notebooks that were run by
    hand go with it, of whatever survey they are.

    Returns
    -------
    list of Path
        What is gone.
    """
    with store.lock(project.work(book.id)):
        project.check_place(book)
        folders = [project.output / name / book.id for name in (PROCESSED, "reports")]
        folders += [project.work(book.id), project.work("by-hand")]
        folders = [folder for folder in folders if folder.is_dir()]
        for folder in folders:
            shutil.rmtree(folder)
    return folders


def _untracked(paths: Sequence[Path]) -> list[Path]:
    """Those files of a folder that lie where Git could take them, and has not."""
    if not paths:
        return []
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        command = ["git", "ls-files", "-z", "--", "."]
        done = subprocess.run(command, cwd=paths[0].parent, capture_output=True, timeout=10)
        tracked = set(done.stdout.split(b"\0"))
        if done.returncode == 0:
            return [path for path in paths if os.fsencode(path.name) not in tracked]
    return []


def _with_lines(folder: Path, book: Codebook, pattern: str = "**/*") -> Iterable[Path]:
    """The tables of real answers with a line a person, in a folder, or anywhere under it."""
    if book.synthetic or not folder.is_dir():
        return []
    return [
        path
        for path in sorted(folder.glob(pattern))
        if path.stem in release.ROW_LEVEL and path.suffix in (".csv", ".parquet")
    ]
