"""What kind of question a column holds, and its levels in order."""

import difflib
import re

from helpers.codebook.folding import fold_accents
from helpers.draft import numbers, options, rankings
from helpers.draft.boxes import box_question
from helpers.draft.column import Column
from helpers.draft.known_wordings import means, missing_kind, missing_texts
from helpers.draft.ladders import yes_before_no
from helpers.draft.question import Doubt, DraftLevel, DraftQuestion, LeftColumn
from helpers.draft.ratings import as_rating
from helpers.draft.scales import find_scale, natural_key
from helpers.draft.sentences import say

MAX_LEVELS = 30  # a question with more is no list of answers that people chose from
REPEATED = 0.6  # the share of answers that others gave too, from which there was a list
STRAY = 0.25  # the share of answers that may be in own words beside a known scale
ALIKE = 0.9  # two levels so near may be one


def draft_question(
    column: Column, text: str, separators: tuple[str, ...], language: str
) -> DraftQuestion | LeftColumn:
    """Guess the kind and the levels of a column; every doubt goes along.

    Parameters
    ----------
    column : Column
    text : str
        The question as asked.
    separators : tuple of str
        That may stand between several answers.
    language : str
        Of the level that is added for own words.

    Examples
    --------
    >>> cells = ("Jamais", "Souvent", "Jamais", "Je ne sais pas", "")
    >>> question = draft_question(Column("Quand?", cells), "Quand?", (", ",), "fr")
    >>> question.kind, [level.text for level in question.levels if level.off_scale]
    ('ordinal', ['Je ne sais pas'])
    """
    counts = column.counts
    missing = missing_texts(counts)
    rest = {answer: count for answer, count in counts.items() if not missing_kind(answer)}
    on_scale = [answer for answer in rest if not means(answer, "off_scale")]
    off_scale = [answer for answer in rest if means(answer, "off_scale")]
    base = {"column": column.name, "text": text, "missing": missing}
    if box := box_question(column, base):
        return box
    entries = numbers.typed_numbers({text: rest[text] for text in on_scale}, language)
    if entries is not None:
        return _number(base | {"entries": entries}, off_scale, "typed_number")
    if scale := find_scale(on_scale, column.name):
        return as_rating(_on_scale(base, scale, off_scale))
    if not rest or (len(rest) == 1 and sum(rest.values()) > 1):
        return LeftColumn(column.file_name, "constant" if counts else "empty")
    for separator in separators:
        if listed := rankings.ordered_list(column.answers, separator):
            return rankings.list_question(base, listed)
        if options.is_multiple(column.answers, separator):
            return _multiple(base, column, separator, language)
    if question := _scale_and_own_words(base, rest, off_scale, column.name, language):
        return question
    if numbers.are_all_read(on_scale, language):
        return _number(base, off_scale, "number")
    if numbers.are_numbers(on_scale):
        return DraftQuestion(kind="text", doubts=(Doubt("numbers"),), **base | {"missing": {}})
    return _nominal(base, rest, language) or _text(base, rest)


def _number(base, off_scale, doubt):
    levels = tuple(DraftLevel(answer, off_scale=True) for answer in off_scale)
    return DraftQuestion(kind="number", levels=levels, doubts=(Doubt(doubt),), **base)


def _on_scale(base, scale, off_scale):
    unseen = ", ".join(scale.unseen)
    doubts = [Doubt("unseen", {"levels": unseen})] if unseen else []
    levels = [DraftLevel(level) for level in scale.levels]
    levels += [DraftLevel(answer, off_scale=True) for answer in off_scale]
    return DraftQuestion(kind=scale.kind, levels=tuple(levels), doubts=tuple(doubts), **base)


def _scale_and_own_words(base, rest, off_scale, name, language):
    """A known scale beside which a few people wrote something of their own."""
    on_scale = [answer for answer in rest if answer not in off_scale and not means(answer, "other")]
    levels = [answer for answer in on_scale if rest[answer] > 1]
    scale = find_scale(levels, name)
    if len(levels) < 3 or scale is None:
        return None
    for answer in (answer for answer in on_scale if rest[answer] == 1):
        if wider := find_scale([*levels, answer], name):
            levels.append(answer)
            scale = wider
    own = [answer for answer in on_scale if answer not in levels]
    if sum(rest[answer] for answer in own) > STRAY * sum(rest.values()):
        return None
    question = _on_scale(base, scale, off_scale)
    others = [answer for answer in rest if means(answer, "other")]
    if not own and not others:
        return question
    return _with_own_words(question, own, others, language, off_scale=True)


def _with_own_words(question, own, others, language, *, off_scale=False):
    """The question, its last level taking words of one's own."""
    name = others[0] if others else _unlike_levels(say("other", language), question)
    kept = [level for level in question.levels if level.text not in others]
    extra = [DraftLevel(text, off_scale=off_scale) for text in others[1:]]
    level = DraftLevel(name, off_scale=off_scale, write_in=True)
    doubts = (*question.doubts, Doubt("own_words", {"count": len(own)}, name)) if own else ()
    entries = question.__dict__ | {"levels": (*kept, *extra, level)}
    return DraftQuestion(**entries | {"doubts": doubts or question.doubts})


def _unlike_levels(name, question):
    taken = {fold_accents(level.text) for level in question.levels}
    while fold_accents(name) in taken:
        name += "…"
    return name


def _multiple(base, column, separator, language):
    split = options.recover_options(column.answers, separator)
    counts = options.count_options(split)
    whole = {fold_accents(parts[0]) for parts in split if len(parts) == 1}
    joined = {fold_accents(part) for parts in split if len(parts) > 1 for part in parts}
    missing = {
        kind: kept
        for kind, answers in base["missing"].items()
        if (kept := [text for text in answers if fold_accents(text) in whole - joined])
    }
    taken = {text for answers in missing.values() for text in answers}
    listed = [text for text in options.listed_options(split, counts) if text not in taken]
    listed = [text for text in listed if not _are_own_words(text, counts, split)]
    listed = listed[:MAX_LEVELS]
    own = [text for text in counts if text not in listed and text not in taken]
    longest = max(map(len, listed), default=0)
    alike = [len(text) <= longest and not _are_own_words(text, counts, split) for text in own]
    if len(own) <= 2 and all(alike):
        listed, own = [*listed, *own], []
    doubts = [
        Doubt("joined", {"option": text}, text)
        for text in listed
        if options.bare_mark(separator) in re.sub(r"\([^()]*\)", "", text)
    ]
    doubts += _alike(listed)
    question = DraftQuestion(
        kind="multiple",
        levels=tuple(
            DraftLevel(text, off_scale=_is_aside(text), exclusive=means(text, "none_of_them"))
            for text in _last(listed)
        ),
        doubts=(Doubt("separator", {"separator": separator}), *doubts),
        **base | {"missing": missing},
    )
    others = [text for text in listed if means(text, "other")]
    return _with_own_words(question, own, others, language) if own or others else question


def _are_own_words(text, counts, split):
    """Whether few wrote it, at the end of a cell, otherwise than the form is written."""
    folded = fold_accents(text)
    if counts[text] == 1 and len(text) > 60:
        return True
    others = [option for option in counts if option != text and counts[option] > 2]
    capitals = sum(option[:1].isupper() for option in others) > 0.7 * len(others)
    is_last = all(fold_accents(parts[-1]) == folded for parts in split if _holds(parts, folded))
    return text[:1].islower() and capitals and is_last and counts[text] < 0.06 * len(split)


def _holds(parts, folded):
    return folded in map(fold_accents, parts)


def _is_aside(text):
    return means(text, "off_scale") or bool(missing_kind(text))


def _last(texts):
    """*Yes* and *no*, then what was said by most; *none of them* and what is off the scale last."""
    return sorted(
        texts,
        key=lambda text: (_is_aside(text), means(text, "none_of_them"), yes_before_no(text)),
    )


def _nominal(base, rest, language):
    """Answers that people chose from a list, as far as repetition tells."""
    repeated, single = _repeated_and_single(rest)
    share = sum(rest[answer] for answer in repeated) / sum(rest.values())
    if not 2 <= len(repeated) <= MAX_LEVELS or share < REPEATED or _are_sentences(repeated):
        return None
    longest = max(map(len, repeated))
    is_listed = len(single) <= max(2, len(repeated) // 2)
    is_listed &= all(len(answer) <= 1.3 * longest + 5 for answer in single)
    is_listed &= not any(_is_in_small_letters(answer, repeated) for answer in single)
    others = [answer for answer in rest if means(answer, "other")]
    listed = [*repeated, *single] if is_listed else [*repeated, *set(others).difference(repeated)]
    stem = {re.sub(r"\d+", "#", fold_accents(answer)) for answer in listed}
    ordered = sorted(listed, key=natural_key) if len(stem) == 1 else _last(listed)
    levels = [DraftLevel(text, off_scale=means(text, "off_scale")) for text in ordered]
    doubts = [Doubt("codes")] if numbers.are_numbers(listed) else []
    doubts += _alike(listed)
    if is_listed:
        doubts += [Doubt("chosen_once", {}, text) for text in single]
    question = DraftQuestion(kind="nominal", levels=tuple(levels), doubts=tuple(doubts), **base)
    own = [] if is_listed else [answer for answer in single if answer not in others]
    return _with_own_words(question, own, others, language) if own or others else question


def _alike(listed):
    """Doubts about levels that nearly say what a more frequent one says."""
    doubts = []
    for place, text in enumerate(listed):
        before = [other for other in listed[:place] if not re.search(r"\d", other)]
        near = difflib.get_close_matches(text, before, n=1, cutoff=ALIKE)
        if near and len(text) > 8:
            doubts.append(Doubt("alike", {"other": near[0]}, text))
    return doubts


def _repeated_and_single(rest):
    """Answers that several gave; others, and what two or three wrote with another first letter."""
    repeated = [answer for answer, count in rest.items() if count > 1]
    few = 0.06 * sum(rest.values())
    strays = [a for a in repeated if rest[a] <= few and _is_in_small_letters(a, repeated)]
    repeated = [answer for answer in repeated if answer not in strays]
    return repeated, [answer for answer in rest if answer not in repeated]


def _is_in_small_letters(text, others):
    """Whether a text begins with a small letter where others hardly ever do."""
    capitals = sum(other[:1].isupper() for other in others if other != text)
    return text[:1].islower() and capitals > 0.7 * len(others)


def _text(base, rest):
    """Free text; a list of answers that is too long is told as such."""
    repeated = [count for count in rest.values() if count > 1]
    is_list = len(repeated) > MAX_LEVELS and sum(repeated) >= REPEATED * sum(rest.values())
    doubts = (Doubt("many", {"count": len(rest)}),) if is_list else ()
    return DraftQuestion(kind="text", doubts=doubts, **base | {"missing": {}})


def _are_sentences(texts):
    return sum(len(text) > 100 for text in texts) > len(texts) / 2
