"""From ``codebook.toml`` to a checked codebook."""

import tomllib
from pathlib import Path

from helpers.codebook import aliases, checks, contradictions, declared, sealed_plan
from helpers.codebook.checks import SurveyError
from helpers.codebook.grids import read_questions
from helpers.codebook.mistakes import Mistakes
from helpers.codebook.question_entries import read_texts
from helpers.codebook.questions import Codebook
from helpers.codebook.tables import entries, read_table
from helpers.codebook.toml_text import slip

TABLES = ("survey", "disclosure", "intake", "questions", "plan", "model", "composite")
OPTIONAL = ("disclosure", "intake", "plan", "model", "composite")
TITLES = ("title", "short_title", "event", "organiser", "claim", "waiver")
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
        If the file is missing, is not TOML, or holds entries that are unknown, missing, mistaken or
        contradict each other: a line for each names the file, the entry, its value and what is
        accepted.

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
    mistakes = Mistakes(path)
    for key in raw:
        if key not in TABLES:
            mistakes.add(
                f"the file has an unknown entry {checks.shown(key)}, not one of {sorted(TABLES)}"
                f"{checks.suggest(key, TABLES)}"
            )
    survey, languages = _survey(raw, mistakes)
    texts = read_texts(survey, TITLES, languages, mistakes, "[survey]") if survey else {}
    intake = _intake(raw, mistakes)
    before = len(mistakes.lines)
    questions = _questions(raw, languages, mistakes)
    is_whole = len(mistakes.lines) == before
    disclosure, eligible = _disclosure(raw, languages, mistakes)
    if intake:
        for contradiction in contradictions.of_intake(intake, questions):
            mistakes.add(contradiction)
    plan = _table(raw, "plan", mistakes)
    plan = None if plan is None else read_table("PlanEntries", plan, "[plan]", mistakes)
    if plan and plan["random_sample"] and eligible is None:
        mistakes.add(
            "[plan] random_sample needs the number of people drawn from: `eligible = 400` under "
            "[disclosure]"
        )
    model = composite = None
    if questions and is_whole:  # else they may name one that is mistaken
        model = _declared(raw, "model", declared.model, questions, mistakes)
        composite = _declared(raw, "composite", declared.composite, questions, mistakes)
    sealed = None
    if survey:
        sealed = sealed_plan.read(path.with_name(sealed_plan.NAME), survey["id"], mistakes)
    if plan and is_whole and intake:
        with mistakes.collected():
            declared.groups(plan["groups"], questions, intake, path)
    mistakes.tell()
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
        setting=survey["setting"],
        smallest_gamma=plan["smallest_gamma"],
        smallest_difference=plan["smallest_difference"],
        groups=tuple(plan["groups"]),
        texts={"short_title": texts["title"]} | texts,
        disclosure=disclosure,
        intake=intake,
        questions=questions,
        model=model,
        composite=composite or (),
        exports=exports,
        is_aggregated=_is_aggregated(intake, exports),
        published=published if published.exists() else None,
        sealed_plan=sealed,
        eligible=eligible,
        random_sample=plan["random_sample"],
    )


def read_toml(path: Path) -> dict:
    """Read a TOML file, or say in one line what is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        return tomllib.loads(text)
    except FileNotFoundError:
        raise SurveyError(f"{path} is missing") from None
    except UnicodeDecodeError:
        raise SurveyError(f"{path} is not UTF-8 text; save it again, in UTF-8") from None
    except (ValueError, RecursionError) as error:  # of endless numbers, the first
        raise SurveyError(f"{path} is not valid TOML: {error}{slip(text, error)}") from None


def _table(raw, key, mistakes):
    """One table of the file; none if it is something else."""
    table = raw.get(key, {})
    if isinstance(table, dict) and (key in raw or key in OPTIONAL):
        return table
    mistakes.add(f"no [{key}] table")
    return None


def _survey(raw, mistakes):
    """The entries of ``[survey]``, and its languages as far as they can be told."""
    table = _table(raw, "survey", mistakes)
    survey = None if table is None else read_table("SurveyEntries", table, "[survey]", mistakes)
    named = (table or {}).get("languages")
    if not isinstance(named, list) or not named or not all(isinstance(x, str) for x in named):
        return survey, ()
    with mistakes.collected():
        checks.unique(named, mistakes.path, "[survey] languages")
    for language in named:
        with mistakes.collected():
            checks.id(language, mistakes.path, "[survey] languages", "[a-z]{2,3}")
    if survey:
        with mistakes.collected():
            checks.id(survey["id"], mistakes.path, "[survey] id", r"[a-z0-9][a-z0-9-]*")
    return survey, tuple(named)


def _disclosure(raw, languages, mistakes):
    keys = entries("DisclosureEntries")
    table = _table(raw, "disclosure", mistakes)
    table = table is not None and read_table("DisclosureEntries", table, "[disclosure]", mistakes)
    if not table:
        return {}, None
    people = table["eligible"] if isinstance(table["eligible"], int) else None
    if people is not None:
        table = table | {"eligible": dict.fromkeys(languages, f"{people}")}
    texts = read_texts(table, keys, languages, mistakes, "[disclosure]")
    return dict.fromkeys(keys) | texts, people


def _intake(raw, mistakes):
    table = _table(raw, "intake", mistakes)
    return None if table is None else read_table("IntakeEntries", table, "[intake]", mistakes)


def _declared(raw, key, read, questions, mistakes):
    if key not in raw:
        return None
    table = _table(raw, key, mistakes)
    with mistakes.collected():
        return None if table is None else read(table, questions, mistakes)


def _exports(folder, file):
    """The files of answers that are there, in order of their names."""
    if "*" in file:
        return tuple(sorted(folder.glob(file), key=str))
    return (folder / file,) if (folder / file).is_file() else ()


def _is_aggregated(intake, exports):
    size = sum(export.stat().st_size for export in exports)
    return Path(intake["file"]).suffix == ".parquet" or size > intake["aggregate_above_bytes"]


def _questions(raw, languages, mistakes):
    """The questions that are free of mistakes by themselves."""
    tables = raw.get("questions")
    if not isinstance(tables, list) or not tables or not all(isinstance(t, dict) for t in tables):
        mistakes.add("no [[questions]]; add one entry for each question of the export")
        return ()
    if not languages:
        return ()
    read = [*read_questions(tables, languages, mistakes)]
    questions = tuple(question for question in read if question)
    ids = [question.id for question in questions]
    with mistakes.collected():
        checks.unique(ids, mistakes.path, "question ids")
    if reserved := set(RESERVED_IDS) & set(ids):
        mistakes.add(
            f"[[questions]] {min(reserved)}: the tables have a column of that name; take another id"
        )
    for contradiction in contradictions.of_questions(questions):
        mistakes.add(contradiction)
    return questions
