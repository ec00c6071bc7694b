"""Columns of numbers: those that a codebook reads as they are, and those that look like numbers."""

import re
from collections.abc import Collection, Mapping

from helpers.answers.numbers import SIGNS, NumberReader, canonical
from helpers.codebook import Question
from helpers.codebook.folding import fold_accents, fold_case
from helpers.codebook.toml_text import quote
from helpers.draft.amounts import MAX_PLAIN, TIMES
from helpers.typography import conventions

NUMBER = re.compile(r"[-+~<>]?\s*\d[\d .,']*\s*[%$€£]?\s?[a-zé]{0,8}", re.I)
MOST = 0.9  # of the texts of a column
ABOUT = r"(?:environ|env\.?|about|around|approx\.?|approximately|circa|ca\.?|[~≈±]|\+/-)\s*"
TYPED = re.compile(  # a number as people type it: about, sign, figures, sign or unit
    rf"(?P<about>{ABOUT})?[{SIGNS}]? ?(?P<number>\d[\d .,']*?)(?P<space> ?)[{SIGNS}]?"
    r"(?P<unit>[^\W\d_]{1,12}\.?)?"
)


def are_all_read(texts: Collection[str], language: str) -> bool:
    """Whether a codebook in this language reads each as one number.

    >>> are_all_read(["12", "1,5", "$30"], "fr"), are_all_read(["12", "5-10"], "fr")
    (True, False)
    """
    comma = conventions(language)["decimal_comma"]
    reader = NumberReader(Question("", "number", "context", {}, {}, decimal_comma=comma))
    return bool(texts) and all(reader.read(text) is not None for text in texts)


def are_numbers(texts: Collection[str]) -> bool:
    """Whether all are numbers, or all but a few with their unit.

    >>> are_numbers(["12 km", "3 km"]), are_numbers(["12 rue du Port", "3"])
    (True, False)
    """
    numbers = [NUMBER.fullmatch(text) for text in texts]
    return bool(texts) and sum(map(bool, numbers)) >= MOST * len(texts)


def typed_numbers(counts: Mapping[str, int], language: str) -> dict[str, str] | None:
    """The entries of a question of numbers that people typed, with a unit now and then.

    Options to choose from are written in one way: where all have the unit, or none, they are left
    to other rules, unless they are too many.

    Parameters
    ----------
    counts : mapping
        Text → how many wrote it.
    language : str
        Of the codebook.

    Returns
    -------
    dict or None
        ``unit`` and ``read_as``, as far as they are needed; None if any is no number, or of several
        units.

    Examples
    --------
    >>> typed_numbers({"12 ans": 3, "5": 9, "1 an": 1, "environ 10": 1}, "fr")
    {'unit': '{ fr = "an | ans" }', 'read_as': '{ "environ 10" = 10 }'}
    >>> typed_numbers({"5 km": 9, "10 km": 8}, "fr"), typed_numbers({"5": 9, "10": 8}, "fr")
    (None, None)
    """
    matches = {text: TYPED.fullmatch(fold_case(text)) for text in counts}
    if not counts or not all(matches.values()):
        return None
    unit_of = {text: match["unit"] or "" for text, match in matches.items()}
    units = {unit: 0 for unit in unit_of.values() if unit}
    if len(set(map(_stem, units))) > 1:
        return None
    shapes = {(bool(unit_of[text]), match["space"]) for text, match in matches.items()}
    signs = {bool(set(text) & set(SIGNS)) for text in counts}
    is_typed = len(shapes) > 1 or len(signs) > 1 or any(m["about"] for m in matches.values())
    if not is_typed and not (units and len(counts) > MAX_PLAIN):
        return None
    for text, unit in unit_of.items():
        if unit:
            units[unit] += counts[text]
    unit = _unit(units)
    comma = conventions(language)["decimal_comma"]
    known = {language: unit} if unit else {}
    asked = Question("", "number", "context", {}, {}, unit=known, decimal_comma=comma)
    reader, read_as = NumberReader(asked), {}
    for text, match in matches.items():
        value = reader.read(match["number"])
        if value is None:
            return None
        if reader.read(text) is None:
            read_as[text] = value
    entries = {"unit": f"{{ {language} = {quote(unit)} }}"} if unit else {}
    if read_as:
        listed = ", ".join(f"{quote(text)} = {canonical(value)}" for text, value in read_as.items())
        entries["read_as"] = f"{{ {listed} }}"
    return entries


def _stem(unit):
    """What is the same of a unit however it is written: the unit of time, or its singular."""
    bare = fold_accents(unit).rstrip(".")
    time = next((words for words in TIMES if re.fullmatch(words, bare)), None)
    return time or bare.removesuffix("s")


def _unit(units):
    """The commonest form of a unit, or its singular and its plural."""
    if not units:
        return ""
    common = max(units, key=units.get)
    pairs = ((common, f"{common}s"), (common.removesuffix("s"), common))
    pair = next((pair for pair in pairs if set(pair) <= set(units) and pair[0] != pair[1]), None)
    return " | ".join(pair) if pair else common
