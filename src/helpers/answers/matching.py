"""What one raw text means: the level, or the kind of missing, that it stands for, and the rule that found it."""

import difflib
import re
from dataclasses import dataclass

from helpers.answers.folding import fold_accents, fold_apostrophes, fold_case, fold_spaces

# Each rung forgives what the one before does, and one thing more; the ledger names the first that
# matches.
LADDER = {
    "exact": str,
    "spaces": fold_spaces,
    "apostrophe": fold_apostrophes,
    "case": fold_case,
    "accents": fold_accents,
}


@dataclass(frozen=True)
class Match:
    """What one raw text means: its value, the rule that found it, and the text that may be shown."""

    value: str
    rule: str
    shown: str


def match(text, question, book):
    """Find the level, or the kind of missing, that a raw text stands for.

    Parameters
    ----------
    text : str
    question : Question
    book : Codebook
        For the separator of several answers.

    Returns
    -------
    Match or None
        None if the codebook does not know the text.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> match("toujours\\xa0", book.question("q4"), book)
    Match(value='toujours', rule='case', shown='toujours\\xa0')
    >>> match("Partage, Recherche d'emploi, CV en ligne", book.question("q1"), book).value
    'partage|emploi'
    """
    separator = book.intake["separator"].strip() if question.kind == "multiple" else ""
    if not fold_spaces(text).strip(f"{separator} "):
        return Match("_skipped", "blank", text)
    for kind, labels in question.missing.items():
        if fold_accents(text) in {fold_accents(label) for label in labels}:
            return Match(kind, "declared", text)
    if question.kind == "text":
        return Match("answered", "free text", "…")
    for rule, fold in LADDER.items():
        found = _parse(
            text, {fold(level.source): level.id for level in question.levels}, fold, question, book
        )
        if found:
            return Match(found, rule, text)
    aliases = {
        fold_accents(name): level.id
        for level in question.levels
        for name in (level.source, *level.aliases, *level.text.values())
    }
    if found := _parse(text, aliases, fold_accents, question, book):
        return Match(found, "alias", text)
    return _open(text, aliases, question, book)


def _parse(text, options, fold, question, book):
    """The level that the fold_accents text is; for several answers, those that it is wholly made of."""
    text = fold(text)
    if question.kind != "multiple":
        return options.get(text)
    separator = re.escape(
        book.intake["separator"] if fold is str else book.intake["separator"].strip()
    )
    item = "|".join(re.escape(option) for option in sorted(options, key=len, reverse=True))
    gap = separator if fold is str else rf"\s*{separator}\s*"
    whole = rf"(?:{item})(?:{gap}(?:{item}))*"
    if not re.fullmatch(rf"{whole}(?:{gap})?", text):
        return None
    chosen, rest = set(), text
    while rest:  # the longest option after which the rest is still wholly made of options
        step = re.fullmatch(rf"({item})(?:{gap}({whole}))?(?:{gap})?", rest)
        chosen.add(options[step[1]])
        rest = step[2]
    return "|".join(level for level in question.ids if level in chosen)


def _open(text, options, question, book):
    """Words of the respondent's own count as the open option, and are not carried any further."""
    level = next((level for level in question.levels if level.write_in), None)
    if level is None:
        return None
    separator = book.intake["separator"].strip() if question.kind == "multiple" else "\0"
    parts = [part for part in fold_spaces(text).split(separator) if part.strip()]
    chosen, shown, own = set(), [], 0
    while parts:
        for size in range(
            len(parts), 0, -1
        ):  # an option may hold the separator: try the longest run first
            joined = separator.join(parts[:size]).strip()
            if fold_accents(joined) in options:
                chosen.add(options[fold_accents(joined)])
                shown.append(joined)
                break
        else:
            if _slip(parts, separator, options):
                return None
            size, own = 1, own + 1
            chosen.add(level.id)
            shown.append("…")
        parts = parts[size:]
    value = "|".join(id for id in question.ids if id in chosen)
    return Match(value, "own words" if own else "spaces", book.intake["separator"].join(shown))


def _slip(parts, separator, options):
    """Whether the first parts are nearly a listed option: a slip in it, not words of one's own."""
    for size in range(1, len(parts) + 1):
        alike = [option for option in options if option.count(separator) == size - 1]
        if difflib.get_close_matches(
            fold_accents(separator.join(parts[:size])), alike, n=1, cutoff=0.8
        ):
            return True
    return False
