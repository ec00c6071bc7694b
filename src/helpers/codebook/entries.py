"""Which entries each table of ``codebook.toml`` has, and what stands in each."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.codebook import checks
from helpers.codebook.checks import SurveyError


@dataclass(frozen=True)
class Type:
    """What may stand in an entry: in words for the survey's owner, and as a test."""

    accepted: str
    test: Callable[[Any], bool]


@dataclass(frozen=True)
class Entry:
    """One entry of a table; one that may be left out has a default."""

    type: Type
    required: bool = False
    default: Any = None


def _is_count(value):
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_date(value):
    if isinstance(value, str):
        try:
            datetime.date.fromisoformat(value)
        except ValueError:
            return False
        return True
    return isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)


def _is_list_of(kind):
    return lambda value: isinstance(value, list) and all(isinstance(item, kind) for item in value)


TEXT = Type("a text between quotation marks", lambda value: isinstance(value, str))
TEXTS = Type('a list of texts, as ["a", "b"]', _is_list_of(str))
SEPARATOR = Type(
    'a text between quotation marks, as ", "',
    lambda value: isinstance(value, str) and bool(value.strip()),
)
VERSION = Type("a text or a number", lambda value: isinstance(value, str | int | float))
COUNT = Type("a whole number, 0 or more", _is_count)
DATE = Type("a date, as 2026-01-31", _is_date)
TRUTH = Type("true or false", lambda value: isinstance(value, bool))
TABLE = Type("a table", lambda value: isinstance(value, dict))
TABLES = Type("a list of tables, as [{ id = … }, { id = … }]", _is_list_of(dict))
TRANSLATED = Type("a text in each language", lambda value: True)  # `checks.text` looks closer

SURVEY = {
    "id": Entry(TEXT, required=True),
    "provenance": Entry(TEXT, required=True),
    "languages": Entry(TEXTS, required=True),
    "date": Entry(DATE, required=True),
    "version": Entry(VERSION, required=True),
    "authors": Entry(TEXTS, required=True),
    "smallest_cell": Entry(COUNT, default=5),
    "title": Entry(TRANSLATED, required=True),
    "short_title": Entry(TRANSLATED),
    "event": Entry(TRANSLATED, required=True),
    "organiser": Entry(TRANSLATED, required=True),
    "claim": Entry(TRANSLATED),
}
DISCLOSURE = {
    "commissioner": Entry(TRANSLATED),
    "funder": Entry(TRANSLATED),
    "conductor": Entry(TRANSLATED),
    "purpose": Entry(TRANSLATED),
    "population": Entry(TRANSLATED),
    "eligible": Entry(TRANSLATED),
    "recruitment": Entry(TRANSLATED),
    "mode": Entry(TRANSLATED),
    "fieldwork": Entry(TRANSLATED),
    "languages": Entry(TRANSLATED),
    "pretest": Entry(TRANSLATED),
    "consent": Entry(TRANSLATED),
    "weights": Entry(TRANSLATED),
    "sharing": Entry(TRANSLATED),
    "contact": Entry(TRANSLATED),
}
INTAKE = {
    "file": Entry(TEXT, default="answers.csv"),
    "event": Entry(TEXT, default=""),
    "format": Entry(TEXT, default=""),
    "encoding": Entry(TEXT, default=""),
    "sheet": Entry(TEXT, default=""),
    "separator": Entry(SEPARATOR, default=""),
    "ignore_columns": Entry(TEXTS, default=[]),
    "timestamp": Entry(TEXT, default=""),
    "timestamp_format": Entry(TEXT, default=""),
    "duplicate_seconds": Entry(COUNT, default=0),
    "test_marks": Entry(TEXTS, default=[]),
    "aggregate_above_bytes": Entry(COUNT, default=10_000_000),
}
QUESTION = {
    "id": Entry(TEXT, required=True),
    "kind": Entry(TEXT, required=True),
    "role": Entry(TEXT, required=True),
    "text": Entry(TRANSLATED, required=True),
    "short": Entry(TRANSLATED),
    "levels": Entry(TABLES, default=[]),
    "column": Entry(TEXT),
    "family": Entry(TEXT, default="primary"),
    "positive": Entry(TEXTS, default=[]),
    "highlight": Entry(TEXTS, default=[]),
    "missing": Entry(TABLE, default={}),
}
MISSING = {
    "skipped": Entry(TEXTS),
    "not_asked": Entry(TEXTS),
    "refused": Entry(TEXTS),
    "not_codable": Entry(TEXTS),
}
LEVEL = {
    "id": Entry(TEXT, required=True),
    "aliases": Entry(TEXTS, default=[]),
    "assumed": Entry(TRUTH, default=False),
    "off_scale": Entry(TRUTH, default=False),
    "write_in": Entry(TRUTH, default=False),
}
MODEL = {"outcome": Entry(TEXT, required=True), "predictors": Entry(TEXTS, required=True)}
COMPOSITE = {"items": Entry(TEXTS, required=True)}


def check(table: dict, entries: dict[str, Entry], path: Path, where: str) -> dict:
    """Check a table of the file and return it with the defaults of what is left out.

    Raises
    ------
    SurveyError
        If an entry is unknown, missing, or holds something else than it should.

    Examples
    --------
    >>> check({"aliases": ["Ja"], "id": "oui"}, LEVEL, "codebook.toml", "level")["off_scale"]
    False
    >>> check({"id": "oui", "off_scale": "no"}, LEVEL, "book.toml", "level 'oui'")
    Traceback (most recent call last):
        ...
    helpers.codebook.checks.SurveyError: book.toml: level 'oui' off_scale is 'no', not true or false
    """
    checks.known(table, entries, path, where)
    checks.need(table, [key for key, entry in entries.items() if entry.required], path, where)
    for key, value in table.items():
        accepted = entries[key].type
        if not accepted.test(value):
            raise SurveyError(
                f"{path}: {where} {key} is {checks.shown(value)}, not {accepted.accepted}"
            )
    return {key: table.get(key, entry.default) for key, entry in entries.items()}
