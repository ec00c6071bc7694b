"""Numbers as people write them: which one a text is, if it is one by rule."""

import re

from helpers.codebook import Question
from helpers.codebook.folding import fold_accents, fold_spaces

RAISED = re.compile(r"\d[\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089]")  # ``5²`` is not 52
SIGNS = "$€£¥%"  # may stand before or after a number
# figures, thousands set apart by spaces or apostrophes, then decimals or an exponent
NUMBER = re.compile(r"([-+]?)(\d{1,3}(?:[ '’]\d{3})+|\d+)?((?:[.,]\d*)*)(e[-+]?\d{1,2})?", re.I)
LARGEST = 1e15  # up to here a whole number is told by its figures


class NumberReader:
    """Reads the numbers of one question.

    Parameters
    ----------
    question : Question

    Examples
    --------
    >>> unit = {"fr": "heure | heures"}
    >>> reader = NumberReader(Question("q", "number", "context", {}, {}, unit=unit))
    >>> [reader.read(text) for text in ("12", "1 234,5", "3 heures", "1 heure", "$20", "5 à 10")]
    [12.0, 1234.5, 3.0, 1.0, 20.0, None]
    """

    def __init__(self, question: Question) -> None:
        self._decimal_comma = question.decimal_comma
        self._read_as = {fold_accents(text): value for text, value in question.read_as.items()}
        forms = [form for unit in question.unit.values() for form in unit.split("|")]
        units = {fold_accents(form.replace("{}", "")) for form in forms}
        self._units = sorted(units - {""}, key=len, reverse=True)

    def declared(self, text: str) -> float | None:
        """The number that the codebook says a text stands for, if it does."""
        return self._read_as.get(fold_accents(text))

    def read(self, text: str) -> float | None:
        """The number that a text is, without its unit; None if it is none, or more than one."""
        if RAISED.search(text):
            return None
        words = fold_accents(text).replace("−", "-")
        for unit in self._units:
            words = words.removesuffix(unit).removeprefix(unit)
        match = NUMBER.fullmatch(fold_spaces(words).strip(f"{SIGNS} "))
        if match is None or not (match[2] or match[3].strip(".,")):
            return None
        sign, whole, rest, exponent = match.groups()
        figures = self._figures(re.sub("[ '’]", "", whole or "0") + rest)
        return None if figures is None else float(f"{sign}{figures}{exponent or ''}")

    def _figures(self, text):
        """Figures with a point before their decimals; None if commas and points make no sense."""
        marks = [sign for sign in text if sign in ".,"]
        if not marks:
            return text
        last = marks[-1]
        is_decimal = len(marks) == 1 or len(set(marks)) == 2
        if marks == [","] and not self._decimal_comma:
            is_decimal = not _are_thousands(text, ",")
        if not is_decimal:
            return text.replace(last, "") if _are_thousands(text, last) else None
        whole, _, decimals = text.rpartition(last)
        others = set(marks[:-1])
        if others and (last in others or not _are_thousands(whole, marks[0])):
            return None
        return f"{re.sub('[.,]', '', whole)}.{decimals or 0}"


def canonical(value: float) -> str:
    """A number as clean answers hold it.

    >>> canonical(12.0), canonical(0.1 + 0.2), canonical(-3.0)
    ('12', '0.3', '-3')
    """
    value = float(f"{value:.12g}") + 0.0
    is_whole = value.is_integer() and abs(value) < LARGEST
    return str(int(value)) if is_whole else repr(value)


def _are_thousands(text, mark):
    """Whether a mark stands before every third figure."""
    first, *groups = text.split(mark)
    return 1 <= len(first) <= 3 and all(len(group) == 3 for group in groups)
