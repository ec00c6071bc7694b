"""What questions are to each other: names that differ, one scale side by side, who was asked."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from helpers.answers.unasked import find_route
from helpers.codebook.folding import fold_accents
from helpers.draft.column import Column
from helpers.draft.grids import ids_of_rows, runs
from helpers.draft.naming import as_asked, question_id, shorten, unlike
from helpers.draft.question import Doubt, DraftQuestion


def relate(
    questions: Sequence[DraftQuestion], columns: Mapping[str, Column]
) -> list[DraftQuestion]:
    """Questions with names that differ, the levels of their neighbours, and who was asked.

    Parameters
    ----------
    questions : sequence of DraftQuestion
    columns : mapping
        By name.
    """
    return _routes(_neighbours(_named(questions)), columns)


def _named(questions):
    """Texts and short names by which no two questions are the same."""
    named, texts, shorts = [], [], []
    for question in questions:
        text = unlike(question.text, texts)
        texts.append(text)
        short = question.short or shorten(text)
        short = unlike(short, shorts) if short else ""
        shorts.append(short or text)
        named.append(replace(question, text=text, short="" if short == text else short))
    return named


def _neighbours(questions):
    """Questions side by side on one scale: the levels of one are those of the others."""
    completed = list(questions)
    for place in range(len(questions)):
        for other in questions[max(0, place - 1) : place + 2]:
            if wider := _wider(completed[place], other):
                completed[place] = wider
    for place in reversed(range(len(questions) - 1)):  # a grid whose last row was completed
        row, other = completed[place : place + 2]
        if row.grid and row.grid == other.grid and (wider := _wider(row, other)):
            completed[place] = wider
    return completed


def _wider(question, other):
    if question.kind != "ordinal" or other.kind != "ordinal" or question is other:
        return None
    own = {fold_accents(level.text): level for level in question.levels}
    theirs = [level for level in other.levels if not level.off_scale]
    known = {fold_accents(level.text) for level in theirs}
    on_scale = {text for text, level in own.items() if not level.off_scale}
    if not (len(on_scale) >= 2 and on_scale < known) or any(t[:1].isdigit() for t in known):
        return None
    levels = [own.get(fold_accents(level.text), level) for level in theirs]
    levels += [level for level in question.levels if level.off_scale]
    new = [level.text for level in theirs if fold_accents(level.text) not in own]
    doubts = [doubt for doubt in question.doubts if doubt.key != "unseen"]
    doubts.append(Doubt("neighbour", {"levels": ", ".join(new)}))
    return replace(question, levels=tuple(levels), doubts=tuple(doubts))


def _routes(questions, columns):
    before: list[tuple[int, tuple[str, ...], tuple[str, ...]]] = []
    routed = []
    for place, question in enumerate(questions):
        answered = _answered(question, columns)
        if answered and (route := find_route(answered, before)):
            doubt = Doubt("route", {"levels": ", ".join(route.levels), "question": route.question})
            question = replace(question, doubts=(*question.doubts, doubt), asked_if=route)
        routed.append(question)
        column = columns.get(question.column)
        if column and question.kind in ("ordinal", "nominal", "rating"):
            levels = tuple(level.text for level in question.levels)
            before.append((place, column.texts, levels))
    return routed


def _answered(question, columns):
    """Of each row, whether a question has an answer, in its column or in one of its options'."""
    options = {level.column for level in question.levels}
    texts = [
        column.texts
        for name, column in columns.items()
        if name in {question.column, *options} or name.startswith(f"{question.column} [")
    ]
    return [any(row) for row in zip(*texts, strict=True)]


def with_ids(questions: Sequence[DraftQuestion]) -> dict[str, DraftQuestion]:
    """Questions by their ids; a row of a grid has the id of its grid, and its own."""
    ids: list[str] = []
    for number, run in enumerate(runs(questions), start=1):
        if len(run) > 1:
            asked = as_asked(run[0].grid)
            stem = question_id(number, shorten(asked) or asked)
            ids += [f"{stem}_{row}" for row in ids_of_rows(run)]
        else:
            ids.append(question_id(number, run[0].short or run[0].text))
    return {
        id: replace(question, doubts=tuple(_named_route(doubt, ids) for doubt in question.doubts))
        for id, question in zip(ids, questions, strict=True)
    }


def _named_route(doubt, ids):
    if doubt.key != "route":
        return doubt
    return replace(doubt, values=doubt.values | {"question": ids[doubt.values["question"]]})
