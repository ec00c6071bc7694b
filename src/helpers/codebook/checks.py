"""What an entry of a TOML file must be, and how its owner is told that it is not."""

import datetime
import difflib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from helpers.typography import typeset

MAX_SHOWN = 80  # characters of a value that a message quotes
MAX_ID = 60  # characters of an id: it becomes the name of files and of columns


class SurveyError(ValueError):
    """Something in the survey's folder, or in what was asked of it, that its owner can mend."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows of it in a notebook: the message, no way through our code."""
        return [f"{type(self).__name__}: {self}"]


def shown(value: object) -> str:
    """A value as a message quotes it: cut to a readable length, its control signs spelled out.

    >>> print(shown(datetime.datetime(2026, 1, 31, 10)))
    2026-01-31 10:00:00
    >>> print(shown("a\u202eb"), shown("x" * 99))
    'a\\u202eb' 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…'
    """
    if isinstance(value, str) and len(value) > MAX_SHOWN:
        return repr(value[: MAX_SHOWN - 3])[:-1] + "…'"
    text = str(value) if isinstance(value, datetime.date | datetime.time) else repr(value)
    return text if len(text) <= 2 * MAX_SHOWN else f"{text[: MAX_SHOWN - 1]}…"


def suggest(word: object, accepted: Iterable) -> str:
    """Say which accepted word was likely meant.

    >>> suggest("toujour", ["Jamais", "Toujours"])
    "; did you mean 'Toujours'?"
    """
    folded = {str(a).casefold(): str(a) for a in accepted}
    word = str(word)[: 2 * max(map(len, folded), default=0)].casefold()
    near = difflib.get_close_matches(word, folded, n=1)
    return f"; did you mean {shown(folded[near[0]])}?" if near else ""


def text(entry: object, languages: Sequence[str], path: Path, where: str) -> dict:
    """Return a text by language, set as each language sets it."""
    if not isinstance(entry, dict):
        language = languages[0] if languages else "en"
        example = f"`{where.split()[-1]}.{language} = …`"
        raise SurveyError(f"{path}: {where} must be a text in each language, as {example}")
    for language in languages:
        if not isinstance(entry.get(language), str) or not entry[language].strip():
            raise SurveyError(f"{path}: {where} has no text in language {language!r}")
    return {language: typeset(entry[language], language) for language in languages}


def among(value: object, accepted: Sequence, path: Path, where: str) -> None:
    """Refuse a value that is not among those accepted."""
    if value not in accepted:
        raise SurveyError(
            f"{path}: {where} is {shown(value)}, not one of {list(accepted)}"
            f"{suggest(value, accepted)}"
        )


def unique(values: list, path: Path, where: str) -> None:
    """Refuse values of which two are the same."""
    twice = sorted({v for v in values if values.count(v) > 1})
    if twice:
        raise SurveyError(f"{path}: {where} must differ; twice: {shown(twice)}")


def id(value: object, path: Path, where: str, pattern: str) -> str:
    """Return an id that is written as this pattern asks."""
    if not isinstance(value, str) or not re.fullmatch(pattern, value) or len(value) > MAX_ID:
        raise SurveyError(
            f"{path}: {where} is {shown(value)}; an id is small letters without accents and digits"
            f"{f', {MAX_ID} at most' if len(str(value)) > MAX_ID else ''}"
        )
    return value
