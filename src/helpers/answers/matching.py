"""What one raw text means: the level, or kind of missing, it stands for, and by which rule."""

import difflib
import re
from dataclasses import dataclass

from helpers.answers.intake.option_columns import (
    CHOSEN,
    JOINT,
    NONE_CHOSEN,
    NOT_SHOWN,
    RANKED,
    is_not_chosen,
)
from helpers.answers.numbers import canonical
from helpers.answers.ranks import read_order, read_ranks
from helpers.answers.vocabulary import NO_SEPARATOR, Vocabulary
from helpers.codebook import NO_OPTION
from helpers.codebook.folding import fold_accents, fold_spaces

NEARLY = 0.8  # alike by so much, words may be a slip in a listed option
MAX_PARTS_COMPARED = 20  # of one cell with listed options: each takes a millisecond or so
MAX_CHARACTERS = 100_000  # of a cell that may be a level: more are no slip of a person's
WHOLE = re.compile(r"(?<=\d)[.,]0+$")  # decimals that programs add to a code: ``7.0``
OWN_WORDS = "…"  # shown in place of what somebody wrote
NOT_ASKED, AGAINST_ROUTING = "not asked", "against routing"  # rules for cells of `asked_if`
NUMBER, DATE = "number", "date"  # rules for what is written otherwise than clean answers hold it
OWN, NEAR_A_LEVEL = OWN_WORDS_RULES = ("own words", "own words near a level")


@dataclass(frozen=True)
class Match:
    """What one raw text means: its value, the rule that found it, the text that may be shown."""

    value: str
    rule: str
    shown: str


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
    separator, shown = vocabulary.separator(text, separator), shown_of(text)
    if _are_too_many(text, question):
        return None
    if not fold_spaces(text).strip(f"{separator.strip()} "):
        return Match("_skipped", "blank", shown)
    folded = fold_accents(text)
    if kind := vocabulary.missing.get(folded):
        return Match(kind, "declared", shown)
    if question.kind == "text":
        return free_text(text)
    if question.kind == "number" and (number := _match_number(text, vocabulary, shown)):
        return number
    if question.kind == "date" and (day := vocabulary.dates.read(text)):
        return Match(day, "exact" if text == day else DATE, shown)
    if question.kind == "ranking":
        return _match_ranking(text, vocabulary, separator, shown)
    if len(text) > MAX_CHARACTERS:
        return question.write_in and Match(question.write_in.id, OWN, OWN_WORDS)
    for rule, fold, wordings in vocabulary.rungs:
        if chosen := _chosen(fold(text), wordings, separator, strip=rule != "exact"):
            return Match(_in_order(chosen, question), rule, shown)
    if chosen := _chosen(folded, vocabulary.every, separator, strip=True):
        return Match(_in_order(chosen, question), "alias", shown)
    if level := vocabulary.every.level_of.get(WHOLE.sub("", folded)):
        return Match(level, NUMBER, shown)
    return _match_write_in(text, vocabulary, separator)


def free_text(text: str) -> Match:
    """Words of a respondent's own: how many characters they have, and no more than that.

    >>> free_text(" More  shade ")
    Match(value='10', rule='free text', shown='…')
    """
    return Match(str(len(fold_spaces(text))), "free text", OWN_WORDS)


def shown_of(text: str) -> str:
    """A cell that was put together of several, as it is shown."""
    return text.replace(JOINT, ", ").replace(RANKED, " ")


def unknown_parts(text: str, vocabulary: Vocabulary, separator: str) -> list[str]:
    """The parts of a text that the codebook does not know, as they were typed.

    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> unknown_parts("Partage, Blog, Wiki", Vocabulary(book.question("q1")), ", ")
    ['Blog', 'Wiki']
    """
    if RANKED in text:
        return [piece for piece in text.split(JOINT) if _match_ranks(piece, vocabulary) is None]
    is_whole = vocabulary.question.kind in ("number", "date")  # as it is: no ``5²`` told as 52
    if is_whole or len(text) > MAX_CHARACTERS or _are_too_many(text, vocabulary.question):
        return [text]
    mark = _mark(vocabulary.separator(text, separator))
    parts = vocabulary.every.longest_first(fold_spaces(text), mark, fold_accents)
    return [words for words, level, _ in parts if level is None]


def _are_too_many(text, question):
    """Whether columns of options give several answers to a question of one."""
    return JOINT in text and question.kind not in ("multiple", "ranking")


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


def _match_ranks(text, vocabulary):
    return read_ranks(text, vocabulary.question, vocabulary.every, vocabulary.missing)


def _match_ranking(text, vocabulary, separator, shown):
    """Options in their order, or with their ranks."""
    if RANKED in text:
        meaning = _match_ranks(text, vocabulary)
        return meaning and Match(*meaning, shown)
    for rule, fold, wordings in (*vocabulary.rungs, ("alias", fold_accents, vocabulary.every)):
        parts = [*wordings.longest_first(fold(text), _mark(separator), str)]
        if parts and all(level for _, level, _ in parts):
            value, odd = read_order([level for _, level, _ in parts], vocabulary.question)
            return Match(value, rule if odd == "exact" else odd, shown)
    return None


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
