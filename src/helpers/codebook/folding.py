"""What typing varies and reading ignores: spaces, apostrophes, case, accents.

Each function forgives what the one before it does, and one thing more.
"""

import re
import unicodedata

APOSTROPHES = "’‘`´"  # each is taken for the one of a typewriter
# no width, and no ink: what is copied from a page of the web brings them along
UNSEEN = "\u00ad\u200b\u200e\u200f\u2060\ufeff"


def fold_spaces(text: str) -> str:
    """Fold runs of spaces of any kind into one, and forms of one character; drop unseen signs.

    >>> fold_spaces(" Lac\xa0Saint-Jean\u200b  2015")
    'Lac Saint-Jean 2015'
    """
    if not text.isascii():
        text = re.sub(f"[{UNSEEN}]", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"\s+", " ", text).strip()


def fold_apostrophes(text: str) -> str:
    """Fold apostrophes too.

    >>> {fold_apostrophes(f"J{sign}aime") for sign in APOSTROPHES}
    {"J'aime"}
    """
    # before NFKC, which parts ´ into a space and an accent, and after it, which makes ` of others
    return _straighten(fold_spaces(_straighten(text)))


def fold_case(text: str) -> str:
    """Fold case too, as headers are compared.

    >>> fold_case("J'aime\xa0 le  Contenu ") == fold_case("j’aime le contenu")
    True
    """
    return fold_apostrophes(text).casefold()


def fold_accents(text: str) -> str:
    """Fold accents too: all that is ever forgiven.

    >>> fold_accents("  Réseautage\xa0")
    'reseautage'
    """
    decomposed = unicodedata.normalize("NFD", fold_case(text))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _straighten(text):
    return re.sub(f"[{APOSTROPHES}]", "'", text)
