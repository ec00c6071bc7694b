"""Who was asked a question at all, guessed from who never answered it."""

from dataclasses import dataclass

from helpers.codebook.folding import fold_accents

FEWEST = 5  # people on either side, below which nothing is guessed
ANSWERED = 0.8  # of those who seem to have been asked


@dataclass(frozen=True)
class Route:
    """Those who seem to have been asked.

    Attributes
    ----------
    question : int
        The place of the question before, by which they were chosen.
    levels : tuple of str
        Its answers after which nobody answered.
    """

    question: int
    levels: tuple[str, ...]


def find_route(
    answered: list[bool], before: list[tuple[int, tuple[str, ...], tuple[str, ...]]]
) -> Route | None:
    """Find the question before, after some answers to which nobody answered this one.

    Parameters
    ----------
    answered : list of bool
        Of this question, one a row.
    before : list of tuple
        Of each single-choice question before: its place, its texts one a row, its levels.

    Returns
    -------
    Route or None

    Examples
    --------
    >>> texts = ("Oui",) * 6 + ("Non",) * 6
    >>> find_route([True] * 6 + [False] * 6, [(0, texts, ("Oui", "Non"))])
    Route(question=0, levels=('Non',))
    """
    best = None
    for place, texts, levels in before:
        folded = [fold_accents(text) for text in texts]
        by_level = {level: [] for level in map(fold_accents, levels)}
        for text, has_answer in zip(folded, answered, strict=True):
            by_level.get(text, []).append(has_answer)
        silent = [level for level in levels if not any(by_level[fold_accents(level)])]
        silent = [level for level in silent if by_level[fold_accents(level)]]
        left_out = sum(len(by_level[fold_accents(level)]) for level in silent)
        asked = [
            a for level in levels if level not in silent for a in by_level[fold_accents(level)]
        ]
        share = sum(asked) / len(asked) if asked else 0
        is_route = left_out >= FEWEST and len(asked) >= FEWEST and share >= ANSWERED
        if is_route and (best is None or share >= best[0]):
            best = (share, Route(place, tuple(silent)))
    return best[1] if best else None
