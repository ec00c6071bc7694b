"""What there is: the table of notebooks, the folders of the project, and what may be asked of it."""

from dataclasses import dataclass
from pathlib import Path

from helpers import codebook
from helpers.codebook import SurveyError, suggest


@dataclass(frozen=True)
class Stage:
    """One notebook of the table: what it reads and writes, and how often it runs.

    `writes` and `reads` are names in the survey's processed folder, `reads` patterns over what
    earlier stages write; ``{answers}`` is how answers are kept: csv, or parquet of a large survey
    (`codebook.Codebook.is_aggregated`); `needs` is what a survey must have, ``published`` figures or
    ``events``, for the notebook to say anything; `survey` says which files of the survey's folder
    it reads besides ``codebook.toml``; `labels`, that it shows how levels are worded; `shareable`,
    that it shows no single answer and no small cell: of real answers it alone has an annex
    (`release.may_show`); `long`, that it is begun as soon as it can be, or all would wait for it in
    the end.
    """

    name: str
    writes: tuple = ()
    reads: tuple = ()
    survey: tuple = ("published.toml",)
    each: str = ""
    needs: str = ""
    labels: bool = True
    shareable: bool = False
    long: bool = False


NOTEBOOKS = (
    Stage(
        "00_published", ("grim.csv", "bounds.csv"), needs="published", labels=False, shareable=True
    ),
    Stage(
        "01_clean",
        ("answers.{answers}", "duplicates.{answers}", "cleaning.csv", "account.csv"),
        survey=("answers",),
    ),
    Stage(
        "02_events",
        ("events.csv", "event_shares.csv"),
        ("answers.*", "cleaning.csv"),
        needs="events",
    ),
    Stage(
        "02_question", ("shares/{question}.csv",), ("answers.*",), each="question", shareable=True
    ),
    Stage(
        "03_associations",
        ("crosstabs.csv", "associations.csv", "claims.csv"),
        ("answers.*", "shares/*.csv", "grim.csv", "bounds.csv"),
    ),
    Stage(
        "04_robustness",
        ("robustness.csv", "nonresponse.csv"),
        ("answers.*", "duplicates.*"),
    ),
    Stage(
        "05_exploration",
        ("exploration.csv", "regression.csv", "reliability.csv"),
        ("answers.*",),
        survey=(),
        long=True,
    ),
    Stage("06_report", (), ("*.csv",), each="language"),
)


@dataclass(frozen=True)
class Project:
    """Where things are: notebooks, code and lock file under `top`; what is built under `into`."""

    top: Path = Path(__file__).resolve().parents[3]
    into: Path | None = None

    @property
    def notebooks(self):
        """Folder of the notebooks."""
        return self.top / "notebooks"

    @property
    def code(self):
        """Folder of the package `helpers`."""
        return self.top / "src/helpers"

    @property
    def output(self):
        """Folder under which ``data/processed``, ``reports`` and ``.survey`` are written."""
        return self.into or self.top

    @property
    def catalogues(self):
        """The languages in which the project can speak."""
        return sorted(path.stem for path in (self.code / "report/messages").glob("*.toml"))

    def survey(self, given=None):
        """Return the folder of the survey that is meant: the given one, or the only one that the project holds.

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
            raise SurveyError(
                f"which survey? {f'there are {names}' if names else 'there is none under data/raw'}"
            )
        try:
            return codebook.find_survey_folder(given)
        except SurveyError:
            near = suggest(given, names) or suggest(f"data/raw/{Path(given).name}", names)
            raise SurveyError(f"no survey folder {str(given)!r}, only {names}{near}") from None

    def languages(self, book, wanted=()):
        """Return the languages to report in: those wanted, or all of the codebook.

        Raises
        ------
        SurveyError
            If the codebook has no texts, or the project no catalogue, in one of them, or in the
            codebook's first: the notebooks before the report speak that one.
        """
        for language in (book.languages[0], *(wanted or book.languages)):
            book.language(language)
            if language not in self.catalogues:
                raise SurveyError(
                    f"no catalogue in language {language!r}, only in {self.catalogues}"
                    f"{suggest(language, self.catalogues)}; add {self.code}/report/messages/{language}.toml"
                )
        return tuple(wanted or book.languages)

    def check(self, parameters):
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
