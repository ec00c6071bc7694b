"""Bands of numbers, with units, money and time: ``10 à 20 $``, ``2 years or more``."""

import math
import re
from collections.abc import Sequence

from helpers.codebook.folding import fold_accents

BELOW = (
    r"less than|under|below|fewer than|up to|at most|no more than|maximum|max|moins de|moins d'|"
    r"jusqu'a|au plus|inferieur a|before|avant|menos de|weniger als|unter|meno di|bis zu|hasta|"
    r"<=?|≤"
)
BELOW_AFTER = (
    r"or less|or fewer|or under|or younger|or below|or earlier|and under|and below|et moins|"
    r"ou moins|et avant|o menos|oder weniger|o meno"
)
ABOVE = (
    r"more than|over|above|at least|greater than|older than|plus de|plus d'|au moins|au-dela de|"
    r"superieur a|a partir de|after|apres|since|depuis|mas de|mehr als|uber|piu di|>=?|≥"
)
ABOVE_AFTER = (
    r"or more|or over|or above|or older|or later|and over|and above|and more|and older|and up|"
    r"et plus|ou plus|et au-dela|y mas|o mas|und mehr|oder mehr|e oltre|o piu|\+"
)
TIMES = {  # days
    r"min(ute)?s?|mins|minuten": 1 / 1440,
    r"h|heures?|hours?|hrs?|horas?|stunden?|ore?": 1 / 24,
    r"jours?|days?|dias?|tage?|giorn[io]": 1,
    r"semaines?|weeks?|semanas?|wochen?|settiman[ae]": 7,
    r"mois|months?|mes|meses|monate?|mes[ei]": 30.4,
    r"ans?|annees?|years?|yrs?|anos?|jahre?|ann[io]": 365,
}
JOINTS = (
    r"\b(to|through|and|et|a|au|aux|ou|or|entre|between|de|from|y|e|und|bis|von|da|d|of|the|l|"
    r"par|per|inclus|included|about|environ|approximately|approx)\b"
)
NONE = (
    r"(none|aucune?|zero|nothing|rien|ninguno|keine|nessuno|no|non|never|jamais|nunca|nie|mai)"
    r"( (at all|fois|times?|du tout|d'entre eux|hours?|heures?|days?|jours?))?"
)
MAX_BANDS = 20  # with more, they are single numbers
MAX_PLAIN = 12  # numbers with a unit, no bands, that make levels
ALONE = r"(just|only) me\b|moi seule?\b|travailleur autonome\b|self-employed\b|sole proprietor\b"
NUMBER_WORDS = (
    r"an?|one|une?|first|1st|1re|1er|premiere?",
    r"two|deux|second|2nd|2e|deuxieme|zwei|dos|due",
    r"three|trois|third|3rd|3e|troisieme|drei|tres|tre",
    r"four|quatre|fourth|4th|4e|quatrieme|vier|cuatro",
    r"five|cinq|fifth|5th|5e|cinquieme",
    r"six|sixth|6th|6e|sixieme",
    r"seven|sept|seventh|7th",
    r"eight|huit|eighth|8th",
    r"nine|neuf|ninth|9th",
    r"ten|dix|tenth|10th",
)
UNIT_WORDS = (
    r"min|h\b|heure|hour|jour|day|semaine|week|mois|month|ans?\b|annee|year|fois|times?\b|session|"
    r"term|semest|trimest|or\b|ou\b|to\b|a\b|tag|jahr|monat|woche|ano|mes"
)
NUMBER = r"\d+(?:\.\d+)?"


def rank_amounts(texts: Sequence[str]) -> list[str] | None:
    """Put bands of numbers in order, the smallest first.

    Returns
    -------
    list of str or None
        None if they are no bands of one kind of thing.

    Examples
    --------
    >>> rank_amounts(["10 - 25", "Less than 10", "More than 500", "250 - 500"])
    ['Less than 10', '10 - 25', '250 - 500', 'More than 500']
    >>> rank_amounts(["1 000 $ et plus", "Aucun", "Moins de 50 $", "50 $ à 999,99 $"])
    ['Aucun', 'Moins de 50 $', '50 $ à 999,99 $', '1 000 $ et plus']
    >>> rank_amounts(["1 year", "6 months", "More than 2 years"])
    ['6 months', '1 year', 'More than 2 years']
    >>> rank_amounts(["Python 2", "Python 3"])
    """
    in_brackets = all(map(_in_brackets, texts))
    bands = {text: _band(_in_brackets(text) if in_brackets else text) for text in texts}
    if None in bands.values() or not 2 <= len(texts) <= MAX_BANDS:
        return None
    units = {unit for _, _, unit, _ in bands.values() if unit}
    is_band = any(low != high for low, high, _, _ in bands.values())
    leads = all(leading for _, _, _, leading in bands.values())
    is_time = any(
        re.search(rf"\d\s*({pattern})\b", fold_accents(t)) for pattern in TIMES for t in texts
    )
    keys = {text: (high, low) for text, (low, high, _, _) in bands.items()}
    counts_things = leads and bool(units or is_time) and len(texts) <= MAX_PLAIN
    if len(units) > 1 or not (is_band or counts_things) or len(set(keys.values())) < len(keys):
        return None
    return sorted(texts, key=keys.get)


def _in_brackets(text):
    """What stands in brackets: ``Small (1-10 employees)``."""
    inside = re.search(r"\(([^()]*\d[^()]*)\)", text)
    return inside.group(1) if inside else ""


def _band(text):
    """Lowest and highest number of a band, what they count, and whether a number comes first."""
    form = _plain(text)
    if re.fullmatch(NONE, form):
        return 0, 0, "", True
    if re.match(ALONE, form):
        return 1, 1, "", True
    opens = {
        -math.inf: re.match(rf"({BELOW})\s*(?=.*\d)", form)
        or re.search(rf"({BELOW_AFTER})\b", form),
        math.inf: re.match(rf"({ABOVE})\s*(?=.*\d)", form) or re.search(rf"({ABOVE_AFTER})", form),
    }
    rest = form
    for words in opens.values():
        rest = rest.replace(words.group(1), " ", 1) if words else rest
    rest = (
        re.sub(r"\b(an?|one|une?)\b(?= ?(\w))", "1", rest) if not re.search(r"\d", rest) else rest
    )
    numbers = [float(number) for number in re.findall(NUMBER, rest)]
    if not 1 <= len(numbers) <= 2:
        return None
    leading = bool(re.match(r"[\s<>≤≥~$€£]*\d", rest)) or any(opens.values())
    factors, rest = _times(rest, len(numbers))
    numbers = [number * factor for number, factor in zip(numbers, factors, strict=True)]
    unit = re.sub(rf"{NUMBER}|[$€£%()+,.~<>≤≥:/]|-", " ", rest)
    unit = re.sub(r"\btimes?\b", "fois", unit)
    unit = " ".join(re.sub(r"(?<=\w\w)s\b", "", word) for word in re.sub(JOINTS, " ", unit).split())
    low, high = min(numbers), max(numbers)
    if opens[-math.inf] and not opens[math.inf]:
        return -math.inf, high, unit, leading
    return low, math.inf if opens[math.inf] else high, unit, leading


def _plain(text):
    """Digits without the marks between thousands, dashes of one kind, ``50k`` written out."""
    form = re.sub(r"[–—−‒―~]", "-", fold_accents(text)).strip(" .;:")
    form = re.sub(r"(?<=\d)[ ,'.](?=\d{3}(?!\d))", "", form)
    form = re.sub(r"\bonce\b|\bune seule fois\b", "1 time", form)
    form = re.sub(r"\btwice\b", "2 times", form)
    for number, words in enumerate(NUMBER_WORDS, start=1):
        form = re.sub(rf"\b({words})\b(?=\W+({UNIT_WORDS}))", str(number), form)
    form = re.sub(r"(?<=\d),(?=\d)", ".", form)
    for mark, factor in (("k", 1e3), ("mille", 1e3), ("millions?", 1e6), ("m", 1e6)):
        pattern = rf"({NUMBER}) ?{mark}(?![\w])"
        form = re.sub(pattern, lambda found, by=factor: f"{float(found[1]) * by:.0f}", form)
    return re.sub(r"[$€£]|\b(cad|usd|eur|dollars?|euros?)\b", " ", form).strip()


def _times(rest, count):
    """Days in the unit of time of each number, and the text without these units."""
    factors = []
    for pattern, days in TIMES.items():
        for unit in re.finditer(rf"(?<=\d)\s*({pattern})\b|\b({pattern})\b", rest):
            factors.append((unit.start(), days))
        rest = re.sub(rf"(?<=\d)\s*({pattern})\b|\b({pattern})\b", " ", rest)
    days = [days for _, days in sorted(factors)][:count]
    return (days + days[-1:] * count if days else [1] * count)[:count], rest
