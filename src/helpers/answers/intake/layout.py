"""How a collecting tool lays a table out: its columns by name, what is answers, what is its own."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from helpers.answers.intake.option_columns import NOT_SHOWN
from helpers.codebook.folding import fold_accents, fold_case

HEAD_ROWS = 25  # the first of a file, which tell its format
# What a row holds that is nobody's.
BLANK_LINE, TOTALS, HEADER = "blank line", "totals", "header"
SEPARATOR = ", "  # between several answers in one cell, where a format says nothing else


@dataclass(frozen=True)
class Layout:
    """What was recognised in the first rows of a file.

    Attributes
    ----------
    name : str
        Of the format, as in `format` of ``[intake]``.
    evidence : str
        A sentence: what was recognised, and by what.
    header : tuple of str
        One name a column, in normal form: ``Question``, or ``Question [Part]``.
    rows_above : int
        How many rows of the file stand above the first answer.
    tool_columns : tuple of str
        The names, of those in `header`, that the tool adds: ids, times, addresses.
    separator : str
        Between several answers in one cell.
    texts : tuple of str
        The questions as asked, one a column, where names are codes; they find a column too.
    not_shown : tuple of str
        Texts that the tool writes where a question was not put to somebody.
    last_row : int
        The number of the last answer, where rows below it add up those above; 0 where none do.
    timestamp, timestamp_format : str
        The column of the time when each row was sent, and how it is written; empty where unknown.
    clean : function, optional
        Undoes what the tool does to a cell.
    """

    name: str
    evidence: str
    header: tuple[str, ...]
    rows_above: int = 1
    tool_columns: tuple[str, ...] = ()
    separator: str = SEPARATOR
    timestamp: str = ""
    timestamp_format: str = ""
    clean: Callable[[str], str] | None = None
    texts: tuple[str, ...] = ()
    not_shown: tuple[str, ...] = ()
    last_row: int = 0

    @property
    def tool_places(self) -> tuple[int, ...]:
        """The positions of the tool's own columns."""
        return tuple(place for place, name in enumerate(self.header) if name in self.tool_columns)

    def rows_below(
        self, numbers: Sequence[int], no_answer: Mapping[int, str] = MappingProxyType({})
    ) -> dict[int, str]:
        """What rows below the last answer hold.

        Parameters
        ----------
        numbers : sequence of int
            Of rows that follow each other.
        no_answer : mapping
            Place of a row → why it holds no answer.

        Returns
        -------
        dict
            Number → `TOTALS`, or `BLANK_LINE`.
        """
        if not self.last_row:
            return {}
        first = max(self.last_row + 1 - numbers[0], 0) if len(numbers) else 0
        return {
            numbers[place]: BLANK_LINE if no_answer.get(place) == BLANK_LINE else TOTALS
            for place in range(first, len(numbers))
        }

    def mark_not_shown(self, cell: str) -> str:
        """A cell, `NOT_SHOWN` in place of the tool's own words for it."""
        return NOT_SHOWN if fold_accents(cell) in map(fold_accents, self.not_shown) else cell


def name_columns(header: Iterable[str]) -> tuple[str, ...]:
    """Name every column: one without a name by its letter, those of one name by their order.

    >>> name_columns(["Age", "Comment", "", "comment "])
    ('Age', 'Comment (1)', 'column C', 'comment (2)')
    """
    names = [
        " ".join(name.replace("\ufeff", "").split()) or f"column {column_letter(place)}"
        for place, name in enumerate(header)
    ]
    count, given = Counter(map(fold_case, names)), Counter()
    for place, name in enumerate(names):
        folded = fold_case(name)
        if count[folded] > 1:
            given[folded] += 1
            names[place] = f"{name} ({given[folded]})"
    return tuple(names)


def column_letter(place: int) -> str:
    """The letters of a column in a spreadsheet.

    >>> [column_letter(place) for place in (0, 25, 26, 702)]
    ['A', 'Z', 'AA', 'AAA']
    """
    letters = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def part_name(question: str, part: str) -> str:
    """The name of a column that is one part of a question.

    >>> part_name("Channels", "Mail"), part_name("Channels", "")
    ('Channels [Mail]', 'Channels')
    """
    return f"{question} [{part}]" if part else question
