"""A codebook and its questions, as the rest of the house receives them."""

from dataclasses import dataclass, field
from pathlib import Path

from helpers.codebook.checks import SurveyError, suggest
from helpers.codebook.levels import Band, Level
from helpers.codebook.sealed_plan import SealedPlan
from helpers.codebook.together import Grid, Model

KINDS = ("ordinal", "nominal", "multiple", "rating", "number", "date", "ranking", "consent", "text")
BARE = ("number", "date", "text")  # kinds whose answers are no levels
MAX_GROUPS = 12  # that are compared two by two, and that a figure shows side by side
ANSWERED = "answered"  # of what offers no levels: that there is an answer
ORDERS = ("size", "codebook")  # of levels that have none
ROLES = ("behaviour", "outcome", "group", "context")
PROVENANCES = ("synthetic", "collected")
SETTINGS = ("open", "event", "online", "panel", "members", "customers", "staff", "students")
FAMILIES = ("primary", "secondary")
MISSING = ("_skipped", "_not_asked", "_not_applicable", "_refused", "_not_codable")
NO_OPTION = "_none"  # of several answers: asked, and chose none; an answer, and no level


@dataclass(frozen=True)
class Question:
    """One question: its wording by language, its kind, its role, its levels from low to high.

    Attributes
    ----------
    grid : Grid, optional
        That it is a row of.
    asked_if : tuple of dict
        Id of a question before → the levels of it after which this one is put. All of one such
        table must hold, and one of the tables; empty where everybody is asked.
    bands : tuple of Band
        Of a number, from low to high; its `levels` are then answers off the scale only.
    unit : dict
        By language, what a number counts, as ``year | years``; ``{}`` is where the number stands.
    plausible : tuple of float
        The lowest and the highest number, or date as a number, that need not be told, or empty.
    read_as : dict
        Texts that stand for a number.
    net_promoter : bool
        Whether a rating from 0 to 10 is told as promoters less detractors too.
    is_consent : bool
        Whether it is one box, ticked or not: kind ``multiple``, of one level, never skipped.
    date_format : str
        How dates are written, as `strptime` spells it; with the year first, if it is empty.
    decimal_comma : bool
        Whether a comma alone is one of decimals; else it sets thousands apart where it can.
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
    grid: Grid | None = None
    asked_if: tuple[dict, ...] = ()
    order: str = "size"
    bands: tuple[Band, ...] = ()
    unit: dict = field(default_factory=dict)
    plausible: tuple[float, ...] = ()
    read_as: dict = field(default_factory=dict)
    net_promoter: bool = False
    decimal_comma: bool = True
    date_format: str = ""
    is_consent: bool = False
    same_as: str = ""

    @property
    def ids(self) -> list[str]:
        """The ids of all levels, those off the scale included; `answered` where none is offered."""
        first = [band.id for band in self.bands] if self.offers_levels else [ANSWERED]
        return first + [level.id for level in self.levels]

    @property
    def scale(self) -> list[str]:
        """The ids of the levels on the scale: without those declared off it."""
        on_scale = [level.id for level in self.levels if not level.off_scale]
        return [*(band.id for band in self.bands), *on_scale]

    @property
    def offers_levels(self) -> bool:
        """Whether answers are levels, to be counted one by one: not words, numbers, dates."""
        return self.kind not in BARE or bool(self.bands)

    @property
    def is_ordered(self) -> bool:
        """Whether its levels go from low to high."""
        return self.kind in ("ordinal", "rating") or bool(self.bands)

    def levels_of(self, value: str) -> tuple[str, ...]:
        """The levels that a clean answer, which is not missing, stands for.

        >>> why = Question("q1", "multiple", "context", {}, {})
        >>> hours = Question("q2", "number", "context", {}, {}, bands=(Band("b1", 5, 10),))
        >>> why.levels_of("work|fun"), hours.levels_of("7.5"), hours.levels_of("12")
        (('work', 'fun'), ('b1',), ())
        """
        if self.kind == "multiple":
            return tuple(value.split("|"))
        if self.kind == "ranking":  # the first choice, or those that share its rank
            return tuple(filter(None, value.partition("|")[0].split("=")))
        if self.kind not in BARE or value in self.ids:
            return (value,)
        bands = tuple(band.id for band in self.bands if band.holds(float(value)))
        return bands if self.bands else (ANSWERED,)

    @property
    def is_open(self) -> bool:
        """Whether clean answers may be more than its levels: sets, numbers, dates, orders."""
        return self.kind in (*BARE, "multiple", "ranking")

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
class Codebook:
    """A survey as its folder describes it; see `load`.

    Attributes
    ----------
    groups : tuple of str
        Ids of the planned ones.
    smallest_difference : float
        Of shares of two editions: the smallest of interest.
    composite : tuple of str
        Ids of the items of a scale score.
    exports : tuple of Path
        The files of answers that were there when the codebook was read, in order of their names.
    is_aggregated : bool
        Whether only combinations of answers are kept, with the number of people who gave each: of a
        Parquet file, and of more bytes than ``aggregate_above_bytes`` of ``[intake]``.
    setting : str
        Whom the survey met, and where; one of `SETTINGS`.
    published : Path or None
    eligible, random_sample : int or None, bool
        How many people could have answered, if counted; whether respondents are drawn from them.
    sealed_plan : SealedPlan, optional
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
    groups: tuple[str, ...] = ()
    smallest_difference: float = 0.1
    model: Model | None = None
    composite: tuple[str, ...] = ()
    exports: tuple[Path, ...] = ()
    is_aggregated: bool = False
    published: Path | None = None
    setting: str = "open"
    sealed_plan: SealedPlan | None = None
    eligible: int | None = None
    random_sample: bool = False

    @property
    def answers(self) -> Path:
        """Path of the raw export; of a folder of exports, the pattern that their paths match."""
        return self.folder / self.intake["file"]

    @property
    def events(self) -> bool:
        """Whether it was held at events, each in a file of its own or named in a column."""
        return "*" in self.intake["file"] or bool(self.intake["event"])

    @property
    def has_numbers(self) -> bool:
        """Whether answers come to numbers: numbers, scores, dates, ranks, lengths of texts."""
        kinds = (*BARE, "rating", "ranking")
        return any(question.kind in kinds for question in self.questions)

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
