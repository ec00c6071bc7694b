"""One column of an export: what its cells hold, and how often."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from helpers.answers.intake import Preview
from helpers.codebook.folding import fold_accents


@dataclass(frozen=True)
class Column:
    """A column without a codebook.

    Attributes
    ----------
    name : str
        In normal form: ``Question``, or ``Question [Part]``.
    cells : tuple of str
        One a row, as written.
    header : str
        Its name in the file, where that is a code; else as `name`.
    """

    name: str
    cells: tuple[str, ...]
    header: str = ""

    @property
    def file_name(self) -> str:
        """Its name in the file."""
        return self.header or self.name

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


def columns_of(preview: Preview) -> list[Column]:
    """The columns of an export, named by the questions as asked where names are codes."""
    names = preview.header
    if len("".join(preview.texts)) > len("".join(names)):
        names = preview.texts
    return [
        Column(names[place], tuple(preview.rows.iloc[:, place].astype(str)), header)
        for place, header in enumerate(preview.header)
    ]
