"""Which counts, of how many people, published percentages can come from (GRIM)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

# How a share becomes a percentage: from so many halves of its last digit below what is printed, to
# so many above it.  Off by one: half up, then moved so that the percentages add up to 100.
ROUNDINGS = {
    "half up": (1, 1),
    "half even": (1, 1),
    "truncation": (0, 2),
    "off by one": (3, 3),
}
Percentage = int | float | Decimal | str


def counts_of(
    percent: Percentage, n: int, rounding: str = "half up", *, decimals: int | None = None
) -> range:
    """The whole counts out of `n` that a percentage is the rounding of; possibly none.

    Parameters
    ----------
    percent : int, float, Decimal or str
        As it was printed.
    n : int
        People; of nobody there is no percentage.
    rounding : str
        One of `ROUNDINGS`.
    decimals : int, optional
        Decimals that it was printed with; by default those that `percent` is written with: none in
        26, one in 26.5 and, as a text, in ``"26.0"``.

    Returns
    -------
    range

    Raises
    ------
    ValueError
        If `percent` is none or has more decimals than stated, `n` is negative, or the rounding is
        unknown.

    References
    ----------
    Brown & Heathers (2017), The GRIM test, *Social Psychological and Personality Science* 8:363.

    Examples
    --------
    >>> counts_of(97, 80), counts_of(97, 77), counts_of("97.0", 77)
    (range(0, 0), range(75, 76), range(0, 0))
    """
    if rounding not in ROUNDINGS:
        raise ValueError(f"no rounding {rounding!r}, only {list(ROUNDINGS)}")
    if n < 0 or n != int(n):
        raise ValueError(f"a number of people is whole and not negative, got {n!r}")
    units, steps = _units(percent, decimals)
    if n == 0:
        return range(0)
    # k of n people make the percentage when low <= 2 k steps < high: whole numbers, nothing is
    # rounded on the way
    below, above = ROUNDINGS[rounding]
    low, high = (2 * units - below) * int(n), (2 * units + above) * int(n)
    if rounding == "half even":  # to an even number go both halves around it, to an odd one neither
        low, high = (low, high + 1) if units % 2 == 0 else (low + 1, high)
    first, last = max(0, -(-low // (2 * steps))), min(int(n), -(-high // (2 * steps)) - 1)
    return range(first, last + 1) if first <= last else range(0)


def _units(percent: Percentage, decimals: int | None) -> tuple[int, int]:
    """A percentage in units of its last digit, and how many of these make a whole."""
    try:
        whole = not isinstance(percent, str | Decimal) and percent == int(percent)
        written = Decimal(str(int(percent) if whole else percent))
        places = max(0, -written.as_tuple().exponent) if decimals is None else decimals
        units = written.scaleb(places)
        if places < 0 or not 0 <= written <= 100 or units != int(units):
            raise ValueError
    except (TypeError, ValueError, OverflowError, InvalidOperation):
        stated = "" if decimals is None else f" with {decimals} decimal(s)"
        raise ValueError(f"{percent} is not a percentage from 0 to 100{stated}") from None
    return int(units), 100 * 10**places


@dataclass(frozen=True)
class Percentages:
    """The percentages of groups of people that were published about one question.

    All are of the same base.

    Parameters
    ----------
    values : tuple
        Each as `counts_of` takes it.
    whole : bool
        Whether everybody is in one of the groups: their counts then add up to the base.
    disjoint : bool
        Whether nobody is in two of the groups: their counts then add up to no more than the base.
        False where a person could give several answers.
    """

    values: tuple[Percentage, ...]
    whole: bool = False
    disjoint: bool = True

    def possible(self, n: int, rounding: str = "half up") -> bool:
        """Whether counts of `n` people can round to the percentages and, where they must, add up.

        The counts behind one percentage are consecutive, so that the sums of one for each group are
        so too.

        Examples
        --------
        >>> thirds = Percentages((30, 43, 26), whole=True)
        >>> thirds.possible(76), thirds.possible(77), Percentages((30, 43, 26)).possible(77)
        (True, False, True)
        """
        ranges = [counts_of(value, n, rounding) for value in self.values]
        if not all(ranges):
            return False
        fewest, most = sum(counts[0] for counts in ranges), sum(counts[-1] for counts in ranges)
        return not self.disjoint or (fewest <= n and (most >= n or not self.whole))

    def blanks(self, n: int, rounding: str = "half up") -> int | None:
        """Of `n` people, the fewest who left the question out.

        If its percentages are of those who answered; None if no number of people who answered makes
        them possible.

        Examples
        --------
        97 % of 80 people is no count, but 77 of 79 are 97 %; of 28 or fewer no count is:

        >>> [Percentages((97,)).blanks(n) for n in (77, 80, 85, 28)]
        [0, 1, 6, None]
        """
        return next((n - base for base in range(n, 0, -1) if self.possible(base, rounding)), None)


def admissible(
    questions: Collection[Percentages],
    numbers: Iterable[int],
    rounding: str = "half up",
    *,
    blanks: int = 0,
) -> list[int]:
    """The numbers of people at which the published percentages of all questions are possible.

    Parameters
    ----------
    questions : collection of Percentages
    numbers : iterable of int
        The numbers of people to try.
    rounding : str
        One of `ROUNDINGS`.
    blanks : int
        How many people may have left out each question: with 0, everybody answered all of them;
        otherwise each question has its own base, from ``n - blanks`` to ``n``.

    Returns
    -------
    list of int

    Examples
    --------
    >>> four = [Percentages((percent,)) for percent in (26, 79, 97, 66)]
    >>> admissible(four, range(69, 86)), admissible(four, range(78, 86), blanks=1)
    ([70, 73, 76, 77], [78, 79, 80])
    """
    return [n for n in numbers if _fits(questions, n, rounding, blanks)]


def _fits(questions: Collection[Percentages], n: int, rounding: str, blanks: int) -> bool:
    """Whether no question needs more blanks than that."""
    fewest = [question.blanks(n, rounding) for question in questions]
    return None not in fewest and max(fewest, default=0) <= blanks
