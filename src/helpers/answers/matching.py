"""What one raw text means: the level, or kind of missing, it stands for, and by which rule."""

import difflib
from dataclasses import dataclass

from helpers.answers.intake.option_columns import JOINT, NONE_CHOSEN, NOT_SHOWN
from helpers.answers.splitting import Wordings
from helpers.codebook import NO_OPTION, Level, Question
from helpers.codebook.folding import fold_accents, fold_apostrophes, fold_case, fold_spaces

# Each rung forgives what the one before does, and one thing more; the ledger names the first that
# matches.
LADDER = {
    "exact": str,
    "spaces": fold_spaces,
    "apostrophe": fold_apostrophes,
    "case": fold_case,
    "accents": fold_accents,
}
NEARLY = 0.8  # alike by so much, words may be a slip in a listed option
MAX_PARTS_COMPARED = 20  # of one cell with listed options: each takes a millisecond or so
MAX_CHARACTERS = 100_000  # of a cell that may be a level: more are no slip of a person's
NO_SEPARATOR = "\0"  # stands in no cell
OWN_WORDS = "…"  # shown in place of what somebody wrote
OWN_WORDS_RULES = ("own words", "own words near a level")


@dataclass(frozen=True)
class Match:
    """What one raw text means: its value, the rule that found it, the text that may be shown."""

    value: str
    rule: str
    shown: str


def match(text: str, question: Question, separator: str) -> Match | None:
    """Find the level, or the kind of missing, that a raw text stands for.

    The time that it takes grows with the text as its length does, whatever the text.

    Parameters
    ----------
    text : str
        A cell of the export; of options in columns of their own, what `option_columns` makes of
        them.
    question : Question
    separator : str
        What stands between several answers in one cell; an option may hold it too.

    Returns
    -------
    Match or None
        None if the codebook does not know the text.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> match("toujours\\xa0", book.question("q4"), ", ")
    Match(value='toujours', rule='case', shown='toujours\\xa0')
    >>> match("Partage, Recherche d'emploi, CV en ligne", book.question("q1"), ", ").value
    'partage|emploi'
    """
    if text == NONE_CHOSEN:
        return Match(NO_OPTION, "exact", "")
    if text == NOT_SHOWN:
        return Match("_not_asked", "not shown", "")
    is_composed = JOINT in text
    separator = JOINT if is_composed else separator_of(question, separator)
    shown = text.replace(JOINT, ", ")
    if not fold_spaces(text).strip(f"{separator.strip()} "):
        return Match("_skipped", "blank", shown)
    for kind, labels in question.missing.items():
        if fold_accents(text) in {fold_accents(label) for label in labels}:
            return Match(kind, "declared", shown)
    if question.kind == "text":
        return Match("answered", "free text", OWN_WORDS)
    if len(text) > MAX_CHARACTERS:
        write_in = write_in_level(question)
        return write_in and Match(write_in.id, "own words", OWN_WORDS)
    for rule, fold in LADDER.items():
        options = Wordings({fold(level.source): level.id for level in question.levels})
        if chosen := _chosen(fold(text), options, separator, question, strip=rule != "exact"):
            return Match(_in_order(chosen, question), rule, shown)
    options = every_wording(question)
    if chosen := _chosen(fold_accents(text), options, separator, question, strip=True):
        return Match(_in_order(chosen, question), "alias", shown)
    return _match_write_in(text, options, separator, question)


def separator_of(question: Question, separator: str) -> str:
    """What parts the answers to a question in one cell: nothing, where only one may be given."""
    return separator if question.kind == "multiple" else NO_SEPARATOR


def every_wording(question: Question) -> Wordings:
    """The wordings that count as a level of a question, folded as far as is ever forgiven."""
    return Wordings(
        {fold_accents(wording): level.id for level in question.levels for wording in level.wordings}
    )


def write_in_level(question: Question) -> Level | None:
    """The level that words of a respondent's own count as, if the question has one."""
    return next((level for level in question.levels if level.write_in), None)


def unknown_parts(text: str, question: Question, separator: str) -> list[str]:
    """The parts of a text that the codebook does not know, as they were typed.

    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> unknown_parts("Partage, Blog, Wiki", book.question("q1"), ", ")
    ['Blog', 'Wiki']
    """
    separator = JOINT if JOINT in text else separator_of(question, separator)
    mark = separator.strip(" ") or " "
    if len(text) > MAX_CHARACTERS:
        return [text]
    parts = every_wording(question).longest_first(fold_spaces(text), mark, fold_accents)
    return [words for words, level, _ in parts if level is None]


def _chosen(text, options, separator, question, *, strip):
    """The levels that a folded text is wholly made of; none if it is not."""
    if separator == NO_SEPARATOR:
        level = options.level_of.get(text)
        return {level} if level else set()
    return options.made_of(text, (separator.strip(" ") or " ") if strip else separator, strip=strip)


def _match_write_in(text, options, separator, question):
    """Words of the respondent's own count as the write-in level, and go no further."""
    write_in = write_in_level(question)
    if write_in is None:
        return None
    mark = separator.strip(" ") or " "
    chosen, shown, rule = set(), [], "spaces"
    for words, level, runs in options.longest_first(fold_spaces(text), mark, fold_accents):
        chosen.add(level or write_in.id)
        if level:
            shown.append(words)
            continue
        near = _near(runs, options, question) if len(shown) < MAX_PARTS_COMPARED else None
        shown.append(f"{OWN_WORDS} ≈ {near}" if near else OWN_WORDS)
        if rule != OWN_WORDS_RULES[1]:
            rule = OWN_WORDS_RULES[bool(near)]
    separator = ", " if separator == JOINT else separator
    return Match(_in_order(chosen, question), rule, separator.join(shown))


def _near(runs, options, question):
    """The wording of the level that some words resemble, if any."""
    for words in map(fold_accents, runs):
        alike = [option for option in options.level_of if len(words) < 2 * len(option)]
        if nearest := difflib.get_close_matches(words, alike, n=1, cutoff=NEARLY):
            id = options.level_of[nearest[0]]
            return next(level.source for level in question.levels if level.id == id)
    return None


def _in_order(chosen, question):
    """Levels as one value, in the codebook's order."""
    return "|".join(id for id in question.ids if id in chosen)
