"""A codebook, its questions and their levels, as the rest of the house receives them."""

from dataclasses import dataclass, field
from pathlib import Path

from helpers.codebook.checks import SurveyError, suggest

KINDS = ("ordinal", "nominal", "multiple", "text")
ROLES = ("behaviour", "outcome", "context")
PROVENANCES = ("synthetic", "collected")
FAMILIES = ("primary", "secondary")
MISSING = ("_skipped", "_not_asked", "_not_applicable", "_refused", "_not_codable")
NO_OPTION = "_none"  # of several answers: asked, and chose none; an answer, and no level


@dataclass(frozen=True)
class Level:
    """One answer that a question accepts.

    Attributes
    ----------
    source : str
        Its wording in the export.
    text : dict
        Its wording by language.
    off_scale : bool
        Whether it has no place between the lowest and the highest, as "I don't know" has none.
    write_in : bool
        Whether words of the respondent's own count as this one.
    column : str
        Its own column in the export, of a question with one column an option.
    """

    id: str
    source: str
    text: dict
    aliases: tuple[str, ...] = ()
    assumed: bool = False
    off_scale: bool = False
    write_in: bool = False
    column: str = ""

    @property
    def wordings(self) -> tuple[str, ...]:
        """All that counts as this answer: as in the export, otherwise worded, in each language."""
        return (self.source, *self.aliases, *self.text.values())


@dataclass(frozen=True)
class Question:
    """One question: its wording by language, its kind, its role, its levels from low to high.

    Attributes
    ----------
    asked_if : tuple of dict
        Id of a question before → the levels of it after which this one is put. All of one such
        table must hold, and one of the tables; empty where everybody is asked.
    """

    id: str
    kind: str
    role: str
    text: dict
    short: dict
    levels: tuple[Level, ...] = ()
    column: str = ""
    family: str = "primary"
    positive: tuple[str, ...] = ()
    highlight: tuple[str, ...] = ()
    missing: dict = field(default_factory=dict)
    asked_if: tuple[dict, ...] = ()

    @property
    def ids(self) -> list[str]:
        """The ids of all levels, those off the scale included; of free text one, `answered`."""
        return [level.id for level in self.levels] if self.kind != "text" else ["answered"]

    @property
    def scale(self) -> list[str]:
        """The ids of the levels on the scale: without those declared off it."""
        return [level.id for level in self.levels if not level.off_scale]

    @property
    def write_in(self) -> Level | None:
        """The level that words of a respondent's own count as, if there is one."""
        return next((level for level in self.levels if level.write_in), None)

    @property
    def categories(self) -> list[str]:
        """Every value that a clean answer may take: the levels, then the kinds of missing."""
        return [*self.ids, *MISSING]

    def label(self, level: str, language: str) -> str:
        """The wording of one level, by its id."""
        return next(item.text[language] for item in self.levels if item.id == level)


@dataclass(frozen=True)
class Model:
    """A regression declared before looking: the ids of what it explains, and by what."""

    outcome: str
    predictors: tuple[str, ...]


@dataclass(frozen=True)
class Codebook:
    """A survey as its folder describes it; see `load`.

    Attributes
    ----------
    composite : tuple of str
        Ids of the items of a declared scale score.
    exports : tuple of Path
        The files of answers that were there when the codebook was read: one, or one an event, in
        order of their names.
    is_aggregated : bool
        Whether only combinations of answers are kept, with the number of people who gave each, and
        no single person. So it is for a Parquet file and for an export of more bytes than
        ``aggregate_above_bytes`` of ``[intake]``.
    published : Path or None
        What was published about the survey, if anything was.
    """

    folder: Path
    id: str
    provenance: str
    languages: tuple[str, ...]
    date: str
    version: str
    authors: tuple[str, ...]
    smallest_cell: int
    smallest_gamma: float
    texts: dict
    disclosure: dict
    intake: dict
    questions: tuple[Question, ...]
    model: Model | None = None
    composite: tuple[str, ...] = ()
    exports: tuple[Path, ...] = ()
    is_aggregated: bool = False
    published: Path | None = None

    @property
    def answers(self) -> Path:
        """Path of the raw export; of a folder of exports, the pattern that their paths match."""
        return self.folder / self.intake["file"]

    @property
    def events(self) -> bool:
        """Whether it was held at events, each in a file of its own or named in a column."""
        return "*" in self.intake["file"] or bool(self.intake["event"])

    @property
    def synthetic(self) -> bool:
        """Whether the answers are a reconstruction, not collected."""
        return self.provenance == "synthetic"

    def question(self, id: str) -> Question:
        """Return the question with this id.

        Raises
        ------
        SurveyError
            If the codebook has none.
        """
        for question in self.questions:
            if question.id == id:
                return question
        known = [question.id for question in self.questions]
        raise SurveyError(
            f"{self.folder / 'codebook.toml'}: no question {id!r}, only {known}{suggest(id, known)}"
        )

    def with_role(self, role: str, family: str | None = None) -> list[Question]:
        """The questions that play a role, in order."""
        return [
            question
            for question in self.questions
            if question.role == role and family in (None, question.family)
        ]

    def language(self, language: str) -> str:
        """Return a language of the survey, or say which ones there are.

        Raises
        ------
        SurveyError
            If the survey has no texts in it.
        """
        if language not in self.languages:
            raise SurveyError(
                f"{self.folder / 'codebook.toml'}: no texts in language {language!r}, only in "
                f"{list(self.languages)}{suggest(language, self.languages)}"
            )
        return language
