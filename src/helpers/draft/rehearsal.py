"""A draft tried on the answers that it was drafted from, before anybody is told of it."""

import tempfile
from dataclasses import replace
from pathlib import Path

from helpers import codebook
from helpers.answers.intake import Preview
from helpers.answers.matching import match
from helpers.draft.codebook_text import Source, write_codebook
from helpers.draft.looking import Draft
from helpers.draft.question import Doubt
from helpers.draft.trials import find_trials


def fitted(draft: Draft, source: Source, preview: Preview) -> Draft:
    """The draft, each question of which some answer cannot be read made one of free text."""
    with tempfile.TemporaryDirectory() as folder:
        text = write_codebook(draft, source).text
        (Path(folder) / "codebook.toml").write_text(text, encoding="utf-8")
        book = codebook.load(folder)
    separator = book.intake["separator"] or preview.separator
    _, is_trial = find_trials(preview)
    rows = preview.rows[[not trial for trial in is_trial]]
    places = {name: place for place, name in enumerate(preview.header)}
    places = {name: place for place, name in enumerate(preview.texts)} | places
    questions = dict(draft.questions)
    for id, question in draft.questions.items():
        place = places.get(question.column)
        if place is None:
            continue  # of several columns: nothing but what was found in them is a level
        texts = rows.iloc[:, place].unique()
        if any(match(text, book.question(id), separator) is None for text in texts):
            doubts = (Doubt("unmatched"),)
            questions[id] = replace(question, kind="text", levels=(), missing={}, doubts=doubts)
    return replace(draft, questions=questions)
