"""Where a project stands: its folders, its notebooks, and the surveys and languages it has."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import helpers
from helpers import codebook
from helpers.codebook import Codebook, SurveyError, suggest
from helpers.pipeline import store


def running_code() -> Path:
    """Return the folder of the package that is running."""
    return Path(helpers.__file__).resolve().parent


@dataclass(frozen=True)
class Project:
    """Where things are: notebooks, code and lock file under `top`; what is built under `into`."""

    top: Path
    into: Path | None = None

    @classmethod
    def around(cls, folder: Path, into: Path | None = None) -> "Project":
        """Return the project that holds a folder, wherever its code was installed from.

        Raises
        ------
        SurveyError
            If the folder is in no project.
        """
        folder = folder.resolve()
        for top in (folder, *folder.parents):
            if (top / "notebooks").is_dir() and (top / "src/helpers").is_dir():
                return cls(top, into)
        marks = "no folder that holds `notebooks` and `src/helpers`"
        raise SurveyError(f"{folder} is in no project: {marks}; name one with --project")

    @property
    def notebooks(self) -> Path:
        """Folder of the notebooks."""
        return self.top / "notebooks"

    @property
    def code(self) -> Path:
        """Folder of the package `helpers`."""
        return self.top / "src/helpers"

    @property
    def output(self) -> Path:
        """Folder under which ``data/processed``, ``reports`` and ``.survey`` are written."""
        return self.into or self.top

    @property
    def catalogues(self) -> list[str]:
        """The languages in which the project can speak."""
        return sorted(path.stem for path in (self.code / "report/messages").glob("*.toml"))

    def work(self, survey: str, event: str = "") -> Path:
        """Return the folder for what builds of a survey, by its id, or of one event remember."""
        folder = self.output / ".survey" / survey
        if not event:
            return folder
        from helpers.answers import events  # not before it is needed: it takes pandas along

        return folder / "events" / events.slug(event)

    def check_code(self) -> None:
        """Check that the code which is running is that of this project.

        Raises
        ------
        SurveyError
            If it is another's: after the project was copied, or moved.
        """
        if self.code.resolve() != running_code():
            cure = f"run `make report` in {self.top}, or name the other with --project"
            raise SurveyError(
                f"this command runs the code in {running_code()}, not that of {self.top}; {cure}"
            )

    def check_place(self, book: Codebook) -> None:
        """Check that what is built of a survey is not of another one with the same id.

        Where a survey is is remembered beside what builds remember, as seen from there: a project
        may be copied or moved.

        Raises
        ------
        SurveyError
            If another folder holds a survey of this id, and was built before.
        """
        place = self.work(book.id) / "folder.txt"
        own = os.path.relpath(book.folder.resolve(), self.output.resolve())
        if place.is_file():
            before = place.read_bytes().decode(errors="replace").strip()
            other = self.output.resolve() / before
            if before != own and "\0" not in before and _id(other) == book.id:
                raise SurveyError(
                    f"two surveys have the id {book.id!r}, {book.folder} and {other.resolve()}; "
                    "give one of them another `id` in its codebook.toml, or build it with --into"
                )
        store.write(place, own)

    def notebook_paths(self, book: Codebook) -> list[Path]:
        """Return the project's notebooks and the survey's own, by name.

        Raises
        ------
        SurveyError
            If two have the same name.
        """
        paths: dict[str, Path] = {}
        for folder in (self.notebooks, book.folder / "notebooks"):
            for path in folder.glob("*.ipynb"):
                if path.stem in paths:
                    raise SurveyError(
                        f"{path} and {paths[path.stem]} have the same name; rename one of them"
                    )
                paths[path.stem] = path
        return [path for _, path in sorted(paths.items())]

    def survey(self, given: str | Path | None = None) -> Path:
        """Return the folder of the survey that is meant: the given one, else the project's only.

        Raises
        ------
        SurveyError
            If it does not exist, or if there are several and none is given.
        """
        known = [path.parent for path in sorted(self.top.glob("data/raw/*/codebook.toml"))]
        names = [path.relative_to(self.top).as_posix() for path in known]
        if given is None:
            if len(known) == 1:
                return known[0]
            there = f"there are {names}" if names else "there is none under data/raw"
            raise SurveyError(f"which survey? {there}")
        if (self.top / given).is_dir() and not Path(given).is_dir():
            return self.top / given
        if (self.top / "data/raw" / given).is_dir() and not Path(given).is_dir():
            return self.top / "data/raw" / given
        try:
            return codebook.find_survey_folder(given)
        except SurveyError:
            near = suggest(given, names) or suggest(f"data/raw/{Path(given).name}", names)
            raise SurveyError(f"no survey folder {str(given)!r}, only {names}{near}") from None

    def languages(self, book: Codebook, wanted: Iterable[str] = ()) -> tuple[str, ...]:
        """Return the languages to report in: those wanted, or all of the codebook.

        Raises
        ------
        SurveyError
            If the codebook has no texts, or the project no catalogue, in one of them, or in the
            codebook's first: the notebooks before the report speak that one.
        """
        wanted = tuple(wanted) or book.languages
        for language in (book.languages[0], *wanted):
            book.language(language)
            if language not in self.catalogues:
                hint = suggest(language, self.catalogues)
                cure = f"add {self.code}/report/messages/{language}.toml"
                known = f"only in {self.catalogues}{hint}"
                raise SurveyError(
                    f"{book.folder / 'codebook.toml'}: [survey] languages has {language!r}; there "
                    f"is no catalogue in language {language!r}, {known}; {cure}"
                )
        return tuple(wanted)

    def check(self, parameters: Mapping[str, str]) -> None:
        """Check that what a notebook is to be run about exists: survey, question, language.

        Raises
        ------
        SurveyError
            If one does not; the message names those that do.
        """
        if "survey" in parameters:
            book = codebook.load(self.survey(parameters["survey"]))
            if "question" in parameters:
                book.question(parameters["question"])
            if "language" in parameters:
                self.languages(book, [parameters["language"]])


def _id(folder: Path) -> str | None:
    """The id of the survey in a folder; None if there is none."""
    try:
        return codebook.load(folder).id
    except (SurveyError, OSError):
        return None
