"""One entry of ``[[questions]]``: checked by itself, then its parts against each other."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from helpers.codebook import checks, entries
from helpers.codebook.checks import SurveyError
from helpers.codebook.questions import FAMILIES, KINDS, ROLES, Level, Question

ONE_LEVEL_A_PERSON = ("ordinal", "nominal")

# What must not be so of a question, and what its owner is told then.
FAULTS = (
    (
        lambda question: question.kind != "text" and len(question.levels) < 2,
        "needs at least two levels",
    ),
    (
        lambda question: question.scale and set(question.scale) == set(question.positive),
        "has every level among `positive`; leave out those that are not",
    ),
    (
        lambda question: question.role == "outcome" and question.kind not in ONE_LEVEL_A_PERSON,
        "has role 'outcome' but kind {question.kind!r}, not 'ordinal' or 'nominal': an outcome has "
        "one level a person",
    ),
    (
        lambda question: (
            question.role == "outcome" and question.kind != "ordinal" and not question.positive
        ),
        "is an outcome without order: say which levels are `positive`",
    ),
    (
        lambda question: question.role == "behaviour" and question.kind != "ordinal",
        "has role 'behaviour' but kind {question.kind!r}; a behaviour is 'ordinal'",
    ),
)


def read_question(table: dict, number: int, languages: Sequence[str], path: Path) -> Question:
    """Check one entry of ``[[questions]]``.

    Parameters
    ----------
    table : dict
    number : int
        Its place in the file, which names an entry without an id.
    languages : sequence of str
        That of the questions first.
    path : Path
        Of the codebook, for messages.

    Returns
    -------
    Question

    Raises
    ------
    SurveyError
    """
    where = f"[[questions]] {table.get('id', f'number {number}')}"
    entry = entries.check(table, entries.QUESTION, path, where)
    checks.id(entry["id"], path, where, r"[a-z][a-z0-9_]*")
    for key, accepted in (("kind", KINDS), ("role", ROLES), ("family", FAMILIES)):
        checks.among(entry[key], accepted, path, f"{where} {key}")
    texts = read_texts(entry, ("text", "short"), languages, path, where)
    levels = tuple(_level(level, languages, path, where) for level in entry["levels"])
    entries.check(entry["missing"], entries.MISSING, path, f"{where} missing")
    question = Question(
        id=entry["id"],
        kind=entry["kind"],
        role=entry["role"],
        text=texts["text"],
        short=texts.get("short", texts["text"]),
        levels=levels,
        column=entry["text"][languages[0]] if entry["column"] is None else entry["column"],
        family=entry["family"],
        positive=tuple(entry["positive"]),
        highlight=tuple(entry["highlight"]),
        missing={f"_{kind}": tuple(labels) for kind, labels in entry["missing"].items()},
    )
    _cross_check(question, path, where)
    return question


def _cross_check(question, path, where):
    """Check the entries of a question against each other."""
    level_ids = [level.id for level in question.levels]
    checks.unique(level_ids, path, f"{where} levels")
    for level in question.positive:
        checks.among(level, question.scale, path, f"{where} positive")
    for level in question.highlight:
        checks.among(level, level_ids, path, f"{where} highlight")
    for is_faulty, message in FAULTS:
        if is_faulty(question):
            raise SurveyError(f"{path}: {where} {message.format(question=question)}")


def _level(table, languages, path, where):
    checks.need(table, {"id"}, path, f"{where} level")
    where = f"{where} level {table['id']!r}"
    wordings = dict.fromkeys(languages, entries.Entry(entries.TRANSLATED))
    entry = entries.check(table, wordings | entries.LEVEL, path, where)
    return Level(
        id=checks.id(entry["id"], path, where, r"[a-z0-9][a-z0-9_]*"),
        source=entry[languages[0]],
        text=checks.text({key: entry[key] for key in languages}, languages, path, where),
        aliases=tuple(entry["aliases"]),
        assumed=entry["assumed"],
        off_scale=entry["off_scale"],
        write_in=entry["write_in"],
    )


def read_texts(
    table: dict, keys: Iterable[str], languages: Sequence[str], path: Path, where: str
) -> dict[str, dict[str, str]]:
    """Texts by language of those entries of a table that are there."""
    return {
        key: checks.text(table[key], languages, path, f"{where} {key}")
        for key in keys
        if table[key] is not None
    }
