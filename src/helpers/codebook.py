"""What was asked: questions, levels in order, roles, and the wording of each in every language."""

import difflib
import re
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path

from helpers.typography import typeset

KINDS = ("ordered", "nominal", "several", "text")
ROLES = ("behaviour", "outcome", "context")
PROVENANCES = ("synthetic", "collected")
FAMILIES = ("primary", "secondary")
MISSING = ("_skipped", "_not_asked", "_refused", "_not_codable")


class SurveyError(ValueError):
    """Something in the survey's folder, or in what was asked of it, that its owner can put right."""


def suggest(word, accepted):
    """Say which accepted word was likely meant.

    >>> suggest("toujour", ["Jamais", "Toujours"])
    "; did you mean 'Toujours'?"
    """
    folded = {str(a).casefold(): str(a) for a in accepted}
    near = difflib.get_close_matches(str(word).casefold(), folded, n=1)
    return f"; did you mean {folded[near[0]]!r}?" if near else ""


@dataclass(frozen=True)
class Level:
    """One answer that a question accepts; `source` is its wording in the export, `text` that by language."""

    id: str
    source: str
    text: dict
    aliases: tuple = ()
    assumed: bool = False
    off_scale: bool = False
    open: bool = False


@dataclass(frozen=True)
class Question:
    """One question: its wording by language, its kind, its role and its levels from low to high."""

    id: str
    kind: str
    role: str
    text: dict
    short: dict
    levels: tuple = ()
    column: str = ""
    family: str = "primary"
    positive: tuple = ()
    highlight: tuple = ()
    missing: dict = field(default_factory=dict)

    @property
    def ids(self):
        """The ids of all levels, from low to high, those off the scale included; free text has one, `answered`."""
        return [level.id for level in self.levels] if self.kind != "text" else ["answered"]

    @property
    def scale(self):
        """The ids of the levels on the scale: without those declared off it."""
        return [level.id for level in self.levels if not level.off_scale]

    @property
    def categories(self):
        """Every value that a clean answer may take: the levels, then the kinds of missing."""
        return [*self.ids, *MISSING]

    def label(self, level, language):
        """The wording of one level, by its id."""
        return next(item.text[language] for item in self.levels if item.id == level)


@dataclass(frozen=True)
class Codebook:
    """A survey as its folder describes it; see `load`."""

    folder: Path
    id: str
    provenance: str
    languages: tuple
    date: str
    version: str
    authors: tuple
    smallest_cell: int
    texts: dict
    disclosure: dict
    intake: dict
    questions: tuple

    @property
    def answers(self):
        """Path of the raw export; of a folder of exports, the pattern that their paths match."""
        return self.folder / self.intake["file"]

    @property
    def exports(self):
        """Paths of the files of answers that are there: one, or one an event, in order of their names."""
        if "*" in self.intake["file"]:
            return sorted(self.folder.glob(self.intake["file"]), key=str)
        return [self.answers] if self.answers.is_file() else []

    @property
    def events(self):
        """Whether the survey was held at several events, each in a file of its own or named in a column."""
        return "*" in self.intake["file"] or bool(self.intake["event"])

    @property
    def large(self):
        """Whether only combinations of answers are kept, with the number of people who gave each, and no single person.

        So it is for a Parquet file and for an export of more than `large` bytes, an entry of ``[intake]``.
        """
        sizes = [path.stat().st_size for path in self.exports]
        return self.answers.suffix == ".parquet" or sum(sizes) > self.intake["large"]

    @property
    def published(self):
        """Path of what was published about the survey; None if nothing was."""
        path = self.folder / "published.toml"
        return path if path.exists() else None

    @property
    def synthetic(self):
        """Whether the answers are a reconstruction, not collected."""
        return self.provenance == "synthetic"

    def question(self, id):
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
        raise SurveyError(f"{self.folder / 'codebook.toml'}: no question {id!r}, only {known}{suggest(id, known)}")

    def with_role(self, role, family=None):
        """The questions that play a role, in order."""
        return [q for q in self.questions if q.role == role and family in (None, q.family)]

    def language(self, language):
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


_SURVEY = {"id", "provenance", "languages", "date", "version", "authors"}
_TEXTS = {"title", "short_title", "event", "organiser", "claim"}
_DISCLOSURE = (
    "commissioner", "funder", "conductor", "purpose", "population", "eligible", "recruitment", "mode", "fieldwork",
    "languages", "pretest", "consent", "weights", "sharing", "contact",
)  # fmt: skip
_INTAKE = {
    "file": "answers.csv", "event": "", "separator": ", ", "leave": [], "timestamp": "", "timestamp_format": "",
    "duplicate_seconds": 0, "test_marks": [], "large": 10_000_000,
}  # fmt: skip


def find(folder):
    """Return the folder of a survey, given from here or from any folder above.

    A notebook runs in ``notebooks/`` by hand and at the project's top by papermill: both find the same survey.

    Raises
    ------
    SurveyError
        If no such folder exists.
    """
    here = Path.cwd()
    for base in (here, *here.parents):
        if (base / folder).is_dir():
            return base / folder
    raise SurveyError(f"no survey folder {str(folder)!r} in {here} or above it")


def load(folder):
    """Read and check ``codebook.toml`` of a survey folder.

    Parameters
    ----------
    folder : str or Path
        The survey's folder, from here or from a folder above.

    Returns
    -------
    Codebook

    Raises
    ------
    SurveyError
        If the file is missing, is not TOML, or holds an unknown or incomplete entry: the message names the entry
        and the accepted values.

    Examples
    --------
    >>> book = load("data/raw/linkedin-2015")
    >>> book.question("q5").scale
    ['jamais', 'rarement', 'plupart', 'toujours']
    >>> [question.id for question in book.with_role("behaviour")]
    ['q2', 'q4', 'q5', 'q6', 'q7']
    """
    path = find(folder) / "codebook.toml"
    raw = read_toml(path)
    survey = _table(raw, "survey", path)
    _known(raw, {"survey", "disclosure", "intake", "questions"}, path, "the file")
    _known(survey, _SURVEY | _TEXTS | {"smallest_cell"}, path, "[survey]")
    _need(survey, _SURVEY | {"title", "event", "organiser"}, path, "[survey]")
    _among(survey["provenance"], PROVENANCES, path, "[survey] provenance")
    if not isinstance(survey["languages"], list) or not survey["languages"]:
        raise SurveyError(f"{path}: [survey] languages must be a list, the language of the questions first")
    languages = tuple(survey["languages"])
    texts = {key: _text(survey[key], languages, path, f"[survey] {key}") for key in sorted(_TEXTS & set(survey))}
    texts.setdefault("short_title", texts["title"])
    if not isinstance(survey.get("smallest_cell", 5), int):
        raise SurveyError(f"{path}: [survey] smallest_cell is {survey['smallest_cell']!r}, not a number of people")
    disclosure = raw.get("disclosure", {})
    _known(disclosure, _DISCLOSURE, path, "[disclosure]")
    intake = raw.get("intake", {})
    _known(intake, _INTAKE, path, "[intake]")
    if "*" in intake.get("file", "") and intake.get("event"):
        raise SurveyError(f"{path}: [intake] names events twice: by the files that `file` matches, and by the column "
                          "`event`; leave one out")  # fmt: skip
    if not raw.get("questions") or not isinstance(raw["questions"], list):
        raise SurveyError(f"{path}: no [[questions]]; add one entry for each question of the export")
    questions = tuple(_question(entry, i, languages, path) for i, entry in enumerate(raw["questions"], start=1))
    _unique([q.id for q in questions], path, "question ids")
    _unique([q.column for q in questions], path, "columns")
    if taken := {"row", "event", "people"} & {q.id for q in questions}:
        raise SurveyError(f"{path}: [[questions]] {min(taken)}: the tables have a column of that name; take another id")
    return Codebook(
        folder=path.parent,
        id=_id(survey["id"], path, "[survey] id", r"[a-z0-9][a-z0-9-]*"),
        provenance=survey["provenance"],
        languages=languages,
        date=str(survey["date"]),
        version=str(survey["version"]),
        authors=tuple(survey["authors"]),
        smallest_cell=survey.get("smallest_cell", 5),
        texts=texts,
        disclosure={k: _text(disclosure[k], languages, path, f"[disclosure] {k}") if k in disclosure else None
                    for k in _DISCLOSURE},
        intake=_INTAKE | intake,
        questions=questions,
    )  # fmt: skip


def read_toml(path):
    """Read a TOML file, or say in one line what is wrong with it."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SurveyError(f"{path} is missing") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SurveyError(f"{path} is not valid TOML: {error}") from None


def _question(entry, number, languages, path):
    where = f"[[questions]] {entry.get('id', f'number {number}')}"
    _known(entry, {f.name for f in fields(Question)}, path, where)
    _need(entry, {"id", "kind", "role", "text"}, path, where)
    _among(entry["kind"], KINDS, path, f"{where} kind")
    _among(entry["role"], ROLES, path, f"{where} role")
    _among(entry.get("family", "primary"), FAMILIES, path, f"{where} family")
    text = _text(entry["text"], languages, path, f"{where} text")
    levels = tuple(_level(item, languages, path, where) for item in entry.get("levels", ()))
    ids = [level.id for level in levels]
    _unique(ids, path, f"{where} levels")
    if entry["kind"] != "text" and len(ids) < 2:
        raise SurveyError(f"{path}: {where} needs at least two levels")
    scale = [level.id for level in levels if not level.off_scale]
    for key, accepted in (("positive", scale), ("highlight", ids)):
        for level in entry.get(key, ()):
            _among(level, accepted, path, f"{where} {key}")
    if scale and set(scale) == set(entry.get("positive", ())):
        raise SurveyError(f"{path}: {where} has every level among `positive`; leave out those that are not")
    missing = entry.get("missing", {})
    _known(missing, [kind.removeprefix("_") for kind in MISSING], path, f"{where} missing")
    if entry["role"] == "outcome" and entry["kind"] not in ("ordered", "nominal"):
        raise SurveyError(f"{path}: {where} has role 'outcome' but kind {entry['kind']!r}, not 'ordered' or "
                          "'nominal': an outcome has one level a person")  # fmt: skip
    if entry["role"] == "outcome" and entry["kind"] != "ordered" and not entry.get("positive"):
        raise SurveyError(f"{path}: {where} is an outcome without order: say which levels are `positive`")
    if entry["role"] == "behaviour" and entry["kind"] != "ordered":
        raise SurveyError(f"{path}: {where} has role 'behaviour' but kind {entry['kind']!r}; a behaviour is 'ordered'")
    return Question(
        id=_id(entry["id"], path, where, r"[a-z][a-z0-9_]*"),
        kind=entry["kind"],
        role=entry["role"],
        text=text,
        short=_text(entry["short"], languages, path, f"{where} short") if "short" in entry else text,
        levels=levels,
        column=entry.get("column", entry["text"][languages[0]]),
        family=entry.get("family", "primary"),
        positive=tuple(entry.get("positive", ())),
        highlight=tuple(entry.get("highlight", ())),
        missing={f"_{kind}": tuple(labels) for kind, labels in missing.items()},
    )


def _level(entry, languages, path, where):
    _need(entry, {"id"}, path, f"{where} level")
    where = f"{where} level {entry['id']!r}"
    _known(entry, {*languages, "id", "aliases", "assumed", "off_scale", "open"}, path, where)
    return Level(
        id=_id(entry["id"], path, where, r"[a-z0-9][a-z0-9_]*"),
        text=_text({k: entry[k] for k in languages if k in entry}, languages, path, where),
        source=entry[languages[0]],
        aliases=tuple(entry.get("aliases", ())),
        **{key: bool(entry.get(key)) for key in ("assumed", "off_scale", "open")},
    )


def _text(entry, languages, path, where):
    if not isinstance(entry, dict):
        example = f"`{where.split()[-1]}.{languages[0]} = …`"
        raise SurveyError(f"{path}: {where} must be a text in each language, as {example}")
    for language in languages:
        if not entry.get(language) or not isinstance(entry[language], str):
            raise SurveyError(f"{path}: {where} has no text in language {language!r}")
    return {language: typeset(entry[language], language) for language in languages}


def _table(raw, key, path):
    if not isinstance(raw.get(key), dict):
        raise SurveyError(f"{path}: no [{key}] table")
    return raw[key]


def _known(entry, accepted, path, where):
    for key in entry:
        if key not in accepted:
            raise SurveyError(f"{path}: {where} has an unknown entry {key!r}, not one of {sorted(accepted)}"
                              f"{suggest(key, accepted)}")  # fmt: skip


def _need(entry, keys, path, where):
    for key in sorted(keys):
        if key not in entry:
            raise SurveyError(f"{path}: {where} has no {key!r}")


def _among(value, accepted, path, where):
    if value not in accepted:
        raise SurveyError(f"{path}: {where} is {value!r}, not one of {list(accepted)}{suggest(value, accepted)}")


def _unique(values, path, where):
    twice = sorted({v for v in values if values.count(v) > 1})
    if twice:
        raise SurveyError(f"{path}: {where} must differ; twice: {twice}")


def _id(value, path, where, pattern):
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        raise SurveyError(f"{path}: {where} is {value!r}; an id is small letters without accents and digits")
    return value
