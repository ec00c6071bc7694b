"""Scales that are known word by word, and the levels of them that nobody chose."""

from collections.abc import Sequence
from functools import cache

from helpers.draft.known_wordings import bare, scales_file, variants


@cache
def _ladders(table):
    """Name and folded wording → rung, of each ladder."""
    return [
        (
            ladder["name"],
            {bare(text): place for place, rung in enumerate(ladder["rungs"]) for text in rung},
        )
        for ladder in scales_file()[table]
    ]


def climb(texts: Sequence[str], table: str = "ladders") -> tuple[str, list[str]] | None:
    """Put the levels of a known scale in order.

    Parameters
    ----------
    texts : sequence of str
        Wordings, each once.
    table : str
        ``ladders``, or ``nominal`` for what has an order on paper only.

    Returns
    -------
    tuple of (str, list of str), or None
        The scale's name and the wordings, the lowest first. None if a wording is on no rung of the
        scale that knows the others, or if two share a rung.

    Examples
    --------
    >>> climb(["Souvent", "Jamais", "Parfois"])
    ('frequency', ['Jamais', 'Parfois', 'Souvent'])
    >>> climb(["Souvent", "Vert"])
    """
    for name, rungs in _ladders(table):
        places = [_place(text, rungs) for text in texts]
        if None not in places and len(set(places)) == len(places) > 1:
            return name, [text for _, text in sorted(zip(places, texts, strict=True))]
    return None


def _place(text, rungs):
    return next((rungs[form] for form in variants(text) if form in rungs), None)


def unseen_levels(ordered: Sequence[str]) -> list[str]:
    """The whole scale, if it is certain which it is and all its levels but an end are there.

    Only of scales whose halves mirror each other: of others nobody knows where they end. A level
    between others that nobody chose was more likely not offered.

    Returns
    -------
    list of str
        The levels as written, and the one that nobody chose as the scale words it; empty if none
        is missing, or if it is not certain.

    Examples
    --------
    >>> unseen_levels(["Dissatisfied", "Neutral", "Satisfied", "Very satisfied"])[0]
    'Very dissatisfied'
    >>> unseen_levels(["Jamais", "Rarement", "Souvent"])
    []
    """
    written = {bare(text): text for text in ordered}
    whole = [
        form
        for form in scales_file()["whole"]["forms"]
        if list(written) in ([bare(text) for text in form[1:]], [bare(text) for text in form[:-1]])
    ]
    completions = {tuple(written.get(bare(text), text) for text in form) for form in whole}
    return list(completions.pop()) if len(completions) == 1 else []


def other_pole(text: str) -> str:
    """The other of *yes* and *no*, where all said the same; empty if a wording is neither.

    >>> other_pole("OUI"), other_pole("non"), other_pole("Peut-être")
    ('NON', 'oui', '')
    """
    words = {"yes": "no", "oui": "non", "no": "yes", "non": "oui"}
    other = words.get(bare(text), "")
    if text.isupper():
        return other.upper()
    return other.capitalize() if text[:1].isupper() else other


def yes_before_no(text: str) -> int:
    """What sorts *yes* first, *no* second, and all other answers after them.

    >>> sorted(["Peut-être", "Non", "Oui"], key=yes_before_no)
    ['Oui', 'Non', 'Peut-être']
    """
    _, rungs = next(ladder for ladder in _ladders("nominal") if ladder[0] == "yes or no")
    place = _place(text, rungs)
    return len(rungs) if place is None else place
