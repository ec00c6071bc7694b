"""The manual of ``codebook.toml`` and its JSON Schema for editors, both made from the schema.

``python -m helpers.codebook.reference`` writes ``docs/codebook.md`` and ``codebook.schema.json``.
"""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args, get_origin

from helpers.codebook import aliases
from helpers.codebook.entry_types import LANGUAGE, Accepted, Entries
from helpers.codebook.schema import (
    CompositeEntries,
    DisclosureEntries,
    IntakeEntries,
    LevelEntries,
    MissingEntries,
    ModelEntries,
    PlanEntries,
    QuestionEntries,
    RowEntries,
    SurveyEntries,
)
from helpers.codebook.tables import SCHEMA

MANUAL = Path(__file__).parents[3] / "docs/codebook.md"
ADDRESS = "https://json-schema.org/draft/2020-12/schema"

# Heading of the manual → its entries, in the order of the file.
TABLES = {
    "[survey]": SurveyEntries,
    "[intake]": IntakeEntries,
    "[[questions]]": QuestionEntries,
    "levels of a question": LevelEntries,
    "rows of a question": RowEntries,
    "missing of a question": MissingEntries,
    "[plan]": PlanEntries,
    "[model]": ModelEntries,
    "[composite]": CompositeEntries,
    "[disclosure]": DisclosureEntries,
}
SMALLEST = """\
[survey]
id = "cafeteria-2026"
provenance = "collected"
languages = ["en"]
date = 2026-01-31
version = "1.0"
authors = ["A. Analyst"]
title.en = "The cafeteria"
event.en = "Lunch"
organiser.en = "Kitchen"

[[questions]]
id = "q1"
kind = "ordinal"
text.en = "How often do you come?"
levels = ["Never", "Sometimes", "Every day"]
"""
RULES = """\
# Every entry of `codebook.toml`

Made from the definitions in `src/helpers/codebook/schema.py` and `question_schema.py` by `python -m
helpers.codebook.reference`. An editor that knows JSON Schema completes and checks a codebook
whose first line is `#:schema ../../../src/helpers/codebook/codebook.schema.json` (from
`data/raw/<survey>/`).

`survey check` tells every mistake at once, each with its entry, its value and what is accepted.
Rules for all entries:

- A number is no text: a label 99 is written `"99"`. A text is no list: one author is `["A.
  Analyst"]`.
- A text in each language is `title.fr = "…"`, with one line, or one entry, for each of
  `languages`.
- Wordings are shown letter for letter: `<b>`, `$20` and `*` are no mark-up. A text that no font
  of the report can draw is refused.
- Two answers that differ by no more than case, accents, apostrophes and spaces are one answer: no
  two levels, aliases or labels of missing answers may be.
- Columns are named as `survey check` names them: `Question`, or `Question [Part]` of a part;
  `column C` without a header; `Comment (2)` for the second of one name. What the tool that wrote
  the export adds by itself is ignored undeclared.

The smallest codebook:

```toml
"""


def manual() -> str:
    """The manual: of each entry what it is, what it takes, what is so if it is left out."""
    lines = [f"{RULES}{SMALLEST}```"]
    for heading, model in TABLES.items():
        lines += ["", f"## {_headed(heading)}", "", model.__doc__.strip(), ""]
        if model in (LevelEntries, RowEntries):
            languages = "the survey's `languages`, as `fr`, `en`, `es`"
            lines += [f"Besides these, its wording in each of {languages}.", ""]
        lines += ["| entry | what it is | takes | left out | example |", "|---|---|---|---|---|"]
        for name, field in model.model_fields.items():
            cells = (
                f"`{name}`",
                field.description,
                takes(field),
                _default(field),
                _example(field),
            )
            lines.append(f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |")
    return "\n".join(lines) + "\n"


def json_schema() -> dict:
    """The schema of a whole codebook, in JSON Schema of the draft 2020-12.

    >>> sorted(json_schema()["properties"])[:4]
    ['composite', 'disclosure', 'index', 'intake']
    """
    level, row = _object(LevelEntries, aliases.LEVEL_ENTRIES), _object(RowEntries)
    for worded in (level, row):
        worded["patternProperties"] = {LANGUAGE: {"type": "string", "minLength": 1}}
    question = _object(QuestionEntries)
    properties = question["properties"]
    properties["levels"]["items"] = {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/level"}]}
    properties["rows"]["items"] = {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/row"}]}
    properties["missing"] |= {"$ref": "#/$defs/missing"}
    properties["kind"]["enum"] = [*properties["kind"]["enum"], *aliases.KINDS]
    composite = _object(CompositeEntries)
    return {
        "$schema": ADDRESS,
        "title": "codebook.toml",
        "description": "What a survey asked, and how its export is read.",
        "type": "object",
        "additionalProperties": False,
        "required": ["survey", "questions"],
        "properties": {
            "survey": _object(SurveyEntries),
            "disclosure": _object(DisclosureEntries),
            "intake": _object(IntakeEntries, aliases.INTAKE_ENTRIES),
            "questions": {"type": "array", "minItems": 1, "items": question},
            "plan": _object(PlanEntries),
            "model": _object(ModelEntries),
            "composite": composite,
            **{old: composite | {"deprecated": True} for old in aliases.TABLES},
        },
        "$defs": {"level": level, "row": row, "missing": _object(MissingEntries)},
    }


def write() -> None:
    """Write both files."""
    MANUAL.write_text(manual(), encoding="utf-8")
    text = json.dumps(json_schema(), ensure_ascii=False, indent=1)
    SCHEMA.write_text(text + "\n", encoding="utf-8")


def example(field: object) -> dict:
    """The example of one entry, read from TOML; nothing where there is none."""
    return tomllib.loads((field.json_schema_extra or {}).get("x-example", ""))


def takes(field: object) -> str:
    """What an entry takes, in words."""
    if get_origin(field.annotation) is Literal:
        return ", ".join(f"`{word}`" for word in get_args(field.annotation))
    return next(item.words for item in field.metadata if isinstance(item, Accepted))


def _object(model: type[Entries], older: Mapping = MappingProxyType({})) -> dict:
    """The schema of one table, older names of its entries included."""
    schema = model.model_json_schema()
    for name, entry in schema["properties"].items():
        entry.pop("title", None)
        entry.pop("x-example", None)
        if entry.get("default", ...) is None:
            del entry["default"]
        if value := example(model.model_fields[name]):
            entry["examples"] = json.loads(json.dumps([value[name]], default=str))
    for old, name in older.items():
        schema["properties"][old] = schema["properties"][name] | {"deprecated": True}
    return {key: value for key, value in schema.items() if key != "title"}


def _headed(heading):
    name, _, rest = heading.partition(" ")
    return f"`{name}` {rest}".strip()


def _default(field):
    if field.is_required():
        return "must stand there"
    return "—" if field.default in (None, "", [], {}) else f"`{json.dumps(field.default)}`"


def _example(field):
    text = (field.json_schema_extra or {}).get("x-example")
    return f"`{text}`" if text else ""


if __name__ == "__main__":
    write()
