"""The language that questions are asked in, told by the small words of their texts."""

import re
from collections.abc import Iterable, Sequence

from helpers.codebook.folding import fold_accents
from helpers.draft.column import Column
from helpers.draft.known_wordings import words
from helpers.draft.sentences import languages

FEWEST = 5  # small words that a header must hold more of one language than of the other
ANSWERS = 20  # of a column, the commonest, that are asked where a header says little


def guess_language(texts: Iterable[str]) -> tuple[str, int, int]:
    """Guess in which language texts are.

    Returns
    -------
    tuple of (str, int, int)
        The language, how many of its small words there are, and how many of the others'.

    Examples
    --------
    >>> guess_language(["À quelle fréquence utilisez-vous le service?"])
    ('fr', 3, 1)
    >>> guess_language(["Q1", "Q2"])
    ('en', 0, 0)
    """
    said = [word for text in texts for word in re.findall(r"[a-z]+", fold_accents(text))]
    counts = {
        language: sum(word in words("small", language) for word in said) for language in languages()
    }
    language = max(counts, key=counts.get)
    return language, counts[language], sum(counts.values()) - counts[language]


def guess_of_columns(columns: Sequence[Column]) -> tuple[str, int, int]:
    """Guess the language of an export: by its header, and if that says little by its answers.

    >>> guess_of_columns([Column("RemoteWork", ("I do not work at home", "All of the time"))])[0]
    'en'
    """
    names = [column.name for column in columns]
    by_names = guess_language(names)
    if by_names[1] - by_names[2] >= FEWEST:
        return by_names
    return guess_language([*names, *(text for c in columns for text in list(c.counts)[:ANSWERS])])
