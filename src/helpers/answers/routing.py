"""Who was asked each question, and what the cells of the others mean."""

from dataclasses import replace

import numpy as np

from helpers.answers.chunk_matching import UNKNOWN, Column, MatchedChunk
from helpers.answers.matching import AGAINST_ROUTING, NOT_ASKED, Match
from helpers.codebook import MISSING, NO_OPTION
from helpers.codebook.routes import ANSWERED

NO, PERHAPS, YES = 0, 1, 2  # whether a person was asked: in this order, "and" takes the smallest
UNTOLD = ("_skipped", "_refused", "_not_codable")  # of an answer before: it may have been any


def route(matched: MatchedChunk) -> MatchedChunk:
    """Tell those who were not asked a question from those who skipped it.

    Whoever gave another answer to a question before was not asked; what stands in the cell all the
    same counts as nothing, and the ledger has it under the rule ``against routing``. Whoever gave
    none was asked if the cell holds an answer, and not asked if it is blank.

    Parameters
    ----------
    matched : MatchedChunk

    Returns
    -------
    MatchedChunk
        Its columns with one more text for each that means something else where nobody was asked.
    """
    if not any(column.question.asked_if for column in matched.columns):
        return matched
    columns = {}
    for column in matched.columns:
        if column.question.asked_if:
            column = _routed(column, _asked(column.question.asked_if, columns))
        columns[column.question.id] = column
    return replace(matched, columns=[*columns.values()])


def _asked(tables, columns):
    """Whether each row was asked: one of the tables must hold, and all of it."""
    return np.max(
        [
            np.min([_chosen(columns[id], levels) for id, levels in table.items()], axis=0)
            for table in tables
        ],
        axis=0,
    )


def _chosen(column, levels):
    """Whether each row holds one of some levels of a question."""
    states = [_state(match.value if match else "_skipped", levels) for match in column.matches]
    return np.array(states, np.int8)[column.codes]


def _state(value, levels):
    if value in MISSING:
        return PERHAPS if value in UNTOLD else NO
    is_any = ANSWERED in levels and value != NO_OPTION
    return YES if is_any or not set(levels).isdisjoint(value.split("|")) else NO


def _routed(column: Column, asked) -> Column:
    """A column whose cells mean that nobody was asked, where nobody was."""
    is_answer = np.array([_is_answer(match) for match in column.matches], bool)[column.codes]
    is_unknown = np.array([match is UNKNOWN for match in column.matches], bool)[column.codes]
    is_routed = ((asked == NO) | ((asked == PERHAPS) & ~is_answer)) & ~is_unknown
    old, place = np.unique(column.codes[is_routed], return_inverse=True)
    codes = column.codes.astype(np.int64)
    codes[is_routed] = len(column.texts) + place
    return replace(
        column,
        texts=[*column.texts, *(column.texts[code] for code in old)],
        codes=codes,
        matches=[*column.matches, *(_unasked(column.matches[code]) for code in old)],
    )


def _is_answer(match):
    """Whether somebody answered; no option chosen is what a blank row of options comes to."""
    return match is not None and match.value not in (*MISSING, NO_OPTION)


def _unasked(match):
    if match.value == "_not_asked":
        return match
    rule = AGAINST_ROUTING if _is_answer(match) else NOT_ASKED
    return Match("_not_asked", rule, match.shown)
