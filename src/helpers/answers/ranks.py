"""What somebody ranked: options in their order, or ranks beside them, as one clean answer.

A clean answer holds one place a rank, from the first on, parted by ``|``: ``soil|sun=shade||water``
is soil first, sun and shade second, nobody third, water fourth. Whoever ranked some options only is
told by what is not in it.
"""

import re
from collections.abc import Sequence

from helpers.answers.intake.option_columns import JOINT, RANKED
from helpers.answers.splitting import Wordings
from helpers.codebook import Question
from helpers.codebook.folding import fold_accents

# A rank: a number in figures, ``1st``, ``no. 2``, ``3.0``.
RANK = re.compile(r"(?:[^\d,+−-]*[^\d.,+−-])?(\d{1,3})(?:[.,]0+)?[^\d.,]*")
TIED, LEFT_OUT, TWICE = RANK_RULES = ("tied ranks", "ranks left out", "option ranked twice")


def read_ranks(
    text: str, question: Question, wordings: Wordings, missing: dict[str, str]
) -> tuple[str, str] | None:
    """Read ranks that stand beside options, as `option_columns` puts them together.

    Parameters
    ----------
    text : str
        ``1`` and an option with `RANKED` between them; several such, joined by `JOINT`.
    question : Question
    wordings : Wordings
        Folded as far as is ever forgiven.
    missing : dict of str to str
        Labels of a missing answer: an option that has one beside it was not ranked.

    Returns
    -------
    (str, str) or None
        The clean answer, and the rule; None where something is no rank, or no option.

    Examples
    --------
    >>> from helpers.codebook import Level
    >>> levels = tuple(Level(id, id, {}) for id in "abc")
    >>> question = Question("q", "ranking", "context", {}, {}, levels)
    >>> wordings = Wordings({id: id for id in "abc"})
    >>> cells = [f"2{RANKED}a{JOINT}1st{RANKED}b", f"1{RANKED}a{JOINT}1{RANKED}c", f"4{RANKED}a"]
    >>> [read_ranks(cell, question, wordings, {}) for cell in cells]
    [('b|a', 'exact'), ('a=c', 'tied ranks'), None]
    """
    ranks = {}
    for piece in text.split(JOINT):
        words, _, option = piece.partition(RANKED)
        if fold_accents(words) in missing:
            continue
        level, rank = wordings.level_of.get(fold_accents(option)), rank_of(words, question)
        if level is None or rank is None:
            return None
        ranks.setdefault(level, []).append(rank)
    if not ranks:
        return missing[fold_accents(text.partition(RANKED)[0])], "declared"
    return _clean({level: min(its) for level, its in ranks.items()}, question, ranks)


def rank_of(text: str, question: Question) -> int | None:
    """The rank that a text is; None if it is none of this question."""
    rank = rank_in(text)
    return rank if 1 <= rank <= len(question.levels) else None


def rank_in(text: str) -> int:
    """The rank that a text is, of whatever question; 0 if it is none.

    >>> [rank_in(text) for text in ("1er", "no. 2", "3.0", "1.5", "N/A")]
    [1, 2, 3, 0, 0]
    """
    match = RANK.fullmatch(text.strip())
    return int(match[1]) if match else 0


def read_order(levels: Sequence[str], question: Question) -> tuple[str, str]:
    """The clean answer of options in their order, and the rule: each at the first of its places.

    >>> read_order(["b", "a", "b"], Question("q", "ranking", "context", {}, {}))
    ('b|a', 'option ranked twice')
    """
    once = list(dict.fromkeys(levels))
    return "|".join(once), "exact" if len(once) == len(levels) else TWICE


def _clean(rank_of_level, question, given):
    """One place a rank; what is odd about them."""
    places = [[] for _ in range(max(rank_of_level.values()))]
    for id in question.ids:
        if id in rank_of_level:
            places[rank_of_level[id] - 1].append(id)
    rule = "exact"
    if any(len(ranks) > 1 for ranks in given.values()):
        rule = TWICE
    elif any(len(place) > 1 for place in places):
        rule = TIED
    elif has_gap(places):
        rule = LEFT_OUT
    return "|".join(map("=".join, places)), rule


def has_gap(places: Sequence[Sequence[str]]) -> bool:
    """Whether a rank is left out that no tie before it takes up: 1, 3, but not 1, 1, 3.

    >>> has_gap([["a"], [], ["b"]]), has_gap([["a", "b"], [], ["c"]])
    (True, False)
    """
    before = 0
    for rank, place in enumerate(places):
        if place and before < rank:
            return True
        before += len(place)
    return False


def places_of(value: str) -> list[list[str]]:
    """The options at each rank of a clean answer.

    >>> places_of("soil|sun=shade||water")
    [['soil'], ['sun', 'shade'], [], ['water']]
    """
    return [place.split("=") if place else [] for place in value.split("|")]
