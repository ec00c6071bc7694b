"""Text in, levels of the codebook out, every change in a ledger and an account that balances."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.answers import cluster, events, intake
from helpers.answers.clean_chunk import MAX_UNKNOWN, clean_chunk, merge_chunks
from helpers.answers.matching import LADDER
from helpers.codebook import MISSING, SurveyError, suggest
from helpers.processed import COLUMNS

MAX_PENDING_ROWS = 150_000  # combinations of answers that wait to be added up: some megabytes


@dataclass(frozen=True)
class Cleaned:
    """Clean answers and how they came about.

    Attributes
    ----------
    answers : DataFrame
        One row a person, indexed by `row` (its row in the export); one categorical column a
        question. A missing answer is one of `codebook.MISSING`; the answers to a several-answers
        question are joined by ``|``. Of a large export (`codebook.Codebook.is_aggregated`), one row a
        combination of answers, and the column ``people``. Of a survey held at events, the first
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


def clean(export, book, scheduler=None, *, rows=intake.ROWS_PER_CHUNK):
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


def assemble(parts, book):
    """Add up parts as they come, in the order of their chunks, and finish.

    Parameters
    ----------
    parts : iterable of clean_chunk.CleanedChunk
    book : Codebook

    Returns
    -------
    Cleaned
    """
    waiting, large = [], book.is_aggregated
    for part in parts:
        waiting.append(part)
        if large and sum(len(part.answers) for part in waiting[1:]) > MAX_PENDING_ROWS:
            waiting = [merge_chunks(waiting)]
        if len(waiting[-1].unknown) > MAX_UNKNOWN:
            break
    return finalise(merge_chunks(waiting), book)


def _clean_chunks(export, book, rows):
    known, before = {}, None
    for chunk in export.chunks(rows):
        part = clean_chunk(chunk, book, known=known, before=before)
        before = part.sent
        yield part


def finalise(part, book):
    """Make the sum of all parts whole: nothing unknown, the ledger in order, the account.

    Raises
    ------
    SurveyError
        If there are answers that the codebook does not know.
    """
    if part.unknown:
        raise SurveyError(_unknown(part.unknown, book))
    answers, duplicates, ledger = part.answers, part.duplicates, part.ledger
    if book.events:
        ledger = pd.concat([ledger, events.misnamed(part.total)], ignore_index=True)
        why = ledger.action == "failed"
        failed = ledger.event[why].unique()
        ledger = pd.concat(
            [_alike(ledger[why]), ledger[~ledger.event.isin(failed)]], ignore_index=True
        )
        answers, duplicates = (_without(failed, table) for table in (answers, duplicates))
        if not answers.event.array.categories.size:
            raise SurveyError("\n".join([*events.failures(ledger, book).values()][:5]))
    place = {question.id: i for i, question in enumerate(book.questions)}
    keys = [ledger.question.map(place).fillna(-1), ledger.row, ledger.action != "excluded"]
    order = np.lexsort(keys + ([pd.factorize(ledger.event, sort=True)[0]] if book.events else []))
    ledger = ledger.iloc[order].reset_index(drop=True)
    rows, lost = part.total.total(), None
    if (
        book.events
    ):  # of a file that cannot be read no row counts, however many came before the fault
        unread = set(ledger.event[ledger.rule == "unreadable"])
        rows -= sum(part.total[name] for name in unread)
        lost = sum(part.total[name] for name in failed if name not in unread)
    return Cleaned(answers, ledger, account(rows, answers, ledger, lost), duplicates)


def check(book):
    """Clean a survey's export; return its account as text, for a terminal, and what is wrong with each failed event."""
    export = intake.read(book)
    cleaned = clean(export, book)
    head = f"{book.answers}: {export.format}, SHA-256 {export.sha256}"
    lines = [
        head,
        *(f"{part:>8}  {item:<14}{count:>8}" for part, item, count in cleaned.account.to_numpy()),
    ]
    return "\n".join(lines), events.failures(cleaned.ledger, book)


def account(rows, answers, ledger, failed=None):
    """Count rows and cells, in and out; an account that does not balance is an error of ours, not of the data.

    Parameters
    ----------
    rows : int
        In the export.
    answers, ledger : DataFrame
        As `Cleaned` holds them.
    failed : int, optional
        Rows of events that could not be cleaned.

    Returns
    -------
    DataFrame
        part, item, count.
    """
    people = answers["people"].to_numpy() if "people" in answers else np.ones(len(answers))
    columns = [column.array for id, column in answers.items() if id not in ("event", "people")]
    counts = [
        pd.Series(np.bincount(column.codes, people, len(column.categories)), column.categories)
        for column in columns
    ]
    counted = pd.concat(counts).groupby(level=0).sum().astype(int)
    done = ledger.groupby(["action", "rule"])["count"].sum()
    kept = int(people.sum())
    lines = [("rows", "in file", rows)]
    lines += [
        ("rows", reason, int(done.get(("excluded", reason), 0)))
        for reason in ("empty", "test", "duplicate")
    ]
    lines += [] if failed is None else [("rows", "failed", failed)]
    lines += [("rows", "kept", kept)]
    lines += [
        ("cells", "asked", kept * len(columns)),
        ("cells", "valid", int(counted.drop(list(MISSING)).sum())),
    ]
    lines += [("cells", kind, int(counted[kind])) for kind in MISSING]
    known = [*list(LADDER)[1:], "alias", "own words", "free text"]
    lines += [
        ("changes", rule, int(done["recoded", rule]))
        for rule in known
        if ("recoded", rule) in done.index
    ]
    account = pd.DataFrame(lines, columns=COLUMNS["account"])
    count = account.set_index(["part", "item"])["count"]
    if (
        count["rows"].iloc[0] != count["rows"].iloc[1:].sum()
        or count["cells"].iloc[0] != count["cells"].iloc[1:].sum()
    ):
        raise RuntimeError(f"the cleaning account does not balance:\n{account}")
    return account


def _without(failed, table):
    """Answers without those of the events that failed."""
    kept = table[~table.event.isin(failed)]
    kept = kept.assign(event=kept.event.cat.remove_unused_categories())
    return (
        kept.reset_index(drop=True)
        if "people" in kept
        else kept.sort_values("event", kind="stable")
    )


def _alike(failed):
    """One line for all that is alike, however many chunks it was met in."""
    same = [column for column in failed if column not in ("row", "count")]
    return failed.groupby(same, as_index=False).agg({"row": "min", "count": "sum"})[list(failed)]


def _unknown(unknown, book):
    lines = []
    for (place, text), (rows, count) in sorted(
        unknown.items(), key=lambda item: (item[0][0], item[1][0])
    ):
        question = book.questions[place]
        accepted = [level.source for level in question.levels]
        shown = ", ".join(map(str, rows)) + (f" and {count - 5} more" if count > 5 else "")
        lines.append(
            f"{book.answers}, row {shown}, question {question.id!r}: {text!r} is not one of {accepted}"
            f"{suggest(text, accepted)}"
        )
    return "\n".join(
        [
            *lines,
            f"Put it right in the export, or add it as an alias in {book.folder / 'codebook.toml'}.",
        ]
    )
