"""What one raw text means: the level, or kind of missing, it stands for, and by which rule."""

import difflib
import re
from dataclasses import dataclass

from helpers.answers.folding import fold_accents, fold_apostrophes, fold_case, fold_spaces
from helpers.codebook import Codebook, Question

# Each rung forgives what the one before does, and one thing more; the ledger names the first that
# matches.
LADDER = {
    "exact": str,
    "spaces": fold_spaces,
    "apostrophe": fold_apostrophes,
    "case": fold_case,
    "accents": fold_accents,
}
NEARLY = 0.8  # alike by so much, words are a slip in a listed option and none of one's own
NO_SEPARATOR = "\0"  # stands in no cell
OWN_WORDS = "…"  # shown in place of what somebody wrote


@dataclass(frozen=True)
class Match:
    """What one raw text means: its value, the rule that found it, the text that may be shown."""

    value: str
    rule: str
    shown: str


def match(text: str, question: Question, book: Codebook) -> Match | None:
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
    separator = book.intake["separator"] if question.kind == "multiple" else NO_SEPARATOR
    if not fold_spaces(text).strip(f"{separator.strip()} "):
        return Match("_skipped", "blank", text)
    for kind, labels in question.missing.items():
        if fold_accents(text) in {fold_accents(label) for label in labels}:
            return Match(kind, "declared", text)
    if question.kind == "text":
        return Match("answered", "free text", OWN_WORDS)
    for rule, fold in LADDER.items():
        options = {fold(level.source): level.id for level in question.levels}
        gap = re.escape(separator) if rule == "exact" else _loose_gap(separator)
        if value := _listed_levels(fold(text), options, gap, question):
            return Match(value, rule, text)
    options = {
        fold_accents(wording): level.id
        for level in question.levels
        for wording in (level.source, *level.aliases, *level.text.values())
    }
    if value := _listed_levels(fold_accents(text), options, _loose_gap(separator), question):
        return Match(value, "alias", text)
    return _match_write_in(text, options, separator, question)


def _loose_gap(separator):
    """A pattern of what stands between two answers, with any spaces around it."""
    return rf"\s*{re.escape(separator.strip())}\s*"


def _listed_levels(text, options, gap, question):
    """The level that a folded text is; of several answers, those that it is wholly made of."""
    if question.kind != "multiple":
        return options.get(text)
    option = "|".join(re.escape(wording) for wording in sorted(options, key=len, reverse=True))
    answers = rf"(?:{option})(?:{gap}(?:{option}))*"
    if not re.fullmatch(rf"{answers}(?:{gap})?", text):
        return None
    # the longest option after which the rest is still wholly made of options
    first_and_rest = re.compile(rf"({option})(?:{gap}({answers}))?(?:{gap})?")
    chosen, rest = set(), text
    while rest:
        first, rest = first_and_rest.fullmatch(rest).groups()
        chosen.add(options[first])
    return _in_order(chosen, question)


def _match_write_in(text, options, separator, question):
    """Words of the respondent's own count as the write-in level, and go no further."""
    write_in = next((level for level in question.levels if level.write_in), None)
    if write_in is None:
        return None
    mark = separator.strip()
    parts = [part for part in fold_spaces(text).split(mark) if part.strip()]
    chosen, shown, rule = set(), [], "spaces"
    while parts:
        wording, size = _longest_option(parts, mark, options)
        if wording:
            chosen.add(options[fold_accents(wording)])
            shown.append(wording)
        elif _is_slip(parts, mark, options):
            return None
        else:
            chosen.add(write_in.id)
            shown.append(OWN_WORDS)
            rule = "own words"
        parts = parts[size:]
    return Match(_in_order(chosen, question), rule, separator.join(shown))


def _longest_option(parts, mark, options):
    """The option that the longest run of parts makes, for it may hold the mark; of how many."""
    for size in range(len(parts), 0, -1):
        wording = mark.join(parts[:size]).strip()
        if fold_accents(wording) in options:
            return wording, size
    return None, 1


def _is_slip(parts, mark, options):
    """Whether the first parts are nearly a listed option."""
    for size in range(1, len(parts) + 1):
        as_long = [option for option in options if option.count(mark) == size - 1]
        wording = fold_accents(mark.join(parts[:size]))
        if difflib.get_close_matches(wording, as_long, n=1, cutoff=NEARLY):
            return True
    return False


def _in_order(chosen, question):
    """Levels as one value, in the codebook's order."""
    return "|".join(id for id in question.ids if id in chosen)
