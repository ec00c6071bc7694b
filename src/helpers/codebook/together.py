"""Questions that belong together: the rows of a grid, those of a declared model."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Grid:
    """Questions that share a wording and a scale, shown together: its id, its wording."""

    id: str
    text: dict
    short: dict


@dataclass(frozen=True)
class Model:
    """A regression declared before looking: the ids of what it explains, and by what."""

    outcome: str
    predictors: tuple[str, ...]
