"""What can be published of a survey: the number of respondents, and claims of several kinds."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from helpers.stats import grim

TOLERANCE = 5  # people more or fewer than was published that its words still hold for
Texts = Mapping[str, str]  # a language, and what is said in it
Levels = tuple[str, ...]


@dataclass(frozen=True)
class Respondents:
    """What was published of their number.

    Attributes
    ----------
    claim : str
        Its number among the claims.
    near, lowest, highest : int
        As published, and between which a number is looked for that fits the percentages.
    tolerance : int
        How many people more or fewer than `near` the words still hold for.
    """

    claim: str
    near: int
    lowest: int
    highest: int
    tolerance: int = TOLERANCE
    text: Texts = field(default_factory=dict)
    id: str = "respondents"

    @property
    def close(self) -> range:
        """The numbers that the published words are read as."""
        return range(self.near - self.tolerance, self.near + self.tolerance + 1)

    @property
    def span(self) -> range:
        """The numbers among which one is looked for."""
        return range(self.lowest, self.highest + 1)


@dataclass(frozen=True)
class Reading:
    """The published percentages read in another way: those of some questions."""

    id: str
    percent: Mapping[str, float]
    text: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Claim:
    """Something that was published; `published` are its own words, where it has no number."""

    id: str
    text: Texts = field(default_factory=dict)
    published: Texts = field(default_factory=dict)

    @property
    def quantities(self) -> list[str]:
        """What it speaks of, as the table of claims names it: here, no question."""
        return [""]


@dataclass(frozen=True)
class Judgement(Claim):
    """Of which no question is a measure."""


@dataclass(frozen=True)
class AssociationClaim(Claim):
    """That more of the behaviours goes with more of the outcomes of a family."""

    family: str = ""


@dataclass(frozen=True)
class LevelClaim(Claim):
    """How many people gave some levels of a question: a kind of claim for each way to say it.

    Attributes
    ----------
    question : str
    groups : tuple of tuple of str
        Sets of levels, each claimed of by itself.
    each : bool
        Whether the sets are single levels that are claimed of together.
    """

    question: str = ""
    groups: tuple[Levels, ...] = ()
    each: bool = False

    @property
    def quantities(self) -> list[str]:
        """The question and each set of its levels."""
        return [f"{self.question}:{'|'.join(levels)}" for levels in self.groups]

    @property
    def share(self) -> float | None:
        """The share that is claimed, or the lowest that the words are read as."""
        return None

    def counts(self, base: int) -> range:
        """The counts out of `base` for which the claim holds; empty when there is none."""
        raise NotImplementedError


@dataclass(frozen=True)
class PercentClaim(LevelClaim):
    """A percentage, with the decimals that it was printed with.

    Examples
    --------
    >>> PercentClaim("c1", percent=Decimal(97)).counts(80)
    range(0, 0)
    """

    percent: Decimal = Decimal(0)
    decimals: int | None = None  # where it was said how many, besides writing them

    @property
    def share(self) -> float:
        return float(self.percent) / 100

    @property
    def digits(self) -> int:
        """Decimals of the percentage."""
        return -self.percent.as_tuple().exponent

    def counts(self, base: int) -> range:
        return grim.counts_of(self.percent, base)

    def in_reading(self, reading: Reading) -> PercentClaim:
        """The same claim, with the percentage that the reading has of its question."""
        if self.question not in reading.percent:
            return self
        return replace(self, percent=printed(reading.percent[self.question], self.decimals))


@dataclass(frozen=True)
class PeopleClaim(LevelClaim):
    """Words that are read as a number of people, or more."""

    people: int = 0

    def counts(self, base: int) -> range:
        return range(self.people, base + 1)


@dataclass(frozen=True)
class ShareClaim(LevelClaim):
    """Words that are read as a share between two, or above one.

    Examples
    --------
    >>> ShareClaim("c1", low=0.5, above=True).counts(76)
    range(39, 77)
    """

    low: float = 0
    high: float | None = None
    above: bool = False  # more than `low`, not just as much

    @property
    def share(self) -> float:
        return self.low

    def counts(self, base: int) -> range:
        lowest = Fraction(str(self.low)) * base
        highest = Fraction(str(1 if self.high is None else self.high)) * base
        first = math.floor(lowest) + 1 if self.above else math.ceil(lowest)
        return range(first, math.floor(highest) + 1)


def printed(percent: float | str, decimals: int | None = None) -> Decimal:
    """A percentage with the decimals that it was printed with.

    Examples
    --------
    >>> printed(26), printed(26.5), printed(26.5, 2)
    (Decimal('26'), Decimal('26.5'), Decimal('26.50'))
    """
    value = Decimal(str(percent))
    return value if decimals is None else value.quantize(Decimal(1).scaleb(-decimals))
