"""One entry of ``[[questions]]``: checked by itself, then its parts against each other."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from helpers.codebook import checks, numbers
from helpers.codebook.folding import fold_accents
from helpers.codebook.levels import Level
from helpers.codebook.mistakes import Mistakes
from helpers.codebook.question_faults import FAULTS
from helpers.codebook.questions import Question
from helpers.codebook.routes import read_routes
from helpers.codebook.tables import entries, read_table
from helpers.typography import conventions

MAX_ID = 24  # characters of an id that is made of a text


def read_question(
    table: dict, number: int, languages: Sequence[str], mistakes: Mistakes
) -> Question | None:
    """Check one entry of ``[[questions]]``.

    Parameters
    ----------
    table : dict
    number : int
        Its place in the file, which names an entry without an id.
    languages : sequence of str
        That of the questions first.
    mistakes : Mistakes
        Takes what is wrong.

    Returns
    -------
    Question or None
        None if anything is wrong.
    """
    before = len(mistakes.lines)
    id = table.get("id")
    names_it = isinstance(id, str) and id.isprintable() and 0 < len(id) <= checks.MAX_ID
    where = f"[[questions]] {id if names_it else f'number {number}'}"
    entry = read_table("QuestionEntries", table, where, mistakes)
    if entry is None:
        entry = dict.fromkeys(entries("QuestionEntries"))
        is_whole = False
    else:
        is_whole = True
        with mistakes.collected():
            checks.id(entry["id"], mistakes.path, where, r"[a-z][a-z0-9_]*")
    texts = read_texts(entry, ("text", "short", "unit"), languages, mistakes, where)
    levels = read_levels(table.get("levels", []), languages, mistakes, where)
    if is_whole and entry["kind"] == "rating":
        levels = numbers.rating_levels(entry["range"], levels, languages, mistakes, where)
    if is_whole:
        numbers.check_numbers(entry, levels, mistakes, where)
    labels = _read_missing(table.get("missing", {}), mistakes, f"{where} missing")
    routes = read_routes(table.get("asked_if", []), mistakes, f"{where} asked_if")
    if not is_whole or len(mistakes.lines) > before:
        return None
    question = Question(
        id=entry["id"],
        kind="multiple" if entry["kind"] == "consent" else entry["kind"],
        is_consent=entry["kind"] == "consent",
        role=entry["role"],
        text=texts["text"],
        short=texts.get("short", texts["text"]),
        levels=levels,
        column=entry["text"][languages[0]] if entry["column"] is None else entry["column"],
        family=entry["family"],
        positive=tuple(entry["positive"]),
        highlight=tuple(entry["highlight"]),
        missing=labels,
        asked_if=routes,
        order=entry["order"],
        bands=numbers.bands(entry["bands"]),
        unit=texts.get("unit", {}),
        plausible=numbers.limits(entry["plausible"]),
        date_format=entry["date_format"],
        read_as={text: float(value) for text, value in entry["read_as"].items()},
        net_promoter=entry["net_promoter"],
        same_as=entry["same_as"],
        decimal_comma=conventions(languages[0])["decimal_comma"],
    )
    _cross_check(question, mistakes, where)
    return question if len(mistakes.lines) == before else None


def read_texts(
    table: dict, keys: Iterable[str], languages: Sequence[str], mistakes: Mistakes, where: str
) -> dict[str, dict[str, str]]:
    """Texts by language of those entries of a table that are there."""
    texts = {}
    for key in keys:
        if table[key] is not None:
            with mistakes.collected():
                texts[key] = checks.text(table[key], languages, mistakes.path, f"{where} {key}")
    return texts


def read_levels(
    tables: Any, languages: Sequence[str], mistakes: Mistakes, where: str
) -> tuple[Level, ...]:
    """The levels of one question, as tables or as plain texts.

    Examples
    --------
    >>> mistakes = Mistakes("codebook.toml")
    >>> levels = read_levels(["Plein air", "Été"], ["fr"], mistakes, "[[questions]] q1")
    >>> [(level.id, level.source) for level in levels]
    [('plein_air', 'Plein air'), ('ete', 'Été')]
    """
    if not isinstance(tables, list) or not all(isinstance(item, str | dict) for item in tables):
        mistakes.add(
            f"{where} levels is {checks.shown(tables)}, not a list of texts, or of tables, as "
            "[{ id = … }, { id = … }]"
        )
        return ()
    ids = [
        item["id"] for item in tables if isinstance(item, dict) and isinstance(item.get("id"), str)
    ]
    levels = []
    for number, item in enumerate(tables, start=1):
        if isinstance(item, str):
            item = {"id": make_id(item, ids), languages[0]: item}
            ids.append(item["id"])
        levels.append(_level(item, number, languages, mistakes, where))
    return tuple(level for level in levels if level)


def make_id(text: str, taken: Iterable[str]) -> str:
    """An id for a text, unlike those that are taken.

    >>> make_id("Je ne sais pas", []), make_id("Non!", ["non"]), make_id("نعم", [])
    ('je_ne_sais_pas', 'non_2', 'level')
    """
    stem = "_".join(re.findall("[a-z0-9]+", fold_accents(text)))[:MAX_ID].strip("_") or "level"
    id, number = stem, 1
    while id in set(taken):
        number += 1
        id = f"{stem}_{number}"
    return id


def _level(table, number, languages, mistakes, where):
    where = f"{where} level {checks.shown(table.get('id', number))}"
    before = len(mistakes.lines)
    entry = read_table("LevelEntries", table, where, mistakes, ignored=tuple(languages))
    text = {}
    with mistakes.collected():
        wordings = {language: table.get(language) for language in languages}
        text = checks.text(wordings, languages, mistakes.path, where)
    if entry:
        with mistakes.collected():
            checks.id(entry["id"], mistakes.path, where, r"[a-z0-9][a-z0-9_]*")
    if len(mistakes.lines) > before:
        return None
    return Level(
        id=entry["id"],
        source=table[languages[0]],
        text=text,
        aliases=tuple(entry["aliases"]),
        assumed=entry["assumed"],
        off_scale=entry["off_scale"],
        write_in=entry["write_in"],
        score=entry["score"],
        exclusive=entry["exclusive"],
        column=entry["column"],
    )


def _read_missing(table, mistakes, where):
    if not isinstance(table, dict):
        mistakes.add(f"{where} is {checks.shown(table)}, not a table")
        return {}
    entry = read_table("MissingEntries", table, where, mistakes) or {}
    return {f"_{kind}": tuple(entry[kind]) for kind in table if entry}


def _cross_check(question, mistakes, where):
    """Check the entries of a question against each other."""
    path, level_ids = mistakes.path, [level.id for level in question.levels]
    with mistakes.collected():
        checks.unique(level_ids, path, f"{where} levels")
    for key, accepted in (("positive", question.scale), ("highlight", question.ids)):
        for level in getattr(question, key):
            with mistakes.collected():
                checks.among(level, accepted, path, f"{where} {key}")
    for is_faulty, message in FAULTS:
        if is_faulty(question):
            mistakes.add(f"{where} {message.format(question=question)}")
