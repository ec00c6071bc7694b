"""Scales of one word by degrees, ``not very useful`` to ``very useful``, or of a pair of words."""

import re
from collections.abc import Sequence
from functools import cache

from helpers.draft.known_wordings import bare, scales_file, variants

PLAIN = 5  # the weight of the word by itself


@cache
def _modifiers():
    """Words of degree and their weights, the longest first."""
    degrees = scales_file()["degrees"]
    weights = {bare(text): float(weight) for weight, texts in degrees.items() for text in texts}
    return sorted(weights.items(), key=lambda item: -len(item[0]))


@cache
def _poles():
    """Word, its endings off → number of its pair, and whether it is the upper one of it."""
    poles = {}
    for number, pair in enumerate(scales_file()["pairs"]["words"]):
        for words, sign in zip(pair, (1, -1), strict=True):
            for word in words:
                poles.setdefault(_stem(bare(word)), (number, sign))
    return poles


def rank_by_degree(texts: Sequence[str]) -> list[str] | None:
    """Put levels in order that say one word, or the two of a pair, by degrees.

    Returns
    -------
    list of str or None
        None if they are no such levels.

    Examples
    --------
    >>> rank_by_degree(["Très utile", "Pas du tout utile", "Plutôt utile", "Peu utile"])
    ['Pas du tout utile', 'Peu utile', 'Plutôt utile', 'Très utile']
    >>> rank_by_degree(["Agree", "Strongly disagree", "Neutral", "Disagree"])
    ['Strongly disagree', 'Disagree', 'Neutral', 'Agree']
    >>> rank_by_degree(["Red", "Very blue"])
    """
    neutral = {bare(text) for text in scales_file()["pairs"]["neutral"]}
    weights, stems = {}, set()
    for text in texts:
        forms = variants(text)
        form = forms[-1] if forms else ""
        if neutral.intersection(forms) or re.match(
            r"(neither|ni|weder|ne)\b.* (nor|or|ni|noch|et)\b", form
        ):
            weights[text] = 0
            continue
        degree, stem, sign = _parse(form)
        if stem == "":
            return None
        weights[text] = degree * sign
        stems.add((stem, sign))
    names = {stem for stem, _ in stems}
    has_degrees = sum(weight not in (0, PLAIN, -PLAIN) for weight in weights.values())
    is_pair = len(names) == 1 and isinstance(next(iter(names)), int) and len(stems) == 2
    if len(names) != 1 or not (has_degrees or (is_pair and 0 in weights.values())):
        return None
    if not is_pair and next(iter(stems))[1] < 0:  # of a pair, only the lower word: how much of it
        weights = {text: -weight for text, weight in weights.items()}
    if len(set(weights.values())) < len(texts) or len(texts) < 2:
        return None
    return sorted(texts, key=weights.get)


def _parse(form):
    """Weight, what it is said of (a word, or the number of a pair), and which way it points."""
    poles = _poles()
    if _stem(form) in poles:
        return PLAIN, *poles[_stem(form)]
    form = re.sub(r"^(i|je suis|i am|i'm|je) ", "", form)
    if form.endswith(" at all") and form.startswith("not "):
        form = f"not at all {form[4:-7]}"
    form = re.sub(r"^(.+) (strongly|completely|somewhat|slightly|fortement)$", r"\2 \1", form)
    for words, weight in _modifiers():
        if form.startswith(f"{words} ") or form.startswith(f"{words} d'"):
            stem = _stem(form[len(words) :].strip())
            return weight, *poles.get(stem, (stem, 1))
    return PLAIN, *poles.get(_stem(form), (_stem(form), 1))


def _stem(word):
    """A word without the endings that agree with others: ``satisfaites``, ``satisfait``."""
    return re.sub(r"(?<=\w{3})(es|e|s)$", "", word) if " " not in word else word
