"""Ratings: scores up to 10, and those by which people say whether they would recommend."""

import re
from dataclasses import replace

from helpers.codebook.folding import fold_accents
from helpers.draft.naming import level_ids
from helpers.draft.question import Doubt, DraftLevel, DraftQuestion
from helpers.draft.scales import NUMBERED

HIGHEST = 10
FEWEST = 6  # scores that are seen, or lie between those that are
RECOMMEND = re.compile(r"recomm?[ae]nd(?!ation|acion)")
COUNT = re.compile(r"\b(how many|number of|combien|nombre de|cuant[oa]s|wie viele)\b")


def as_rating(question: DraftQuestion) -> DraftQuestion:
    """A question whose levels are scores from 0 or 1 to 10 as a rating; any other as it is.

    Of people who would recommend something some give no low score: the lowest is 0 all the same,
    unless the question names a 1.

    Examples
    --------
    >>> levels = tuple(DraftLevel(str(score)) for score in range(4, 10))
    >>> asked = "How likely are you to recommend us?"
    >>> question = as_rating(DraftQuestion("Q", asked, "ordinal", levels))
    >>> question.kind, question.entries, len(question.levels)
    ('rating', {'range': '[0, 10]', 'net_promoter': 'true'}, 11)
    >>> as_rating(DraftQuestion("Q", "How many?", "ordinal", levels)).kind
    'ordinal'
    """
    on_scale = [level for level in question.levels if not level.off_scale]
    worded = {_score(level.text): level for level in on_scale}
    asked = fold_accents(question.text)
    if question.kind != "ordinal" or None in worded or COUNT.search(asked):
        return question
    low, high = min(worded), max(worded)
    can_recommend = bool(RECOMMEND.search(asked)) and not re.search(r"\b1\b", asked)
    if can_recommend and high > HIGHEST - 3:
        low, high = 0, max(high, HIGHEST)
    if len(worded) < FEWEST or low > 1 or high != HIGHEST:
        return question
    is_promoter = can_recommend and low == 0
    doubts = [Doubt("rating", {"low": low, "high": high})]
    doubts += [Doubt("net_promoter")] if is_promoter else []
    entries = {"range": f"[{low}, {high}]"} | ({"net_promoter": "true"} if is_promoter else {})
    scores = [worded.get(score, DraftLevel(str(score))) for score in range(low, high + 1)]
    levels = (*scores, *(level for level in question.levels if level.off_scale))
    return replace(question, kind="rating", levels=levels, doubts=tuple(doubts), entries=entries)


def ids_of_levels(question: DraftQuestion) -> list[str]:
    """The ids of a question's levels; of a rating, the scores.

    >>> levels = DraftLevel("0 (worst)"), DraftLevel("1"), DraftLevel("Unsure", off_scale=True)
    >>> ids_of_levels(DraftQuestion("Q", "Q", "rating", levels))
    ['0', '1', 'unsure']
    """
    ids = level_ids(level.text for level in question.levels)
    if question.kind != "rating":
        return ids
    return [
        id if level.off_scale else str(_score(level.text))
        for id, level in zip(ids, question.levels, strict=True)
    ]


def _score(text):
    """The number that a level is, or begins with; None if there is none."""
    number = NUMBERED.match(text)
    return int(number[1]) if number else None
