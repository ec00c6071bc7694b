"""What one raw text means: the level, or kind of missing, it stands for, and by which rule."""

import difflib
from dataclasses import dataclass

from helpers.answers.intake.option_columns import (
    CHOSEN,
    JOINT,
    NONE_CHOSEN,
    NOT_SHOWN,
    is_not_chosen,
)
from helpers.answers.numbers import NumberReader, canonical
from helpers.answers.splitting import Wordings
from helpers.codebook import ANSWERED, NO_OPTION, Question
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
NOT_ASKED, AGAINST_ROUTING = "not asked", "against routing"  # rules for cells of `asked_if`
NUMBER = "number"  # rule for one that is written otherwise than clean answers hold it
OWN, NEAR_A_LEVEL = OWN_WORDS_RULES = ("own words", "own words near a level")


@dataclass(frozen=True)
class Match:
    """What one raw text means: its value, the rule that found it, the text that may be shown."""

    value: str
    rule: str
    shown: str


class Vocabulary:
    """What one question accepts, its wordings folded once for all the texts to come.

    Attributes
    ----------
    question : Question
    rungs : list of (str, function, Wordings)
        Of `LADDER`: the rule, how it folds, the wordings of the export folded so.
    every : Wordings
        All that counts as a level, folded as far as is ever forgiven.
    numbers : NumberReader
        Reads those of a question of kind ``number``.
    missing : dict of str to str
        Label of a missing answer, folded so → its kind.
    """

    def __init__(self, question: Question) -> None:
        self.question = question
        self.numbers = NumberReader(question)
        self.rungs = [
            (rule, fold, Wordings({fold(level.source): level.id for level in question.levels}))
            for rule, fold in LADDER.items()
        ]
        self.every = Wordings(
            {fold_accents(text): level.id for level in question.levels for text in level.wordings}
        )
        self.missing = {
            fold_accents(label): kind
            for kind, labels in question.missing.items()
            for label in labels
        }

    def separator(self, text: str, separator: str) -> str:
        """What parts the answers in a text: nothing, where only one may be given."""
        if JOINT in text:
            return JOINT
        return separator if self.question.kind == "multiple" else NO_SEPARATOR


def match(text: str, vocabulary: Vocabulary, separator: str) -> Match | None:
    """Find the level, or the kind of missing, that a raw text stands for.

    The time that it takes grows with the text as its length does, whatever the text.

    Parameters
    ----------
    text : str
        A cell of the export; of options in columns of their own, what `option_columns` makes of
        them.
    vocabulary : Vocabulary
        Of the question.
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
    >>> match("toujours\\xa0", Vocabulary(book.question("q4")), ", ")
    Match(value='toujours', rule='case', shown='toujours\\xa0')
    >>> q1 = Vocabulary(book.question("q1"))
    >>> match("Partage, Recherche d'emploi, CV en ligne", q1, ", ").value
    'partage|emploi'
    """
    question = vocabulary.question
    if text == NONE_CHOSEN:
        return Match(NO_OPTION, "exact", "")
    if text == NOT_SHOWN:
        return Match("_not_asked", "not shown", "")
    if question.is_consent and (meaning := _match_box(text, question)):
        return meaning
    separator, shown = vocabulary.separator(text, separator), text.replace(JOINT, ", ")
    if _are_too_many(text, question):
        return None
    if not fold_spaces(text).strip(f"{separator.strip()} "):
        return Match("_skipped", "blank", shown)
    folded = fold_accents(text)
    if kind := vocabulary.missing.get(folded):
        return Match(kind, "declared", shown)
    if question.kind == "text":
        return Match(ANSWERED, "free text", OWN_WORDS)
    if question.kind == "number" and (number := _match_number(text, vocabulary, shown)):
        return number
    if len(text) > MAX_CHARACTERS:
        return question.write_in and Match(question.write_in.id, OWN, OWN_WORDS)
    for rule, fold, wordings in vocabulary.rungs:
        if chosen := _chosen(fold(text), wordings, separator, strip=rule != "exact"):
            return Match(_in_order(chosen, question), rule, shown)
    if chosen := _chosen(folded, vocabulary.every, separator, strip=True):
        return Match(_in_order(chosen, question), "alias", shown)
    return _match_write_in(text, vocabulary, separator)


def unknown_parts(text: str, vocabulary: Vocabulary, separator: str) -> list[str]:
    """The parts of a text that the codebook does not know, as they were typed.

    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> unknown_parts("Partage, Blog, Wiki", Vocabulary(book.question("q1")), ", ")
    ['Blog', 'Wiki']
    """
    if len(text) > MAX_CHARACTERS or _are_too_many(text, vocabulary.question):
        return [text]
    mark = _mark(vocabulary.separator(text, separator))
    parts = vocabulary.every.longest_first(fold_spaces(text), mark, fold_accents)
    return [words for words, level, _ in parts if level is None]


def _are_too_many(text, question):
    """Whether columns of options give several answers to a question of one."""
    return JOINT in text and question.kind != "multiple"


def _match_box(text, question):
    """Whether a box was ticked, by any sign for it; a blank cell says that it was not."""
    if not text.strip() or is_not_chosen(text):
        return Match(NO_OPTION, "exact", text)
    if fold_accents(text) in CHOSEN:
        return Match(question.levels[0].id, "alias", text)
    return None


def _match_number(text, vocabulary, shown):
    """The number that a text is, or is declared to stand for."""
    declared = vocabulary.numbers.declared(text)
    value = vocabulary.numbers.read(text) if declared is None else declared
    if value is None:
        return None
    figures = canonical(value)
    rule = "alias" if declared is not None else "exact" if text == figures else NUMBER
    return Match(figures, rule, shown)


def _mark(separator):
    """A separator without the spaces around it, which people leave out and repeat."""
    return separator.strip(" ") or " "


def _chosen(text, wordings, separator, *, strip):
    """The levels that a folded text is wholly made of; none if it is not."""
    if separator == NO_SEPARATOR:
        level = wordings.level_of.get(text)
        return {level} if level else set()
    return wordings.made_of(text, _mark(separator) if strip else separator, strip=strip)


def _match_write_in(text, vocabulary, separator):
    """Words of the respondent's own count as the write-in level, and go no further."""
    question = vocabulary.question
    if question.write_in is None:
        return None
    chosen, shown, rule = set(), [], "spaces"
    parts = vocabulary.every.longest_first(fold_spaces(text), _mark(separator), fold_accents)
    for words, level, runs in parts:
        chosen.add(level or question.write_in.id)
        if level:
            shown.append(words)
            continue
        near = _near(runs, vocabulary) if len(shown) < MAX_PARTS_COMPARED else None
        shown.append(f"{OWN_WORDS} ≈ {near}" if near else OWN_WORDS)
        if rule != NEAR_A_LEVEL:
            rule = NEAR_A_LEVEL if near else OWN
    separator = ", " if separator == JOINT else separator
    return Match(_in_order(chosen, question), rule, separator.join(shown))


def _near(runs, vocabulary):
    """The wording of the level that some words resemble, if any."""
    level_of = vocabulary.every.level_of
    for words in map(fold_accents, runs):
        alike = [option for option in level_of if len(words) < 2 * len(option)]
        if nearest := difflib.get_close_matches(words, alike, n=1, cutoff=NEARLY):
            id = level_of[nearest[0]]
            return next(level.source for level in vocabulary.question.levels if level.id == id)
    return None


def _in_order(chosen, question):
    """Levels as one value, in the codebook's order."""
    return "|".join(id for id in question.ids if id in chosen)
