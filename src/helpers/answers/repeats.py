"""Submissions sent twice: the same answers within a declared time, across borders of chunks too."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from helpers.answers.matching import OWN_WORDS_RULES
from helpers.codebook import Codebook, SurveyError
from helpers.codebook.folding import fold_accents, fold_spaces

HASH_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # the golden ratio in 64 bits: spreads what it mixes

LONGEST = 1_000_000_000  # seconds: submissions that may lie further apart may lie as far as can be


def submissions(
    matched, times: pd.Series, cells: Iterable[tuple[np.ndarray, Sequence[str]]]
) -> pd.DataFrame:
    """What tells submissions sent twice: when each was sent, and one number for all it says.

    Parameters
    ----------
    matched : chunk_matching.MatchedChunk
    times : Series of datetime64
        Of its rows, in their order.
    cells : iterable of (codes, texts)
        Of each question, the place of each row's answer among the texts.

    Returns
    -------
    DataFrame
        row, time, said.
    """
    event = matched.event
    events = [] if event is None else [(event.codes, event.categories)]
    # 64 bits of all answers: two that differ are never within the same minute
    said = np.zeros(len(matched.rows), np.uint64)
    for codes, texts in (*cells, *events):
        hashes = pd.util.hash_array(np.array([*texts, ""], dtype=object), categorize=False)
        said *= HASH_FACTOR
        said ^= hashes[codes]
    return pd.DataFrame({"row": matched.rows, "time": times.to_numpy(), "said": said})


def submissions_by_id(matched, ids: pd.Series) -> pd.DataFrame:
    """What tells the submissions of each person by an id, whenever they were sent.

    Parameters
    ----------
    matched : chunk_matching.MatchedChunk
    ids : Series of category
        Of its rows; who has none is somebody else than all others.
    """
    codes, texts = pd.factorize(ids.astype(object).map(fold_spaces))
    texts = [*texts]
    for place in np.flatnonzero(codes == texts.index("")) if "" in texts else ():
        codes[place] = len(texts)
        texts.append(f"\0{matched.rows[place]}")
    times = pd.Series(pd.Timestamp(0), range(len(codes)), dtype="datetime64[ns]")
    return submissions(matched, times, [(codes, texts)])


def submissions_by_answers(matched, times: pd.Series) -> pd.DataFrame:
    """What tells submissions by all that they say, sent shortly after each other."""
    cells = [
        (column.codes, [*map(_meaning, column.texts, column.matches)]) for column in matched.columns
    ]
    return submissions(matched, times, cells)


def find_repeats(
    current: pd.DataFrame, previous: pd.DataFrame | None, book: Codebook
) -> tuple[np.ndarray, pd.DataFrame]:
    """Find the submissions that say what one shortly before says, or one in a chain of such.

    Parameters
    ----------
    current : DataFrame
        The rows of one chunk, as `submissions` makes it.
    previous : DataFrame or None
        What this function returned of the chunk before it; None for the first.
    book : Codebook

    Returns
    -------
    first : array of int
        For each row of the chunk, the row that it repeats: of a chain the first to be sent, or of
        an earlier chunk; itself if it repeats none.
    last : DataFrame
        row, time, said: the submissions that the next chunk may repeat, under the row that is kept
        of each chain.

    Raises
    ------
    SurveyError
        If the chunk goes back further in time than repeats may lie apart: those before it are gone.
    """
    apart = np.timedelta64(min(book.intake["duplicate_seconds"], LONGEST), "s")
    old = 0 if previous is None else len(previous)
    if old:
        _check_order(current, previous, apart, book)
    both = _joined(previous, current)
    chain = _chains(both, apart)
    is_current = np.arange(len(both)) >= old
    # of each chain the first: earlier chunks before this one, then by time
    order = np.lexsort((both.time.to_numpy(), is_current, chain))
    starts = np.flatnonzero(np.diff(chain[order], prepend=-1))
    first = both.row.to_numpy()[order[starts]][chain]
    return first[old:], _still_repeatable(both.assign(row=first), apart)


def carry_over(
    current: pd.DataFrame, previous: pd.DataFrame | None, book: Codebook
) -> pd.DataFrame:
    """What the next chunk may repeat, without knowing who repeats whom.

    These are the rows of `find_repeats` under their own names. Many chunks can then be looked
    through at the same time; of many answers it is not kept who was repeated.

    Parameters
    ----------
    current : DataFrame
        The rows of one chunk, as `submissions` makes it.
    previous : DataFrame or None
        What this function returned of the chunk before it; None for the first.
    book : Codebook

    Returns
    -------
    DataFrame
        row, time, said.
    """
    apart = np.timedelta64(min(book.intake["duplicate_seconds"], LONGEST), "s")
    return _still_repeatable(_joined(previous, current), apart)


def _joined(previous, current):
    """What is carried over of earlier chunks, then the rows of this one."""
    if previous is None or previous.empty:
        return current
    return pd.concat([previous, current], ignore_index=True)


def _check_order(current, previous, apart, book):
    """Refuse a chunk that may repeat what is no longer kept."""
    earliest = previous.time.max() - apart
    is_too_early = (current.time < earliest).to_numpy()
    if is_too_early.any():
        row = current.row[is_too_early.argmax()]
        raise SurveyError(
            f"{book.answers}, row {row}: its time stamp goes back by more than {apart}; an export "
            "of so many rows must be in the order of time for submissions sent twice to be found: "
            "sort it by its time stamps"
        )


def _chains(sent, apart):
    """One number a submission, the same for those that say the same and follow each other."""
    time, said = sent.time.to_numpy(), sent.said.to_numpy()
    order = np.lexsort((time, said))
    says_the_same = said[order][1:] == said[order][:-1]
    follows = says_the_same & (np.diff(time[order]) <= apart)
    chain = np.empty(len(order), np.int64)
    chain[order] = np.cumsum(np.concatenate([[0], ~follows])[: len(order)])
    return chain


def _still_repeatable(sent, apart):
    """The submissions that others yet to come may repeat, though somewhat out of order."""
    return sent[sent.time >= sent.time.max() - 2 * apart]


def _meaning(text, meaning):
    """What a text says, for telling people apart: words of their own as they are."""
    if meaning is None:
        return ""
    is_own = meaning.rule in (*OWN_WORDS_RULES, "free text")
    return fold_accents(text) if is_own else meaning.value
