"""The language that questions are asked in, told by the small words of their texts."""

import re
from collections.abc import Iterable

from helpers.codebook.folding import fold_accents
from helpers.draft.known_wordings import words

LANGUAGES = ("fr", "en")


def guess_language(texts: Iterable[str]) -> tuple[str, int, int]:
    """Guess in which language texts are.

    Returns
    -------
    tuple of (str, int, int)
        The language, how many of its small words there are, and how many of the other's.

    Examples
    --------
    >>> guess_language(["À quelle fréquence utilisez-vous le service?"])
    ('fr', 3, 1)
    >>> guess_language(["Q1", "Q2"])
    ('en', 0, 0)
    """
    said = [word for text in texts for word in re.findall(r"[a-z]+", fold_accents(text))]
    counts = {
        language: sum(word in words("small", language) for word in said) for language in LANGUAGES
    }
    language = "fr" if counts["fr"] > counts["en"] else "en"
    return language, counts[language], sum(counts.values()) - counts[language]
