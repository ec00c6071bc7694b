"""From ``codebook.toml`` to a checked codebook."""

import tomllib
from pathlib import Path

from helpers.codebook import aliases, checks, declared, entries
from helpers.codebook.checks import SurveyError
from helpers.codebook.question_entries import read_question, read_texts
from helpers.codebook.questions import PROVENANCES, Codebook

TABLES = ("survey", "disclosure", "intake", "questions", "model", "composite")
TITLES = ("title", "short_title", "event", "organiser", "claim")
RESERVED_IDS = ("row", "event", "people")  # columns of the tables of answers


def find_survey_folder(folder: str | Path) -> Path:
    """Return the folder of a survey, given from here or from any folder above.

    A notebook runs in ``notebooks/`` by hand and at the project's top by papermill: both find the
    same survey.

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


def load(folder: str | Path) -> Codebook:
    """Read and check ``codebook.toml`` of a survey folder, and see which files of it are there.

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
        If the file is missing, is not TOML, or holds an unknown, incomplete or mistaken entry: the
        message names the file, the entry, its value and what is accepted.

    Examples
    --------
    >>> book = load("data/raw/linkedin-2015")
    >>> book.question("q5").scale
    ['jamais', 'rarement', 'plupart', 'toujours']
    >>> [question.id for question in book.with_role("behaviour")]
    ['q2', 'q4', 'q5', 'q6', 'q7']
    """
    path = find_survey_folder(folder) / "codebook.toml"
    raw = aliases.modernise(read_toml(path), path)
    survey = checks.table(raw, "survey", path)
    checks.known(raw, TABLES, path, "the file")
    survey = entries.check(survey, entries.SURVEY, path, "[survey]")
    languages = tuple(survey["languages"])
    if not languages:
        raise SurveyError(
            f"{path}: [survey] languages is [], not a list with the questions' language first"
        )
    checks.id(survey["id"], path, "[survey] id", r"[a-z0-9][a-z0-9-]*")
    checks.among(survey["provenance"], PROVENANCES, path, "[survey] provenance")
    texts = read_texts(survey, TITLES, languages, path, "[survey]")
    intake = _intake(raw, path)
    questions = _questions(raw, languages, path)
    published = path.with_name("published.toml")
    exports = _exports(path.parent, intake["file"])
    return Codebook(
        folder=path.parent,
        id=survey["id"],
        provenance=survey["provenance"],
        languages=languages,
        date=str(survey["date"]),
        version=str(survey["version"]),
        authors=tuple(survey["authors"]),
        smallest_cell=survey["smallest_cell"],
        texts={"short_title": texts["title"]} | texts,
        disclosure=_disclosure(raw, languages, path),
        intake=intake,
        questions=questions,
        model=_declaration(raw, "model", declared.model, questions, path),
        composite=_declaration(raw, "composite", declared.composite, questions, path) or (),
        exports=exports,
        is_aggregated=_is_aggregated(intake, exports),
        published=published if published.exists() else None,
    )


def read_toml(path: Path) -> dict:
    """Read a TOML file, or say in one line what is wrong with it."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SurveyError(f"{path} is missing") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SurveyError(f"{path} is not valid TOML: {error}") from None


def _disclosure(raw, languages, path):
    table = checks.table(raw, "disclosure", path) if "disclosure" in raw else {}
    table = entries.check(table, entries.DISCLOSURE, path, "[disclosure]")
    texts = read_texts(table, entries.DISCLOSURE, languages, path, "[disclosure]")
    return dict.fromkeys(entries.DISCLOSURE) | texts


def _intake(raw, path):
    table = checks.table(raw, "intake", path) if "intake" in raw else {}
    intake = entries.check(table, entries.INTAKE, path, "[intake]")
    if "*" in intake["file"] and intake["event"]:
        raise SurveyError(
            f"{path}: [intake] names events twice: by the files that `file` matches, and by the "
            "column `event`; leave one out"
        )
    return intake


def _declaration(raw, key, read, questions, path):
    return read(checks.table(raw, key, path), questions, path) if key in raw else None


def _exports(folder, file):
    """The files of answers that are there, in order of their names."""
    if "*" in file:
        return tuple(sorted(folder.glob(file), key=str))
    return (folder / file,) if (folder / file).is_file() else ()


def _is_aggregated(intake, exports):
    size = sum(export.stat().st_size for export in exports)
    return Path(intake["file"]).suffix == ".parquet" or size > intake["aggregate_above_bytes"]


def _questions(raw, languages, path):
    tables = raw.get("questions")
    if not tables or not entries.TABLES.test(tables):
        raise SurveyError(
            f"{path}: no [[questions]]; add one entry for each question of the export"
        )
    questions = tuple(
        read_question(table, number, languages, path)
        for number, table in enumerate(tables, start=1)
    )
    ids = [question.id for question in questions]
    checks.unique(ids, path, "question ids")
    checks.unique([question.column for question in questions], path, "columns")
    if reserved := set(RESERVED_IDS) & set(ids):
        raise SurveyError(
            f"{path}: [[questions]] {min(reserved)}: the tables have a column of that name; take "
            "another id"
        )
    return questions
