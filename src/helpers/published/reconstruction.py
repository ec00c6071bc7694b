"""Synthetic answers that agree with every published figure and suppose as little as possible beyond them."""

import csv
import dataclasses
import io
import itertools
import math
from collections import Counter

import numpy as np
import pandas as pd
from scipy import optimize, sparse

from helpers import published
from helpers.codebook import SurveyError, suggest


def most_entropic(levels, n, limits):
    """The most probable whole counts over levels: those with the most arrangements under limits on sums of levels.

    It is the whole-number form of the maximum-entropy distribution: n! / Π counts! is largest.

    Parameters
    ----------
    levels : list
    n : int
    limits : list of (set of levels, lowest count, highest count)

    Returns
    -------
    dict
        Count of each level.

    Raises
    ------
    SurveyError
        If no counts meet the limits.

    References
    ----------
    Jaynes (1957), Information theory and statistical mechanics, *Physical Review* 106:620.

    Examples
    --------
    >>> most_entropic(["never", "rarely", "mostly", "always"], 77, [({"never", "rarely"}, 61, 61)])
    {'never': 31, 'rarely': 30, 'mostly': 8, 'always': 8}
    """
    share, rest = divmod(n, len(levels))
    even = {level: share + (i < rest) for i, level in enumerate(levels)}
    if all(low <= sum(even[level] for level in chosen) <= high for chosen, low, high in limits):
        return even  # nothing is more probable: no search
    # The j-th person on a level costs log j: costs grow, so a solution fills each level from its
    # first place on. The small second term breaks ties in favour of earlier levels, whatever path
    # the solver takes: it is far above the solver's tolerance, and far below the least difference
    # between two arrangements.
    sums = [(set(levels), n, n), *limits]
    alike = {}  # levels that all limits treat alike share their places, the cheapest first
    for i, level in enumerate(levels):
        places = [
            (1e3 * math.log(place) + 1e-3 * i / len(levels), level) for place in range(1, n + 1)
        ]
        alike.setdefault(tuple(level in chosen for chosen, _, _ in sums), []).extend(places)
    cost, holders = zip(
        *(place for places in alike.values() for place in sorted(places)[:n]), strict=True
    )
    rows = sparse.csr_array(np.array(list(alike), dtype=float).T)
    found = optimize.milp(
        cost,
        integrality=np.ones(len(cost)),
        options={"mip_rel_gap": 0},
        bounds=optimize.Bounds(0, 1),
        constraints=optimize.LinearConstraint(
            sparse.kron(rows, np.ones((1, n)), format="csr"),
            [low for _, low, _ in sums],
            [high for *_, high in sums],
        ),
    )
    if not found.success:
        raise SurveyError(f"no counts of {n} people over {levels} meet what was published")
    filled = Counter(itertools.compress(holders, np.round(found.x)))
    return {level: filled[level] for level in levels}


def margins(figures, book, *, n=None, reading=None):
    """Counts of every level of every question that agree with all that was published and suppose least beyond it.

    Parameters
    ----------
    figures : published.Published
    book : Codebook
    n : int, optional
        Number of respondents; by default the admissible one nearest to the published one.
    reading : str, optional
        Id of another reading of the published percentages.

    Returns
    -------
    dict
        Question id → {level, or set of levels joined by ``|``: count}.

    Raises
    ------
    SurveyError
        If no counts agree with a claim, or there is no such reading.

    Examples
    --------
    >>> from helpers import codebook
    >>> book = codebook.load("data/raw/linkedin-2015")
    >>> figures = published.load(book)
    >>> margins(figures, book)["q5"]
    {'jamais': 31, 'rarement': 30, 'plupart': 8, 'toujours': 8}
    >>> margins(figures, book, n=76, reading="reverse")["q5"]
    {'jamais': 25, 'rarement': 25, 'plupart': 13, 'toujours': 13}
    """
    found = {}
    n = published.respondents(figures) if n is None else n
    figures = figures if reading is None else _read(figures, reading)
    for question in book.questions:
        base = n - figures.reconstruction.get("blank", {}).get(question.id, 0)
        levels = question.ids
        if question.kind == "multiple":
            sets = (
                c
                for size in range(1, len(levels) + 1)
                for c in itertools.combinations(levels, size)
            )
            levels = ["|".join(chosen) for chosen in sets]
        limits = []
        for claim in figures.claims:
            if claim.get("question") != question.id:
                continue
            for chosen in published.quantities(claim):
                holding = {level for level in levels if set(level.split("|")) & set(chosen)}
                fits = published.counts_for(claim, base)
                if not fits:
                    raise SurveyError(f"claim {claim['id']!r}: no count out of {base} meets it")
                limits.append((holding, fits[0], fits[-1]))
        found[question.id] = most_entropic(levels, base, limits)
    return found


def _read(figures, reading):
    """The figures with the percentages of another reading in their claims."""
    known = {other["id"]: other["percent"] for other in figures.readings}
    if reading not in known:
        raise SurveyError(
            f"no reading {reading!r} of the published percentages, only {list(known)}"
            f"{suggest(reading, known)}"
        )
    claims = [
        claim | {"percent": known[reading].get(claim["question"], claim["percent"])}
        if "percent" in claim
        else claim
        for claim in figures.claims
    ]
    return dataclasses.replace(figures, claims=tuple(claims))


def draw(figures, book, *, dependence=None, seed=None, n=None, reading=None):
    """Draw one joint sample with the margins of `margins`.

    Given the margins, the answers to different questions are independent: the maximum-entropy
    joint, which invents no association. A `dependence` other than 0 plants one between behaviours
    and outcomes, through a normal copula; it serves to see whether an association that exists would
    be found.

    Parameters
    ----------
    figures : published.Published
    book : Codebook
    dependence : float, optional
        Correlation of each behaviour and outcome with one hidden trait, in [-1, 1]; by default the
        declared one.
    seed : int, optional
        By default the declared one.
    n, reading : optional
        As in `margins`. With the same number of people, a question of which another reading says
        the same keeps its answers.

    Returns
    -------
    DataFrame
        One row a person, one column a question: level ids, ``""`` for a blank.
    """
    rho = figures.reconstruction.get("dependence", 0.0) if dependence is None else dependence
    rng = np.random.default_rng(figures.seed if seed is None else seed)
    n = published.respondents(figures) if n is None else n
    trait = rng.standard_normal(n)
    drawn = {}
    for question, counts in zip(
        book.questions, margins(figures, book, n=n, reading=reading).values(), strict=True
    ):
        # More of the trait goes with higher levels, and with the positive ones of an outcome.
        order = sorted(counts, key=lambda level: level in question.positive)
        values = [level for level in order for _ in range(counts[level])]
        tie = rho if question.role in ("behaviour", "outcome") else 0.0
        score = tie * trait + math.sqrt(1 - tie**2) * rng.standard_normal(n)
        answers = np.full(n, "", dtype=object)
        answered = np.sort(rng.choice(n, size=len(values), replace=False))
        answers[answered[np.argsort(score[answered], kind="stable")]] = values
        drawn[question.id] = answers
    return pd.DataFrame(drawn)


def export(book):
    """Write a synthetic export that meets every published figure, the way a real form would export it.

    Stray spaces, no-break spaces, case, both apostrophes, an alias, words of one's own, blanks, a
    submission sent twice, an empty one and a trial of the form: cleaning has real work to do.

    Parameters
    ----------
    book : Codebook

    Returns
    -------
    bytes
        The same bytes for the same ``published.toml`` and codebook.
    """
    figures = published.load(book)
    people = draw(figures, book)
    rng = np.random.default_rng([figures.seed, 1])
    rows = [
        [_written(people.loc[i, q.id], q, book, figures, rng) for q in book.questions]
        for i in people.index
    ]
    gaps = np.ceil(rng.exponential(6.0, len(rows))).astype(int)
    times = pd.Timestamp(figures.reconstruction["start"]) + pd.to_timedelta(
        np.cumsum(gaps), unit="s"
    )
    sent = list(zip(times, rows, strict=True))
    twice = int(rng.integers(len(rows)))
    sent.append((times[twice] + pd.Timedelta(seconds=4), rows[twice]))
    sent.append(
        (times[int(rng.integers(len(rows)))] + pd.Timedelta(seconds=1), [""] * len(book.questions))
    )
    mark = book.intake["test_marks"][0].upper()
    trial = [
        mark if question.kind == "multiple" else question.levels[-1].source
        for question in book.questions
    ]
    sent.append((times[0] - pd.Timedelta(minutes=9), trial))
    sent.sort(key=lambda entry: entry[0])
    header = [book.intake["timestamp"], *(q.column for q in book.questions)]
    header[2], header[-2] = f"{header[2]} ", header[-2].replace(" ", "\u00a0", 1)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(
        [[time.strftime(book.intake["timestamp_format"]), *answers] for time, answers in sent]
    )
    return out.getvalue().encode()


def _written(value, question, book, figures, rng):
    """One answer as somebody's form wrote it."""
    if not value:
        return ""
    levels = {level.id: level for level in question.levels}
    parts = []
    for id in value.split("|"):
        text = levels[id].source
        if levels[id].aliases and rng.random() < 0.15:
            text = str(rng.choice(levels[id].aliases))
        if levels[id].write_in and rng.random() < 0.5:
            text = str(rng.choice(figures.reconstruction["open_text"]))
        parts.append(text)
    text = book.intake["separator"].join(parts)
    slips = (
        (0.5, lambda t: t.replace("’", "'")),
        (0.03, lambda t: f"{t} "),
        (0.03, lambda t: f" {t}"),
        (0.05, lambda t: t.replace(" ", "\u00a0", 1)),
        (0.03, str.lower),
        (0.02, str.upper),
    )
    for chance, slip in slips:
        if rng.random() < chance:
            text = slip(text)
    return text
