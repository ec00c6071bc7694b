"""Text in, levels of the codebook out, every change in a ledger and an account that balances."""

import difflib
import re
import unicodedata
from dataclasses import dataclass

import pandas as pd

from helpers import intake
from helpers.codebook import MISSING, SurveyError, suggest
from helpers.processed import COLUMNS


def _spaces(text):
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()


def _apostrophes(text):
    return re.sub("[’‘`´]", "'", _spaces(text))


def _case(text):
    return _apostrophes(text).casefold()


def _accents(text):
    return "".join(c for c in unicodedata.normalize("NFD", _case(text)) if not unicodedata.combining(c))


# Each rung forgives what the one before does, and one thing more; the ledger names the first that matches.
LADDER = {"exact": str, "spaces": _spaces, "apostrophe": _apostrophes, "case": _case, "accents": _accents}


@dataclass(frozen=True)
class Cleaned:
    """Clean answers and how they came about.

    Attributes
    ----------
    answers : DataFrame
        One row a person, indexed by `row` (its row in the export); one categorical column a question. A missing answer
        is one of `codebook.MISSING`; the answers to a several-answers question are joined by ``|``.
    ledger : DataFrame
        One row a change: row, question, raw, value, rule, action (``recoded``, ``missing`` or ``excluded``).
    account : DataFrame
        part, item, count: the rows and the cells, in and out, and the changes by rule.
    """

    answers: pd.DataFrame
    ledger: pd.DataFrame
    account: pd.DataFrame


def clean(export, book):
    """Match every cell of an export to the codebook.

    Nothing is imputed and nothing is dropped in silence: an answer that the codebook does not know stops the work.

    Parameters
    ----------
    export : intake.Export
    book : Codebook

    Returns
    -------
    Cleaned

    Raises
    ------
    SurveyError
        If an answer is unknown, naming its rows, question, value, the accepted answers and the likely one; or if a
        time stamp does not have the declared format.

    Examples
    --------
    >>> from helpers import codebook, intake
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> cleaned = clean(intake.read(book), book)
    >>> cleaned.account.query("part == 'rows'").set_index("item")["count"].to_dict()
    {'in file': 80, 'empty': 1, 'test': 1, 'duplicate': 1, 'kept': 77}
    """
    raw = export.answers
    distinct = {question.id: {text: _spaces(text) for text in raw[question.id].unique()} for question in book.questions}
    bare = raw.apply(lambda column: column.map(distinct[column.name]))
    marks = {_accents(mark) for mark in book.intake["test_marks"]}
    empty = bare.eq("").all(axis=1)
    trials = {text for texts in distinct.values() for text in texts.values() if _accents(text) in marks}
    test = bare.isin(trials).any(axis=1)
    submitted = raw[~empty & ~test]

    answers, said, recoded, unknown = pd.DataFrame(index=submitted.index), {}, [], []
    for question in book.questions:
        column = submitted[question.id]
        matches = {text: match(text, question, book) for text in column.unique()}
        unknown += [(question, text, column.index[column == text]) for text, found in matches.items() if not found]
        if unknown:
            continue
        values = column.map({text: found.value for text, found in matches.items()})
        answers[question.id] = pd.Categorical(values, categories(question, values))
        own = {text: _accents(text) for text, found in matches.items() if found.rule in ("own words", "free text")}
        said[question.id] = column.map({text: own.get(text, found.value) for text, found in matches.items()})
        changed = column.map({text: found.rule for text, found in matches.items()}).ne("exact")
        recoded += [(row, question.id, matches[column[row]]) for row in column.index[changed]]
    if unknown:
        raise SurveyError(_unknown(unknown, book))

    repeats = _repeats(pd.DataFrame(said), export.timestamp, book)
    answers = answers.drop(index=repeats)
    excluded = [(row, "", "", "", "empty", "excluded") for row in raw.index[empty]]
    excluded += [(row, "", "", "", "test", "excluded") for row in raw.index[test & ~empty]]
    excluded += [(row, "", "", str(first), "duplicate", "excluded") for row, first in repeats.items()]
    order = {question.id: i for i, question in enumerate(book.questions)}
    changes = [
        (row, question, found.shown, found.value, found.rule, "missing" if found.value in MISSING else "recoded")
        for row, question, found in recoded
        if row not in repeats
    ]
    changes.sort(key=lambda change: (change[0], order[change[1]]))
    ledger = pd.DataFrame(sorted(excluded) + changes, columns=COLUMNS["cleaning"])
    return Cleaned(answers.rename_axis("row"), ledger, _account(len(raw), answers, ledger))


def check(book):
    """Clean a survey's export and return its account as text, for a terminal."""
    export = intake.read(book)
    account = clean(export, book).account
    head = f"{book.answers}: {export.encoding}, {export.delimiter!r}-separated, SHA-256 {export.sha256}"
    return "\n".join([head, *(f"{part:>8}  {item:<14}{count:>8}" for part, item, count in account.to_numpy())])


def categories(question, values=()):
    """The categories of a clean column: every level and kind of missing, and for several answers the sets met."""
    if question.kind != "several":
        return question.categories
    return [*sorted(set(values) - set(MISSING)), *MISSING]


@dataclass(frozen=True)
class Match:
    """What one raw text means: its value, the rule that found it, and the text that may be shown."""

    value: str
    rule: str
    shown: str


def match(text, question, book):
    """Find the level, or the kind of missing, that a raw text stands for.

    Parameters
    ----------
    text : str
    question : Question
    book : Codebook
        For the separator of several answers.

    Returns
    -------
    Match or None
        None if the codebook does not know the text.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> match("toujours\\xa0", book.question("q4"), book)
    Match(value='toujours', rule='case', shown='toujours\\xa0')
    >>> match("Partage, Recherche d'emploi, CV en ligne", book.question("q1"), book).value
    'partage|emploi'
    """
    separator = book.intake["separator"].strip() if question.kind == "several" else ""
    if not _spaces(text).strip(f"{separator} "):
        return Match("_skipped", "blank", text)
    for kind, labels in question.missing.items():
        if _accents(text) in {_accents(label) for label in labels}:
            return Match(kind, "declared", text)
    if question.kind == "text":
        return Match("answered", "free text", "…")
    for rule, fold in LADDER.items():
        found = _parse(text, {fold(level.source): level.id for level in question.levels}, fold, question, book)
        if found:
            return Match(found, rule, text)
    aliases = {_accents(name): level.id for level in question.levels
               for name in (level.source, *level.aliases, *level.text.values())}  # fmt: skip
    if found := _parse(text, aliases, _accents, question, book):
        return Match(found, "alias", text)
    return _open(text, aliases, question, book)


def _parse(text, options, fold, question, book):
    """The level that the folded text is; for several answers, those that it is wholly made of."""
    text = fold(text)
    if question.kind != "several":
        return options.get(text)
    separator = re.escape(book.intake["separator"] if fold is str else book.intake["separator"].strip())
    item = "|".join(re.escape(option) for option in sorted(options, key=len, reverse=True))
    gap = separator if fold is str else rf"\s*{separator}\s*"
    whole = rf"(?:{item})(?:{gap}(?:{item}))*"
    if not re.fullmatch(rf"{whole}(?:{gap})?", text):
        return None
    chosen, rest = set(), text
    while rest:  # the longest option after which the rest is still wholly made of options
        step = re.fullmatch(rf"({item})(?:{gap}({whole}))?(?:{gap})?", rest)
        chosen.add(options[step[1]])
        rest = step[2]
    return "|".join(level for level in question.ids if level in chosen)


def _open(text, options, question, book):
    """Words of the respondent's own count as the open option, and are not carried any further."""
    level = next((level for level in question.levels if level.open), None)
    if level is None:
        return None
    separator = book.intake["separator"].strip() if question.kind == "several" else "\0"
    parts = [part for part in _spaces(text).split(separator) if part.strip()]
    chosen, shown, own = set(), [], 0
    while parts:
        for size in range(len(parts), 0, -1):  # an option may hold the separator: try the longest run first
            joined = separator.join(parts[:size]).strip()
            if _accents(joined) in options:
                chosen.add(options[_accents(joined)])
                shown.append(joined)
                break
        else:
            if _slip(parts, separator, options):
                return None
            size, own = 1, own + 1
            chosen.add(level.id)
            shown.append("…")
        parts = parts[size:]
    value = "|".join(id for id in question.ids if id in chosen)
    return Match(value, "own words" if own else "spaces", book.intake["separator"].join(shown))


def _slip(parts, separator, options):
    """Whether the first parts are nearly a listed option: a slip in it, not words of one's own."""
    for size in range(1, len(parts) + 1):
        alike = [option for option in options if option.count(separator) == size - 1]
        if difflib.get_close_matches(_accents(separator.join(parts[:size])), alike, n=1, cutoff=0.8):
            return True
    return False


def _repeats(said, timestamp, book):
    """The rows that say the same as an earlier one within the declared time, each with that one."""
    seconds = book.intake["duplicate_seconds"]
    if not seconds:
        return {}
    if timestamp.empty:
        raise SurveyError(f"{book.folder / 'codebook.toml'}: duplicate_seconds of [intake] needs a `timestamp` column")
    sent = pd.to_datetime(timestamp[said.index], format=book.intake["timestamp_format"], errors="coerce")
    if sent.isna().any():
        row = sent.index[sent.isna()][0]
        raise SurveyError(
            f"{book.answers}, row {row}: the time stamp {timestamp[row]!r} does not have the format "
            f"{book.intake['timestamp_format']!r}, named in [intake]"
        )
    order = sent.sort_values(kind="stable").index
    values = said.loc[order]
    group = values.groupby(list(values.columns), sort=False)
    times = sent[order]
    near = times.groupby(group.ngroup()).diff() <= pd.Timedelta(seconds=seconds)
    chain = (~near).groupby(group.ngroup()).cumsum()
    first = pd.Series(order, index=order).groupby([group.ngroup(), chain]).transform("first")
    return {int(row): int(first[row]) for row in sorted(near.index[near])}


def _account(rows, answers, ledger):
    """Count rows and cells, in and out; an account that does not balance is an error of ours, not of the data."""
    excluded = ledger[ledger.action == "excluded"].rule.value_counts()
    lines = [("rows", "in file", rows)]
    lines += [("rows", reason, int(excluded.get(reason, 0))) for reason in ("empty", "test", "duplicate")]
    lines += [("rows", "kept", len(answers))]
    missing = {kind: int(answers.eq(kind).sum().sum()) for kind in MISSING}
    lines += [("cells", "asked", answers.size), ("cells", "valid", int((~answers.isin(MISSING)).sum().sum()))]
    lines += [("cells", kind, count) for kind, count in missing.items()]
    rules = ledger[ledger.action == "recoded"].rule.value_counts()
    known = [*list(LADDER)[1:], "alias", "own words", "free text"]
    lines += [("changes", rule, int(rules[rule])) for rule in known if rule in rules]
    account = pd.DataFrame(lines, columns=COLUMNS["account"])
    count = account.set_index(["part", "item"])["count"]
    if count["rows"].iloc[0] != count["rows"].iloc[1:].sum() or count["cells"].iloc[0] != count["cells"].iloc[1:].sum():
        raise RuntimeError(f"the cleaning account does not balance:\n{account}")
    return account


def _unknown(unknown, book):
    lines = []
    for question, text, rows in unknown:
        accepted = [level.source for level in question.levels]
        shown = ", ".join(map(str, rows[:5])) + (f" and {len(rows) - 5} more" if len(rows) > 5 else "")
        lines.append(
            f"{book.answers}, row {shown}, question {question.id!r}: {text!r} is not one of {accepted}"
            f"{suggest(text, accepted)}"
        )
    return "\n".join([*lines, f"Put it right in the export, or add it as an alias in {book.folder / 'codebook.toml'}."])
