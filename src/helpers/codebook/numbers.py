"""What numbers and ratings are made of: bands of numbers, levels that have a score."""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from helpers.codebook.checks import shown
from helpers.codebook.levels import Band, Level
from helpers.codebook.mistakes import Mistakes

MAX_SCORES = 101  # levels of one rating, as 0 to 100
NET_PROMOTER_RANGE = [0, 10]
# Entries that only one kind of question has.
KIND_OF = {
    "range": "rating",
    "net_promoter": "rating",
    "unit": "number",
    "bands": "number",
    "plausible": "number",
    "read_as": "number",
}


def bands(edges: Sequence[float]) -> tuple[Band, ...]:
    """The bands that some edges part the numbers into.

    >>> [(band.id, band.low, band.high) for band in bands([5, 10])]
    [('b1', -inf, 5.0), ('b2', 5.0, 10.0), ('b3', 10.0, inf)]
    """
    if not edges:
        return ()
    ends = itertools.pairwise([-math.inf, *map(float, edges), math.inf])
    return tuple(Band(f"b{place}", *pair) for place, pair in enumerate(ends, start=1))


def rating_levels(
    ends: Sequence[float],
    levels: tuple[Level, ...],
    languages: Sequence[str],
    mistakes: Mistakes,
    where: str,
) -> tuple[Level, ...]:
    """The levels of a rating: all scores of its range, then those off the scale.

    Examples
    --------
    >>> own = Level("0", "Worst", {"en": "Worst"}), Level("unsure", "?", {}, off_scale=True)
    >>> levels = rating_levels([0, 2], own, ["en"], Mistakes("a.toml"), "q1")
    >>> [(level.id, level.source, level.score) for level in levels]
    [('0', 'Worst', 0.0), ('1', '1', 1.0), ('2', '2', 2.0), ('unsure', '?', None)]
    """
    on_scale = [level for level in levels if not level.off_scale]
    if not ends:
        unscored = [shown(level.id) for level in on_scale if level.score is None]
        if unscored:
            mistakes.add(
                f"{where} is a rating whose level {unscored[0]} has no `score`; give one to each "
                "level on the scale, or a `range`, as range = [0, 10]"
            )
        return levels
    if len(ends) != 2 or ends[0] >= ends[1] or any(end != int(end) for end in ends):
        mistakes.add(f"{where} range is {shown(list(ends))}, not two whole numbers, as [0, 10]")
        return levels
    scores = range(int(ends[0]), int(ends[1]) + 1)
    if len(scores) > MAX_SCORES:
        mistakes.add(
            f"{where} range has {len(scores)} scores, more than {MAX_SCORES}: make it a `number`"
        )
        return levels
    worded = {level.id: level for level in on_scale}
    ids = {_id(score): score for score in scores}
    if strays := [id for id in worded if id not in ids]:
        mistakes.add(
            f"{where} level {shown(strays[0])} is none of the scores of `range`; its id is the "
            'score, as "0", or it is `off_scale`'
        )
    scored = []
    for id, score in ids.items():
        plain = Level(id, str(score), dict.fromkeys(languages, _signed(score)))
        level = worded.get(id, plain)
        aliases = (*level.aliases, str(score)) if level is not plain else ()
        scored.append(replace(level, score=float(score), aliases=aliases))
    return (*scored, *(level for level in levels if level.off_scale))


def check_numbers(
    entry: Mapping[str, Any], levels: Sequence[Level], mistakes: Mistakes, where: str
) -> None:
    """Refuse entries about numbers that are of another kind, or say nothing that can be."""
    for key, kind in KIND_OF.items():
        if entry[key] and entry["kind"] != kind:
            mistakes.add(f"{where} has {key!r} and kind {entry['kind']!r}; only a {kind} has it")
    if entry["net_promoter"] and list(entry["range"]) != NET_PROMOTER_RANGE:
        mistakes.add(f"{where} net_promoter needs range = [0, 10]")
    if any(first >= second for first, second in itertools.pairwise(entry["bands"])):
        mistakes.add(f"{where} bands is {shown(entry['bands'])}, not from low to high")
    if entry["plausible"] and (
        len(entry["plausible"]) != 2 or entry["plausible"][0] > entry["plausible"][1]
    ):
        mistakes.add(
            f"{where} plausible is {shown(entry['plausible'])}, not the lowest and the highest "
            "number that are believed, as [0, 120]"
        )
    if entry["kind"] == "number":
        for level in levels:
            if not level.off_scale:
                mistakes.add(
                    f"{where} level {level.id!r} stands among numbers: declare it off_scale = true"
                )
    for level in levels:
        if level.score is not None and entry["kind"] != "rating":
            mistakes.add(f"{where} level {level.id!r} has a score; only a rating's levels do")


def _id(score):
    """The id of a score; an id has no sign."""
    return str(score) if score >= 0 else f"minus_{-score}"


def _signed(score):
    return str(score).replace("-", "−")
