"""Which surveys are meant: folders by name, or by a pattern as ``surveys/*``."""

from collections.abc import Sequence
from pathlib import Path

from helpers.codebook import SurveyError
from helpers.pipeline.project import Project

WILD = "*?["


def meant(given: Sequence[str | Path], project: Project) -> list[Path]:
    """Return the folders of the surveys that are meant, each once, in the order given.

    Parameters
    ----------
    given : sequence of str or Path
        Folders, or patterns of folders, from here or from the project's; the project's only survey
        if there are none.
    project : Project

    Raises
    ------
    SurveyError
        Once for all of those that do not exist.

    Examples
    --------
    >>> project = Project.around(Path.cwd())
    >>> [folder.name for folder in meant(["data/raw/*", "data/raw/linkedin-2015"], project)]
    ['linkedin-2015']
    """
    folders: dict[Path, Path] = {}
    mistakes = []
    for each in given or [None]:
        try:
            for folder in _matches(each, project):
                folders.setdefault(folder.resolve(), folder)
        except SurveyError as mistake:
            mistakes.append(str(mistake))
    if mistakes:
        raise SurveyError("\n".join(mistakes))
    return list(folders.values())


def _matches(given: str | Path | None, project: Project) -> list[Path]:
    """The folders of one name, or those with a codebook of one pattern."""
    if given is None or Path(given).exists() or not any(sign in str(given) for sign in WILD):
        return [project.survey(given)]
    for top in dict.fromkeys([Path(), project.top]):
        pattern = Path(given)
        top, pattern = (
            (Path(pattern.anchor), pattern.relative_to(pattern.anchor))
            if (pattern.is_absolute())
            else (top, pattern)
        )
        books = sorted(top.glob(f"{pattern}/codebook.toml"))
        if books:
            return [path.parent for path in books]
    raise SurveyError(f"no folder that {str(given)!r} names has a codebook.toml")
