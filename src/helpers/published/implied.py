"""What the published percentages imply: how many people there can have been, what margins bound."""

from __future__ import annotations

import itertools

import pandas as pd

from helpers.codebook import Codebook, SurveyError
from helpers.processed import COLUMNS
from helpers.published.source import Published
from helpers.stats import frechet, grim


def grim_table(publication: Published) -> pd.DataFrame:
    """For each number of respondents and way of rounding, the counts that each published percentage
    allows.

    Parameters
    ----------
    publication : Published

    Returns
    -------
    DataFrame
        rounding (of `grim.ROUNDINGS`), n, question, levels, percent; count_low, count_high: both
        missing where no count out of n fits; blanks: the fewest of n people who left the question
        out if its percentages are of those who answered it, 0 when all of them can have answered,
        missing when no number of them can.
    """
    lines, questions = [], publication.questions()
    for rounding, n in itertools.product(grim.ROUNDINGS, publication.respondents.span):
        blanks = {id: percentages.blanks(n, rounding) for id, percentages in questions.items()}
        for question, levels, percent in publication.percents():
            counts = grim.counts_of(percent, n, rounding)
            ends = (counts[0], counts[-1]) if counts else (pd.NA, pd.NA)
            value = float(percent) if percent.as_tuple().exponent < 0 else int(percent)
            lines.append((rounding, n, question, "|".join(levels), value, *ends, blanks[question]))
    return pd.DataFrame(lines, columns=COLUMNS["grim"]).astype(
        dict.fromkeys(["count_low", "count_high", "blanks"], "Int64")
    )


def admissible_numbers(
    table: pd.DataFrame, rounding: str = "half up", *, blanks: int = 0
) -> list[int]:
    """The numbers of respondents at which every published percentage is possible at once.

    Parameters
    ----------
    table : DataFrame
        As `grim_table` makes it.
    rounding : str
    blanks : int
        How many people may have left out each question; with 0, everybody answered all of them.

    Returns
    -------
    list of int

    Examples
    --------
    >>> from helpers import codebook
    >>> from helpers.published.source import load
    >>> table = grim_table(load(codebook.load("data/raw/linkedin-2015")))
    >>> admissible_numbers(table), admissible_numbers(table, blanks=1) == list(range(70, 81))
    ([70, 73, 76, 77], True)
    """
    by_number = table[table.rounding == rounding].groupby("n").blanks
    return [int(n) for n, fewest in by_number if fewest.notna().all() and fewest.max() <= blanks]


def respondents(publication: Published) -> int:
    """The admissible number of respondents nearest to the published one.

    It is the published one if no percentage was published.

    Raises
    ------
    SurveyError
        If no number is admissible.
    """
    if not publication.percents():
        return publication.respondents.near
    numbers = _nearest_first(publication)
    if not numbers:
        span = publication.respondents.span
        raise SurveyError(
            f"no number of respondents from {span[0]} to {span[-1]} fits every published "
            "percentage, if everybody answered; widen `lowest` and `highest` of [respondents] in "
            "published.toml"
        )
    return numbers[0]


def bounds_table(publication: Published, book: Codebook) -> pd.DataFrame:
    """What the margins alone allow for each behaviour and primary outcome published as percentages.

    Of a scale, what is known is how many people are on the published side of it; how they divide
    among its levels is not, so every table is one of active and positive people.

    Parameters
    ----------
    publication : Published
    book : Codebook

    Returns
    -------
    DataFrame
        reading, behaviour, outcome; n: each admissible number of respondents that the published
        words hold for, the nearest one first (that one alone if they hold for none; no rows if
        there is none); active, positive: the margins, above 100 people the fewest and the most that
        the percentage allows; both_low, both_high: how few and how many people can be active and
        positive at once; at these ends, phi_low and phi_high: the correlation, tau_b_low and
        tau_b_high: Kendall's tau-b, which is the same for four cells, somers_outcome_low and
        somers_outcome_high: Somers' D of the outcome given the behaviour, which is the difference
        between the shares of positive people, somers_behaviour_low and somers_behaviour_high: that
        of the behaviour given the outcome, all missing when a margin is empty; p_smallest: the
        smallest two-sided exact p that any table with these margins attains.  The odds ratio and
        gamma have no bounds: margins allow every value.

    References
    ----------
    As in `frechet.bounds`.
    """
    readings = {"main": publication}
    readings |= {reading.id: publication.in_reading(reading.id) for reading in publication.readings}
    lines = []
    for name, reading in readings.items():
        groups = {}
        for question, levels, percent in reading.percents():
            groups.setdefault(question, []).append((set(levels), percent))
        behaviours = [q for q in book.with_role("behaviour") if q.id in groups]
        outcomes = [q for q in book.with_role("outcome", "primary") if q.id in groups]
        for n, behaviour, outcome in itertools.product(_numbers(reading), behaviours, outcomes):
            upper = [set(behaviour.scale[k:]) for k in range(1, len(behaviour.scale))]
            active = _ends(groups[behaviour.id], upper, set(behaviour.ids), n)
            positive = _ends(groups[outcome.id], [set(outcome.positive)], set(outcome.ids), n)
            for a, b in itertools.product(active, positive):
                lines.append((name, behaviour.id, outcome.id, n, a, b, *_bounds(n, a, b)))
    return pd.DataFrame(lines, columns=COLUMNS["bounds"])


MEASURES = ["phi", "tau_b", "somers_row", "somers_column"]


def _bounds(n, active, positive):
    """What a table of so many active and positive people can be at its ends."""
    bounds = frechet.bounds([n - positive, positive], [n - active, active])
    measures = bounds.measures.loc[MEASURES, ["low", "high"]].to_numpy().ravel().tolist()
    both = int(bounds.cells_low[1, 1]), int(bounds.cells_high[1, 1])
    return *both, *measures, bounds.p_smallest


def _ends(groups, wanted, everything, n):
    """Fewest and most people on the wanted levels; one number where both are the same.

    They are those of the first published group that is these levels, or all others; none where no
    group tells.
    """
    for levels, percent in groups:
        counts = grim.counts_of(percent, n)
        if levels in wanted:
            return sorted({counts[0], counts[-1]})
        if everything - levels in wanted:
            return sorted({n - counts[0], n - counts[-1]})
    return []


def _nearest_first(publication):
    """The admissible numbers of respondents, the nearest to the published one first."""
    respondents = publication.respondents
    numbers = grim.admissible(publication.questions().values(), respondents.span)
    return sorted(numbers, key=lambda n: abs(n - respondents.near))


def _numbers(publication):
    """Those that the published words hold for, or else the nearest one."""
    numbers = _nearest_first(publication)
    return [n for n in numbers if n in publication.close] or numbers[:1]
