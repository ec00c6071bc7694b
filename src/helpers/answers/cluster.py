"""A large export cleaned on the machines of a Dask cluster: the same functions, the same result.

Each machine has this project installed, with its extra ``cluster``, and sees the folder of the
survey and the folder where builds work under the same paths, as a shared disk gives. It reads its
own pieces of the export, so that only what was counted travels. Submissions sent twice are found in
order: of each piece its last few minutes are handed on to the next, while the pieces themselves are
matched at the same time. A machine that is lost is Dask's affair: it gives the work to another.
"""

import collections
import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from helpers.answers import clean_chunk, repeats
from helpers.answers.chunk_matching import ChunkMatcher
from helpers.answers.clean_chunk import CleanedChunk
from helpers.codebook import Codebook, SurveyError

if TYPE_CHECKING:
    import distributed

# The variable from which Dask itself takes the address; kernels inherit it.
SCHEDULER_VARIABLE = "DASK_SCHEDULER_ADDRESS"
MAX_PIECES_PER_THREAD = 4  # at work, or waiting to be merged: so much memory, no more


def named_scheduler() -> str:
    """The address of the scheduler that the environment names; empty if it names none."""
    return os.environ.get(SCHEDULER_VARIABLE, "")


def clean_pieces(pieces: Sequence, book: Codebook, address: str) -> Iterator[CleanedChunk]:
    """Clean pieces of an export on a cluster.

    Parameters
    ----------
    pieces : sequence of (intake.FilePiece or intake.EventFiles)
        As `intake.Export.split` gives them.
    book : Codebook
    address : str
        Of the scheduler, as ``tcp://192.0.2.7:8786``.

    Yields
    ------
    CleanedChunk
        One a piece, in their order.

    Raises
    ------
    SurveyError
        If Dask is not installed, or no scheduler answers.
    """
    with connect(address) as client:
        limit = MAX_PIECES_PER_THREAD * max(sum(client.nthreads().values()), 1)
        pending, previous = collections.deque(), None
        for piece in pieces:
            matched = client.submit(_match, piece, book, pure=False)
            pending.append(client.submit(_finish, matched, previous, book, pure=False))
            if book.intake["duplicate_seconds"] or book.intake["respondent"]:
                previous = client.submit(_carry_over, matched, previous, book, pure=False)
            if len(pending) > limit:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()


def _match(piece, book):
    matcher = ChunkMatcher(book)
    return [matcher.match(chunk) for chunk in piece.chunks()]


def _finish(matched_chunks, previous, book):
    cleaned_chunks = []
    for matched in matched_chunks:
        cleaned = clean_chunk.finish_chunk(matched, book, previous)
        cleaned_chunks.append(cleaned)
        previous = cleaned.last_submissions
    return clean_chunk.merge_chunks(cleaned_chunks)


def _carry_over(matched_chunks, previous, book):
    for matched in matched_chunks:
        previous = previous if matched.continues_previous else None
        previous = repeats.carry_over(matched.submissions, previous, book)
    return previous


def connect(address: str) -> "distributed.Client":
    """Return a client of a scheduler.

    Raises
    ------
    SurveyError
        If Dask is not installed, or no scheduler answers.
    """
    try:
        from distributed import Client
    except ImportError:
        raise SurveyError(
            f"to use the cluster at {address}, install this project with its extra `cluster`"
        ) from None
    try:
        return Client(address, timeout=10, set_as_default=False)
    except (OSError, ValueError) as error:
        raise SurveyError(f"no Dask scheduler answers at {address}: {error}") from None
