"""What an entry of the codebook takes, in types that a library checks."""

import datetime
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from helpers.codebook.checks import MAX_ID


@dataclass(frozen=True)
class Accepted:
    """What an entry takes, in words for the survey's owner."""

    words: str


def _date(value):
    if isinstance(value, str):
        return datetime.date.fromisoformat(value)
    if isinstance(value, datetime.datetime) or not isinstance(value, datetime.date):
        raise ValueError("no date")
    return value


def _parts_answers(value):
    if isinstance(value, str) and value != " " and not value.strip():
        raise ValueError("blank")
    return value


LANGUAGE = "^[a-z]{2,3}$"
_TRANSLATED = {
    "type": "object",
    "patternProperties": {LANGUAGE: {"type": "string", "minLength": 1}},
    "additionalProperties": False,
    "minProperties": 1,
}
_LEVELS = {"type": "array", "items": {"type": ["string", "object"]}}
_MISSING = {"type": "object"}

Text = Annotated[str, Accepted("a text between quotation marks")]
Texts = Annotated[list[str], Accepted('a list of texts, as ["a", "b"]')]
Authors = Annotated[
    list[Annotated[str, Field(pattern=r"\S")]],
    Field(min_length=1),
    Accepted('a list of texts, one name at least, as ["A. Analyst"]'),
]
Separator = Annotated[
    str,
    BeforeValidator(_parts_answers),
    WithJsonSchema({"type": "string", "pattern": r"\S|^ $"}),
    Accepted('a text between answers, as ", ", or one space'),
]
Version = Annotated[
    str | int | Annotated[float, Field(allow_inf_nan=False)], Accepted("a text or a number")
]
Count = Annotated[int, Field(ge=0), Accepted("a whole number, 0 or more")]
CellSize = Annotated[int, Field(ge=2), Accepted("a whole number, 2 or more")]
Gamma = Annotated[float, Field(gt=0, lt=1), Accepted("a number between 0 and 1")]
Day = Annotated[datetime.date, BeforeValidator(_date), Accepted("a date, as 2026-01-31")]
_Number = int | Annotated[float, Field(allow_inf_nan=False)]
Number = Annotated[_Number | None, Accepted("a number")]
Numbers = Annotated[list[_Number], Accepted("a list of numbers, as [5, 10]")]
Limits = Annotated[
    list[_Number | Annotated[datetime.date, BeforeValidator(_date)]],
    Accepted("a list of two numbers, as [0, 120], or of two dates, as [2020-01-01, 2026-01-31]"),
]
NumberOfText = Annotated[
    dict[str, _Number], Accepted('a table of texts and their numbers, as { "a dozen" = 12 }')
]
Truth = Annotated[bool, Accepted("true or false")]
Languages = Annotated[
    list[str], Field(min_length=1), Accepted("a list with the questions' language first")
]
Rows = Annotated[
    dict[str, str | list[str]],
    Accepted('a table of columns and what they hold, as { Status = "Complete" }'),
]
Levels = Annotated[
    Any,
    WithJsonSchema(_LEVELS),
    Accepted("a list of texts, or of tables, as [{ id = … }, { id = … }]"),
]
Routing = Annotated[
    Any,
    WithJsonSchema({"type": ["object", "array"]}),
    Accepted(
        'a table of questions and their levels, as { q1 = ["yes"] }, or a list of such tables'
    ),
]
GridRows = Annotated[
    Any,
    WithJsonSchema(_LEVELS),
    Accepted("a list of texts, or of tables, as [{ id = … }, { id = … }]"),
]
MissingTable = Annotated[Any, WithJsonSchema(_MISSING), Accepted("a table")]
Translated = Annotated[Any, WithJsonSchema(_TRANSLATED), Accepted("a text in each language")]
PeopleOrText = Annotated[
    Annotated[int, Field(ge=1, le=10_000_000_000)] | dict[str, str] | None,
    Accepted("a whole number, 1 or more, or a text in each language"),
]


def _id(pattern):
    return {"type": "string", "pattern": pattern, "maxLength": MAX_ID}


_SMALL_LETTERS = Accepted("an id, in small letters without accents and digits")
SurveyId = Annotated[Any, WithJsonSchema(_id("^[a-z0-9][a-z0-9-]*$")), _SMALL_LETTERS]
QuestionId = Annotated[Any, WithJsonSchema(_id("^[a-z][a-z0-9_]*$")), _SMALL_LETTERS]
LevelId = Annotated[Any, WithJsonSchema(_id("^[a-z0-9][a-z0-9_]*$")), _SMALL_LETTERS]


def entry(about: str, default: Any = ..., example: Any = None) -> Any:
    """One entry: what it is for, what stands there if it is left out, an example in TOML."""
    extra = {} if example is None else {"x-example": example}
    return Field(default, description=about, json_schema_extra=extra)


class Entries(BaseModel):
    """One table of the file; an entry that is not named here is a mistake."""

    model_config = ConfigDict(extra="forbid", strict=True, defer_build=True)
