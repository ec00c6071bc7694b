"""What people wrote in words of their own, for an analyst to read: it goes into no report."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from helpers.analysis import summaries
from helpers.answers import intake
from helpers.answers.intake import Chunk
from helpers.answers.matching import shown_of, unknown_parts
from helpers.answers.vocabulary import Vocabulary
from helpers.codebook import MISSING, Codebook, Question, SurveyError
from helpers.codebook.folding import fold_accents, fold_spaces
from helpers.lab.question import describe
from helpers.lab.view import View
from helpers.report import narrative
from helpers.report.catalogue import Messages

COLUMNS = ("row", "characters", "text")


def show_texts(
    clean: pd.DataFrame, question: Question, book: Codebook, messages: Messages, word: str = ""
) -> View:
    """How many wrote and how much, and what they wrote, the longest first.

    Parameters
    ----------
    clean : DataFrame
        Clean answers.
    question : Question
    book : Codebook
    messages : Messages
        Bare ones.
    word : str
        Only texts that hold it are shown, whatever its case and accents.

    Returns
    -------
    View
        Its frame is that of `written`.

    Raises
    ------
    SurveyError
        As `written`.
    """
    texts = written(clean, question, book)
    about = describe(clean, question, book, messages)
    sentences = [narrative.looks.texts(len(texts), about.frame.base.iloc[0], messages)]
    if question.kind == "text":
        lengths = summaries.statistics(clean, question)
        sentences.append(narrative.lengths.sentence(lengths, messages))
    if word:
        every = len(texts)
        holds = texts.text.map(lambda text: fold_accents(word) in fold_accents(text)).astype(bool)
        texts = texts[holds].reset_index(drop=True)
        sentences.append(narrative.looks.texts_with(word, len(texts), every, messages))
    headings = narrative.looks.text_columns(messages)
    table = texts.rename(columns=headings).set_index(headings["row"])
    markdown = f"**{messages.wording(question)}**\n\n{' '.join(sentences)}"
    return View(texts, markdown, (table,), about.draw, about.note)


def written(clean: pd.DataFrame, question: Question, book: Codebook) -> pd.DataFrame:
    """The texts of the people whose answers are counted, as they stand in the export.

    Parameters
    ----------
    clean : DataFrame
        Clean answers.
    question : Question
        Of kind ``text``, or one with an option for words of one's own.
    book : Codebook

    Returns
    -------
    DataFrame
        event (of a survey held at events), row, characters (spaces in a row count as one), text;
        the longest first.

    Raises
    ------
    SurveyError
        If the question has no such words, or the export is so large that rows are not kept.

    Examples
    --------
    >>> from helpers import codebook
    >>> from helpers.answers import cleaning
    >>> book = codebook.load("tests/surveys/garden")
    >>> clean = cleaning.clean(intake.read(book), book).answers
    >>> written(clean, book.question("remarks"), book).head(2).to_numpy().tolist()
    [[2, 17, 'More shade please'], [21, 16, 'The gate squeaks']]
    >>> written(clean, book.question("tasks"), book).text.tolist()
    ['Moral support', 'Bees']
    """
    if question.kind != "text" and question.write_in is None:
        known = [each.id for each in book.questions if each.kind == "text" or each.write_in]
        reason = f"only {known} do" if known else "no question of this survey does"
        raise SurveyError(f"question {question.id!r} asks for no words of one's own; {reason}")
    if "people" in clean:
        raise SurveyError(
            f"of {book.answers} only combinations of answers are kept, and no row; to read texts, "
            "set aggregate_above_bytes under [intake] above the size of the file"
        )
    keys = [name for name in ("event", "row") if name == "row" or name in clean]
    columns = [*keys, *COLUMNS[1:]]
    values = clean[question.id].astype("object")
    counted = clean.assign(answer=values)[~values.isin(MISSING)].reset_index()[keys]
    chunks = intake.read(book).chunks()
    lines = pd.DataFrame(line for chunk in chunks for line in _lines(chunk, question, book))
    lines = lines.reindex(columns=["event", *COLUMNS])[columns]
    lines = lines.merge(counted.astype({"event": object} if "event" in keys else {}), on=keys)
    return lines.sort_values(["characters", *keys], ascending=[False, *[True] * len(keys)])[
        columns
    ].reset_index(drop=True)


def _lines(chunk: Chunk, question: Question, book: Codebook) -> Iterator[dict]:
    """A line a row of the export in which somebody wrote."""
    vocabulary = Vocabulary(question)
    separator = book.intake["separator"] or chunk.separator
    cells = chunk.answers[question.id].astype("object")
    events = [""] * len(cells) if chunk.event is None else chunk.event
    for row, event, cell in zip(cells.index, events, cells, strict=True):
        parts = [cell] if question.kind == "text" else unknown_parts(cell, vocabulary, separator)
        text = ", ".join(fold_spaces(shown_of(part)) for part in parts)
        if text:
            yield {"event": event, "row": row, "characters": len(text), "text": text}
