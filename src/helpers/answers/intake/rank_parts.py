"""Columns of a ranking that are one rank each: which rank the name of a column says."""

import re

from helpers.codebook.folding import fold_accents

_WORD = "rank|rang|ranking|classement|position|place|choice|choix|priority|priorite|opcion|lugar"
_ORDINAL = "st|nd|rd|th|er|re|e|eme|ieme|de|nde|o|a|º|ª|°"
_FIGURE = re.compile(
    rf"(?:(?:{_WORD})\s*)?(?:no\.?|n°|#)?\s*(\d{{1,3}})\s*(?:{_ORDINAL})?\.?\s*(?:{_WORD})?"
)
_NAMED = re.compile(rf"(?:(?:{_WORD})\s+)?([a-z]+)(?:\s+(?:{_WORD}))?")
_NAMES = (
    ("first", "premier", "premiere", "primer", "primera", "primero"),
    ("second", "deuxieme", "seconde", "segunda", "segundo"),
    ("third", "troisieme", "tercer", "tercera", "tercero"),
    ("fourth", "quatrieme", "cuarta", "cuarto"),
    ("fifth", "cinquieme", "quinta", "quinto"),
    ("sixth", "sixieme", "sexta", "sexto"),
    ("seventh", "septieme", "septima", "septimo"),
    ("eighth", "huitieme", "octava", "octavo"),
    ("ninth", "neuvieme", "novena", "noveno"),
    ("tenth", "dixieme", "decima", "decimo"),
)
_RANKS = {name: rank for rank, names in enumerate(_NAMES, start=1) for name in names}


def rank_of_part(part: str) -> int:
    """The rank that the part of a column's name says; 0 for none.

    >>> [rank_of_part(part) for part in ("Rank 2", "3", "1er choix", "Second choice", "Choix no 4")]
    [2, 3, 1, 2, 4]
    >>> rank_of_part("Soil"), rank_of_part("2015 edition")
    (0, 0)
    """
    text = fold_accents(part)
    if match := _FIGURE.fullmatch(text):
        return int(match[1])
    match = _NAMED.fullmatch(text)
    return _RANKS.get(match[1], 0) if match else 0
