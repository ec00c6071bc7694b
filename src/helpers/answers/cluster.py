"""A large export cleaned on the machines of a Dask cluster, if there is one: the same functions, the same result.

Each machine has this project installed, with its extra ``cluster``, and sees the folder of the
survey and the folder where builds work under the same paths, as a shared disk gives. It reads its
own parts of the export, so that only what was counted travels. Submissions sent twice are found in
order: of each part its last few minutes are handed on to the next, while the parts themselves are
matched at the same time. A machine that is lost is Dask's affair: it gives the work to another.
"""

import collections
import os

from helpers.answers import clean_chunk, repeats
from helpers.codebook import SurveyError

SCHEDULER_VARIABLE = "DASK_SCHEDULER_ADDRESS"  # the variable from which Dask itself takes the address, by kernels inherited
MAX_PIECES_PER_THREAD = 4  # parts for each thread of the cluster that are at work or wait to be added up: so much memory, no more


def named_scheduler() -> str:
    """The address of the scheduler that the environment names; empty if it names none."""
    return os.environ.get(SCHEDULER_VARIABLE, "")


def clean_pieces(pieces, book, address):
    """Clean pieces of an export on a cluster.

    Parameters
    ----------
    pieces : sequence of intake parts
        As `intake.Export.split` gives them.
    book : Codebook
    address : str
        Of the scheduler, as ``tcp://192.0.2.7:8786``.

    Yields
    ------
    clean_chunk.CleanedChunk
        In the order of the pieces.
    """
    with _client(address) as client:
        ahead = MAX_PIECES_PER_THREAD * max(sum(client.nthreads().values()), 1)
        waiting, before = collections.deque(), None
        for piece in pieces:
            found = client.submit(_match, piece, book, pure=False)
            waiting.append(client.submit(_finish, found, before, book, pure=False))
            if book.intake["duplicate_seconds"]:
                before = client.submit(_carry_over, found, before, book, pure=False)
            if len(waiting) > ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _match(piece, book):
    known = {}
    return [clean_chunk.match_chunk(chunk, book, known=known) for chunk in piece.chunks()]


def _finish(found, before, book):
    parts = []
    for matched in found:
        parts.append(clean_chunk.finish_chunk(matched, book, before))
        before = parts[-1].sent
    return clean_chunk.merge_chunks(parts)


def _carry_over(found, before, book):
    for matched in found:
        before = repeats.carry_over(
            matched.sent, before if matched.continues_previous else None, book
        )
    return before


def _client(address):
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
