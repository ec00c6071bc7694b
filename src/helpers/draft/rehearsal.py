"""A draft tried on the answers that it was drafted from, before anybody is told of it."""

import re
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from helpers import codebook
from helpers.answers.intake import Preview
from helpers.answers.matching import match
from helpers.answers.vocabulary import Vocabulary
from helpers.codebook import Codebook, SurveyError
from helpers.draft.codebook_text import Source, write_codebook
from helpers.draft.looking import Draft
from helpers.draft.question import Doubt
from helpers.draft.trials import find_trials


def fitted(draft: Draft, source: Source, preview: Preview) -> Draft:
    """The draft; each question that cannot be read as guessed made one of free text.

    So it is with a question that the codebook's own checks refuse, and with one of whose answers
    some would stop the work.
    """
    try:
        book = _read(draft, source)
    except SurveyError as mistakes:
        refused = {id for id in draft.questions if re.search(rf"\b{id}\b", str(mistakes))}
        draft = _as_texts(draft, refused)
        book = _read(draft, source)
    return _as_texts(draft, _unmatched(draft, book, preview))


def _read(draft: Draft, source: Source) -> Codebook:
    """The codebook that a draft makes."""
    with tempfile.TemporaryDirectory() as folder:
        text = write_codebook(draft, source).text
        (Path(folder) / "codebook.toml").write_text(text, encoding="utf-8")
        return codebook.load(folder)


def _unmatched(draft, book, preview):
    """Ids of the questions some of whose answers are not accepted."""
    separator = book.intake["separator"] or preview.separator
    _, is_trial = find_trials(preview)
    rows = preview.rows[[not trial for trial in is_trial]]
    places = {name: place for place, name in enumerate(preview.header)}
    places = {name: place for place, name in enumerate(preview.texts)} | places
    for id, question in draft.questions.items():
        place = places.get(question.column)
        if place is None or question.kind == "text":
            continue  # of several columns: nothing but what was found in them is a level
        texts, vocabulary = rows.iloc[:, place].unique(), Vocabulary(book.question(id))
        if any(match(text, vocabulary, separator) is None for text in texts):
            yield id


def _as_texts(draft: Draft, ids: Iterable[str]) -> Draft:
    questions = dict(draft.questions)
    for id in ids:
        doubts = (Doubt("unmatched"),)
        questions[id] = replace(
            questions[id], kind="text", levels=(), missing={}, doubts=doubts, entries={}
        )
    return replace(draft, questions=questions)
