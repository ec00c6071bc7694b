"""Columns of own words beside a question of listed answers: put together with it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from helpers.answers.intake import Preview
from helpers.codebook.folding import fold_case
from helpers.draft.column import Column
from helpers.draft.groups import JOINED, PART, takes_own_words
from helpers.draft.identifying import reason_to_leave
from helpers.draft.known_wordings import means
from helpers.draft.question import Doubt, DraftLevel, DraftQuestion, LeftColumn

IN_BRACKETS = re.compile(r"^(?P<stem>.+?)\s*\((?P<part>[^()]+)\)$", re.DOTALL)
IF_OTHER = re.compile(r"(if|si|if you (answered|said))?\s*[\"“«]?\s*(other|autre|otro)\b", re.I)
CODE = "-oth-"  # by which LimeSurvey says that somebody wrote an answer


def join_write_ins(
    questions: Sequence[DraftQuestion],
    left: Sequence[LeftColumn],
    columns: Sequence[Column],
    preview: Preview,
) -> tuple[list[DraftQuestion], list[LeftColumn]]:
    """Make a level of the column ``Question [Other]`` of a question that has one of its own.

    So it is unless somebody filled both: then it holds comments, and stays what it is.

    Parameters
    ----------
    questions, left : sequence
        As drafted, column by column.
    columns : sequence of Column
        All of the export, in order.
    preview : Preview

    Returns
    -------
    tuple of (list of DraftQuestion, list of LeftColumn)
    """
    joined, own_words = {fold_case(q.column): q for q in questions}, set()
    places = {fold_case(column.name): place for place, column in enumerate(columns)}
    for place, column in enumerate(columns):
        stem, part = _named(column, columns[place - 1] if place else None)
        question = joined.get(stem)
        is_open = takes_own_words(part) and column.answers
        if not (is_open and question and question.levels and stem in places):
            continue
        both = preview.rows.iloc[:, [places[stem], place]]
        if reason_to_leave(column) or (question.kind != "multiple" and _are_comments(both)):
            continue
        joined[stem] = _with_write_in(question, part, column)
        own_words |= {fold_case(column.name), fold_case(column.file_name)}
    kept = [question for key, question in joined.items() if key not in own_words]
    return kept, [entry for entry in left if fold_case(entry.name) not in own_words]


def _named(column, before):
    """The question that a column of own words belongs to, and what it calls them.

    Either its name has both, as ``Question [Other]`` or ``Question (Other)``; or it says of the
    question before it that it is about another answer, as ``If other, which?``.
    """
    for pattern in (PART, IN_BRACKETS, JOINED):
        if (match := pattern.match(column.name)) and takes_own_words(match["part"]):
            return fold_case(match["stem"]), match["part"]
    match = IF_OTHER.match(column.name)
    if match and before and any(map(_is_other, before.counts)):
        return fold_case(before.name), next(filter(_is_other, before.counts))
    return "", ""


def _are_comments(both):
    """Whether somebody chose a listed answer and wrote something besides."""
    answered = both[both.iloc[:, 1].str.strip() != ""].iloc[:, 0].unique()
    return not all(_is_other(text) for text in answered if text.strip())


def _is_other(text):
    return text.strip() == CODE or means(text, "other")


def _with_write_in(question, part, column):
    others = [level for level in question.levels if level.write_in or _is_other(level.text)]
    is_ordinal = question.kind == "ordinal"
    level = others[0] if others else DraftLevel(part, off_scale=is_ordinal)
    is_found = PART.match(column.name) and fold_case(level.text) == fold_case(part)
    named = "" if is_found else column.file_name
    level = replace(level, write_in=True, column=named)
    levels = [*(other for other in question.levels if other.text != level.text), level]
    doubt = Doubt("own_words", {"count": len(column.counts)}, level.text)
    return replace(question, levels=tuple(levels), doubts=(*question.doubts, doubt))
