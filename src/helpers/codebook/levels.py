"""The answers that a question accepts: levels, and bands of numbers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Level:
    """One answer that a question accepts.

    Attributes
    ----------
    source : str
        Its wording in the export.
    text : dict
        Its wording by language.
    off_scale : bool
        Whether it has no place between the lowest and the highest, as "I don't know" has none.
    write_in : bool
        Whether words of the respondent's own count as this one.
    column : str
        Its own column in the export, of a question with one column an option.
    exclusive : bool
        Of several answers, whether nobody should choose it with another.
    score : float, optional
        What it counts as in a mean, of a rating.
    """

    id: str
    source: str
    text: dict
    aliases: tuple[str, ...] = ()
    assumed: bool = False
    off_scale: bool = False
    write_in: bool = False
    column: str = ""
    score: float | None = None
    exclusive: bool = False

    @property
    def wordings(self) -> tuple[str, ...]:
        """All that counts as this answer: as in the export, otherwise worded, in each language."""
        return (self.source, *self.aliases, *self.text.values())


@dataclass(frozen=True)
class Band:
    """Numbers from `low` on and below `high`, which count as one level."""

    id: str
    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether a number is one of them."""
        return self.low <= value < self.high
