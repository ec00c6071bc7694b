"""Which questions of two editions of a survey are the same, and which only look alike."""

from __future__ import annotations

from enum import StrEnum

import pandas as pd

from helpers.codebook import Codebook, Question, SurveyError, suggest
from helpers.codebook.folding import fold_case
from helpers.processed import COLUMNS


class State(StrEnum):
    """Whether a question can be compared with one of an earlier edition."""

    SAME = "same"
    DECLARED = "declared the same"  # by `same_as`, its id or its wording having changed
    NEW = "new"
    WORDING = "another wording"
    KIND = "another kind"
    SCALE = "another scale"


COMPARED = (State.SAME, State.DECLARED)


def table(book: Codebook, earlier: Codebook) -> pd.DataFrame:
    """Hold every question against the one of the same id in an earlier edition.

    Kind, answers and wording are compared, in the languages that both editions have; spaces,
    apostrophes and capitals are not.  ``same_as`` of a question names the earlier one, and excuses
    its wording and that of its answers, never its kind nor the ids of its answers.

    Parameters
    ----------
    book, earlier : Codebook

    Returns
    -------
    DataFrame
        question, earlier (the other's id), edition (the other survey's id), date, provenance (of
        the other), state: one of `State`.

    Raises
    ------
    SurveyError
        If both are one survey, they have no language in common, a `same_as` names no question, or
        nothing can be compared.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> asked = replace(book.questions[0], text={"fr": "Et puis?", "en": "So?"})
    >>> before = replace(book, id="linkedin-2014", questions=(asked, *book.questions[1:3]))
    >>> table(book, before).state.head(4).tolist()
    ['another wording', 'same', 'same', 'new']
    """
    languages = [language for language in book.languages if language in earlier.languages]
    file = book.folder / "codebook.toml"
    if book.id == earlier.id:
        raise SurveyError(
            f"{file}: it would be compared with itself: both editions have the id {book.id!r}; "
            "give each its own"
        )
    if not languages:
        raise SurveyError(
            f"{file}: its languages are {list(book.languages)}, those of the earlier edition "
            f"{list(earlier.languages)}: no wording can be compared"
        )
    by_id = {question.id: question for question in earlier.questions}
    if unknown := [q for q in book.questions if q.same_as and q.same_as not in by_id]:
        mistakes = [
            f"{file}: [[questions]] {question.id} same_as is {question.same_as!r}, which "
            f"{earlier.folder / 'codebook.toml'} does not ask{suggest(question.same_as, by_id)}"
            for question in unknown
        ]
        raise SurveyError("\n".join(mistakes))
    rows = []
    for question in book.questions:
        before = by_id.get(question.same_as or question.id)
        rows.append(
            {
                "question": question.id,
                "earlier": before.id if before else "",
                "edition": earlier.id,
                "date": earlier.date,
                "provenance": earlier.provenance,
                "state": str(_state(question, before, languages)),
            }
        )
    compared = pd.DataFrame(rows, columns=COLUMNS["comparability"])
    if not compared.state.isin(COMPARED).any():
        reasons = "\n".join(lines(compared, book, earlier))
        raise SurveyError(f"{file}: no question can be compared with {earlier.id}\n{reasons}")
    return compared


def _state(question: Question, before: Question | None, languages: list[str]) -> State:
    if before is None:
        return State.NEW
    kinds = (question.kind, question.is_consent), (before.kind, before.is_consent)
    if kinds[0] != kinds[1]:
        return State.KIND
    declared = bool(question.same_as)
    if _scale(question, languages, declared) != _scale(before, languages, declared):
        return State.SCALE
    wordings = [{lang: fold_case(q.text[lang]) for lang in languages} for q in (question, before)]
    if wordings[0] == wordings[1] and question.id == before.id:
        return State.SAME
    return State.DECLARED if declared else State.WORDING


def _scale(question, languages, declared):
    """What the answers are, in order where they have one; with their wording, unless declared."""
    levels = [
        (level.id, level.off_scale)
        + (() if declared else tuple(fold_case(level.text[lang]) for lang in languages))
        for level in question.levels
    ]
    bands = [(band.id, band.low, band.high) for band in question.bands]
    return (levels if question.is_ordered else sorted(levels)), bands


def lines(compared: pd.DataFrame, book: Codebook, earlier: Codebook) -> list[str]:
    """One line for each question that is not compared: what changed, and what may be done."""
    texts = []
    for row in compared.itertuples():
        where = f"{book.folder / 'codebook.toml'}: [[questions]] {row.question}"
        cure = f'if it asks the same all the same, declare `same_as = "{row.earlier}"`'
        language = next(each for each in book.languages if each in earlier.languages)
        if row.state == State.WORDING:
            now, before = (
                each.question(id).text[language]
                for each, id in ((book, row.question), (earlier, row.earlier))
            )
            texts.append(f"{where} is worded {now!r}, in {earlier.id} {before!r}: {cure}")
        elif row.state == State.SCALE:
            now, before = (
                [level.text[language] for level in each.question(id).levels]
                for each, id in ((book, row.question), (earlier, row.earlier))
            )
            texts.append(
                f"{where} has answers {now}, in {earlier.id} {before}: not compared; where their "
                f'ids are the same and only words changed, declare `same_as = "{row.earlier}"`'
            )
        elif row.state == State.KIND:
            now, before = book.question(row.question).kind, earlier.question(row.earlier).kind
            texts.append(f"{where} is of kind {now!r}, in {earlier.id} {before!r}: not compared")
        elif row.state == State.NEW:
            texts.append(f"{where} was not asked in {earlier.id}: not compared")
    return texts
