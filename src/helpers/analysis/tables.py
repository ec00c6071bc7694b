"""Counts and shares, each with its base and its interval."""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.analysis import distributions
from helpers.answers import counting
from helpers.codebook import MISSING, NO_OPTION, Question
from helpers.stats import proportions


def shares(answers: pd.DataFrame, question: Question) -> pd.DataFrame:
    """Count one question.

    Parameters
    ----------
    answers : DataFrame
        Clean answers, one categorical column a question.
    question : Question

    Returns
    -------
    DataFrame
        question, level, status, count, base, share, low, high, method, bound_low, bound_high (NaN
        here: `population.among_eligible`). By `status`, the rows are

        - ``level``: one a level, in order, zeros kept. `base` is the people who answered; the
          interval is Goodman's, simultaneous over the levels, or Wilson's, one option at a time,
          for several answers (their shares may add up to more than 1) and for a ranking, where
          those count who ranked the option first;
        - ``group``: the levels that the codebook highlights, taken together, with Wilson's
          interval;
        - ``none``: of several answers, those who chose none of the options, out of the same base;
        - ``conflict``: those who chose an exclusive level with another, which both count;
        - ``value`` or ``bin``: of numbers, how many people gave each, or one from a lower end on
          and below a higher one, as ``low|high``; out of those who gave one, no interval. So of
          dates, and of the lengths of texts;
        - ``missing``: one a kind, out of everybody asked, or of everybody for those who were not;
          no interval.

        Of a text, of dates, of numbers without bands, ``answered`` is out of everybody asked.

        Intervals are 95 % and model-based: they treat the respondents as a random sample of some
        larger group.

    References
    ----------
    Wilson (1927), *JASA* 22:209; Goodman (1965), *Technometrics* 7:247.

    Examples
    --------
    >>> from helpers import codebook
    >>> question = codebook.load("data/raw/linkedin-2015").question("q6")
    >>> answers = pd.DataFrame({"q6": ["jamais", "jamais", "rarement", "_skipped"]})
    >>> shares(answers, question)[["level", "status", "count", "base"]].head(5)
                 level status  count  base
    0           jamais  level      2     3
    1         rarement  level      1     3
    2          plupart  level      0     3
    3         toujours  level      0     3
    4  jamais|rarement  group      3     3
    """
    sets = counting.people_per_row(answers).groupby(answers[question.id].astype("object")).sum()
    kinds = sets.reindex(list(MISSING), fill_value=0)
    given = sets.drop(list(MISSING), errors="ignore")
    everybody, base = int(sets.sum()), int(given.sum())
    asked = everybody - int(kinds["_not_asked"])
    levels = {value: question.levels_of(value) for value in given.index}
    counts = {id: int(given[[id in levels[x] for x in given.index]].sum()) for id in question.ids}
    one_by_one = question.kind in ("multiple", "ranking") or not question.offers_levels
    method = "wilson" if one_by_one else "goodman"
    of = base if question.offers_levels else asked
    parts = [_rows(question, "level", pd.Series(counts), of, method)]
    if question.highlight:
        name = "|".join(level for level in question.ids if level in question.highlight)
        some = [not set(question.highlight).isdisjoint(levels[x]) for x in given.index]
        group = pd.Series({name: int(given[some].sum())})
        parts.append(_rows(question, "group", group, base, "wilson"))
    if question.kind == "multiple":
        nothing = pd.Series({NO_OPTION: int(given.get(NO_OPTION, 0))})
        parts.append(_rows(question, "none", nothing, base, "wilson"))
        parts += _conflicts(question, given, levels, base)
    if spread := distributions.spread(given, question):
        status, people = spread
        parts.append(_rows(question, status, people, int(people.sum()), ""))
    bases = np.where(kinds.index == "_not_asked", everybody, asked)
    parts.append(_rows(question, "missing", kinds, bases, ""))
    return pd.concat(parts, ignore_index=True)


def _conflicts(question, given, levels, base):
    """Those who chose a level that goes with no other, and another."""
    for level in question.levels:
        if level.exclusive:
            both = [level.id in levels[x] and len(levels[x]) > 1 for x in given.index]
            people = pd.Series({level.id: int(given[both].sum())})
            yield _rows(question, "conflict", people, base, "")


def _rows(question, status, counts, base, method):
    low = high = np.nan
    method = method if np.any(base) else ""
    if method == "wilson":
        low, high = proportions.wilson(counts.to_numpy(), base)
    elif method == "goodman":
        low, high = proportions.goodman(counts)
    return pd.DataFrame(
        {
            "question": question.id,
            "level": counts.index,
            "status": status,
            "count": counts.to_numpy(),
            "base": base,
            "share": counts.to_numpy() / np.where(base, base, np.nan),
            "low": low,
            "high": high,
            "method": method,
            "bound_low": np.nan,
            "bound_high": np.nan,
        }
    )


def two_way(answers: pd.DataFrame, row: Question, column: Question) -> pd.DataFrame:
    """Cross two questions over the people who gave both a level on its scale.

    Parameters
    ----------
    answers : DataFrame
    row, column : Question
        A question with `positive` levels is read in two rows (or columns): the rest, then the
        positive ones.

    Returns
    -------
    DataFrame
        Counts; levels from low to high, empty ones kept.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> columns = {"q3": ["oui", "non", "non"], "q6": ["rarement", "jamais", "_skipped"]}
    >>> answers = pd.DataFrame(columns)
    >>> two_way(answers, book.question("q3"), book.question("q6")).loc["oui"].to_dict()
    {'jamais': 0, 'rarement': 1, 'plupart': 0, 'toujours': 0}
    """
    (down, rows), (across, columns) = (
        _places(answers[question.id], question) for question in (row, column)
    )
    both = (down >= 0) & (across >= 0)
    cells = down[both] * len(columns) + across[both]
    people = counting.people_per_row(answers).to_numpy()[both]
    counted = np.bincount(cells, people, minlength=len(rows) * len(columns)).astype(np.int64)
    return pd.DataFrame(
        counted.reshape(len(rows), len(columns)),
        index=pd.Index(rows, name=row.id),
        columns=pd.Index(columns, name=column.id),
    )


def positions(answers: pd.DataFrame, question: Question) -> pd.Series:
    """Where each answer stands on the scale of its question: 0 is the lowest level; NaN is no
    answer on the scale.

    Parameters
    ----------
    answers : DataFrame
        Clean answers.
    question : Question
        One with `positive` levels has two places: 0 the rest, 1 the positive ones.

    Returns
    -------
    Series of float, indexed as `answers`

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> answers = pd.DataFrame({"q6": ["toujours", "jamais", "_skipped"]})
    >>> positions(answers, book.question("q6")).tolist()
    [3.0, 0.0, nan]
    >>> answers = pd.DataFrame({"q8": ["oui", "non", "ne_sait_pas"]})
    >>> positions(answers, book.question("q8")).tolist()
    [1.0, 0.0, nan]
    """
    places, _ = _places(answers[question.id], question)
    return pd.Series(np.where(places < 0, np.nan, places), answers.index, name=question.id)


def combinations(answers: pd.DataFrame, questions: list[Question]) -> pd.DataFrame:
    """Count the combinations of answers of those who gave every question a level on its scale.

    Parameters
    ----------
    answers : DataFrame
    questions : list of Question
        A question with `positive` levels has two, as in `two_way`.

    Returns
    -------
    DataFrame
        One ordered categorical column a question, empty levels among its categories, and `people`;
        a row a combination that somebody gave, from low to high.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> columns = {"q3": ["oui", "non", "non_mesurable"], "q6": ["rarement", "jamais", "jamais"]}
    >>> answers = pd.DataFrame(columns)
    >>> combinations(answers, [book.question("q3"), book.question("q6")])
                      q3        q6  people
    0  non|non_mesurable    jamais       2
    1                oui  rarement       1
    """
    read = {question.id: _places(answers[question.id], question) for question in questions}
    given = pd.DataFrame(
        {
            id: pd.Categorical.from_codes(places, levels, ordered=True)
            for id, (places, levels) in read.items()
        }
    )
    return counting.count(given.assign(people=counting.people_per_row(answers).to_numpy()).dropna())


def _places(answers, question):
    """Where each answer stands on the scale of its question, -1 beside it; the scale's levels."""
    levels, place_of = question.scale, {}
    for place, level in enumerate(levels):
        place_of[level] = int(level in question.positive) if question.positive else place
    if question.positive:
        levels = ["|".join(x for x in levels if place_of[x] == side) for side in (0, 1)]
    values = answers.astype("category").array
    given = values.categories
    if question.kind == "number":
        given = [x if x in MISSING else question.levels_of(x)[0] for x in given]
    places = np.array([*(place_of.get(value, -1) for value in given), -1])
    return places[values.codes], levels
