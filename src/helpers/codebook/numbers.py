"""What numbers, dates and ratings are made of: bands, limits, levels that have a score."""

import datetime
import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from helpers.codebook.checks import shown
from helpers.codebook.days import number_of
from helpers.codebook.levels import Band, Level
from helpers.codebook.mistakes import Mistakes

MAX_SCORES = 101  # levels of one rating, as 0 to 100
NET_PROMOTER_RANGE = [0, 10]
# Entries that only some kinds of question have.
KINDS_OF = {
    "range": ("rating",),
    "net_promoter": ("rating",),
    "unit": ("number",),
    "bands": ("number",),
    "plausible": ("number", "date"),
    "read_as": ("number",),
    "date_format": ("date",),
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
    for key, kinds in KINDS_OF.items():
        if entry[key] and entry["kind"] not in kinds:
            only = " or a ".join(kinds)
            mistakes.add(f"{where} has {key!r} and kind {entry['kind']!r}; only a {only} has it")
    if entry["net_promoter"] and list(entry["range"]) != NET_PROMOTER_RANGE:
        mistakes.add(f"{where} net_promoter needs range = [0, 10]")
    if any(first >= second for first, second in itertools.pairwise(entry["bands"])):
        mistakes.add(f"{where} bands is {shown(entry['bands'])}, not from low to high")
    if entry["plausible"] and not _are_limits(entry["plausible"], entry["kind"]):
        written = [
            str(end) if isinstance(end, datetime.date) else end for end in entry["plausible"]
        ]
        ends = (
            "the first and the last date that are believed, as [2020-01-01, 2026-01-31]"
            if entry["kind"] == "date"
            else "the lowest and the highest number that are believed, as [0, 120]"
        )
        mistakes.add(f"{where} plausible is {shown(written)}, not {ends}")
    if entry["date_format"] and not is_time_format(entry["date_format"]):
        mistakes.add(
            f"{where} date_format is {shown(entry['date_format'])}, which `strptime` does not "
            "know, or which tells no day; as '%d/%m/%Y'"
        )
    if entry["kind"] in ("number", "date"):
        for level in levels:
            if not level.off_scale:
                mistakes.add(
                    f"{where} level {level.id!r} stands among {entry['kind']}s: declare it "
                    "off_scale = true"
                )
    for level in levels:
        if level.score is not None and entry["kind"] != "rating":
            mistakes.add(f"{where} level {level.id!r} has a score; only a rating's levels do")


def limits(ends: Sequence[float | datetime.date]) -> tuple[float, ...]:
    """What `plausible` holds, as numbers.

    >>> limits([0, 120]), limits([datetime.date(2020, 1, 1), datetime.date(2026, 1, 31)])
    ((0.0, 120.0), (20200101.0, 20260131.0))
    """
    return tuple(number_of(end) if isinstance(end, datetime.date) else float(end) for end in ends)


def is_time_format(form: str) -> bool:
    """Whether Python reads with it the day that Python writes with it.

    >>> is_time_format("%d/%m/%Y"), is_time_format("%m/%Y"), is_time_format("%Q")
    (True, False, False)
    """
    moment = datetime.datetime(2015, 10, 30, 14, 3, 11, tzinfo=datetime.UTC)
    try:
        return datetime.datetime.strptime(moment.strftime(form), form).date() == moment.date()
    except (ValueError, OverflowError, TypeError):
        return False


def _are_limits(ends, kind):
    """Whether they are two of what a kind has, the lower one first."""
    is_date = [isinstance(end, datetime.date) for end in ends]
    return len(ends) == 2 and set(is_date) == {kind == "date"} and ends[0] <= ends[1]


def _id(score):
    """The id of a score; an id has no sign."""
    return str(score) if score >= 0 else f"minus_{-score}"


def _signed(score):
    return str(score).replace("-", "−")
