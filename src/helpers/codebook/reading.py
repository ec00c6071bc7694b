"""From ``codebook.toml`` to a checked codebook."""

import tomllib
from dataclasses import fields
from pathlib import Path

from helpers.codebook import aliases, checks, declared
from helpers.codebook.checks import SurveyError
from helpers.codebook.questions import (
    FAMILIES,
    KINDS,
    MISSING,
    PROVENANCES,
    ROLES,
    Codebook,
    Level,
    Question,
)

_SURVEY = {"id", "provenance", "languages", "date", "version", "authors"}
_TEXTS = {"title", "short_title", "event", "organiser", "claim"}
_DISCLOSURE = (
    "commissioner",
    "funder",
    "conductor",
    "purpose",
    "population",
    "eligible",
    "recruitment",
    "mode",
    "fieldwork",
    "languages",
    "pretest",
    "consent",
    "weights",
    "sharing",
    "contact",
)
_INTAKE = {
    "file": "answers.csv",
    "event": "",
    "separator": ", ",
    "ignore_columns": [],
    "timestamp": "",
    "timestamp_format": "",
    "duplicate_seconds": 0,
    "test_marks": [],
    "aggregate_above_bytes": 10_000_000,
}


def find_survey_folder(folder):
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
        If the file is missing, is not TOML, or holds an unknown or incomplete entry: the message
        names the entry and the accepted values.

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
    checks.known(
        raw, {"survey", "disclosure", "intake", "questions", "model", "composite"}, path, "the file"
    )
    checks.known(survey, _SURVEY | _TEXTS | {"smallest_cell"}, path, "[survey]")
    checks.need(survey, _SURVEY | {"title", "event", "organiser"}, path, "[survey]")
    checks.among(survey["provenance"], PROVENANCES, path, "[survey] provenance")
    if not isinstance(survey["languages"], list) or not survey["languages"]:
        raise SurveyError(
            f"{path}: [survey] languages must be a list, the language of the questions first"
        )
    languages = tuple(survey["languages"])
    texts = {
        key: checks.text(survey[key], languages, path, f"[survey] {key}")
        for key in sorted(_TEXTS & set(survey))
    }
    texts.setdefault("short_title", texts["title"])
    if not isinstance(survey.get("smallest_cell", 5), int):
        raise SurveyError(
            f"{path}: [survey] smallest_cell is {survey['smallest_cell']!r}, not a number of people"
        )
    disclosure = raw.get("disclosure", {})
    checks.known(disclosure, _DISCLOSURE, path, "[disclosure]")
    intake = raw.get("intake", {})
    checks.known(intake, _INTAKE, path, "[intake]")
    if "*" in intake.get("file", "") and intake.get("event"):
        raise SurveyError(
            f"{path}: [intake] names events twice: by the files that `file` matches, and by the column "
            "`event`; leave one out"
        )
    if not raw.get("questions") or not isinstance(raw["questions"], list):
        raise SurveyError(
            f"{path}: no [[questions]]; add one entry for each question of the export"
        )
    questions = tuple(
        _question(entry, i, languages, path) for i, entry in enumerate(raw["questions"], start=1)
    )
    checks.unique([q.id for q in questions], path, "question ids")
    checks.unique([q.column for q in questions], path, "columns")
    if taken := {"row", "event", "people"} & {q.id for q in questions}:
        raise SurveyError(
            f"{path}: [[questions]] {min(taken)}: the tables have a column of that name; take another id"
        )
    intake = _INTAKE | intake
    exports = _exports(path.parent, intake["file"])
    published = path.with_name("published.toml")
    return Codebook(
        folder=path.parent,
        id=checks.id(survey["id"], path, "[survey] id", r"[a-z0-9][a-z0-9-]*"),
        provenance=survey["provenance"],
        languages=languages,
        date=str(survey["date"]),
        version=str(survey["version"]),
        authors=tuple(survey["authors"]),
        smallest_cell=survey.get("smallest_cell", 5),
        texts=texts,
        disclosure={
            k: checks.text(disclosure[k], languages, path, f"[disclosure] {k}")
            if k in disclosure
            else None
            for k in _DISCLOSURE
        },
        intake=intake,
        questions=questions,
        model=declared.model(checks.table(raw, "model", path), questions, path)
        if "model" in raw
        else None,
        composite=declared.composite(checks.table(raw, "composite", path), questions, path)
        if "composite" in raw
        else (),
        exports=exports,
        is_aggregated=Path(intake["file"]).suffix == ".parquet"
        or sum(export.stat().st_size for export in exports) > intake["aggregate_above_bytes"],
        published=published if published.exists() else None,
    )


def _exports(folder, file):
    """The files of answers that are there, in order of their names."""
    if "*" in file:
        return tuple(sorted(folder.glob(file), key=str))
    return (folder / file,) if (folder / file).is_file() else ()


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
    checks.known(entry, {f.name for f in fields(Question)}, path, where)
    checks.need(entry, {"id", "kind", "role", "text"}, path, where)
    checks.among(entry["kind"], KINDS, path, f"{where} kind")
    checks.among(entry["role"], ROLES, path, f"{where} role")
    checks.among(entry.get("family", "primary"), FAMILIES, path, f"{where} family")
    text = checks.text(entry["text"], languages, path, f"{where} text")
    levels = tuple(_level(item, languages, path, where) for item in entry.get("levels", ()))
    ids = [level.id for level in levels]
    checks.unique(ids, path, f"{where} levels")
    if entry["kind"] != "text" and len(ids) < 2:
        raise SurveyError(f"{path}: {where} needs at least two levels")
    scale = [level.id for level in levels if not level.off_scale]
    for key, accepted in (("positive", scale), ("highlight", ids)):
        for level in entry.get(key, ()):
            checks.among(level, accepted, path, f"{where} {key}")
    if scale and set(scale) == set(entry.get("positive", ())):
        raise SurveyError(
            f"{path}: {where} has every level among `positive`; leave out those that are not"
        )
    missing = entry.get("missing", {})
    checks.known(missing, [kind.removeprefix("_") for kind in MISSING], path, f"{where} missing")
    if entry["role"] == "outcome" and entry["kind"] not in ("ordinal", "nominal"):
        raise SurveyError(
            f"{path}: {where} has role 'outcome' but kind {entry['kind']!r}, not 'ordinal' or "
            "'nominal': an outcome has one level a person"
        )
    if entry["role"] == "outcome" and entry["kind"] != "ordinal" and not entry.get("positive"):
        raise SurveyError(
            f"{path}: {where} is an outcome without order: say which levels are `positive`"
        )
    if entry["role"] == "behaviour" and entry["kind"] != "ordinal":
        raise SurveyError(
            f"{path}: {where} has role 'behaviour' but kind {entry['kind']!r}; a behaviour is 'ordinal'"
        )
    return Question(
        id=checks.id(entry["id"], path, where, r"[a-z][a-z0-9_]*"),
        kind=entry["kind"],
        role=entry["role"],
        text=text,
        short=checks.text(entry["short"], languages, path, f"{where} short")
        if "short" in entry
        else text,
        levels=levels,
        column=entry.get("column", entry["text"][languages[0]]),
        family=entry.get("family", "primary"),
        positive=tuple(entry.get("positive", ())),
        highlight=tuple(entry.get("highlight", ())),
        missing={f"_{kind}": tuple(labels) for kind, labels in missing.items()},
    )


def _level(entry, languages, path, where):
    checks.need(entry, {"id"}, path, f"{where} level")
    where = f"{where} level {entry['id']!r}"
    checks.known(
        entry, {*languages, "id", "aliases", "assumed", "off_scale", "write_in"}, path, where
    )
    return Level(
        id=checks.id(entry["id"], path, where, r"[a-z0-9][a-z0-9_]*"),
        text=checks.text({k: entry[k] for k in languages if k in entry}, languages, path, where),
        source=entry[languages[0]],
        aliases=tuple(entry.get("aliases", ())),
        **{key: bool(entry.get(key)) for key in ("assumed", "off_scale", "write_in")},
    )
