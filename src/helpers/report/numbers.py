"""How each language writes numbers, each marked with the cell that it was taken from."""

import functools
import math
import re
from collections.abc import Callable

from babel import Locale, numbers

from helpers import typography
from helpers.document import literal, marks
from helpers.report.cells import Cell

SMALLEST_P = 1e-6  # a smaller one is only said to be smaller
# A number in a text; not the figures of a name, such as q5 or 02_question.
IN_TEXT = re.compile(r"(?<!\w)\d+(?:[.,\u00a0\u202f]\d+)*(?!\w)")


class Count(str):
    """A whole number as it is printed, which a message may spell out where it is below ten.

    ``{n:m}`` and ``{n:f}`` spell it in the gender of what it counts, ``{n:M}`` and ``{n:F}`` with a
    capital.
    """

    def __new__(cls, text: str, spell: Callable[[str], str]) -> "Count":
        """`text` is the number in figures; `spell` writes it in a gender."""
        count = super().__new__(cls, text)
        count.spell = spell
        return count

    def __format__(self, gender: str) -> str:
        return self.spell(gender) if gender else str(self)


class Numbers:
    """The numbers of a language.

    Parameters
    ----------
    language : str
        Two letters.
    marked : bool
        Whether a number of a table keeps its cell with it.
    """

    def __init__(self, language: str, *, marked: bool = True) -> None:
        self.language, self.marked = language, marked
        self.conventions = typography.conventions(language)
        self.locale = Locale.parse(self.conventions["locale"])

    def quoted(self, text: str, *source: str) -> str:
        """A text that is not ours, each number in it marked with where the text stands.

        Its other signs stand for themselves, whatever Markdown would take them for.
        """
        if not self.marked:
            return text
        parts = literal.ADDRESS.split(text)
        for place in range(0, len(parts), 2):  # in an address between them, no number is one
            marked = IN_TEXT.sub(lambda match: self.whole(match[0], *source), parts[place])
            pieces = marks.pieces(marked)
            pieces[::2] = map(literal.protect, pieces[::2])
            parts[place] = "".join(pieces)
        return "".join(parts)

    def whole(self, text: str, *source: str) -> str:
        """A text that is a number, a version, a hash, marked with where it stands."""
        return marks.mark(text, text, marks.GAP.join(source)) if self.marked else text

    def _mark(self, text, value):
        """A number as it is printed, marked with its cell if it has one."""
        if not self.marked or not isinstance(value, Cell):
            return text
        return marks.mark(text, float(value), value.source)

    def integer(self, value: float) -> Count:
        """A whole number, its thousands set apart."""
        text = numbers.format_decimal(int(value), locale=self.locale)
        return Count(self._mark(text, value), functools.partial(self._spelled, value, text))

    def cardinals(self, gender: str) -> list[str]:
        """The numbers from zero to nine in words, in a gender: ``m`` or ``f``."""
        raise NotImplementedError

    def _spelled(self, value, text, gender):
        words = self.cardinals(gender.lower())
        if int(value) in range(len(words)):
            word = words[int(value)]
            text = word.capitalize() if gender.isupper() else word
        return self._mark(text, value)

    def code(self, value: float) -> str:
        """A number that is a name, such as a seed: its thousands are not set apart."""
        return self._mark(str(int(value)), value)

    def number(self, value: float, digits: int = 2) -> str:
        """A number with a fixed count of decimals; infinity and a missing value as such."""
        if math.isnan(value):
            return "–"
        if math.isinf(value):
            return "∞" if value > 0 else "−∞"
        return self._mark(self._decimals(_half_away(value, digits), digits), value)

    def number_above(self, value: float, digits: int = 2) -> str:
        """A number rounded up."""
        return self._mark(self._decimals(math.ceil(value * 10**digits) / 10**digits, digits), value)

    def _decimals(self, value, digits):
        pattern = "#,##0." + "0" * digits if digits else "#,##0"
        return numbers.format_decimal(value, pattern, locale=self.locale).replace("-", "−")

    def percent(self, share: float, digits: int = 0) -> str:
        """A share as a percentage, halves up.

        It is whole unless it was published otherwise: no share of a few people says more.
        """
        return "–" if math.isnan(share) else self._mark(self._percentage(share, digits), share)

    def percent_alone(self, share: float) -> str:
        """A whole percentage without its sign, for a range that has it once."""
        text = self._percentage(share, 0)
        return self._mark(text.strip("%\u00a0"), share)

    def points(self, value: float, digits: int = 0) -> str:
        """A percentage that is given in points."""
        return self._mark(self._percentage(value / 100, digits), value)

    def _percentage(self, share, digits):
        own = self.locale.percent_formats[None].pattern
        pattern = self.conventions["percent"] or own
        if digits:
            pattern = pattern.replace("0", f"0.{'0' * digits}", 1)
        rounded = _half_away(share, digits + 2)
        return numbers.format_percent(rounded, pattern, locale=self.locale).replace("-", "−")

    def p(self, value: float, *, is_bound: bool = False) -> str:
        """A p-value: two decimals from 0.1 on, below it two figures that count.

        Of one that is only known to be below a value, that value, rounded up.
        """
        if is_bound:
            digits = 1 - math.floor(math.log10(value))
            return f"< {self.number_above(value, digits)}"
        if math.isnan(value):
            return "–"
        if value < SMALLEST_P:
            return f"< {self._mark(self._decimals(SMALLEST_P, 6), value)}"
        digits = 2 if value >= 0.0995 else min(6, 1 - math.floor(math.log10(value)))
        return self.number(value, digits)


def _half_away(value, digits):
    """A number rounded to so many decimals, halves away from zero."""
    rounded = math.floor(abs(value) * 10**digits + 0.5 + 1e-9) / 10**digits
    return math.copysign(rounded, value) + 0.0
