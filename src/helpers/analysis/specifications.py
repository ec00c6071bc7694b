"""The main analysis with one decision made otherwise: how pairs are then crossed and tested."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np
import pandas as pd

from helpers import published
from helpers.analysis import nonresponse, tables
from helpers.analysis.associations import Pair
from helpers.analysis.crossing import by_event, event_codes, is_off_scale, pooled
from helpers.analysis.frequencies import upper_part
from helpers.analysis.notes import Note
from helpers.analysis.pair_test import PairTest, examine
from helpers.answers import counting
from helpers.codebook import Codebook, Question, SurveyError
from helpers.privacy import rule, suppression
from helpers.published import Published, reconstruction
from helpers.stats import exact

Strata = tuple[pd.DataFrame, ...]  # one pair crossed, a table an event


class Kind(StrEnum):
    """What is decided otherwise; some are named together with a value."""

    MAIN = "main"
    MID_RANKS = "mid-ranks"
    MID_P = "mid-p"
    DICHOTOMISED = "dichotomised"
    POOLED = "events pooled"
    WITH_DUPLICATES = "with duplicates"
    LEAST_FAVOURABLE = "missing, least favourable"
    MOST_FAVOURABLE = "missing, most favourable"
    RESPONDENTS = "n = "
    READING = "reading: "
    OFF_SCALE_LOWEST = "off the scale, as the lowest"
    OFF_SCALE_LEAST = "off the scale, least favourable"
    OFF_SCALE_MOST = "off the scale, most favourable"
    WITHOUT = "without: "
    ONE_FEWER_HIGHEST = "one person fewer, highest p"
    ONE_FEWER_LOWEST = "one person fewer, lowest p"

    @classmethod
    def of(cls, name: str) -> tuple[Kind, str]:
        """The kind of a specification by its name in the table, and its value.

        Examples
        --------
        >>> Kind.of("n = 76")
        (<Kind.RESPONDENTS: 'n = '>, '76')
        >>> Kind.of("mid-p")
        (<Kind.MID_P: 'mid-p'>, '')
        """
        for kind in (cls.RESPONDENTS, cls.READING, cls.WITHOUT):
            if name.startswith(kind):
                return kind, name.removeprefix(kind)
        return cls(name), ""


@dataclass(frozen=True)
class Specification:
    """Every planned pair, as one other decision would have it.

    Attributes
    ----------
    name : str
        As in the table: a `Kind`, and its value.
    tables : list of tuples of DataFrame
        Counts of each pair, one table an event, in the order of the plan.
    options : dict
        Of `pair_test.examine`.
    notes : list of str
        What is to be said of each table; of a pair with a note of its own, nothing.
    outcome : str
        Id of the one outcome whose pairs are read otherwise; empty if all are.
    """

    name: str
    tables: Sequence[Strata]
    options: dict = field(default_factory=dict)
    notes: Sequence[str] = ()
    outcome: str = ""

    def test(self) -> list[PairTest]:
        """Test each pair by itself."""
        return [examine(strata, **self.options) for strata in self.tables]

    def note(self, place: int, own: str) -> str:
        """The note of one pair, of which the test says `own`."""
        given = self.notes[place] if self.notes else ""
        return given if given == suppression.PROTECTED else own or given


def specifications(
    pairs: Sequence[Pair],
    answers: pd.DataFrame,
    duplicates: pd.DataFrame,
    book: Codebook,
    publication: Published | None,
) -> Iterator[Specification]:
    """All that do not leave anybody out, the main analysis first; see `robustness.table`."""
    crossed = cross(pairs, answers)
    yield Specification(Kind.MAIN, crossed)
    yield Specification(Kind.MID_RANKS, crossed, {"scores": exact.midranks})
    yield Specification(Kind.MID_P, crossed, {"mid_p": True})
    halves = [
        tuple(halve(table, behaviour) for table in strata)
        for strata, (behaviour, _) in zip(crossed, pairs, strict=True)
    ]
    yield Specification(Kind.DICHOTOMISED, halves)
    if any(len(strata) > 1 for strata in crossed):
        yield Specification(Kind.POOLED, [(pooled(strata),) for strata in crossed])
    if len(duplicates):
        yield Specification(Kind.WITH_DUPLICATES, cross(pairs, _stacked(answers, duplicates)))
    kinds = Kind.LEAST_FAVOURABLE, Kind.MOST_FAVOURABLE
    yield from _completed(pairs, answers, kinds)
    for outcome in {outcome.id: outcome for _, outcome in pairs}.values():
        yield from _read_otherwise(pairs, answers, outcome, book)
    if publication is not None and book.synthetic:
        yield from _redrawn(pairs, publication, book)


def cross(pairs: Sequence[Pair], answers: pd.DataFrame) -> list[Strata]:
    """Counts of each pair at each event: outcome in rows, behaviour in columns."""
    return [by_event(answers, outcome, behaviour) for behaviour, outcome in pairs]


def halve(counts: pd.DataFrame, behaviour: Question) -> pd.DataFrame:
    """The columns of a table in two: less of the behaviour, then more of it."""
    if counts.shape[1] == 2:
        return counts
    scale, cut = behaviour.scale, upper_part(behaviour)
    people = counts.to_numpy()
    return pd.DataFrame(
        np.column_stack([people[:, :cut].sum(axis=1), people[:, cut:].sum(axis=1)]),
        counts.index,
        ["|".join(half) for half in (scale[:cut], scale[cut:])],
    )


def _stacked(answers, duplicates):
    """All rows together, each with the number of people that it stands for."""
    parts = [part.assign(people=counting.people_per_row(part)) for part in (answers, duplicates)]
    return pd.concat(parts, ignore_index=True)


def _read_otherwise(pairs, answers, outcome, book):
    """Answers to one outcome that are neither yes nor no, read in the other ways.

    Each level beside the positive ones is left out in turn, where there are several; what is off
    the scale is read as its lowest level, then as what makes each gamma lowest and highest.
    """
    notes = _protected(pairs, answers, outcome, book)
    values = answers[outcome.id].astype(object)
    rest = [level for level in outcome.scale if level not in outcome.positive]
    if outcome.positive and len(rest) > 1:
        for level in rest:
            left = answers.assign(**{outcome.id: values.where(values != level, "_skipped")})
            name = f"{Kind.WITHOUT}{outcome.id}={level}"
            yield Specification(name, cross(pairs, left), notes=notes, outcome=outcome.id)
    off_scale = is_off_scale(answers, outcome)
    if not off_scale.any() or outcome.kind == "multiple":
        return
    lowest = answers.assign(**{outcome.id: values.mask(off_scale, (rest or outcome.scale)[0])})
    crossed = cross(pairs, lowest)
    yield Specification(Kind.OFF_SCALE_LOWEST, crossed, notes=notes, outcome=outcome.id)
    unknown = answers.assign(**{outcome.id: values.mask(off_scale, "_skipped")})
    kinds = Kind.OFF_SCALE_LEAST, Kind.OFF_SCALE_MOST
    for specification in _completed(pairs, unknown, kinds, outcome.id):
        both = zip(notes, specification.notes, strict=True)
        yield replace(specification, notes=[note or other for note, other in both])


def _protected(pairs, answers, outcome, book):
    """Which pairs have a small cell once every answer to an outcome is told apart."""
    levels = tuple(replace(level, off_scale=False) for level in outcome.levels)
    apart = replace(outcome, levels=levels, positive=())
    notes = []
    for behaviour, _ in pairs:
        crossed = tables.two_way(answers, apart, behaviour).to_numpy()
        notes.append(suppression.PROTECTED if rule.is_hidden(crossed, book) else "")
    return notes


def _completed(pairs, answers, kinds, only=""):
    """Missing answers filled in so that each gamma is lowest, then highest."""
    events = event_codes(answers)
    gaps = [
        nonresponse.incomplete_by_event(answers, outcome, behaviour, events)
        for behaviour, outcome in pairs
    ]
    if not any(gap.missing for own in gaps for gap in own):
        return
    bounds = [[nonresponse.gamma_bounds(gap) for gap in own] for own in gaps]
    # of several events, each has its own lowest gamma; that of all may be lower yet
    complete = [len(own) == 1 and own[0].complete for own in bounds]
    notes = ["" if every else Note.EXTREME_ALLOCATIONS for every in complete]
    lowest = [tuple(bound.lowest for bound in own) for own in bounds]
    least, most = kinds
    yield Specification(least, lowest, notes=notes, outcome=only)
    highest = [tuple(bound.highest for bound in own) for own in bounds]
    yield Specification(most, highest, notes=notes, outcome=only)


def _redrawn(pairs, publication, book):
    """Synthetic answers drawn anew, in each other way that the published words and figures
    allow."""
    for name, options in _other_draws(publication):
        try:
            answers = reconstruction.draw(publication, book, **options)
        except SurveyError:  # the blanks, or what was said in words, leave no counts
            continue
        yield Specification(name, cross(pairs, answers))


def _other_draws(publication):
    """Name and options of each."""
    if publication.percents():
        main = published.respondents(publication)
        for n in published.admissible_numbers(published.grim_table(publication)):
            if n in publication.close and n != main:
                yield f"{Kind.RESPONDENTS}{n}", {"n": n}
    for reading in publication.readings:
        yield f"{Kind.READING}{reading.id}", {"reading": reading.id}
