"""One table of the file, read: what the written schema allows passes, the rest is explained.

Importing pydantic takes longer than reading a codebook, and every kernel and every build reads one.
So a table is held to ``codebook.schema.json``, which is written from the same definitions, by the
few words of JSON Schema that stand in it; only one that does not pass is given to `validation`.
"""

import copy
import datetime
import functools
import json
import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpers.codebook.mistakes import Mistakes

SCHEMA = Path(__file__).with_name("codebook.schema.json")
TYPES = {"string": str, "array": list, "object": dict, "boolean": bool, "integer": int}
NOTES = {"description", "default", "examples", "title", "deprecated"}
# A word of JSON Schema → whether a value satisfies it.
WORDS = {
    "enum": lambda value, words: value in words,
    "pattern": lambda value, pattern: re.search(pattern, value) is not None,
    "minimum": lambda value, least: value >= least,
    "exclusiveMinimum": lambda value, bound: value > bound,
    "exclusiveMaximum": lambda value, bound: value < bound,
    "minItems": lambda value, least: len(value) >= least,
    "maxItems": lambda value, most: len(value) <= most,
    "maxLength": lambda value, most: len(value) <= most,
    "minLength": lambda value, least: len(value) >= least,
    "minProperties": lambda value, least: len(value) >= least,
    "items": lambda value, schema: all(allows(schema, item) for item in value),
    "format": lambda value, name: name == "date",
    "anyOf": lambda value, schemas: any(allows(schema, value) for schema in schemas),
}


def read_table(
    name: str, table: Mapping, where: str, mistakes: Mistakes, ignored: tuple[str, ...] = ()
) -> dict | None:
    """Check one table, and return it with the defaults of what is left out.

    Parameters
    ----------
    name : str
        The model's, in `schema`.
    table, where, mistakes, ignored
        As `validation.validate` takes them.

    Examples
    --------
    >>> mistakes = Mistakes("book.toml")
    >>> read_table("CompositeEntries", {"items": ["q2", "q4"]}, "[composite]", mistakes)
    {'items': ['q2', 'q4']}
    >>> read_table("CompositeEntries", {"items": "q2"}, "[composite]", mistakes)
    >>> print(*mistakes.lines)
    book.toml: [composite] items is 'q2', not a list of texts, as ["a", "b"]
    """
    own = {key: value for key, value in table.items() if key not in ignored}
    if passes(name, own):
        return copy.deepcopy(_defaults(name)) | own
    from helpers.codebook import schema, validation  # only for who is wrong: see above

    return validation.validate(getattr(schema, name), table, where, mistakes, ignored)


def entries(name: str) -> dict[str, dict]:
    """The schema of each entry of a table, without older names."""
    properties = _written()[name]["properties"]
    return {key: entry for key, entry in properties.items() if "deprecated" not in entry}


def passes(name: str, table: Mapping) -> bool:
    """Whether every entry is one that the table has, as it takes it, and none is missing."""
    known = entries(name)
    return set(_written()[name].get("required", ())) <= set(table) <= set(known) and all(
        allows(known[key], value) for key, value in table.items()
    )


def allows(schema: Mapping, value: Any) -> bool:
    """Whether a value is surely allowed: words of a schema that are not known here allow nothing.

    >>> allows({"type": "array", "items": {"type": "string"}}, ["a", 1])
    False
    """
    if schema.get("format") == "date":
        return type(value) is datetime.date
    rest = dict(schema)
    if "type" in rest and not _is_of_type(value, rest.pop("type")):
        return False
    if isinstance(value, dict) and not _allows_keys(rest, value):
        return False
    return all(
        word in NOTES or (word in WORDS and WORDS[word](value, given))
        for word, given in rest.items()
    )


def _is_of_type(value, types):
    for name in [types] if isinstance(types, str) else types:
        if name == "number" and (
            type(value) is int or (type(value) is float and math.isfinite(value))
        ):
            return True
        if type(value) is TYPES.get(name):
            return True
    return False


def _allows_keys(rest, value):
    """Take the words about keys out of a schema, and hold each value to that of its key."""
    patterns, others = rest.pop("patternProperties", {}), rest.pop("additionalProperties", True)
    if "$ref" in rest:  # a table within the table, which is read by itself
        rest.pop("$ref")
    for key, item in value.items():
        schemas = [schema for pattern, schema in patterns.items() if re.search(pattern, key)]
        if not schemas and isinstance(others, bool):
            if not others:
                return False
            continue
        if not all(allows(schema, item) for schema in schemas or [others]):
            return False
    return True


@functools.cache
def _defaults(name):
    return {key: entry.get("default") for key, entry in entries(name).items()}


@functools.cache
def _written():
    whole = json.loads(SCHEMA.read_text(encoding="utf-8"))
    top, parts = whole["properties"], whole["$defs"]
    return {
        "SurveyEntries": top["survey"],
        "DisclosureEntries": top["disclosure"],
        "IntakeEntries": top["intake"],
        "QuestionEntries": top["questions"]["items"],
        "PlanEntries": top["plan"],
        "ModelEntries": top["model"],
        "CompositeEntries": top["composite"],
        "LevelEntries": parts["level"],
        "MissingEntries": parts["missing"],
        "RowEntries": parts["row"],
    }
