"""Text in, levels of the codebook out, every change in a ledger and an account that balances."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from helpers.answers import cluster, counting, events, intake, times, unasked
from helpers.answers.chunk_matching import ChunkMatcher
from helpers.answers.clean_chunk import CleanedChunk, clean_chunk, merge_chunks
from helpers.answers.exclusions import of_no_event
from helpers.answers.ledger import account, merge_alike
from helpers.answers.matching import NEAR_A_LEVEL
from helpers.answers.unknown import unknown_message
from helpers.codebook import Codebook, SurveyError, shown
from helpers.privacy import release

MAX_UNKNOWN = 50  # unknown answers in all, after which no further rows are read
NEAR_NAMED = 20  # own words that resemble a listed answer, in what check tells
MAX_PENDING_ROWS = 150_000  # combinations of answers that wait to be added up: some megabytes


@dataclass(frozen=True)
class Cleaned:
    """Clean answers and how they came about.

    Attributes
    ----------
    answers : DataFrame
        One row a person, indexed by `row` (its row in the export); one categorical column a
        question. A missing answer is one of `codebook.MISSING`; the answers to a several-answers
        question are joined by ``|``. Of a large export (`codebook.Codebook.is_aggregated`), one row
        a combination of answers, and the column ``people``. Of a survey held at events, the first
        column is ``event``.
    ledger : DataFrame
        One row a change: row, question, raw, value, rule, action (``recoded``, ``missing`` or
        ``excluded``), count (1). Of a large export, one row for all changes that are alike: the
        first row, and how many. Of a survey held at events, the first column is ``event``; an event
        that could not be cleaned has only lines with the action ``failed``.
    account : DataFrame
        part, item, count: the rows and the cells, in and out, and the changes by rule.
    duplicates : DataFrame
        The submissions excluded because they were sent twice, in the form of `answers`.
    """

    answers: pd.DataFrame
    ledger: pd.DataFrame
    account: pd.DataFrame
    duplicates: pd.DataFrame


def clean(
    export: intake.Export,
    book: Codebook,
    scheduler: str | None = None,
    *,
    rows: int = intake.ROWS_PER_CHUNK,
) -> Cleaned:
    """Match every cell of an export to the codebook.

    Nothing is imputed and nothing is dropped in silence: an answer that the codebook does not
    know stops the work. Of a survey held at events it stops the work on that event; see
    `events.failures`.

    Parameters
    ----------
    export : intake.Export
    book : Codebook
    scheduler : str, optional
        The address of a Dask scheduler, on whose machines a large export is cleaned, with the same
        result; the one that the environment names if left out, empty for none.
    rows : int
        Taken at a time on this machine; the result is the same, whatever it is.

    Returns
    -------
    Cleaned

    Raises
    ------
    SurveyError
        If an answer is unknown, naming its rows, question, value, the accepted answers and the
        likely one; if a time stamp does not have the declared format; if an export of several
        chunks is not in the order of time; or if no scheduler answers. Of events, if all have
        failed.

    Examples
    --------
    >>> from helpers import codebook
    >>> from helpers.answers import intake
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> cleaned = clean(intake.read(book), book)
    >>> cleaned.account.query("part == 'rows'").set_index("item")["count"].to_dict()
    {'in file': 80, 'empty': 1, 'test': 1, 'duplicate': 1, 'kept': 77}
    """
    scheduler = cluster.named_scheduler() if scheduler is None else scheduler
    if scheduler and book.is_aggregated:
        chunks = cluster.clean_pieces(export.split(), book, scheduler)
    else:
        chunks = _clean_chunks(export, book, rows)
    return assemble(chunks, book)


def assemble(chunks: Iterable[CleanedChunk], book: Codebook) -> Cleaned:
    """Merge chunks as they come, in their order, and make the result of all."""
    pending, is_whole = [], True
    for chunk in chunks:
        if pending and len(pending[-1].unknown) > MAX_UNKNOWN:
            is_whole = False
            break
        pending.append(chunk)
        rows = sum(len(chunk.answers) for chunk in pending[1:])
        if book.is_aggregated and rows > MAX_PENDING_ROWS:
            pending = [merge_chunks(pending)]
    return finalise(merge_chunks(pending), book, is_whole=is_whole)


def finalise(merged: CleanedChunk, book: Codebook, *, is_whole: bool = True) -> Cleaned:
    """Make the result of all chunks: nothing unknown, the ledger in order, the account.

    Parameters
    ----------
    merged : CleanedChunk
    book : Codebook
    is_whole : bool
        Whether the export was read to its end, though there are unknown answers.

    Raises
    ------
    SurveyError
        If there are answers that the codebook does not know, or if nobody is left; of events, if
        all have failed.
    """
    faults = [] if book.events else [*times.told_faults(merged.ledger, book)]
    if merged.unknown:
        read = 0 if is_whole else merged.row_totals.total()
        faults.append(unknown_message(merged.unknown, book, read=read))
    if faults:
        raise SurveyError("\n".join(faults))
    answers, duplicates, ledger = merged.answers, merged.duplicates, merged.ledger
    rows, failed_rows = merged.row_totals.total(), None
    if book.events:
        ledger = _fail_events(ledger, merged.row_totals)
        failed = set(ledger.event[ledger.action == "failed"])
        answers, duplicates = (_without(failed, table) for table in (answers, duplicates))
        if not answers.event.array.categories.size:
            raise SurveyError("\n".join([*events.failures(ledger, book).values()][:5]))
        # of a file that cannot be read no row counts, however many came before the fault
        unread = set(ledger.event[ledger.rule == "unreadable"])
        rows -= sum(merged.row_totals[event] for event in unread)
        rows += int(ledger["count"][of_no_event(ledger)].sum())
        failed_rows = sum(merged.row_totals[event] for event in failed - unread)
    elif answers.empty:
        raise SurveyError(_nobody(rows, ledger, book))
    counting.require_eligible(answers, book)
    ledger = _in_order(ledger, book)
    return Cleaned(answers, ledger, account(rows, answers, ledger, failed_rows), duplicates)


def check(book: Codebook) -> tuple[str, dict[str, str]]:
    """Clean a survey's export; return its account for a terminal, and what is wrong by event."""
    try:
        export = intake.read(book)
    except intake.HeaderError as error:
        raise SurveyError("\n".join([str(error), *_unknown_besides(error, book)])) from None
    cleaned = clean(export, book)
    lines = [f"{book.answers}: {export.format}, SHA-256 {export.sha256}"]
    lines += export.evidence
    for part, item, count in cleaned.account.to_numpy():
        lines.append(f"{part:>8}  {item:<24}{count:>8}")
    lines += _near_misses(cleaned.ledger)
    lines += [] if book.is_aggregated else unasked.undeclared_routes(cleaned.answers, book)
    failed = events.failures(cleaned.ledger, book)
    account = cleaned.account.set_index(["part", "item"])["count"]
    try:
        release.require_enough(int(account["rows", "kept"]), book)
    except SurveyError as error:
        failed[""] = str(error)
    return "\n".join(lines), failed


def _near_misses(ledger):
    """Own words that resemble a listed answer: where a person should look at the export."""
    near = ledger[ledger.rule == NEAR_A_LEVEL]
    if near.empty:
        return
    yield "own words that resemble a listed answer, counted as own words; to be looked at:"
    for line in near.head(NEAR_NAMED).itertuples(index=False):
        yield f"  row {line.row}, question {line.question!r}: {shown(line.raw)}"
    if len(near) > NEAR_NAMED:
        yield f"  and {len(near) - NEAR_NAMED} more; see cleaning.csv"


def _nobody(rows, ledger, book):
    """Why nobody is left: the rows that were excluded, by their reason."""
    excluded = ledger[ledger.action == "excluded"].groupby("rule")["count"].sum()
    reasons = ", ".join(f"{count} {rule}" for rule, count in excluded.items())
    return f"{book.answers}: none of its {rows} rows holds an answer to report on: {reasons}"


def _unknown_besides(error, book):
    """What else is wrong with an export some columns of which are wrong: its answers."""
    ignored = [*book.intake["ignore_columns"], *error.unknown]
    questions = tuple(q for q in book.questions if q.id not in error.missing)
    rest = replace(book, questions=questions, intake=book.intake | {"ignore_columns": ignored})
    if not questions or {"", "event"} & set(error.missing):
        return
    try:
        clean(intake.read(rest), rest)
    except SurveyError as mistake:
        told = str(error).splitlines()
        yield from (line for line in str(mistake).splitlines() if line not in told)


def _clean_chunks(export, book, rows):
    matcher, previous, kept = ChunkMatcher(book), None, 0
    for chunk in export.chunks(rows):
        cleaned = clean_chunk(chunk, matcher, previous)
        previous = cleaned.last_submissions
        kept += len(cleaned.answers)
        yield cleaned
    matcher.exclusions.check_kept(kept)


def _fail_events(ledger, row_totals):
    """The ledger with nothing about events that failed but why, each reason once."""
    ledger = pd.concat([ledger, events.misnamed(row_totals)], ignore_index=True)
    is_failure = ledger.action == "failed"
    reasons = merge_alike(ledger[is_failure], sort=True)
    others = ledger[~ledger.event.isin(reasons.event) | of_no_event(ledger)]
    return pd.concat([reasons, others], ignore_index=True)


def _without(events, table):
    """Answers without those of some events."""
    kept = table[~table.event.isin(events)]
    kept = kept.assign(event=kept.event.cat.remove_unused_categories())
    if "people" in kept:
        return kept.reset_index(drop=True)
    return kept.sort_values("event", kind="stable")


def _in_order(ledger, book):
    """The ledger by event, exclusions first, then by row and question."""
    place = {question.id: i for i, question in enumerate(book.questions)}
    keys = [ledger.question.map(place).fillna(-1), ledger.row, ledger.action != "excluded"]
    if book.events:
        keys.append(pd.factorize(ledger.event, sort=True)[0])
    return ledger.iloc[np.lexsort(keys)].reset_index(drop=True)
