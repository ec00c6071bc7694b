"""Rows that are nobody's answers: blank lines, trials of the form, rows that are not to be kept."""

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pandas as pd

from helpers.answers.intake import Chunk
from helpers.answers.intake.layout import BLANK_LINE, HEADER, TOTALS
from helpers.answers.intake.rows import EMPTY, LEFT_OUT
from helpers.answers.ledger import ledger_lines
from helpers.codebook import Codebook, SurveyError, shown, suggest
from helpers.codebook.folding import fold_accents, fold_case

VALUES_NAMED = 8  # of a column that rows are kept by
OF_NO_EVENT = (BLANK_LINE, TOTALS, HEADER)  # where a column names the event of each row
# In this order: a row is excluded for the first reason that holds.
RULES = (BLANK_LINE, "not kept", LEFT_OUT, EMPTY, "test")


class Exclusions:
    """Finds the rows of each chunk of one survey that are no submission.

    Attributes
    ----------
    values : dict
        Column by which rows are kept → texts that it was seen to hold, a few of them.
    """

    def __init__(self, book: Codebook) -> None:
        self.book, self.values = book, {}
        self._marks = {fold_accents(mark) for mark in book.intake["test_marks"]}
        self._kept_texts = {
            fold_case(column): {fold_accents(text) for text in _as_list(texts)}
            for column, texts in book.intake["keep"].items()
        }

    def find(self, chunk: Chunk, is_empty: np.ndarray, is_test: np.ndarray) -> Iterator:
        """Say of each reason which rows are excluded for it, no row twice.

        Parameters
        ----------
        chunk : Chunk
        is_empty : array of bool
            The rows without an answer.
        is_test : array of bool
            Those where a cell that is asked holds a mark of a trial.

        Yields
        ------
        (str, array of bool)
            One of `RULES`, its rows.
        """
        left = np.ones(len(is_empty), bool)
        has_reason = {reason: np.zeros(len(is_empty), bool) for reason in RULES}
        for place, reason in chunk.no_answer.items():
            has_reason[reason][place] = True
        masks = {
            BLANK_LINE: is_empty & has_reason[BLANK_LINE],
            "not kept": self._is_not_kept(chunk.others, len(is_empty)),
            LEFT_OUT: is_empty & has_reason[LEFT_OUT],
            EMPTY: is_empty,
            "test": is_test | self._has_mark(chunk.others, len(is_empty)),
        }
        for rule in RULES:
            yield rule, masks[rule] & left
            left &= ~masks[rule]

    def is_mark(self, text: str) -> bool:
        """Whether a cell is a mark of those who try the form out, and nothing else.

        It is so of no cell where the codebook names no mark.
        """
        return fold_accents(text) in self._marks

    @property
    def has_marks(self) -> bool:
        """Whether the codebook names any."""
        return bool(self._marks)

    def check_kept(self, kept: int) -> None:
        """Refuse a survey of which no row is kept for what `keep` asks.

        Raises
        ------
        SurveyError
            Naming what its columns hold.
        """
        if kept or not self.values:
            return
        path = self.book.folder / "codebook.toml"
        lines = []
        for column, texts in self.book.intake["keep"].items():
            wanted = _as_list(texts)
            held = self.values.get(fold_case(column), [])
            named = ", ".join(map(shown, held[:VALUES_NAMED])) or "nothing"
            near = suggest(wanted[0], held) if wanted else ""
            lines.append(
                f"{path}: `keep` of [intake] keeps no row: {shown(column)} is to hold "
                f"{', '.join(map(shown, wanted))}, and holds {named}{near}"
            )
        raise SurveyError("\n".join(lines))

    def _is_not_kept(self, others, rows):
        is_kept = np.ones(rows, bool)
        for name in others:
            wanted = self._kept_texts.get(fold_case(name))
            if wanted is None:
                continue
            column = others[name].array
            seen = self.values.setdefault(fold_case(name), [])
            texts = column.categories[np.unique(column.codes)]
            seen += [text for text in texts[:VALUES_NAMED] if text not in seen]
            is_wanted = np.array([fold_accents(text) in wanted for text in column.categories], bool)
            is_kept &= is_wanted[column.codes]
        return ~is_kept

    def _has_mark(self, others, rows):
        has_mark = np.zeros(rows, bool)
        if self._marks:
            for name in others:
                column = others[name].array
                marks = np.array([self.is_mark(text) for text in column.categories], bool)
                has_mark |= marks[column.codes] if marks.any() else False
        return has_mark


def lines_outside(chunk: Chunk, row_totals: Counter, book: Codebook) -> Iterator[pd.DataFrame]:
    """Lines of the ledger about totals, and headers among the answers, which it counts as rows.

    Where a column names the event of each row, they are of none: see `of_no_event`.
    """
    if not chunk.outside:
        return
    rows, rules = np.array([*chunk.outside]), [*chunk.outside.values()]
    if book.intake["event"]:
        event = pd.Categorical([""] * len(rows))
        yield ledger_lines(rows, event, rule=rules, action="excluded")
        return
    name, event = "", None
    if book.events:
        name = chunk.event.categories[0]
        event = pd.Categorical([name] * len(rows))
    row_totals[name] += len(rows)
    yield ledger_lines(rows, event, rule=rules, action="excluded")


def discount_blank_lines(row_totals: Counter, is_blank: np.ndarray, event: pd.Series) -> None:
    """Take blank lines, which name no event, from the rows of no event: see `of_no_event`.

    >>> totals = Counter({"Lunch": 1, "": 1})
    >>> discount_blank_lines(totals, np.array([False, True]), pd.Series(["Lunch", ""]))
    >>> totals
    Counter({'Lunch': 1})
    """
    row_totals[""] -= int((is_blank & np.asarray(event == "")).sum())
    if not row_totals[""]:
        del row_totals[""]


def of_no_event(ledger: pd.DataFrame) -> pd.Series:
    """Which lines of a ledger by events are about blank lines, totals and headers.

    They belong to no event, and are counted by these lines alone.
    """
    return (ledger.event == "") & ledger.rule.isin(OF_NO_EVENT)


def _as_list(texts):
    return [texts] if isinstance(texts, str) else texts
