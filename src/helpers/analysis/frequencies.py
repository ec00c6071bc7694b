"""An association in counts of people: those who do more of it beside the others."""

from __future__ import annotations

import math

import numpy as np

from helpers.analysis.pair_test import PairTest
from helpers.codebook import Question
from helpers.stats.uniform_association import expected_tables

COLUMNS = (
    *("base_more", "count_more", "base_less", "count_less"),
    *("detectable_more", "detectable_less"),
)


def upper_part(question: Question) -> int:
    """Where a scale is cut in two: at the edge of its highlighted end, or else in the middle.

    Examples
    --------
    >>> from helpers import codebook
    >>> question = codebook.load("data/raw/linkedin-2015").question("q5")
    >>> question.scale[upper_part(question):]
    ['plupart', 'toujours']
    """
    scale = question.scale
    group = [level for level in scale if level in question.highlight]
    if group and len(group) < len(scale):
        if group == scale[: len(group)]:
            return len(group)
        if group == scale[-len(group) :]:
            return len(scale) - len(group)
    return len(scale) - len(scale) // 2


def upper_levels(question: Question) -> list[str]:
    """The levels of that part; of a question with `positive` levels, these.

    Examples
    --------
    >>> from helpers import codebook
    >>> upper_levels(codebook.load("data/raw/linkedin-2015").question("q3"))
    ['oui']
    """
    return list(question.positive) or question.scale[upper_part(question) :]


def frequencies(
    pair: PairTest, outcome: Question, behaviour: Question, slope: float
) -> dict[str, float]:
    """Of the people in the upper part of the behaviour, and of the others, how many are in the
    upper part of the outcome; and how many would be if the association had this slope.

    Parameters
    ----------
    pair : PairTest
    outcome, behaviour : Question
    slope : float
        The smallest that could be detected.

    Returns
    -------
    dict
        People, by `COLUMNS`; what is expected is rounded, and NaN where the slope is not finite.

    Examples
    --------
    >>> import pandas as pd
    >>> from helpers import codebook
    >>> from helpers.analysis.pair_test import examine
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> pair = examine(pd.DataFrame([[5, 14, 23, 15], [4, 6, 7, 3]]))
    >>> numbers = frequencies(pair, book.question("q3"), book.question("q5"), 0.9)
    >>> [numbers[name] for name in COLUMNS]
    [48.0, 10.0, 29.0, 10.0, 17.0, 3.0]
    """
    table = pair.table.to_numpy()
    row, column = (
        1 if size == 2 else upper_part(question)
        for size, question in zip(table.shape, (outcome, behaviour), strict=True)
    )
    more, less = table[:, column:], table[:, :column]
    expected = [math.nan, math.nan]
    if math.isfinite(slope):
        stack = np.stack([stratum.to_numpy() for stratum in pair.tables])
        fitted = expected_tables(stack.sum(2), stack.sum(1), slope).sum(0)[row:]
        expected = [float(round(part.sum())) for part in (fitted[:, column:], fitted[:, :column])]
    people = [float(part.sum()) for part in (more, more[row:], less, less[row:])]
    return dict(zip(COLUMNS, [*people, *expected], strict=True))
