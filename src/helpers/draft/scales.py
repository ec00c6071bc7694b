"""Levels in the order that people expect: every way of telling it, the surest first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from helpers.codebook.folding import fold_accents
from helpers.draft import ladders
from helpers.draft.amounts import rank_amounts
from helpers.draft.degrees import rank_by_degree
from helpers.draft.rates import rank_clock, rank_rates

MAX_NUMBERS = 11  # different whole numbers that make levels: 0 to 10
NUMBERED = re.compile(r"^(\d{1,2})\s*(?:[-.):=–]|\(|$)(?!\s*\d)")


@dataclass(frozen=True)
class Scale:
    """Levels in order.

    Attributes
    ----------
    levels : tuple of str
        The lowest first.
    kind : str
        ``ordinal``, or ``nominal`` for what has an order on paper only.
    unseen : tuple of str
        Of these, the levels that nobody chose.
    """

    levels: tuple[str, ...]
    kind: str = "ordinal"
    unseen: tuple[str, ...] = ()


def find_scale(texts: Sequence[str], question: str = "") -> Scale | None:
    """Find the order of the levels of a question.

    Parameters
    ----------
    texts : sequence of str
        Wordings, each once; none that is off the scale.
    question : str
        As asked: it may name the ends of a scale of numbers.

    Returns
    -------
    Scale or None
        None if they have no order that is known.

    Examples
    --------
    >>> find_scale(["Non", "Oui"])
    Scale(levels=('Oui', 'Non'), kind='nominal', unseen=())
    >>> find_scale(["3", "5", "2"], "De 1 à 5, …").unseen
    ('1', '4')
    >>> find_scale(["2 - Peu", "1 - Pas du tout", "3 - Beaucoup"]).levels
    ('1 - Pas du tout', '2 - Peu', '3 - Beaucoup')
    """
    if len(texts) == 1 and (other := ladders.other_pole(texts[0])):
        _, levels = ladders.climb([*texts, other], "nominal")
        return Scale(tuple(levels), "nominal", (other,))
    if len(texts) < 2:
        return None
    if scale := _numbers(texts, question) or _numbered(texts):
        return scale
    if climbed := ladders.climb(texts, "nominal"):
        return Scale(tuple(climbed[1]), "nominal")
    ordered = _rank(texts) or rank_rates(texts) or rank_clock(texts)
    ordered = ordered or rank_amounts(texts) or _rank_tails(texts)
    if not ordered:
        return None
    whole = ladders.unseen_levels(ordered)
    return Scale(tuple(whole or ordered), unseen=tuple(t for t in whole if t not in ordered))


def _rank(texts):
    climbed = ladders.climb(texts)
    return climbed[1] if climbed else rank_by_degree(texts)


def _rank_tails(texts):
    """Levels that end with one word: ``a great deal of trust``, ``no trust at all``."""
    words = [re.findall(r"[^\W\d]+", fold_accents(text)) for text in texts]
    shared = set.intersection(*map(set, words)) - {"at", "all", "not", "pas", "a"}
    if not shared:
        return None
    bare = {
        text: re.sub(r" (of|de|d)$", "", " ".join(word for word in own if word not in shared))
        for text, own in zip(texts, words, strict=True)
    }
    if len(set(bare.values())) < len(texts) or not all(bare.values()):
        return None
    ordered = _rank(list(bare.values()))
    return ordered and sorted(texts, key=lambda text: ordered.index(bare[text]))


def _numbers(texts, question):
    """Whole numbers from 0 to 10; those between are levels too, and the ends that are named."""
    if not all(re.fullmatch(r"\d{1,2}", text) for text in texts):
        return None
    values = {int(text): text for text in texts}
    low, high = min(values), max(values)
    named = re.search(r"\b([01])\s*(?:-|–|à|to|a|bis|and|et)\s*(5|7|10)\b", question, re.I)
    named = named or re.search(r"\b([01])\s*[=:].*\b(5|7|10)\s*[=:]", question)
    named = named or re.search(r"(?<!\d)()(?:/|sur |out of )\s*(5|10)\b", question, re.I)
    if named and high <= int(named[2]):
        low, high = min(low, int(named[1] or 1)), int(named[2])
    if len(values) < len(texts) or high - low >= MAX_NUMBERS or high > 12:
        return None
    if set(values) <= {0, 1} or (set(values) <= {1, 2} and not named):
        return None  # codes of yes and no, more likely
    levels = [values.get(number, str(number)) for number in range(low, high + 1)]
    return Scale(tuple(levels), unseen=tuple(text for text in levels if text not in texts))


def _numbered(texts):
    """Levels that begin with their number: ``1 - Not at all``, ``2``, ``5 (very)``."""
    numbers = {text: NUMBERED.match(text) for text in texts}
    if not all(numbers.values()) or all(text.isdigit() for text in texts):
        return None
    places = {text: int(number[1]) for text, number in numbers.items()}
    if len(set(places.values())) < len(texts):
        return None
    ordered = sorted(texts, key=places.get)
    words = [re.sub(r"^\d+\s*[-.):=–]?\s*", "", text) for text in ordered]
    is_scale = "" in words or ladders.climb(words) or rank_by_degree(words) or rank_amounts(words)
    return Scale(tuple(ordered), "ordinal" if is_scale else "nominal")


def natural_key(text: str) -> list:
    """What sorts texts with numbers as people do: ``Group 2`` before ``Group 10``."""
    parts = re.split(r"(\d+)", fold_accents(text))
    return [(part.isdigit(), int(part) if part.isdigit() else part) for part in parts]
