"""Synthetic answers that agree with every published figure and suppose as little else as can be."""

from __future__ import annotations

import csv
import io
import itertools
import math

import numpy as np
import pandas as pd

from helpers.answers.intake.layout import SEPARATOR
from helpers.codebook import Codebook, Question, SurveyError
from helpers.published.entries import LevelClaim
from helpers.published.entropy import most_entropic
from helpers.published.implied import respondents
from helpers.published.source import Published, load


def marginal_counts(
    publication: Published, book: Codebook, *, n: int | None = None, reading: str | None = None
) -> dict[str, dict[str, int]]:
    """Counts of every level that agree with all that was published and suppose least beyond it.

    Parameters
    ----------
    publication : Published
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
    >>> publication = load(book)
    >>> marginal_counts(publication, book)["q5"]
    {'jamais': 31, 'rarement': 30, 'plupart': 8, 'toujours': 8}
    >>> marginal_counts(publication, book, n=76, reading="reverse")["q5"]
    {'jamais': 25, 'rarement': 25, 'plupart': 13, 'toujours': 13}
    """
    n = respondents(publication) if n is None else n
    publication = publication if reading is None else publication.in_reading(reading)
    blank = publication.reconstruction.get("blank", {})
    counts = {}
    for question in book.questions:
        base, answers = n - blank.get(question.id, 0), _answers(question)
        limits = _limits(publication, question, answers, base)
        counts[question.id] = most_entropic(answers, base, limits)
    return counts


def _answers(question):
    """What a person can answer: a level, or a set of levels joined by ``|``."""
    levels = question.ids
    if question.kind != "multiple":
        return levels
    sizes = range(1, len(levels) + 1)
    return ["|".join(chosen) for size in sizes for chosen in itertools.combinations(levels, size)]


def _limits(publication, question, answers, base):
    """How many people can have given some of the answers, by each claim about the question."""
    limits = []
    for claim in publication.claims:
        if not isinstance(claim, LevelClaim) or claim.question != question.id:
            continue
        counts = claim.counts(base)
        for levels in claim.groups:
            if not counts:
                raise SurveyError(f"claim {claim.id!r}: no count out of {base} meets it")
            holding = {answer for answer in answers if set(answer.split("|")) & set(levels)}
            limits.append((holding, counts[0], counts[-1]))
    return limits


def draw(
    publication: Published,
    book: Codebook,
    *,
    dependence: float | None = None,
    seed: int | None = None,
    n: int | None = None,
    reading: str | None = None,
) -> pd.DataFrame:
    """Draw one joint sample with the margins of `marginal_counts`.

    Given the margins, the answers to different questions are independent: the maximum-entropy
    joint, which invents no association. A `dependence` other than 0 plants one between behaviours
    and outcomes, through a normal copula; it serves to see whether an association that exists would
    be found.

    Parameters
    ----------
    publication : Published
    book : Codebook
    dependence : float, optional
        Correlation of each behaviour and outcome with one hidden trait, in [-1, 1]; by default the
        declared one.
    seed : int, optional
        By default the declared one.
    n, reading : optional
        As in `marginal_counts`. With the same number of people, a question of which another reading
        says
        the same keeps its answers.

    Returns
    -------
    DataFrame
        One row a person, one column a question: level ids, ``""`` for a blank.
    """
    rho = publication.reconstruction.get("dependence", 0.0) if dependence is None else dependence
    rng = np.random.default_rng(publication.seed if seed is None else seed)
    n = respondents(publication) if n is None else n
    trait = rng.standard_normal(n)
    margins = marginal_counts(publication, book, n=n, reading=reading)
    columns = {}
    for question in book.questions:
        counts = margins[question.id]
        # More of the trait goes with higher levels, and with the positive ones of an outcome.
        order = sorted(counts, key=lambda level: level in question.positive)
        values = [level for level in order for _ in range(counts[level])]
        tie = rho if question.role in ("behaviour", "outcome") else 0.0
        score = tie * trait + math.sqrt(1 - tie**2) * rng.standard_normal(n)
        answers = np.full(n, "", dtype=object)
        answered = np.sort(rng.choice(n, size=len(values), replace=False))
        answers[answered[np.argsort(score[answered], kind="stable")]] = values
        columns[question.id] = answers
    return pd.DataFrame(columns)


def export(book: Codebook) -> bytes:
    """Write a synthetic export that meets every published figure, as a real form would.

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
    publication = load(book)
    people = draw(publication, book)
    rng = np.random.default_rng([publication.seed, 1])
    open_texts = publication.reconstruction.get("open_text", ())
    rows = [
        [_written(people.loc[i, q.id], q, book, open_texts, rng) for q in book.questions]
        for i in people.index
    ]
    gaps = np.ceil(rng.exponential(6.0, len(rows))).astype(int)
    start = pd.Timestamp(publication.reconstruction["start"])
    times = start + pd.to_timedelta(np.cumsum(gaps), unit="s")
    submissions = list(zip(times, rows, strict=True))
    twice = int(rng.integers(len(rows)))
    submissions.append((times[twice] + pd.Timedelta(seconds=4), rows[twice]))
    before_empty = times[int(rng.integers(len(rows)))]
    submissions.append((before_empty + pd.Timedelta(seconds=1), [""] * len(book.questions)))
    submissions.append((times[0] - pd.Timedelta(minutes=9), _trial(book)))
    submissions.sort(key=lambda submission: submission[0])
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_header(book))
    for time, answers in submissions:
        writer.writerow([time.strftime(book.intake["timestamp_format"]), *answers])
    return out.getvalue().encode()


def _trial(book):
    """What somebody who tries the form sends."""
    mark = book.intake["test_marks"][0].upper()
    return [
        mark if question.kind == "multiple" else question.levels[-1].source
        for question in book.questions
    ]


def _header(book):
    """Columns as a form names them: a space at an end, a no-break space inside."""
    header = [book.intake["timestamp"], *(question.column for question in book.questions)]
    header[2], header[-2] = f"{header[2]} ", header[-2].replace(" ", "\u00a0", 1)
    return header


def _written(value: str, question: Question, book: Codebook, open_texts, rng) -> str:
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
            text = str(rng.choice(open_texts))
        parts.append(text)
    text = (book.intake["separator"] or SEPARATOR).join(parts)
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
