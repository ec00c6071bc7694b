"""What was looked at so far: every pair of questions, once, and p adjusted over them all."""

from __future__ import annotations

import pandas as pd

from helpers.analysis import exploration
from helpers.codebook import Codebook
from helpers.lab.crossing import Crossing
from helpers.lab.view import View
from helpers.processed import COLUMNS
from helpers.report import narrative
from helpers.report.catalogue import Messages

KEYS = ["where", "group", "first", "second", "option"]


class Looks:
    """The looks that one opened survey was asked for."""

    def __init__(self) -> None:
        self._effects: dict[tuple, pd.Series] = {}

    def __len__(self) -> int:
        return len(self._effects)

    def add(self, crossing: Crossing, where: str) -> None:
        """Note what a crossing looked at; looking again counts once."""
        for _, row in crossing.effects.assign(where=where).iterrows():
            self._effects[tuple(row[KEYS])] = row

    @property
    def frame(self) -> pd.DataFrame:
        """One row a look, as `exploration.table` has it, `where` and `group` before it."""
        columns = ["where", "group", *COLUMNS["exploration"]]
        looks = pd.DataFrame(list(self._effects.values()), columns=columns)
        return exploration.adjust_together(looks.reset_index(drop=True))

    def view(self, book: Codebook, messages: Messages, note: str) -> View:
        """The looks, and what is left of them once adjusted together."""
        looks = self.frame
        if looks.empty:
            return View(looks, narrative.looks.nothing(messages))
        lines = pd.DataFrame(narrative.looks.rows(looks, book, messages))
        lines.index += 1
        return View(looks, narrative.exploration.sentence(looks, messages), (lines,), None, note)
