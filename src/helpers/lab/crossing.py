"""Two questions crossed, everybody together or group by group: counts, effects, picture."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from helpers.analysis import associations, exploration, tables
from helpers.answers import counting
from helpers.codebook import Codebook, Level, Question
from helpers.lab.conditions import answered
from helpers.lab.pair import Pair
from helpers.processed import COLUMNS
from helpers.report import catalogue, figures, narrative
from helpers.report.catalogue import Messages
from helpers.report.figures.style import Figure
from helpers.report.narrative.looks import NO_MEASURE

EVERYBODY = ""  # the group of a crossing without groups


@dataclass(frozen=True)
class Panel:
    """One table of a crossing: a question, or one of its options, within one group."""

    group: str
    option: str
    question: Question
    answers: pd.Series


@dataclass(frozen=True)
class Crossing:
    """Two questions crossed.

    Attributes
    ----------
    clean : DataFrame
        Clean answers of those whom it is about.
    pair : Pair
    group : Question or None
        Each of its levels is a group.
    """

    clean: pd.DataFrame
    pair: Pair
    group: Question | None = None

    @cached_property
    def effects(self) -> pd.DataFrame:
        """The rows of `exploration.table` for this pair, in each `group`, a condition.

        Where no measure fits, one row a group with nothing but its base.
        """
        effects = []
        for group, part in self._parts():
            looks = exploration.table(part, self.pair.book)
            looks = looks if len(looks) else self._uncounted(part)
            effects.append(looks.assign(group=self._condition(group)))
        return pd.concat(effects, ignore_index=True)

    def counts(self, messages: Messages) -> pd.DataFrame:
        """One row a cell: group, first, option, second, the levels of both, count, base."""
        crossed, panels = self._crossed(messages)
        places = crossed.behaviour.map({panel.question.id: panel for panel in panels})
        return pd.DataFrame(
            {
                "group": [self._condition(panel.group) for panel in places],
                "first": self.pair.first.id,
                "option": [panel.option for panel in places],
                "second": self.pair.second.id,
                "first_level": crossed.behaviour_level,
                "second_level": crossed.outcome_level,
                "count": crossed["count"],
                "base": crossed.base,
            }
        )

    def lines(self, messages: Messages) -> pd.DataFrame:
        """The counts as they are read: a line a level of the first, a column a level of the
        second."""
        crossed, panels = self._crossed(messages)
        book = self._book(panels)
        return narrative.associations.crosstab_rows(crossed, self.pair.second, book, messages)

    def draw(self, messages: Messages) -> Figure:
        """The counts as a picture, a panel a group and option."""
        crossed, panels = self._crossed(messages)
        return figures.crosstabs(crossed, self.pair.second, self._book(panels), messages)

    def _parts(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """The answers of each group, or of everybody."""
        if self.group is None:
            yield EVERYBODY, self.clean
            return
        for level in self.group.ids:
            yield level, self.clean[answered(self.clean, self.group, [level])]

    def _condition(self, group):
        return f"{self.group.id}={group}" if group else EVERYBODY

    def _uncounted(self, part):
        """A look that no measure of the report fits."""
        crossed = tables.two_way(part, self.pair.first, self.pair.second)
        row = dict.fromkeys(COLUMNS["exploration"], math.nan)
        names = {"first": self.pair.first.id, "second": self.pair.second.id, "option": ""}
        row |= names | {"base": int(crossed.to_numpy().sum()), "note": NO_MEASURE}
        return pd.DataFrame([row | {"effect_name": "", "test": ""}])

    def _panels(self, messages) -> Iterator[Panel]:
        first = self.pair.first
        for group, part in self._parts():
            named = [messages.label(self.group, group)] if group else []
            if first.kind != "multiple":
                yield _panel(first, group, "", part[first.id], [*named, messages.short(first)])
                continue
            chosen = exploration.chosen_options(part, first)
            for option in chosen:
                values = chosen[option].map({0.0: "not_chosen", 1.0: "chosen"})
                name = [*named, messages.label(first, option)]
                yield _panel(_either(first), group, option, values.fillna("_skipped"), name)

    def _crossed(self, messages):
        """Every panel crossed with the second question, and the panels."""
        panels = list(self._panels(messages))
        second = self.clean[[self.pair.second.id]]
        people = counting.people_per_row(self.clean)
        crossed = [
            associations.cross(
                second.loc[panel.answers.index].assign(
                    **{panel.question.id: panel.answers, "people": people}
                ),
                associations.plan(self._book([panel])),
            )
            for panel in panels
        ]
        return pd.concat(crossed, ignore_index=True), panels

    def _book(self, panels) -> Codebook:
        """A codebook of the panels, each planned with the second question."""
        second = replace(self.pair.second, role="outcome")
        questions = tuple(panel.question for panel in panels)
        return replace(self.pair.book, questions=(*questions, second))


def _panel(question, group, option, answers, name):
    title = " · ".join(name)
    id = ":".join(filter(None, [question.id, option, group]))
    texts = dict.fromkeys(question.text, title)
    own = replace(question, id=id, role="behaviour", short=texts)
    return Panel(group, option, own, answers)


def _either(question):
    """A question of two answers, chosen or not, that an option of several is."""
    words = {
        language: narrative.looks.chosen(catalogue.load(language, marked=False))
        for language in question.text
    }
    levels = tuple(
        Level(id, id, {language: words[language][id] for language in words})
        for id in ("not_chosen", "chosen")
    )
    return replace(question, kind="nominal", levels=levels, positive=(), highlight=())
