"""Where a share is from: it was published, in figures or in words, or it was drawn at random."""

from collections.abc import Sequence

import pandas as pd

from helpers import published
from helpers.codebook import Codebook, Question
from helpers.published import LevelClaim, PercentClaim
from helpers.report.catalogue import Messages


class Sources:
    """Says of each share of a reconstruction where it is from.

    Of collected answers it says nothing: they are where all shares are from.

    Parameters
    ----------
    claims : DataFrame
        As `published.check` makes them; of a survey without any, all shares are drawn.
    book : Codebook
    messages : Messages
    """

    def __init__(self, claims: pd.DataFrame, book: Codebook, messages: Messages) -> None:
        self.messages, self.known, self.synthetic = messages, {}, book.synthetic
        entries = published.load(book).claims if book.synthetic and len(claims) else ()
        for entry in entries:
            if isinstance(entry, LevelClaim) and not entry.each:
                self.known |= dict.fromkeys(entry.quantities, entry)

    def of(self, row: pd.Series, question: Question) -> str:
        """Where the share of some levels of a question, a row of its shares, is from."""
        if not self.synthetic:
            return ""
        entry = self._entry(row, question)
        if entry is None:
            return self.messages("origin.drawn")
        if isinstance(entry, PercentClaim):
            return self.messages("origin.published")
        return self.messages("origin.words", words=self.messages.of_claim(entry, "published"))

    def of_all(self, pairs: Sequence[tuple[pd.Series, Question]]) -> str:
        """Where several shares are from, if all are from one place; else nothing is said."""
        entries = [self._entry(*pair) for pair in pairs]
        if not self.synthetic or len(pairs) < 2:
            return ""
        if all(isinstance(entry, PercentClaim) for entry in entries):
            return self.messages("origin.all_published")
        return "" if any(entries) else self.messages("origin.all_drawn")

    def _entry(self, row, question):
        return self.known.get(f"{question.id}:{row.level}")
