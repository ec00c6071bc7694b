"""One chunk of an export, its texts matched: each distinct text once, rows by its place."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from helpers.answers import repeats
from helpers.answers.exclusions import Exclusions, discount_blank_lines, lines_outside
from helpers.answers.intake import Chunk
from helpers.answers.intake.layout import BLANK_LINE
from helpers.answers.intake.option_columns import is_blank
from helpers.answers.intake.stamps import format_of
from helpers.answers.ledger import ledger_lines
from helpers.answers.matching import OWN_WORDS_RULES, Match, free_text, match, unknown_parts
from helpers.answers.times import read_times
from helpers.answers.vocabulary import Vocabulary
from helpers.codebook import ANSWERED, Codebook, Question
from helpers.codebook.folding import fold_accents, fold_case

UNKNOWN = Match("_not_codable", "unknown", "")  # stops the work, once all of them are known
# Of a large survey: by their lengths, combinations of answers would be as many as people.
FREE_TEXT = Match(ANSWERED, "free text", "…")


@dataclass(frozen=True)
class Column:
    """The cells of one question.

    Attributes
    ----------
    vocabulary : Vocabulary
        Of the question.
    texts : list of str
        The distinct texts.
    codes : array of int
        The place of each row's text among them.
    matches : list of (Match or None)
        What each text means; None for one that no row holds.
    """

    vocabulary: Vocabulary
    texts: list[str]
    codes: np.ndarray
    matches: list = ()

    @property
    def question(self) -> Question:
        """Whose cells they are."""
        return self.vocabulary.question

    @cached_property
    def counts(self) -> np.ndarray:
        """How many rows hold each text."""
        return np.bincount(self.codes, minlength=len(self.texts))

    def rows_where(self, is_wanted: Callable[[str], bool]) -> np.ndarray:
        """Whether the text of each row is one of those wanted."""
        wanted = np.array([is_wanted(text) for text in self.texts], bool)
        return wanted[self.codes] if wanted.any() else np.zeros(len(self.codes), bool)

    def only(self, is_kept: np.ndarray) -> "Column":
        """The cells of some rows."""
        return replace(self, codes=self.codes[is_kept])


@dataclass(frozen=True)
class MatchedChunk:
    """One chunk, all its texts matched; submissions sent twice are still in it.

    Attributes
    ----------
    row_totals : Counter
        Event → rows in the chunk, those not kept included; without events, all under ``""``.
    rows : array of int
        Of the export, those that are neither empty nor trials.
    event : Categorical or None
        Of these rows.
    columns : list of Column
        Of these rows, in the order of the questions.
    ledger : list of DataFrame
        What was left out, and of a survey held at events why one failed.
    submissions : DataFrame or None
        See `repeats.submissions`; None if it is not asked who sent twice.
    continues_previous : bool
        Whether it may repeat what the chunk before it holds; see `intake.Chunk`.
    separator : str
        Between several answers in one cell.
    """

    row_totals: Counter
    rows: np.ndarray
    event: pd.Categorical | None
    columns: list[Column]
    ledger: list[pd.DataFrame]
    submissions: pd.DataFrame | None = None
    continues_previous: bool = False
    separator: str = ""

    def lines(self, where: np.ndarray, **entries) -> pd.DataFrame:
        """Lines of the ledger about some rows, told by a mask or by their places."""
        event = None if self.event is None else self.event[where]
        return ledger_lines(self.rows[where], event, **entries)

    def only(self, is_kept: np.ndarray) -> "MatchedChunk":
        """Some of its rows."""
        if is_kept.all():
            return self
        event = None if self.event is None else self.event[is_kept]
        columns = [column.only(is_kept) for column in self.columns]
        return replace(self, rows=self.rows[is_kept], event=event, columns=columns)


class ChunkMatcher:
    """Matches the chunks of one survey; what a text means is remembered from chunk to chunk."""

    def __init__(self, book: Codebook):
        self.book = book
        self._known = {}  # (id of the question, separator, text) → Match
        self.exclusions = Exclusions(book)
        self.vocabularies = [Vocabulary(question) for question in book.questions]

    def match(self, chunk: Chunk) -> MatchedChunk:
        """Match the cells of one chunk: most of the work, for which no other chunk is needed."""
        matched = self._unmatched(chunk)
        ledger, is_kept = [*_short_rows(matched, chunk)], np.ones(len(matched.rows), bool)
        empty, test = self._is_empty(matched), self._is_test(matched)
        for rule, is_excluded in self.exclusions.find(chunk, empty, test):
            ledger.append(matched.lines(is_excluded, rule=rule, action="excluded"))
            is_kept &= ~is_excluded
            if rule == BLANK_LINE and self.book.intake["event"]:
                discount_blank_lines(matched.row_totals, is_excluded, matched.event)
        ledger += [
            *_unreadable(chunk, self.book),
            *lines_outside(chunk, matched.row_totals, self.book),
        ]
        matched = matched.only(is_kept)
        separator = self.book.intake["separator"] or chunk.separator
        columns = [
            replace(column, matches=self._matches(column, separator)) for column in matched.columns
        ]
        matched = replace(matched, columns=columns, ledger=ledger, separator=separator)
        if matched.event is not None:
            ledger.extend(_unknown_lines(matched))
        if respondent := self.book.intake["respondent"]:
            names = {fold_case(name): name for name in chunk.others}
            ids = chunk.others[names[fold_case(respondent)]]
            submissions = repeats.submissions_by_id(matched, ids[is_kept])
            return replace(matched, submissions=submissions)
        if not self.book.intake["duplicate_seconds"]:
            return matched
        stamps = chunk.timestamp[is_kept] if len(chunk.timestamp) else chunk.timestamp
        form = self.book.intake["timestamp_format"] or chunk.timestamp_format
        if not form and len(stamps):  # of files that were joined
            form = format_of([stamps], self.book.answers, self.book)
        times, faults = read_times(stamps, form)
        for rule, is_bad in faults.items():  # stops the work, or leaves the event out
            raw = stamps[is_bad].astype(str).to_numpy(object)
            ledger.append(matched.lines(is_bad, raw=raw, value=form, rule=rule, action="failed"))
        return replace(matched, submissions=repeats.submissions_by_answers(matched, times))

    def _unmatched(self, chunk):
        """The chunk as it came, all its rows."""
        columns = []
        for vocabulary in self.vocabularies:
            cells = chunk.answers[vocabulary.question.id].array
            columns.append(Column(vocabulary, cells.categories.tolist(), cells.codes))
        rows, event = chunk.answers.index.to_numpy(), chunk.event
        totals = {"": len(rows)} if event is None else event.value_counts().to_dict()
        return MatchedChunk(
            Counter(totals), rows, event, columns, [], None, chunk.continues_previous
        )

    def _is_empty(self, matched):
        """The rows where no answer stands."""
        is_empty = np.ones(len(matched.rows), bool)
        for column in matched.columns:
            is_empty &= column.rows_where(is_blank)
            if not is_empty.any():
                break
        return is_empty

    def _is_test(self, matched):
        """The rows where an answer is a mark of those who try the form out."""
        is_test = np.zeros(len(matched.rows), bool)
        for column in matched.columns if self.exclusions.has_marks else ():
            is_test |= column.rows_where(self.exclusions.is_mark)
        return is_test

    def _matches(self, column, separator):
        """What each text of a column means."""
        return [
            self._match_text(text, column.vocabulary, separator) if count else None
            for text, count in zip(column.texts, column.counts, strict=True)
        ]

    def _match_text(self, text, vocabulary, separator):
        is_answered = vocabulary.question.kind == "text" and text.strip()
        if is_answered and fold_accents(text) not in vocabulary.missing:
            return FREE_TEXT if self.book.is_aggregated else free_text(text)
        key = vocabulary.question.id, separator, text
        if key in self._known:
            return self._known[key]
        meaning = match(text, vocabulary, separator)
        if meaning is None:
            return UNKNOWN
        if meaning.rule not in OWN_WORDS_RULES:  # of these, there may be as many as people
            self._known[key] = meaning
        return meaning


def _short_rows(matched, chunk):
    """Lines of the ledger about rows that are blank at the end; of events, those of this chunk."""
    rows = np.array(chunk.short, int)
    if matched.event is None:
        yield ledger_lines(rows, rule="short row", action="recoded")
    else:
        is_short = np.isin(matched.rows, rows)
        yield matched.lines(is_short, rule="short row", action="recoded")


def _unreadable(chunk, book):
    """Lines of the ledger about files that could not be read, as seen from the survey's folder."""
    for event, message in chunk.failed.items():
        yield ledger_lines(
            np.zeros(1, int),
            pd.Categorical([event]),
            raw=message.replace(f"{book.folder}/", ""),
            rule="unreadable",
            action="failed",
            count=0,
        )


def _unknown_lines(matched):
    """Lines of the ledger about answers that the codebook does not know."""
    for column in matched.columns:
        for code, (text, meaning) in enumerate(zip(column.texts, column.matches, strict=True)):
            if meaning is UNKNOWN:
                for part in unknown_parts(text, column.vocabulary, matched.separator) or [text]:
                    yield matched.lines(
                        column.codes == code,
                        question=column.question.id,
                        raw=part,
                        rule="unknown",
                        action="failed",
                    )
