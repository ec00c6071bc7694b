"""What a codebook says twice, or says and takes back: each named, none guessed away."""

import fnmatch
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from helpers.codebook import routes
from helpers.codebook.checks import shown
from helpers.codebook.folding import fold_accents, fold_case
from helpers.codebook.numbers import is_time_format
from helpers.codebook.questions import Question

MAX_FILE_NAME = 255  # bytes, of any file system


def of_questions(questions: Sequence[Question]) -> Iterator[str]:
    """What is contradictory about questions, one line each.

    Examples
    --------
    >>> from helpers.codebook.questions import Level
    >>> levels = (Level("oui", "Oui", {"fr": "Oui"}), Level("yes", "OUI", {"fr": "OUI"}))
    >>> question = Question("q1", "nominal", "context", {"fr": "Q"}, {"fr": "Q"}, levels, "Q")
    >>> print(*of_questions([question]))  # doctest: +ELLIPSIS
    [[questions]] q1: 'Oui' of level 'oui' and 'OUI' of level 'yes' are one answer: no rule ...
    """
    for question in questions:
        yield from _wordings(question)
        yield from _missing_labels(question)
        yield from _read_as(question)
        yield from _unread(question)
    yield from routes.contradictions(questions)
    yield from _one_text(questions)
    yield from _columns(questions)


def of_intake(intake: dict, questions: Sequence[Question]) -> Iterator[str]:
    """What is contradictory about ``[intake]``, one line each."""
    if not _is_inside(intake["file"]):
        yield (
            f"[intake] file is {shown(intake['file'])}; it must be a file in the survey's folder: "
            "move the export there"
        )
    if "*" in intake["file"] and intake["event"]:
        yield (
            "[intake] names events twice: by the files that `file` matches, and by the column "
            "`event`; leave one out"
        )
    yield from _ignored_and_used(intake, questions)
    yield from _times(intake)
    yield from _identifying(intake, questions)
    yield from _marks(intake, questions)
    if not all(name.strip() for name in intake["ignore_columns"]):
        yield "[intake] ignore_columns holds a blank name; `column C` is one without a header"
    for column, texts in intake["keep"].items():
        if not column.strip():
            yield "[intake] keep has a blank name; `column C` is one without a header"
        if not texts:
            yield f"[intake] keep names no text for {shown(column)}: no row would be kept"
    if intake["encoding"]:
        try:
            "a".encode(intake["encoding"])
        except (LookupError, ValueError):  # no encoding, or one of something else than text
            yield (
                f"[intake] encoding is {shown(intake['encoding'])}, which Python does not know; as "
                "'utf-8', 'cp1252', 'mac-roman'"
            )


def _is_inside(file):
    """Whether it may be the name of a file in the survey's folder."""
    path = PurePosixPath(file.replace("\\", "/"))
    return (
        bool(file.strip())
        and "**" not in file
        and file.isprintable()
        and not path.is_absolute()
        and not {"..", ":"} & {*path.parts, *file}
        and all(len(part.encode()) <= MAX_FILE_NAME for part in path.parts)
    )


def _wordings(question):
    """Two levels that one answer would match."""
    level_of = {}
    for level in question.levels:
        for wording in dict.fromkeys(level.wordings):
            folded = fold_accents(wording)
            first, its = level_of.setdefault(folded, (wording, level.id))
            if its != level.id:
                yield (
                    f"[[questions]] {question.id}: {shown(first)} of level {its!r} and "
                    f"{shown(wording)} of level {level.id!r} are one answer: no rule can tell them "
                    "apart; keep one, or reword one"
                )


def _missing_labels(question):
    """A label of a missing answer that is a level, or two kinds of missing with one label."""
    level_of = {
        fold_accents(wording): level.id for level in question.levels for wording in level.wordings
    }
    kind_of = {}
    for kind, labels in question.missing.items():
        for label in labels:
            folded, name = fold_accents(label), kind.removeprefix("_")
            if folded in level_of:
                yield (
                    f"[[questions]] {question.id}: {shown(label)} is both level "
                    f"{level_of[folded]!r} and a label of missing {name}; keep one"
                )
            if kind_of.setdefault(folded, name) != name:
                yield (
                    f"[[questions]] {question.id}: {shown(label)} is a label of missing "
                    f"{kind_of[folded]} and of missing {name}; keep one"
                )


def _read_as(question):
    """A text that is declared to stand for two numbers, or for one and for none."""
    missing = {fold_accents(label) for labels in question.missing.values() for label in labels}
    number_of = {}
    for text, number in question.read_as.items():
        folded = fold_accents(text)
        if number_of.setdefault(folded, number) != number:
            yield f"[[questions]] {question.id} read_as has {shown(text)} twice, for two numbers"
        if folded in missing:
            yield (
                f"[[questions]] {question.id}: {shown(text)} is both a number of read_as and a "
                "label of missing; keep one"
            )


def _unread(question):
    """What nothing could ever be read by: a blank wording, or a column that is not looked at."""
    where = f"[[questions]] {question.id}"
    for level in question.levels:
        if not all(alias.strip() for alias in level.aliases):
            yield f"{where} level {level.id!r} aliases holds a blank text, which is no answer"
    for kind, labels in question.missing.items():
        if not all(label.strip() for label in labels):
            name = kind.removeprefix("_")
            yield f"{where} missing {name} holds a blank text; a blank cell is skipped undeclared"


def _one_text(questions):
    """Questions that a reader could not tell apart."""
    ids_of = defaultdict(list)
    for question in questions:
        for language, text in question.short.items():
            ids_of[language, fold_case(text)].append((question.id, text))
    told = set()
    for named in ids_of.values():
        ids, text = [id for id, _ in named], named[0][1]
        if len(ids) > 1 and tuple(ids) not in told:
            told.add(tuple(ids))
            yield (
                f"[[questions]] {', '.join(ids)} have one text, {shown(text)}; give each a `short` "
                "that tells it from the others"
            )


def _columns(questions):
    """Columns that two questions, or two options, are read from."""
    users = defaultdict(list)
    for question in questions:
        users[fold_case(question.column)].append((question.column, question.id))
        for level in question.levels:
            if level.column:
                use = (level.column, f"{question.id} level {level.id}")
                users[fold_case(level.column)].append(use)
    twice = [uses for uses in users.values() if len(uses) > 1]
    if twice:
        names = "; ".join(
            f"{shown(uses[0][0])} for {' and '.join(user for _, user in uses)}" for uses in twice
        )
        yield f"columns must differ; twice: {names}"


def _users(questions):
    """Column → the question, or the level of one, that is read from it."""
    users = {question.column: f"[[questions]] {question.id}" for question in questions}
    return users | {
        level.column: f"[[questions]] {question.id} level {level.id}"
        for question in questions
        for level in question.levels
        if level.column
    }


def _ignored_and_used(intake, questions):
    """Columns that are to be left in the raw file and read at once."""
    used = _users(questions)
    for pattern in intake["ignore_columns"]:
        folded = fold_case(pattern)
        for column, user in used.items():
            if fnmatch.fnmatchcase(fold_case(column), folded.replace("[", "[[]")):
                named = shown(pattern)
                yield f"[intake] ignore_columns has {named}, which {user} asks for; leave one out"


def _identifying(intake, questions):
    """A column that tells people or events apart, asked as a question too."""
    reasons = {
        "respondent": "it must not leave the raw file",
        "timestamp": "it must not leave the raw file",
        "event": "every event has answers of its own to all questions",
    }
    for entry, reason in reasons.items():
        for column, user in _users(questions).items():
            if intake[entry] and fold_case(column) == fold_case(intake[entry]):
                yield (
                    f"[intake] {entry} is {shown(intake[entry])}, which {user} asks for; {reason}: "
                    "leave one out"
                )


def _marks(intake, questions):
    """A mark of a trial that is an answer: everybody who gave it would be left out."""
    for mark in intake["test_marks"]:
        for question in questions:
            for level in question.levels:
                if fold_accents(mark) in map(fold_accents, level.wordings):
                    yield (
                        f"[intake] test_marks has {shown(mark)}, which [[questions]] {question.id} "
                        f"has as level {level.id!r}: whoever chose it would be left out; keep one"
                    )


def _times(intake):
    if intake["duplicate_seconds"] and not intake["timestamp"]:
        yield "duplicate_seconds of [intake] needs a `timestamp` column"
    if intake["duplicate_seconds"] and intake["respondent"]:
        yield (
            "[intake] has both duplicate_seconds and respondent; leave out duplicate_seconds: one "
            "id a person tells who sent twice"
        )
    form = intake["timestamp_format"]
    if form and not is_time_format(form):
        yield (
            f"[intake] timestamp_format is {shown(form)}, which `strptime` does not know, or which "
            "tells no day; as '%Y-%m-%d %H:%M:%S'"
        )
