"""What a draft holds before it is written: questions, their levels, what is doubtful in them."""

from dataclasses import dataclass, field

from helpers.answers.unasked import Route


@dataclass(frozen=True)
class Doubt:
    """Something that a person should look at.

    Attributes
    ----------
    key : str
        Of its sentence in ``sentences.toml``.
    values : dict
        What the sentence names.
    level : str
        The wording of the level that it is about; empty if it is about the whole question.
    """

    key: str
    values: dict = field(default_factory=dict)
    level: str = ""


@dataclass(frozen=True)
class DraftLevel:
    """One answer that a drafted question accepts."""

    text: str
    off_scale: bool = False
    write_in: bool = False
    exclusive: bool = False
    column: str = ""


@dataclass(frozen=True)
class DraftQuestion:
    """One entry of ``[[questions]]`` to be.

    Attributes
    ----------
    column : str
        Its name in the header; of several columns, the one they are read as.
    text : str
        As asked.
    asked_if : Route, optional
        Who seems to have been asked, if not everybody.
    missing : dict
        ``refused``, ``not_asked`` → the answers that mean it.
    grid, row : str
        Of a row of a grid: the header that all rows share, and what this one is about.
    entries : dict
        Entries that only its kind has, as ``date_format`` → what stands there, as TOML.
    """

    column: str
    text: str
    kind: str
    levels: tuple[DraftLevel, ...] = ()
    missing: dict = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
    short: str = ""
    entries: dict = field(default_factory=dict)
    asked_if: Route | None = None
    grid: str = ""
    row: str = ""


@dataclass(frozen=True)
class LeftColumn:
    """A column that is to stay in the raw file, and the key of the reason why."""

    name: str
    reason: str
