"""Columns that belong to one question: one column an option, or a grid of one row a column."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import groupby

from helpers.answers.intake.option_columns import is_not_chosen
from helpers.codebook.folding import fold_accents, fold_case
from helpers.draft.column import Column
from helpers.draft.known_wordings import bare, means, missing_kind, words
from helpers.draft.question import Doubt, DraftLevel, DraftQuestion

FEWEST_ALONE = 20  # people who ticked one option each, before it seems to be the rule
JOINED = re.compile(r"^(?P<stem>.+?)(?P<joint> ?: ?| [-–] | ?/ ?)(?P<part>[^:/]+)$", re.DOTALL)
PART = re.compile(r"^(?P<stem>.+?)\s*\[(?P<part>[^\[\]]+)\]$", re.DOTALL)


@dataclass(frozen=True)
class Group:
    """Neighbouring columns, by themselves or parts of one question.

    Attributes
    ----------
    stem : str
        The question that all are parts of; empty of a column by itself.
    parts : tuple of str
        What each is about.
    columns : tuple of Column
    """

    stem: str
    parts: tuple[str, ...]
    columns: tuple[Column, ...]


def find_groups(
    columns: list[Column], is_question: Callable[[Group], bool] | None = None
) -> list[Group]:
    """Put neighbours together that are named ``Question [Part]`` with one question.

    Parameters
    ----------
    columns : list of Column
    is_question : function, optional
        Whether neighbours named ``Question: Part`` are parts of one; `are_options` if left out.

    >>> columns = [Column(name, ()) for name in ("Age", "Use [Mail]", "Use [Phone]", "Why [then]")]
    >>> [(group.stem, len(group.columns)) for group in find_groups(columns)]
    [('', 1), ('Use', 2), ('', 1)]
    """
    names = {fold_case(column.name) for column in columns}
    runs: list[list] = []
    for column in columns:
        match = PART.match(column.name)
        stem = match["stem"] if match and fold_case(match["stem"]) not in names else ""
        if stem and runs and fold_case(runs[-1][0]) == fold_case(stem):
            runs[-1][1].append((match["part"], column))
        else:
            runs.append([stem, [(match["part"] if match else "", column)]])
    stems = [fold_case(stem) for stem, _ in runs if stem]
    groups = []
    for stem, parts in runs:
        names_of_parts = [fold_accents(part) for part, _ in parts]
        is_group = len(parts) > 1 and len(set(names_of_parts)) == len(parts)
        if is_group and stems.count(fold_case(stem)) == 1:
            groups.append(Group(stem, *map(tuple, zip(*parts, strict=True))))
        else:
            groups += [Group("", ("",), (column,)) for _, column in parts]
    return [*_joined(groups, names, is_question or are_options)]


def _joined(groups, names, is_question):
    """The groups, neighbours put together that are ticks under one question, as ``Use: Mail``."""
    matches = [None if group.stem else JOINED.match(group.columns[0].name) for group in groups]
    stems = [match and (fold_case(match["stem"]), match["joint"]) for match in matches]
    for stem, run in groupby(range(len(groups)), key=stems.__getitem__):
        places = [*run]
        columns = tuple(groups[place].columns[0] for place in places)
        if stem and stem[0] not in names and len(places) > 1:
            parts = tuple(matches[place]["part"] for place in places)
            group = Group(matches[places[0]]["stem"], parts, columns)
            if len(set(map(fold_accents, parts))) == len(parts) and is_question(group):
                yield group
                continue
        yield from (groups[place] for place in places)


def are_options(group: Group) -> bool:
    """Whether each column is one option, ticked or not; one of them may hold own words.

    Where nobody ticked any, *no* in every cell may as well be the answers to separate questions.

    >>> mail = Column("Use [Mail]", ("Mail", "", "Mail"))
    >>> phone = Column("Use [Phone]", ("Yes", "No", "No"))
    >>> are_options(Group("Use", ("Mail", "Phone"), (mail, phone)))
    True
    """
    texts = [text for column in group.columns for text in column.counts]
    if not group.stem or (texts and all(map(is_not_chosen, texts))):
        return False
    other = [not _is_option(part, column) for part, column in _pairs(group)]
    return sum(other) == 0 or (
        sum(other) == 1 and len(other) > 2 and takes_own_words(group.parts[other.index(True)])
    )


def _pairs(group):
    return zip(group.parts, group.columns, strict=True)


def _is_option(part, column):
    accepted = {word.replace("-", " ") for word in words("ticks")} | {bare(part)}
    return all(bare(text) in accepted or missing_kind(text) for text in column.counts)


def takes_own_words(part: str) -> bool:
    """Whether the column of an option holds what people wrote themselves.

    >>> takes_own_words("Autre (précisez)"), takes_own_words("Mail")
    (True, False)
    """
    return means(part, "other") or bool(re.match(r"(other|autre)\b", fold_accents(part)))


def option_question(group: Group) -> DraftQuestion:
    """The question of several answers whose options stand in columns of their own."""
    levels = [
        DraftLevel(
            part,
            write_in=not _is_option(part, column) or takes_own_words(part),
            exclusive=means(part, "none_of_them"),
        )
        for part, column in _pairs(group)
    ]
    write_ins = [level for level in levels if level.write_in][1:]  # one level takes own words
    levels = [replace(level, write_in=False) if level in write_ins else level for level in levels]
    ticks = {bare(text) for column in group.columns for text in column.counts}
    doubts = [Doubt("option_columns", {"count": len(levels)})]
    if ticks <= {"yes", "no", "oui", "non"} and all(all(c.texts) for c in group.columns):
        doubts.append(Doubt("yes_no_columns"))
    if _one_a_row(group):
        doubts.append(Doubt("one_a_row"))
    return DraftQuestion(group.stem, group.stem, "multiple", tuple(levels), {}, tuple(doubts))


def _one_a_row(group):
    """Whether everybody who ticked anything ticked one option."""
    ticks = [
        sum(map(_is_ticked, row)) for row in zip(*(c.texts for c in group.columns), strict=True)
    ]
    return set(ticks) - {0} == {1} and sum(ticks) >= FEWEST_ALONE


def _is_ticked(text):
    return bool(text) and not is_not_chosen(text) and not missing_kind(text)


def share_levels(drafted: list[DraftQuestion], whole: DraftQuestion) -> list[DraftQuestion]:
    """Rows of a grid with the levels of all of them together.

    Parameters
    ----------
    drafted : list of DraftQuestion
        Each row by itself.
    whole : DraftQuestion
        Drafted from the answers to all rows.
    """
    if whole.kind not in ("ordinal", "nominal", "rating"):
        return drafted
    shared = {key: getattr(whole, key) for key in ("kind", "levels", "missing", "entries")}
    return [
        replace(row, **shared, doubts=()) if index else replace(row, **shared, doubts=whole.doubts)
        for index, row in enumerate(drafted)
    ]
