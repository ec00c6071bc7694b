"""One chunk of an export cleaned: each distinct text matched once, rows by its place; what comes of it adds up."""

import operator
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from helpers.answers import counting, repeats
from helpers.answers.folding import fold_accents
from helpers.answers.matching import Match, match
from helpers.codebook import MISSING
from helpers.processed import COLUMNS

MAX_UNKNOWN = 50  # unknown answers to one question after which it is no slip: looking for more would take long


@dataclass(frozen=True)
class MatchedChunk:
    """One chunk, all its texts matched; submissions sent twice are still in it.

    Attributes
    ----------
    total : Counter
        Event → rows in the chunk, those not kept included; without events, all under ``""``.
    rows : array of int
        Of the export, those that are neither empty nor trials.
    event : Categorical or None
        Of these rows.
    codes : dict
        Question → place of each row's text among those that its `matches` say the meaning of.
    met : dict
        Question → how many of these rows hold each text.
    matches : dict
        Question → list of `matching.Match`, None for a text that no row holds.
    lines : list of DataFrame
        Of the ledger: what was left out, and of a survey held at events why one failed.
    unknown : dict
        See `CleanedChunk`.
    sent : DataFrame or None
        See `repeats.submissions`; None if it is not asked who sent twice.
    continues_previous : bool
        Whether it may repeat what the chunk before it holds; see `intake.Chunk`.
    """

    total: Counter
    rows: np.ndarray
    event: pd.Categorical | None
    codes: dict
    met: dict
    matches: dict
    lines: list
    unknown: dict
    sent: pd.DataFrame | None
    continues_previous: bool


@dataclass(frozen=True)
class CleanedChunk:
    """What one chunk comes to, in the form of `cleaning.Cleaned`; parts add up (`merge_chunks`), `cleaning.finalise` ends it.

    Attributes
    ----------
    total : Counter
        Event → rows; without events, all under ``""``.
    answers, ledger, duplicates : DataFrame
        Of a survey held at events, with the column ``event``.
    unknown : dict
        (place of the question, text) → the first rows where an answer stands that the codebook does
        not know, how many. Of a survey held at events the ledger has them, as ``failed``.
    sent : DataFrame or None
        What the next chunk may repeat; see `repeats.find_repeats`.
    """

    total: Counter
    answers: pd.DataFrame
    ledger: pd.DataFrame
    duplicates: pd.DataFrame
    unknown: dict
    sent: pd.DataFrame | None


def match_chunk(chunk, book, *, known=None):
    """Match the cells of one chunk: most of the work, for which no other chunk is needed.

    Parameters
    ----------
    chunk : intake.Chunk
    book : Codebook
    known : dict, optional
        What texts mean, filled and used again from chunk to chunk.

    Returns
    -------
    MatchedChunk
    """
    known, event = {} if known is None else known, chunk.event
    rows = chunk.answers.index.to_numpy()
    codes = {question.id: chunk.answers[question.id].array.codes for question in book.questions}
    texts = {
        question.id: chunk.answers[question.id].array.categories.tolist()
        for question in book.questions
    }
    total = Counter({"": len(rows)} if event is None else event.value_counts().to_dict())
    empty = _blank(codes, texts)
    test = _marked(codes, texts, book) & ~empty
    lines = [_lines(rows, event, empty, rule="empty", action="excluded")]
    lines += [_lines(rows, event, test, rule="test", action="excluded")]
    for name, told in chunk.failed.items():
        none = {"raw": told, "rule": "unreadable", "action": "failed", "count": 0}
        lines.append(_lines(np.zeros(1, int), pd.Categorical([name]), ..., **none))
    kept = ~(empty | test)
    codes, rows, event = _only(kept, codes, rows, event)

    met, matches, unknown = {}, {}, {}
    for place, question in enumerate(book.questions):
        met[question.id] = np.bincount(codes[question.id], minlength=len(texts[question.id]))
        matches[question.id] = _matches(question, texts[question.id], met[question.id], book, known)
        for code, found in enumerate(matches[question.id]):
            if found is UNKNOWN:
                here, text = codes[question.id] == code, texts[question.id][code]
                unknown[place, text] = (rows[here][:5].tolist(), int(met[question.id][code]))
                if event is not None:
                    told = {
                        "question": question.id,
                        "raw": text,
                        "rule": "unknown",
                        "action": "failed",
                    }
                    lines.append(_lines(rows, event, here, **told))
    sent = None
    if book.intake["duplicate_seconds"]:
        time = repeats.read_times(
            rows, chunk.timestamp[kept] if len(chunk.timestamp) else chunk.timestamp, book
        )
        if event is not None and time.isna().any():
            bad = time.isna().to_numpy()
            stamps = chunk.timestamp[kept][bad].to_numpy(object)
            lines.append(_lines(rows, event, bad, raw=stamps, rule="time stamp", action="failed"))
            time = time.fillna(time.max()).fillna(
                pd.Timestamp(0)
            )  # all of the event will be left out
        said = [
            (codes[id], [_said(*one) for one in zip(texts[id], matches[id], strict=True)])
            for id in codes
        ]
        said += [] if event is None else [(event.codes, list(event.categories))]
        sent = repeats.submissions(rows, time, said)
    unknown = {} if book.events else unknown
    return MatchedChunk(
        total, rows, event, codes, met, matches, lines, unknown, sent, chunk.continues_previous
    )


def finish_chunk(found, book, before=None):
    """Make one chunk's part of the whole: submissions sent twice left out, what is left counted.

    Parameters
    ----------
    found : MatchedChunk
    book : Codebook
    before : DataFrame, optional
        The `CleanedChunk.sent` of the chunk before it, or `repeats.carry_over` of those before: what this one
        may repeat.

    Returns
    -------
    CleanedChunk
    """
    large = book.is_aggregated
    rows, event, codes, met, matches = (
        found.rows,
        found.event,
        found.codes,
        found.met,
        found.matches,
    )
    lines = list(found.lines)
    answers = _answers(codes, rows, event, matches, book)
    duplicates = answers.iloc[:0]
    if found.sent is not None:
        first, before = repeats.find_repeats(
            found.sent, before if found.continues_previous else None, book
        )
        again = first != rows
        if again.any():
            repeated = "" if large else first[again].astype(str).astype(object)
            lines.append(
                _lines(rows, event, again, value=repeated, rule="duplicate", action="excluded")
            )
            duplicates, answers = answers[again], answers[~again]
            codes, rows, event = _only(~again, codes, rows, event)
            met = {
                id: np.bincount(column, minlength=len(matches[id])) for id, column in codes.items()
            }
    for question in book.questions:
        of = question.id
        lines.append(_changes(of, codes[of], met[of], rows, event, matches[of], large))
    ledger = pd.concat([part for part in lines if len(part)] or lines[:1], ignore_index=True)
    if large:
        answers, duplicates, ledger = (
            counting.count(answers),
            counting.count(duplicates),
            _alike(ledger),
        )
    return CleanedChunk(found.total, answers, ledger, duplicates, found.unknown, before)


def clean_chunk(chunk, book, *, known=None, before=None):
    """Match the cells of one chunk and make its part of the whole: `match_chunk`, then `finish_chunk`.

    Chunks may be cleaned anywhere and in any order, but for submissions sent twice.

    Returns
    -------
    CleanedChunk
    """
    return finish_chunk(match_chunk(chunk, book, known=known), book, before)


def merge_chunks(parts):
    """Add up parts in the order of their chunks.

    Returns
    -------
    CleanedChunk
    """
    if len(parts) == 1:
        return parts[0]
    combined = "people" in parts[0].answers
    join = counting.merge_counts if combined else counting.concat_answers
    ledger = pd.concat(
        [part.ledger for part in parts if len(part.ledger)] or [parts[0].ledger], ignore_index=True
    )
    unknown = {}
    for part in parts:
        for where, (rows, count) in part.unknown.items():
            known, so_far = unknown.get(where, ([], 0))
            unknown[where] = ((known + rows)[:5], so_far + count)
    return CleanedChunk(
        sum((part.total for part in parts), Counter()),
        join([part.answers for part in parts]),
        _alike(ledger) if combined else ledger,
        join([part.duplicates for part in parts]),
        unknown,
        parts[-1].sent,
    )


UNKNOWN = Match(
    "_not_codable", "unknown", ""
)  # stands for an answer that stops the work once all are known
FREE = Match("answered", "free text", "…")


def _lines(rows, event, here, *, question="", raw="", value="", rule="", action="", count=1):
    """Lines of the ledger about the rows that are `here`."""
    values = (rows[here], question, raw, value, rule, action, count)
    table = {} if event is None else {"event": event[here].astype(object)}
    return pd.DataFrame(table | dict(zip(COLUMNS["cleaning"], values, strict=True)))


def _only(kept, codes, rows, event):
    if kept.all():
        return codes, rows, event
    return (
        {id: column[kept] for id, column in codes.items()},
        rows[kept],
        event if event is None else event[kept],
    )


def _blank(codes, texts):
    """The rows where nothing stands."""
    blank = True
    for id, column in codes.items():
        blank &= np.array([not text.strip() for text in texts[id]], bool)[column]
        if not blank.any():
            break
    return blank


def _marked(codes, texts, book):
    """The rows where a cell holds a mark of those who try the form out, and nothing else."""
    marks = {fold_accents(mark) for mark in book.intake["test_marks"]}
    marked = np.zeros(len(next(iter(codes.values()))), bool)
    for id, column in codes.items() if marks else ():
        found = np.array([fold_accents(text) in marks for text in texts[id]], bool)
        if found.any():
            marked |= found[column]
    return marked


def _matches(question, texts, met, book, known):
    """What each text means, by its place; None for those that no row holds."""
    matches, strange = [None] * len(texts), 0
    declared = {fold_accents(label) for labels in question.missing.values() for label in labels}
    for place in np.flatnonzero(met):
        text = texts[place]
        if question.kind == "text" and text.strip() and fold_accents(text) not in declared:
            matches[place] = FREE
            continue
        found = known.get((question.id, text)) or match(text, question, book) or UNKNOWN
        if (
            found is not UNKNOWN and found.rule != "own words"
        ):  # of these, there may be as many as people
            known[question.id, text] = found
        matches[place] = found
        strange += found is UNKNOWN
        if strange > MAX_UNKNOWN and not book.events:  # they fail one by one
            return [found or UNKNOWN for found in matches]
    return matches


def _said(text, found):
    """What a text says, for telling people apart: words of their own as they are."""
    return (
        ""
        if found is None
        else fold_accents(text)
        if found.rule in ("own words", "free text")
        else found.value
    )


def _answers(codes, rows, event, matches, book):
    """Clean answers: texts matched, rows by their places."""
    answers = {} if event is None else {"event": event}
    for question in book.questions:
        values = [found.value for found in matches[question.id] if found]
        levels = counting.categories(question, values)
        place = {level: i for i, level in enumerate(levels)}
        small = np.min_scalar_type(-len(levels))
        clean = np.array(
            [place[found.value] if found else -1 for found in matches[question.id]], small
        )
        column = clean[codes[question.id]]
        answers[question.id] = pd.Categorical.from_codes(
            column, dtype=_dtype(tuple(levels)), validate=False
        )
    return pd.DataFrame(answers, index=pd.Index(rows, name="row"))


@lru_cache
def _dtype(levels):
    """The same object for every chunk: pandas need not compare the levels of one with those of another."""
    return pd.CategoricalDtype(levels)


def _changes(question, codes, met, rows, event, matches, large):
    """The changes to one question's cells: of a large export, those of one text together, under their first row."""
    changed = np.array(
        [bool(found) and found.rule not in ("exact", "unknown") for found in matches], bool
    )
    if not large:
        at, count = np.flatnonzero(changed[codes]), 1
    elif event is None:
        texts = np.flatnonzero(changed & (met > 0))
        at, count = np.array([_first(codes, code) for code in texts], int), met[texts]
    else:
        cells = np.flatnonzero(changed[codes])
        alike = event.codes[cells].astype(np.int64) * len(changed) + codes[cells]
        _, first, count = np.unique(alike, return_index=True, return_counts=True)
        at = cells[first]
    texts = codes[at]

    def taken(what):
        return np.array([what(found) if found else "" for found in matches], object)[texts]

    raw, value, rule = (taken(operator.attrgetter(name)) for name in ("shown", "value", "rule"))
    action = taken(lambda found: "missing" if found.value in MISSING else "recoded")
    return _lines(
        rows,
        event,
        at,
        question=question,
        raw=raw,
        value=value,
        rule=rule,
        action=action,
        count=count,
    )


def _first(codes, code):
    """Where a code stands first; most do early."""
    early = (codes[:10_000] == code).argmax()
    return early if codes[early] == code else (codes == code).argmax()


def _alike(ledger):
    """One line for all changes that are alike."""
    same = [column for column in ledger if column not in ("row", "count")]
    return ledger.groupby(same, sort=False, as_index=False).agg({"row": "min", "count": "sum"})[
        list(ledger)
    ]
