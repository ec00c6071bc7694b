"""What the published percentages imply by themselves: how many people there can have been, what the margins bound."""

import itertools

import pandas as pd

from helpers.codebook import SurveyError
from helpers.processed import COLUMNS
from helpers.stats import frechet, grim


def grim_table(published):
    """For each number of respondents and way of rounding, the counts that each published percentage allows.

    Parameters
    ----------
    published : Published

    Returns
    -------
    DataFrame
        rounding (of `grim.ROUNDINGS`), n, question, levels, percent; count_low, count_high: both
        missing where no count out of n fits; blanks: the fewest of n people who left the question
        out if its percentages are of those who answered it, 0 when all of them can have answered,
        missing when no number of them can.
    """
    lines, questions = [], published.questions()
    for rounding, n in itertools.product(grim.ROUNDINGS, _span(published)):
        blanks = {
            question: percents.blanks(n, rounding) for question, percents in questions.items()
        }
        for question, levels, percent in published.percents():
            fits = grim.counts_of(percent, n, rounding)
            ends = (fits[0], fits[-1]) if fits else (pd.NA, pd.NA)
            value = float(percent) if percent.as_tuple().exponent < 0 else int(percent)
            lines.append((rounding, n, question, "|".join(levels), value, *ends, blanks[question]))
    return pd.DataFrame(lines, columns=COLUMNS["grim"]).astype(
        dict.fromkeys(["count_low", "count_high", "blanks"], "Int64")
    )


def admissible_numbers(table, rounding="half up", *, blanks=0):
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


def respondents(published):
    """The admissible number of respondents nearest to the published one; that one if no percentage was published.

    Raises
    ------
    SurveyError
        If no number is admissible.
    """
    fits = _admissible(published) if published.percents() else [published.respondents["near"]]
    if not fits:
        span = _span(published)
        raise SurveyError(
            f"no number of respondents from {span[0]} to {span[-1]} fits every published percentage, if everybody "
            "answered; widen `lowest` and `highest` of [respondents] in published.toml"
        )
    return fits[0]


def bounds_table(published, book):
    """What the margins alone allow for each behaviour and primary outcome published as percentages.

    Of a scale, what is known is how many people are on the published side of it; how they divide
    among its levels is not, so every table is one of active and positive people.

    Parameters
    ----------
    published : Published
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
    lines = []
    for reading in (None, *(r["id"] for r in published.readings)):
        groups = {}
        for question, levels, percent in published.percents(reading):
            groups.setdefault(question, []).append((set(levels), percent))
        behaviours = [q for q in book.with_role("behaviour") if q.id in groups]
        outcomes = [q for q in book.with_role("outcome", "primary") if q.id in groups]
        for n, behaviour, outcome in itertools.product(
            _numbers(published, reading), behaviours, outcomes
        ):
            upper = [set(behaviour.scale[k:]) for k in range(1, len(behaviour.scale))]
            active = _counts(groups[behaviour.id], upper, set(behaviour.ids), n)
            positive = _counts(groups[outcome.id], [set(outcome.positive)], set(outcome.ids), n)
            for a, b in itertools.product(active, positive):
                found = frechet.bounds([n - b, b], [n - a, a])
                ends = found.measures.loc[
                    ["phi", "tau_b", "somers_row", "somers_column"], ["low", "high"]
                ]
                lines.append(
                    (
                        reading or "main",
                        behaviour.id,
                        outcome.id,
                        n,
                        a,
                        b,
                        int(found.cells_low[1, 1]),
                        int(found.cells_high[1, 1]),
                        *ends.to_numpy().ravel().tolist(),
                        found.p_smallest,
                    )
                )
    return pd.DataFrame(lines, columns=COLUMNS["bounds"])


def _counts(groups, wanted, everything, n):
    """Fewest and most people on the wanted levels, from the first published group that is these levels or all others;
    one number where both are the same, none where no group tells."""
    for levels, percent in groups:
        found = grim.counts_of(percent, n)
        if levels in wanted:
            return sorted({found[0], found[-1]})
        if everything - levels in wanted:
            return sorted({n - found[0], n - found[-1]})
    return []


def _span(published):
    return range(published.respondents["lowest"], published.respondents["highest"] + 1)


def _admissible(published, reading=None):
    """The admissible numbers of respondents, the nearest to the published one first."""
    fits = grim.admissible(published.questions(reading).values(), _span(published))
    return sorted(fits, key=lambda n: abs(n - published.respondents["near"]))


def _numbers(published, reading):
    fits = _admissible(published, reading)
    return [n for n in fits if n in published.close] or fits[:1]
