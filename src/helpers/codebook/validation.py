"""One table of the file held to its schema: every entry that is wrong, in words for its owner."""

from typing import Any, Literal, get_args, get_origin

from pydantic import ValidationError

from helpers.codebook import checks
from helpers.codebook.entry_types import Accepted, Entries
from helpers.codebook.mistakes import Mistakes


def validate(
    model: type[Entries], table: Any, where: str, mistakes: Mistakes, ignored: tuple[str, ...] = ()
) -> dict | None:
    """Check one table, and return it with the defaults of what is left out.

    Parameters
    ----------
    model : type
        One of `schema`.
    table : dict
    where : str
        How messages name the table.
    mistakes : Mistakes
        Takes what is wrong.
    ignored : tuple of str
        Entries that are checked elsewhere, as wordings of a level in each language.

    Returns
    -------
    dict or None
        None if anything is wrong.

    Examples
    --------
    >>> from helpers.codebook.schema import LevelEntries
    >>> mistakes = Mistakes("book.toml")
    >>> validate(LevelEntries, {"id": "oui", "aliases": ["Ja"]}, "level", mistakes)["off_scale"]
    False
    >>> validate(LevelEntries, {"id": "x", "aliases": "Ja", "opn": 1}, "level 'x'", mistakes)
    >>> print(*mistakes.lines, sep="\\n")  # doctest: +ELLIPSIS
    book.toml: level 'x' aliases is 'Ja', not a list of texts, as ["a", "b"]
    book.toml: level 'x' has an unknown entry 'opn', not one of ['aliases', 'assumed', ...
    """
    own = {key: value for key, value in table.items() if key not in ignored}
    try:
        entries = model.model_validate(own)
    except ValidationError as error:
        wrong = {str(line["loc"][0]): line["type"] for line in reversed(error.errors())}
        known = [*model.model_fields, *ignored]
        for key, type in reversed(wrong.items()):
            mistakes.add(f"{where} {_told(model, known, key, type, own.get(key))}")
        return None
    return {key: getattr(entries, key) for key in model.model_fields}


def _told(model, known, key, type, value):
    """What is wrong with one entry."""
    if type == "missing":
        return f"has no {key!r}"
    if type == "extra_forbidden":
        accepted = sorted(known)
        suggestion = checks.suggest(key, accepted)
        return f"has an unknown entry {checks.shown(key)}, not one of {accepted}{suggestion}"
    field = model.model_fields[key]
    if get_origin(field.annotation) is Literal:
        words = list(get_args(field.annotation))
        suggestion = checks.suggest(value, words) if isinstance(value, str) else ""
        return f"{key} is {checks.shown(value)}, not one of {words}{suggestion}"
    accepted = next(item.words for item in field.metadata if isinstance(item, Accepted))
    return f"{key} is {checks.shown(value)}, not {accepted}"
