"""One column of an export: what its cells hold, and how often."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from helpers.answers.folding import fold_accents


@dataclass(frozen=True)
class Column:
    """A column without a codebook.

    Attributes
    ----------
    name : str
        In normal form: ``Question``, or ``Question [Part]``.
    cells : tuple of str
        One a row, as written.
    """

    name: str
    cells: tuple[str, ...]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """One a row, runs of spaces made one; ``""`` where nothing stands."""
        return tuple(" ".join(cell.split()) for cell in self.cells)

    @cached_property
    def answers(self) -> tuple[str, ...]:
        """The texts of those who answered."""
        return tuple(text for text in self.texts if text)

    @cached_property
    def counts(self) -> dict[str, int]:
        """Wording → how many wrote it; see `count_wordings`."""
        return count_wordings(self.answers)

    @property
    def distinct_share(self) -> float:
        """Different wordings an answer: 1 where nobody wrote what another did."""
        return len(self.counts) / max(1, len(self.answers))


def count_wordings(texts: Iterable[str]) -> dict[str, int]:
    """Count texts, those that reading does not tell apart as one, under its commonest wording.

    Returns
    -------
    dict
        Wording → count, the commonest first.

    Examples
    --------
    >>> count_wordings(["Oui", "oui", "Non", "Oui", "Ou\\u00ed"])
    {'Oui': 4, 'Non': 1}
    """
    written: dict[str, Counter] = {}
    for text in texts:
        written.setdefault(fold_accents(text), Counter())[text] += 1
    counts = {forms.most_common(1)[0][0]: forms.total() for forms in written.values()}
    return dict(sorted(counts.items(), key=lambda item: -item[1]))


def columns_of(header: Sequence[str], rows) -> list[Column]:
    """The columns of a table of texts, whose columns are in the order of the header."""
    return [
        Column(name, tuple(rows.iloc[:, place].astype(str))) for place, name in enumerate(header)
    ]
