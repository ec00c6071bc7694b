"""One chunk of an export cleaned: answers, ledger and repeats, which add up over chunks."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from helpers.answers import counting, repeats, routing
from helpers.answers.chunk_matching import ChunkMatcher, Column, MatchedChunk
from helpers.answers.intake import Chunk
from helpers.answers.ledger import merge_alike
from helpers.answers.matching import unknown_parts
from helpers.answers.unknown import ROWS_NAMED, Unknown
from helpers.codebook import MISSING, Codebook

NO_CHANGE = ("exact", "unknown")  # rules that leave no line of a change in the ledger


@dataclass(frozen=True)
class CleanedChunk:
    """What one chunk comes to; chunks merge, and `cleaning.finalise` makes the result of all.

    Attributes
    ----------
    row_totals : Counter
        Event → rows; without events, all under ``""``.
    answers, ledger, duplicates : DataFrame
        As `cleaning.Cleaned` holds them; of a survey held at events, with the column ``event``.
    unknown : dict
        (place of the question, answer) → the first rows where an answer stands that the codebook
        does not know, how many. Of a survey held at events the ledger has them, as ``failed``.
    last_submissions : DataFrame or None
        What the next chunk may repeat; see `repeats.find_repeats`.
    """

    row_totals: Counter
    answers: pd.DataFrame
    ledger: pd.DataFrame
    duplicates: pd.DataFrame
    unknown: Unknown
    last_submissions: pd.DataFrame | None


def clean_chunk(
    chunk: Chunk, matcher: ChunkMatcher, previous: pd.DataFrame | None = None
) -> CleanedChunk:
    """Clean one chunk: match its texts, then leave out what was sent twice and count the rest.

    Chunks may be cleaned anywhere and in any order, but for submissions sent twice: `previous` is
    the `CleanedChunk.last_submissions` of the chunk before it.
    """
    return finish_chunk(matcher.match(chunk), matcher.book, previous)


def finish_chunk(
    matched: MatchedChunk, book: Codebook, previous: pd.DataFrame | None = None
) -> CleanedChunk:
    """Leave out submissions sent twice, and count what is left.

    Parameters
    ----------
    matched : MatchedChunk
    book : Codebook
    previous : DataFrame, optional
        What this chunk may repeat: the `CleanedChunk.last_submissions` of the chunk before it, or
        `repeats.carry_over` of those before.

    Returns
    -------
    CleanedChunk
    """
    unknown = {} if book.events else _unknown(matched)
    matched = routing.route(matched)
    ledger, answers = list(matched.ledger), _answers(matched)
    duplicates = answers.iloc[:0]
    if matched.submissions is not None:
        previous = previous if matched.continues_previous else None
        first, previous = repeats.find_repeats(matched.submissions, previous, book)
        is_repeat = first != matched.rows
        if is_repeat.any():
            original = "" if book.is_aggregated else first[is_repeat].astype(str).astype(object)
            ledger.append(
                matched.lines(is_repeat, value=original, rule="duplicate", action="excluded")
            )
            duplicates, answers = answers[is_repeat], answers[~is_repeat]
            matched = matched.only(~is_repeat)
    ledger += [_changes(column, matched, book.is_aggregated) for column in matched.columns]
    ledger = _concat(ledger)
    if book.is_aggregated:
        answers, duplicates = counting.count(answers), counting.count(duplicates)
        ledger = merge_alike(ledger)
    return CleanedChunk(matched.row_totals, answers, ledger, duplicates, unknown, previous)


def merge_chunks(chunks: list[CleanedChunk]) -> CleanedChunk:
    """Merge chunks in their order."""
    if len(chunks) == 1:
        return chunks[0]
    is_aggregated = "people" in chunks[0].answers
    concat = counting.merge_counts if is_aggregated else counting.concat_answers
    ledger = _concat([chunk.ledger for chunk in chunks])
    unknown = {}
    for chunk in chunks:
        for answer, (rows, count) in chunk.unknown.items():
            _add_unknown(unknown, answer, rows, count)
    return CleanedChunk(
        sum((chunk.row_totals for chunk in chunks), Counter()),
        concat([chunk.answers for chunk in chunks]),
        merge_alike(ledger) if is_aggregated else ledger,
        concat([chunk.duplicates for chunk in chunks]),
        unknown,
        chunks[-1].last_submissions,
    )


def _concat(tables):
    """One ledger of several; all may be empty."""
    return pd.concat([table for table in tables if len(table)] or tables[:1], ignore_index=True)


def _unknown(matched):
    """The answers that the codebook does not know: see `CleanedChunk`."""
    unknown = {}
    for place, column in enumerate(matched.columns):
        is_unknown = [bool(meaning) and meaning.rule == "unknown" for meaning in column.matches]
        if not any(is_unknown):
            continue
        by_text = matched.rows[np.argsort(column.codes, kind="stable")]
        ends = np.cumsum(column.counts)
        for code in np.flatnonzero(is_unknown):
            count, text = int(column.counts[code]), column.texts[code]
            rows = by_text[ends[code] - count : ends[code]][:ROWS_NAMED].tolist()
            parts = unknown_parts(text, column.vocabulary, matched.separator)
            for part in dict.fromkeys(parts or [text]):
                _add_unknown(unknown, (place, part), rows, count)
    return unknown


def _add_unknown(unknown, answer, rows, count):
    known_rows, known_count = unknown.get(answer, ([], 0))
    unknown[answer] = (sorted(known_rows + rows)[:ROWS_NAMED], known_count + count)


def _answers(matched):
    """Clean answers: the meaning of each text, given to the rows that hold it."""
    answers = {} if matched.event is None else {"event": matched.event}
    for column in matched.columns:
        values = [meaning.value if meaning else None for meaning in column.matches]
        categories = counting.categories(column.question, [value for value in values if value])
        place = {level: i for i, level in enumerate(categories)} | {None: -1}
        smallest_type = np.min_scalar_type(-len(categories))
        levels = np.array([place[value] for value in values], smallest_type)
        answers[column.question.id] = pd.Categorical.from_codes(
            levels[column.codes], dtype=_dtype(tuple(categories)), validate=False
        )
    return pd.DataFrame(answers, index=pd.Index(matched.rows, name="row"))


@lru_cache
def _dtype(categories):
    """The same object for every chunk: pandas need not compare the categories of two."""
    return pd.CategoricalDtype(categories)


def _changes(column: Column, matched: MatchedChunk, is_aggregated: bool):
    """The changes to one question's cells, each alone or all that are alike under their first."""
    is_changed = np.array(
        [bool(meaning) and meaning.rule not in NO_CHANGE for meaning in column.matches], bool
    )
    if not is_aggregated:
        cells, count = np.flatnonzero(is_changed[column.codes]), 1
    elif matched.event is None:
        texts = np.flatnonzero(is_changed & (column.counts > 0))
        cells = np.array([_first_cell(column.codes, text) for text in texts], int)
        count = column.counts[texts]
    else:
        cells, count = _first_cells_by_event(column, matched.event, is_changed)
    texts = column.codes[cells]

    def entry(of_meaning):
        return np.array([of_meaning(m) if m else "" for m in column.matches], object)[texts]

    return matched.lines(
        cells,
        question=column.question.id,
        raw=entry(lambda meaning: meaning.shown),
        value=entry(lambda meaning: meaning.value),
        rule=entry(lambda meaning: meaning.rule),
        action=entry(lambda meaning: "missing" if meaning.value in MISSING else "recoded"),
        count=count,
    )


def _first_cell(codes, code):
    """Where a code stands first; most do early."""
    early = (codes[:10_000] == code).argmax()
    return early if codes[early] == code else (codes == code).argmax()


def _first_cells_by_event(column, event, is_changed):
    """Where each changed text of each event stands first, and how often it does."""
    cells = np.flatnonzero(is_changed[column.codes])
    event_and_text = event.codes[cells].astype(np.int64) * len(is_changed) + column.codes[cells]
    _, first, count = np.unique(event_and_text, return_index=True, return_counts=True)
    return cells[first], count
