"""Which part of a codebook one run of a notebook can see."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any


def visible_codebook(
    codebook: Mapping[str, Any],
    languages: Iterable[str],
    *,
    question: str | None = None,
    cleans: bool = False,
    whole: bool = False,
) -> dict[str, Any]:
    """Return the part of a codebook that one notebook run can see.

    What is known not to be seen is left out, so that an entry that is new to this function counts
    as seen.

    Parameters
    ----------
    codebook : dict
        ``codebook.toml`` as read.
    languages : iterable of str
        The languages that the run shows; texts in the others are left out.
    question : str, optional
        The only question that the run is about.
    cleans : bool
        Whether the run matches raw answers: it reads `intake`, and the levels' labels in every
        language, since an answer may have been given in any.
    whole : bool
        Whether the run shows how the export was read too.

    Examples
    --------
    >>> survey = {"languages": ["fr", "en"], "title": {"fr": "Oui", "en": "Yes"}}
    >>> visible_codebook({"survey": survey, "intake": {"file": "a.csv"}}, ["fr"])
    {'survey': {'languages': ['fr', 'en'], 'title': {'fr': 'Oui'}}}
    """
    silent = set(codebook["survey"]["languages"]) - set(languages)
    seen = {key: value for key, value in codebook.items() if key != "intake" or cleans or whole}
    if question:
        seen["questions"] = [entry for entry in seen["questions"] if entry["id"] == question]
    return _without(seen, silent, untouched={"levels"} if cleans else ())


def _without(entry: Any, keys: Collection[str], untouched: Collection[str]) -> Any:
    if isinstance(entry, list):
        return [_without(item, keys, untouched) for item in entry]
    if not isinstance(entry, dict):
        return entry
    return {
        key: value if key in untouched else _without(value, keys, untouched)
        for key, value in entry.items()
        if key not in keys
    }
