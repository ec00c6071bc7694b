"""Answers that the codebook does not know: where they stand, and lines that would accept them."""

import difflib
import re
from itertools import groupby

from helpers.answers import dates
from helpers.answers.intake.option_columns import JOINT, RANKED
from helpers.answers.matching import MAX_CHARACTERS, NEARLY
from helpers.answers.vocabulary import Vocabulary
from helpers.codebook import Codebook, Level, Question, shown, suggest
from helpers.codebook.folding import fold_accents
from helpers.codebook.question_entries import make_id
from helpers.codebook.toml_text import quote, quote_all

ROWS_NAMED = 5  # of those where an unknown answer stands
ANSWERS_NAMED = 20  # of one question
MAX_QUOTED = 200  # characters of one, in a line for the codebook
MAX_ACCEPTED = 10  # levels listed in a message
# What may stand between several answers where the codebook says something else.
SEPARATORS = (";", "|", "/", ",", "+", "&", "•", "·", ">", " and ", " et ", " y ", " - ", " ")

# (place of the question, what somebody answered) → the first rows where it stands, how many do
Unknown = dict[tuple[int, str], tuple[list[int], int]]


def unknown_message(unknown: Unknown, book: Codebook, *, read: int = 0) -> str:
    """What each unknown answer is, where it stands, and what to write if it is to be accepted.

    Parameters
    ----------
    unknown : dict
        (place of the question, answer) → its first rows, how many hold it; of several answers in
        one cell, each unknown one by itself.
    book : Codebook
    read : int
        How many rows were looked at, where it was not all of them.

    Returns
    -------
    str
        A line for each answer; then, ready to be pasted, one for each in the codebook.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> print(unknown_message({(1, "Tous les jour"): ([6, 9], 2)}, book))  # doctest: +ELLIPSIS
    /.../answers.csv, row 6, 9, question 'q2': 'Tous les jour' is not one of ['Jamais', ...
    Put it right in the export, or accept it in /.../codebook.toml:
      [[questions]] q2, level jour: aliases = ["Tous les jour"]
    """
    told, lines, marks = [], [], {}
    in_order = sorted(unknown.items(), key=lambda item: (item[0][0], item[1][0]))
    for place, group in groupby(in_order, key=lambda item: item[0][0]):
        question, answers = book.questions[place], list(group)
        for (_, text), (rows, count) in answers[:ANSWERS_NAMED]:
            where = f"{book.answers}, row {rows_named(rows, count)}"
            told.append(f"{where}, question {question.id!r}: {refusal(text, question)}")
        if len(answers) > ANSWERS_NAMED:
            more = len(answers) - ANSWERS_NAMED
            told.append(f"{book.answers}, question {question.id!r}: and {more} other answers")
        texts = [text for (_, text), _ in answers[:ANSWERS_NAMED]]
        parted = {text: mark for text in texts if (mark := other_separator(text, question))}
        marks |= {mark: f"  [intake]: separator = {quote(mark)}" for mark in parted.values()}
        rest = [text for text in texts if text not in parted]
        lines += [f"  [[questions]] {question.id}, {line}" for line in accepting(rest, question)]
    lines = [*marks.values(), *lines]
    if read:
        told.append(f"{book.answers}: so it is in its first {read:,} rows; no more were looked at")
    it = "it" if len(unknown) == 1 else "them"
    codebook = book.folder / "codebook.toml"
    advice = f"Put {it} right in the export"
    advice += f", or accept {it} in {codebook}:" if lines else "."
    return "\n".join([*told, advice, *lines])


def rows_named(rows: list[int], count: int) -> str:
    """The first of some rows, and how many more there are.

    >>> rows_named([2, 3, 4, 5, 6, 9], 12)
    '2, 3, 4, 5, 6 and 7 more'
    """
    named = ", ".join(map(str, rows[:ROWS_NAMED]))
    more = count - len(rows[:ROWS_NAMED])
    return f"{named} and {more} more" if more else named


def refusal(text: str, question: Question) -> str:
    """Why an answer is not accepted, with those that are."""
    if RANKED in text:
        rank, _, option = text.partition(RANKED)
        return f"{shown(rank)} for {shown(option)} is no rank from 1 to {len(question.levels)}"
    if JOINT in text:
        chosen = " and ".join(map(shown, text.split(JOINT)))
        return f"{chosen} are chosen; of a question of kind {question.kind!r} one may be"
    if mark := other_separator(text, question):
        return f"{shown(text)} is several of its levels, with {mark!r} between them"
    if len(text) > MAX_CHARACTERS:
        return f"{shown(text)} has {len(text)} characters, too many for one of its levels"
    if question.kind == "number":
        return f"{shown(text)} is not a number; `read_as` can say which one it stands for"
    if question.kind == "date":
        form = question.date_format or "%Y-%m-%d"
        return f"{shown(text)} is not a date written as {form!r}; `date_format` can say another way"
    sources = [level.source for level in question.levels]
    accepted = [shown(source) for source in sources[:MAX_ACCEPTED]]
    more = len(sources) - MAX_ACCEPTED
    end = f" and {more} more" if more > 0 else ""
    return f"{shown(text)} is not one of [{', '.join(accepted)}]{end}{suggest(text, sources)}"


def other_separator(text: str, question: Question) -> str:
    """The sign with which a text is several levels of a question and nothing else; none if not.

    >>> levels = Level("mail", "E-mail", {}), Level("phone", "Phone", {})
    >>> other_separator("Phone; e-mail", Question("q", "multiple", "context", {}, {}, levels))
    ';'
    """
    if question.kind not in ("multiple", "ranking") or not 0 < len(text) <= MAX_CHARACTERS:
        return ""
    wordings, folded = Vocabulary(question).every, fold_accents(text)
    return next((mark for mark in SEPARATORS if len(wordings.made_of(folded, mark)) > 1), "")


def accepting(texts: list[str], question: Question) -> list[str]:
    """Lines for the codebook that would accept some answers: aliases, levels, labels of missing."""
    if question.kind == "date" and (forms := dates.forms_of(texts)):
        return [
            f"date_format = {quote(form)}  # {shown(texts[0])} is {day}"
            for form, day in forms.items()
        ]
    if question.kind in ("number", "date"):
        return [_as_missing(texts)] if texts else []
    aliases, new_levels, missing = {}, [], []
    ids = {level.id for level in question.levels}
    for text in texts:
        if JOINT in text:
            continue  # answers that are known, but too many
        if RANKED in text or _is_no_level(text, question):
            missing.append(text.partition(RANKED)[0])
        elif level := _nearest(text, question):
            aliases.setdefault(level.id, []).append(text[:MAX_QUOTED])
        else:
            new_levels.append(_new_level(text, question, ids))
    lines = [
        f"level {id}: aliases = {quote_all(text[:MAX_QUOTED] for text in words)}"
        for id, words in aliases.items()
    ]
    lines += [f"levels: {level}," for level in new_levels]
    return lines + ([_as_missing(dict.fromkeys(missing))] if missing else [])


def _as_missing(texts):
    cut = quote_all(text[:MAX_QUOTED] for text in texts)
    return f"missing = {{ not_codable = {cut} }}"


def _is_no_level(text, question):
    """Whether no level can be made of a text: it has no word, or a rating no such score."""
    if question.kind == "rating" and question.levels[0].score is not None:
        return not _scored(text, question)
    return not re.search(r"\w", text)


def _scored(text, question):
    """The level of a rating whose score a text begins with, if there is one."""
    score = re.match(r"\(?(\d+)(?![.,]?\d)", text.strip())
    by_score = {f"{level.score:g}": level for level in question.levels if level.score is not None}
    return score and by_score.get(score[1])


def _nearest(text: str, question: Question) -> Level | None:
    """The level that a text is nearest to, if near enough; not the first that is near."""
    levels = {fold_accents(words): level for level in question.levels for words in level.wordings}
    nearest = difflib.get_close_matches(fold_accents(text), levels, n=1, cutoff=NEARLY)
    return levels[nearest[0]] if nearest else None


def _new_level(text, question, ids):
    scored = question.kind == "rating" and _scored(text, question)
    id = scored.id if scored else make_id(text, ids)
    ids.add(id)
    texts = [f"{language} = {quote(text[:MAX_QUOTED])}" for language in question.text]
    return f'{{ id = "{id}", {", ".join(texts)} }}'
