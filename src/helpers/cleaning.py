"""Text in, levels of the codebook out, every change in a ledger and an account that balances."""

import itertools
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers import counting, intake, repeats
from helpers.codebook import MISSING, SurveyError, suggest
from helpers.matching import LADDER, Match, folded, match
from helpers.processed import COLUMNS

STRANGE = 50  # unknown answers to one question after which it is no slip: looking for more would take long

WAITING = 150_000  # combinations of answers that wait to be added up: some megabytes


@dataclass(frozen=True)
class Cleaned:
    """Clean answers and how they came about.

    Attributes
    ----------
    answers : DataFrame
        One row a person, indexed by `row` (its row in the export); one categorical column a question. A missing answer
        is one of `codebook.MISSING`; the answers to a several-answers question are joined by ``|``. Of a large export
        (`codebook.Codebook.large`), one row a combination of answers, and the column ``people``.
    ledger : DataFrame
        One row a change: row, question, raw, value, rule, action (``recoded``, ``missing`` or ``excluded``), count
        (1). Of a large export, one row for all changes that are alike: the first row, and how many.
    account : DataFrame
        part, item, count: the rows and the cells, in and out, and the changes by rule.
    duplicates : DataFrame
        The submissions excluded because they were sent twice, in the form of `answers`.
    """

    answers: pd.DataFrame
    ledger: pd.DataFrame
    account: pd.DataFrame
    duplicates: pd.DataFrame


@dataclass(frozen=True)
class Part:
    """What one chunk comes to, in the form of `Cleaned`; parts add up (`add`), `finish` makes them whole.

    Attributes
    ----------
    rows : int
        In the chunk.
    answers, ledger, duplicates : DataFrame
    unknown : dict
        (place of the question, text) → the first rows where an answer stands that the codebook does not know, how many.
    sent : DataFrame or None
        What the next chunk may repeat; see `repeats.find`.
    """

    rows: int
    answers: pd.DataFrame
    ledger: pd.DataFrame
    duplicates: pd.DataFrame
    unknown: dict
    sent: pd.DataFrame | None


def clean(export, book, *, rows=intake.CHUNK):
    """Match every cell of an export to the codebook.

    Nothing is imputed and nothing is dropped in silence: an answer that the codebook does not know stops the work.

    Parameters
    ----------
    export : intake.Export
    book : Codebook
    rows : int
        Taken at a time; the result is the same, whatever it is.

    Returns
    -------
    Cleaned

    Raises
    ------
    SurveyError
        If an answer is unknown, naming its rows, question, value, the accepted answers and the likely one; if a time
        stamp does not have the declared format; or if an export of several chunks is not in the order of time.

    Examples
    --------
    >>> from helpers import codebook, intake
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> cleaned = clean(intake.read(book), book)
    >>> cleaned.account.query("part == 'rows'").set_index("item")["count"].to_dict()
    {'in file': 80, 'empty': 1, 'test': 1, 'duplicate': 1, 'kept': 77}
    """
    parts, known, before = [], {}, None
    for chunk in export.chunks(rows):
        parts.append(clean_chunk(chunk, book, known=known, before=before))
        before = parts[-1].sent
        if book.large and sum(len(part.answers) for part in parts[1:]) > WAITING:
            parts = [add(parts)]
        if len(parts[-1].unknown) > STRANGE:
            break
    return finish(add(parts), book)


def clean_chunk(chunk, book, *, known=None, before=None):
    """Match the cells of one chunk: each distinct text once, then rows by its place.

    Chunks may be cleaned anywhere and in any order, but for submissions sent twice.

    Parameters
    ----------
    chunk : intake.Chunk
    book : Codebook
    known : dict, optional
        What texts mean, filled and used again from chunk to chunk.
    before : DataFrame, optional
        The `Part.sent` of the chunk before it: what this one may repeat.

    Returns
    -------
    Part
    """
    known = {} if known is None else known
    rows = chunk.answers.index.to_numpy()
    codes = {question.id: chunk.answers[question.id].array.codes for question in book.questions}
    texts = {question.id: chunk.answers[question.id].array.categories.tolist() for question in book.questions}
    empty = _blank(codes, texts)
    test = _marked(codes, texts, book) & ~empty
    excluded = [(row, "", "", "", "empty", "excluded", 1) for row in rows[empty]]
    excluded += [(row, "", "", "", "test", "excluded", 1) for row in rows[test]]
    codes, rows = _only(~(empty | test), codes, rows)

    matches, unknown = {}, {}
    for place, question in enumerate(book.questions):
        met = np.bincount(codes[question.id], minlength=len(texts[question.id])) > 0
        matches[question.id] = _matches(question, texts[question.id], met, book, known)
        for code, found in enumerate(matches[question.id]):
            if found is UNKNOWN:
                here = rows[codes[question.id] == code]
                unknown[place, texts[question.id][code]] = (here[:5].tolist(), len(here))
    answers = _answers(codes, rows, matches, book)
    duplicates = answers.iloc[:0]
    if book.intake["duplicate_seconds"]:
        said = [(codes[id], [_said(*one) for one in zip(texts[id], matches[id], strict=True)]) for id in codes]
        first, before = repeats.find(repeats.sent(rows, chunk.timestamp, said, book), before, book)
        if len(first):
            again = np.isin(rows, first.index)
            excluded += [(row, "", "", str(one), "duplicate", "excluded", 1) for row, one in first.items()]
            duplicates, answers = answers[again], answers[~again]
            codes, rows = _only(~again, codes, rows)
    lines = [_changes(question, codes[question.id], rows, matches[question.id], book) for question in book.questions]
    ledger = pd.DataFrame([*excluded, *itertools.chain(*lines)], columns=COLUMNS["cleaning"])
    if book.large:
        answers, duplicates = counting.count(answers), counting.count(duplicates)
        ledger = _alike(ledger.assign(value=ledger.value.where(ledger.rule.ne("duplicate"), "")))
    return Part(len(chunk.answers), answers, ledger, duplicates, unknown, before)


def add(parts):
    """Add up parts in the order of their chunks.

    Returns
    -------
    Part
    """
    if len(parts) == 1:
        return parts[0]
    combined = "people" in parts[0].answers
    join = counting.add if combined else counting.together
    ledger = pd.concat([part.ledger for part in parts], ignore_index=True)
    unknown = {}
    for part in parts:
        for where, (rows, count) in part.unknown.items():
            known, so_far = unknown.get(where, ([], 0))
            unknown[where] = ((known + rows)[:5], so_far + count)
    return Part(
        sum(part.rows for part in parts),
        join([part.answers for part in parts]),
        _alike(ledger) if combined else ledger,
        join([part.duplicates for part in parts]),
        unknown,
        parts[-1].sent,
    )


def finish(part, book):
    """Make the sum of all parts whole: nothing unknown, the ledger in order, the account.

    Raises
    ------
    SurveyError
        If there are answers that the codebook does not know.
    """
    if part.unknown:
        raise SurveyError(_unknown(part.unknown, book))
    place = {question.id: i for i, question in enumerate(book.questions)}
    order = np.lexsort((part.ledger.question.map(place).fillna(-1), part.ledger.row, part.ledger.action != "excluded"))
    ledger = part.ledger.iloc[order].reset_index(drop=True)
    return Cleaned(part.answers, ledger, _account(part.rows, part.answers, ledger), part.duplicates)


def check(book):
    """Clean a survey's export and return its account as text, for a terminal."""
    export = intake.read(book)
    account = clean(export, book).account
    head = f"{book.answers}: {export.format}, SHA-256 {export.sha256}"
    return "\n".join([head, *(f"{part:>8}  {item:<14}{count:>8}" for part, item, count in account.to_numpy())])


def categories(question, values=()):
    """The categories of a clean column: every level and kind of missing, and for several answers the sets met."""
    if question.kind != "several":
        return question.categories
    return [*sorted(set(values) - set(MISSING)), *MISSING]


UNKNOWN = Match("_not_codable", "unknown", "")  # stands for an answer that stops the work once all are known
FREE = Match("answered", "free text", "…")


def _only(kept, codes, rows):
    return (codes, rows) if kept.all() else ({id: column[kept] for id, column in codes.items()}, rows[kept])


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
    marks = {folded(mark) for mark in book.intake["test_marks"]}
    marked = np.zeros(len(next(iter(codes.values()))), bool)
    for id, column in codes.items() if marks else ():
        found = np.array([folded(text) in marks for text in texts[id]], bool)
        if found.any():
            marked |= found[column]
    return marked


def _matches(question, texts, met, book, known):
    """What each text means, by its place; None for those that no row holds."""
    matches, strange = [None] * len(texts), 0
    declared = {folded(label) for labels in question.missing.values() for label in labels}
    for place in np.flatnonzero(met):
        text = texts[place]
        if question.kind == "text" and text.strip() and folded(text) not in declared:
            matches[place] = FREE
            continue
        found = known.get((question.id, text)) or match(text, question, book) or UNKNOWN
        if found is not UNKNOWN and found.rule != "own words":  # of these, there may be as many as people
            known[question.id, text] = found
        matches[place] = found
        strange += found is UNKNOWN
        if strange > STRANGE:
            return [found or UNKNOWN for found in matches]
    return matches


def _said(text, found):
    """What a text says, for telling people apart: words of their own as they are."""
    return "" if found is None else folded(text) if found.rule in ("own words", "free text") else found.value


def _answers(codes, rows, matches, book):
    """Clean answers: texts matched, rows by their places."""
    answers = {}
    for question in book.questions:
        values = [found.value for found in matches[question.id] if found]
        levels = categories(question, values)
        place = {level: i for i, level in enumerate(levels)}
        small = np.min_scalar_type(-len(levels))
        clean = np.array([place[found.value] if found else -1 for found in matches[question.id]], small)
        dtype = pd.CategoricalDtype(levels)
        answers[question.id] = pd.Categorical.from_codes(clean[codes[question.id]], dtype=dtype, validate=False)
    return pd.DataFrame(answers, index=pd.Index(rows, name="row"))


def _changes(question, codes, rows, matches, book):
    """The changes to one question's cells: of a large export, those of one text together, under their first row."""
    lines = [None if found is None or found.rule == "exact" else
             (question.id, found.shown, found.value, found.rule, "missing" if found.value in MISSING else "recoded")
             for found in matches]  # fmt: skip
    changed = np.array([line is not None for line in lines], bool)
    if not book.large:
        return [(rows[at], *lines[codes[at]], 1) for at in np.flatnonzero(changed[codes])]
    count = np.bincount(codes, minlength=len(lines))
    return [(rows[_first(codes, code)], *lines[code], count[code]) for code in np.flatnonzero(changed & (count > 0))]


def _first(codes, code):
    """Where a code stands first; most do early."""
    early = (codes[:10_000] == code).argmax()
    return early if codes[early] == code else (codes == code).argmax()


def _alike(ledger):
    """One line for all changes that are alike."""
    alike = ledger.groupby(COLUMNS["cleaning"][1:-1], sort=False, as_index=False)
    return alike.agg(row=("row", "min"), count=("count", "sum"))[COLUMNS["cleaning"]]


def _account(rows, answers, ledger):
    """Count rows and cells, in and out; an account that does not balance is an error of ours, not of the data."""
    people = answers["people"].to_numpy() if "people" in answers else np.ones(len(answers))
    columns = [column.array for id, column in answers.items() if id != "people"]
    counts = [pd.Series(np.bincount(column.codes, people, len(column.categories)), column.categories)
              for column in columns]  # fmt: skip
    counted = pd.concat(counts).groupby(level=0).sum().astype(int)
    done = ledger.groupby(["action", "rule"])["count"].sum()
    kept = int(people.sum())
    lines = [("rows", "in file", rows)]
    lines += [("rows", reason, int(done.get(("excluded", reason), 0))) for reason in ("empty", "test", "duplicate")]
    lines += [("rows", "kept", kept)]
    lines += [("cells", "asked", kept * len(columns)), ("cells", "valid", int(counted.drop(list(MISSING)).sum()))]
    lines += [("cells", kind, int(counted[kind])) for kind in MISSING]
    known = [*list(LADDER)[1:], "alias", "own words", "free text"]
    lines += [("changes", rule, int(done["recoded", rule])) for rule in known if ("recoded", rule) in done.index]
    account = pd.DataFrame(lines, columns=COLUMNS["account"])
    count = account.set_index(["part", "item"])["count"]
    if count["rows"].iloc[0] != count["rows"].iloc[1:].sum() or count["cells"].iloc[0] != count["cells"].iloc[1:].sum():
        raise RuntimeError(f"the cleaning account does not balance:\n{account}")
    return account


def _unknown(unknown, book):
    lines = []
    for (place, text), (rows, count) in sorted(unknown.items(), key=lambda item: (item[0][0], item[1][0])):
        question = book.questions[place]
        accepted = [level.source for level in question.levels]
        shown = ", ".join(map(str, rows)) + (f" and {count - 5} more" if count > 5 else "")
        lines.append(
            f"{book.answers}, row {shown}, question {question.id!r}: {text!r} is not one of {accepted}"
            f"{suggest(text, accepted)}"
        )
    return "\n".join([*lines, f"Put it right in the export, or add it as an alias in {book.folder / 'codebook.toml'}."])
