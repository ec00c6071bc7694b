"""Who is asked a question: those who gave some levels of questions before it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from helpers.codebook.checks import shown, suggest
from helpers.codebook.mistakes import Mistakes
from helpers.codebook.questions import ANSWERED, NO_OPTION, Question


def read_routes(
    entry: Any, mistakes: Mistakes, where: str
) -> tuple[Mapping[str, tuple[str, ...]], ...]:
    """The tables of one `asked_if`: of which one must hold, and all of it.

    Examples
    --------
    >>> mistakes = Mistakes("codebook.toml")
    >>> read_routes({"q1": "oui"}, mistakes, "[[questions]] q2 asked_if")
    ({'q1': ('oui',)},)
    >>> read_routes([{"q1": ["oui"]}, {"q1": ["non"], "q2": ["a"]}], mistakes, "q3")
    ({'q1': ('oui',)}, {'q1': ('non',), 'q2': ('a',)})
    >>> read_routes({"q1": [1]}, mistakes, "[[questions]] q2 asked_if")
    ()
    >>> print(*mistakes.lines)  # doctest: +ELLIPSIS
    codebook.toml: [[questions]] q2 asked_if is {'q1': [1]}, not a table of questions and ...
    """
    tables = [entry] if isinstance(entry, dict) else entry
    if not isinstance(tables, list) or not all(map(_is_route, tables)):
        mistakes.add(
            f"{where} is {shown(entry)}, not a table of questions and their levels, as "
            '{ q1 = ["yes"] }, or a list of such tables'
        )
        return ()
    return tuple(
        {
            id: (levels,) if isinstance(levels, str) else tuple(levels)
            for id, levels in table.items()
        }
        for table in tables
    )


def contradictions(questions: Sequence[Question]) -> Iterator[str]:
    """What is contradictory about who is asked, one line each."""
    for place, question in enumerate(questions):
        before = {other.id: other for other in questions[:place]}
        after = {other.id for other in questions[place:]}
        yield from _impossible(question, before)
        for id, levels in (pair for table in question.asked_if for pair in table.items()):
            where = f"[[questions]] {question.id} asked_if"
            if id not in before:
                why = "stands after it; move it up" if id in after else "is no question"
                why = "is the question itself" if id == question.id else why
                yield f"{where} names {shown(id)}, which {why}{suggest(id, before)}"
                continue
            accepted = list(dict.fromkeys([*before[id].ids, ANSWERED]))
            if before[id].kind == "ranking":  # of no option alone it is told that it was chosen
                accepted = [ANSWERED]
            accepted += [NO_OPTION] if before[id].kind == "multiple" else []
            for level in levels:
                if level not in accepted:
                    yield (
                        f"{where} {id} has {shown(level)}, not one of {accepted}"
                        f"{suggest(level, accepted)}"
                    )


def _impossible(question, before):
    """Tables that cannot hold: what they ask of one question keeps another from being asked."""
    for table in question.asked_if:
        for id in table:
            routes = before[id].asked_if if id in before else ()
            if routes and not any(_agree(table, route, before) for route in routes):
                yield (
                    f"[[questions]] {question.id} asked_if can never hold: {shown(id)} is put to "
                    "nobody of whom the rest is so"
                )


def _agree(table, route, before):
    """Whether one person may be as both ask; of several answers, some may be as each asks."""
    return all(
        ANSWERED in {*levels, *table.get(id, levels)}
        or (id in before and before[id].kind == "multiple")
        or not set(levels).isdisjoint(table.get(id, levels))
        for id, levels in route.items()
    )


def _is_route(table):
    """Whether it is a table of lists of texts, none of them empty."""
    return (
        isinstance(table, dict)
        and bool(table)
        and all(
            isinstance(levels, str)
            or (isinstance(levels, list) and levels and all(isinstance(x, str) for x in levels))
            for levels in table.values()
        )
    )
