"""`published.toml`: the figures and claims that were published about a survey, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from helpers.codebook import Codebook, SurveyError, read_toml, suggest
from helpers.published.entries import (
    TOLERANCE,
    AssociationClaim,
    Claim,
    Judgement,
    Levels,
    PeopleClaim,
    PercentClaim,
    Reading,
    Respondents,
    ShareClaim,
    Texts,
    printed,
)
from helpers.stats import grim
from helpers.typography import typeset

# What a claim can be held against answers by: of a question, then of none.
MEASURES = ("percent", "low", "people", "judgement", "association")


@dataclass(frozen=True)
class Published:
    """What was published about a survey; see `load`.

    Attributes
    ----------
    levels : dict
        Question id → ids of the levels of which a person gives one; empty where several can be
        given.
    """

    seed: int
    source: Texts
    respondents: Respondents
    claims: tuple[Claim, ...]
    readings: tuple[Reading, ...]
    reconstruction: Mapping
    levels: Mapping[str, Levels]

    @property
    def close(self) -> range:
        """The numbers of respondents that the published words are read as."""
        return self.respondents.close

    def in_reading(self, id: str) -> Published:
        """The same with the percentages of another reading.

        Raises
        ------
        SurveyError
            If there is no such reading.
        """
        readings = {reading.id: reading for reading in self.readings}
        if id not in readings:
            raise SurveyError(
                f"no reading {id!r} of the published percentages, only {list(readings)}"
                f"{suggest(id, readings)}"
            )
        claims = tuple(
            claim.in_reading(readings[id]) if isinstance(claim, PercentClaim) else claim
            for claim in self.claims
        )
        return replace(self, claims=claims)

    def percents(self) -> list[tuple[str, Levels, Decimal]]:
        """The published percentages: question, levels, percent."""
        return [
            (claim.question, levels, claim.percent)
            for claim in self.claims
            if isinstance(claim, PercentClaim)
            for levels in claim.groups
        ]

    def percents_of(self, question: str) -> set[str]:
        """The levels of a question whose percentage was published, those taken together joined."""
        return {"|".join(levels) for id, levels, _ in self.percents() if id == question}

    def follows_of(self, question: str) -> set[str]:
        """The levels of a question whose percentage is what published ones leave of the whole."""
        published, every = self.percents_of(question), self.levels[question]
        rests = (
            "|".join(level for level in every if level not in joined.split("|"))
            for joined in published
        )
        return {rest for rest in rests if rest} - published

    def questions(self) -> dict[str, grim.Percentages]:
        """The published percentages of each question.

        Groups of levels that share one, or that a person can be in several of, are not held to add
        up.
        """
        groups = {}
        for question, levels, percent in self.percents():
            groups.setdefault(question, []).append((levels, percent))
        return {question: self._percentages(question, own) for question, own in groups.items()}

    def _percentages(self, question, groups):
        named = [level for levels, _ in groups for level in levels]
        every = self.levels[question]
        disjoint = bool(every) and len(named) == len(set(named))
        whole = disjoint and set(named) == set(every)
        return grim.Percentages(tuple(percent for _, percent in groups), whole, disjoint)


def load(book: Codebook) -> Published:
    """Read and check ``published.toml``.

    Its ``[respondents]`` say what was published of their number: ``near``, and ``lowest`` and
    ``highest``, between which one is looked for that fits the percentages; ``tolerance``, if given,
    how many people more or fewer than ``near`` its words still hold for (`TOLERANCE` otherwise).  A
    ``percent`` has the decimals that it is written with, or as many as ``decimals`` says.

    Parameters
    ----------
    book : Codebook

    Returns
    -------
    Published

    Raises
    ------
    SurveyError
        If there is none, an entry is incomplete, a number is none that can be, or a claim names a
        question or a level that the codebook does not have.
    """
    path = book.folder / "published.toml"
    raw = read_toml(path)
    for key in ("seed", "source", "respondents"):
        if key not in raw:
            raise SurveyError(f"{path}: no {key!r}")
    claims = []
    for number, entry in enumerate(raw.get("claims", ()), start=1):
        where = f"{path}: claim {entry.get('id', f'number {number}')!r}"
        _need(entry, ("id",), where)
        claims.append(_claim(entry, book, where))
    readings = [
        Reading(entry["id"], entry["percent"], _texts(entry, "text"))
        for entry in raw.get("readings", ())
    ]
    return Published(
        seed=raw["seed"],
        source=_texts(raw, "source"),
        respondents=_respondents(raw["respondents"], f"{path}: [respondents]"),
        claims=tuple(claims),
        readings=tuple(readings),
        reconstruction=raw.get("reconstruction", {}),
        levels={
            question.id: tuple(question.ids) if question.kind in ("ordinal", "nominal") else ()
            for question in book.questions
        },
    )


def _respondents(entry, where):
    _need(entry, ("claim", "near", "lowest", "highest"), where)
    numbers = {key: entry.get(key, TOLERANCE) for key in ("near", "lowest", "highest", "tolerance")}
    for key, value in numbers.items():
        if not isinstance(value, int) or value < (0 if key == "tolerance" else 1):
            raise SurveyError(f"{where} {key} = {value!r}, which is no number of people")
    if entry["lowest"] > entry["highest"]:
        raise SurveyError(
            f"{where} lowest = {entry['lowest']} is above highest = {entry['highest']}; "
            "exchange them"
        )
    return Respondents(claim=entry["claim"], text=_texts(entry, "text"), **numbers)


def _claim(entry, book, where) -> Claim:
    """One claim, of the kind that what it says makes it."""
    said = {name: _texts(entry, name) for name in ("text", "published")}
    if "question" in entry:
        _check_levels(entry, book, where)
    if not any(key in entry for key in MEASURES):
        raise SurveyError(
            f"{where} says nothing that can be held against answers; give it one of {MEASURES}"
        )
    if "question" in entry:
        said |= {"question": entry["question"], "each": "each" in entry}
        if said["each"]:
            said["groups"] = tuple((level,) for level in entry["each"])
        else:
            said["groups"] = (tuple(entry["levels"]),)
        if "percent" in entry:
            percent = _percent(entry, where)
            return PercentClaim(
                entry["id"], percent=percent, decimals=entry.get("decimals"), **said
            )
        if "people" in entry:
            return PeopleClaim(entry["id"], people=entry["people"], **said)
        if "low" in entry:
            numbers = {key: entry[key] for key in ("low", "high", "above") if key in entry}
            return ShareClaim(entry["id"], **numbers, **said)
        raise SurveyError(f"{where} names a question; give it one of {MEASURES[:3]}")
    if entry.get("judgement"):
        return Judgement(entry["id"], **said)
    if "association" in entry:
        return AssociationClaim(entry["id"], family=entry["association"], **said)
    raise SurveyError(f"{where} names no question that its number is about")


def _check_levels(entry, book, where):
    if "levels" not in entry and "each" not in entry:
        raise SurveyError(
            f"{where} names a question without the `levels`, or `each` level, that it is about"
        )
    ids = book.question(entry["question"]).ids
    for level in (*entry.get("levels", ()), *entry.get("each", ())):
        if level not in ids:
            raise SurveyError(
                f"{where} names the level {level!r} of {entry['question']!r}, "
                f"not one of {ids}{suggest(level, ids)}"
            )


def _percent(entry, where):
    decimals = entry.get("decimals")
    try:
        grim.counts_of(Decimal(str(entry["percent"])), 1, decimals=decimals)
    except (ValueError, ArithmeticError) as error:
        raise SurveyError(f"{where} percent: {error}") from error
    return printed(entry["percent"], decimals)


def _texts(entry, name):
    """A text of an entry, set as each language sets its spaces; none if it has none."""
    texts = entry.get(name, {})
    if not isinstance(texts, dict):
        return texts
    return {language: typeset(text, language) for language, text in texts.items()}


def _need(entry, keys, where):
    for key in keys:
        if key not in entry:
            raise SurveyError(f"{where} has no {key!r}")
