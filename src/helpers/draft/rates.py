"""How often by the clock and the calendar: ``Twice a week``, ``Tous les jours``, ``Monthly``."""

import re
from collections.abc import Sequence

from helpers.codebook.folding import fold_accents

PERIODS = {  # in a year
    r"heures?|hours?|hourly": 8760,
    r"jours?|days?|daily|quotidien\w*|journalier\w*|everyday|tag|taglich|dias?|giorno": 365,
    r"semaines?|weeks?|weekly|hebdomadaire\w*|woche|wochentlich|semanas?|semanal|settimana": 52,
    r"mois|months?|monthly|mensuel\w*|monat|monatlich|mes|mensual|mese": 12,
    r"trimestres?|quarters?|quarterly|trimestriel\w*": 4,
    r"semestres?|semesters?|terms?|sessions?": 2,
    r"ans?|annees?|years?|yearly|annual|annually|annuel\w*|jahr|jahrlich|anos?|anual|anno": 1,
}
COUNTS = {
    r"twice|two|deux|zwei|dos|due": 2,
    r"three|trois|drei|tres|tre": 3,
    r"four|quatre": 4,
    r"five|cinq": 5,
    r"six": 6,
    r"several|plusieurs|multiple|many|mehrmals|varias": 3.5,
    r"few|quelques|couple|some": 3,
}
WORDS = {  # a year, beside answers that name a period
    r"never|jamais|nunca|nie|mai": 0,
    r"less often|less frequently|moins souvent|seltener|menos a menudo": 0.1,
    r"almost never|presque jamais|very rarely|tres rarement|hardly ever": 0.2,
    r"rarely|rarement|seldom|selten": 0.5,
    r"occasionally|occasionnellement|a l'occasion|sometimes|parfois|de temps en temps": 6.1,
    r"regularly|regulierement|often|souvent": 100,
    r"constantly|all the time|tout le temps|always|toujours|continuously|en continu": 9000,
}


def rank_rates(texts: Sequence[str]) -> list[str] | None:
    """Put answers that say how often in a day, a week or a year in order, the rarest first.

    Examples
    --------
    >>> rank_rates(["Tous les jours", "Jamais", "Quelques fois par mois", "Une fois par semaine"])
    ['Jamais', 'Quelques fois par mois', 'Une fois par semaine', 'Tous les jours']
    >>> rank_rates(["Every year", "Less than once a year", "Every two years"])
    >>> rank_rates(["Weekly", "Daily", "Less than once a month", "Monthly"])
    ['Less than once a month', 'Monthly', 'Weekly', 'Daily']
    """
    rates = {text: _rate(text) for text in texts}
    values = list(rates.values())
    timed = sum(value is not None and value not in WORDS.values() for value in values)
    if None in values or len(set(values)) < len(values) or timed < 2:
        return None
    return sorted(texts, key=rates.get)


def rank_clock(texts: Sequence[str]) -> list[str] | None:
    """Put times of the day in order; None if they are something else.

    >>> rank_clock(["14h", "9:15", "9 h", "10h30"])
    ['9 h', '9:15', '10h30', '14h']
    """
    times = [re.fullmatch(r"(\d{1,2}) ?[h:] ?(\d{2})?", fold_accents(text)) for text in texts]
    if not all(times) or len(texts) < 2 or any(int(time[1]) > 24 for time in times):
        return None
    minutes = [60 * int(time[1]) + int(time[2] or 0) for time in times]
    return [text for _, text in sorted(zip(minutes, texts, strict=True))]


def _rate(text):
    form = re.sub(r"[–—]", "-", fold_accents(text)).strip(" .")
    form = re.sub(r"\([^()]*\)", "", form).strip()
    for pattern, rate in WORDS.items():
        if re.fullmatch(pattern, form):
            return rate
    head, _, tail = re.sub(r" ou ", " or ", form).partition(" or ")
    if _period(head) and _period(tail):
        form = head
    pattern = _period(form)
    if pattern is None:
        return None
    form = re.sub(r"^every day|^tous les jours|^chaque jour", "1 daily", form)
    numbers = [float(number) for number in re.findall(r"\d+", form)]
    words = [value for words, value in COUNTS.items() if re.search(rf"\b({words})\b", form)]
    count = sum(numbers) / len(numbers) if numbers else (words[0] if words else 1)
    if re.search(
        r"^(every|tou(?:te)?s les|chaque) (\d|two|three|six|deux|trois|few|quelques|other)", form
    ):
        count = 1 / (2 if "other" in form else count)
    if re.search(r"\b(less|fewer|moins|weniger|menos)\b", form):
        count *= 0.5
    elif re.search(r"\b(more|plus|mehr|mas|over|at least|au moins)\b|\+", form):
        count *= 1.7
    return count * PERIODS[pattern]


def _period(form):
    """The pattern of the period that a text names."""
    return next((p for p in PERIODS if re.search(rf"\b({p})\b", form)), None)
