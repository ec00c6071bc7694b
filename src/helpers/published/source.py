"""`published.toml`: the figures and claims that were published about a survey, read and checked."""

from dataclasses import dataclass
from decimal import Decimal

from helpers.codebook import SurveyError, read_toml, suggest
from helpers.stats import grim
from helpers.typography import typeset

MEASURES = (
    "percent",
    "low",
    "people",
    "judgement",
    "association",
)  # what a claim can be held against answers by
TOLERANCE = 5  # people more or fewer than was published that its words still hold for, unless the file says otherwise


@dataclass(frozen=True)
class Published:
    """What was published about a survey; see `load`."""

    seed: int
    source: dict
    respondents: dict
    claims: tuple
    readings: tuple
    reconstruction: dict
    levels: dict  # question id → ids of the levels of which a person gives one; empty where several can be given

    @property
    def close(self):
        """The numbers of respondents that the published words are read as: `near`, give or take the tolerance."""
        near, tolerance = self.respondents["near"], self.respondents.get("tolerance", TOLERANCE)
        return range(near - tolerance, near + tolerance + 1)

    def percents(self, reading=None):
        """The published percentages: question, levels, percent; in another reading of them if one is named."""
        other = next((r["percent"] for r in self.readings if r["id"] == reading), {})
        return [
            (
                c["question"],
                levels,
                printed(c | {"percent": other.get(c["question"], c["percent"])}),
            )
            for c in self.claims
            if "percent" in c
            for levels in quantities(c)
        ]

    def questions(self, reading=None):
        """The published percentages of each question, as `grim.Percentages`.

        Groups of levels that share one, or that a person can be in several of, are not held to add
        up.
        """
        groups = {}
        for question, levels, percent in self.percents(reading):
            groups.setdefault(question, []).append((levels, percent))
        found = {}
        for question, parts in groups.items():
            chosen, known = (
                [level for levels, _ in parts for level in levels],
                self.levels[question],
            )
            disjoint = bool(known) and len(chosen) == len(set(chosen))
            values = tuple(percent for _, percent in parts)
            found[question] = grim.Percentages(
                values, disjoint and set(chosen) == set(known), disjoint
            )
        return found


def load(book):
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
    claims = raw.get("claims", [])
    for key in ("seed", "source", "respondents"):
        if key not in raw:
            raise SurveyError(f"{path}: no {key!r}")
    _respondents(raw["respondents"], f"{path}: [respondents]")
    for number, claim in enumerate(claims, start=1):
        where = f"{path}: claim {claim.get('id', f'number {number}')!r}"
        _need(claim, ("id",), where)
        _claim(claim, book, where)
    for entry in (raw, raw.get("respondents", {}), *claims, *raw.get("readings", ())):
        for key in ("text", "published", "source"):
            if isinstance(entry.get(key), dict):
                entry[key] = {
                    language: typeset(text, language) for language, text in entry[key].items()
                }
    return Published(
        seed=raw["seed"],
        source=raw["source"],
        respondents=raw["respondents"],
        claims=tuple(claims),
        readings=tuple(raw.get("readings", ())),
        reconstruction=raw.get("reconstruction", {}),
        levels={
            q.id: tuple(q.ids) if q.kind in ("ordinal", "nominal") else () for q in book.questions
        },
    )


def printed(claim):
    """The percentage of a claim with the decimals that it was printed with.

    Examples
    --------
    >>> printed({"percent": 26}), printed({"percent": 26.5}), printed({"percent": 26.5, "decimals": 2})
    (Decimal('26'), Decimal('26.5'), Decimal('26.50'))
    """
    value = Decimal(str(claim["percent"]))
    return value.quantize(Decimal(1).scaleb(-claim["decimals"])) if "decimals" in claim else value


def quantities(claim):
    """The sets of levels that a claim speaks of: one, or one a level for ``each``."""
    return [(level,) for level in claim["each"]] if "each" in claim else [tuple(claim["levels"])]


def _respondents(entry, where):
    _need(entry, ("claim", "near", "lowest", "highest"), where)
    for key in ("near", "lowest", "highest", "tolerance"):
        value = entry.get(key, TOLERANCE)
        if not isinstance(value, int) or value < (0 if key == "tolerance" else 1):
            raise SurveyError(f"{where} {key} = {value!r}, which is no number of people")
    if entry["lowest"] > entry["highest"]:
        raise SurveyError(
            f"{where} lowest = {entry['lowest']} is above highest = {entry['highest']}; exchange them"
        )


def _claim(claim, book, where):
    if "question" in claim and "levels" not in claim and "each" not in claim:
        raise SurveyError(
            f"{where} names a question without the `levels`, or `each` level, that it is about"
        )
    if "question" in claim:
        ids = book.question(claim["question"]).ids
        for level in (*claim.get("levels", ()), *claim.get("each", ())):
            if level not in ids:
                raise SurveyError(
                    f"{where} names the level {level!r} of {claim['question']!r}, not one of {ids}{suggest(level, ids)}"
                )
    if not any(key in claim for key in MEASURES):
        raise SurveyError(
            f"{where} says nothing that can be held against answers; give it one of {MEASURES}"
        )
    if "percent" in claim:
        try:
            grim.counts_of(Decimal(str(claim["percent"])), 1, decimals=claim.get("decimals"))
        except (ValueError, ArithmeticError) as error:
            raise SurveyError(f"{where} percent: {error}") from error


def _need(entry, keys, where):
    for key in keys:
        if key not in entry:
            raise SurveyError(f"{where} has no {key!r}")
